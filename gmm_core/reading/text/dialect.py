"""How the lines of a text table are cut into fields, found from its first lines."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from gmm_core.reading.columns import MISSING, MISSING_AMONG_NUMBERS, number_pattern

# Rarest inside text and numbers first: a line may hold commas that are decimal marks and spaces
# that belong to a name, and hardly ever a tab or a semicolon that separates nothing.
SEPARATORS = ("\t", ";", "|", ",", " ")
SAMPLE_CHARACTERS = 1 << 16
_NOTHING = "\x1f"  # "unit separator": a delimiter that a one-column table does not contain
_POINT, _COMMA = number_pattern("."), number_pattern(",")


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


def sniff(
    text: str,
    *,
    separator: str | None = None,
    decimal: str | None = None,
    header: bool | None = None,
) -> Dialect:
    r"""Return the dialect of a text table, judged from its beginning; what a person knows is taken.

    The separator is the first of tab, semicolon, bar, comma and space that cuts the header and most
    lines alike into two fields or more; runs of spaces count only when most fields are numbers. The
    decimal mark is a comma when more numbers are written so, unless the comma separates. The first
    line is no header when it holds a number and each of its fields is a number, is missing, or
    occurs again below.

    Examples
    --------
    >>> sniff("length;width\n1,5;2\n3,25;4\n")
    Dialect(separator=';', decimal=',', header=True)
    >>> sniff("length;width\n1,5;2\n3,25;4\n", separator=",")
    Dialect(separator=',', decimal='.', header=True)
    """
    if separator is None:
        separator = _separator(_beginning(text), "," if decimal == "," else "")
    rows = first_rows(text, separator)
    if decimal is None:
        marks = Counter(decimal_mark(field) for row in rows for field in row)
        decimal = "," if separator != "," and marks[","] > marks["."] else "."
    return Dialect(separator, decimal, has_header(rows) if header is None else header)


def first_rows(text: str, separator: str) -> list[list[str]]:
    r"""Return the fields of the first lines, empty lines left out.

    Examples
    --------
    >>> first_rows("a,b\n\n1,2\n", ",")
    [['a', 'b'], ['1', '2']]
    """
    sample = _beginning(text)
    lines = io.StringIO(trimmed(sample) if separator == " " else sample, newline="\n")
    reader = records(lines, separator or _NOTHING)
    return [row for row in _until_error(reader) if row]


def records(lines: Iterable[str], delimiter: str) -> Any:
    """Return a ``csv.reader`` over the lines, with the rules that all of this package reads by.

    Examples
    --------
    >>> list(records(['1, "a, b"'], ","))
    [['1', 'a, b']]
    """
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True)


def has_header(rows: list[list[str]]) -> bool:
    """Tell whether the first of these rows names the columns, as `sniff` says.

    Examples
    --------
    >>> has_header([["x", "1990"], ["1", "2"]]), has_header([["a", "1"], ["a", "2"]])
    (True, False)
    """
    first, below = (rows[0], rows[1:]) if rows else ([], [])
    texts = [i for i, field in enumerate(first) if not (is_number(field) or _is_spelt_out(field))]
    again = all(any(row[i : i + 1] == [first[i]] for row in below) for i in texts)
    return not (again and any(map(is_number, first)))


def is_number(field: str) -> bool:
    """Tell whether a field is a number, with a point or a comma.

    Examples
    --------
    >>> is_number(" 1,5 "), is_number("1.5e3"), is_number("1.2.3")
    (True, True, False)
    """
    return bool(_POINT.fullmatch(field.strip()) or _COMMA.fullmatch(field.strip()))


def decimal_mark(field: str) -> str:
    """Return the decimal mark of a number that has one, and "" for everything else.

    Examples
    --------
    >>> decimal_mark("1,5"), decimal_mark("Doe, Jane")
    (',', '')
    """
    mark = "," if "," in field else "." if "." in field else ""
    return mark if mark and is_number(field) else ""


def _beginning(text: str) -> str:
    end = text.find("\n", SAMPLE_CHARACTERS)
    return text if end < 0 else text[: end + 1]


def _separator(sample: str, taken: str) -> str:
    """Return what separates the fields and is not taken for another purpose."""
    candidates = [separator for separator in SEPARATORS if separator != taken]
    tables = {separator: first_rows(sample, separator) for separator in candidates}
    cutting = [separator for separator, rows in tables.items() if _most_are_cut(rows)]
    for separator in cutting:
        rows = tables[separator]
        if len(rows[0]) > 1 and (separator != " " or _mostly_numbers(rows)):
            return separator
    # A first line in one piece over lines cut alike: a decimal comma in a single column, or a
    # title above the table, for which the count of fields gives the clearer error.
    if "," in cutting and not _is_decimal_column(sample):
        return ","
    return next((separator for separator in cutting if separator not in ", "), "")


def trimmed(text: str) -> str:
    r"""Return the text without the spaces that begin or end its lines.

    Examples
    --------
    >>> trimmed(" 1  2 \n")
    '1  2\n'
    """
    return "\n".join(line.strip(" ") for line in text.split("\n"))


def _until_error(reader: Any) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:  # one field longer than csv allows: the check of the whole file reports it
        return


def _most_are_cut(rows: list[list[str]]) -> bool:
    widths = Counter(map(len, rows))
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return width > 1 and 2 * count >= len(rows)


def _mostly_numbers(rows: list[list[str]]) -> bool:
    fields = list(chain.from_iterable(rows[1:] or rows))
    return 2 * sum(is_number(field) or field in MISSING for field in fields) > len(fields)


def _is_decimal_column(sample: str) -> bool:
    values = [line.strip() for line in sample.split("\n") if line.strip()][1:]
    return all(_COMMA.fullmatch(value) or value in MISSING_AMONG_NUMBERS for value in values)


def _is_spelt_out(field: str) -> bool:
    """Tell whether a missing value is written as such; an empty name is no sign of one."""
    return field != "" and field in MISSING
