"""Standard errors and intervals of weights, means and variances, by resampling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from gmm_core.checked import as_annotated, check_whole, is_number
from gmm_core.em import Model, Stop
from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.mixture import Mixture
from gmm_core.resampling.fits import Progress, fits_to, matching, resampling_of
from gmm_core.resampling.samples import (
    all_but_one,
    drawn_from,
    drawn_with_replacement,
    weighted_at_random,
)
from gmm_core.row_weights import WeightKind
from gmm_core.seeds import Seed, seeded
from gmm_core.wording import counted, plural

METHODS = {
    "bootstrap": "rows drawn with replacement",
    "weighted": "rows with random weights (weighted likelihood bootstrap)",
    "parametric": "rows drawn from the fit",
    "jackknife": "all rows but one",
}
"""What other rows are made of; O'Hagan, Murphy, Scrucca and Gormley (2019) compare them."""

MOST_JACKKNIFED = 5000
"""The jackknife fits as often as there are rows."""


class Parameters(NamedTuple):
    """Numbers of each component: weights (k,), means (k, d) and variances (k, d)."""

    weights: np.ndarray
    means: np.ndarray
    variances: np.ndarray


class Intervals(NamedTuple):
    """Lower and upper ends of intervals."""

    lower: Parameters
    upper: Parameters


@dataclass(frozen=True, eq=False)
class Resampled:
    """The parameters of one model fitted to many samples, components matched to the fit's.

    Parameters
    ----------
    method : str
        One of `METHODS`.
    mixture : Mixture
        The fit to all rows.
    samples : Parameters
        weights (b, k), means (b, k, d) and variances (b, k, d) of b samples.
    n_collapsed : int
        Samples left out since a component collapsed on them.
    counts : ndarray of shape (b,), optional
        Of how many rows each sample of the jackknife lacks one that is equal; one without it.
    """

    method: str
    mixture: Mixture
    samples: Parameters
    n_collapsed: int = 0
    counts: np.ndarray | None = None

    @property
    def n_used(self) -> int:
        """Number of samples."""
        return len(self.samples.weights)

    @property
    def standard_errors(self) -> Parameters:
        """Standard errors; NaN where fewer than two samples are left, as `status` says.

        The standard deviation over samples, or for the jackknife
        sqrt((n - 1) / n sum_i (t_i - mean of t)^2).
        """
        if self.n_used < 2:
            return self._each(lambda values: np.full(values.shape[1:], np.nan))
        if self.method == "jackknife":
            return self._each(self._jackknifed)
        return self._each(lambda values: values.std(axis=0, ddof=1))

    def _jackknifed(self, values: np.ndarray) -> np.ndarray:
        counts = np.ones(self.n_used) if self.counts is None else self.counts
        away = values - np.average(values, axis=0, weights=counts)
        return np.sqrt((1.0 - 1.0 / counts.sum()) * np.tensordot(counts, away**2, axes=1))

    def intervals(self, level: float = 0.95) -> Intervals:
        """Return an interval for every parameter.

        Parameters
        ----------
        level : float
            Between 0 and 1.

        Returns
        -------
        Intervals
            Of the bootstraps the middle share of the samples (percentiles); of the jackknife the
            estimate and so many standard errors to either side.

        Raises
        ------
        DataError
            When `level` is no number between 0 and 1.
        """
        if not (is_number(level) and 0.0 < level < 1.0):
            raise DataError(f"The level is {level!r}. Give a number between 0 and 1, such as 0.95.")
        tail = (1.0 - level) / 2.0
        if self.method == "jackknife" or self.n_used < 2:
            far, errors = -float(ndtri(tail)), self.standard_errors
            pairs = list(zip(parameters_of(self.mixture), errors, strict=True))
            return Intervals(
                Parameters(*(value - far * error for value, error in pairs)),
                Parameters(*(value + far * error for value, error in pairs)),
            )
        lower, upper = (
            self._each(lambda values, share=share: np.quantile(values, share, axis=0))
            for share in (tail, 1.0 - tail)
        )
        return Intervals(lower, upper)

    def affine(self, scale: np.ndarray, shift: np.ndarray) -> Resampled:
        """Return the same in units in which the data are ``scale * X + shift``.

        Parameters
        ----------
        scale, shift : ndarray of shape (n_features,)

        Returns
        -------
        Resampled
        """
        weights, means, variances = self.samples
        samples = Parameters(weights, scale * means + shift, scale**2 * variances)
        return replace(self, mixture=self.mixture.affine(scale, shift), samples=samples)

    @property
    def status(self) -> str:
        """What the numbers rest on, in words."""
        used = counted(self.n_used, "sample")
        said = f"{used} ({METHODS[self.method]})" if self.n_used else "no standard errors"
        if not self.n_collapsed:
            return said
        more = f"{self.n_collapsed:,} more" if self.n_used else f"all {self.n_collapsed:,} samples"
        left_out = f", which {plural(self.n_collapsed, 'is', 'are')} left out" * bool(self.n_used)
        return f"{said}; a component collapsed on {more}{left_out}"

    def _each(self, of: Callable[[np.ndarray], np.ndarray]) -> Parameters:
        return Parameters(*map(of, self.samples))


@as_annotated
def resampled(
    X: ArrayLike | Data,
    mixture: Mixture,
    model: Model | str = "full",
    *,
    method: str = "bootstrap",
    kind: WeightKind = "frequency",
    n_samples: int = 999,
    random_state: Seed = None,
    tol: float = 1e-6,
    max_iter: int = 1000,
    on_sample: Progress | None = None,
) -> Resampled:
    """Return the parameters of a model fitted to samples that might as well have been seen.

    EM begins from `mixture` on each of them, and the components that it ends with are matched to
    those of `mixture` by the rows of `X` that they share.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), or Data
        Data have weights.
    mixture : Mixture
        The fit to `X`.
    model : Model or str
        How it was fitted; or the name of its covariance structure, where neither `reg_covar` nor a
        floor was used.
    method : {"bootstrap", "weighted", "parametric", "jackknife"}
        Rows of a table with sampling weights cannot be drawn from the fit ("parametric").
    kind : {"frequency", "sampling"}
        What weights of the rows say, where `X` is `Data` that has them: how many equal rows a row
        stands for, or how many of a population.
    n_samples : int
        Number of samples, at least 2. The jackknife takes as many as there are rows.
    random_state : int, RandomState, Generator or None
        Of the samples.
    tol : float
        As in `run`, in nats a row.
    max_iter : int
    on_sample : callable, optional
        Called with the number of samples done and their total, for progress; an exception in it
        ends the work.

    Returns
    -------
    Resampled

    Raises
    ------
    DataError
        When the rows have other features than the mixture, or an argument is not one of those
        above.

    References
    ----------
    O'Hagan, Murphy, Scrucca and Gormley (2019). Investigation of parameter uncertainty in
    clustering using a Gaussian mixture model via jackknife, bootstrap and weighted likelihood
    bootstrap. Computational Statistics 34.

    Examples
    --------
    >>> X = [[-1.0], [0.0], [1.0]]
    >>> fit = Mixture([1.0], [[0.0]], [[[2 / 3]]])
    >>> found = resampled(X, fit, "full", n_samples=50, random_state=0)
    >>> found.standard_errors.weights.tolist(), found.status
    ([0.0], '47 samples (rows drawn with replacement); a component collapsed on 3 more, which are
    left out')
    """
    stop, (data, fitted) = Stop(tol, max_iter), resampling_of(X, mixture, model, kind)
    total = _number_of_samples(data, method, n_samples)
    samples = _samples(data, mixture, method, kind, seeded(random_state))
    resp = data.responsibilities(mixture)
    found: list[Parameters] = []
    fits = fits_to(samples, data.X.size, total, mixture, fitted, stop, on_sample)
    ends = [fit for _, fit in fits]
    for fit in ends:
        if fit is not None:
            order = matching(resp, data.responsibilities(fit))
            found.append(Parameters(*(values[order] for values in parameters_of(fit))))
    counts = None
    if method == "jackknife" and kind == "frequency" and data.weights is not None:
        counts = data.weights[[fit is not None for fit in ends]]
    return Resampled(method, mixture, _stacked(found, mixture), total - len(found), counts)


def _number_of_samples(data: Data, method: str, n_samples: int) -> int:
    """How many are made, if all can be done."""
    if method not in METHODS:
        raise DataError(f"There is no method {method!r}. Choose one of {', '.join(METHODS)}.")
    if method != "jackknife":
        check_whole("n_samples", n_samples, 2)
        return int(n_samples)
    if not 2 <= len(data.X) <= MOST_JACKKNIFED:
        raise DataError(
            f"The jackknife fits the model as often as there are rows, here {len(data.X):,}. "
            f"It takes 2 to {MOST_JACKKNIFED:,}; choose another method."
        )
    return len(data.X)


def _samples(
    data: Data, mixture: Mixture, method: str, kind: WeightKind, rng: np.random.RandomState
) -> Iterator[Data]:
    if method == "jackknife":
        return all_but_one(data, kind)
    if method == "parametric":
        return drawn_from(mixture, data, kind, rng)
    return (drawn_with_replacement if method == "bootstrap" else weighted_at_random)(
        data, kind, rng
    )


def parameters_of(mixture: Mixture) -> Parameters:
    """Weights, means and variances of a mixture."""
    return Parameters(mixture.weights, mixture.means, mixture.standard_deviations**2)


def _stacked(found: list[Parameters], mixture: Mixture) -> Parameters:
    if not found:
        return Parameters(*(np.empty((0, *values.shape)) for values in parameters_of(mixture)))
    return Parameters(*(np.stack(values) for values in zip(*found, strict=True)))
