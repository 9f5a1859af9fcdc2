"""A fitted mixture as a person takes it away: with what it was fitted to, and how."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gmm_core.checked import as_annotated, as_table
from gmm_core.em import Run
from gmm_core.errors import DataError
from gmm_core.exporting.written_covariances import in_few_numbers
from gmm_core.fitting import Settings
from gmm_core.gaps import allows_gaps
from gmm_core.logarithms import Logarithm, check_of_features, log_jacobians
from gmm_core.maximisation import covariance_structure
from gmm_core.mixture import Mixture, Scaling, standardising
from gmm_core.reading import Choices
from gmm_core.row_weights import Weighting
from gmm_core.sources import Source
from gmm_core.version import VERSION
from gmm_core.wording import counted

# Sixteen full covariances of 300 features fill it; more than these are in no table of the app.
MAX_BYTES = 32_000_000
_LONGEST_NUMBER = 26  # bytes of "-1.2345678901234567e-100, "
_NO_CHOICES = Choices()


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
        Of those rows, in nats; where it is of logarithms, in the units of the data, and where
        classes are known, of rows and classes together.
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
    known_column : str or None
        That of classes that were known of some rows, and fixed their component.
    known_rows : int
        Of how many.
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
    known_column: str | None = None
    known_rows: int = 0

    @classmethod
    def of_source(
        cls,
        source: Source,
        mixture: Mixture,
        log_likelihood: float,
        settings: Settings,
        weights: str | None = None,
        *,
        labels: str | None = None,
        converged: bool = True,
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
        labels : str, optional
            The column of their classes, as far as these are known.
        converged : bool
            Whether EM came to rest.

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
            converged=converged,
            known_column=labels,
            known_rows=0 if source.known is None else source.summary.rows - source.known.unknown,
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
    known_column: str | None = None,
    known_rows: int = 0,
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
    known_column : str, optional
        That of the classes that were known of `known_rows` rows.
    known_rows : int

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
    units_of = {feature: unit for feature, unit in (units or {}).items() if feature in features}
    return SavedModel(
        mixture=run.mixture,
        features=tuple(features),
        units=units_of,
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
        known_column=known_column,
        known_rows=known_rows,
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
