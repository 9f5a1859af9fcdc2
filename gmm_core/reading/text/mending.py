"""What becomes of lines that are no observations, or have more or fewer fields than others."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gmm_core.errors import DataError
from gmm_core.reading import remarks
from gmm_core.reading.choices import Choices
from gmm_core.reading.fields import is_filled, is_value
from gmm_core.reading.notes import notes_below
from gmm_core.reading.remarks import Remark
from gmm_core.reading.text.dialect import Dialect
from gmm_core.reading.text.outline import Outline
from gmm_core.reading.text.record import Record, Shape
from gmm_core.wording import counted

ONE_IN = 5
"""At most one line in so many may be unlike the others before a person is asked."""


class Mending(NamedTuple):
    """Other lines in place of some by their number, "" for none, and what there is to say."""

    lines: dict[int, str]
    remarks: list[Remark]


def mending(shape: Shape, found: Outline, choices: Choices, name: str = "file") -> Mending:
    """Return what becomes of lines that are unlike the others.

    Notes and comments are left out. Other lines are left out or filled with gaps as a person says;
    left out where nobody does and they are at most one in `ONE_IN`, and else a DataError.
    """
    width = found.layout.width
    filled = choices.odd == "fill"
    notes = [] if choices.ends is not None else _notes(shape, found)
    below = {record.line for record in notes}
    among = [each for each in shape.odd if each.line not in below]
    headers = [each for each in among if each.is_header]
    comments = [each for each in among if each.is_comment]
    odd = [each for each in among if not each.is_comment and not each.is_header]
    n_rows = shape.n_records + len(odd) - len(notes)
    if odd and choices.odd is None and ONE_IN * len(odd) > n_rows:
        raise _ragged(odd[0], found, name)
    left_out = (*notes, *headers, *comments, *odd)
    lines = {number: "" for record in left_out for number in _numbers(record)}
    if filled:
        kept = (*headers, *comments, *odd)
        lines |= {each.line: _written(each, width, found.dialect) for each in kept}
    said = list(_remarks(notes, comments, odd, found, filled))
    if headers and not filled:
        said.append(remarks.repeated([record.line for record in headers]))
    return Mending(lines, said)


def _remarks(
    notes: Sequence[Record],
    comments: Sequence[Record],
    odd: Sequence[Record],
    found: Outline,
    filled: bool,
) -> Iterator[Remark]:
    told = [record for record in notes if any(map(is_filled, record.fields))]
    if told:
        numbers = [record.line for record in told]
        yield remarks.below(numbers, _text(told[0], found), notes[-1].last, "line")
    if comments and not filled:
        numbers = [record.line for record in comments]
        yield remarks.comments(numbers, _text(comments[0], found))
    unlike = sorted([*odd, *comments]) if filled else odd
    if unlike:
        numbers = [record.line for record in unlike]
        first = unlike[0]
        width = found.layout.width
        yield remarks.odd(numbers, len(first.fields), width, _text(first, found), filled)


def _notes(shape: Shape, found: Outline) -> list[Record]:
    """Return the records at the end that speak of the table."""
    tail = list(shape.tail)
    gaps = [False, *(b.line - a.last > 1 for a, b in pairwise(tail))]
    rows = [record.fields for record in tail]
    count = notes_below(rows, gaps, found.layout.width, found.layout.values)
    return tail[len(tail) - count :] if count < shape.n_lines or count < len(tail) else []


def _numbers(record: Record) -> range:
    return range(record.line, record.last + 1)


def _text(record: Record, found: Outline) -> str:
    filled = [field for field in record.fields if is_filled(field)]
    ends_empty = len(filled) < len(record.fields)
    shown = filled if ends_empty and len(filled) == 1 else record.fields
    return (found.separator or " ").join(shown)


def _written(record: Record, width: int, dialect: Dialect) -> str:
    """Return a record with a gap for each field that it lacks, and none beyond the last column."""
    fields = [*record.fields, *["NA"] * (width - len(record.fields))][:width]
    line = io.StringIO()
    csv.writer(line, delimiter=dialect.delimiter, lineterminator="\n").writerow(fields)
    return line.getvalue()


def _ragged(record: Record, found: Outline, name: str) -> DataError:
    first = "the header" if found.dialect.header else "the first line"
    fields, width = len(record.fields), found.layout.width
    if fields < width:
        cause = "The file may be cut off, or a separator is missing."
    elif all(map(is_value, record.fields)):
        cause = "Give every column a name in the header, or take out the surplus fields."
    else:
        cause = "Put text that holds the separator in double quotes."
    return DataError(
        f"Line {record.line} of {name} has {counted(fields, 'field')} where {first} has {width:,}. "
        f"{cause}"
    )
