"""What a person says of a file where the file itself is not believed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from math import isfinite
from typing import Any

from gmm_core.errors import DataError
from gmm_core.reading.encodings.encoding import ENCODINGS
from gmm_core.reading.header_rows import MOST_HEADER_ROWS
from gmm_core.reading.limits import MAX_COLUMNS
from gmm_core.reading.text.dialect import SEPARATORS
from gmm_core.wording import listed

MOST_LISTED = 16  # names of what there is, in a message

KINDS = ("number", "text")
"""What a column can be made: numbers of amounts ("12 %"), or text of codes (007)."""

ODD = ("leave out", "fill")
"""What can become of a line with a field too few or too many."""

_MAX_LINE_NUMBER = 2**40
_MAX_NAME = 1_000  # characters of a sheet or a column, in a link that somebody wrote
_MAX_KINDS = MAX_COLUMNS
_MAX_ROWS = 10_000


@dataclass(frozen=True)
class Choices:
    """How to read a file; None leaves it to be found from the file.

    Attributes
    ----------
    encoding : str or None
        One of `gmm_core.reading.encodings.encoding.ENCODINGS`.
    separator : str or None
        One of `gmm_core.reading.text.dialect.SEPARATORS`, or "" for a single column.
    decimal : str or None
        "." or ",".
    header : bool, int or None
        How many lines name the columns, at most five; True is one, and False none.
    sheet : str or None
        Name of a sheet of a workbook.
    kinds : tuple of (str, str)
        Column and "number" or "text"; a column that the table has not is passed over, because
        names change with the header.
    turned : bool
        Whether the columns of the file are the rows of the table.
    rows_left_out : tuple of int
        Rows that are no observations, such as totals, counted from 0 below the header.
    missing : tuple of (str, float)
        Column and a number that stands for a missing value in it, such as -200.
    begins, ends : int or None
        The first and the last line of the table, header and all, counted in the file from 1; rows
        in a workbook.
    units : bool or None
        Whether the line below the names holds units, and is no observation.
    row_names : bool or None
        Whether a header that is one name short lacks that of a first column of row names.
    odd : {"leave out", "fill"} or None
        What becomes of lines with more or fewer fields than the others.

    Raises
    ------
    DataError
        If a choice is none of these.

    Examples
    --------
    >>> choices = Choices(separator=";", kinds=(("share", "number"),))
    >>> choices.as_dict()
    {'separator': ';', 'kinds': [['share', 'number']]}
    >>> Choices.from_dict(choices.as_dict()) == choices
    True
    """

    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    header: bool | int | None = None
    sheet: str | None = None
    kinds: tuple[tuple[str, str], ...] = ()
    turned: bool = False
    rows_left_out: tuple[int, ...] = ()
    missing: tuple[tuple[str, float], ...] = ()
    begins: int | None = None
    ends: int | None = None
    units: bool | None = None
    row_names: bool | None = None
    odd: str | None = None

    def __post_init__(self) -> None:
        _check_among(self.encoding, ENCODINGS, "encoding")
        _check_among(self.separator, (*SEPARATORS, ""), "separator")
        _check_among(self.decimal, (".", ","), "decimal mark")
        if not (self.header is None or _is_whole(self.header, 0, MOST_HEADER_ROWS)):
            raise _unknown("header", self.header, ("true", "false", *range(MOST_HEADER_ROWS + 1)))
        _check_lines(self.begins, self.ends)
        _check_among(self.odd, ODD, "treatment of lines that are unlike the others")
        for part in ("units", "row_names"):
            if not isinstance(getattr(self, part), bool | None):
                raise _unknown(part.replace("_", " "), getattr(self, part), ("true", "false"))
        if not (self.sheet is None or _is_name(self.sheet)):
            raise DataError(
                "The name of the chosen sheet is no text or too long. Choose the sheet again."
            )
        if self.separator == self.decimal == ",":
            raise DataError(
                "The comma is chosen to separate the fields and as the decimal mark. "
                "Choose another one for either."
            )
        _check_kinds(self.kinds)
        _check_changes(self.turned, self.rows_left_out, self.missing)

    def without_rows(self, rows: Iterable[int]) -> Choices:
        """Return the choices with further rows left out, counted among those that are left.

        Examples
        --------
        >>> Choices(rows_left_out=(0, 3)).without_rows([1, 2]).rows_left_out
        (0, 2, 3, 4)
        """
        out = set(self.rows_left_out)
        out |= {_place_before(place, self.rows_left_out) for place in rows}
        return replace(self, rows_left_out=tuple(sorted(out)))

    def with_table_turned(self) -> Choices:
        """Return the choices with rows and columns exchanged: what is said of either is let go.

        Examples
        --------
        >>> Choices(begins=3, missing=(("x", -200.0),)).with_table_turned().as_dict()
        {'turned': True, 'begins': 3}
        """
        return replace(self, turned=not self.turned, kinds=(), rows_left_out=(), missing=())

    def as_dict(self) -> dict[str, Any]:
        """Return what was chosen, and nothing of the rest, in types that JSON has."""
        values = {part.name: getattr(self, part.name) for part in fields(self)}
        nothing = {part.name: part.default for part in fields(self)}
        return {name: _as_lists(v) for name, v in values.items() if v != nothing[name]}

    @classmethod
    def from_dict(cls, chosen: object) -> Choices:
        """Return the choices of a dictionary such as `as_dict` returns, whoever wrote it.

        Raises
        ------
        DataError
            If the dictionary holds anything else.
        """
        if not isinstance(chosen, Mapping):
            raise DataError("The choices for reading the file are no dictionary. Choose them anew.")
        known = {field.name for field in fields(cls)}
        foreign = [str(key)[:40] for key in chosen if key not in known]
        if foreign:
            raise DataError(
                f'"{foreign[0]}" is nothing that can be chosen for reading a file. Remove it.'
            )
        values = dict(chosen)
        for name in ("kinds", "missing"):
            if name in values:
                values[name] = _pairs(values[name])
        if "rows_left_out" in values:
            values["rows_left_out"] = _whole(values["rows_left_out"])
        return cls(**values)


def _place_before(place: int, left_out: Iterable[int]) -> int:
    """Where a row stood before others were left out."""
    for gone in sorted(left_out):
        place += gone <= place
    return place


def _check_among(value: object, known: Any, what: str) -> None:
    if value is not None and not (isinstance(value, str) and value in known):
        raise _unknown(what, value, known)


def _unknown(what: str, value: object, known: Any) -> DataError:
    some = listed([repr(name) for name in known], MOST_LISTED, last=", ")
    return DataError(f"{str(value)[:40]!r} is no {what} that is known. Choose one of {some}.")


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and least <= value <= most


def _check_lines(begins: object, ends: object) -> None:
    for value in (begins, ends):
        is_line = _is_whole(value, 1, _MAX_LINE_NUMBER) and not isinstance(value, bool)
        if not (value is None or is_line):
            raise DataError(
                f"{str(value)[:40]!r} is no line at which a table can begin or end. "
                "Choose a number from 1."
            )
    if isinstance(begins, int) and isinstance(ends, int) and begins >= ends:
        raise DataError("The table would end before it begins. Choose a later line for its end.")


def _check_kinds(kinds: object) -> None:
    if not isinstance(kinds, tuple) or len(kinds) > _MAX_KINDS:
        raise _no_kinds()
    for pair in kinds:
        if not (isinstance(pair, tuple) and len(pair) == 2 and all(map(_is_name, pair))):
            raise _no_kinds()
        _check_among(pair[1], KINDS, "kind of a column")
    if len({column for column, _ in kinds}) < len(kinds):
        raise DataError("Two kinds are chosen for one column. Choose one for each.")


def _check_changes(turned: object, rows: object, missing: object) -> None:
    if not isinstance(turned, bool):
        raise _unknown("way to turn the table", turned, ("true", "false"))
    if not (isinstance(rows, tuple) and len(rows) <= _MAX_ROWS and all(map(_is_place, rows))):
        raise DataError("The rows to leave out are no list of numbers. Choose them anew.")
    if not (
        isinstance(missing, tuple) and len(missing) <= _MAX_KINDS and all(map(_is_code, missing))
    ):
        raise DataError(
            "The numbers that stand for missing values are no list of a column and a number each. "
            "Choose them anew."
        )


def _is_place(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_code(pair: object) -> bool:
    if not (isinstance(pair, tuple) and len(pair) == 2 and _is_name(pair[0])):
        return False
    value = pair[1]
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _as_lists(value: Any) -> Any:
    return [_as_lists(part) for part in value] if isinstance(value, tuple) else value


def _whole(rows: object) -> Any:
    return tuple(rows) if isinstance(rows, list | tuple) else rows


def _pairs(kinds: object) -> tuple:
    if not isinstance(kinds, list | tuple):
        raise _no_kinds()
    return tuple(tuple(pair) if isinstance(pair, list | tuple) else pair for pair in kinds)


def _no_kinds() -> DataError:
    return DataError(
        "The chosen kinds of columns are no list of a column and a kind each. Choose them anew."
    )


def _is_name(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _MAX_NAME
