"""The box about rows, wherever they are, over which noise is spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gmm_core.blocks import one_thread
from gmm_core.expectation import Data
from gmm_core.mixture import Noise
from gmm_core.sources.source import Source


def noise_around(data: Data | Source, share: float) -> Noise:
    """Return noise over the smaller of two boxes about the rows that count.

    Of rows with gaps the box lies along the features: its parts alone are uniform, too.
    """
    if isinstance(data, Source):
        return _around_pieces(data, share)
    X, weights = data.X, data.weights
    if weights is not None:
        X, weights = X[weights > 0], weights[weights > 0]
    if not data.total_is_fixed:
        return Noise.along_features(np.nanmin(X, axis=0), np.nanmax(X, axis=0), share)
    return Noise.around(X, share, weights)


def _around_pieces(source: Source, share: float) -> Noise:
    """By one more pass, for how far the rows go along their principal axes."""
    found = source.summary
    if found.is_whole:
        return noise_around(found.sample(), share)
    plain = Noise.along_features(found.low, found.high, share)
    if found.covariance is None:
        return plain
    axes = np.linalg.eigh(found.covariance)[1].T
    with one_thread():
        (reach,) = source.total(_reach_of, found.mean, axes)
    return Noise.smaller(plain, Noise.aslant(found.mean, axes, reach.low, reach.high, share))


@dataclass(frozen=True, eq=False)
class _Reach:
    """How far rows go along some axes; those of pieces are added."""

    low: np.ndarray
    high: np.ndarray

    def __add__(self, other: _Reach) -> _Reach:
        return _Reach(np.minimum(self.low, other.low), np.maximum(self.high, other.high))


def _reach_of(piece: Data, middle: np.ndarray, axes: np.ndarray) -> list[_Reach]:
    along = (piece.X - middle) @ axes.T
    return [_Reach(along.min(axis=0), along.max(axis=0))]
