"""Read a table that a person brings, whatever program wrote it."""

import io
import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gmm_core.errors import DataError
from gmm_core.reading.cells import MISSING, MISSING_AMONG_NUMBERS, settle
from gmm_core.reading.dialect import Dialect, first_rows, is_number, sniff, trimmed
from gmm_core.reading.encoding import decode
from gmm_core.reading.shape import check_rectangular

__all__ = ["Reading", "read_csv"]

# The line by which Excel is told the separator; it is found without it.
_SEPARATOR_LINE = re.compile(r'\A"?sep=[^\n]"?\n', re.IGNORECASE)
_BLANK = re.compile(r"^ +$", re.MULTILINE)
_MARKUP = re.compile(
    r"\s*<(!doctype|!--|\?xml|(html|head|meta|title|body|div|table|svg)\b)", re.IGNORECASE
)
_JSON = re.compile(r'\s*(\{\s*"|\[\s*[\[{])')
_SEPARATED = {
    ",": "separated by commas",
    ";": "separated by semicolons",
    "\t": "separated by tabs",
    "|": "separated by vertical bars",
    " ": "separated by spaces",
    "": "one column",
}
# From 3.1 on, pandas always rounds numbers correctly, and warns when it is asked to.
_ROUND_TRIP: dict[str, Any] = (
    {}
    if tuple(map(int, pd.__version__.split(".")[:2])) >= (3, 1)
    else {"float_precision": "round_trip"}
)


@dataclass(frozen=True, eq=False)
class Reading:
    """A table and how it was written, as found from the file itself.

    Attributes
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        Columns and rows in the order of the file.
    encoding : str
        Such as "UTF-8" or "EUC-KR".
    separator : str
        One character, or "" for a table of one column.
    decimal : str
        "." or ",".
    header : bool
        Whether the first line names the columns; without it they are "column 1", "column 2", ...
    """

    frame: pd.DataFrame
    encoding: str
    separator: str
    decimal: str
    header: bool

    @property
    def summary(self) -> str:
        """How the file was read, such as "UTF-8, separated by semicolons, decimal comma"."""
        decimal = "decimal comma" if self.decimal == "," else "decimal point"
        found = [self.encoding, _SEPARATED[self.separator], decimal]
        return ", ".join(found if self.header else [*found, "no header line"])


def read_csv(content: bytes, name: str = "file") -> Reading:
    r"""Return the table in a text file whose encoding and dialect nobody stated.

    Encoding, separator, decimal mark and header are found from the content (see
    `gmm_core.reading.encoding` and `gmm_core.reading.dialect`). Column names are trimmed; an
    empty one becomes "column 3" after its place, and one that occurs again gets a number.
    Columns of whole numbers without gaps are integers, a number too large for float64 is
    infinite, text is trimmed and stays text.

    Parameters
    ----------
    content : bytes
        The whole file.
    name : str
        Name of the file, for error messages.

    Raises
    ------
    DataError
        If the content is no table; the message says what is wrong, where, and what to do.

    Examples
    --------
    >>> reading = read_csv("prénom;taille\nÉloïse;1,71\nNoël;NA\n".encode("cp1252"))
    >>> reading.summary
    'Windows-1252, separated by semicolons, decimal comma'
    >>> reading.frame["taille"].tolist()
    [1.71, nan]
    """
    decoded = decode(content, name)
    text = _SEPARATOR_LINE.sub("", _with_plain_lines(decoded.text))
    _check_is_table(text, name)
    dialect = sniff(text)
    if dialect.separator == " ":
        text = trimmed(text)
    check_rectangular(text, dialect, name)
    frame = _parse(text, dialect, name)
    if frame.empty:
        raise DataError(f"{name} has a header line and no rows. Add one line for each observation.")
    return Reading(frame, decoded.encoding, dialect.separator, dialect.decimal, dialect.header)


def _with_plain_lines(text: str) -> str:
    r"""Return the text with ``\n`` as the end of every line and nothing on its blank lines."""
    return _BLANK.sub("", text.replace("\r\n", "\n").replace("\r", "\n") + "\n")


def _check_is_table(text: str, name: str) -> None:
    if not text.strip():
        raise DataError(
            f"{name} is empty. Choose a file with a header line and one line for each observation."
        )
    kind = "a web page or XML" if _MARKUP.match(text) else "JSON" if _JSON.match(text) else None
    if kind:
        raise DataError(
            f"{name} is {kind}, not a table. "
            "Save the table as CSV (comma-separated values) and upload that."
        )


def _parse(text: str, dialect: Dialect, name: str) -> pd.DataFrame:
    rows = first_rows(text, dialect.separator)
    names = _column_names(rows[0], dialect.header)
    try:
        frame = pd.read_csv(
            io.StringIO(text),
            sep=dialect.delimiter,
            decimal=dialect.decimal,
            header=0 if dialect.header else None,
            names=names,
            index_col=False,
            skipinitialspace=True,
            na_values=_missing_spellings(names, rows[1:] or rows),
            keep_default_na=False,
            low_memory=False,  # else a long column is typed piece by piece, with a warning
            **_ROUND_TRIP,
        )
    except ValueError as error:
        raise DataError(
            f"{name} cannot be read as a table. "
            "Save it again as CSV (comma-separated values) and upload that."
        ) from error
    columns = {label: settle(column, dialect.decimal) for label, column in frame.items()}
    return pd.DataFrame(columns, index=frame.index)


def _column_names(first: list[str], header: bool) -> list[str]:
    fields = [field.strip("\ufeff \t\n\xa0") if header else "" for field in first]
    return _unique([field or f"column {i}" for i, field in enumerate(fields, start=1)])


def _missing_spellings(names: list[str], rows: list[list[str]]) -> dict[str, list[str]]:
    """Return for each column what stands for a missing value, which is more among numbers."""
    columns = zip(names, zip(*rows, strict=False), strict=False)
    return {
        name: list(MISSING_AMONG_NUMBERS if _are_numbers(fields) else MISSING)
        for name, fields in columns
    }


def _are_numbers(fields: tuple[str, ...]) -> bool:
    return all(field.strip() in MISSING_AMONG_NUMBERS or is_number(field) for field in fields)


def _unique(names: list[str]) -> list[str]:
    """Return the names with "_2", "_3", ... after each one that occurred before."""
    taken: set[str] = set()
    for place, name in enumerate(names):
        unique, count = name, 2
        while unique in taken or (unique != name and unique in names):
            unique, count = f"{name}_{count}", count + 1
        taken.add(unique)
        names[place] = unique
    return names
