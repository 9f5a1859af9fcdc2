"""Tables as consoles print them: wide ones in blocks below one another, names of rows with spaces.

R and pandas right-align what stands below a name, so that each field ends where its name does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from gmm_core.reading.fields import is_number, is_words
from gmm_core.reading.text.rewritten_lines import TAB

MOST_BYTES = 4_000_000
"""Nobody copies more from a console."""

_BEGINS = re.compile(rb"(?:[ \n]*(?:>|In \[)[^\n]*\n)*\n*(?: {2,}\S| *\[1\] )")
_PROMPT = re.compile(r"(?:>|>>>|In \[\d+\]:)(?: .*)?")
_TOKEN = re.compile(r"\S+")
_OF_VECTOR = re.compile(r"\s*\[(\d+)\]\s+(.*\S)\s*")
_OF_DATA_TABLE = re.compile(r" *(\d+):( +\S.*)")
_LEFT_OUT = "---"  # where data.table shows the first rows and the last
_MORE = "\\"  # with which pandas ends the names of a block that others follow
_NEARLY_ALL = 0.9
_LEAST_ROWS = 2


class Printed(NamedTuple):
    """The text with a row in each line, its fields parted by tabs, and how many blocks it had."""

    text: str
    n_blocks: int


class _Block(NamedTuple):
    header: int
    rows: list[int]


def may_be_printed(content: bytes) -> bool:
    r"""Tell whether a file begins as a console prints a table: below a prompt, or with spaces.

    Examples
    --------
    >>> may_be_printed(b"> d\n   x y\n1  8 9\n"), may_be_printed(b"x,y\n8,9\n")
    (True, False)
    """
    return len(content) < MOST_BYTES and bool(_BEGINS.match(content[:1000]))


def unprinted(text: str) -> Printed | None:
    r"""Return a printed table with a row in each line, None where lines are rows as they stand.

    Lines stay where they are; those of later blocks are empty.

    Examples
    --------
    >>> unprinted("    x   y\na 1.5  20\nb 2.5  30\n    z\na 7.5\nb 8.5\n")
    Printed(text='\tx\ty\tz\na\t1.5\t20\t7.5\nb\t2.5\t30\t8.5\n\n\n\n', n_blocks=2)
    >>> unprinted("[1] 8.4 9.5\n[3] 7.1\n").text
    '8.4\n9.5\n7.1'
    >>> unprinted("   x   y\n1 1.5  20\n2 2.5  30\n")
    """
    lines = ["" if _PROMPT.fullmatch(line.rstrip()) else line.rstrip() for line in text.split("\n")]
    if vector := _values_of_vector(lines):
        return Printed("\n".join(vector), 1)
    if rows := _rows_of_data_table(lines):
        return Printed("\n".join(rows), 1)
    blocks = _blocks(lines)
    found = [_fields_of(block, lines) for block in blocks]
    tables = [table for table in found if table]
    if not tables or len(tables) < len(found):
        return None
    labels = [row[0] for row in tables[0]]
    alike = all([row[0] for row in table] == labels for table in tables)
    if not alike or (len(blocks) < 2 and not any(" " in label for label in labels)):
        return None
    taken = {place for block in blocks for place in (block.header, *block.rows)}
    out = ["" if place in taken else line for place, line in enumerate(lines)]
    for n, place in enumerate((blocks[0].header, *blocks[0].rows)):
        rows = [table[n] for table in tables]
        out[place] = TAB.join([rows[0][0], *(field for row in rows for field in row[1:])])
    return Printed("\n".join(out), len(blocks))


def _values_of_vector(lines: Sequence[str]) -> list[str]:
    """The numbers of a vector as R prints it, each line with the place of its first."""
    found = [_OF_VECTOR.fullmatch(line) for line in lines if line.strip()]
    values: list[str] = []
    for each in found:
        if each is None or int(each[1]) != len(values) + 1:
            return []
        values += each[2].split()
    are_numbers = all(is_number(value) or value == "NA" for value in values)
    return values if are_numbers and len(found) > 1 else []


def _rows_of_data_table(lines: Sequence[str]) -> list[str]:
    """The lines of a table of R's data.table, which numbers rows as "1:" and ends in its header."""
    said = [place for place, line in enumerate(lines) if line.strip() not in ("", _LEFT_OUT)]
    if len(said) <= _LEAST_ROWS:
        return []
    header, last = lines[said[0]], lines[said[-1]]
    again = said[-1:] if last.split() == header.split() else []
    found = {
        place: _OF_DATA_TABLE.fullmatch(lines[place]) for place in said[1:] if place not in again
    }
    numbers = [int(each[1]) for each in found.values() if each]
    if len(numbers) < len(found) or numbers[0] != 1 or numbers != sorted({*numbers}):
        return []
    out = [""] * len(lines)
    out[said[0]] = header
    for place, each in found.items():
        out[place] = f"{each[1]}{each[2]}" if each else ""
    return out


def _blocks(lines: Sequence[str]) -> list[_Block]:
    """The names that begin with a space, each with the lines below it that begin with none."""
    blocks: list[_Block] = []
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        if line[0] == " ":
            blocks.append(_Block(place, []))
        elif blocks and (place == 1 + (blocks[-1].rows or [blocks[-1].header])[-1]):
            blocks[-1].rows.append(place)
    heights = {len(block.rows) for block in blocks}
    return blocks if len(heights) == 1 and min(heights) >= _LEAST_ROWS else []


def _fields_of(block: _Block, lines: Sequence[str]) -> list[list[str]] | None:
    """The names and the rows of a block, None where rows do not end where names do."""
    names = [found for found in _TOKEN.finditer(lines[block.header]) if found[0] != _MORE]
    ends = [found.end() for found in names]
    rows = [lines[place] for place in block.rows]
    aligned = [row for row in rows if all(_ends_at(row, end) for end in ends)]
    if not all(is_words(found[0]) for found in names) or len(aligned) < _NEARLY_ALL * len(rows):
        return None
    table = [["", *(found[0] for found in names)]]
    for row in rows:
        label, _, first = row[: ends[0]].rstrip().rpartition(" ")
        rest = [row[begin:end].strip() for begin, end in pairwise(ends)]
        table.append([label.strip(), first, *rest])
    return table if all(row[0] for row in table[1:]) else None


def _ends_at(row: str, end: int) -> bool:
    return row[end - 1 : end].strip() != "" and not row[end : end + 1].strip()
