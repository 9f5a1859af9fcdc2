"""Whether all lines of a text table have the same number of fields, and which one has not."""

import csv
import io
from collections.abc import Iterator
from itertools import chain

import numpy as np

from gmm_core.errors import DataError
from gmm_core.reading.limits import MAX_CELLS, MAX_COLUMNS, MAX_LINE
from gmm_core.reading.text.dialect import Dialect, records
from gmm_core.wording import counted

_END = "\0end"  # a NUL cannot stand in the text of a table
_LINE_END = ord("\n")
_PIECE = 1 << 20  # characters counted at a time: what is counted in still fits the cache


def count_lines(stream: io.TextIOBase, separator: str) -> tuple[int, int] | None:
    """Return the number of lines and of fields in each, where all lines are plainly alike.

    None where they are not, or where counting separators does not tell: where a quote occurs, where
    spaces separate, where a line is blank or a field very long.
    """
    if separator == " ":
        return None
    n_lines, width, rest = 0, 0, b""
    while text := stream.read(_PIECE):
        piece = rest + text.encode("utf-8", "surrogatepass")
        end = piece.rfind(b"\n") + 1
        lines, rest = piece[:end], piece[end:]
        found = _width(lines, separator) if lines else width
        if found is None or found != (width or found) or len(rest) > MAX_LINE:
            return None
        n_lines, width = n_lines + lines.count(b"\n"), found
    if rest and _width(rest + b"\n", separator) != width:
        return None
    return (n_lines + bool(rest), width) if width else None


def _width(lines: bytes, separator: str) -> int | None:
    """Return the number of fields in each of these lines, None where it is not one number."""
    if b'"' in lines:
        return None
    characters = np.frombuffer(lines, np.uint8)
    ends = characters == _LINE_END
    marks = ends | (characters == ord(separator)) if separator else ends
    places = np.flatnonzero(marks)
    last = np.flatnonzero(ends[places])
    widths = np.diff(last, prepend=-1)
    lengths = np.diff(places, prepend=-1)
    # A field of so many bytes may have as many characters as csv refuses; an empty line is none.
    if lengths.max() > csv.field_size_limit() or (widths != widths[0]).any():
        return None
    if widths[0] == 1 and lengths.min() == 1:
        return None
    return None if widths[0] > MAX_COLUMNS else int(widths[0])


def check_rectangular(
    stream: io.TextIOBase, dialect: Dialect, name: str = "file"
) -> tuple[int, int]:
    """Return the number of records and of fields, of which each has as many as the first.

    A DataError names the first line that has more or fewer, or opens a quote that is never closed.
    """
    reader = records(chain(_lines(stream, name), [_END]), dialect.delimiter)
    width, line, n_records = 0, 1, 0
    try:
        for row in reader:
            if row == [_END]:
                break
            if row and row[-1].endswith(_END):
                raise _open_quote(line, name)
            width = width or len(row)
            if width > MAX_COLUMNS:
                raise _too_wide(line, width, name)
            if row and len(row) != width:
                raise _ragged(line, len(row), width, dialect, name, not row[-1])
            n_records += bool(row)
            if n_records * width > MAX_CELLS:
                raise _too_large(name)
            line = reader.line_num + 1
    except csv.Error as error:
        raise _too_long(line, name) from error
    return n_records, width


def _lines(stream: io.TextIOBase, name: str) -> Iterator[str]:
    """Yield the lines, those of nothing but spaces without them; none is endless."""
    number = 0
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


def _ragged(
    line: int, fields: int, width: int, dialect: Dialect, name: str, ends_empty: bool
) -> DataError:
    first = "the header" if dialect.header else "the first line"
    if fields < width:
        cause = "The file may be cut off, or a separator is missing."
    elif fields == width + 1 and ends_empty:
        cause = "Remove the separator at the end of the line, or give the last column a name."
    elif width == 1:
        cause = "Remove what stands above the header, and quote text that holds the separator."
    else:
        cause = "Put text that holds the separator in double quotes."
    return DataError(
        f"Line {line} of {name} has {counted(fields, 'field')} where {first} has {width:,}. {cause}"
    )


def _too_wide(line: int, fields: int, name: str) -> DataError:
    return DataError(
        f"Line {line} of {name} has {fields:,} fields, and at most {MAX_COLUMNS:,} can be read. "
        "Save the columns that matter in a table of their own."
    )


def _too_large(name: str) -> DataError:
    return DataError(
        f"{name} has more than {MAX_CELLS:,} cells, and no more can be read. "
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
