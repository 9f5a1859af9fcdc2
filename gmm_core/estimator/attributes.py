"""The attributes of a fitted estimator: of a run, as scikit-learn shapes them, and back."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.exceptions import NotFittedError

from gmm_core.compact_parameters import Scatter, from_compact, to_compact
from gmm_core.departures import spurious
from gmm_core.em import Model, Run, Stop
from gmm_core.estimator.parameters import HasParameters
from gmm_core.maximisation import CovarianceStructure
from gmm_core.mixture import Mixture
from gmm_core.wording import listed, plural

READ: Scatter = "precisions_cholesky_"  # by predict and score, and where a warm start begins


class FittedAttributes(HasParameters):
    """What a fit leaves behind; `GaussianMixture` says what each attribute means."""

    run_: Run
    weights_: np.ndarray
    means_: np.ndarray
    covariances_: np.ndarray
    precisions_: np.ndarray
    precisions_cholesky_: np.ndarray
    noise_share_: float
    known_classes_: np.ndarray
    marginal_log_likelihood_: float
    n_features_in_: int
    feature_names_in_: np.ndarray

    def _keep(self, best: Run, model: Model) -> None:
        """Set the fitted attributes, in scikit-learn's shapes."""
        self.run_ = best
        self._fitted_type = model.covariance_type
        self.noise_share_ = 0.0 if best.mixture.noise is None else best.mixture.noise.share
        self.floored_ = best.states[-1].floored
        self.suspicions_ = spurious(
            best.mixture,
            best.weight,
            reg_covar=model.reg_covar,
            floored=self.floored_,
            floor_helps=model.floor_helps,
            lone=True,
        )
        self.converged_ = best.converged and best.mixture.equal_pair() is None
        self.n_iter_ = best.n_iter
        vars(self).update(self._of_run())
        for name, values in to_compact(best.mixture, model.structure).items():
            setattr(self, name, values.copy())
        bounds = best.mean_log_likelihoods.tolist()
        self.lower_bounds_ = bounds[1:]
        self.lower_bound_ = bounds[-1]
        before = self._recent[:-1] if best.n_iter else ()
        reached = bounds[-Stop.read_back :]
        if model.prior is not None:  # by which it is the log-posterior that rises
            last = [state for state in best.states if state.iteration > best.n_iter - 3]
            reached = [state.log_posterior / best.weight for state in last]
        self._recent = (*before, *reached)[-Stop.read_back :]

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

    def _mixture(self, scatter: Scatter) -> Mixture:
        """The mixture of the fit, or of what has been set by hand since."""
        self._check_set("weights_", "means_", scatter)
        structure = self._structure()
        parameters = self.weights_, self.means_, getattr(self, scatter)
        noise = None
        if hasattr(self, "run_"):
            fitted, noise = self.run_.mixture, self.run_.mixture.noise
            compact = to_compact(fitted, structure)[scatter]
            if all(map(np.array_equal, parameters, (fitted.weights, fitted.means, compact))):
                return fitted
        return from_compact(*parameters, structure, scatter=scatter).with_noise(noise)

    def _check_saved(self) -> None:
        """Say why there is no fit that a file can hold."""
        if not hasattr(self, "run_"):
            raise NotFittedError(
                "A file holds a fit, and what is here has been set by hand alone. Fit the "
                "estimator before it is saved."
            )
        for scatter in ("covariances_", READ):
            self._mixture(scatter)

    def _check_set(self, *names: str) -> None:
        """Say which of the attributes are not there, where some have been set by hand."""
        unset = [name for name in names if not hasattr(self, name)]
        if unset:
            raise NotFittedError(
                f"{listed(unset, last=' and ')} {plural(len(unset), 'is', 'are')} not set. Fit "
                f"the estimator, or set {listed(list(names), last=' and ')} together."
            )

    def _structure(self) -> CovarianceStructure:
        return Model(getattr(self, "_fitted_type", self.covariance_type)).structure

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
