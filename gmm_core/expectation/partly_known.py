"""Rows of which some are known to be of a component: their responsibilities are fixed."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_real
from gmm_core.errors import DataError
from gmm_core.expectation.data import Data
from gmm_core.mixture import Mixture, sample
from gmm_core.wording import counted, plural

MOST_COMPONENTS = 2**53  # as positions, above which not each is a number of its own


class PartlyKnown(Data):
    """Rows with the component of some of them; statistics are those of the pieces, added up.

    The log-likelihood is that of what is observed: log(weight x density) of its component for a row
    that is known, and the log-density of the whole mixture for the others.

    Parameters
    ----------
    rows : Data
        With or without gaps, and with their weights.
    components : array_like of int, shape (n_samples,)
        Of each row its component, from 0, or -1 where it is not known.

    Raises
    ------
    DataError
        When there is not one whole number from -1 for each row, or none is known.

    Examples
    --------
    >>> data = PartlyKnown(Data([[0.0], [1.0], [9.0]]), [0, -1, 1])
    >>> two = Mixture([0.5, 0.5], [[0.0], [9.0]], [[[1.0]], [[1.0]]])
    >>> data.responsibilities(two).round(6).tolist()
    [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    """

    def __init__(self, rows: Data, components: ArrayLike):
        self.rows = rows
        self.components = _checked(components, rows)
        self.X, self.weights, self.weight = rows.X, rows.weights, rows.weight
        self.origin, self.places = rows.origin, rows.places

    @cached_property
    def unknown(self) -> Data | None:
        """The rows whose component is not known; None where there are none."""
        some = self.components < 0
        return self.rows.taken(some) if some.any() else None

    @cached_property
    def known(self) -> dict[int, Data]:
        """From a component to the rows that are known to be of it."""
        each = np.unique(self.components[self.components >= 0]).tolist()
        return {component: self.rows.taken(self.components == component) for component in each}

    @property
    def is_labelled(self) -> bool:
        """True: the component of some rows is known."""
        return True

    def check_known(self, n_components: int) -> None:
        """Raise unless each known class has a component, and each further one may have a row."""
        most = int(self.components.max()) + 1
        left = int((self.components < 0).sum())
        self.check_numbers(n_components, most, len(self.known), left)

    @staticmethod
    def check_numbers(n_components: int, most: int, n_known: int, left: int) -> None:
        """The same of numbers: components up to the last known, known classes, unknown rows."""
        if most > n_components:
            raise DataError(
                f"Rows of {most} components are known, and {counted(n_components, 'component')} "
                f"{plural(n_components, 'is', 'are')} asked for. Ask for at least {most}."
            )
        if n_components - n_known > left:
            classes = f"{n_known} known {plural(n_known, 'class', 'classes')}"
            all_but = f"All rows but {left:,} are" if left else "All rows are"
            raise DataError(
                f"{all_but} of {classes}, and {counted(n_components, 'component')} "
                f"{plural(n_components, 'is', 'are')} asked for. "
                f"Ask for at most {n_known + left}."
            )

    def marginal_log_likelihood(self, mixture: Mixture) -> float:
        """Return the log-likelihood of the rows alone, whatever is known of their classes."""
        log_density = self.rows.log_density(mixture)
        return float(log_density.sum() if self.weights is None else self.weights @ log_density)

    @property
    def complete(self) -> Data:
        """The rows without gaps, as if none were known."""
        return self.rows.complete

    @property
    def total_is_fixed(self) -> bool:
        """As of the rows."""
        return self.rows.total_is_fixed

    @property
    def counts(self) -> np.ndarray | None:
        """As of the rows."""
        return self.rows.counts

    @property
    def squares(self) -> np.ndarray:
        """As of the rows."""
        return self.rows.squares

    def taken(self, rows: np.ndarray) -> Data:
        """Return some of the rows, by their positions or by a mask."""
        return PartlyKnown(self.rows.taken(rows), self.components[rows])

    def with_rows(self, X: np.ndarray, weights: np.ndarray | None = None) -> Data:
        """Return the same rows in other units."""
        return PartlyKnown(self.rows.with_rows(X, weights), self.components)

    def drawn(self, mixture: Mixture, n: int, rng: np.random.RandomState) -> Data:
        """As of `Data`: a row of known class is drawn from its component, others from all."""
        components = self.components
        if n != len(components) and self.weights is not None:
            components = np.repeat(components, self.weights.astype(np.intp))
        X = np.empty((n, self.n_features))
        for component in np.unique(components).tolist():
            rows = components == component
            of = mixture if component < 0 else one_component(mixture, component)
            X[rows] = rng.permutation(sample(of, int(rows.sum()), rng)[0])
        return PartlyKnown(self.rows.with_rows(X), components)

    def weighted(self, weights: np.ndarray) -> Data:
        """Return the rows with other weights."""
        return PartlyKnown(self.rows.weighted(weights), self.components)

    def _normalized(self, mixture: Mixture) -> tuple[np.ndarray, np.ndarray]:
        resp, log_density = self.rows._normalized(mixture)
        known = np.flatnonzero(self.components >= 0)
        of_these = self.components[known]
        with np.errstate(divide="ignore"):
            log_density[known] += np.log(resp[of_these, known])
        resp[:, known] = 0.0
        resp[of_these, known] = 1.0
        return resp, log_density


def one_component(mixture: Mixture, component: int) -> Mixture:
    """Return a component alone, as the rows that are known to be of it have it."""
    return Mixture([1.0], mixture.means[[component]], mixture.matrices.permuted([component]))


def _checked(components: ArrayLike, rows: Data) -> np.ndarray:
    given = as_real("The known components", components)
    if given.shape != (len(rows.X),):
        raise DataError(
            f"The known components have shape {given.shape}. Give one for each of the "
            f"{counted(len(rows.X), 'row')}, and -1 where it is not known."
        )
    if not ((given == np.floor(given)) & (given >= -1) & (given < MOST_COMPONENTS)).all():
        raise DataError("The known components are not all whole numbers from -1.")
    if not (given >= 0).any():
        raise DataError("No row has a known component. Give at least one, or leave them out.")
    return given.astype(np.intp)
