"""The components of a mixture over a scatter: outlines, means, numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.mixture import Mixture
from gmm_core.plots.marks.colours import Theme, colours
from gmm_core.plots.marks.names import hovered_means, mean_axes
from gmm_core.plots.marks.style import INKS, mean_label

# Pixels between a mean and its number, at least and at most, and between two such numbers.
NEAREST, FARTHEST, APART = 19, 33, 17
FAR = 0.38  # of a circle
HALF_LINE, HALF_LETTER, HALF_CROSS = 9, 4, 9  # pixels
NARROW = (280.0, 360.0)  # pixels of a picture on a phone, where means are nearest
DIRECTIONS = (0, 1, -1, 2, -2, 3, -3, 4)  # eighths of a turn from a number's own direction


def ellipse(
    mean: ArrayLike, covariance: ArrayLike, radius: float = 1.0, n_points: int = 73
) -> np.ndarray:
    """Return the points (n_points, 2) `radius` standard deviations from the mean, a closed curve.

    The radius is a Mahalanobis distance; the covariance may be semi-definite. For two features of a
    component with more, hand in its marginal mean and covariance (``mixture.marginal``): the shadow
    A Σ Aᵀ of the component, not a slice through it.

    Examples
    --------
    >>> curve = ellipse([0, 0], [[4, 0], [0, 1]])
    >>> curve.max(axis=0).round(6)
    array([2., 1.])
    """
    curve = _circle(n_points) @ _half_axes(covariance)[:, ::-1].T
    return np.asarray(mean, dtype=np.float64) + radius * curve


def ellipses_in_space(
    mean: ArrayLike, covariance: ArrayLike, radius: float = 1.0, n_points: int = 49
) -> np.ndarray:
    """Return three ellipses `radius` standard deviations from the mean, as one broken line.

    (3 (n_points + 1), 3); a row of NaN stands after each. Each goes through the ends of two of the
    three axes of the ellipsoid, so that together they show its shape.

    Examples
    --------
    >>> curves = ellipses_in_space([0, 0, 0], np.diag([9, 4, 1]))
    >>> np.nanmax(curves, axis=0).round(6)
    array([3., 2., 1.])
    """
    circle, gap = _circle(n_points), np.full((1, 3), np.nan)
    circles = [np.vstack([np.insert(circle, axis, 0.0, axis=1), gap]) for axis in range(3)]
    curves = np.concatenate(circles) @ _half_axes(covariance).T
    return np.asarray(mean, dtype=np.float64) + radius * curves


def _circle(n_points: int) -> np.ndarray:
    """Points of the unit circle, (n_points, 2), of which the first is also the last."""
    angle = np.linspace(0.0, 2.0 * np.pi, n_points)
    return np.column_stack([np.cos(angle), np.sin(angle)])


def _half_axes(covariance: ArrayLike) -> np.ndarray:
    """The axes of an ellipsoid of one standard deviation as columns (d, d), the shortest first."""
    # Eigenvectors rather than Cholesky: a flat covariance still has an outline, a line.
    variances, directions = np.linalg.eigh(np.asarray(covariance, dtype=np.float64))
    return directions * np.sqrt(np.maximum(variances, 0.0))


def outlines(
    mixture: Mixture, component: int, radii: Sequence[float], n_points: int = 73
) -> np.ndarray:
    """Return the ellipses of one component at `radii` standard deviations, as one broken line.

    (n, 2); a row of NaN stands after the `n_points` of each ellipse.

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0, 0.0]], [[[4.0, 0.0], [0.0, 1.0]]])
    >>> np.nanmax(outlines(mixture, 0, [1, 2]), axis=0).round(6)
    array([4., 2.])
    """
    mean, covariance = mixture.means[component], mixture.covariances[component]
    gap = np.full((1, 2), np.nan)
    pieces = [
        piece for radius in radii for piece in (ellipse(mean, covariance, radius, n_points), gap)
    ]
    return np.concatenate([*pieces, np.empty((0, 2))])


def outline_traces(
    mixture: Mixture, radii: Sequence[float], kind: str, theme: Theme
) -> list[dict[str, Any]]:
    """Return the outlines: the first radius heavy, the others thin, on halos."""
    hues = colours(mixture.n_components, theme)
    # Halos around the thin lines, too, only where points are dense; else they would hide points.
    thin_halo = 0.7 if kind == "scattergl" else 0.0
    traces = []
    for some, width, halo in ((radii[1:], 1.0, thin_halo), (radii[:1], 2.5, 0.7)):
        around = {"width": width + 2, "color": INKS[theme].ground}
        every = range(mixture.n_components)
        traces.append(_outline(mixture, every, some, kind, around) | {"opacity": halo})
        for j, hue in enumerate(hues):
            line = {"width": width, "color": hue}
            traces.append(_outline(mixture, [j], some, kind, line))
    return traces


def component_traces(
    mixture: Mixture | None,
    previous: Mixture | None,
    axes: Mapping[str, str],
    radii: Sequence[float],
    kind: str,
    theme: Theme,
    components: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """Return all that is drawn of a mixture: ghosts, outlines over them, means on top."""
    ghosts = ghost_traces(previous, radii, kind, theme) if previous else []
    if mixture is None:
        return ghosts
    means = mean_traces(mixture, axes, kind, theme, components)
    return ghosts + outline_traces(mixture, radii, kind, theme) + means


def ghost_traces(
    mixture: Mixture, radii: Sequence[float], kind: str, theme: Theme
) -> list[dict[str, Any]]:
    """Return the outlines at the first radius as they were before, thin and dashed."""
    ghost = {"width": 1.25, "dash": "dash"}
    return [
        _outline(mixture, [j], radii[:1], kind, ghost | {"color": hue}, draws="ghosts")
        for j, hue in enumerate(colours(mixture.n_components, theme))
    ]


def mean_traces(
    mixture: Mixture,
    axes: Mapping[str, str],
    kind: str,
    theme: Theme,
    components: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """Return the means: crosses on halos, so that they read on top of points."""
    hues = colours(mixture.n_components, theme)
    values = mean_axes(list(axes.values()))
    return [
        _crosses(mixture, kind, INKS[theme].ground, 20, 7) | {"hoverinfo": "skip"},
        _crosses(mixture, kind, hues, 17, 3)
        | {"name": "means", **hovered_means(mixture, values, components)},
    ]


def mean_numbers(
    mixture: Mixture, theme: Theme, beside: Sequence[str], *, still: bool = False
) -> list[dict[str, Any]]:
    """Return the annotations beside the means, of which `Key` says what they are.

    In a picture that stands still they keep away from the means and the numbers of others.
    """
    ink = INKS[theme].text
    shifts = _shifts_apart(mixture, beside) if still else shifts_beside(beside)
    return [
        mean_label(x, y, said, ink, theme, **shift)
        for (x, y), said, shift in zip(mixture.means.tolist(), beside, shifts, strict=True)
    ]


def _shifts_apart(mixture: Mixture, beside: Sequence[str]) -> list[dict[str, float]]:
    """Return shifts as `shifts_beside` does, but each turned to where no other mean or number is.

    Where the first direction with room is taken, else that with most; on a phone, as a wider
    picture has more room.
    """
    means, sizes = _in_pixels(mixture), np.array([_half_size(said) for said in beside])
    own = [(shift["xshift"], shift["yshift"]) for shift in shifts_beside(beside)]
    placed = np.empty((0, 2))
    for j, shift in enumerate(own):
        turned = [_turned(shift, DIRECTIONS[i]) for i in range(len(DIRECTIONS))]
        rooms = [_room(means[j] + each, j, means, placed, sizes) for each in turned]
        enough = (each for each, room in zip(turned, rooms, strict=True) if room >= 1.0)
        chosen = next(enough, turned[int(np.argmax(rooms))])
        placed = np.vstack([placed, means[j] + chosen])
    return [{"xshift": right, "yshift": up} for right, up in (placed - means).tolist()]


def _in_pixels(mixture: Mixture) -> np.ndarray:
    """Where the means lie in a narrow picture that shows all outlines, upwards."""
    reach = 3.0 * mixture.standard_deviations
    low, high = (mixture.means - reach).min(axis=0), (mixture.means + reach).max(axis=0)
    spans = np.where(high > low, high - low, 1.0)
    return (mixture.means - low) / spans * NARROW


def _half_size(said: str) -> tuple[float, float]:
    lines = said.split("<br>")
    return HALF_LETTER * max(2, *map(len, lines)), HALF_LINE * len(lines)


def _turned(shift: tuple[float, float], eighths: int) -> np.ndarray:
    angle = eighths * np.pi / 4
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return turn @ shift


def _room(
    place: np.ndarray, j: int, means: np.ndarray, placed: np.ndarray, sizes: np.ndarray
) -> float:
    """How far a number is from other means and numbers; from 1 on none lies over another.

    Where it is nearer to another mean than to its own, it is less than enough.
    """
    others = np.delete(means, j, axis=0)
    apart = np.vstack([np.abs(others - place), np.abs(placed - place)])
    least = np.vstack(
        [np.tile(sizes[j] + HALF_CROSS, (len(others), 1)), sizes[: len(placed)] + sizes[j]]
    )
    if not len(apart):
        return 1.0
    room = float((apart / least).max(axis=1).min())
    is_nearer = (np.linalg.norm(others - place, axis=1) < np.linalg.norm(means[j] - place)).any()
    return min(room, 0.9) * 0.5 if is_nearer else room


def shifts_beside(beside: Sequence[str]) -> list[dict[str, float]]:
    """Return how far from its mean each annotation stands, in pixels.

    Each component keeps its own direction, so that the numbers neither jump from frame to frame
    nor hide one another where means coincide, as they do at many starts. Those that follow one
    another point far apart: their means often lie side by side.
    """
    k = len(beside)
    angle = np.pi / 4 - 2 * np.pi * _stride(k) * np.arange(k) / k
    distance = np.clip(APART / 2 / np.sin(np.pi / k), NEAREST, FARTHEST) if k > 1 else NEAREST
    shifts = distance * np.column_stack([np.cos(angle), np.sin(angle)])
    return [
        {"xshift": right, "yshift": up + np.copysign(HALF_LINE * said.count("<br>"), up)}
        for (right, up), said in zip(shifts.tolist(), beside, strict=True)
    ]


def _stride(k: int) -> int:
    """How many of k directions to pass over from one component to the next, so that all are used.

    Examples
    --------
    >>> [_stride(k) for k in (1, 3, 9, 12)]
    [1, 1, 4, 5]
    """
    return min((m for m in range(1, k + 1) if gcd(m, k) == 1), key=lambda m: abs(m / k - FAR))


def _outline(
    mixture: Mixture,
    components: Sequence[int],
    radii: Sequence[float],
    kind: str,
    line: dict[str, Any],
    draws: str = "outlines",
) -> dict[str, Any]:
    """Return ellipses as one line; ``meta`` says of what, for who redraws it for another frame."""
    points = np.concatenate([outlines(mixture, j, radii) for j in components])
    of = {"draws": draws, "components": [*components], "radii": [*radii]}
    look = {"mode": "lines", "line": line, "hoverinfo": "skip", "meta": of}
    return {"type": kind, "x": points[:, 0], "y": points[:, 1], **look}


def _crosses(mixture: Mixture, kind: str, colour: str | list[str], size: int, width: int) -> dict:
    look = {"symbol": "cross-thin-open", "size": size, "color": colour}
    marker = look | {"line": {"width": width, "color": colour}}
    x, y = mixture.means.T
    of = {"draws": "means"}
    return {"type": kind, "mode": "markers", "x": x, "y": y, "marker": marker, "meta": of}
