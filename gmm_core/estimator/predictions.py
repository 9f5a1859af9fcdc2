"""What a fitted estimator says of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import check_is_fitted

from gmm_core.assigned import assigned
from gmm_core.checked import check_weights
from gmm_core.errors import DataError
from gmm_core.estimator.attributes import READ, FittedAttributes
from gmm_core.estimator.rows import checked_rows, rows_in_pieces
from gmm_core.expectation import Data
from gmm_core.gaps import density_of, imputed, shares_of
from gmm_core.mixture import Mixture, sample
from gmm_core.seeds import Seed
from gmm_core.selection import criteria
from gmm_core.sources import OfRows, in_pieces


class Predictions(FittedAttributes):
    """Methods that need a fit, and leave it as it is."""

    def predict(self, X: Any) -> Any:
        """Return the most probable component of each row, shape (n_samples,).

        `X` may be all that `fit` takes: of a Dask collection what is returned is lazy, of batches
        and paths in memory (`python -m gmm_core predict` writes it to a file).

        As in scikit-learn, `weights_`, `means_` and `precisions_cholesky_` are read here and in
        `score_samples`, and `covariances_` in `sample`; set them together. Noise is -1.
        """
        return self._of_rows(X, most_probable)

    def predict_proba(self, X: Any) -> Any:
        """Return the responsibilities, shape (n_samples, n_components).

        With ``missing="ml"`` they go by what is there of a row; one without any value has the
        weights of the components. With noise a row sums to what is left of it.
        """
        return self._of_rows(X, shares_of)

    def score_samples(self, X: Any) -> Any:
        """Return the log-density of each row, in nats, shape (n_samples,).

        With ``missing="ml"`` it is that of what is there of a row: of rows with different gaps it
        is of different features, and cannot be compared. A row without any value has 0.
        """
        return self._of_rows(X, density_of)

    def _of_rows(self, X: Any, function: OfRows) -> Any:
        """What a function of rows and mixture says of each row; lazily of what is lazy."""
        check_is_fitted(self)
        if in_pieces(X):
            return rows_in_pieces(self, X).of_rows(function, self._mixture(READ))
        return function(self._new_rows(X), self._mixture(READ))

    def score(self, X: ArrayLike, y: Any = None, sample_weight: ArrayLike | None = None) -> float:
        """Return the mean log-likelihood of a row, in nats; that of a row of weight 2 counts twice.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
        y : ignored
        sample_weight : array_like of shape (n_samples,), optional
        """
        log_likelihood, weight = self._log_likelihood(X, sample_weight)
        return log_likelihood / weight

    def impute(self, X: ArrayLike, *, drawn: bool = False, random_state: Seed = None) -> np.ndarray:
        """Return the rows with their gaps filled; see `gmm_core.gaps.imputed`.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
            With ``missing="ml"`` values may be missing, at random; else they are refused.
        drawn : bool
            Draw each gap from the mixture given what is there of its row, in place of taking its
            conditional mean.
        random_state : int, RandomState, Generator or None
            Of the draws; by default that of the estimator.

        Returns
        -------
        ndarray of shape (n_samples, n_features)
        """
        if in_pieces(X):
            raise DataError(
                "impute takes rows in memory, as an array or a table. Give them batch by batch."
            )
        rows = self._new_rows(X)
        seed = self.random_state if random_state is None else random_state
        return imputed(rows, self._mixture("covariances_"), drawn=drawn, random_state=seed)

    def sample(
        self,
        n_samples: int = 1,
        random_state: Seed = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return rows drawn from the mixture and the component of each.

        Parameters
        ----------
        n_samples : int
        random_state : int, RandomState, Generator or None
            Of this draw; by default that of the estimator, as in scikit-learn.

        Raises
        ------
        DataError
            When no whole number of rows is asked for.
        """
        check_is_fitted(self)
        seed = self.random_state if random_state is None else random_state
        return sample(self._mixture("covariances_"), n_samples, seed)

    def bic(self, X: ArrayLike, sample_weight: ArrayLike | None = None) -> float:
        """Return the Bayesian information criterion of `X`; lower is better.

        With weights, a row of weight 2 counts as two rows, also in their number.
        """
        log_likelihood, weight = self._log_likelihood(X, sample_weight)
        return criteria.bic(log_likelihood, self._n_parameters(), weight)

    def aic(self, X: ArrayLike, sample_weight: ArrayLike | None = None) -> float:
        """Return Akaike's information criterion of `X`; lower is better."""
        log_likelihood, _ = self._log_likelihood(X, sample_weight)
        return criteria.aic(log_likelihood, self._n_parameters())

    def _log_likelihood(self, X: ArrayLike, weights: ArrayLike | None) -> tuple[float, float]:
        """The log-likelihood of rows, in nats, and their total weight."""
        if in_pieces(X):
            check_is_fitted(self)
            in_batches = rows_in_pieces(self, X, weights)
            found, weight = in_batches.total(log_likelihood_of, self._mixture(READ))
            return found, weight
        rows = self._new_rows(X)
        log_densities = density_of(rows, self._mixture(READ))
        there = ~np.isnan(rows).all(axis=1)  # a row without any value takes no part
        if not there.any():
            raise DataError("No row has a value. Give at least one that has.")
        if weights is None:
            return float(log_densities.sum()), float(there.sum())
        checked = check_weights(weights, len(log_densities)) * there
        counting = checked > 0  # a row of no weight counts for nothing, however unlikely it is
        return float(checked[counting] @ log_densities[counting]), float(checked.sum())

    def _n_parameters(self) -> int:
        k, d = np.shape(self.means_)
        has_noise = hasattr(self, "run_") and self.run_.mixture.noise is not None
        return criteria.n_parameters(k, d, self._structure().name, has_noise)

    def _new_rows(self, X: ArrayLike) -> np.ndarray:
        check_is_fitted(self)
        return checked_rows(self, X, reset=False)


def log_likelihood_of(piece: Data, mixture: Mixture) -> list[float]:
    """Return the log-likelihood of a piece of the rows, in nats, and its weight."""
    found = piece.log_density(mixture)
    return [float(found.sum() if piece.weights is None else piece.weights @ found), piece.weight]


def most_probable(rows: np.ndarray, mixture: Mixture) -> np.ndarray:
    """Return the component of the largest responsibility of each row, or -1 of noise."""
    return assigned(shares_of(rows, mixture))
