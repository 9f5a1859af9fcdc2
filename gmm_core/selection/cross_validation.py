"""Cross-validation: the log-likelihood of rows that the fit has not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated
from gmm_core.em import Model, Stop, check_fit
from gmm_core.errors import DataError
from gmm_core.expectation import Data, PartlyKnown
from gmm_core.gaps import Missing
from gmm_core.row_weights import Counting, WeightKind
from gmm_core.seeds import Seed, seeded
from gmm_core.selection.grid import DEFAULT_STOP, Fit, Key, fit_grid
from gmm_core.selection.one_by_one import box_around, fit_each, is_needed
from gmm_core.wording import counted, plural


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Log-densities of rows, each under a fit to the folds that it is not in.

    Parameters
    ----------
    log_densities : ndarray of shape (n_samples,)
        In nats; NaN where that fit collapsed.
    counting : Counting, optional
        How much each row counts; once without it.
    """

    log_densities: np.ndarray
    counting: Counting | None = None

    @property
    def mean(self) -> float:
        """Held-out log-likelihood in nats a row: higher is better."""
        if self.counting is None:
            return float(self.log_densities.mean())
        return float(np.average(self.log_densities, weights=self.counting.in_sums))

    @property
    def standard_error(self) -> float:
        """Standard error of `mean`, from the spread of the rows."""
        counting = self.counting or Counting.once(len(self.log_densities))
        n = counting.in_sums.sum()
        spread = counting.in_spreads @ (self.log_densities - self.mean) ** 2
        return float(np.sqrt(spread / (1.0 - 1.0 / n)) / n) if n > 1.0 else float("nan")

    def with_log_jacobians(self, log_jacobians: np.ndarray) -> HeldOut:
        """Return the same in the units before a change of them, as `Rows.log_jacobians` has it."""
        return HeldOut(self.log_densities + log_jacobians, self.counting)

    @property
    def status(self) -> str:
        """What `mean` rests on, in words; why there is none where it is NaN."""
        n, lost = len(self.log_densities), int(np.isnan(self.log_densities).sum())
        if not lost:
            return f"{counted(n, 'row')}, each under a fit without it"
        return f"no value: fits collapsed without {lost:,} of {counted(n, 'row')}"


@as_annotated
def cross_validated(
    X: ArrayLike | Data,
    n_components: int,
    covariance_type: str = "full",
    *,
    sample_weight: ArrayLike | None = None,
    kind: WeightKind = "frequency",
    missing: Missing = "refuse",
    prior: bool = False,
    noise: bool = False,
    folds: int = 10,
    random_state: Seed = None,
    tol: float = 1e-6,
    max_iter: int = 1000,
    on_progress: Callable[[float], None] | None = None,
) -> HeldOut:
    """Return the held-out log-likelihood of one mixture.

    The rows are shuffled into folds; each fold is judged by a mixture fitted to the others, start
    included. Smyth (2000), section 4. Of a row with gaps it is the density of what is there of it,
    and of one of known class that of the row, whatever its class: the fits alone know classes.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), or Data
        Data have their weights, and may have known classes (`Data.with_known`).
    n_components : int
    covariance_type : str
    sample_weight : array_like of shape (n_samples,), optional
        How much each row counts, in the fits and in the mean; it is held out with all its weight.
    kind : {"frequency", "sampling"}
        What the weights say: how many equal rows a row stands for, or how many of a population. It
        matters to the standard error alone.
    missing : {"refuse", "ml"}
        With "ml" values may be missing (NaN), at random; see `run`.
    prior : bool
        Whether the fits have the conjugate prior that belongs to their rows. It counts in what they
        come to, and not in what is held out.
    noise : bool
        Whether some rows may be noise, spread over a box about the rows that are fitted. As in a
        fit it has this density for the rows left out, too, where they lie beside the box.
    folds : int
        From 2 to the number of rows.
    random_state : int, RandomState, Generator or None
        Of the shuffle.
    tol : float
        As in `run`, in nats a row.
    max_iter : int
    on_progress : callable, optional
        Called with the share of the work that is done; an exception in it ends the work.

    Returns
    -------
    HeldOut

    Raises
    ------
    DataError
        When the rows cannot be fitted as asked, or there are too few for the folds.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(200, 1))
    >>> held_out = cross_validated(X, 1, random_state=0)  # the true mean is -1.42
    >>> round(held_out.mean, 2), round(held_out.standard_error, 2)
    (-1.39, 0.05)
    """
    data, model = Data.of(X, sample_weight, missing=missing), Model(covariance_type)
    check_fit(data, n_components, model)
    (held_out,) = cross_validated_grid(
        data,
        [n_components],
        [model],
        kind=kind,
        prior=prior,
        noise=noise,
        folds=folds,
        random_state=random_state,
        stop=Stop(tol, max_iter),
        on_progress=on_progress,
    ).values()
    return held_out


def cross_validated_grid(
    data: Data,
    n_components: Sequence[int],
    models: Sequence[Model],
    *,
    kind: WeightKind = "frequency",
    prior: bool = False,
    noise: bool = False,
    folds: int = 10,
    random_state: Seed = None,
    stop: Stop = DEFAULT_STOP,
    on_fit: Callable[[Fit], None] | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> dict[Key, HeldOut]:
    """Return the held-out log-likelihood of every mixture of a grid, all on the same folds.

    The grid is fitted once for every fold, by `fit_grid`, or by `fit_each` with a prior, noise or
    known classes. Too few rows for the folds or for the components are a DataError.
    """
    X, weights = data.X, data.weights
    counting = None if weights is None else Counting.of(weights, kind, len(X))
    _check_folds(len(X), folds, max(n_components))
    rng = seeded(random_state)
    fold = rng.permutation(len(X)) % folds
    held_out = {
        (k, model.covariance_type): np.full(len(X), np.nan)
        for k in n_components
        for model in models
    }
    for number in range(folds):
        inside = fold == number
        kept, left_out = _kept(data, ~inside), Data.of(X[inside], missing="ml")
        search = {"stop": stop, "random_state": rng, "on_fit": on_fit}
        if is_needed(kept, prior, noise):
            box = box_around(kept, along=not data.total_is_fixed) if noise else None
            fits = fit_each(kept, n_components, models, prior=prior, noise=box, **search)
        else:
            on_tree = _of_tree(on_progress, number, folds)
            fits = fit_grid(kept, n_components, models, n_splits=1, on_tree=on_tree, **search)
        for key, fit in fits.items():
            if fit.ascent is not None:
                held_out[key][inside] = left_out.log_density(fit.ascent.mixture)
        if on_progress is not None:
            on_progress((number + 1) / folds)
    return {key: HeldOut(log_densities, counting) for key, log_densities in held_out.items()}


def _kept(data: Data, rows: np.ndarray) -> Data:
    """The rows of a fit; of known class no more where none of them is."""
    if isinstance(data, PartlyKnown) and not (data.components[rows] >= 0).any():
        return data.rows.taken(rows)
    return data.taken(rows)


def _of_tree(
    on_progress: Callable[[float], None] | None, fold: int, folds: int
) -> Callable[[float], None] | None:
    """Told of the clustering that a fold begins with, which is half of it."""
    if on_progress is None:
        return None
    return lambda share: on_progress((fold + 0.5 * share) / folds)


def _check_folds(n_samples: int, folds: int, n_components: int) -> None:
    if not 2 <= folds <= n_samples:
        raise DataError(
            f"{counted(int(folds), 'fold')} {plural(folds, 'was', 'were')} asked for, of "
            f"{counted(n_samples, 'row')}. "
            f"{_advised(n_samples, n_components)}."
        )
    kept = n_samples - -(-n_samples // folds)
    if kept < n_components:
        raise DataError(
            f"With {counted(int(folds), 'fold')} a fit has {counted(kept, 'row')}, fewer than "
            f"{n_components} components. {_advised(n_samples, n_components)}."
        )


def _advised(n_samples: int, n_components: int) -> str:
    """Numbers of folds that leave a row for each component, where there are any."""
    if n_samples <= n_components or n_samples < 2:
        return f"Give at least {max(n_components + 1, 2)} rows, or leave cross-validation out"
    least = max(2, -(-n_samples // (n_samples - n_components)))
    or_fewer = ", or fewer components" if n_components > 1 else ""
    return f"Choose a number of folds from {least} to {n_samples}{or_fewer}"
