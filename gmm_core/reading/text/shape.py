"""How many fields the lines of a text table have, and which have more or fewer than the others."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from gmm_core.errors import DataError
from gmm_core.reading.fields import is_filled, is_value
from gmm_core.reading.limits import MAX_CELLS, MAX_COLUMNS, MAX_LINE, MAX_ROWS
from gmm_core.reading.notes import MOST_NOTES
from gmm_core.reading.stacked import LOOKED_AT
from gmm_core.reading.text.comments import comment, is_rule
from gmm_core.reading.text.dialect import Dialect, records
from gmm_core.reading.text.lines import Text
from gmm_core.reading.text.record import MOST_GAPS, BelowGaps, Header, Record, Shape

MAX_ODD = 100_000
"""Lines of another number of fields that are kept in mind; with more it is no table."""

_END = "\0end"  # a NUL cannot stand in the text of a table
_LINE_END = ord("\n")
_PIECE = 1 << 18  # bytes counted at a time: what is counted in fits the cache, and is used again
_TAIL = 1 << 13  # bytes at the end in which notes are looked for
_FEW = 100  # lines of a piece that are looked at one by one
_BEGIN_RULES = ("--", "==", "__", "+-", "|-", "+=", "")
_RULE = re.compile(rb"[-=+|:_*,;\t\x1f ]*[-=_]{3}[-=+|:_*,;\t\x1f ]*\r?")
_OF_RULES = np.isin(np.arange(256), np.frombuffer(b"-=+|:_*,;\t\x1f \r", np.uint8))
_MOST_AT_END = 64  # empty fields at the end of many lines


def count_lines(
    table: Text,
    separator: str,
    width: int,
    marks: str = "",
    first_line: int = 1,
    header: Header = (),
) -> Shape | None:
    """Return the shape of a table whose lines can be told from their separators alone.

    None where they cannot: where a quote occurs, where spaces separate, or a field is very long.
    """
    if separator == " ":
        return None
    counted = _Counted(separator, width, marks, first_line, header)
    for piece in table.pieces(_PIECE):
        is_cut = not piece.endswith(b"\n")
        if is_cut and len(piece) >= MAX_LINE:
            return None
        if not counted.add(piece + b"\n" if is_cut else piece):
            return None
        if counted.line - first_line > MAX_ROWS:
            return None
    return counted.shape()


class _Counted:
    """Counts of what has been read so far."""

    def __init__(
        self, separator: str, width: int, marks: str, first_line: int, header: Header
    ) -> None:
        self.separator, self.width, self.header = separator, width, header
        self.marks = np.frombuffer(marks.encode(), np.uint8)
        self.header_lines = [separator.join(row).encode() + b"\n" for row in header]
        self.line, self.widest, self.n_lines = first_line, width, 0
        self.odd: list[Record] = []
        self.below_gaps = BelowGaps()
        self.tail = b""

    def add(self, lines: bytes) -> bool:
        """Count some whole lines; False where that does not tell."""
        if b'"' in lines:
            return False
        characters = np.frombuffer(lines, np.uint8)
        ends = characters == _LINE_END
        separates = self.separator
        marks = ends | (characters == ord(separates)) if separates else ends
        places = np.flatnonzero(marks)
        last = np.flatnonzero(ends[places])
        widths = np.diff(last, prepend=-1)
        lengths = np.diff(places, prepend=-1)
        # A field of so many bytes may have as many characters as csv refuses.
        if lengths.max() > csv.field_size_limit() or widths.max() > MAX_COLUMNS:
            return False
        if self.width == 1 and lengths.min() == 1:
            return False  # an empty line, or a missing value
        ends = places[last]
        begins = np.concatenate([[0], ends[:-1] + 1])
        looked_at = widths != self.width
        if len(self.marks):
            looked_at |= np.isin(characters[begins], self.marks)
        for line in self.header_lines:
            if line in lines:
                looked_at |= np.isin(begins, _places_of(line, lines))
        looked_at[_rules(lines, characters, begins, ends, widths)] = True
        unlike = np.flatnonzero(looked_at)
        if len(unlike) > _FEW:
            unlike = unlike[~self._only_ends_empty(characters, ends[unlike], widths[unlike])]
        blank = [
            place
            for place in unlike.tolist()
            if self._look(lines[begins[place] : ends[place]], self.line + place)
        ]
        of_nothing = np.flatnonzero((ends - begins == self.width - 1) & (widths == self.width))
        gaps = {*blank, *(of_nothing[:_FEW].tolist() if self.width > 1 else ())}
        self._look_below(gaps, lines, begins, ends)
        self.line += len(widths)
        self.n_lines += len(widths) - len(blank)
        self.tail = (self.tail + lines)[-_TAIL:] if len(lines) < _TAIL else lines[-_TAIL:]
        return True

    def _look_below(
        self, gaps: set[int], lines: bytes, begins: np.ndarray, ends: np.ndarray
    ) -> None:
        """Keep the lines below gaps, also of one in the lines before."""
        some = sorted(gaps)[:MOST_GAPS]
        wanted = {below for place in some for below in range(place, place + LOOKED_AT + 1)}
        wanted |= {*range(self.below_gaps.wanted)}
        for place in sorted(place for place in wanted if place < len(begins)):
            if place in gaps:
                self.below_gaps.gap(self.line + place)
            else:
                line = lines[begins[place] : ends[place]].decode("utf-8", "surrogatepass")
                number = self.line + place
                self.below_gaps.add(Record(number, number, _cut(line, self.separator)))

    def _only_ends_empty(
        self, characters: np.ndarray, ends: np.ndarray, widths: np.ndarray
    ) -> np.ndarray:
        """Whether lines have more fields only since they end in separators."""
        more = widths - self.width
        fine = (more > 0) & (more <= _MOST_AT_END)
        for back in range(1, min(int(more.max(initial=0)), _MOST_AT_END) + 1):
            at = characters[np.maximum(ends - back, 0)]
            fine &= (back > more) | (at == ord(self.separator or "\n"))
        if fine.any():
            self.widest = max(self.widest, int(widths[fine].max()))
        return fine

    def _look(self, line: bytes, number: int) -> bool:
        """Keep a line in mind that is unlike the others; True if it is blank."""
        text = line.decode("utf-8", "surrogatepass")
        if not text.strip(" "):
            return True
        fields = _cut(text, self.separator)
        record = Record(number, number, fields, is_header=_is_in(fields, self.header))
        self.widest, odd = _judged(record, self.width, self.widest, text, bool(len(self.marks)))
        if odd is not None:
            _keep(self.odd, odd)
        return False

    def shape(self) -> Shape:
        tail = self.tail.decode("utf-8", "replace").removesuffix("\n").split("\n")
        first = self.line - len(tail)
        rows = [
            Record(first + place, first + place, _cut(line, self.separator))
            for place, line in enumerate(tail)
            if line.strip(" ")
        ]
        whole = rows[1:] if len(self.tail) == _TAIL else rows
        return Shape(
            self.n_lines - len(self.odd),
            self.n_lines,
            self.widest,
            tuple(self.odd),
            tuple(whole[-MOST_NOTES:]),
            self.below_gaps.found(),
        )


def _rules(
    lines: bytes,
    characters: np.ndarray,
    begins: np.ndarray,
    ends: np.ndarray,
    widths: np.ndarray,
) -> list[int]:
    """Which lines are rules; only such are read as begin and end as rules do."""
    some = np.flatnonzero(_OF_RULES[characters[begins]])
    some = some[ends[some] - begins[some] >= np.maximum(widths[some], 3)]
    some = some[_OF_RULES[characters[ends[some] - 1]] & _OF_RULES[characters[begins[some] + 1]]]
    return [
        place
        for place in some.tolist()
        if _RULE.fullmatch(lines, int(begins[place]), int(ends[place]))
    ]


def _places_of(line: bytes, lines: bytes) -> list[int]:
    """Where a line begins in others, or in one of them that ends so."""
    places, place = [], lines.find(line)
    while place >= 0:
        places.append(place)
        place = lines.find(line, place + 1)
    return places


def _is_in(fields: Sequence[str], header: Header) -> bool:
    return bool(header) and tuple(field.strip() for field in fields) in header


def _cut(line: str, separator: str) -> list[str]:
    return [field.lstrip(" ") for field in line.split(separator or "\n")]


def walk_records(
    stream: io.TextIOBase,
    dialect: Dialect,
    width: int,
    marks: str = "",
    first_line: int = 1,
    name: str = "file",
    header: Header = (),
) -> Shape:
    """Return the shape of any table, one record after another.

    A DataError names the first line that opens a quote that is never closed, or is endless.
    """
    lines = chain(_lines(stream, name, first_line), [_END])
    reader = records(lines, dialect.delimiter)
    line, widest, n_records = first_line, width, 0
    odd: list[Record] = []
    tail: deque[Record] = deque(maxlen=MOST_NOTES)
    below_gaps = BelowGaps()
    begin_comments = frozenset(marks)
    try:
        for row in reader:
            if row == [_END]:
                break
            if row and row[-1].endswith(_END):
                raise _open_quote(line, name)
            last = first_line + reader.line_num - 1
            if row:
                record = Record(line, last, row, is_header=_is_in(row, header))
                tail.append(record)
                if len(row) == width > 1 and not any(row):
                    below_gaps.gap(line)
                else:
                    below_gaps.add(record)
                found = None
                may_be_odd = row[0][:1] in begin_comments or row[0][:2] in _BEGIN_RULES
                if len(row) != width or may_be_odd or record.is_header:
                    if len(row) > MAX_COLUMNS:
                        raise too_wide(line, len(row), name)
                    said = dialect.delimiter.join(row)
                    widest, found = _judged(record, width, widest, said, bool(marks))
                if found is None:
                    n_records += 1
                else:
                    _keep(odd, found)
            else:
                below_gaps.gap(last)
            line = last + 1
            n_lines = line - first_line  # with blank ones, however they end
            if n_records * width > MAX_CELLS or n_lines > MAX_ROWS:
                raise _too_large(name, n_lines)
    except csv.Error as error:
        raise _too_long(line, name) from error
    return Shape(n_records, 0, widest, tuple(odd), tuple(tail), below_gaps.found())


def _judged(
    record: Record, width: int, widest: int, text: str, may_comment: bool
) -> tuple[int, Record | None]:
    """Return the fields of the widest record so far, and the record where it is unlike others."""
    fields = record.fields
    if record.is_header:
        return widest, record
    is_comment = may_comment and comment(text) is not None and not is_value(fields[0])
    is_comment = is_comment or is_rule(text)
    if not is_comment and len(fields) == width:
        return widest, None
    if not is_comment and len(fields) > width and not any(map(is_filled, fields[width:])):
        return max(widest, len(fields)), None
    return widest, record._replace(is_comment=is_comment)


def _keep(odd: list[Record], record: Record) -> None:
    odd.append(record)
    if len(odd) > MAX_ODD:
        raise DataError(
            f"More than {MAX_ODD:,} lines have another number of fields than the first. "
            "Choose another separator, or save the table as CSV (comma-separated values)."
        )


def _lines(stream: io.TextIOBase, name: str, first_line: int) -> Iterator[str]:
    """Yield the lines, those of nothing but spaces without them; none is endless."""
    number = first_line - 1
    while line := stream.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE and not line.endswith("\n"):
            raise endless_line(number, name)
        yield line.rstrip("\n") + "\n" if line.strip(" \n") else "\n"


def endless_line(line: int, name: str) -> DataError:
    """Return the error for a line that is longer than any line of a table.

    Examples
    --------
    >>> str(endless_line(1, "birds.csv"))
    'Line 1 of birds.csv has more than 4,000,000 characters. Look for line ends that are missing.'
    """
    return DataError(
        f"Line {line} of {name} has more than {MAX_LINE:,} characters. "
        "Look for line ends that are missing."
    )


def too_wide(line: int, fields: int, name: str) -> DataError:
    """Return the error for a line with more fields than a table may have columns."""
    return DataError(
        f"Line {line} of {name} has {fields:,} fields, and at most {MAX_COLUMNS:,} can be read. "
        "Save the columns that matter in a table of their own."
    )


def _too_large(name: str, n_lines: int) -> DataError:
    most = f"{MAX_ROWS:,} lines" if n_lines > MAX_ROWS else f"{MAX_CELLS:,} cells"
    return DataError(
        f"{name} has more than {most}, and no more can be read. "
        "Save the rows or the columns that matter in a file of their own."
    )


def _too_long(line: int, name: str) -> DataError:
    return DataError(
        f"Line {line} of {name} has a field of more than {csv.field_size_limit():,} characters. "
        'Look for a quote (") that is never closed.'
    )


def _open_quote(line: int, name: str) -> DataError:
    return DataError(
        f'Line {line} of {name} opens a quote (") that is never closed. '
        "Close the quote or remove it."
    )
