"""Rows of a table with what each of them may be: names, values, names with gaps, rows with keys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, pairwise
from statistics import median

from gmm_core.reading.columns import MISSING_AMONG_NUMBERS
from gmm_core.reading.fields import (
    decimal_mark,
    is_bounds,
    is_filled,
    is_number,
    is_value,
    is_words,
    is_year,
    without_empty_end,
)
from gmm_core.reading.header_rows import Rows
from gmm_core.reading.unit_names import unit_of_cells

_LEAST_KEYED = 4
_BEGINS_DATED = re.compile(
    r"\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}[-. ]\d{2,4}$", re.IGNORECASE
)
_NUMBERS_ROWS = frozenset(
    ("", "id", "no", "nr", "index", "idx", "row", "key", "번호", "序号", "番号")
)
_LIMITS = frozenset(
    (
        *("range", "ranges", "limit", "limits", "reference", "ref", "normal", "reference range"),
        *("normal range", "valid range", "measuring range", "measurement range", "accuracy"),
        *("precision", "tolerance", "uncertainty", "resolution", "reference value"),
        *("reference values", "reference interval", "bereich", "messbereich", "grenzwert"),
        *("grenzwerte", "referenz", "referenzbereich", "normwert", "normbereich", "genauigkeit"),
        *("plage", "valeurs de référence", "valeur de référence", "rango", "referencia"),
        *("valores de referencia", "intervallo", "norma", "норма", "参考值", "基準値", "참고치"),
    )
)
"""What a row is called that says within what limits columns lie, or how sure they are."""


def table_width(rows: Rows) -> int:
    """Return the number of fields of the rows that hold a table.

    Rows with two values or more count for ten others, so that many lines of text outvote no table.

    Examples
    --------
    >>> table_width([["A title"], ["a", "b", "c"], ["x", "1", "2"], ["y", "3", "4", ""]])
    3
    """
    weights: Counter[int] = Counter()
    for row in rows:
        if any(map(is_filled, row)):
            weights[len(row)] += 10 if _has_two_values(row) else 1
    if not weights:
        return max(map(len, rows), default=0)
    width = most = weights.most_common(1)[0][0]
    alike = [row for row in rows if len(row) == width and any(map(is_filled, row))]
    while width > 1 and not any(is_filled(row[width - 1]) for row in alike):
        width -= 1
    named = (len(row) for row in rows if width < len(row) < most and all(map(is_words, row)))
    return next(named, width)  # a last column may have a name and no value


class TableRows:
    """Rows with what is known of their columns."""

    def __init__(self, rows: Rows, row_names: bool | None, is_padded: bool) -> None:
        self.rows, self.is_padded = rows, is_padded
        self.width = table_width(rows)
        fitting = [row for row in rows if self.fits(row)]
        self.has_row_names = row_names is not False and (
            row_names
            or (_could_be_row_names(fitting, self.width) and not self.lacks_last_name(fitting))
        )
        below = fitting[len(fitting) // 2 :] or fitting
        self.below = [self.padded(row) for row in below]
        self.units = {
            place: unit
            for place in range(self.width)
            if (unit := unit_of_cells([row[place] for row in self.below]))
        }
        self.values = tuple(
            place
            for place in range(self.width)
            if place in self.units or _is_value_column(self.below, place)
        )
        self.years = [row for row in (self.row_of_years(), self.row_of_groups()) if row]
        self.late = self.late_header()

    def is_value(self, row: Sequence[str], place: int) -> bool:
        """Whether a field is a value, or a number with the unit that all of its column bear."""
        unit, field = self.units.get(place, ""), row[place].strip()
        is_with_unit = bool(unit) and field.endswith(unit) and is_number(field[: -len(unit)])
        return is_with_unit or is_value(field)

    def fits(self, row: Sequence[str]) -> bool:
        """Whether a row has as many fields as an observation; more if these are empty."""
        filled = any(map(is_filled, row))
        return filled and len(row) >= self.width and not any(map(is_filled, row[self.width :]))

    def is_short(self, row: Sequence[str]) -> bool:
        """Whether a row lacks one name, such as that of row names."""
        return len(row) == self.width - 1 and all(map(is_filled, row))

    def padded(self, row: Sequence[str]) -> list[str]:
        """Return the fields of a row, one for each column."""
        if self.has_row_names and self.is_short(row):
            return ["", *row]
        return [*row[: self.width], *[""] * (self.width - len(row))]

    def row_of_years(self) -> Sequence[str] | None:
        """Return a row at the top where it has years below names that were merged over several."""
        pairs = pairwise(self.rows[:_LEAST_KEYED])
        return next((below for above, below in pairs if self.are_years(above, below)), None)

    def are_years(self, names: Sequence[str], years: Sequence[str]) -> bool:
        """Whether a row has nothing but years, below names of which one goes for several columns.

        Columns without a year have a name above, and hold no years.
        """
        if not (self.may_head(names) and self.may_head(years)):
            return False
        above, row = self.padded(names), self.padded(years)
        filled = [place for place, field in enumerate(row) if is_filled(field)]
        said = [above[place] for place in filled if is_filled(above[place])]
        are_shared = len({*said}) < len(filled) and said and all(map(is_words, said))
        if not 1 < len(filled) < self.width or not are_shared:
            return False
        others = [above[place] for place in range(self.width) if place not in filled]
        is_plain = len(filled) == 2 and not all(map(is_words, others))
        below = [each[place] for each in self.below for place in filled]
        return all(is_year(row[i]) for i in filled) and not (is_plain or any(map(is_year, below)))

    def row_of_groups(self) -> Sequence[str] | None:
        """Return the first row where it has values above names that come back for each of them."""
        above, names = (self.padded(each) for each in self.rows[:2]) if self.rows[1:] else ([], [])
        filled = [field for field in above[1:] if is_filled(field)]
        if len(filled) < 2 or not all(map(is_value, filled)) or not all(map(is_words, names[1:])):
            return None
        said = [name.strip() for name in names]
        groups = accumulate(above, lambda last, field: field if is_filled(field) else last)
        told = set(zip(groups, said, strict=True))
        return self.rows[0] if len({*said}) < len(told) == len(said) else None

    def has_years(self, row: Sequence[str]) -> bool:
        """Return whether a row has values that are names: years, or what groups are of."""
        return any(row is each for each in self.years)

    def names_years(self, place: int) -> bool:
        """Return whether a row below a title names columns by years, and others by words.

        The row above leaves some without a name, and below no such years stand.
        """
        row = self.rows[place] if place < len(self.rows) else []
        if not self.fits(row) or not all(map(is_filled, row[: self.width])):
            return False
        years = [i for i in range(self.width) if is_year(row[i])]
        others = [row[i] for i in range(self.width) if i not in years]
        bare = [i for i in years if not is_filled(self.padded(self.rows[place - 1])[i])]
        is_said = len(years) > 1 and bool(bare) and bool(others) and all(map(is_words, others))
        return is_said and not any(is_year(each[i]) for each in self.below for i in years)

    def lacks_last_name(self, rows: Rows) -> bool:
        """Whether a header one name short begins with that of numbers, so that its last is missing.

        "id" names no decimals: it is the first column that is called so.
        """
        names = next((row for row in rows_of_names(self.rows, self.width - 1)), None)
        if names is None or names[0].strip(" .#").lower() not in _NUMBERS_ROWS:
            return False
        return any(decimal_mark(row[1]) for row in rows)

    def late_header(self) -> int:
        """Return the place of a header below rows of which some hold values and others words, or 0.

        It has a word above each column of values, and below it is nothing else than values.
        """
        named = [place for place, row in enumerate(self.rows) if self.is_named_whole(row)]
        last = named[-1] if named else 0
        above = [row for row in self.rows[:last] if any(map(is_filled, row))]
        below = [row for row in self.rows[last + 1 :] if any(map(is_filled, row))]
        n_values = sum(map(self.has_values, above))
        is_mixed = 0 < n_values <= len(above) - n_values and len(above) > 2
        is_table = 2 * len(above) < 3 * len(below) and all(map(self.has_values, below))
        return last if is_mixed and is_table else 0

    def is_named_whole(self, row: Sequence[str]) -> bool:
        """Return whether a row has a word of its own above each column of values."""
        if not self.values or not self.fits(row):
            return False
        said = [row[place].strip() for place in self.values]
        return all(map(is_words, said)) and len(set(said)) == len(said)

    def has_values(self, row: Sequence[str]) -> bool:
        """Return whether a row has a value in a column of values; years that are names are none."""
        if self.has_years(row):
            return False
        fields = self.padded(row)
        return any(self.is_value(fields, place) for place in self.values)

    def is_named(self, row: Sequence[str]) -> bool:
        """Whether a row may name columns: words above values, and no value."""
        if not self.may_head(row):
            return False
        if self.has_years(row):
            return True
        fields = self.padded(row)
        words = any(is_words(fields[place]) for place in self.values)
        return words and not any(self.is_value(fields, place) for place in self.values)

    def has_limits(self, row: Sequence[str]) -> bool:
        """Return whether a row says within what limits columns lie, of which others hold numbers.

        Where it bounds one column, or each from one side, a word says that it does.
        """
        if not self.fits(row):
            return False
        fields = self.padded(row)
        said = [place for place in self.values if is_filled(fields[place])]
        if not said or not all(is_bounds(fields[place]) for place in said):
            return False
        below = [each[place] for each in self.below for place in said]
        are_told = " ".join(fields[0].lower().split()).strip(".:") in _LIMITS
        is_plain = len(said) > 1 and any(is_bounds(fields[place], True) for place in said)
        return (are_told or is_plain) and 10 * sum(map(is_bounds, below)) <= len(below)

    def may_head(self, row: Sequence[str]) -> bool:
        """Return whether a row is as wide as one of names is, which may lack some."""
        return self.fits(row) or self.is_short(row) or self.is_merged(row)

    def is_merged(self, row: Sequence[str]) -> bool:
        """Whether a row has names with gaps between them, as merged cells leave."""
        fields = without_empty_end(row)
        return 1 < len(fields) < self.width and not all(map(is_filled, fields))

    def first_values(self) -> int:
        """Return the place of the first row of values that is about as full as others."""
        counts = list(map(_n_filled, self.below))
        enough = median(counts) / 2 if counts else 0
        for place in range(max(self.whole_header(), self.late, self.titled()), len(self.rows)):
            row = self.rows[place]
            if self.fits(row) and self.has_values(row) and _n_filled(row) >= enough:
                return place
        return len(self.rows)

    def titled(self) -> int:
        """Return the place of names below a title that has as many words as a row has fields, or 0.

        A number is among the words, as of a page; but most of them stand above values.
        """
        places = [place for place, row in enumerate(self.rows) if any(map(is_filled, row))]
        first = self.rows[places[0]] if places else []
        if not self.fits(first):
            return 0
        fields = [first[place] for place in self.values]
        n_words, n_values = sum(map(is_words, fields)), sum(map(is_value, fields))
        if not n_words > n_values > 0:
            return 0
        near = places[1:_LEAST_KEYED]
        return next((place for place in near if self.is_named(self.rows[place])), 0)

    def whole_header(self) -> int:
        """Return the place of the first row that is whole if it names the columns, and else 0.

        Rows of values above it say few things, such as a date.
        """
        for place, row in enumerate(self.rows):
            if self.width > 2 and _n_filled(row) >= self.width:
                return place if self.is_named(row) else 0
        return 0

    def n_keyed(self) -> int:
        """Return how many rows at the top say something of the columns, each with its key, or 0.

        Offices of statistics write them: title, code, unit and date of each column, then rows that
        begin with their year or month. The first row has the names.
        """
        rows = [self.padded(row) for row in self.rows if any(map(is_filled, row))]
        n = next((n for n, row in enumerate(rows) if _BEGINS_DATED.match(row[0].strip())), 0)
        top, below = rows[:n], rows[n:]
        if n < _LEAST_KEYED or n == self.width == 1 or len(below) <= n:
            return 0
        if self.rows[:n] != list(filter(any, self.rows[:n])) or not all(map(self.fits, top)):
            return 0
        keys = [row[0].strip() for row in top]
        names = [name.strip() for name in top[0][1:]]
        are_keyed = all(keys[1:]) and len(set(keys)) == n
        are_named = all(map(is_words, names)) and len(set(names)) == len(names) > 0
        are_dated = all(_BEGINS_DATED.match(row[0].strip()) for row in below)
        has_values = any(is_value(row[place]) for row in top for place in self.values if place)
        return n if are_keyed and are_named and are_dated and has_values else 0

    def is_lone_title(self, place: int) -> bool:
        """Whether a row has but one cell, the first, which is a title rather than a name."""
        first, *rest = self.padded(self.rows[place])
        return bool(rest) and not any(map(is_filled, rest)) and (self.is_padded or " " in first)

    def names_columns(self, place: int) -> bool:
        """Whether a row names columns; one that lacks a name stands right above the others."""
        row, below = self.rows[place], self.rows[place + 1 : place + 2]
        if self.is_short(row) and not any(any(map(is_filled, each)) for each in below):
            return False
        return self.is_named(row)

    def belongs(self, row: Sequence[str]) -> bool:
        """Whether a row above names may be another row of them."""
        return self.is_named(row) or (
            self.may_head(row) and not self.has_values(row) and any(map(is_filled, row))
        )

    def heads(self, place: int) -> bool:
        """Whether a block may begin here; a row that lacks a name heads no whole one."""
        return not self.is_short(self.rows[place]) or any(
            map(self.is_short, self.rows[place + 1 : place + 2])
        )

    def first_fitting(self) -> int:
        """Return the place of the first row that is as wide as the table, or 0."""
        enough = min(2, self.width)
        return next(
            (
                place
                for place, row in enumerate(self.rows)
                if self.fits(row) and _n_filled(row) >= enough
            ),
            0,
        )

    def is_bare_header(self, place: int) -> bool:
        """Whether a row names some columns, though none of those that hold values."""
        if place < 0 or not self.values or not self.fits(self.rows[place]):
            return False
        return any(map(is_filled, self.rows[place][1:]))


def rows_of_names(rows: Rows, width: int) -> Iterator[Sequence[str]]:
    """Yield the rows of so many words."""
    return (row for row in rows if len(row) == width > 1 and all(map(is_words, row)))


def _n_filled(row: Sequence[str]) -> int:
    return sum(map(is_filled, row))


def _could_be_row_names(rows: Rows, width: int) -> bool:
    """Whether the first field of each row is another one and no decimal, as row names are."""
    first = [row[0].strip() for row in rows if len(row) >= width]
    if any(decimal_mark(field) and field[-1:] != "." for field in first):  # "1." is a number
        return False
    return width > 1 and len(first) > 1 and all(first) and len(set(first)) == len(first)


def _is_value_column(rows: Rows, place: int) -> bool:
    said = [field for row in rows if (field := row[place].strip()) not in MISSING_AMONG_NUMBERS]
    return bool(said) and 2 * sum(map(is_value, said)) > len(said)


def _has_two_values(row: Sequence[str]) -> bool:
    values = filter(is_value, row)  # of a wide row, no more are looked at than it takes
    return len(list(islice(values, 2))) == 2
