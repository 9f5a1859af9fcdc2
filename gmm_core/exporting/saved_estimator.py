"""A fitted estimator as JSON: its parameters and what it has found, with nothing to unpickle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from gmm_core.compact_parameters import from_compact
from gmm_core.em import Model, Stop
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.exporting.checked_json import Fields, check_format, check_written, parse, written
from gmm_core.exporting.saved_model import MAX_BYTES, versions
from gmm_core.exporting.written_noise import noise_read, noise_written
from gmm_core.gaps import Missing
from gmm_core.maximisation import CovarianceStructure, covariance_structure
from gmm_core.mixture import Mixture, Noise
from gmm_core.starts import INITIALIZERS

FORMAT = "GMM Lab estimator"
FORMAT_VERSION = 1
_WHAT = "The estimator file"
_STARTS = ("weights_init", "means_init", "precisions_init")
_ARRAYS = ("weights_", "means_", "covariances_", "precisions_cholesky_")
_PARAMETERS = (
    *("n_components", "covariance_type", "tol", "reg_covar", "covariance_floor", "max_iter"),
    *("n_init", "init_params", *_STARTS, "random_state", "warm_start", "order", "verbose"),
    "verbose_interval",
)
_SINCE = ("missing", "prior", "noise")  # which files of before do not have
_FITTED_SINCE = ("known_classes_", "marginal_log_likelihood_", "noise")
_FITTED = (
    *("covariance_type", "n_components", "n_features", "feature_names", "weight", "stop_reason"),
    *("n_iter_", "lower_bound_", "lower_bounds_", "floored_", *_ARRAYS),
)
_MOST_ENTRIES = 100_000_000  # of dense covariances, 800 MB


@dataclass(frozen=True, eq=False)
class SavedEstimator:
    """What a fitted `GaussianMixture` is made of.

    Parameters
    ----------
    parameters : mapping of str
        Those of its constructor.
    fitted : mapping of str
        Its fitted attributes in scikit-learn's shapes (`weights_`, `means_`, `covariances_`,
        `precisions_cholesky_`, `lower_bounds_` and so on), the structure that was fitted
        (`covariance_type`), names of the features or None (`feature_names`), and of the rows their
        total `weight`.
    """

    parameters: Mapping[str, Any]
    fitted: Mapping[str, Any]

    def to_json(self) -> bytes:
        """Return it as JSON in UTF-8, a line a field.

        Raises
        ------
        DataError
            When a parameter is none that a file can hold, such as a stream of random numbers.
        """
        entries = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "versions": versions(),
            "parameters": {name: _plain(name, value) for name, value in self.parameters.items()},
            **{name: _plain(name, value) for name, value in self.fitted.items()},
        }
        return check_written(written(entries), SavedEstimator.from_json)

    @classmethod
    def from_json(cls, content: bytes | str) -> SavedEstimator:
        """Return what `to_json` wrote; nothing in it is run.

        Raises
        ------
        DataError
            When the file is anything else; the message says what is wrong.

        Examples
        --------
        >>> SavedEstimator.from_json("{}")
        Traceback (most recent call last):
        ...
        gmm_core.errors.DataError: The file is JSON, but no estimator of GMM Lab. Give a file that
        GaussianMixture.to_json wrote.
        """
        if isinstance(content, str):
            content = content.encode(errors="surrogatepass")
        if not isinstance(content, bytes):
            raise DataError(f"{_WHAT} is {type(content).__name__}. Give its bytes, or its text.")
        found = parse(content, _WHAT, MAX_BYTES)
        check_format(found, FORMAT, (FORMAT_VERSION,), "estimator", "GaussianMixture.to_json wrote")
        names = ("format", "format_version", "versions", "parameters", *_FITTED)
        whole = Fields(found, _WHAT, names, _FITTED_SINCE)
        whole.pairs("versions")
        fitted = _fitted(whole)
        return cls(_parameters(whole, fitted["n_features"]), fitted)


def _plain(name: str, value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, np.random.RandomState | np.random.Generator):
        raise DataError(
            f"{name} is a stream of random numbers, which no file can hold. Set it to a whole "
            "number or None before the estimator is saved."
        )
    if isinstance(value, Noise):
        return noise_written(value)
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    return np.asarray(value).tolist() if name in _STARTS and value is not None else value


def _fitted(whole: Fields) -> dict[str, Any]:
    structure = covariance_structure(whole.text("covariance_type"))
    k, d = whole.whole("n_components", least=1), whole.whole("n_features", least=1)
    if k * d * d > _MOST_ENTRIES:
        whole.refuse(f"is of {k:,} components of {d:,} features, which are too many")
    compact = _shape(structure, k, d)
    shapes = dict(zip(_ARRAYS, ((k,), (k, d), compact, compact), strict=True))
    arrays = {name: whole.array(name, *shape) for name, shape in shapes.items()}
    for scatter in ("covariances_", "precisions_cholesky_"):
        values = arrays["weights_"], arrays["means_"], arrays[scatter]
        _check_definite(whole, from_compact(*values, structure, scatter=scatter), scatter)
    n_iter = whole.whole("n_iter_")
    return arrays | {
        "covariance_type": structure.name,
        "n_components": k,
        "n_features": d,
        "feature_names": _names(whole, d),
        "weight": _positive(whole, "weight"),
        "stop_reason": _one_of(whole, "stop_reason", ("converged", "max_iter", "collapsed")),
        "n_iter_": n_iter,
        "lower_bound_": whole.number("lower_bound_"),
        "lower_bounds_": whole.array("lower_bounds_", n_iter).tolist(),
        "floored_": _floored(whole, k),
        "known_classes_": _classes(whole, k),
        "noise": noise_read(whole, d),
        "marginal_log_likelihood_": _marginal(whole),
    }


def _check_definite(whole: Fields, mixture: Mixture, scatter: str) -> None:
    try:
        definite = bool(np.isfinite(mixture.whitening).all())
    except DegenerateComponentError:
        definite = False
    if not definite:
        whole.refuse(f'has "{scatter}" that are not all positive definite')


def _shape(structure: CovarianceStructure, k: int, d: int) -> tuple[int, ...]:
    """That of covariances as scikit-learn keeps them."""
    return {"tied": (d, d), "diag": (k, d), "spherical": (k,)}.get(structure.name, (k, d, d))


def _names(whole: Fields, d: int) -> tuple[str, ...] | None:
    if whole.is_null("feature_names"):
        return None
    names = whole.texts("feature_names")
    if len(names) != d:
        whole.refuse(f'has {len(names):,} "feature_names" for {d:,} features')
    return names


def _positive(found: Fields, name: str) -> float:
    value = found.number(name)
    if value <= 0:
        found.refuse(f'has {value:g} as "{name}", which is not above 0')
    return value


def _one_of(found: Fields, name: str, known: tuple[str, ...]) -> str:
    value = found.text(name)
    if value not in known:
        found.refuse(f'has {value[:40]!r} as "{name}", which is not known')
    return value


def _floored(whole: Fields, k: int) -> tuple[int, ...]:
    floored = whole.whole_numbers("floored_", k - 1)
    if list(floored) != sorted(set(floored)):
        whole.refuse('has "floored_" that are not in order')
    return floored


def _missing(part: Fields) -> str:
    return "refuse" if part.is_null("missing") else _one_of(part, "missing", get_args(Missing))


def _classes(whole: Fields, k: int) -> tuple[int, ...]:
    if whole.is_null("known_classes_"):
        return ()
    classes = whole.whole_numbers("known_classes_", 2**53 - 1)
    if list(classes) != sorted(set(classes)) or len(classes) > k:
        whole.refuse('has "known_classes_" that are not in order, or more than components')
    return classes


def _marginal(whole: Fields) -> float:
    """Of files of before it is that of the fit."""
    if whole.is_null("marginal_log_likelihood_"):
        return whole.number("lower_bound_") * whole.number("weight")
    return whole.number("marginal_log_likelihood_")


def _parameters(whole: Fields, d: int) -> dict[str, Any]:
    part = whole.part("parameters", _PARAMETERS, _SINCE)
    k, kind = part.whole("n_components", least=1), part.text("covariance_type")
    reg_covar, floor = part.number("reg_covar"), part.number("covariance_floor")
    structure = Model(kind, reg_covar=reg_covar, floor=floor).structure
    tol, max_iter = part.number("tol"), part.whole("max_iter")
    Stop(tol)
    shapes = dict(zip(_STARTS, ((k,), (k, d), _shape(structure, k, d)), strict=True))
    starts = {
        name: None if part.is_null(name) else part.array(name, *shape)
        for name, shape in shapes.items()
    }
    seed = None if part.is_null("random_state") else part.whole("random_state", most=2**32 - 1)
    order = None if part.is_null("order") else _one_of(part, "order", ("mean", "weight"))
    return starts | {
        "n_components": k,
        "covariance_type": kind,
        "tol": tol,
        "reg_covar": reg_covar,
        "covariance_floor": floor,
        "max_iter": max_iter,
        "n_init": part.whole("n_init", least=1),
        "init_params": _one_of(part, "init_params", tuple(INITIALIZERS)),
        "random_state": seed,
        "warm_start": part.flag("warm_start"),
        "order": order,
        "verbose": part.flag_or_whole("verbose"),
        "verbose_interval": part.whole("verbose_interval", least=1),
        "missing": _missing(part),
        "noise": not part.is_null("noise") and part.flag("noise"),
        "prior": None if part.is_null("prior") else _one_of(part, "prior", ("conjugate",)),
    }
