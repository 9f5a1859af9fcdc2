"""What a person calls the components."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from gmm_core.errors import DataError
from gmm_core.wording import counted, plural

LONGEST = 40


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
        When there is not one name for each component, one is longer than 40 characters, or two
        are the same.

    Examples
    --------
    >>> component_names([" small  ones", "", None], 3)
    ('small ones', '2', '3')
    >>> component_names(["", "2"], 2) is None
    True
    """
    if len(names) != n_components:
        verb = plural(len(names), "is", "are")
        raise DataError(
            f"{counted(len(names), 'name').capitalize()} {verb} given for "
            f"{counted(n_components, 'component')}. Give one name for each, or leave it empty."
        )
    numbers = tuple(str(j + 1) for j in range(n_components))
    shown = tuple(_shown(name) or number for name, number in zip(names, numbers, strict=True))
    _check_lengths(shown)
    _check_different(shown)
    return None if shown == numbers else shown


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
