"""A table as it was read, and how it was written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from gmm_core.reading.remarks import Remark
from gmm_core.wording import counted

SEPARATED = {
    ",": "separated by commas",
    ";": "separated by semicolons",
    "\t": "separated by tabs",
    "|": "separated by vertical bars",
    " ": "separated by spaces",
    "^": "separated by carets",
    "~": "separated by tildes",
    ":": "separated by colons",
    "": "one column",
}
"""What people read of a separator that they can choose."""


def separated_by(separator: str) -> str:
    r"""Return what people read of any separator; of one that is not to be seen, its number.

    Examples
    --------
    >>> separated_by(";"), separated_by("::"), separated_by("\x01")
    ('separated by semicolons', 'separated by ::', 'separated by U+0001')
    """
    if separator in SEPARATED:
        return SEPARATED[separator]
    shown = separator if separator.isprintable() else f"U+{ord(separator[0]):04X}"
    return f"separated by {shown}"


@dataclass(frozen=True, eq=False)
class Reading:
    """A table and how it was written, as found from the file itself or chosen by a person.

    Attributes
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        Columns and rows in the order of the file.
    encoding : str
        Such as "UTF-8" or "EUC-KR"; "" where the file is no text.
    separator : str
        One character or two, or "" for a table of one column and where the file is no text.
    decimal : str
        "." or ",".
    header : bool
        Whether the first line names the columns; without it they are "column 1", "column 2", ...
    format : str
        "CSV" (whatever separates), "ARFF", "Excel", "OpenDocument" or "Parquet".
    sheet : str or None
        The sheet of a workbook that was read.
    sheets : tuple of str
        All sheets of the workbook.
    compressed : bool
        Whether the file was unpacked from gzip.
    rows_above : int
        Lines or rows above the header, such as a title, that were left out.
    begins : int
        The line of the file, or row of the sheet, with which the table begins, from 1.
    units : mapping of str to str
        The units of columns, where a row of the file says them.
    target : str or None
        The column that the file itself says to be the class.
    weight : str or None
        The column in which the file itself says how much each row counts.
    remarks : tuple of Remark
        What was not taken as it stands in the file, and how that is undone.
    passed_over : bool
        Whether a sheet with cells was passed over for this one, since it has no numbers.
    amounts : tuple of (str, str)
        Columns of text that were read as numbers since nothing of that was in doubt, each with a
        phrase that says how: '"12 %" is 12'.
    doubt : str
        A sentence on the encoding where another is nearly as likely, with letters of both.
    changes : tuple of str
        What of the table is not as in the file since a person wants it so.
    """

    frame: pd.DataFrame
    encoding: str
    separator: str
    decimal: str
    header: bool
    format: str = "CSV"
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    compressed: bool = False
    rows_above: int = 0
    begins: int = 1
    units: Mapping[str, str] = field(default_factory=dict)
    target: str | None = None
    weight: str | None = None
    remarks: tuple[Remark, ...] = ()
    passed_over: bool = False
    amounts: tuple[tuple[str, str], ...] = ()
    doubt: str = ""
    changes: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """How the file was read, such as "UTF-8, separated by semicolons, decimal comma"."""
        found = self._as_text() if self.format == "CSV" else [self.format, *self._as_sheet()]
        if not self.header:
            found.append("no header line")
        if self.compressed:
            found.append("unpacked from gzip")
        return ", ".join([*found, *self.changes])

    def _as_text(self) -> list[str]:
        decimal = "decimal comma" if self.decimal == "," else "decimal point"
        return [self.encoding, separated_by(self.separator), decimal, *self._left_out("line")]

    def _as_sheet(self) -> list[str]:
        if self.sheet is None:
            return []
        one_of = f" of {len(self.sheets)} sheets" if len(self.sheets) > 1 else ""
        passed = ["the first with numbers"] if self.passed_over else []
        return [f'sheet "{self.sheet}"{one_of}', *passed, *self._left_out("row")]

    def _left_out(self, noun: str) -> list[str]:
        above = counted(self.rows_above, noun)
        return [f"{above} above the header left out"] if self.rows_above else []
