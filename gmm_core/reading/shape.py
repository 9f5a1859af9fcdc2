"""Whether all lines of a text table have the same number of fields, and which one has not."""

import csv
import io
from itertools import chain

from gmm_core.errors import DataError
from gmm_core.reading.dialect import Dialect, records

MAX_COLUMNS = 10_000
_END = "\0end"  # a NUL cannot stand in the text of a table


def check_rectangular(text: str, dialect: Dialect, name: str = "file") -> None:
    r"""Raise unless every record has as many fields as the first and every quote is closed.

    Parameters
    ----------
    text : str
        The table, with ``\n`` at the end of each line.
    dialect : Dialect
        How its lines are cut.
    name : str
        Name of the file, for error messages.

    Raises
    ------
    DataError
        Naming the first line that is wrong.

    Examples
    --------
    >>> check_rectangular("a,b\n1,2\n3\n", Dialect(",", ".", True), "birds.csv")
    Traceback (most recent call last):
        ...
    gmm_core.errors.DataError: Line 3 of birds.csv has 1 field where the header has 2. ...
    """
    lines = chain(io.StringIO(text, newline="\n"), [_END])
    reader = records(lines, dialect.delimiter)
    width, line = 0, 1
    try:
        for row in reader:
            if row == [_END]:
                return
            if row and row[-1].endswith(_END):
                raise _open_quote(line, name)
            width = width or len(row)
            if width > MAX_COLUMNS:
                raise _too_wide(line, width, name)
            if row and len(row) != width:
                raise _ragged(line, len(row), width, dialect, name, not row[-1])
            line = reader.line_num + 1
    except csv.Error as error:
        raise _too_long(line, name) from error


def _ragged(
    line: int, fields: int, width: int, dialect: Dialect, name: str, ends_empty: bool
) -> DataError:
    first = "the header" if dialect.header else "the first line"
    plural = "field" if fields == 1 else "fields"
    if fields < width:
        cause = "The file may be cut off, or a separator is missing."
    elif fields == width + 1 and ends_empty:
        cause = "Remove the separator at the end of the line, or give the last column a name."
    elif width == 1:
        cause = "Remove what stands above the header, and quote text that holds the separator."
    else:
        cause = "Put text that holds the separator in double quotes."
    return DataError(
        f"Line {line} of {name} has {fields:,} {plural} where {first} has {width:,}. {cause}"
    )


def _too_wide(line: int, fields: int, name: str) -> DataError:
    return DataError(
        f"Line {line} of {name} has {fields:,} fields, and at most {MAX_COLUMNS:,} can be read. "
        "Save the columns that matter in a table of their own."
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
