"""How large a file may be, so that none takes the memory or the time of all others."""

from shlex import quote

from gmm_core.errors import DataError
from gmm_core.reading.packed.unpacking import MAX_NAMES
from gmm_core.wording import counted

MAX_BYTES = 200 * 2**20
"""Bytes of a file: a million rows of ten numbers in all their digits, and what a browser sends."""

MAX_UNPACKED = MAX_BYTES
"""Bytes that a gzip file may unpack to: packing makes no table smaller in memory."""

MAX_UNZIPPED = 2 * 2**30
"""Bytes in a workbook's archive: a full sheet of ten columns is about 500 MB of XML."""

MAX_COLUMNS = 2_000
"""Columns of a table, each of which is looked into; more are a table that lies on its side."""

MAX_CELLS = 50_000_000
"""Rows times columns: 400 MB as numbers, and the fit needs several times as much."""

MAX_ROWS = 25_000_000
"""Rows: a file of fewer columns than two, or of the shortest numbers, would have more. What is
worked out of each row takes as much memory as two columns, and 1 GB is not to be reached."""

MAX_LINE = 4_000_000
"""Characters of one line: the most columns, each of 2,000 characters."""

_MEGABYTE = 2**20

# What `python -m gmm_core` reads batch by batch.
_TAKEN_BY_COMMAND = (".csv", ".tsv", ".parquet", ".pq")


def check_bytes(n_bytes: int, name: str) -> None:
    """Raise when a file is larger than `MAX_BYTES`.

    Parameters
    ----------
    n_bytes : int
    name : str
        Name of the file, for the message.

    Raises
    ------
    DataError

    Examples
    --------
    >>> check_bytes(300 * 2**20, "birds.csv")
    Traceback (most recent call last):
        ...
    gmm_core.errors.DataError: birds.csv has 300 MB, and at most 200 MB can be read. ...
    """
    if n_bytes > MAX_BYTES:
        raise DataError(
            f"{name} has {n_bytes / _MEGABYTE:,.0f} MB, and at most {MAX_BYTES // _MEGABYTE} MB "
            f"can be read. {larger(name)}"
        )


def larger(name: str) -> str:
    """Return what to do with a file above a limit: where it lies, a command takes it.

    Parameters
    ----------
    name : str
        Name of the file.

    Returns
    -------
    str

    Examples
    --------
    >>> print(larger("all birds.csv"))
    Save the rows or the columns that matter in a file of their own, or fit it where it lies:
    python -m gmm_core fit 'all birds.csv' -k 3 --covariance full --out model.json.
    >>> larger("birds.xlsx")
    'Save the rows or the columns that matter in a file of their own.'
    """
    advice = "Save the rows or the columns that matter in a file of their own"
    if not name.lower().removesuffix(".gz").endswith(_TAKEN_BY_COMMAND):
        return f"{advice}."
    command = f"python -m gmm_core fit {quote(name)} -k 3 --covariance full --out model.json"
    return f"{advice}, or fit it where it lies: {command}."


def check_cells(n_rows: int, n_columns: int, name: str, most: int = MAX_CELLS) -> None:
    """Raise when a table has more columns, rows or cells than can be read."""
    if n_columns > MAX_COLUMNS:
        raise DataError(
            f"{name} has {n_columns:,} columns, and at most {MAX_COLUMNS:,} can be read. "
            "Save the columns that matter in a table of their own."
        )
    if n_rows * n_columns > most:
        raise DataError(
            f"{name} has {counted(n_rows, 'row')} of {counted(n_columns, 'column')}, and at most "
            f"{most:,} cells can be read. {larger(name)}"
        )
    if n_rows > MAX_ROWS:
        raise DataError(
            f"{name} has {counted(n_rows, 'row')}, and at most {MAX_ROWS:,} can be read. "
            f"{larger(name)}"
        )


def check_lines(content: bytes, codec: str, name: str) -> None:
    """Raise when a text has more lines than a table may have rows, blank ones among them.

    They are counted at once; to walk over so many, one by one, takes minutes.
    """
    n_lines = content.count("\n".encode(codec))
    if n_lines > MAX_ROWS + 1:  # a header
        raise DataError(
            f"{name} has {n_lines:,} lines, and at most {MAX_ROWS:,} rows can be read. "
            f"{larger(name)}"
        )


def check_names(n_characters: int, name: str, of: str = "columns") -> None:
    """Raise when names of columns, or of sheets, have more than `MAX_NAMES` characters in all."""
    if n_characters > MAX_NAMES:
        raise DataError(
            f"The names of the {of} of {name} have {n_characters:,} characters in all, and at most "
            f"{MAX_NAMES:,} can be read. Shorten them, or leave {of} out."
        )


def unpacks_to_too_much(name: str, limit: int) -> DataError:
    """Return the error for a compressed file whose content is larger than `limit` bytes."""
    return DataError(
        f"{name} unpacks to more than {limit // _MEGABYTE:,} MB, and no more can be read. "
        "Save the rows or the columns that matter in a file of their own."
    )
