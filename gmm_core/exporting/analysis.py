"""All that must be said for an analysis to be done again, and the numbers that it found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gmm_core.assigned import assigned
from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.fitting import Settings, data_of
from gmm_core.logarithms import Logarithm, check_of_features
from gmm_core.mixture import Mixture
from gmm_core.reading import Choices
from gmm_core.row_weights import Weighting, counts_of
from gmm_core.selection import criteria
from gmm_core.table import Rows
from gmm_core.target import SCORES, compared
from gmm_core.wording import counted, plural

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Analysis:
    """A table, how it is read, columns of it, a model, and what a person made of the components.

    Parameters
    ----------
    source : str
        Name of the file, or of a built-in dataset.
    sha256 : str
        Of the file, in hexadecimal; "" for a built-in dataset.
    choices : Choices
        How the file is read.
    features : tuple of str
        Columns that are fitted.
    target : str or None
        Column of known classes.
    settings : Settings
    order : tuple of int, optional
        A permutation of the components, from 0, that is applied after the fit.
    names : tuple of str, optional
        What a person calls each component, in that order.
    logarithms : tuple of Logarithm, optional
        Of which features log(x + c) is fitted.
    weighting : Weighting, optional
        The column that says how much each row counts.
    is_known : bool
        Whether rows whose class the target names are of its component from the start.

    Raises
    ------
    DataError
        When the order or the names are not those of the components, no feature is named, a
        logarithm is of none, or the fingerprint is none.

    Examples
    --------
    >>> Analysis("iris", "", Choices(), ("petal length",), "species", Settings(3)).is_built_in
    True
    """

    source: str
    sha256: str
    choices: Choices
    features: tuple[str, ...]
    target: str | None
    settings: Settings
    order: tuple[int, ...] | None = None
    names: tuple[str, ...] | None = None
    logarithms: tuple[Logarithm, ...] = ()
    weighting: Weighting | None = None
    is_known: bool = False

    def __post_init__(self):
        k = self.settings.n_components
        if self.sha256 and not _SHA256.fullmatch(self.sha256):
            raise DataError(
                f"The fingerprint {self.sha256[:80]!r} is no SHA-256. Give 64 hexadecimal digits."
            )
        if not self.features:
            raise DataError("No feature is chosen. Choose at least one numeric column.")
        check_of_features(self.logarithms, self.features)
        if self.order is not None and sorted(self.order) != list(range(k)):
            raise DataError(
                f"The order of the components is {self.order}, and there are {k}. "
                f"Give each number from 0 to {k - 1} once."
            )
        if self.names is not None and len(self.names) != k:
            raise DataError(
                f"There {plural(len(self.names), 'is', 'are')} {counted(len(self.names), 'name')} "
                f"for {counted(k, 'component')}. "
                "Give one for each component."
            )

    @property
    def is_built_in(self) -> bool:
        """Whether the table is a built-in dataset rather than a file."""
        return not self.sha256


@dataclass(frozen=True)
class Numbers:
    """What an analysis found.

    Parameters
    ----------
    rows, fitted : int
        Rows of the table, and those of them that were fitted.
    log_likelihood, bic : float
        In nats.
    sizes : tuple of int
        Rows whose most probable component is each; of rows with weights, what they count.
    counts : tuple of tuples of int, or None
        Rows, or what they count, of each class (outer) in each cluster (inner); None where no
        labels are compared.
    scores : mapping of name to float, or None
        By the names of `SCORES`.
    n : int or None
        Of rows with weights, the n of BIC.
    """

    rows: int
    fitted: int
    log_likelihood: float
    bic: float
    sizes: tuple[float, ...]
    counts: tuple[tuple[float, ...], ...] | None = None
    scores: Mapping[str, float] | None = None
    n: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the numbers by their names, the scores among them, without what is not known."""
        found = {name: value for name, value in vars(self).items() if value is not None}
        scores = found.pop("scores", {})
        return {name: _plain(value) for name, value in (found | dict(scores)).items()}


def _plain(value: Any) -> Any:
    """The value in Python's own types and lists, whose repr is a literal."""
    if isinstance(value, np.generic):
        return value.item()
    return [*map(_plain, value)] if isinstance(value, list | tuple) else value


@as_annotated
def numbers_of(
    analysis: Analysis, frame: pd.DataFrame, rows: Rows, mixture: Mixture, log_likelihood: float
) -> Numbers:
    """Return the numbers of an analysis as the page shows them.

    Parameters
    ----------
    analysis : Analysis
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        The table.
    rows : Rows
        Those of it that were fitted.
    mixture : Mixture
        The fit, its components in the order that the page shows.
    log_likelihood : float
        Of those rows, in nats; where logarithms are fitted, in the units of the table.

    Returns
    -------
    Numbers
        Without counts and scores where there is no target, or it names rows and not classes.
        A measurement is cut into intervals.

    Examples
    --------
    >>> from gmm_core.fitting import Settings, fit_run
    >>> from gmm_core.reading import Choices
    >>> from gmm_core.table import complete_rows
    >>> frame = pd.DataFrame({"x": [0.0, 1.0, 10.0, 11.0], "g": list("aabb")})
    >>> asked = Analysis("g.csv", "", Choices(), ("x",), "g", Settings(2))
    >>> rows = complete_rows(frame, asked.features)
    >>> run = fit_run(rows.X, asked.settings)
    >>> numbers_of(asked, frame, rows, run.mixture, run.log_likelihood).counts
    ((2, 0), (0, 2))
    """
    k = mixture.n_components
    parameters = criteria.n_parameters(
        k, mixture.n_features, analysis.settings.covariance_type, analysis.settings.noise
    )
    resp = data_of(rows).responsibilities(mixture)
    counts, scores = _agreement(analysis.target, frame, rows, resp)
    return Numbers(
        rows=len(frame),
        fitted=len(rows.X),
        log_likelihood=log_likelihood,
        bic=criteria.bic(log_likelihood, parameters, rows.n),
        sizes=tuple(counts_of(assigned(resp), k, rows.weights).tolist()),
        counts=counts,
        scores=scores,
        n=None if rows.weights is None else rows.n,
    )


def _agreement(
    target: str | None, frame: pd.DataFrame, rows: Rows, resp: np.ndarray
) -> tuple[tuple[tuple[float, ...], ...] | None, dict[str, float] | None]:
    if target is None:
        return None, None
    try:
        known = pd.Series(frame[target][rows.kept])
        found = compared(known, resp, weights=rows.weights)
    except DataError:  # it names rows, or is not known of any: the page compares nothing either
        return None, None
    counts = tuple(map(tuple, found.table.to_numpy().tolist()))
    return counts, {name: float(getattr(found, name)) for name in SCORES}
