"""What a person is warned of, before and after a fit."""

from __future__ import annotations

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from gmm_core.estimator.attributes import FittedAttributes
from gmm_core.expectation import Data
from gmm_core.sources import Source
from gmm_core.wording import counted, listed, plural, quoted

SOME_ROWS = 10_000  # in which it is mostly seen that columns vary by enough


def say_how_it_ended(fit: FittedAttributes) -> None:
    """Warn of a run that did not converge; of one that collapsed it has been said."""
    if fit.max_iter and fit.run_.stop_reason == "max_iter":
        warnings.warn(
            f"EM did not converge in {counted(fit.max_iter, 'iteration')}. Raise max_iter "
            f"or tol{_or_another_way(fit)}.",
            ConvergenceWarning,
            stacklevel=3,
        )
    elif fit.run_.converged and (pair := fit.run_.mixture.equal_pair()):
        warnings.warn(
            f"Components {pair[0] + 1} and {pair[1] + 1} are equal, and EM never parts equal "
            "components. Try another start or fewer components.",
            ConvergenceWarning,
            stacklevel=3,
        )


def _or_another_way(fit: FittedAttributes) -> str:
    """What else may converge; one component has no other start."""
    return "" if len(fit.weights_) == 1 else ", or try another start or fewer components"


def say_what_is_left_out(n_rows: int) -> None:
    """Warn of rows without any value."""
    if n_rows:
        warnings.warn(
            f"{counted(n_rows, 'row')} {plural(n_rows, 'has', 'have')} no value in any feature, "
            f"and {plural(n_rows, 'is', 'are')} left out of the fit.",
            UserWarning,
            stacklevel=4,
        )


def say_what_is_swamped(fit: FittedAttributes, data: Data | Source) -> None:
    """Warn of columns that vary by less than what is added to every variance."""
    if isinstance(data, Data):
        if _clearly_vary(data.X, fit.reg_covar):
            return
        spread = np.nanvar(data.X, axis=0)
    else:
        spread = data.summary.variances
    swamped = np.flatnonzero((spread > 0) & (spread < fit.reg_covar))
    if swamped.size:
        labels = getattr(fit, "feature_names_in_", np.arange(1, data.n_features + 1))
        named = [quoted(str(labels[column])) for column in swamped[:5]]
        warnings.warn(
            f"reg_covar = {fit.reg_covar:g} is more than the variance of "
            f"{plural(swamped.size, 'column')} {listed(named, last=' and ')}, so that it hides "
            "the clusters there. Set a smaller reg_covar, or give the data in another unit.",
            UserWarning,
            stacklevel=3,
        )


def _clearly_vary(X: np.ndarray, least: float) -> bool:
    """Whether some of many rows show that no column has a variance below `least`.

    All rows lie as far from their mean as some of them at least, all in all.
    """
    some = X[:: max(len(X) // SOME_ROWS, 1)]
    return bool((len(some) * np.var(some, axis=0) >= len(X) * least).all())
