"""Tables in text files: CSV and its kin, whatever separates the fields."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError, NoTableError
from gmm_core.reading import remarks
from gmm_core.reading.choices import Choices
from gmm_core.reading.columns import MISSING, MISSING_AMONG_NUMBERS, column_names, converted
from gmm_core.reading.encodings.encoding import Encoding, find_encoding
from gmm_core.reading.encodings.unprinted import SHIFTING, without_padding, without_pages
from gmm_core.reading.fields import codes_among, decimal_mark, is_number
from gmm_core.reading.header_rows import units_of
from gmm_core.reading.limits import MAX_COLUMNS, MAX_LINE, check_cells, check_lines
from gmm_core.reading.remarks import Remark
from gmm_core.reading.stacked import header_of_another
from gmm_core.reading.table import SEPARATED, Reading
from gmm_core.reading.text.dialect import SAMPLE_CHARACTERS, USUAL
from gmm_core.reading.text.lines import Progress, Text, Trimmed
from gmm_core.reading.text.mending import Mending, mending
from gmm_core.reading.text.outline import Outline, outline
from gmm_core.reading.text.parsing import TextLayout, parse
from gmm_core.reading.text.printed import may_be_printed, unprinted
from gmm_core.reading.text.record import Shape
from gmm_core.reading.text.shape import (
    count_lines,
    endless_line,
    too_wide,
    walk_records,
)

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
    `find_encoding` and `outline`). What stands above and below the table is left out, and said in
    the remarks of the reading. Column names are trimmed; an
    empty one becomes "column 3" after its place, and one that occurs again gets a number.
    Columns of whole numbers without gaps are integers, a number too large for float64 is
    infinite, text is trimmed and stays text, and so do postcodes and other codes with a 0 before
    them.

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
    content, n_padding = without_padding(content)
    encoding = find_encoding(content, name, choices.encoding)
    content, encoding = _plain(content, encoding)
    check_lines(content, encoding.codec, name)
    n_blocks, is_printed = 0, False
    if choices.separator is None and choices.begins is None and may_be_printed(content):
        printed = unprinted(content[encoding.start :].decode(encoding.codec, encoding.errors))
        if printed is not None:
            content, n_blocks, is_printed = printed.text.encode(), printed.n_blocks, True
            encoding = encoding._replace(codec="utf-8", start=0)
    progress(_FOUND)
    text = Text(content, encoding, progress.within(_FOUND, _COUNTED))
    beginning = _beginning(text, name)
    if choices == _NO_CHOICES:
        _check_separators(beginning, text.first_line, name)
    found = outline(beginning, choices, text.first_line)
    _check_width(found, name)
    if found.pairs.are_unclear:
        raise _unclear_commas(found, name)
    body = text.from_line(found.first, found.rewritten, choices.ends)
    shape = _shape(body, found, name)
    another = None if choices.ends else _another_table(shape, found)
    if another is not None:
        body = text.from_line(found.first, found.rewritten, another.last)
        shape = _shape(body, found, name)
    mended = _mending(shape, found, choices, name)
    names = column_names([*found.layout.naming.names, *[""] * (shape.widest - found.layout.width)])
    codes = codes_among(names, found.observations, choices.kinds)
    if codes:
        mended.remarks.append(remarks.codes(codes, choices.kinds))
    if n_blocks > 1:
        mended.remarks.append(remarks.blocks(n_blocks))
    if n_padding:
        mended.remarks.append(remarks.padding(n_padding))
    layout = _text_layout(shape, mended, found, names, choices, codes)
    if shape.n_records + len(mended.lines) == 0 or _opens_a_quote(beginning, found, text):
        walk_records(text.open(), found.dialect, found.layout.width, "", text.first_line, name)
    if shape.n_records + len(mended.lines) == 0:
        raise _no_rows(name)
    body.on_progress = progress.within(_COUNTED, 1.0)
    try:
        frame = parse(body.mended(mended.lines), layout)
    except ValueError as error:
        raise DataError(
            f"{name} cannot be read as a table. "
            "Save it again as CSV (comma-separated values) and upload that."
        ) from error
    if frame.empty:
        raise _no_rows(name)
    progress(1.0)
    if another is not None:
        mended.remarks.append(remarks.another(another.begins, another.header, "line"))
    reading = _reading(frame, names, found, mended, encoding, choices)
    # What a console parted by spaces was parted by tabs to be read.
    parted = is_printed and reading.separator == "\t"
    return replace(reading, separator=" ") if parted else reading


def _plain(content: bytes, encoding: Encoding) -> tuple[bytes, Encoding]:
    """The text without marks and signs that print nothing, in an encoding that never shifts."""
    if encoding.codec in SHIFTING:
        content = content.decode(encoding.codec).encode()
        encoding = encoding._replace(codec="utf-8")
    if not encoding.codec.startswith(("utf-16", "utf-32")):
        content = without_pages(content)
    may_be_marked = encoding.codec == "utf-8" and not content.isascii()
    if may_be_marked and content.find(BOM_UTF8, encoding.start) >= 0:
        content = content.replace(BOM_UTF8, b"")  # of files that were joined
        encoding = encoding._replace(start=0)
    return content, encoding


class _Another(NamedTuple):
    """A table below the one that is read: the line before the gap, and that of its header."""

    last: int
    begins: int
    header: str


def _another_table(shape: Shape, found: Outline) -> _Another | None:
    """Return the next table below a gap, where there is one."""
    if not found.layout.values:
        return None
    for gap, below in shape.below_gaps:
        place = header_of_another([record.fields for record in below], found.header)
        if place is not None and gap > found.first:
            header = (found.separator or " ").join(below[place].fields)
            return _Another(gap - 1, below[place].line, header)
    return None


def _reading(
    frame: pd.DataFrame,
    names: Sequence[str],
    found: Outline,
    mended: Mending,
    encoding: Encoding,
    choices: Choices,
) -> Reading:
    """The table without nameless columns of nothing at its ends, and what there is to say of it."""
    dialect, naming = found.dialect, found.layout.naming
    units, above = units_of(naming, names), found.above
    target = None if naming.target is None else names[naming.target]
    width = len(names)
    while width > 1 and width > _named(found) and frame.iloc[:, width - 1].isna().all():
        width -= 1
    first = int(width > 1 and not naming.names[0] and bool(frame.iloc[:, 0].isna().all()))
    frame = frame.iloc[:, first:width]
    return Reading(
        converted(frame, choices.kinds, dialect.decimal),
        encoding.name,
        found.separator,
        dialect.decimal,
        dialect.header,
        doubt=encoding.doubt,
        rows_above=len(above),
        begins=found.begins,
        units=units,
        target=target,
        remarks=(*_said_above(found), *mended.remarks),
    )


def _opens_a_quote(beginning: str, found: Outline, text: Text) -> bool:
    """Whether the header opens a quote that it does not close."""
    above = beginning.split("\n")[: found.first - text.first_line]
    header = above[found.begins - text.first_line :]
    return not found.quoted and "\n".join(header).count('"') % 2 == 1


def _named(found: Outline) -> int:
    return max((i for i, name in enumerate(found.layout.naming.names, 1) if name), default=0)


def _said_above(found: Outline) -> list[Remark]:
    """Say what of the lines above the observations was taken for what."""
    said, layout = [], found.layout
    if above := found.above:
        said.append(remarks.above(list(above), next(iter(above.values())), "line"))
    if found.quoted:
        said.append(remarks.quoted())
    if found.pairs.places:
        numbers = (field for field in found.observations[0] if decimal_mark(field) == ",")
        said.append(remarks.decimal_pairs(next(numbers, "8,4")))
    if found.named_by is not None:
        said.append(remarks.named_by_comment(found.named_by))
    if layout.row_names:
        said.append(remarks.row_names())
    rows = [found.line(place) for place in layout.named]
    return [*said, *remarks.of_names(layout.naming, rows, "line")]


def _text_layout(
    shape: Shape,
    mended: Mending,
    found: Outline,
    names: list[str],
    choices: Choices,
    codes: Mapping[str, str],
) -> TextLayout:
    kinds = {label for label, kind in choices.kinds if kind == "text"}
    texts = kinds | {names[place] for place in found.layout.naming.texts} | {*codes}
    dropped = sum(not line for line in mended.lines.values())
    n_plain_rows = max(0, shape.n_lines - dropped)
    spellings = _missing_spellings(names, found.observations)
    spellings |= {name: list(MISSING) for name in codes}
    return TextLayout(found.dialect, names, spellings, frozenset(texts & set(names)), n_plain_rows)


def _mending(shape: Shape, found: Outline, choices: Choices, name: str) -> Mending:
    try:
        return mending(shape, found, choices, name)
    except DataError as error:
        if choices.separator is None:
            raise
        raise DataError(
            f"{str(error).partition('. ')[0]}, when it is read as "
            f"{SEPARATED[found.dialect.separator]}. "
            "Choose another separator, or leave it to be found from the file."
        ) from error


def _unclear_commas(found: Outline, name: str) -> DataError:
    return DataError(
        f"{name} has {found.pairs.n_names} names and {found.pairs.width} fields in each row: some "
        "numbers seem to have decimal commas, and commas separate the fields, too. Save it with "
        "semicolons between the fields, or choose no header or the decimal point to read each "
        "field by itself."
    )


def _no_rows(name: str) -> DataError:
    return DataError(f"{name} has a header line and no rows. Add one line for each observation.")


def _check_separators(beginning: str, first_line: int, name: str) -> None:
    """Refuse a line that is far too wide however it is cut, before its fields are looked at.

    It holds one sign alone that may separate, so often that two of its fields may be one number.
    """
    for line, text in enumerate(beginning.split("\n"), first_line):
        if len(text) <= 2 * MAX_COLUMNS or '"' in text or " " in text.strip():
            continue
        counts = [count for count in map(text.strip().count, USUAL) if count]
        if len(counts) == 1 and counts[0] > 2 * MAX_COLUMNS:
            raise too_wide(line, counts[0] + 1, name)


def _check_width(found: Outline, name: str) -> None:
    for line, row in zip(found.lines, found.rows, strict=True):
        if len(row) > MAX_COLUMNS:
            raise too_wide(line, len(row), name)


def _shape(body: Text, found: Outline, name: str) -> Shape:
    """Return how the lines of the table are cut, which a look at its separators mostly tells."""
    width, dialect, line = found.layout.width, found.dialect, body.first_line
    header = found.header
    shape = count_lines(body, dialect.separator, width, found.marks, line, header)
    if shape is None:
        stream = body.open()
        stream = Trimmed(stream) if dialect.separator == " " else stream
        shape = walk_records(stream, dialect, width, found.marks, line, name, header)
    check_cells(shape.n_records, shape.widest, name)
    return shape


def _is_json_alone(text: str) -> bool:
    """Whether only the first line is JSON, as devices say what they are, and a table is below."""
    first, *others = [line.strip() for line in text.split("\n") if line.strip()]
    is_whole = first.startswith("{") and first.endswith("}")
    return is_whole and len(others) > 1 and not any(set("{}") & {*line} for line in others)


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
        if _JSON.match(beginning) and not _is_json_alone(beginning)
        else None
    )
    if kind:
        raise NoTableError(
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
    return NoTableError(
        f"{name} is empty. Choose a file with a header line and one line for each observation."
    )


def _begins_blank(name: str) -> DataError:
    return DataError(
        f"{name} begins with more than {SAMPLE_CHARACTERS:,} blank characters. Remove them."
    )


def _missing_spellings(names: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Return for each column what stands for a missing value, which is more among numbers."""
    columns = [*zip(*rows, strict=False)] + [()] * len(names)
    return {
        name: list(MISSING_AMONG_NUMBERS if _are_numbers(fields) else MISSING)
        for name, fields in zip(names, columns, strict=False)
    }


def _are_numbers(fields: Sequence[str]) -> bool:
    return all(field.strip() in MISSING_AMONG_NUMBERS or is_number(field) for field in fields)
