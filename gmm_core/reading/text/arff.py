"""Tables in ARFF, the format of Weka: attributes with their types, then rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import pandas as pd

from gmm_core.errors import DataError
from gmm_core.reading.choices import Choices
from gmm_core.reading.columns import as_text, column_names, converted, settle
from gmm_core.reading.encodings.encoding import find_encoding
from gmm_core.reading.limits import MAX_LINE, check_cells, check_lines
from gmm_core.reading.table import Reading
from gmm_core.reading.text.lines import Progress, Text
from gmm_core.wording import counted, plural

_BEGINNING = 1 << 16  # bytes in which the relation is named, after comments
_ATTRIBUTE = re.compile(
    r"""@attribute\s+("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s{]+)\s*(.*)""", re.IGNORECASE
)
_QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
_FIELD = {
    separator: re.compile(rf"\s*({_QUOTED.pattern}|[^{separator}'\"]*)\s*(?:{separator}|$)")
    for separator in (",", "\t")
}
_WEIGHT = re.compile(r"[,\t]\s*\{\s*([0-9.eE+-]+)\s*\}$")
WEIGHT = "sample weight"
"""What the column of weights is called that Weka writes behind rows, in braces."""

_ROWS = 10_000  # that are held as lists of fields
_NUMBERS = ("numeric", "real", "integer")
_NO_CHOICES = Choices()


class _Attribute(NamedTuple):
    name: str
    is_number: bool
    is_nominal: bool = False


def is_arff(content: bytes) -> bool:
    r"""Tell whether a file begins as ARFF does, with comments and the name of a relation.

    Examples
    --------
    >>> is_arff(b"% iris\n@RELATION iris\n"), is_arff(b"relation,x\n")
    (True, False)
    """
    lines = map(bytes.strip, content[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").splitlines())
    first = next((line for line in lines if line and not line.startswith(b"%")), b"")
    return first[:11].lower().split()[:1] in ([b"@relation"], [b"@attribute"])


def read_arff(
    content: bytes,
    name: str = "file",
    choices: Choices = _NO_CHOICES,
    on_progress: Callable[[float], None] | None = None,
) -> Reading:
    """Return the table in an ARFF file; of the choices, encoding and kinds of columns apply.

    Numeric attributes are numbers, all others text, also classes that are written in digits; a
    question mark is a gap. Sparse rows and relations in a cell are refused.
    """
    progress = Progress(on_progress)
    encoding = find_encoding(content, name, choices.encoding)
    check_lines(content, encoding.codec, name)
    stream = Text(content, encoding, progress.within(0.0, 0.9)).open()
    lines = enumerate(iter(lambda: stream.readline(MAX_LINE), ""), start=1)
    attributes = _attributes(lines, name)
    columns = _columns(lines, attributes, name)
    labels = column_names([attribute.name for attribute in attributes])
    frame = pd.DataFrame(
        {
            label: settle(column, ".") if attribute.is_number else as_text(column)
            for label, attribute, column in zip(labels, attributes, columns, strict=True)
        },
        copy=False,
    )
    progress(1.0)
    return Reading(
        converted(frame, choices.kinds, "."),
        encoding.name,
        ",",
        ".",
        True,
        format="ARFF",
        target=_class_of(labels, attributes),
        weight=labels[-1] if attributes[-1].name == WEIGHT else None,
        doubt=encoding.doubt,
    )


def _class_of(labels: Sequence[str], attributes: Sequence[_Attribute]) -> str | None:
    """The class, which is the last attribute where that is nominal; weights stand behind it."""
    declared = [each for each in attributes if each.name != WEIGHT]
    return labels[len(declared) - 1] if declared and declared[-1].is_nominal else None


def _attributes(lines: Iterator[tuple[int, str]], name: str) -> list[_Attribute]:
    """The attributes that are declared above the rows."""
    found: list[_Attribute] = []
    for place, line in lines:
        stated = line.strip()
        if stated.lower().startswith("@data"):
            break
        if match := _ATTRIBUTE.match(stated):
            written, kind = match.groups()
            found.append(_attribute(written, kind, place, name))
    if not found:
        raise DataError(
            f"{name} is an ARFF file without attributes. "
            "Give it a line @attribute for each column, or save the table as CSV."
        )
    return found


def _attribute(written: str, kind: str, place: int, name: str) -> _Attribute:
    if kind.lower().startswith("relational"):
        raise DataError(
            f"Line {place} of {name} declares a relation within a cell, which cannot be read. "
            "Save the table alone as CSV (comma-separated values) and upload that."
        )
    bare = re.sub(r"\\(.)", r"\1", written[1:-1]) if written[0] in "'\"" else written
    return _Attribute(bare, kind.lower().startswith(_NUMBERS), kind.startswith("{"))


def _columns(
    lines: Iterator[tuple[int, str]], attributes: list[_Attribute], name: str
) -> list[pd.Series]:
    """The columns as text, packed piece by piece: lists of fields take ten times as much."""
    rows, pieces, n_rows = _rows(lines, attributes, name), list[list[pd.Series]](), 0
    while some := list(islice(rows, _ROWS)):
        n_rows += len(some)
        check_cells(n_rows, len(attributes), name)
        pieces.append([pd.Series(fields, dtype=str) for fields in zip(*some, strict=True)])
    if not pieces:
        raise DataError(f"{name} has attributes and no rows. Add one line for each observation.")
    joined: list[pd.Series] = []
    for place in range(len(attributes)):
        parts = [piece[place] for piece in pieces]
        joined.append(pd.concat(parts, ignore_index=True))
    return joined


def _rows(
    lines: Iterator[tuple[int, str]], attributes: list[_Attribute], name: str
) -> Iterator[list[str]]:
    """The fields of each row; where one has a weight, all have a further field for it."""
    width, is_weighted = len(attributes), False
    for place, line in lines:
        stated = line.strip()
        if not stated or stated.startswith("%"):
            continue
        if stated.startswith("{"):
            raise DataError(
                f"Line {place} of {name} is a sparse row of ARFF, which is not read. "
                "In Weka, apply the filter SparseToNonSparse and save the file again."
            )
        weight = _WEIGHT.search(stated)
        fields = _fields(stated[: weight.start()] if weight else stated)
        if weight and len(fields) == width and not is_weighted:
            is_weighted = True
            attributes.append(_Attribute(WEIGHT, True))
        if len(fields) != width:
            raise DataError(
                f"Line {place} of {name} has {counted(len(fields), 'field')} where "
                f"{counted(width, 'attribute')} {plural(width, 'is', 'are')} declared. "
                "Correct the line, or remove it."
            )
        yield [*fields, weight[1]] if weight else [*fields, "1"]


def _fields(line: str) -> list[str]:
    """The fields of a row, which either kind of quotes may enclose."""
    if "'" not in line and '"' not in line:
        separator = "," if "," in line else "\t"
        return [field.strip() for field in line.split(separator)]
    separator = "," if "," in _QUOTED.sub("", line) else "\t"
    found, place = [], 0
    while place <= len(line):
        field = _FIELD[separator].match(line, place)
        if field is None:
            return []
        found.append(_bare(field[1].strip()))
        place = field.end()
        if place == len(line) and not field[0].endswith(separator):
            break
    return found


def _bare(field: str) -> str:
    """A field without its quotes, and without the backslashes in them."""
    quoted = len(field) > 1 and field[0] in "'\"" and field[-1] == field[0]
    return re.sub(r"\\(.)", r"\1", field[1:-1]) if quoted else field
