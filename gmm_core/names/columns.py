"""Names of columns, such that none hides another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError


@as_annotated
def free_names(wanted: Sequence[str], taken: Iterable[object], ending: str = "_gmm") -> list[str]:
    """Return names for new columns: with `ending` as often as it takes until none is `taken`.

    All of them end alike, so that they are seen to belong together.

    Examples
    --------
    >>> free_names(["row"], ["x"]), free_names(["cluster", "left_out"], ["left_out", "x"])
    (['row'], ['cluster_gmm', 'left_out_gmm'])
    >>> free_names(["row"], ["row", "row_gmm"])
    ['row_gmm_gmm']
    """
    if not ending:
        raise DataError(
            "The ending is empty, so that no name becomes another. Give one, such as _2."
        )
    known, names = {name for name in taken if isinstance(name, str)}, list(wanted)
    while not known.isdisjoint(names):
        names = [name + ending for name in names]
    return names


@as_annotated
def beside(names: Sequence[str], taken: Iterable[object], ending: str = " (feature)") -> list[str]:
    """Return names as columns beside others, and beside one another: each that is taken ends so.

    Examples
    --------
    >>> beside(["weight", "x", "x"], ["weight"])
    ['weight (feature)', 'x', 'x (feature)']
    """
    known = [name for name in taken if isinstance(name, str)]
    first = len(known)
    for name in names:
        known += free_names([name], known, ending)
    return known[first:]


@as_annotated
def unique_names(names: Sequence[str]) -> list[str]:
    """Return the names with "_2", "_3", ... after each one that occurred before.

    Examples
    --------
    >>> unique_names(["a", "a", "a_2"])
    ['a', 'a_3', 'a_2']
    """
    unique = list(names)
    known, taken, counts = set(unique), set[str](), dict[str, int]()
    for place, name in enumerate(unique):
        candidate, count = name, counts.get(name, 2)
        while candidate in taken or (candidate != name and candidate in known):
            candidate, count = f"{name}_{count}", count + 1
        taken.add(candidate)
        unique[place], counts[name] = candidate, count
    return unique
