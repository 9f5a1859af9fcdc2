"""What differs from picture to picture, for frames that say no more than that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a frame has to say that follows on another picture of equally many traces.

    What is different of the traces ("data"), their places ("traces"), and of the layout; arrays in
    whole.

    Examples
    --------
    >>> before = {"data": [{"x": [1], "y": [2]}, {"x": [3]}], "layout": {}}
    >>> changes(before, {"data": [{"x": [1], "y": [5]}, {"x": [3]}], "layout": {}})
    {'data': [{'y': [5]}], 'traces': [0], 'layout': {}}
    """
    pairs = zip(before["data"], after["data"], strict=True)
    changed = [_difference(old, new) for old, new in pairs]
    places = [place for place, change in enumerate(changed) if change]
    return {
        "data": [changed[place] for place in places],
        "traces": places,
        "layout": _difference(before["layout"], after["layout"]),
    }


def all_that_changes(pictures: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the first picture's values of all that any later one changes, as `changes` does.

    A frame of them winds a figure back to its beginning from wherever it is.

    Examples
    --------
    >>> one, other = ({"data": [{"x": [x], "y": [2]}], "layout": {"title": x}} for x in (1, 7))
    >>> all_that_changes([one, other])
    {'data': [{'x': [1]}], 'traces': [0], 'layout': {'title': 1}}
    """
    first = pictures[0]
    later = [changes(first, picture) for picture in pictures[1:]]
    places = sorted({place for change in later for place in change["traces"]})
    traces: dict[int, dict[str, Any]] = {place: {} for place in places}
    layout: dict[str, Any] = {"title": first["layout"]["title"]}
    for change in later:
        for place, trace in zip(change["traces"], change["data"], strict=True):
            traces[place] |= _same_keys(trace, first["data"][place], traces[place])
        layout |= _same_keys(change["layout"], first["layout"], layout)
    return {"data": [traces[place] for place in places], "traces": places, "layout": layout}


def _same_keys(
    change: Mapping[str, Any], first: Mapping[str, Any], known: Mapping[str, Any]
) -> dict[str, Any]:
    """The values in `first` of all that `change` names, beside those that are known."""
    found: dict[str, Any] = {}
    for key, value in change.items():
        there = first.get(key)
        if isinstance(value, dict) and isinstance(there, dict):
            deeper = known.get(key, {})
            there = {**deeper, **_same_keys(value, there, deeper)}
        found[key] = there
    return found


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What of `after` is not so in `before`, with arrays in whole."""
    found: dict[str, Any] = {}
    for key, value in after.items():
        old = before.get(key)
        if isinstance(value, dict) and isinstance(old, dict):
            inner = _difference(old, value)
            if inner:
                found[key] = inner
        elif not _equal(old, value):
            found[key] = value
    return found


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        both = isinstance(one, np.ndarray) and isinstance(other, np.ndarray)
        return both and one.shape == other.shape and np.array_equal(one, other, equal_nan=True)
    return one == other
