"""What the rows of text above the observations say: names, units, labels, or Orange's types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from gmm_core.reading.fields import begins_like_a_note, is_filled, is_words
from gmm_core.reading.unit_names import are_units, is_unit, without_brackets

Rows = Sequence[Sequence[str]]

_ORANGE_TYPES = frozenset(
    (*("c", "d", "s", "t", "continuous", "discrete", "string", "time", "numeric", "cont", "disc"),)
)
_ORANGE_TEXT = frozenset(("d", "s", "discrete", "string", "disc"))
_ORANGE_FLAGS = frozenset(("class", "meta", "ignore", "i", "m", "c", ""))
MOST_HEADER_ROWS = 5
MANY = 5  # rows of numbers; above fewer a row of equal words may be an observation
WIDE = 10  # columns; with as many a table may lie on its side
_FLAGGED = re.compile("(?P<flag>[cim])?(?P<kind>[DCSNT])?#(?P<name>.+)")
_RULE = frozenset("-=_+:|")
_OF_PANDAS = re.compile(r"Unnamed: \d+_level_\d+")  # what it calls an empty cell of several rows
_ADDRESS = re.compile(r"\bhttps?://|\bwww\.", re.IGNORECASE)
_PIVOT = frozenset(
    (
        *("column labels", "spaltenbeschriftungen", "étiquettes de colonnes"),
        *("etiquetas de columna", "etichette di colonna", "rótulos de coluna", "kolomlabels"),
        *("etykiety kolumn", "列标签", "列ラベル", "열 레이블", "названия столбцов"),
    )
)
"""What Excel writes above the columns of a pivot table, beside what is summed up."""

_WORDS = 3  # with which a sentence begins
# What programs write below each name, alike for many columns: types, and kinds of answers.
_SAID_BELOW = frozenset(
    (
        *("int", "integer", "int64", "int32", "bigint", "long", "float", "float64", "float32"),
        *("double", "real", "decimal", "numeric", "number", "num", "str", "string", "text"),
        *("varchar", "char", "object", "factor", "category", "bool", "boolean", "logical", "date"),
        *("datetime", "timestamp", "time", "nominal", "ordinal", "interval", "continuous"),
        *("response", "open-ended response", "value", "values", "wert"),
    )
)


class Naming(NamedTuple):
    """What rows above the observations say of the columns.

    ``above`` of them are titles, ``header`` name the columns, ``aside`` are neither names nor
    observations, and the rest are observations. ``what`` tells what those aside are: "units",
    "labels", "types" or "", and ``aside_above`` that they stand above the names, not below.
    """

    above: int
    header: int
    aside: int
    names: tuple[str, ...]
    units: tuple[str, ...] = ()
    what: str = ""
    texts: tuple[int, ...] = ()
    target: int | None = None
    aside_above: bool = False

    def parted(self, rows: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
        """Return those of the rows of names and aside that hold names, and the others."""
        if self.aside_above:
            return rows[self.aside :], rows[: self.aside]
        return rows[: self.header], rows[self.header :]


def naming(
    block: Rows,
    below: Rows,
    values: Sequence[int],
    header: int | None = None,
    units: bool | None = None,
    begins: bool = False,
) -> Naming:
    """Return what a block of rows of text says, of which each has a field for each column.

    Parameters
    ----------
    block : sequence of rows
        The rows of text right above the observations, at least one.
    below : sequence of rows
        Some of the observations.
    values : sequence of int
        The places of columns that hold values.
    header : int or None
        How many rows name the columns, where a person knows it.
    units : bool or None
        Whether the row below the names holds units, where a person knows it.
    begins : bool
        Whether the first row is known to be of the header.

    Examples
    --------
    >>> found = naming([["time", "temp"], ["s", "degC"]], [["0", "8.4"]], [0, 1])
    >>> found.names, found.units, found.what
    (('time', 'temp'), ('s', 'degC'), 'units')
    >>> naming([["a", "", "b"], ["x", "y", "x"]], [["1", "2", "3"]], [0, 1, 2]).names
    ('a x', 'a y', 'b x')
    """
    block = [["" if _OF_PANDAS.fullmatch(field) else field for field in row] for row in block]
    above = 0 if begins else _titles(block)
    if header is None and units is None and _are_units_above(block[above:], values):
        said = tuple(map(without_brackets, block[above]))
        rest = naming(block[above + 1 :], below, values, None, False, True)
        return rest._replace(above=above, aside=1, units=said, what="units", aside_above=True)
    orange = header is None and _is_orange(block[above:])
    if header is not None:
        n_names = min(header, len(block) - above)
    else:
        n_names = 1 if orange else _names(block[above:], below, values, units)
    names, dropped = _joined(block[above : above + n_names], begins or header is not None)
    above, n_names = above + dropped, n_names - dropped
    rest = block[above + n_names :]
    if orange:
        return _orange(above, names, rest)
    if units is None and n_names == 1 and _bear_types(names):
        return _of_types(above, names)
    is_wide = _is_wide(below, values)
    if rest and units is not False and (units or (_are_units(rest[0], values) and not is_wide)):
        said = tuple(map(without_brackets, rest[0]))
        aside = 1
        while aside < len(rest) and _is_of_few_words(rest[aside], below, values):
            aside += 1
        return Naming(above, n_names, aside, names, said, "units")
    n_labels = 0
    if header is None and units is None and not is_wide:
        while n_labels < len(rest) and _is_label(rest[n_labels], below, values):
            n_labels += 1
    return Naming(above, n_names, n_labels, names, what="labels" if n_labels else "")


def units_of(found: Naming, names: Sequence[str]) -> dict[str, str]:
    """Return the unit of each column that has one, by its name in the table."""
    return {name: unit for name, unit in zip(names, found.units, strict=False) if unit}


def _titles(block: Rows) -> int:
    """Return how many rows at the top of a block say nothing of single columns."""
    above = 0
    while above + 1 < len(block) and _is_title(block[above], block[above + 1]):
        above += 1
    return above


def _is_title(row: Sequence[str], below: Sequence[str]) -> bool:
    if len(row) == 1:
        says = begins_like_a_note(row[0]) and not begins_like_a_note(below[0])
        longer = len(row[0].split()) > max(1, len(below[0].split()))
        return (says or longer) and not is_unit(below[0])
    filled = [place for place, field in enumerate(row) if is_filled(field)]
    if filled == [0] or any(field.strip().lower() in _PIVOT for field in row):
        return True
    if any(map(_ADDRESS.search, row)):
        return True
    says = row[filled[0]].strip()
    if (says.endswith(":") or ": " in says) and ": " not in below[0] and below[0] != "":
        return True
    return len(filled) == len(row) and _is_sentence(row, below)


def _is_sentence(row: Sequence[str], below: Sequence[str]) -> bool:
    """Whether commas cut a sentence into as many fields as there are names, of one word each."""
    names = [field.strip() for field in below]
    if len(row[0].split()) < _WORDS or sum(len(each.split()) for each in row) < 2 * len(row):
        return False
    if not all(names) or len(set(names)) < len(names) or any(" " in name for name in names):
        return False
    return not are_units(names) and not any(name.lower() in _SAID_BELOW for name in names)


def _names(block: Rows, below: Rows, values: Sequence[int], units: bool | None) -> int:
    """Return how many rows it takes to name each column in another way."""
    last = len(block)
    if last > 1 and units is not False and _are_units(block[last - 1], values):
        last -= 1
    count = 1
    while count < min(last, MOST_HEADER_ROWS):
        names = _joined(block[:count])[0]
        if _tell_apart(names) and (names[0] or not is_filled(block[count][0])):
            break
        if _recurs(block[count], below, values):
            break
        count += 1
    return count


def _tell_apart(names: Sequence[str]) -> bool:
    rest = names[1:] if names and not names[0] else names
    return all(rest) and len(set(rest)) == len(rest)


def _joined(rows: Rows, all_of_them: bool = False) -> tuple[tuple[str, ...], int]:
    """Return the names that rows say together, and how many at the top said the same of all."""
    if len(rows) < 2:
        return tuple(field.strip() for field in rows[0]) if rows else (), 0
    filled = [_spread(row, below) for row, below in pairwise(rows)]
    filled.append([field.strip() for field in rows[-1]])
    dropped = 0
    while (
        not all_of_them
        and dropped + 1 < len(filled)
        and len(set(filter(None, filled[dropped]))) < 2
    ):
        dropped += 1
    columns = zip(*filled[dropped:], strict=True)
    return tuple(" ".join(dict.fromkeys(filter(None, parts))) for parts in columns), dropped


def _spread(row: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return a row with each name also above the columns to its right, as merged cells have it."""
    spread, name = [], ""
    for field, under in zip(row, below, strict=True):
        if is_filled(field):
            # A name with nothing below it is that of one column, merged over both rows.
            name = field.strip() if is_filled(under) else ""
            spread.append(field.strip())
        else:
            spread.append(name if is_filled(under) else "")
    return spread


def _are_units(row: Sequence[str], values: Sequence[int]) -> bool:
    said = [row[place] for place in values]
    only_first = len(row) > 1 and not any(map(is_filled, row[1:]))
    return bool(said) and not only_first and are_units(said)


def _are_units_above(block: Rows, values: Sequence[int]) -> bool:
    """Whether the first row says units, all of them, and the next one names the columns."""
    if len(block) < 2:
        return False
    units = [text for place in values if (text := block[0][place].strip())]
    names = [block[1][place].strip() for place in values]
    if len(units) < 2 or not all(names) or len(set(names)) < len(names):
        return False
    if 2 * sum(map(is_unit, names)) >= len(names) or not all(map(is_unit, units)):
        return False
    return any(len(unit) > 1 or not unit.isalpha() for unit in units)


def _is_label(row: Sequence[str], below: Rows, values: Sequence[int]) -> bool:
    """Whether a row of words above numbers is no observation.

    It has words in two columns or more and none in the others, all different or in each of them, as
    the state of a column is written (ok, ok); or what programs write below names: types, or a rule.
    Above a single column of numbers they are a phrase.
    """
    said = [text for place in values if (text := row[place].strip())]
    if not said or not all(map(is_words, said)) or _recurs(row, below, values):
        return False
    if all(text.lower() in _SAID_BELOW or set(text) <= _RULE for text in said):
        return True
    if len(said) < 2:
        return len(values) == 1 and len(said[0].split()) >= _WORDS
    return len(set(said)) == len(said) or (len(said) == len(values) and len(below) >= MANY)


def _is_wide(below: Rows, values: Sequence[int]) -> bool:
    """Whether there are so few rows of so many columns that one of words may be of classes."""
    return len(values) >= WIDE and 2 * len(below) < len(values)


def _is_of_few_words(row: Sequence[str], below: Rows, values: Sequence[int]) -> bool:
    """Whether a row below one of units says more of the columns: how they were averaged."""
    said = [text for place in values if (text := row[place].strip())]
    return bool(said) and all(map(is_words, said)) and not _recurs(row, below, values)


def _recurs(row: Sequence[str], below: Rows, values: Sequence[int]) -> bool:
    """Whether a word of a row stands again below it, as words do that stand for a missing value."""
    return any(
        row[place].strip() == other[place].strip()
        for place in values
        if is_words(row[place])
        for other in below
        if list(other) != list(row)  # the whole row again is a header where files were joined
    )


def _is_orange(block: Rows) -> bool:
    """Whether the second row says types and the third flags, as files of Orange do."""
    if len(block) < 2:
        return False
    types = [field.strip().lower() for field in block[1]]
    if not all(map(_is_listed, types)) or _ORANGE_TYPES.isdisjoint(types):
        return False
    return len(block) < 3 or are_flags(block[2])


def are_flags(row: Sequence[str]) -> bool:
    """Tell whether a row holds flags as the third of Orange's header does.

    Examples
    --------
    >>> are_flags(["", "class", "meta"]), are_flags(["", ""])
    (True, False)
    """
    said = [field.strip().lower() for field in row if is_filled(field)]
    return bool(said) and all(flag in _ORANGE_FLAGS or "=" in flag for flag in said)


def _bear_types(names: Sequence[str]) -> bool:
    """Whether most names begin as Orange marks them in a header of one row: C#mass, mS#site."""
    return 2 * sum(bool(_FLAGGED.fullmatch(name)) for name in names) > len(names)


def _of_types(above: int, names: Sequence[str]) -> Naming:
    """The names without such marks, and what these say."""
    found = [_FLAGGED.fullmatch(name) for name in names]
    kinds = [(each["kind"] or "").lower() if each else "" for each in found]
    flags = [(each["flag"] or "") if each else "" for each in found]
    texts = tuple(place for place, kind in enumerate(kinds) if kind in _ORANGE_TEXT)
    target = flags.index("c") if "c" in flags else None
    bare = tuple(each["name"] if each else name for each, name in zip(found, names, strict=True))
    return Naming(above, 1, 0, bare, (), "types", texts, target)


def _is_listed(kind: str) -> bool:
    """Whether a type is one of Orange's, or the list of a column's levels."""
    return kind in _ORANGE_TYPES or len(kind.split()) > 1


def _orange(above: int, names: tuple[str, ...], rest: Rows) -> Naming:
    types = [field.strip().lower() for field in rest[0]]
    flags = [field.strip().lower() for field in rest[1]] if len(rest) > 1 else []
    texts = tuple(place for place, kind in enumerate(types) if kind in _ORANGE_TEXT or " " in kind)
    target = next((place for place, flag in enumerate(flags) if flag in ("class", "c")), None)
    return Naming(above, 1, min(2, len(rest)), names, (), "types", texts, target)
