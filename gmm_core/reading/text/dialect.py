"""How the lines of a text table are cut into fields, found from its first lines."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from gmm_core.reading.columns import MISSING, MISSING_AMONG_NUMBERS, number_pattern
from gmm_core.reading.fields import decimal_mark, is_number
from gmm_core.reading.header_rows import Rows
from gmm_core.reading.layout import Layout
from gmm_core.table.amount_cells import LEAST_GROUPED

# Rarest inside text and numbers first: a line may hold commas that are decimal marks and spaces
# that belong to a name, and hardly ever a tab or a semicolon that separates nothing.
USUAL = ("\t", ";", "|", ",", " ")
SEPARATORS = (*USUAL, "^", "~", ":")
"""What a person can choose from; other signs are found."""

_RARE = USUAL[:3]
SAMPLE_CHARACTERS = 1 << 16
_NOTHING = "\x1f"  # "unit separator": a delimiter that a one-column table does not contain
_COMMA = number_pattern(",")
_WHOLE = re.compile("[+-]?[0-9]+")
_IN_A_GROUP = 3  # digits


@dataclass(frozen=True)
class Dialect:
    """The separator ("" for a single column), the decimal mark, and whether there is a header."""

    separator: str
    decimal: str
    header: bool

    @property
    def delimiter(self) -> str:
        """The one character to give to a parser, also when nothing separates."""
        return self.separator or _NOTHING


def rows_of(lines: Sequence[str], separator: str) -> tuple[list[list[str]], list[int]]:
    r"""Return the rows in some lines, a blank one without fields, and the place of each.

    Examples
    --------
    >>> rows_of(["a,b", "", '"1', '2",3'], ",")
    ([['a', 'b'], [], ['1\n2', '3']], [0, 1, 2])
    """
    cut = (line.strip(" ") if separator == " " else line for line in lines)
    reader = records((f"{line}\n" for line in cut), separator or _NOTHING)
    rows, places, place = [], [], 0
    for row in _until_error(reader):
        rows.append(row)
        places.append(place)
        place = reader.line_num
    return rows, places


def records(lines: Iterable[str], delimiter: str) -> Any:
    """Return a ``csv.reader`` over the lines, with the rules that all of this package reads by.

    Examples
    --------
    >>> list(records(['1, "a, b"'], ","))
    [['1', 'a, b']]
    """
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True)


def separator_of(tables: Mapping[str, tuple[Rows, Layout]], lines: Sequence[str]) -> str:
    """Return what separates the fields: of the separators that cut most lines alike, the rarest.

    One that cuts each line alike, from the first on, goes first; then one under which the names of
    columns have as many fields as the rows below them; runs
    of spaces count only when most fields are numbers, and a comma does not where it makes all of
    one column decimal numbers, or where another separator leaves it in decimal numbers alone. It is
    "" where nothing separates.
    """
    cutting = [
        separator
        for separator, (rows, layout) in tables.items()
        if _are_cut(rows, layout) and (separator != " " or _mostly_numbers(rows, layout))
    ]
    cutting = [each for each in cutting if not _swallows(tables[each][0])] or cutting
    if any(_has_decimal_commas(*tables[each]) for each in cutting if each in _RARE):
        cutting = [separator for separator in cutting if separator != ","]
    whole = [separator for separator in cutting if _has_whole_header(*tables[separator])]
    every = [separator for separator in whole if cuts_every_row(*tables[separator])]
    rest = [each for each in cutting if each != "," or not _is_decimal_column(lines)]
    return next(iter([*every, *whole, *rest]), "")


def cuts_every_row(rows: Rows, layout: Layout) -> bool:
    """Tell whether all rows that are not blank, from the first on, have as many fields."""
    return layout.above == 0 and all(len(row) == len(rows[0]) > 1 for row in rows if row)


def decimal_of(rows: Rows, separator: str) -> str:
    """Return the decimal mark: a comma when more numbers are written so and it does not separate.

    It is the other one where it can only stand between thousands.

    Examples
    --------
    >>> decimal_of([["1,5", "2"], ["2,25", "a.b"]], ";")
    ','
    """
    marks = Counter(decimal_mark(field) for row in rows for field in row)
    if separator == ",":
        return "."
    mark, other = (",", ".") if marks[","] > marks["."] else (".", ",")
    return other if _are_between_thousands(rows, mark, marks[mark]) else mark


def _are_between_thousands(rows: Rows, mark: str, many: int) -> bool:
    """Whether all of these marks group digits, beside whole numbers that need none: 987, 1.234.

    A program that writes three decimals writes them at each number.
    """
    groups = re.compile(rf"[+-]?[1-9][0-9]{{0,2}}\{mark}[0-9]{{3}}")
    found = 0
    for column in zip_longest(*rows, fillvalue=""):
        fields = [field.strip() for field in column]
        grouped = sum(bool(groups.fullmatch(field)) for field in fields)
        whole = [field for field in fields if _WHOLE.fullmatch(field)]
        is_shown = bool(whole) and all(len(field.lstrip("+-")) <= _IN_A_GROUP for field in whole)
        found += grouped if is_shown and grouped >= LEAST_GROUPED else 0
    return 0 < found == many


def _until_error(reader: Any) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:  # one field longer than csv allows: the check of the whole file reports it
        return


def _are_cut(rows: Rows, layout: Layout) -> bool:
    """Whether at least half of the lines have as many fields; some above a table may not."""
    table = [row for row in rows[layout.above :] if row]
    alike = sum(len(row) >= layout.width for row in table)
    if layout.width < 2 or 2 * alike < len(table):
        return False
    return 2 * alike >= sum(map(bool, rows)) or (alike > 2 and bool(layout.values))


def _swallows(rows: Rows) -> bool:
    """Whether a quote holds more lines than there are rows, which another separator ends."""
    return any(field.count("\n") > len(rows) for row in rows for field in row)


def _has_whole_header(rows: Rows, layout: Layout) -> bool:
    return not layout.row_names and len(rows[layout.above]) >= layout.width


def _has_decimal_commas(rows: Rows, layout: Layout) -> bool:
    """Whether commas stand in the fields of observations as decimal marks, and only so."""
    fields = [field for field in chain.from_iterable(rows[layout.body :]) if "," in field]
    return bool(fields) and all(decimal_mark(field) == "," for field in fields)


def _mostly_numbers(rows: Rows, layout: Layout) -> bool:
    fields = list(chain.from_iterable(rows[layout.body :] or rows))
    return 2 * sum(is_number(field) or field in MISSING for field in fields) > len(fields)


def _is_decimal_column(lines: Sequence[str]) -> bool:
    values = [line.strip() for line in lines if line.strip()][1:]
    return all(_COMMA.fullmatch(value) or value in MISSING_AMONG_NUMBERS for value in values)
