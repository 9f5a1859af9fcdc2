"""Holds callers to what a function says of its arguments, in one place for all faces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sized
from functools import wraps
from inspect import signature
from typing import Any, NamedTuple, ParamSpec, TypeVar

import numpy as np

from gmm_core.checked.values import is_number, is_whole
from gmm_core.errors import DataError
from gmm_core.wording import shown

P = ParamSpec("P")
R = TypeVar("R")

# Of longer lists, such as the names of all rows, the entries are taken as they are.
_ENTRIES_LOOKED_AT = 10_000


class _Kind(NamedTuple):
    """What an argument may be, and how a message asks for it."""

    holds: Callable[[Any], bool]
    words: str


def as_annotated(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function that refuses arguments of another kind than its annotations name.

    Numbers, text, lists, callables, tables and values of the package are told apart; arrays are for
    the function itself, which knows their shapes.

    Parameters
    ----------
    function : callable
        From a module that begins ``from __future__ import annotations``.

    Returns
    -------
    callable
        Raises DataError, which says which argument is what, and what to give.

    Examples
    --------
    >>> @as_annotated
    ... def twice(count: int) -> int:
    ...     return 2 * count
    >>> twice("a")
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: count is 'a'. Give a whole number.
    """
    places = signature(function).parameters
    read = {name: _read(place.annotation, function.__globals__) for name, place in places.items()}
    kinds = {name: kind for name, kind in read.items() if kind}

    @wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        for name, value in (*zip(places, args, strict=False), *kwargs.items()):
            if name in kinds and not kinds[name].holds(value):
                raise DataError(f"{name} is {shown(value)}. Give {kinds[name].words}.")
        return function(*args, **kwargs)

    return checked


def _read(annotation: str, known: Mapping[str, object]) -> _Kind | None:
    """The kind that an annotation names; None where it leaves the value open."""
    kinds = [_one(part, known) for part in annotation.split(" | ")]
    if None in kinds:
        return None
    return _Kind(
        lambda value: any(kind.holds(value) for kind in kinds if kind),
        " or ".join(kind.words for kind in kinds if kind),
    )


def _one(annotation: str, known: Mapping[str, object]) -> _Kind | None:
    outer, _, inner = annotation.removesuffix("]").partition("[")
    if outer in _LISTS:
        return _list_of(_read(inner.removesuffix(", ..."), known), *_LISTS[outer])
    if outer in _PLAIN:
        return _PLAIN[outer]
    name = outer.rpartition(".")[2]
    return None if inner or _is_open(name, known) else _of_class(name)


def _is_open(name: str, known: Mapping[str, object]) -> bool:
    """Whether a name stands for several kinds, such as all that makes an array."""
    alias = name in known and not isinstance(known[name], type)
    return alias or name in ("Any", "object", "ndarray")


def _of_class(name: str) -> _Kind:
    """By its name alone: pandas is not loaded to tell that something is no table of it."""
    return _Kind(lambda value: name in (kind.__name__ for kind in type(value).__mro__), f"a {name}")


def _list_of(entry: _Kind | None, holds: Callable[[Any], bool], words: str) -> _Kind:
    def holds_all(values: Any) -> bool:
        if not holds(values):
            return False
        looked_at = isinstance(values, Sized) and len(values) <= _ENTRIES_LOOKED_AT
        return entry is None or not looked_at or all(map(entry.holds, values))

    return _Kind(holds_all, f"{words}, each {entry.words}" if entry else words)


def _is_iterable(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def _is_list(value: Any) -> bool:
    return _is_iterable(value) and isinstance(value, Sized) and hasattr(value, "__getitem__")


_LISTS = {
    "Sequence": (_is_list, "a list"),
    "tuple": (lambda value: isinstance(value, tuple), "a tuple"),
    "Iterable": (_is_iterable, "a list"),
    "Collection": (lambda value: _is_iterable(value) and isinstance(value, Sized), "a list"),
}
_PLAIN = {
    "None": _Kind(lambda value: value is None, "None"),
    "int": _Kind(is_whole, "a whole number"),
    "float": _Kind(is_number, "a number"),
    "bool": _Kind(lambda value: isinstance(value, bool | np.bool_), "True or False"),
    "str": _Kind(lambda value: isinstance(value, str), "a text"),
    "bytes": _Kind(lambda value: isinstance(value, bytes), "bytes"),
    "Callable": _Kind(callable, "a function"),
    "Mapping": _Kind(lambda value: isinstance(value, Mapping), "a mapping, such as a dict"),
}
