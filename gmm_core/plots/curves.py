"""The components of a mixture over one feature: weighted normal curves, their sum, numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.mixture import Mixture
from gmm_core.plots.palette import Theme, colours, component_labels
from gmm_core.plots.style import INKS, Range, mean_label


def weighted_curves(mixture: Mixture, grid: ArrayLike) -> np.ndarray:
    """Return each component's density times its weight.

    Parameters
    ----------
    mixture : Mixture
        Of one feature.
    grid : array_like of shape (n_points,)

    Returns
    -------
    ndarray of shape (n_points, n_components)
        In units of one over the feature's unit; the sum over components is the density.

    Examples
    --------
    >>> weighted_curves(Mixture([1.0], [[0.0]], [[[1.0]]]), [0.0]).round(4)
    array([[0.3989]])
    """
    sd = mixture.standard_deviations[:, 0]
    z = (np.asarray(grid, dtype=np.float64)[:, None] - mixture.means[:, 0]) / sd
    return mixture.weights * np.exp(-0.5 * z * z) / (np.sqrt(2.0 * np.pi) * sd)


def curve_grid(mixture: Mixture, x_range: Range) -> np.ndarray:
    """Return where to evaluate the curves, fine enough for the narrowest component.

    Parameters
    ----------
    mixture : Mixture
        Of one feature.
    x_range : tuple of float
        Range of the axis.

    Returns
    -------
    ndarray of shape (n_points,)
        Ascending: the axis evenly, and five standard deviations about each mean.

    Examples
    --------
    >>> grid = curve_grid(Mixture([1.0], [[0.0]], [[[1e-6]]]), (-1.0, 1.0))
    >>> int((abs(grid) < 1e-3).sum())  # within one standard deviation
    19
    """
    about = mixture.means + mixture.standard_deviations * np.linspace(-5.0, 5.0, 101)
    return np.unique(np.concatenate([np.linspace(*x_range, 201), about.ravel()]))


def curve_traces(mixture: Mixture, x_range: Range, theme: Theme) -> list[dict[str, Any]]:
    """Return the sum as a broad band, and each weighted component as a line over it.

    Parameters
    ----------
    mixture : Mixture
        Of one feature.
    x_range : tuple of float
    theme : {"light", "dark"}

    Returns
    -------
    list of dict

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0]], [[[1.0]]])
    >>> [trace["name"] for trace in curve_traces(mixture, (-3.0, 3.0), "light")]
    ['sum', 'component 1']
    """
    grid = curve_grid(mixture, x_range)
    curves = weighted_curves(mixture, grid)
    band = {"width": 4.5, "color": INKS[theme].text}
    total = _line("sum", grid, curves.sum(axis=1), band, "sum of all components")
    hues = colours(mixture.n_components, theme)
    return [
        total | {"opacity": 0.5},
        *(
            _line(f"component {j}", grid, curve, {"width": 2.5, "color": hue}, f"component {label}")
            for j, (curve, hue, label) in enumerate(
                zip(curves.T, hues, component_labels(mixture.n_components), strict=True), start=1
            )
        ),
    ]


def ghost_curves(mixture: Mixture, x_range: Range, theme: Theme) -> list[dict[str, Any]]:
    """Return the weighted curves as they were before, thin and dashed.

    Parameters
    ----------
    mixture : Mixture
        Of one feature.
    x_range : tuple of float
    theme : {"light", "dark"}

    Returns
    -------
    list of dict

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0]], [[[1.0]]])
    >>> ghost_curves(mixture, (-3.0, 3.0), "light")[0]["line"]["dash"]
    'dash'
    """
    grid = curve_grid(mixture, x_range)
    hues = colours(mixture.n_components, theme)
    return [
        _line("before", grid, curve, {"width": 1.25, "color": hue, "dash": "dash"})
        for curve, hue in zip(weighted_curves(mixture, grid).T, hues, strict=True)
    ]


def peak_numbers(mixture: Mixture, top: float, theme: Theme) -> list[dict[str, Any]]:
    """Return the annotations that number the curves at their peaks, or at `top` where it is lower.

    Parameters
    ----------
    mixture : Mixture
        Of one feature.
    top : float
        Upper end of the density axis.
    theme : {"light", "dark"}

    Returns
    -------
    list of dict

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0]], [[[1.0]]])
    >>> peak_numbers(mixture, 0.3, "light")[0]["y"]
    0.3
    """
    means = mixture.means[:, 0].tolist()
    peaks = (mixture.weights / (np.sqrt(2 * np.pi) * mixture.standard_deviations[:, 0])).tolist()
    hues = colours(mixture.n_components, theme)
    return [
        mean_label(x, min(y, top), str(j), hue, theme, yshift=13 if y < 0.95 * top else -13)
        for j, (x, y, hue) in enumerate(zip(means, peaks, hues, strict=True), start=1)
    ]


def _line(name: str, x: np.ndarray, y: np.ndarray, line: dict, hover: str | None = None) -> dict:
    said = {"hovertemplate": f"{hover}: %{{y}}<extra></extra>"}
    trace = {"type": "scatter", "mode": "lines", "name": name, "x": x, "y": y, "line": line}
    return trace | (said if hover else {"hoverinfo": "skip"})
