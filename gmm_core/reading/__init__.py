"""Read a table that a person brings, whatever program wrote it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gmm_core.checked import as_annotated
from gmm_core.errors import NoTableError
from gmm_core.reading.changes import changed
from gmm_core.reading.choices import Choices
from gmm_core.reading.columns import BLANKS, number_pattern
from gmm_core.reading.disguised import revealed
from gmm_core.reading.encodings.encoding import ENCODINGS
from gmm_core.reading.foreign import check_known
from gmm_core.reading.limits import MAX_BYTES, check_bytes, check_names
from gmm_core.reading.packed import archive, gzipped, parquet, workbook
from gmm_core.reading.remarks import Remark
from gmm_core.reading.table import SEPARATED, Reading
from gmm_core.reading.text import arff
from gmm_core.reading.text.dialect import SEPARATORS
from gmm_core.reading.text.read_csv import read_csv

__all__ = [
    "BLANKS",
    "ENCODINGS",
    "MAX_BYTES",
    "SEPARATED",
    "SEPARATORS",
    "Choices",
    "Reading",
    "Remark",
    "number_pattern",
    "read_csv",
    "read_table",
]

_READERS = {
    archive.MARK: workbook.read_workbook,
    workbook.OLD_MARK: workbook.read_workbook,
    parquet.MARK: parquet.read_parquet,
}
_NO_CHOICES = Choices()


@as_annotated
def read_table(
    content: bytes,
    name: str = "file",
    choices: Choices = _NO_CHOICES,
    on_progress: Callable[[float], None] | None = None,
) -> Reading:
    r"""Return the table in a file: text, ARFF, a workbook or Parquet, packed by gzip or not.

    What the file is shows in its first bytes; its name is only for error messages.

    Parameters
    ----------
    content : bytes
        The whole file, at most `MAX_BYTES`.
    name : str
        Name of the file, for error messages.
    choices : Choices
        What a person says of the file; the rest is found from it.
    on_progress : callable, optional
        Told the share of the work that is done, rising from 0 to 1.

    Returns
    -------
    Reading

    Raises
    ------
    DataError
        If the content is no table, or too large; the message says what is wrong, where, and
        what to do.

    Examples
    --------
    >>> import gzip
    >>> reading = read_table(gzip.compress(b"x,y\n1.5,2\n2.5,NA\n"), "birds.csv.gz")
    >>> reading.summary
    'UTF-8, separated by commas, decimal point, unpacked from gzip'
    >>> reading.frame["y"].tolist()
    [2.0, nan]
    """
    check_bytes(len(content), name)
    packed = content.startswith(gzipped.MARK)
    if packed:
        content = gzipped.unpacked(content, name)
    if packed and content.startswith(gzipped.MARK):
        raise NoTableError(f"{name} is packed by gzip twice. Unpack it and upload what is in it.")
    check_known(content, name)
    read = next((read for mark, read in _READERS.items() if content.startswith(mark)), None)
    read = read or (arff.read_arff if arff.is_arff(content) else read_csv)
    reading = read(content, name, choices, on_progress)
    check_names(sum(map(len, reading.frame.columns)), name)
    frame, amounts = revealed(
        reading.frame, reading.decimal, reading.separator, dict(choices.kinds).keys()
    )
    reading = replace(reading, frame=frame, amounts=amounts, compressed=packed)
    reading = changed(reading, choices, name)
    check_names(sum(map(len, reading.frame.columns)), name)  # of a table that was turned
    return reading
