"""What a report says of the rows of a path: how many, how likely, and a sample of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.exporting import SavedModel
from gmm_core.mixture import Mixture
from gmm_core.sources import StoredTable, pieces_of


@dataclass(frozen=True, eq=False)
class ReportedRows:
    """Rows under a model.

    Parameters
    ----------
    rows : int
    left_out : int
        Rows of the path beside them.
    gaps : int
        How many of them have gaps.
    weight : float
    log_likelihood : float
        In nats, of what is there, whatever is known of classes.
    sample : Data
    """

    rows: int
    left_out: int
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
    sample = source.sample
    (log_likelihood,) = source.total(_log_likelihood_of, model.mixture)
    is_sampling = model.weighting is not None and model.weighting.kind == "sampling"
    each = found.rows / source.weight if is_sampling else 1.0  # sampling weights are of mean 1
    return ReportedRows(
        rows=found.rows,
        left_out=StoredTable(path).n_rows - found.rows,
        gaps=found.gaps,
        weight=source.weight * each,
        log_likelihood=log_likelihood * each,
        sample=sample if sample.weights is None else sample.weighted(sample.weights * each),
    )


def _log_likelihood_of(piece: Data, mixture: Mixture) -> list[float]:
    found = piece.log_density(mixture)
    return [float(found.sum() if piece.weights is None else piece.weights @ found)]
