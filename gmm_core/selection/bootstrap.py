"""The parametric bootstrap: whether one component more fits better than chance would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.blocks import batches, one_thread
from gmm_core.checked import as_annotated
from gmm_core.em import Ascent, Model, Stop, check_fit
from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.gaps import Missing
from gmm_core.seeds import Seed, seeded
from gmm_core.selection.grid import Fit
from gmm_core.selection.one_by_one import is_needed
from gmm_core.selection.ratios import Ratios, RatiosAlone
from gmm_core.selection.table import Cell
from gmm_core.wording import counted, plural

MOST_DRAWN = 100_000_000  # numbers in a sample


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


@as_annotated
def bootstrap_lrt(
    X: ArrayLike | Data,
    n_components: int,
    covariance_type: str = "full",
    *,
    missing: Missing = "refuse",
    prior: bool = False,
    noise: bool = False,
    n_boot: int = 99,
    random_state: Seed = None,
    tol: float = 1e-6,
    max_iter: int = 1000,
    cells: tuple[Cell, Cell] | None = None,
    on_sample: Callable[[int, int], None] | None = None,
) -> LikelihoodRatioTest:
    """Return the bootstrap test of `n_components` against one more.

    The likelihood ratio of mixtures does not follow a chi-squared distribution; here its
    distribution is that of samples drawn from the fit with `n_components`. McLachlan (1987). EM
    begins from that fit on each of them, and for one component more from splits of what it found.

    Samples have gaps and known classes where the rows have them: values are missing of the same
    rows, and a row of known class is drawn from its component. With a prior, noise or known classes
    the fit of one component more begins from the best of several starts, as in `select_model`; the
    prior and the box of noise are those of each sample. Log-likelihoods are without the prior, and
    with one the statistic may be negative.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), or Data
        Weights of Data are frequencies: samples have as many rows as these add up to.
    n_components : int
    covariance_type : str
    missing, prior, noise
        As of `select_model`, and as the cells were made where some are given.
    n_boot : int
        Number of samples. One on which a mixture collapses is left out, and counted.
    random_state : int, RandomState, Generator or None
        Of the samples drawn, and of the rows from which the start of a large table is made.
    tol : float
        As in `run`, in nats a row.
    max_iter : int
    cells : tuple of two Cell, optional
        The fits of `n_components` and of one more to these rows, from a `Selection`. The statistic
        is then twice the difference of their log-likelihoods; otherwise both are fitted here.
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
    data, model = Data.of(X, missing=missing), Model(covariance_type)
    _check(data, n_components, model, n_boot)
    n, rng = _number_of_rows(data), seeded(random_state)
    ask = n_components, model, Stop(tol, max_iter), rng
    alone = is_needed(data, prior, noise)
    ratios = RatiosAlone(*ask, prior, noise) if alone else Ratios(*ask)
    smaller, larger = (
        ratios.fits(data) if cells is None else [_fit_of(cell, model) for cell in cells]
    )
    null = _not_collapsed(smaller, larger)
    observed = ratios.observed(data, null, larger, of_cells=cells is not None)
    samples = (data.drawn(null.mixture, n, rng) for _ in range(n_boot))
    statistics: list[float] = []
    with one_thread():
        for drawn in batches(samples, n * data.X.shape[1]):
            for value in ratios.of_samples(drawn, null.mixture):
                statistics.append(value)
                if on_sample is not None:
                    on_sample(len(statistics), n_boot)
    drawn_statistics = np.array([value for value in statistics if np.isfinite(value)])
    return LikelihoodRatioTest(observed, drawn_statistics, n_boot - len(drawn_statistics))


def _fit_of(cell: Cell, model: Model) -> Fit:
    return Fit(cell.n_components, model, cell.ascent, cell.status)


def _not_collapsed(smaller: Fit, larger: Fit) -> Ascent:
    """The fit of the null hypothesis; of a collapse a statistic of 0 would seem a result."""
    k = smaller.n_components
    for fit, so in ((smaller, "it"), (larger, f"{k} against one more")):
        of_k = counted(fit.n_components, "component")
        if fit.collapsed:
            raise DataError(
                f"A mixture of {of_k} collapses on these rows, so {so} cannot be tested. Choose "
                f"{'fewer components or ' if k > 1 else ''}a covariance with fewer parameters."
            )
        if fit.ascent is None:
            raise DataError(
                f"There is no fit of {of_k} ({fit.status}), so {so} cannot be tested. Give cells "
                "that are fitted."
            )
    assert smaller.ascent is not None
    return smaller.ascent


def _check(data: Data, n_components: int, model: Model, n_boot: int) -> None:
    check_fit(data, n_components + 1, model)
    if n_boot < 1:
        raise DataError(
            f"{n_boot} bootstrap samples were asked for. Ask for a whole number, at least one."
        )


def _number_of_rows(data: Data) -> int:
    """The rows of a sample."""
    if data.weights is None:
        return len(data.X)
    if (data.weights != np.floor(data.weights)).any():
        raise DataError(
            "Samples have as many rows as frequencies add up to, and some weights are no whole "
            "numbers. Give frequencies, or rows without weights."
        )
    if data.weight * data.X.shape[1] > MOST_DRAWN:
        raise DataError(
            f"The frequencies add up to {data.weight:,.0f} rows, more than can be drawn again and "
            "again. Give fewer rows."
        )
    return int(data.weight)
