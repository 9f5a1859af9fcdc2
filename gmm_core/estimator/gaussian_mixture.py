"""A drop-in for ``sklearn.mixture.GaussianMixture`` on top of the EM of this package."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import check_is_fitted

from gmm_core.em import check_fit
from gmm_core.estimator.partial import FedInBatches
from gmm_core.estimator.predictions import Predictions
from gmm_core.estimator.rows import fitted_rows, marginal, with_prior_and_noise
from gmm_core.estimator.warned import say_how_it_ended, say_what_is_swamped


class GaussianMixture(FedInBatches, Predictions):
    """A Gaussian mixture fitted by EM, with scikit-learn's contract.

    Parameters
    ----------
    n_components : int, default=1
    covariance_type : str, default="full"
        "full", "tied", "diag", "spherical", or mclust's three letters for any of 14 structures.
    tol : float, default=1e-6
        The run has converged when all iterations to come are estimated to raise the
        log-likelihood by less than `tol` nats a row. scikit-learn stops at the first small step.
    reg_covar : float, default=1e-6
        Added to every variance, in squared units of the features.
    covariance_floor : float, default=0
        Least variance in any direction, as a share of the variance of all the data; 0 is off.
    max_iter : int, default=1000
        0 keeps the start.
    n_init : int, default=1
        Number of starts; the run of highest log-likelihood, or with a prior log-posterior, is kept.
    init_params : str, default="kmeans"
        A name of the registry ``INITIALIZERS``: scikit-learn's "kmeans", "k-means++", "random",
        "random_from_data", and "hierarchical" and "auto", the best of several short runs.
    weights_init : array_like of shape (n_components,), optional
    means_init : array_like of shape (n_components, n_features), optional
    precisions_init : array_like, optional
        In scikit-learn's shape for `covariance_type`.
    random_state : int, RandomState, Generator or None
    warm_start : bool, default=False
        Start the next fit from the mixture of the last one, and carry its run on: a fit that
        ends by `max_iter` converges as one long run does.
    order : {"mean", "weight"} or None, default=None
        How the components of the fit are listed: by their means, the first feature first, or the
        heaviest first; then every seed that reaches one optimum lists them alike. None leaves
        them as the start made them.
    verbose : int, default=0
        1 prints each start and every `verbose_interval`-th iteration, 2 also the
        log-likelihood.
    verbose_interval : int, default=10
    missing : {"refuse", "ml"}, default="refuse"
        With "ml" values may be missing (NaN), in `fit` and in rows that are predicted or scored:
        a row takes part with what is there of it, by maximum likelihood. This is right where
        values are missing at random: for reasons that only what is there of a row may tell, which
        no data can show. Rows without any value are left out of a fit, with a warning.
    prior : {"conjugate"} or None, default=None
        "conjugate" keeps components from collapsing by the prior of Fraley and Raftery (2007), in
        place of a ridge: set `reg_covar` to 0 with it. The log-posterior then never falls;
        ``lower_bound_`` and all log-likelihoods are without the prior. VEE, EVE, VVE and EVV have
        none.
    noise : bool, default=False
        Whether some rows are noise, uniform over the smaller of the box about the rows and of that
        along their principal axes (Banfield and Raftery 1993). `predict` gives them -1, and
        ``weights_`` are those among the other rows. With gaps it is the box along the features.

    Attributes
    ----------
    weights_, means_ : ndarray of shape (n_components,) and (n_components, n_features)
    covariances_, precisions_, precisions_cholesky_ : ndarray
        (d, d) for tied, (k, d) for diag, (k,) for spherical, and (k, d, d) for all others.
    converged_ : bool
        False, too, where two components are equal, which EM never parts: no optimum.
    n_iter_ : int
        Number of M-steps after the start.
    lower_bound_ : float
        Mean log-likelihood of a row under the fitted parameters, in nats.
    lower_bounds_ : list of float
        The same for every iteration.
    run_ : Run
        The run of the best start: all its states up to 8 MB, and otherwise the first and last
        sixteen or fewer (``run_.is_complete`` says which), with the log-likelihoods of all. A
        pickle has the first and the last.
    floored_ : tuple of int
        Components whose covariance the floor has raised, counted from 0.
    suspicions_ : tuple of Suspicion
        Components that are likely an accident of few rows, that hold one row or two, or that only
        `reg_covar` or the floor keeps from collapsing, and why.
    noise_share_ : float
        Of the rows, 0 without noise.
    known_classes_ : ndarray of shape (n_classes,)
        The classes that were known of some rows, in the order of their components; `order` does not
        change it.
    marginal_log_likelihood_ : float
        Log-likelihood of the rows alone, in nats, where the class of some was known; otherwise that
        of the fit.
    n_features_in_, feature_names_in_
        As in scikit-learn.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> clusters = GaussianMixture(3, random_state=0).fit_predict(load_iris().data)
    >>> sorted(np.bincount(clusters).tolist())
    [45, 50, 55]
    """

    def fit(
        self,
        X: Any,
        y: Any = None,
        sample_weight: Any = None,
        *,
        labels: Any = None,
    ) -> Self:
        """Fit the mixture; the best of ``n_init`` starts is kept.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
            Or rows that are not in memory at once, as `source_of` takes them: batches that can be
            gone through again, a path, a pyarrow dataset or a Dask collection.
        y : ignored
        sample_weight : array_like of shape (n_samples,), optional
            A row of weight 2 counts as two rows; one of weight 0 as none. Of rows in pieces as
            `source_of` takes it.
        labels : array_like of int, shape (n_samples,), optional
            The class of each row, or -1 where it is not known. The first components are those of
            the classes, in the order of ``known_classes_``, and all runs begin from the known rows;
            further components are further classes. The log-likelihood is then that of rows and
            known classes together; ``marginal_log_likelihood_`` is that of the rows alone. Of rows
            in pieces as `source_of` takes them.

        Returns
        -------
        GaussianMixture
            Itself.

        Raises
        ------
        DataError
            When the data or a parameter cannot be used.
        DegenerateComponentError
            When a component collapses from every start. Where weights, means and precisions are
            all given there is no other start: the last mixture before it is kept, with a warning.
        """
        model, stop = self._checked_parameters()
        vars(self).pop("_stepwise", None)
        data = fitted_rows(self, X, sample_weight, labels)
        check_fit(data, self.n_components, model, names=getattr(self, "feature_names_in_", None))
        model = with_prior_and_noise(self, model, data)
        say_what_is_swamped(self, data)
        found = self._best_run(data, model, stop)
        self._keep(found if data.is_labelled else self._ordered(found), model)
        self.marginal_log_likelihood_ = marginal(data, self.run_)
        say_how_it_ended(self)
        return self

    def fit_predict(
        self, X: ArrayLike, y: Any = None, sample_weight: ArrayLike | None = None
    ) -> np.ndarray:
        """Fit the mixture and return the most probable component of each row, (n_samples,)."""
        return self.fit(X, y, sample_weight).predict(X)

    def to_json(self) -> bytes:
        """Return the fitted estimator as JSON, which `from_json` reads back without pickle.

        Returns
        -------
        bytes
            UTF-8: parameters, fitted attributes as they are now, names of the features and the
            versions that wrote it. Of the run the last mixture and all log-likelihoods are kept.

        Raises
        ------
        NotFittedError
            Before a fit.
        DataError
            When a parameter is none that a file can hold, or the file would be too large.

        Examples
        --------
        >>> fit = GaussianMixture(1).fit([[0.0], [1.0], [3.0]])
        >>> GaussianMixture.from_json(fit.to_json()).means_
        array([[1.33333333]])
        """
        from gmm_core.estimator.saved import as_json  # loaded at need, with what tables need

        check_is_fitted(self)
        self._check_saved()
        return as_json(self)

    @classmethod
    def from_json(cls, content: bytes | str) -> Self:
        """Return the fitted estimator in a file that `to_json` wrote; nothing in it is run.

        Parameters
        ----------
        content : bytes or str

        Returns
        -------
        GaussianMixture
            It predicts the same to the last bit. Its `run_` has the last state alone.

        Raises
        ------
        DataError
            When the file is anything else; the message says what is wrong.
        """
        from gmm_core.estimator.saved import read_json

        return read_json(cls, content)
