"""What a person calls the components."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.wording import counted, plural

LONGEST = 72


@as_annotated
def component_names(names: Sequence[str | None], n_components: int) -> tuple[str, ...] | None:
    """Return what the components are called, where a person has named any of them.

    Parameters
    ----------
    names : sequence of str or None, of length n_components
        As typed. White space at the ends is dropped and within made one space; a component whose
        name shows nothing goes by its number from 1.
    n_components : int

    Returns
    -------
    tuple of str, or None
        One name a component; None where all go by their numbers.

    Raises
    ------
    DataError
        When there is not one name for each component, one is longer than 72 characters, or two
        are the same.

    Examples
    --------
    >>> component_names([" small  ones", "", None], 3)
    ('small ones', '2', '3')
    >>> component_names(["", "2"], 2) is None
    True
    """
    check_one_each(names, n_components, "component")
    numbers = tuple(str(j + 1) for j in range(n_components))
    shown = tuple(_shown(name) or number for name, number in zip(names, numbers, strict=True))
    _check_lengths(shown)
    _check_different(shown)
    return None if shown == numbers else shown


@as_annotated
def component_titles(
    n_components: int, components: Sequence[str] | None = None, noun: str = "Component"
) -> list[str]:
    """Return what a sentence or a table calls each component.

    Parameters
    ----------
    n_components : int
    components : sequence of str, optional
        What a person calls each; one that goes by its number from 1, as all do without it, is
        called by the noun and its number.
    noun : str
        "Component" for a normal distribution, "Cluster" for the rows assigned to it.

    Returns
    -------
    list of str

    Raises
    ------
    DataError
        When there is not one name for each component.

    Examples
    --------
    >>> component_titles(2), component_titles(2, ["small", "2"])
    (['Component 1', 'Component 2'], ['small', 'Component 2'])
    """
    if components is not None:
        check_one_each(components, n_components, "component")
    numbers = [str(j) for j in range(1, n_components + 1)]
    called = numbers if components is None else components
    return [
        f"{noun} {number}" if name == number else name
        for name, number in zip(called, numbers, strict=True)
    ]


@as_annotated
def check_one_each(names: Sequence[object], n: int, noun: str) -> None:
    """Return nothing if there is a name for each of `n` things, and raise DataError otherwise.

    Examples
    --------
    >>> check_one_each(["x"], 2, "feature")
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: 1 name is given for 2 features. Give one name for each.
    """
    if len(names) != n:
        verb = plural(len(names), "is", "are")
        raise DataError(
            f"{counted(len(names), 'name').capitalize()} {verb} given for {counted(n, noun)}. "
            "Give one name for each."
        )


def _shown(name: str | None) -> str:
    """The name on one line; "" where it shows nothing, such as marks of zero width alone."""
    marks = unicodedata.normalize("NFC", name or "")
    seen = (mark for mark in marks if mark.isspace() or unicodedata.category(mark) != "Cc")
    line = " ".join("".join(seen).split())
    return line if any(unicodedata.category(mark)[0] in "LNPS" for mark in line) else ""


def _check_lengths(names: Sequence[str]) -> None:
    for number, name in enumerate(names, start=1):
        if len(name) > LONGEST:
            raise DataError(
                f"The name of component {number} has {len(name):,} characters. "
                f"Give it at most {LONGEST}."
            )


def _check_different(names: Sequence[str]) -> None:
    for number, name in enumerate(names, start=1):
        first = names.index(name) + 1
        if first < number:
            raise DataError(
                f'Components {first} and {number} are both called "{name}". '
                "Give each a name of its own."
            )
