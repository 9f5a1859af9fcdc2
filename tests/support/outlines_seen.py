"""Outlines that a browser shows while a run is played, and whether they are those of the run."""

from typing import Any

import numpy as np
from numpy.testing import assert_allclose

from gmm_core import Mixture
from gmm_core.projection import draws

# From now on the page remembers what is in the SVG at every frame: of each component the radii of
# its ellipses, and their corners as places of the axes.
FILM = """plot => {
    const root = plot.closest('.gmm-player')
    const traces = plot.data.map((trace, i) => [trace.meta, plot._fullData[i]])
        .filter(([meta]) => meta?.draws === 'outlines')
    const place = ([x, y]) => {
        const { xaxis, yaxis } = plot._fullLayout
        return [xaxis.p2c(x), yaxis.p2c(y)]
    }
    const ellipses = ([{ components, radii }, { uid }]) => {
        const lines = [...plot.querySelectorAll(`.trace${uid} path.js-line`)]
        const drawn = lines.flatMap(line => line.getAttribute('d').split('M').slice(1))
        return { components, radii, drawn: drawn.map(each => each.split('L')
            .map(corner => place(corner.replace('Z', '').split(',').map(Number)))) }
    }
    plot.film = []
    plot.made = () => [...root.querySelectorAll('.gmm-row-made')].map(row => {
        const { e, f } = row.transform.baseVal[0].matrix
        return place([e, f])
    })
    const take = () => {
        const halfStep = Number(root.dataset.halfStep)
        plot.film.push({ halfStep, traces: traces.map(ellipses), made: plot.made() })
        plot.filming = requestAnimationFrame(take)
    }
    take()
}"""
CUT = """(plot, n) => {
    cancelAnimationFrame(plot.filming)
    const moving = plot.film.filter(({ halfStep }) => halfStep > 0)
    return Array.from({ length: n }, (_, i) => moving[Math.floor(i * moving.length / n)])
}"""
PIXEL = 0.05  # standard deviations by which a corner may be off, as it is rounded to a tenth pixel

MOST_ROWS = 0.97  # of the synthetic rows are where they must be


def assert_of_the_run(seen: dict[str, Any], before: Mixture, after: Mixture) -> float:
    """All ellipses of a frame are of one mixture, on the way from one to another; return where."""
    ways = {}
    for trace in seen["traces"]:
        drawn = [(j, radius) for j in trace["components"] for radius in trace["radii"]]
        assert len(trace["drawn"]) == len(drawn)
        for (j, radius), corners in zip(drawn, map(np.array, trace["drawn"]), strict=True):
            share = ways.setdefault(j, _share(corners, radius, before, after, j))
            mean = _between(before.means[j], after.means[j], share)
            root = np.linalg.cholesky(_between(before.covariances[j], after.covariances[j], share))
            away = np.linalg.norm(np.linalg.solve(root, (corners - mean).T), axis=0)
            assert_allclose(away, radius, atol=PIXEL)
    farthest = np.abs(after.means - before.means).sum(axis=1).argmax()
    return ways[int(farthest)]


def assert_rows_of_the_run(
    made: list[list[float]], share: float, before: Mixture, after: Mixture
) -> None:
    """Synthetic rows are those of the mixture that is outlined.

    Where the outlines are on the way is known to a pixel, so that a few rows may seem to be of
    another component.
    """
    weights = _between(before.weights, after.weights, share)
    mixture = Mixture(
        weights / weights.sum(),
        _between(before.means, after.means, share),
        _between(before.covariances, after.covariances, share),
    )
    points, components = draws(len(made), 2).of(mixture)
    away = np.abs(np.array(made) - points) / mixture.standard_deviations[components]
    assert np.mean(away.max(axis=1) < PIXEL) > MOST_ROWS


def _share(corners: np.ndarray, radius: float, before: Mixture, after: Mixture, j: int) -> float:
    """How much of the way an ellipse has gone, by its centre and its extent."""
    once = corners[:-1]
    centre = once.mean(axis=0)
    extent = 2 * (once - centre).T @ (once - centre) / len(once) / radius**2
    starts, ends = (
        np.concatenate([mixture.means[j], mixture.covariances[j].ravel()])
        for mixture in (before, after)
    )
    way = ends - starts
    gone = (np.concatenate([centre, extent.ravel()]) - starts) @ way
    return float(np.clip(gone / max(way @ way, 1e-12), 0, 1))


def _between(before: np.ndarray, after: np.ndarray, share: float) -> np.ndarray:
    return before + share * (after - before)
