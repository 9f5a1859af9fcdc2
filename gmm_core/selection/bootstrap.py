"""The parametric bootstrap: whether one component more fits better than chance would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from numbers import Integral

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.em import Model, Stop, check_fit
from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.mixture import Mixture, sample
from gmm_core.seeds import Seed, seeded
from gmm_core.selection.grid import Fit, fit_grid
from gmm_core.wording import counted, plural


@dataclass(frozen=True, eq=False)
class LikelihoodRatioTest:
    """A test of k components against k + 1.

    Parameters
    ----------
    statistic : float
        2 (log L of k + 1 components - log L of k), in nats.
    bootstrap_statistics : ndarray of shape (n_samples_used,)
        The same for samples drawn from the fit with k components.
    n_collapsed : int
        Samples left out since a fit collapsed on them.
    """

    statistic: float
    bootstrap_statistics: np.ndarray
    n_collapsed: int = 0

    @property
    def p_value(self) -> float:
        """(1 + number of bootstrap statistics at least as large) / (1 + their number).

        NaN where no sample is left to compare with; `status` says why.
        """
        if not len(self.bootstrap_statistics):
            return float("nan")
        as_large = int((self.bootstrap_statistics >= self.statistic).sum())
        return (1 + as_large) / (1 + len(self.bootstrap_statistics))

    @property
    def status(self) -> str:
        """What the p-value rests on, in words."""
        n_used = len(self.bootstrap_statistics)
        if not self.n_collapsed:
            return counted(n_used, "bootstrap sample")
        if not n_used:
            return (
                f"no p-value: a fit collapsed on every one of "
                f"{counted(self.n_collapsed, 'bootstrap sample')}. "
                "Choose fewer components or a covariance with fewer parameters."
            )
        return (
            f"{counted(n_used, 'bootstrap sample')}; a fit collapsed on "
            f"{self.n_collapsed:,} more, which {plural(self.n_collapsed, 'is', 'are')} left out"
        )


def bootstrap_lrt(
    X: ArrayLike,
    n_components: int,
    covariance_type: str = "full",
    *,
    n_boot: int = 99,
    random_state: Seed = None,
    tol: float = 1e-6,
    max_iter: int = 1000,
    on_sample: Callable[[int, int], None] | None = None,
) -> LikelihoodRatioTest:
    """Return the bootstrap test of `n_components` against one more.

    The likelihood ratio of mixtures does not follow a chi-squared distribution; here its
    distribution is that of samples drawn from the fit with `n_components`. McLachlan (1987).

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    n_components : int
    covariance_type : str
    n_boot : int
        Number of samples. One on which a mixture collapses is left out, and counted.
    random_state : int, RandomState, Generator or None
        Of the samples drawn, and of the rows from which the start of a large table is made.
    tol : float
        As in `run`, in nats a row.
    max_iter : int
    on_sample : callable, optional
        Called with the number of samples done and their total; for progress.

    Returns
    -------
    LikelihoodRatioTest

    Raises
    ------
    DataError
        When the rows cannot be fitted as asked, or a mixture collapses on them.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [2.0], [3.0], [20.0], [21.0], [22.0], [23.0]])
    >>> bootstrap_lrt(X, 1, "tied", n_boot=19, random_state=0).p_value
    0.05
    """
    data, model = Data.of(X), Model(covariance_type)
    _check(data, n_components, model, n_boot)
    rng = seeded(random_state)
    fitted = partial(_fits, n_components, model, Stop(tol, max_iter), rng)
    smaller, larger = fitted(data)
    null = _not_collapsed(smaller, larger)
    statistics = []
    for done in range(1, n_boot + 1):
        drawn, _ = sample(null, len(data.X), rng)
        statistics.append(_statistic(*fitted(Data(drawn))))
        if on_sample is not None:
            on_sample(done, n_boot)
    drawn_statistics = np.array([value for value in statistics if np.isfinite(value)])
    n_collapsed = n_boot - len(drawn_statistics)
    return LikelihoodRatioTest(_statistic(smaller, larger), drawn_statistics, n_collapsed)


def _not_collapsed(smaller: Fit, larger: Fit) -> Mixture:
    """The mixture of the null hypothesis; of a collapse a statistic of 0 would seem a result."""
    if smaller.ascent is not None and not larger.collapsed:
        return smaller.ascent.mixture
    k = smaller.n_components
    collapsed, so = (k, "it") if smaller.ascent is None else (k + 1, f"{k} against one more")
    raise DataError(
        f"A mixture of {counted(collapsed, 'component')} collapses on these rows, so {so} cannot "
        "be tested. Choose fewer components or a covariance with fewer parameters."
    )


def _check(data: Data, n_components: int, model: Model, n_boot: int) -> None:
    check_fit(data, n_components + 1, model)
    if not isinstance(n_boot, Integral) or n_boot < 1:
        raise DataError(
            f"{n_boot} bootstrap samples were asked for. Ask for a whole number, at least one."
        )


def _fits(
    k: int,
    model: Model,
    stop: Stop,
    rng: np.random.RandomState,
    data: Data,
) -> tuple[Fit, Fit]:
    """The fits with k and with k + 1 components, the second at least as good."""
    smaller, larger = fit_grid(data, [k, k + 1], [model], stop=stop, random_state=rng).values()
    return smaller, larger


def _statistic(smaller: Fit, larger: Fit) -> float:
    """NaN where one of them collapsed."""
    if smaller.collapsed or larger.collapsed:
        return float("nan")
    return max(2.0 * (larger.log_likelihood - smaller.log_likelihood), 0.0)
