"""Tables in text files: CSV and its kin, whatever separates the fields."""

from __future__ import annotations

import re
from collections.abc import Callable

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.reading.choices import Choices
from gmm_core.reading.columns import MISSING, MISSING_AMONG_NUMBERS, column_names, converted
from gmm_core.reading.limits import MAX_LINE, check_cells
from gmm_core.reading.table import SEPARATED, Reading
from gmm_core.reading.text.dialect import SAMPLE_CHARACTERS, Dialect, first_rows, is_number, sniff
from gmm_core.reading.text.encoding import find_encoding
from gmm_core.reading.text.lines import Progress, Text, Trimmed
from gmm_core.reading.text.parsing import TextLayout, parse
from gmm_core.reading.text.shape import check_rectangular, count_lines, endless_line

_BLANK = re.compile(r"^ +$", re.MULTILINE)
_MARKUP = re.compile(
    r"\s*<(!doctype|!--|\?xml|(html|head|meta|title|body|div|table|svg)\b)", re.IGNORECASE
)
_JSON = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{"])')
# Shares of the work, as measured: encoding, counting of fields, numbers.
_FOUND, _COUNTED = 0.1, 0.3
_NO_CHOICES = Choices()


@as_annotated
def read_csv(
    content: bytes,
    name: str = "file",
    choices: Choices = _NO_CHOICES,
    on_progress: Callable[[float], None] | None = None,
) -> Reading:
    r"""Return the table in a text file whose encoding and dialect nobody need state.

    Encoding, separator, decimal mark and header are found from the content (see
    `find_encoding` and `find_dialect`). Column names are trimmed; an
    empty one becomes "column 3" after its place, and one that occurs again gets a number.
    Columns of whole numbers without gaps are integers, a number too large for float64 is
    infinite, text is trimmed and stays text.

    Parameters
    ----------
    content : bytes
        The whole file.
    name : str
        Name of the file, for error messages.
    choices : Choices
        What a person says of the file where it is found wrongly.
    on_progress : callable, optional
        Told the share of the work that is done, rising from 0 to 1.

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
    progress = Progress(on_progress)
    encoding = find_encoding(content, name, choices.encoding)
    progress(_FOUND)
    text = Text(content, encoding, progress.within(_FOUND, _COUNTED))
    beginning = _beginning(text, name)
    dialect = sniff(
        beginning,
        separator=choices.separator,
        decimal=choices.decimal,
        header=choices.header,
    )
    n_plain_lines = _check_shape(text, dialect, name, choices)
    rows = first_rows(beginning, dialect.separator)
    names = column_names(rows[0], dialect.header)
    texts = frozenset(label for label, kind in choices.kinds if kind == "text") & set(names)
    n_plain_rows = max(0, n_plain_lines - dialect.header)
    layout = TextLayout(
        dialect, names, _missing_spellings(names, rows[1:] or rows), texts, n_plain_rows
    )
    text.on_progress = progress.within(_COUNTED, 1.0)
    try:
        frame = parse(text, layout)
    except ValueError as error:
        raise DataError(
            f"{name} cannot be read as a table. "
            "Save it again as CSV (comma-separated values) and upload that."
        ) from error
    if frame.empty:
        raise DataError(f"{name} has a header line and no rows. Add one line for each observation.")
    progress(1.0)
    frame = converted(frame, choices.kinds, dialect.decimal)
    return Reading(
        frame,
        encoding.name,
        dialect.separator,
        dialect.decimal,
        dialect.header,
        doubt=encoding.doubt,
    )


def _beginning(text: Text, name: str) -> str:
    """Return the first lines, in full, of what looks like a table."""
    beginning = text.beginning(SAMPLE_CHARACTERS)
    if len(beginning) >= SAMPLE_CHARACTERS + MAX_LINE:
        raise endless_line(beginning.count("\n") + 1, name)
    if not beginning.strip():
        raise _empty(name) if _is_blank(text) else _begins_blank(name)
    kind = (
        "a web page or XML"
        if _MARKUP.match(beginning)
        else "JSON"
        if _JSON.match(beginning)
        else None
    )
    if kind:
        raise DataError(
            f"{name} is {kind}, not a table. "
            "Save the table as CSV (comma-separated values) and upload that."
        )
    return _BLANK.sub("", beginning + "\n")


def _is_blank(text: Text) -> bool:
    stream = text.open()
    while piece := stream.read(1 << 20):
        if piece.strip():
            return False
    return True


def _empty(name: str) -> DataError:
    return DataError(
        f"{name} is empty. Choose a file with a header line and one line for each observation."
    )


def _begins_blank(name: str) -> DataError:
    return DataError(
        f"{name} begins with more than {SAMPLE_CHARACTERS:,} blank characters. Remove them."
    )


def _check_shape(text: Text, dialect: Dialect, name: str, choices: Choices) -> int:
    """Return the number of lines where none is blank and no cell quoted, which is otherwise 0."""
    counted = count_lines(text.open(), dialect.separator)
    if counted:
        check_cells(*counted, name)
        return counted[0]
    stream = text.open()
    try:
        counted = check_rectangular(
            Trimmed(stream) if dialect.separator == " " else stream, dialect, name
        )
    except DataError as error:
        if choices.separator is None:
            raise
        raise DataError(
            f"{str(error).partition('. ')[0]}, when it is read as {SEPARATED[dialect.separator]}. "
            "Choose another separator, or leave it to be found from the file."
        ) from error
    check_cells(*counted, name)
    return 0


def _missing_spellings(names: list[str], rows: list[list[str]]) -> dict[str, list[str]]:
    """Return for each column what stands for a missing value, which is more among numbers."""
    columns = zip(names, zip(*rows, strict=False), strict=False)
    return {
        name: list(MISSING_AMONG_NUMBERS if _are_numbers(fields) else MISSING)
        for name, fields in columns
    }


def _are_numbers(fields: tuple[str, ...]) -> bool:
    return all(field.strip() in MISSING_AMONG_NUMBERS or is_number(field) for field in fields)
