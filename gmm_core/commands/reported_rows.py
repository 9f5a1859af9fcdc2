"""What a report says of the rows of a path: how many, how likely, and a sample of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.exporting import SavedModel
from gmm_core.mixture import Mixture
from gmm_core.sources import pieces_of


@dataclass(frozen=True, eq=False)
class ReportedRows:
    """Rows under a model.

    Parameters
    ----------
    rows : int
    gaps : int
        How many of them have gaps.
    weight : float
    log_likelihood : float
        In nats, of what is there.
    sample : Data
    """

    rows: int
    gaps: int
    weight: float
    log_likelihood: float
    sample: Data


def reported_rows(path: str, model: SavedModel) -> ReportedRows:
    """Return the rows that take part as they did in the fit: with their gaps, or complete alone."""
    column = None if model.weighting is None else model.weighting.column
    missing = model.settings.missing
    source = pieces_of(path, column, features=model.features, complete=True, missing=missing)
    found = source.summary
    if not found.rows:
        raise DataError(
            f"{Path(path).name} has no row with a value of a feature. Give another file."
        )
    (log_likelihood,) = source.total(_log_likelihood_of, model.mixture)
    return ReportedRows(found.rows, found.gaps, source.weight, log_likelihood, source.sample)


def _log_likelihood_of(piece: Data, mixture: Mixture) -> list[float]:
    found = piece.log_density(mixture)
    return [float(found.sum() if piece.weights is None else piece.weights @ found)]
