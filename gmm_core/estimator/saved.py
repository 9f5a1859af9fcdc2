"""A fitted estimator as a file and back, without pickle."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from gmm_core.compact_parameters import from_compact
from gmm_core.em import Model, Run, State, Stop
from gmm_core.estimator.attributes import FittedAttributes
from gmm_core.exporting import SavedEstimator

Fit = TypeVar("Fit", bound=FittedAttributes)


def as_json(fit: FittedAttributes) -> bytes:
    """Return a fitted estimator as JSON; see `GaussianMixture.to_json`."""
    k, d = np.shape(fit.means_)
    names = getattr(fit, "feature_names_in_", None)
    kept = ("n_iter_", "lower_bound_", "lower_bounds_", "floored_")
    read = ("weights_", "means_", "covariances_", "precisions_cholesky_")
    fitted = {
        "covariance_type": fit._fitted_type,
        "n_components": k,
        "n_features": d,
        "feature_names": None if names is None else list(names),
        "weight": fit.run_.weight,
        "stop_reason": fit.run_.stop_reason,
        "noise": fit.run_.mixture.noise,
        "known_classes_": fit.known_classes_.tolist(),
        "marginal_log_likelihood_": fit.marginal_log_likelihood_,
    } | {name: getattr(fit, name) for name in kept + read}
    return SavedEstimator(fit.get_params(deep=False), fitted).to_json()


def read_json(kind: type[Fit], content: bytes | str) -> Fit:
    """Return the fitted estimator in a file; see `GaussianMixture.from_json`."""
    saved = SavedEstimator.from_json(content)
    fit, found = kind(**saved.parameters), saved.fitted
    model = Model(found["covariance_type"], fit.reg_covar, fit.covariance_floor)
    covariances = found["weights_"], found["means_"], found["covariances_"]
    compact = from_compact(*covariances, model.structure, scatter="covariances_")
    mixture = compact.with_noise(found["noise"])
    reached = found["lower_bound_"] * found["weight"]
    last = State(found["n_iter_"], mixture, reached, found["floored_"])
    stopped = found["stop_reason"]
    fit._recent = ()
    fit._keep(Run((last,), stopped == "converged", stopped, found["weight"]), model)
    fit._recent = tuple(found["lower_bounds_"][-Stop.read_back :])
    for name in ("n_iter_", "lower_bound_", "lower_bounds_", "precisions_cholesky_"):
        setattr(fit, name, found[name])
    fit.known_classes_ = np.array(found["known_classes_"], dtype=np.intp)
    fit.marginal_log_likelihood_ = found["marginal_log_likelihood_"]
    fit.n_features_in_ = found["n_features"]
    if found["feature_names"] is not None:
        fit.feature_names_in_ = np.array(found["feature_names"], dtype=object)
    return fit
