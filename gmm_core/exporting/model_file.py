"""A saved model as JSON, which is read back to the same predictions; nothing in it is run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.exporting.checked_json import Fields, check_format, check_written, parse, written
from gmm_core.exporting.plausible_mixture import check_structure, log_likelihood_read, mixture_read
from gmm_core.exporting.saved_model import MAX_BYTES, SavedModel
from gmm_core.exporting.written_noise import noise_written
from gmm_core.exporting.written_settings import settings_read, settings_written
from gmm_core.fitting import Settings
from gmm_core.gaps import allows_gaps
from gmm_core.logarithms import Logarithm
from gmm_core.maximisation import covariance_structure
from gmm_core.mixture import Scaling
from gmm_core.names import component_names
from gmm_core.reading import BLANKS, Choices
from gmm_core.row_weights import Weighting
from gmm_core.wording import counted

FORMAT = "GMM Lab model"
FORMAT_VERSIONS = (1, 2, 3, 4, 5)
"""Of the first, covariances have all their numbers; of logarithms is the third at least, of rows
with weights the fourth, and of noise the fifth."""

MOST_FEATURES = 10_000
LOGARITHMS, LOG_JACOBIAN = "logarithms", "log_jacobian"  # and fields that only models of them have
WEIGHTING = "row_weights"  # which only models of rows with weights have
CONVERGED = "converged"  # which only models have of which it is false
KNOWN = "known_classes"  # which only models have of rows whose class was known
_NO_CHOICES = Choices()

_KNOWN_FIELDS = (
    *("format", "format_version", "versions", "sha256", "features", "units", "settings"),
    *("scaling", "component_names", "rows", "log_likelihood", "weights", "means", "covariances"),
)


@as_annotated
def to_json(model: SavedModel) -> bytes:
    """Return a model as JSON: a line a field, and every number with all its digits.

    Parameters
    ----------
    model : SavedModel

    Returns
    -------
    bytes
        UTF-8; the same for the same model.

    Raises
    ------
    DataError
        When `read_model` would not take the file: what was fitted is too wide for it, or a name, a
        number or a setting is none that a fit can have.

    Examples
    --------
    >>> from gmm_core.mixture import Mixture
    >>> mixture = Mixture([1.0], [[0.1]], [[[1.0]]])
    >>> model = SavedModel(mixture, ("x",), {}, Settings(1), None, None, "", 9, -12.5, {})
    >>> read_model(to_json(model)).mixture.means
    array([[0.1]])
    """
    if model.excess:
        raise DataError(model.excess)
    scaling, mixture = model.scaling, model.mixture
    covariances = model.covariances
    entries = {
        "format": FORMAT,
        "format_version": _version(model),
        "versions": dict(model.versions),
        "sha256": model.sha256,
        "reading": model.choices.as_dict(),
        "features": model.features,
        "units": dict(model.units),
        "settings": settings_written(model.settings),
        "scaling": scaling and {"shift": scaling.shift.tolist(), "scale": scaling.scale.tolist()},
        **_logarithms_written(model),
        **_weighting_written(model),
        **({"noise": noise_written(mixture.noise)} if mixture.noise else {}),
        **({} if model.converged else {CONVERGED: False}),
        **_known_written(model),
        "component_names": model.component_names,
        "rows": model.rows,
        "log_likelihood": model.log_likelihood,
        "weights": mixture.weights.tolist(),
        "means": mixture.means.tolist(),
        "covariances": covariances.tolist(),
    }
    return check_written(written(entries), read_model)


@as_annotated
def read_model(content: bytes) -> SavedModel:
    """Return the model in a file that `to_json` wrote; nothing in it is run.

    Parameters
    ----------
    content : bytes
        The whole file, which may hold anything.

    Returns
    -------
    SavedModel
        It gives the same responsibilities to the last bit.

    Raises
    ------
    DataError
        When the file is anything else; the message says what is wrong.

    Examples
    --------
    >>> read_model(b"[1, 2]")
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: The model file is no object with named fields. Give the file as it
    was downloaded.
    """
    whole = parse(content, "The model file", MAX_BYTES)
    check_format(whole, FORMAT, FORMAT_VERSIONS, "model", "was downloaded as the model")
    choices = _choices(whole)
    others = [LOGARITHMS, LOG_JACOBIAN, WEIGHTING, CONVERGED, KNOWN, "noise"]
    found = Fields(whole, "The model file", _KNOWN_FIELDS, others)
    features = _features(found)
    settings = settings_read(found, len(features))
    scaling = _scaling(found, settings, len(features))
    structure = covariance_structure(settings.covariance_type)
    mixture = mixture_read(found, structure, settings.n_components, len(features))
    if (mixture.noise is None) == settings.noise:
        found.refuse('has "noise" that does not fit its setting "noise"')
    check_structure(found, mixture, structure, scaling)
    rows = found.whole("rows", least=1)
    logarithms, log_jacobian = _logarithms(found, features)
    weighting, weight = _weighting(found)
    n = rows if weight is None else weight
    return SavedModel(
        mixture=mixture,
        features=features,
        units=_units(found, features),
        settings=settings,
        scaling=scaling,
        component_names=_component_names(found, settings.n_components),
        sha256=_sha256(found),
        rows=rows,
        log_likelihood=log_likelihood_read(
            found, mixture, n, log_jacobian, allows_gaps(settings.missing)
        ),
        versions=found.pairs("versions"),
        choices=choices,
        logarithms=logarithms,
        log_jacobian=log_jacobian,
        weighting=weighting,
        weight=weight,
        converged=found.is_null(CONVERGED) or found.flag(CONVERGED),
        **_known(found, rows),
    )


def _version(model: SavedModel) -> int:
    """The first version that can say all of a model."""
    if model.mixture.noise is not None:
        return FORMAT_VERSIONS[4]
    if model.weighting is not None:
        return FORMAT_VERSIONS[3]
    return FORMAT_VERSIONS[2 if model.logarithms else model.covariances.ndim < 3]


def _weighting_written(model: SavedModel) -> dict[str, Any]:
    if model.weighting is None:
        return {}
    return {WEIGHTING: {**asdict(model.weighting), "total": model.weight}}


def _weighting(found: Fields) -> tuple[Weighting | None, float | None]:
    if found.is_null(WEIGHTING):
        return None, None
    part = found.part(WEIGHTING, ["column", "kind", "total"])
    kind, total = part.text("kind"), part.number("total")
    if kind not in ("frequency", "sampling") or total <= 0.0:
        part.refuse("is no column of weights with a total above 0")
    return Weighting(part.text("column"), kind), total


def _known_written(model: SavedModel) -> dict[str, Any]:
    if model.known_column is None:
        return {}
    return {KNOWN: {"column": model.known_column, "rows": model.known_rows}}


def _known(found: Fields, rows: int) -> dict[str, Any]:
    if found.is_null(KNOWN):
        return {}
    part = found.part(KNOWN, ["column", "rows"])
    known = part.text("column"), part.whole("rows", least=1, most=rows)
    return dict(zip(("known_column", "known_rows"), known, strict=True))


def _choices(whole: object) -> Choices:
    """How the fitted file was read; older files do not say so."""
    if not isinstance(whole, dict):
        return _NO_CHOICES  # said by Fields
    try:
        return Choices.from_dict(whole.pop("reading", {}))
    except DataError:
        raise DataError(
            'The model file has choices for reading a table as "reading" that are not known. '
            "Give the file as it was downloaded."
        ) from None


def _features(found: Fields) -> tuple[str, ...]:
    features = found.texts("features")
    if not 1 <= len(features) <= MOST_FEATURES or len(set(features)) < len(features):
        found.refuse(f'does not have 1 to {MOST_FEATURES:,} different names as "features"')
    if not all(feature.strip(BLANKS) for feature in features):
        found.refuse('has an empty name among its "features"')
    return features


def _logarithms_written(model: SavedModel) -> dict[str, Any]:
    """What is added to each feature of which a logarithm is taken, and what that changes."""
    if not model.logarithms:
        return {}
    shifts = {each.feature: each.shift for each in model.logarithms}
    return {LOGARITHMS: shifts, LOG_JACOBIAN: model.log_jacobian}


def _logarithms(found: Fields, features: tuple[str, ...]) -> tuple[tuple[Logarithm, ...], float]:
    if found.is_null(LOGARITHMS) != found.is_null(LOG_JACOBIAN):
        found.refuse(f'has only one of "{LOGARITHMS}" and "{LOG_JACOBIAN}"')
    if found.is_null(LOGARITHMS):
        return (), 0.0
    part = found.part(LOGARITHMS, [], features)
    shifts = {name: part.number(name) for name in features if not part.is_null(name)}
    if not shifts or min(shifts.values()) < 0.0:
        found.refuse(f'has no numbers from 0 as "{LOGARITHMS}"')
    return tuple(map(Logarithm, shifts, shifts.values())), found.number(LOG_JACOBIAN)


def _units(found: Fields, features: Sequence[str]) -> dict[str, str]:
    units = found.pairs("units")
    if not set(units) <= set(features):
        found.refuse('has "units" of columns that are no features')
    return units


def _scaling(found: Fields, settings: Settings, d: int) -> Scaling | None:
    if found.is_null("scaling") == settings.standardise:
        found.refuse('has a "scaling" that does not fit its setting "standardise"')
    if not settings.standardise:
        return None
    part = found.part("scaling", ["shift", "scale"])
    shift, scale = part.array("shift", d), part.array("scale", d)
    if (scale <= 0).any():
        part.refuse('has a "scale" that is not above 0')
    return Scaling(shift, scale)


def _component_names(found: Fields, k: int) -> tuple[str, ...] | None:
    if found.is_null("component_names"):
        return None
    names = found.texts("component_names")
    if len(names) != k:
        found.refuse(f'has {len(names):,} "component_names" for {counted(k, "component")}')
    return component_names(names, k)


def _sha256(found: Fields) -> str:
    sha256 = found.text("sha256")
    if sha256 and (len(sha256) != 64 or set(sha256) - set("0123456789abcdef")):
        found.refuse('has a "sha256" that is no SHA-256 in hexadecimal')
    return sha256
