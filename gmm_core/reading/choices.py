"""What a person says of a file where the file itself is not believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from gmm_core.errors import DataError
from gmm_core.reading.limits import MAX_COLUMNS
from gmm_core.reading.text.dialect import SEPARATORS
from gmm_core.reading.text.encoding import ENCODINGS

KINDS = ("number", "text")
"""What a column can be made: numbers of amounts ("12 %"), or text of codes (007)."""

_MAX_NAME = 1_000  # characters of a sheet or a column, in a link that somebody wrote
_MAX_KINDS = MAX_COLUMNS


@dataclass(frozen=True)
class Choices:
    """How to read a file; None leaves it to be found from the file.

    Attributes
    ----------
    encoding : str or None
        One of `gmm_core.reading.text.encoding.ENCODINGS`.
    separator : str or None
        One of `gmm_core.reading.text.dialect.SEPARATORS`, or "" for a single column.
    decimal : str or None
        "." or ",".
    header : bool or None
        Whether the first line names the columns.
    sheet : str or None
        Name of a sheet of a workbook.
    kinds : tuple of (str, str)
        Column and "number" or "text"; a column that the table has not is passed over, because
        names change with the header.

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
    header: bool | None = None
    sheet: str | None = None
    kinds: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        _check_among(self.encoding, ENCODINGS, "encoding")
        _check_among(self.separator, (*SEPARATORS, ""), "separator")
        _check_among(self.decimal, (".", ","), "decimal mark")
        if not (self.header is None or isinstance(self.header, bool)):
            raise _unknown("header", self.header, ("true", "false"))
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

    def as_dict(self) -> dict[str, Any]:
        """Return what was chosen, and nothing of the rest, in types that JSON has."""
        chosen = {name: value for name, value in asdict(self).items() if value not in (None, ())}
        if self.kinds:
            chosen["kinds"] = [list(pair) for pair in self.kinds]
        return chosen

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
        if "kinds" in values:
            values["kinds"] = _pairs(values["kinds"])
        return cls(**values)


def _check_among(value: object, known: Any, what: str) -> None:
    if value is not None and not (isinstance(value, str) and value in known):
        raise _unknown(what, value, known)


def _unknown(what: str, value: object, known: Any) -> DataError:
    listed = ", ".join(repr(name) for name in known)
    return DataError(f"{str(value)[:40]!r} is no {what} that is known. Choose one of {listed}.")


def _check_kinds(kinds: object) -> None:
    if not isinstance(kinds, tuple) or len(kinds) > _MAX_KINDS:
        raise _no_kinds()
    for pair in kinds:
        if not (isinstance(pair, tuple) and len(pair) == 2 and all(map(_is_name, pair))):
            raise _no_kinds()
        _check_among(pair[1], KINDS, "kind of a column")
    if len({column for column, _ in kinds}) < len(kinds):
        raise DataError("Two kinds are chosen for one column. Choose one for each.")


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
