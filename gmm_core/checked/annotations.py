"""Holds callers to what a function says of its arguments, in one place for all faces."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import wraps
from inspect import signature, unwrap
from types import GenericAlias
from typing import Any, Literal, NamedTuple, TypeVar, cast, get_args, get_origin

import numpy as np

from gmm_core.checked.values import is_huge, is_number, is_whole
from gmm_core.errors import DataError
from gmm_core.wording import listed, shown

C = TypeVar("C", bound=Callable[..., Any])

# Between the kinds of an annotation, or its parts, and not within brackets.
_OR = re.compile(r" \| (?![^\[]*\])")
_COMMA = re.compile(r", (?![^\[]*\])")

_LIBRARIES = {"pd": "pandas"}  # others have a DataFrame too

# Of longer lists, such as the names of all rows, the entries are taken as they are.
_ENTRIES_LOOKED_AT = 10_000


class _Kind(NamedTuple):
    """What an argument may be, and how a message asks for it."""

    holds: Callable[[Any], bool]
    words: str
    several: str  # as a list of them is asked for


def as_annotated(function: C) -> C:
    """Return a function that refuses arguments of another kind than its annotations name.

    Numbers, text, lists, callables, tables and values of the package are told apart; arrays are for
    the function itself, which knows their shapes.

    Parameters
    ----------
    function : callable
        From a module that begins ``from __future__ import annotations``; also a dataclass, of
        which the fields are looked at.

    Returns
    -------
    callable
        The class itself where one is given. Raises DataError, which says which argument is what,
        and what to give.

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
    if isinstance(function, type):
        function.__init__ = as_annotated(function.__init__)
        return cast(C, function)
    places = signature(function).parameters
    said = {name: at.annotation for name, at in places.items() if at.annotation is not at.empty}
    read = {
        name: _read(annotation, unwrap(function).__globals__) for name, annotation in said.items()
    }
    kinds = {name: kind for name, kind in read.items() if kind}
    in_order = [(name, kinds.get(name)) for name in places]

    @wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Any:
        for (name, kind), value in zip(in_order, args, strict=False):
            if kind is not None and not kind.holds(value):
                raise _refusal(name, value, kind)
        for name, value in kwargs.items():
            if name in kinds and not kinds[name].holds(value):
                raise _refusal(name, value, kinds[name])
        return function(*args, **kwargs)

    return cast(C, checked)


def _refusal(name: str, value: Any, kind: _Kind) -> DataError:
    asked = "a smaller number" if is_huge(value) else kind.words
    return DataError(f"{name} is {shown(value)}. Give {asked}.")


def _read(annotation: str, known: Mapping[str, object]) -> _Kind | None:
    """The kind that an annotation names; None where it leaves the value open."""
    kinds = [_one(part, known) for part in _OR.split(annotation)]
    named = [kind for kind in kinds if kind is not None]
    if len(named) < len(kinds):
        return None
    if len(named) == 1:
        return named[0]

    def holds(value: Any) -> bool:
        for kind in named:  # noqa: SIM110 - takes half as long as `any`, at every call
            if kind.holds(value):
                return True
        return False

    return _Kind(
        holds,
        " or ".join(kind.words for kind in named),
        " or ".join(kind.several for kind in named),
    )


def _one(annotation: str, known: Mapping[str, object]) -> _Kind | None:
    outer, _, inner = annotation.removesuffix("]").partition("[")
    if outer == "tuple" and not inner.endswith(", ..."):
        return _fixed(tuple(_read(each, known) for each in inner.split(", ")))
    if outer == "Mapping" and inner:
        key, value = _COMMA.split(inner)
        return _mapping(_read(key, known), _read(value, known))
    if outer in _LISTS:
        return _list_of(_read(inner.removesuffix(", ..."), known), *_LISTS[outer])
    if outer in ("np.ndarray", "NDArray"):
        return _ARRAY
    if outer in _PLAIN:
        return _PLAIN[outer]
    library, _, name = outer.rpartition(".")
    if isinstance(known.get(name), GenericAlias):
        return _read(str(known[name]).removeprefix("collections.abc."), known)
    if get_origin(known.get(name)) is Literal:
        return _choice(get_args(known[name]))
    return None if inner or _is_open(name, known) else _of_class(name, _LIBRARIES.get(library, ""))


def _is_open(name: str, known: Mapping[str, object]) -> bool:
    """Whether a name stands for several kinds, such as all that makes an array."""
    alias = name in known and not isinstance(known[name], type)
    return alias or name in ("Any", "object")


def _of_class(name: str, library: str) -> _Kind:
    """By its names alone: pandas is not loaded to tell that something is no table of it."""

    def holds(value: Any) -> bool:
        for kind in type(value).__mro__:
            if kind.__name__ == name and kind.__module__.startswith(library):
                return True
        return False

    whose = f" of {library}" if library else ""
    return _Kind(holds, f"a {name}{whose}", f"{name} objects{whose}")


def _choice(words: tuple[str, ...]) -> _Kind:
    asked = listed([repr(word) for word in words], last=" or ")
    return _Kind(lambda value: isinstance(value, str) and value in words, asked, asked)


def _fixed(entries: tuple[_Kind | None, ...]) -> _Kind:
    """A tuple of so many entries."""

    def holds(value: Any) -> bool:
        return (
            isinstance(value, tuple)
            and len(value) == len(entries)
            and all(
                kind is None or kind.holds(entry)
                for kind, entry in zip(entries, value, strict=True)
            )
        )

    words = listed([kind.words if kind else "a value" for kind in entries])
    return _Kind(holds, f"a tuple of {words}", f"tuples of {words}")


def _list_of(entry: _Kind | None, holds: Callable[[Any], bool], noun: str) -> _Kind:
    def holds_all(values: Any) -> bool:
        if not holds(values):
            return False
        unseen = not isinstance(values, Collection) or len(values) > _ENTRIES_LOOKED_AT
        return entry is None or unseen or all(entry.holds(each) for each in values)

    of = f" of {entry.several}" if entry else ""
    return _Kind(holds_all, f"a {noun}{of}", f"{noun}s{of}")


def _mapping(key: _Kind | None, entry: _Kind | None) -> _Kind:
    def holds(values: Any) -> bool:
        if not isinstance(values, Mapping):
            return False
        unseen = len(values) > _ENTRIES_LOOKED_AT
        return all(
            kind is None or unseen or all(map(kind.holds, each))
            for kind, each in ((key, values.keys()), (entry, values.values()))
        )

    of = " to ".join(kind.several if kind else "any values" for kind in (key, entry))
    plain = _PLAIN["Mapping"]
    return _Kind(holds, f"{plain.words}, of {of}", f"{plain.several} of {of}")


def _is_iterable(value: Any) -> bool:
    is_flat = getattr(value, "ndim", 1) == 1  # as a table and a number of numpy are not
    return is_flat and isinstance(value, Iterable) and not isinstance(value, str | bytes)


def _is_list(value: Any) -> bool:
    is_list = _is_counted(value) and hasattr(value, "__getitem__")
    return is_list and not isinstance(value, Mapping)


def _is_counted(value: Any) -> bool:
    return _is_iterable(value) and isinstance(value, Collection)


def _is_array(value: Any) -> bool:
    return (
        isinstance(value, np.ndarray) and value.dtype.kind in "biuf" and not np.ma.is_masked(value)
    )


_LISTS = {
    "Sequence": (_is_list, "list"),
    "tuple": (lambda value: isinstance(value, tuple), "tuple"),
    "Iterable": (_is_iterable, "list"),
    "Collection": (_is_counted, "list"),
}
_ARRAY = _Kind(_is_array, "an array of numbers", "arrays of numbers")
_PLAIN = {
    "None": _Kind(lambda value: value is None, "None", "None"),
    "int": _Kind(is_whole, "a whole number", "whole numbers"),
    "float": _Kind(is_number, "a number", "numbers"),
    "bool": _Kind(
        lambda value: isinstance(value, bool | np.bool_), "True or False", "True or False"
    ),
    "str": _Kind(lambda value: isinstance(value, str), "a text", "texts"),
    "bytes": _Kind(lambda value: isinstance(value, bytes), "bytes", "bytes"),
    "Callable": _Kind(callable, "a function", "functions"),
    "Mapping": _Kind(
        lambda value: isinstance(value, Mapping), "a mapping, such as a dict", "mappings"
    ),
}
