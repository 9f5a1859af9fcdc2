"""What a report says of the rows of a path: how many, how likely, and a sample of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gmm_core.errors import DataError
from gmm_core.expectation import Data, statistics_of
from gmm_core.exporting import SavedModel
from gmm_core.gaps import density_of
from gmm_core.sources import StoredTable, pieces_of
from gmm_core.subsets import lowest

BATCH = 50_000  # rows
SAMPLE = 20_000


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
    if model.settings.missing == "ml":
        return _with_gaps(StoredTable(path), model, column)
    source = pieces_of(path, column, features=model.features, complete=True)
    (found,) = source.total(statistics_of, [model.mixture], "full")
    rows, weight = source.summary.rows, source.weight
    return ReportedRows(rows, 0, weight, found.log_likelihood, source.sample)


def _with_gaps(table: StoredTable, model: SavedModel, column: str | None) -> ReportedRows:
    d = len(model.features)
    rows, gaps, weight, reached = 0, 0, 0.0, 0.0
    drawn, sampled, counts = np.empty(0), np.empty((0, d)), np.empty(0)
    rng = np.random.default_rng(0)
    for X, weights in _batches(table, model.features, column):
        rows += len(X)
        gaps += int(np.isnan(X).any(axis=1).sum())
        weight += float(weights.sum())
        reached += float(weights @ density_of(X, model.mixture))
        drawn = np.concatenate([drawn, rng.random(len(X))])
        kept = lowest(drawn, SAMPLE)
        sampled = np.concatenate([sampled, X])[kept]
        counts, drawn = np.concatenate([counts, weights])[kept], drawn[kept]
    if not rows:
        raise DataError(f"{table.name} has no row with a value of a feature. Give another file.")
    sample = Data.of(sampled, None if column is None else counts, missing="ml")
    return ReportedRows(rows, gaps, weight, reached, sample)


def _batches(
    table: StoredTable, features: tuple[str, ...], column: str | None
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows with a value, none of them infinite, and their weights."""
    table.check(features)
    asked = [*features] if column is None else [*features, column]
    table.check(asked[len(features) :], "weights")
    for batch in table.batches(asked, BATCH, floats=asked):
        numbers = batch.select(asked).to_pandas().to_numpy(np.float64)
        X = numbers[:, : len(features)]
        weights = np.ones(len(X)) if column is None else numbers[:, -1]
        kept = (~np.isnan(X)).any(axis=1) & ~np.isinf(X).any(axis=1) & (weights > 0)
        if kept.any():
            yield X[kept], weights[kept]
