"""A fitted mixture as JSON, which is read back to the same predictions."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, cast, get_args

import numpy as np

from gmm_core import em
from gmm_core.checked import as_annotated, as_table
from gmm_core.em import Run
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.exporting.checked_json import Fields, check_format, check_written, parse, written
from gmm_core.exporting.written_covariances import in_few_numbers, of_few_numbers, shape_in_file
from gmm_core.exporting.written_noise import noise_read, noise_written
from gmm_core.fitting import Grid, Settings
from gmm_core.gaps import Missing, allows_gaps
from gmm_core.logarithms import Logarithm, check_of_features, log_jacobians
from gmm_core.matrices import LOG_2_PI, Diagonal, Shared
from gmm_core.maximisation import CovarianceStructure, covariance_structure
from gmm_core.mixture import Mixture, Scaling, standardising
from gmm_core.names import component_names
from gmm_core.reading import BLANKS, Choices
from gmm_core.row_weights import Weighting
from gmm_core.sources import Source
from gmm_core.starts import INITIALIZERS
from gmm_core.version import VERSION
from gmm_core.wording import counted

FORMAT = "GMM Lab model"
FORMAT_VERSIONS = (1, 2, 3, 4, 5)
"""Of the first, covariances have all their numbers; of logarithms is the third at least, of rows
with weights the fourth, and of noise the fifth."""

# Sixteen full covariances of 300 features fill it; more than these are in no table of the app.
MAX_BYTES = 32_000_000
_LONGEST_NUMBER = 26  # bytes of "-1.2345678901234567e-100, "
MOST_COMPONENTS, MOST_FEATURES = 1000, 10_000
GRID = "grid"
LATER = (GRID, "missing", "prior", "noise")  # settings that models of before do not name
_AT_FIRST = {field.name: field.default for field in fields(Settings)}
LOGARITHMS, LOG_JACOBIAN = "logarithms", "log_jacobian"  # and fields that only models of them have
WEIGHTING = "row_weights"  # which only models of rows with weights have
CONVERGED = "converged"  # which only models have of which it is false
_NO_CHOICES = Choices()
_SAME = 1e-8  # relative: what a change of units and back may do to numbers that are equal


def versions() -> dict[str, str]:
    """Return the versions that a result depends on.

    Returns
    -------
    dict
        Of "gmm_core", "numpy" and "python".

    Examples
    --------
    >>> list(versions())
    ['gmm_core', 'numpy', 'python']
    """
    return {
        "gmm_core": VERSION,
        "numpy": np.__version__,
        "python": platform.python_version(),
    }


_KNOWN_FIELDS = (
    *("format", "format_version", "versions", "sha256", "features", "units", "settings"),
    *("scaling", "component_names", "rows", "log_likelihood", "weights", "means", "covariances"),
)


@dataclass(frozen=True, eq=False)
class SavedModel:
    """A fitted mixture, and what it was fitted to.

    Parameters
    ----------
    mixture : Mixture
        In the units of the data, or of their logarithms, its components in the order that a person
        sees.
    features : tuple of str
        The columns that it is a mixture of, in their order.
    units : mapping of feature to unit
        Where they are known.
    settings : Settings
        With which it was fitted; the seed is one of them.
    scaling : Scaling or None
        To which features were scaled for the fit; None where they were not.
    component_names : tuple of str or None
        What a person calls each component.
    sha256 : str
        Of the file that was fitted, in hexadecimal; "" where there is none.
    rows : int
        Number of rows that were fitted.
    log_likelihood : float
        Of those rows, in nats; where it is of logarithms, in the units of the data.
    versions : mapping of str
        Of the programs that fitted it.
    choices : Choices
        How the file was read; new rows are likely to be written as it was.
    logarithms : tuple of Logarithm
        Of which features it is a mixture of log(x + c).
    log_jacobian : float
        Sum of log |dy/dx| over the rows, in nats: the log-likelihood of the logarithms is less
        by it.
    weighting : Weighting or None
        The column that says how much each row counted.
    weight : float or None
        What the rows counted together; None where each counted once.
    converged : bool
        Whether EM came to rest; a file says so only where it did not.
    """

    mixture: Mixture
    features: tuple[str, ...]
    units: Mapping[str, str]
    settings: Settings
    scaling: Scaling | None
    component_names: tuple[str, ...] | None
    sha256: str
    rows: int
    log_likelihood: float
    versions: Mapping[str, str]
    choices: Choices = _NO_CHOICES
    logarithms: tuple[Logarithm, ...] = ()
    log_jacobian: float = 0.0
    weighting: Weighting | None = None
    weight: float | None = None
    converged: bool = True

    @classmethod
    def of_source(
        cls,
        source: Source,
        mixture: Mixture,
        log_likelihood: float,
        settings: Settings,
        weights: str | None = None,
    ) -> SavedModel:
        """Return the model that a run over a source has come to, also on its way.

        Parameters
        ----------
        source : Source
            The rows; features without names are x1, x2 and so on.
        mixture : Mixture
        log_likelihood : float
            Of the rows under it, in nats.
        settings : Settings
        weights : str, optional
            The column of their weights, which are frequencies.

        Returns
        -------
        SavedModel
        """
        return cls(
            mixture=mixture,
            features=source.names or tuple(f"x{j + 1}" for j in range(source.n_features)),
            units={},
            settings=settings,
            scaling=None,
            component_names=None,
            sha256="",
            rows=source.summary.rows,
            log_likelihood=log_likelihood,
            versions=versions(),
            weighting=None if weights is None else Weighting(weights, "frequency"),
            weight=None if weights is None else source.weight,
        )

    @property
    def n(self) -> float:
        """What the rows that were fitted count together: their number, if they have no weights."""
        return self.rows if self.weight is None else self.weight

    @property
    def covariances(self) -> np.ndarray:
        """As they stand in a file: (k, d, d), or fewer numbers that hold them to the last bit."""
        structure = covariance_structure(self.settings.covariance_type)
        return in_few_numbers(self.mixture.matrices, structure)

    @property
    def excess(self) -> str:
        """Why the model is too large for a file, in a sentence; empty where it is not."""
        arrays = self.mixture.weights, self.mixture.means, self.covariances
        count = sum(array.size for array in arrays)
        if count * _LONGEST_NUMBER <= MAX_BYTES or _fits(arrays):
            return ""
        return (
            f"The model cannot be saved: its {count:,} numbers take more than the {MAX_BYTES:,} "
            "bytes that are read of a file. Choose fewer components or features, or a covariance "
            "of fewer numbers, such as diag."
        )


def _fits(arrays: Sequence[np.ndarray]) -> bool:
    """Whether the numbers leave room in a file; no more of them are written than would fill it."""
    left = MAX_BYTES
    for row in (row for array in arrays for row in array.reshape(-1, array.shape[-1])):
        left -= len(json.dumps(row.tolist()))
        if left < 0:
            return False
    return True


@as_annotated
def model_of(
    X: np.ndarray,
    run: Run,
    settings: Settings,
    features: Sequence[str],
    *,
    units: Mapping[str, str] | None = None,
    component_names: Sequence[str] | None = None,
    sha256: str = "",
    choices: Choices = _NO_CHOICES,
    logarithms: Sequence[Logarithm] = (),
    weights: np.ndarray | None = None,
    weighting: Weighting | None = None,
) -> SavedModel:
    """Return the model that a run has ended in.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows that were fitted, with logarithms taken.
    run : Run
    settings : Settings
    features : sequence of str
        Columns of `X`.
    units : mapping of feature to unit, optional
    component_names : sequence of str, optional
    sha256 : str
        Of the file.
    choices : Choices
        How the file was read.
    logarithms : sequence of Logarithm
        Those that `X` has; the run's log-likelihood is in the units before them, as `fit_run`
        gives it.
    weights : ndarray of shape (n_samples,), optional
        By which the rows of the run count.
    weighting : Weighting, optional
        From which column they are; without it weights are refused.

    Returns
    -------
    SavedModel

    Raises
    ------
    DataError
        When the run was fitted to other rows, or with other weights.

    Examples
    --------
    >>> from gmm_core.fitting import fit_run
    >>> X = np.array([[0.0], [1.0], [10.0], [11.0]])
    >>> model_of(X, fit_run(X, Settings(2)), Settings(2), ["x"]).rows
    4
    """
    X = as_table(X, gaps=allows_gaps(settings.missing))
    _check_weights(X, run, weights, weighting)
    jacobians = log_jacobians(X, features, logarithms) if logarithms else np.zeros(1)
    check_of_features(logarithms, features)
    known = {feature: unit for feature, unit in (units or {}).items() if feature in features}
    return SavedModel(
        mixture=run.mixture,
        features=tuple(features),
        units=known,
        settings=settings,
        scaling=standardising(X, weights) if settings.standardise else None,
        component_names=None if component_names is None else tuple(component_names),
        sha256=sha256,
        rows=len(X),
        log_likelihood=run.log_likelihood,
        versions=versions(),
        choices=choices,
        logarithms=tuple(logarithms),
        log_jacobian=float((jacobians if weights is None else jacobians * weights).sum()),
        weighting=weighting,
        weight=None if weights is None else float(weights.sum()),
        converged=run.converged,
    )


def _check_weights(
    X: np.ndarray, run: Run, weights: np.ndarray | None, weighting: Weighting | None
) -> None:
    """Refuse the run of other rows, and weights of no column, which a file cannot name."""
    whole = float(len(X) if weights is None else weights.sum())
    if (weights is None) != (weighting is None) or not np.isclose(run.weight, whole, rtol=1e-9):
        raise DataError(
            f"The run has a total weight of {run.weight:g}, and there are "
            f"{counted(len(X), 'row')} of weight {whole:g}. Give the rows of the run, with their "
            "weights and the column that has them, or save a GaussianMixture by its own to_json."
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
        "settings": _settings_written(model.settings),
        "scaling": scaling and {"shift": scaling.shift.tolist(), "scale": scaling.scale.tolist()},
        **_logarithms_written(model),
        **_weighting_written(model),
        **({"noise": noise_written(mixture.noise)} if mixture.noise else {}),
        **({} if model.converged else {CONVERGED: False}),
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
    others = [LOGARITHMS, LOG_JACOBIAN, WEIGHTING, CONVERGED, "noise"]
    found = Fields(whole, "The model file", _KNOWN_FIELDS, others)
    features = _features(found)
    settings = _settings(found, len(features))
    scaling = _scaling(found, settings, len(features))
    structure = covariance_structure(settings.covariance_type)
    mixture = _mixture(found, structure, settings.n_components, len(features))
    if (mixture.noise is None) == settings.noise:
        found.refuse('has "noise" that does not fit its setting "noise"')
    _check_structure(found, mixture, structure, scaling)
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
        log_likelihood=_log_likelihood(
            found, mixture, n, log_jacobian, allows_gaps(settings.missing)
        ),
        versions=found.pairs("versions"),
        choices=choices,
        logarithms=logarithms,
        log_jacobian=log_jacobian,
        weighting=weighting,
        weight=weight,
        converged=found.is_null(CONVERGED) or found.flag(CONVERGED),
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


def _settings_written(settings: Settings) -> dict[str, Any]:
    """The settings by name; of those that came later nothing where they are not used."""
    written = asdict(settings)
    unused = [name for name in LATER if getattr(settings, name) == _AT_FIRST[name]]
    return {name: value for name, value in written.items() if name not in unused}


def _settings(found: Fields, d: int) -> Settings:
    names = [field.name for field in fields(Settings) if field.name not in LATER]
    part = found.part("settings", names, LATER)
    k = part.whole("n_components", least=1, most=MOST_COMPONENTS)
    kind, init, floor = part.text("covariance_type"), part.text("init"), part.number("floor")
    em.Model(kind, floor=floor)
    if init not in INITIALIZERS:
        part.refuse(f'has {init[:40]!r} as "init", which is no start that is known')
    tol, max_iter = part.number("tol"), part.whole("max_iter", least=1)
    em.Stop(tol, max_iter)
    placed = None if part.is_null("means") else part.array("means", k, d)
    return Settings(
        n_components=k,
        covariance_type=kind,
        init=init,
        seed=part.whole("seed", most=2**32 - 1),
        floor=floor,
        standardise=part.flag("standardise"),
        tol=tol,
        max_iter=max_iter,
        means=None if placed is None else tuple(map(tuple, placed.tolist())),
        grid=None
        if part.is_null(GRID)
        else _grid(part.part(GRID, [field.name for field in fields(Grid)])),
        missing=_missing(part),
        prior=not part.is_null("prior") and part.flag("prior"),
        noise=not part.is_null("noise") and part.flag("noise"),
    )


def _missing(part: Fields) -> Missing:
    if part.is_null("missing"):
        return "refuse"
    said = part.text("missing")
    if said not in get_args(Missing):
        part.refuse(f'has {said[:40]!r} as "missing", which is neither "refuse" nor "ml"')
    return cast(Missing, said)


def _grid(part: Fields) -> Grid:
    """The table of fits from which the model was taken."""
    structures = part.texts("structures")
    for name in structures:
        em.Model(name)
    most = part.whole("most", least=1, most=MOST_COMPONENTS)
    return Grid(most, structures, part.flag("thorough"))


def _mixture(found: Fields, structure: CovarianceStructure, k: int, d: int) -> Mixture:
    weights, means = found.array("weights", k), found.array("means", k, d)
    shape = shape_in_file(found.depth("covariances"), structure, k, d)
    values = found.array("covariances", *shape)
    covariances = of_few_numbers(values, structure, k, d)
    mixture = Mixture(weights, means, covariances, noise_read(found, d))
    if (mixture.variances <= 0).any():
        found.refuse("has a variance that is not above 0")
    mixture.check()
    try:
        factors = mixture.whitener.factors
    except DegenerateComponentError as error:
        found.refuse(_not_positive_definite(error.component))
    lost = ~np.isfinite(factors).reshape(1 if factors.shape == (d, d) else k, -1).all(axis=1)
    if lost.any():
        found.refuse(_not_positive_definite(int(lost.argmax())))
    return mixture


def _check_structure(
    found: Fields, mixture: Mixture, structure: CovarianceStructure, scaling: Scaling | None
) -> None:
    """Refuse covariances with what their structure has not: a tilt, two spreads, two of them."""
    contradicted = (
        (structure.letters[2] == "I" and _tilted(mixture))
        or (structure.letters[1] == "I" and _uneven(mixture, scaling))
        or (structure.moments.startswith("total") and _unlike(mixture))
    )
    if contradicted:
        found.refuse(f'has "covariances" that are not of its structure, {structure.name}')


def _tilted(mixture: Mixture) -> bool:
    if isinstance(mixture.matrices, Diagonal):
        return False
    beside = ~np.eye(mixture.n_features, dtype=bool)
    return bool((np.abs(mixture.covariances) * beside > _of_size(mixture)).any())


def _uneven(mixture: Mixture, scaling: Scaling | None) -> bool:
    """Whether features spread unequally within a component, in the units of the fit."""
    sd = mixture.standard_deviations
    with np.errstate(over="ignore", invalid="ignore"):  # a scale in a file may be anything above 0
        spread = sd if scaling is None else sd / scaling.scale
        return bool((np.abs(spread - spread[:, :1]) > _SAME * spread[:, :1]).any())


def _unlike(mixture: Mixture) -> bool:
    if isinstance(mixture.matrices, Shared):
        return False
    values = mixture.matrices.values
    return bool((np.abs(values - values[0]) > _of_size(mixture)).any())


def _of_size(mixture: Mixture) -> np.ndarray:
    """What may differ by rounding, of the numbers that are kept."""
    sd = mixture.standard_deviations
    if isinstance(mixture.matrices, Diagonal):
        return _SAME * sd * sd
    return _SAME * sd[:, :, None] * sd[:, None, :]


def _log_likelihood(
    found: Fields, mixture: Mixture, n: float, log_jacobian: float, gaps: bool
) -> float:
    """The log-likelihood, if a mixture that EM has ended in can have it.

    No density is above the sum of the components' highest, each times its weight. And after an
    M-step the rows are on average d from their components, as squared Mahalanobis distances go
    (less above a floor), which leaves the lower bound of EM. Another d a row is for rounding.
    """
    value, d = found.number("log_likelihood"), mixture.n_features
    low, high = _log_heights(mixture, gaps)
    weights = mixture.shares
    if mixture.noise is not None:  # which has one density everywhere
        low, high = (np.append(each, mixture.noise.log_product) for each in (low, high))
        weights = np.append(weights, mixture.noise.share)
    most = np.logaddexp.reduce(high) + d
    least = float(weights[weights > 0] @ low[weights > 0]) - 1.5 * d
    if not least <= (value - log_jacobian) / n <= most:
        found.refuse(f'has {value:g} as "log_likelihood", which {n:,.10g} rows cannot have')
    return value


def _log_heights(mixture: Mixture, gaps: bool) -> tuple[np.ndarray, np.ndarray]:
    """Between what log(weight x density) at each component's mean is, (k,), whatever is missing.

    A feature alone varies most, and least given all others; one that is missing has no density.
    """
    whole = mixture.log_scales
    if not gaps:
        return whole, whole
    log_weights = whole - mixture.whitener.half_log_det + 0.5 * mixture.n_features * LOG_2_PI
    alone = -0.5 * (LOG_2_PI + np.log(mixture.variances))
    given_others = 0.5 * (np.log(mixture.whitener.precision_diagonals) - LOG_2_PI)
    return (
        log_weights + np.minimum(alone, 0.0).sum(axis=1),
        log_weights + np.maximum(given_others, 0.0).sum(axis=1),
    )


def _not_positive_definite(component: int) -> str:
    return f"has a covariance that is not positive definite, that of component {component + 1}"


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
