"""How often the class of a row is foretold wrongly by a fit that has not seen the row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gmm_core.assigned import assigned
from gmm_core.checked import as_annotated, check_whole
from gmm_core.em import History, Model, Stop, run_until
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.expectation import PartlyKnown
from gmm_core.seeds import Seed, seeded
from gmm_core.starts import initialize, without_noise
from gmm_core.wording import counted, plural
from gmm_core.written_numbers import fixed


@dataclass(frozen=True, eq=False)
class HeldOutClasses:
    """The component of rows of known class, and which one fits without them have foretold.

    Parameters
    ----------
    components : ndarray of int, shape (n_judged,)
        Those that are known.
    foretold : ndarray of int, shape (n_judged,)
        The most probable ones; -1 of noise.
    folds : int
    n_unjudged : int
        Rows of known class that were not held out, since no other row of their class is known, or
        on whose fold a component collapsed.
    """

    components: np.ndarray
    foretold: np.ndarray
    folds: int
    n_unjudged: int = 0

    @property
    def n_wrong(self) -> int:
        """Number of rows that are foretold wrongly."""
        return int((self.components != self.foretold).sum())

    @property
    def error(self) -> float:
        """Share of the rows that are foretold wrongly."""
        return self.n_wrong / len(self.components) if len(self.components) else float("nan")

    @property
    def sentence(self) -> str:
        """How many of how many rows, in one sentence; what was not judged in another."""
        n, wrong = len(self.components), self.n_wrong
        if not n:
            return "No class could be foretold: each has one known row, or all fits collapsed."
        said = (
            f"Of {counted(n, 'row')} of known class, {wrong:,} ({fixed(100.0 * self.error, 1)} %) "
            f"{plural(wrong, 'is', 'are')} foretold wrongly by fits that have not seen them, in "
            f"{self.folds}-fold cross-validation."
        )
        if not self.n_unjudged:
            return said
        left = self.n_unjudged
        return f"{said} {counted(left, 'row')} {plural(left, 'was', 'were')} not judged."


@as_annotated
def held_out_classes(
    data: PartlyKnown,
    n_components: int,
    model: Model | str = "full",
    *,
    folds: int = 10,
    random_state: Seed = None,
    tol: float = 1e-6,
    max_iter: int = 1000,
    on_fold: Callable[[int, int], None] | None = None,
) -> HeldOutClasses:
    """Return which classes are foretold for rows of known class by fits without these rows.

    The known rows of each class are shuffled into folds; each fold is foretold by a fit to all
    other rows, known or not, from a start of their own.

    Parameters
    ----------
    data : PartlyKnown
    n_components : int
    model : Model or str
        How to fit; or the name of a covariance structure.
    folds : int
        From 2 on; of a class of fewer known rows as many as there are.
    random_state : int, RandomState, Generator or None
        Of the shuffle, and of the starts.
    tol : float
        As in `run`, in nats a row.
    max_iter : int
    on_fold : callable, optional
        Called with the number of folds done and their total, for progress; an exception in it ends
        the work.

    Returns
    -------
    HeldOutClasses

    Raises
    ------
    DataError
        When more classes are known than there are components.

    Examples
    --------
    >>> from gmm_core.expectation import Data
    >>> X = np.array([[0.0], [0.5], [1.0], [1.2], [9.0], [9.5], [10.0], [10.4]])
    >>> data = Data(X).with_known([0, 0, 0, 0, 1, 1, 1, 1])
    >>> held_out_classes(data, 2, "tied", folds=2, random_state=0).n_wrong
    0
    """
    check_whole("folds", folds, 2)
    data.check_known(n_components)
    model, stop = model if isinstance(model, Model) else Model(model), Stop(tol, max_iter)
    rng = seeded(random_state)
    fold = _folds(data.components, int(folds), rng)
    foretold = np.full(len(data.X), _UNJUDGED)
    for number in range(int(folds)):
        inside = fold == number
        if inside.any():
            mixture = _fitted(data.taken(~inside), n_components, model, stop, rng)
            if mixture is not None:
                foretold[inside] = assigned(data.rows.taken(inside).responsibilities(mixture))
        if on_fold is not None:
            on_fold(number + 1, int(folds))
    judged = foretold != _UNJUDGED
    known = int((data.components >= 0).sum())
    return HeldOutClasses(
        data.components[judged], foretold[judged], int(folds), known - int(judged.sum())
    )


_UNJUDGED = -2


def _folds(components: np.ndarray, folds: int, rng: np.random.RandomState) -> np.ndarray:
    """The fold of each row, -1 of those that are never held out."""
    fold = np.full(len(components), -1)
    for component in np.unique(components[components >= 0]).tolist():
        rows = rng.permutation(np.flatnonzero(components == component))
        if len(rows) > 1:
            fold[rows] = (np.arange(len(rows)) + component) % folds
            if len(rows) < folds:  # each by itself, and not all in folds that follow one another
                fold[rows] = rng.permutation(folds)[: len(rows)]
    return fold


def _fitted(data, n_components, model, stop, rng):
    """The mixture that EM comes to; None where a component collapses."""
    begun = data if model.noise is None else without_noise(data, n_components)
    try:
        statistics = initialize(begun, n_components, random_state=rng, model=model)
        start = model.start(statistics).with_noise(model.noise)
        return run_until(data, start, model, stop, history=History("last")).mixture
    except (DegenerateComponentError, DataError):
        return None
