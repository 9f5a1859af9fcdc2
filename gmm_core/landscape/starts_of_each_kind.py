"""Many starts of each kind that is drawn at random, run to their ends, and nothing more of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from gmm_core.checked import as_annotated, check_whole
from gmm_core.em import check_fit
from gmm_core.ends import Tried
from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation import Data
from gmm_core.fitting import Settings, ends_together, fit_run

RANDOM_KINDS = ("random_from_data", "random", "k-means++", "kmeans")
"""The starts that another seed makes another one."""

# Rows x features x components of starts that climb together: of more a report would be late.
AT_ONCE = 200_000

OnEnds = Callable[[Sequence[Tried]], None]


@as_annotated
def ends_of(
    X: np.ndarray | Data,
    settings: Settings,
    n_seeds: int,
    *,
    on_ends: OnEnds | None = None,
    log_jacobian: float = 0.0,
) -> tuple[Tried, ...]:
    """Return where EM ends from starts of every kind of `RANDOM_KINDS`, each with so many seeds.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features), or Data
        Data may have weights.
    settings : Settings
        Whatever start they name.
    n_seeds : int
        Seeds from 0 on.
    on_ends : callable, optional
        Called with the ends as they are there, and with none after each step of a start that runs
        alone, as those of large tables do; an error that it raises ends the work.
    log_jacobian : float
        What is added to all ends, so that they are in the units before a change of them.

    Returns
    -------
    tuple of Tried
        The kinds in turns. Whether rows change sides on the way is not looked at.

    Raises
    ------
    DataError
        When the rows cannot be fitted as asked.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [10.0], [11.0]])
    >>> len(ends_of(X, Settings(2), 2))
    8
    """
    check_whole("The number of starts of each kind", n_seeds, 1)
    data = Data.of(X)
    check_fit(data, settings.n_components, settings.model)
    asked = [
        replace(settings, init=kind, seed=seed, means=None, grid=None)
        for seed in range(n_seeds)
        for kind in RANDOM_KINDS
    ]
    together = max(AT_ONCE // (data.X.size * settings.n_components), 1)
    found: list[Tried] = []
    for first in range(0, len(asked), together):
        made = _ends(data, asked[first : first + together], on_ends)
        ends = [each.with_log_jacobian(log_jacobian) for each in made]
        found.extend(ends)
        if on_ends is not None:
            on_ends(ends)
    return tuple(found)


def _ends(data: Data, asked: Sequence[Settings], on_ends: OnEnds | None) -> list[Tried]:
    """The ends of starts that climb together, but for those that do not go alike."""
    return [
        _by_itself(data, each, on_ends) if end is None else Tried.of_end(each, end, data.weight)
        for each, end in zip(asked, ends_together(data, asked), strict=True)
    ]


def _by_itself(data: Data, asked: Settings, on_ends: OnEnds | None) -> Tried:
    def step(_: object) -> None:
        if on_ends is not None:
            on_ends(())

    try:
        return Tried.of_end(asked, fit_run(data, asked, on_state=step), data.weight)
    except DegenerateComponentError as collapse:
        return Tried(asked.init, asked.seed, -np.inf, collapse.iteration or 0)
