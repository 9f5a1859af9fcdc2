"""The numbers by which two runs of one analysis are held against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gmm_core import criteria
from gmm_core.comparison import SCORES, compared
from gmm_core.density import responsibilities
from gmm_core.errors import DataError
from gmm_core.exporting.analysis import Analysis
from gmm_core.mixture import Mixture
from gmm_core.rows import Rows


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
        Rows whose most probable component is each.
    counts : tuple of tuples of int, or None
        Rows of each class (outer) in each cluster (inner); None where no labels are compared.
    scores : mapping of name to float, or None
        By the names of `SCORES`.
    """

    rows: int
    fitted: int
    log_likelihood: float
    bic: float
    sizes: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...] | None = None
    scores: Mapping[str, float] | None = None


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
        Of those rows, in nats.

    Returns
    -------
    Numbers
        Without counts and scores where there is no target, or it names rows and not classes.
        A measurement is cut into intervals.

    Examples
    --------
    >>> from gmm_core.fitting import Settings, fit_run
    >>> from gmm_core.reading.choices import Choices
    >>> from gmm_core.rows import complete_rows
    >>> frame = pd.DataFrame({"x": [0.0, 1.0, 10.0, 11.0], "g": list("aabb")})
    >>> asked = Analysis("g.csv", "", Choices(), ("x",), "g", Settings(2))
    >>> rows = complete_rows(frame, asked.features)
    >>> run = fit_run(rows.X, asked.settings)
    >>> numbers_of(asked, frame, rows, run.mixture, run.log_likelihood).counts
    ((2, 0), (0, 2))
    """
    k = mixture.n_components
    parameters = criteria.n_parameters(k, mixture.n_features, analysis.settings.covariance_type)
    resp = responsibilities(rows.X, mixture)
    counts, scores = _agreement(analysis.target, frame, rows, resp)
    return Numbers(
        rows=len(frame),
        fitted=len(rows.X),
        log_likelihood=log_likelihood,
        bic=criteria.bic(log_likelihood, parameters, len(rows.X)),
        sizes=tuple(np.bincount(resp.argmax(axis=1), minlength=k).tolist()),
        counts=counts,
        scores=scores,
    )


def _agreement(
    target: str | None, frame: pd.DataFrame, rows: Rows, resp: np.ndarray
) -> tuple[tuple[tuple[int, ...], ...] | None, dict[str, float] | None]:
    if target is None:
        return None, None
    try:
        found = compared(pd.Series(frame[target][rows.kept]), resp)
    except DataError:  # it names rows, or is not known of any: the page compares nothing either
        return None, None
    counts = tuple(map(tuple, found.table.to_numpy().tolist()))
    return counts, {name: float(getattr(found, name)) for name in SCORES}
