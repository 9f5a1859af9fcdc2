"""A drop-in for ``sklearn.mixture.GaussianMixture`` on top of the EM of this package."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, DensityMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from gmm_core.checked import (
    as_real,
    as_table,
    check_weights,
    check_whole,
    hides_what_it_is,
    is_number,
)
from gmm_core.compact_parameters import Scatter, from_compact, to_compact
from gmm_core.departures import spurious
from gmm_core.em import History, Model, Run, State, Stop, check_fit, iterate, run_until
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.expectation import Data
from gmm_core.maximisation import CovarianceStructure, check_floor
from gmm_core.mixture import Mixture, log_density, responsibilities, sample
from gmm_core.seeds import Seed, seeded
from gmm_core.selection import criteria
from gmm_core.starts import INITIALIZERS, given_parameters, initialize
from gmm_core.wording import counted, listed, plural, quoted, shown

_ORDERS = ("mean", "weight")
_READ: Scatter = "precisions_cholesky_"  # by predict and score, and where a warm start begins


class GaussianMixture(DensityMixin, BaseEstimator):
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
        Number of starts; the run of highest log-likelihood is kept.
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
        Components that are likely an accident of few rows, or that only `reg_covar` or the floor
        keeps from collapsing, and why.
    n_features_in_, feature_names_in_
        As in scikit-learn.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> clusters = GaussianMixture(3, random_state=0).fit_predict(load_iris().data)
    >>> sorted(np.bincount(clusters).tolist())
    [45, 50, 55]
    """

    run_: Run
    weights_: np.ndarray
    means_: np.ndarray
    covariances_: np.ndarray
    precisions_: np.ndarray
    precisions_cholesky_: np.ndarray
    n_features_in_: int
    feature_names_in_: np.ndarray

    def __init__(
        self,
        n_components: int = 1,
        *,
        covariance_type: str = "full",
        tol: float = 1e-6,
        reg_covar: float = 1e-6,
        covariance_floor: float = 0.0,
        max_iter: int = 1000,
        n_init: int = 1,
        init_params: str = "kmeans",
        weights_init: ArrayLike | None = None,
        means_init: ArrayLike | None = None,
        precisions_init: ArrayLike | None = None,
        random_state: Seed = None,
        warm_start: bool = False,
        order: Literal["mean", "weight"] | None = None,
        verbose: int = 0,
        verbose_interval: int = 10,
    ):
        self.n_components = n_components
        self.covariance_type = covariance_type
        self.tol = tol
        self.reg_covar = reg_covar
        self.covariance_floor = covariance_floor
        self.max_iter = max_iter
        self.n_init = n_init
        self.init_params = init_params
        self.weights_init = weights_init
        self.means_init = means_init
        self.precisions_init = precisions_init
        self.random_state = random_state
        self.warm_start = warm_start
        self.order = order
        self.verbose = verbose
        self.verbose_interval = verbose_interval

    def fit(self, X: ArrayLike, y: Any = None, sample_weight: ArrayLike | None = None) -> Self:
        """Fit the mixture; the best of ``n_init`` starts is kept.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
        y : ignored
        sample_weight : array_like of shape (n_samples,), optional
            A row of weight 2 counts as two rows; one of weight 0 as none.

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
        rows = self._checked(X, ensure_min_samples=2)
        weights = None
        if sample_weight is not None:
            sample_weight = as_real("sample_weight", sample_weight)
            weights = _check_sample_weight(
                sample_weight, rows, dtype=np.float64, ensure_non_negative=True
            )
            if not weights.any():
                raise DataError(
                    "sample_weight is 0 for every row. Give at least one non-zero weight."
                )
            rows, weights = rows[weights > 0], weights[weights > 0]
        data = Data(rows, weights)
        check_fit(data, self.n_components, model, names=getattr(self, "feature_names_in_", None))
        self._say_what_is_swamped(data.X)
        self._keep(self._ordered(self._best_run(data, model, stop)), model)
        self._say_how_it_ended()
        return self

    def fit_predict(
        self, X: ArrayLike, y: Any = None, sample_weight: ArrayLike | None = None
    ) -> np.ndarray:
        """Fit the mixture and return the most probable component of each row, (n_samples,)."""
        return self.fit(X, y, sample_weight).predict(X)

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the most probable component of each row, shape (n_samples,).

        As in scikit-learn, `weights_`, `means_` and `precisions_cholesky_` are read here and in
        `score_samples`, and `covariances_` in `sample`; set them together.
        """
        return self.predict_proba(X).argmax(axis=1)

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """Return the responsibilities, shape (n_samples, n_components)."""
        rows = self._new_rows(X)
        return responsibilities(rows, self._mixture(_READ))

    def score_samples(self, X: ArrayLike) -> np.ndarray:
        """Return the log-density of each row, in nats, shape (n_samples,)."""
        rows = self._new_rows(X)
        return log_density(rows, self._mixture(_READ))

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
        from gmm_core.exporting import SavedEstimator  # loaded at need, with what tables need

        check_is_fitted(self)
        k, d = np.shape(self.means_)
        names = getattr(self, "feature_names_in_", None)
        kept = ("n_iter_", "lower_bound_", "lower_bounds_", "floored_")
        read = ("weights_", "means_", "covariances_", "precisions_cholesky_")
        fitted = {
            "covariance_type": self._fitted_type,
            "n_components": k,
            "n_features": d,
            "feature_names": None if names is None else list(names),
            "weight": self.run_.weight,
            "stop_reason": self.run_.stop_reason,
        } | {name: getattr(self, name) for name in kept + read}
        return SavedEstimator(self.get_params(deep=False), fitted).to_json()

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
        from gmm_core.exporting import SavedEstimator

        saved = SavedEstimator.from_json(content)
        fit, found = cls(**saved.parameters), saved.fitted
        model = Model(found["covariance_type"], fit.reg_covar, fit.covariance_floor)
        covariances = found["weights_"], found["means_"], found["covariances_"]
        mixture = from_compact(*covariances, model.structure, scatter="covariances_")
        reached = found["lower_bound_"] * found["weight"]
        last = State(found["n_iter_"], mixture, reached, found["floored_"])
        stopped = found["stop_reason"]
        fit._recent = ()
        fit._keep(Run((last,), stopped == "converged", stopped, found["weight"]), model)
        fit._recent = tuple(found["lower_bounds_"][-3:])
        for name in ("n_iter_", "lower_bound_", "lower_bounds_", "precisions_cholesky_"):
            setattr(fit, name, found[name])
        fit.n_features_in_ = found["n_features"]
        if found["feature_names"] is not None:
            fit.feature_names_in_ = np.array(found["feature_names"], dtype=object)
        return fit

    def _log_likelihood(self, X: ArrayLike, weights: ArrayLike | None) -> tuple[float, float]:
        """The log-likelihood of rows, in nats, and their total weight."""
        log_densities = self.score_samples(X)
        if weights is None:
            return float(log_densities.sum()), float(len(log_densities))
        checked = check_weights(weights, len(log_densities))
        counting = checked > 0  # a row of no weight counts for nothing, however unlikely it is
        return float(checked[counting] @ log_densities[counting]), float(checked.sum())

    def _mixture(self, scatter: Scatter) -> Mixture:
        """The mixture of the fit, or of what has been set by hand since."""
        structure = self._structure()
        parameters = self.weights_, self.means_, getattr(self, scatter)
        if hasattr(self, "run_"):
            fitted = self.run_.mixture
            compact = to_compact(fitted, structure)[scatter]
            if all(map(np.array_equal, parameters, (fitted.weights, fitted.means, compact))):
                return fitted
        return from_compact(*parameters, structure, scatter=scatter)

    def _structure(self) -> CovarianceStructure:
        return Model(getattr(self, "_fitted_type", self.covariance_type)).structure

    def _n_parameters(self) -> int:
        k, d = self.means_.shape
        return criteria.n_parameters(k, d, self.covariance_type)

    def _new_rows(self, X: ArrayLike) -> np.ndarray:
        check_is_fitted(self)
        return self._checked(X, reset=False)

    def _checked(self, X: Any, **checks: Any) -> np.ndarray:
        if hides_what_it_is(X):  # scikit-learn would count nanoseconds, or show what is masked
            as_table(X)
        try:
            return np.asarray(validate_data(self, X, dtype=np.float64, **checks))
        except OverflowError:
            return as_table(X)  # names the entry
        except ValueError as refused:
            _name_the_entry(X, refused)
            raise

    def _checked_parameters(self) -> tuple[Model, Stop]:
        model = Model(self.covariance_type)
        check_floor(self.covariance_floor)
        if not isinstance(self.init_params, str) or self.init_params not in INITIALIZERS:
            raise DataError(
                f"init_params is {shown(self.init_params)}. "
                f"Choose one of {', '.join(INITIALIZERS)}."
            )
        for name in ("n_components", "n_init", "verbose_interval"):
            check_whole(name, getattr(self, name), 1)
        check_whole("max_iter", self.max_iter, 0)
        if not isinstance(self.verbose, bool):
            check_whole("verbose", self.verbose, 0)
        if not isinstance(self.warm_start, bool | np.bool_):
            raise DataError(f"warm_start is {shown(self.warm_start)}. Give True or False.")
        if not (self.order is None or (isinstance(self.order, str) and self.order in _ORDERS)):
            raise DataError(f'order is {shown(self.order)}. Choose "mean", "weight" or None.')
        for name in ("tol", "reg_covar"):
            value = getattr(self, name)
            if not is_number(value) or not 0 <= value < np.inf:
                raise DataError(f"{name} is {shown(value)}. Give a number of at least 0.")
        model = replace(model, reg_covar=self.reg_covar, floor=self.covariance_floor)
        return model, Stop(self.tol, max(self.max_iter, 1))

    def _best_run(self, data: Data, model: Model, stop: Stop) -> Run:
        """The run of highest log-likelihood; a start that collapses loses to any that does not."""
        warm = self.warm_start and self._fits_last_run(data.X, model)
        random_state = seeded(self.random_state)
        self._recent = getattr(self, "_recent", ()) if warm else ()
        best: Run | None = None
        collapse: DegenerateComponentError | None = None
        for start_number in range(1 if warm else self.n_init):
            if self.verbose:
                print(f"Start {start_number + 1}")
            try:
                start = self._mixture(_READ) if warm else self._start(data, model, random_state)
                found = self._run(data, start, model, stop)
                best = max(filter(None, (best, found)), key=lambda run: run.log_likelihood)
            except DegenerateComponentError as error:
                collapse = error
        if best is None:
            assert collapse is not None
            raise collapse
        return best

    def __getstate__(self) -> dict[str, Any]:
        """What is kept; of the run its ends, and no attribute that still is what they say."""
        state: Any = super().__getstate__()
        if "run_" not in state:
            return state
        fitted = self._of_run()
        kept = {
            name: value
            for name, value in state.items()
            if name not in fitted or not np.array_equal(value, fitted[name])
        }
        return kept | {"run_": state["run_"].ends}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        if hasattr(self, "run_"):
            vars(self).update(self._of_run() | vars(self))

    def _of_run(self) -> dict[str, np.ndarray]:
        """Copies of the parameters of the run's last mixture, in scikit-learn's shapes."""
        mixture = self.run_.mixture
        covariances = self._structure().compact(mixture.matrices)
        fitted = {
            "weights_": mixture.weights,
            "means_": mixture.means,
            "covariances_": covariances,
        }
        return {name: values.copy() for name, values in fitted.items()}

    def _run(self, data: Data, start: Mixture, model: Model, stop: Stop) -> Run:
        """The run from a start; where that was given whole, up to its collapse."""
        history, report = History("ends"), self._report if self.verbose else None
        if not self.max_iter:
            state = next(iterate(data, start, model.covariance_type))
            history.add(state)
            if report is not None:
                report(state)
            return history.run("max_iter", data.weight)
        try:
            return run_until(data, start, model, stop, report, history, self._recent)
        except DegenerateComponentError as collapse:
            if not history.states or not self._start_is_given():
                raise
            warnings.warn(
                f"What is kept is the mixture before a collapse. {collapse}",
                ConvergenceWarning,
                stacklevel=4,
            )
            return history.run("collapsed", data.weight, collapse)

    def _start_is_given(self) -> bool:
        given = self.weights_init, self.means_init, self.precisions_init
        return all(part is not None for part in given)

    def _fits_last_run(self, X: np.ndarray, model: Model) -> bool:
        """Whether the last run, if there is one, is of the same structure and as large."""
        shape = (self.n_components, X.shape[1])
        if not hasattr(self, "run_") or np.shape(self.means_) != shape:
            return False
        return self._fitted_type == model.covariance_type

    def _start(self, data: Data, model: Model, random_state: np.random.RandomState) -> Mixture:
        """The first mixture: from the chosen start, with what the caller gave put in its place."""
        parameters = given_parameters(
            (self.n_components, data.X.shape[1]),
            model.structure,
            weights=self.weights_init,
            means=self.means_init,
            precisions=self.precisions_init,
        )
        if len(parameters) < 3:
            statistics = initialize(
                data,
                self.n_components,
                self.init_params,
                random_state=random_state,
                model=model,
            )
            first = model.start(statistics)
            parameters = {
                "weights": first.weights,
                "means": first.means,
                "covariances": first.matrices,
            } | parameters
        return Mixture(**parameters)

    def _keep(self, best: Run, model: Model) -> None:
        """Set the fitted attributes, in scikit-learn's shapes."""
        self.run_ = best
        self._fitted_type = model.covariance_type
        self.floored_ = best.states[-1].floored
        self.suspicions_ = spurious(
            best.mixture,
            best.weight,
            reg_covar=model.reg_covar,
            floored=self.floored_,
            floor_helps=model.floor_helps,
        )
        self.converged_ = best.converged and best.mixture.equal_pair() is None
        self.n_iter_ = best.n_iter
        vars(self).update(self._of_run())
        for name, values in to_compact(best.mixture, model.structure).items():
            setattr(self, name, values.copy())
        self.lower_bounds_ = [float(bound) for bound in best.mean_log_likelihoods[1:]]
        self.lower_bound_ = float(best.mean_log_likelihoods[-1])
        before = self._recent[:-1] if best.n_iter else ()
        self._recent = (*before, *best.mean_log_likelihoods[-3:].tolist())[-3:]

    def _ordered(self, found: Run) -> Run:
        return found if self.order is None else found.permuted(found.mixture.ordering(self.order))

    def _say_how_it_ended(self) -> None:
        """Warn of a run that did not converge; of one that collapsed it has been said."""
        if self.max_iter and self.run_.stop_reason == "max_iter":
            warnings.warn(
                f"EM did not converge in {counted(self.max_iter, 'iteration')}. Raise max_iter "
                "or tol, or try another start or fewer components.",
                ConvergenceWarning,
                stacklevel=3,
            )
        elif self.run_.converged and (pair := self.run_.mixture.equal_pair()):
            warnings.warn(
                f"Components {pair[0] + 1} and {pair[1] + 1} are equal, and EM never parts equal "
                "components. Try another start or fewer components.",
                ConvergenceWarning,
                stacklevel=3,
            )

    def _say_what_is_swamped(self, X: np.ndarray) -> None:
        """Warn of columns that vary by less than what is added to every variance."""
        spread = X.var(axis=0)
        swamped = np.flatnonzero((spread > 0) & (spread < self.reg_covar))
        if swamped.size:
            labels = getattr(self, "feature_names_in_", np.arange(1, X.shape[1] + 1))
            named = [quoted(str(labels[column])) for column in swamped[:5]]
            warnings.warn(
                f"reg_covar = {self.reg_covar:g} is more than the variance of "
                f"{plural(swamped.size, 'column')} {listed(named, last=' and ')}, so that it hides "
                "the clusters there. Set a smaller reg_covar, or give the data in another unit.",
                UserWarning,
                stacklevel=3,
            )

    def _report(self, state: State) -> None:
        if state.iteration % self.verbose_interval == 0:
            value = f": log-likelihood {state.log_likelihood:.6f}" if self.verbose > 1 else ""
            print(f"  Iteration {state.iteration}{value}")


def _name_the_entry(X: Any, refused: ValueError) -> None:
    """Say where text, NaN or infinity stands, after scikit-learn's own words."""
    if any(word in str(refused) for word in ("NaN", "infinity", "could not convert")):
        try:
            as_table(X)
        except DataError as named:
            raise DataError(f"{str(refused).splitlines()[0].rstrip('.')}. {named}") from None
