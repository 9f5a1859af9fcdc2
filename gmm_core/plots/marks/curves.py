"""The components of a mixture over one feature: weighted normal curves, their sum, numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.mixture import Mixture
from gmm_core.plots.marks.axes import Range
from gmm_core.plots.marks.colours import Theme, colours
from gmm_core.plots.marks.names import component_labels, hovered_means, text
from gmm_core.plots.marks.style import INKS, mean_label
from gmm_core.written_numbers import in_full, number

# Densities between these stand on an axis as they are. Others are told of another unit, by so many
# thousands at most: a name of more zeros is no easier to read than a power of ten.
SMALLEST_PLAIN, LARGEST_PLAIN, MOST_THOUSANDS = 0.01, 1000.0, 3

# What may be a unit, at the end of a name.
UNIT = re.compile(r"\(([^\W\d]\S{0,7})\)$")


def density_unit(highest: float) -> float:
    """Return of how many units of a feature densities are told, to need no power of ten.

    Parameters
    ----------
    highest : float
        The highest density of a figure, of one unit.

    Examples
    --------
    >>> density_unit(0.4), density_unit(0.0002), density_unit(3e5)
    (1.0, 1000.0, 1e-06)
    """
    if not 0.0 < highest < math.inf or SMALLEST_PLAIN <= highest < LARGEST_PLAIN:
        return 1.0
    thousands = math.ceil(math.log10(SMALLEST_PLAIN / highest) / 3.0)
    return float(f"1e{3 * min(max(thousands, -MOST_THOUSANDS), MOST_THOUSANDS)}")


def density_title(name: str, per: float) -> str:
    """Return what an axis of densities is called, told of so many units of the feature `name`.

    Examples
    --------
    >>> density_title("velocity (km/s)", 1.0), density_title("velocity (km/s)", 1e3)
    ('density', 'density per 1000 km/s')
    >>> density_title("income (2019)", 1e6), density_title("length (m)", 1e-3)
    ('density per 1,000,000 units', 'density per 0.001 m')
    """
    if per == 1.0:
        return "density"
    many = number(per) if per > 1.0 else in_full(per)
    unit = UNIT.search(name)
    return f"density per {many} {unit[1] if unit else 'units'}"


def weighted_curves(mixture: Mixture, grid: ArrayLike) -> np.ndarray:
    """Return each component's density times its weight, (n_points, n_components), for one feature.

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
    """Return where to evaluate the curves (n_points,), fine enough for the narrowest component.

    Ascending: the axis evenly, and five standard deviations about each mean.

    Examples
    --------
    >>> grid = curve_grid(Mixture([1.0], [[0.0]], [[[1e-6]]]), (-1.0, 1.0))
    >>> int((abs(grid) < 1e-3).sum())  # within one standard deviation
    19
    """
    about = mixture.means + mixture.standard_deviations * np.linspace(-5.0, 5.0, 101)
    return np.unique(np.concatenate([np.linspace(*x_range, 201), about.ravel()]))


def curve_traces(
    mixture: Mixture,
    x_range: Range,
    theme: Theme,
    components: Sequence[str] | None = None,
    per: float = 1.0,
) -> list[dict[str, Any]]:
    """Return the sum as a broad band, and each weighted component as a line over it."""
    k = mixture.n_components
    curves = _Curves(mixture, x_range, per)
    band = {"width": 4.5, "color": INKS[theme].text}
    total = curves.of("sum", range(k), band, "sum of all components")
    looks = zip(colours(k, theme), component_labels(k, components), strict=True)
    return [
        total | {"opacity": 0.5},
        *(
            curves.of(
                f"component {j + 1}",
                [j],
                {"width": 2.5, "color": hue},
                f"component {text(label)}",
            )
            for j, (hue, label) in enumerate(looks)
        ),
    ]


def ghost_curves(
    mixture: Mixture, x_range: Range, theme: Theme, per: float = 1.0
) -> list[dict[str, Any]]:
    """Return the weighted curves as they were before, thin and dashed."""
    curves, ghost = _Curves(mixture, x_range, per), {"width": 1.25, "dash": "dash"}
    return [
        curves.of("before", [j], ghost | {"color": hue}, draws="ghosts")
        for j, hue in enumerate(colours(mixture.n_components, theme))
    ]


def mean_marks(
    mixture: Mixture, theme: Theme, components: Sequence[str] | None = None
) -> dict[str, Any]:
    """Return the means as crosses on the axis of the feature."""
    hues = colours(mixture.n_components, theme)
    look = {"symbol": "cross-thin-open", "size": 15, "color": hues}
    return {
        "type": "scatter",
        "name": "means",
        "mode": "markers",
        "x": mixture.means[:, 0],
        "y": np.zeros(mixture.n_components),
        "marker": look | {"line": {"width": 3, "color": hues}},
        "cliponaxis": False,
        **hovered_means(mixture, ["mean"], components),
    }


def peak_numbers(
    mixture: Mixture, top: float, theme: Theme, beside: Sequence[str], per: float = 1.0
) -> list[dict[str, Any]]:
    """Return the annotations at the peaks of the curves, or at a lower `top`; see `Key`."""
    means = mixture.means[:, 0].tolist()
    of_one = mixture.weights / (np.sqrt(2 * np.pi) * mixture.standard_deviations[:, 0])
    peaks = (per * of_one).tolist()
    ink = INKS[theme].text
    return [
        mean_label(x, min(y, top), label, ink, theme, yshift=13 if y < 0.95 * top else -13)
        for x, y, label in zip(means, peaks, beside, strict=True)
    ]


class _Curves:
    """The weighted curves of a mixture, on a grid that serves all; per so many units."""

    def __init__(self, mixture: Mixture, x_range: Range, per: float):
        self._range, self._grid = [*x_range], curve_grid(mixture, x_range)
        self._heights = per * weighted_curves(mixture, self._grid)

    def of(
        self,
        name: str,
        components: Sequence[int],
        line: dict[str, Any],
        hover: str | None = None,
        draws: str = "curves",
    ) -> dict[str, Any]:
        """The sum of some curves; ``meta`` says of which, for who redraws another frame."""
        said = {"hoverinfo": "skip"}
        if hover:
            said = {"hovertemplate": f"{hover}: %{{y}}<extra></extra>"}
        of = {"draws": draws, "components": [*components], "range": [*self._range]}
        look = {"mode": "lines", "name": name, "line": line, "meta": of}
        heights = self._heights[:, list(components)].sum(axis=1)
        return {"type": "scatter", "x": self._grid.copy(), "y": heights, **look, **said}
