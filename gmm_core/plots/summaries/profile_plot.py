"""What sets the components apart: their means and spreads in every feature, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.clusters import Bars, Profiles
from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import OF_NARROW, axis, padded
from gmm_core.plots.marks.colours import Theme, colours, symbol_sizes, symbols
from gmm_core.plots.marks.names import balanced, hovered, legend_names
from gmm_core.plots.marks.style import INKS, figure, legend, legend_room
from gmm_core.written_columns import plus_minus

# Pixels of one component in a feature, of the feature's name above them, and of legend and axis.
LINE, HEADING, MARGINS = 13, 26, 108
# Pixels of a second line of a long name, and letters of a line.
SECOND, LETTERS = 16, 40
AXIS_TITLE = "standard deviations from the overall mean"
UNITS_TITLE = "mean, in the units of each feature"


@dataclass(frozen=True, eq=False)
class _Shown:
    """Means and lengths of bars (k, d) as they are drawn, what features are called, the unit."""

    means: np.ndarray
    lengths: np.ndarray
    titles: list[str]
    unit: str


def profile_lines(
    found: Profiles,
    *,
    names: Sequence[str],
    marked_means: ArrayLike | None = None,
    of: Bars = "rows",
    in_units: bool = False,
    order: Sequence[int] | None = None,
    look: Look = Look(),
) -> go.Figure:
    """Return the profile of each cluster: a line through its means from feature to feature.

    Parameters
    ----------
    found : Profiles
    names : sequence of str
        Name of each feature, with its unit; it stands above its dots.
    marked_means : array_like of shape (n_features,), optional
        Standardised means of rows that somebody has selected; an upright line in every feature.
    of : {"rows", "mean"}
        Bars reach one standard deviation of the rows to either side, or 1.96 standard errors of
        the mean.
    in_units : bool
        In the units that were fitted, or else in standard deviations of all rows.
    order : sequence of int, optional
        The features from the top down; by default as they are, `found.order` by how much they
        separate the clusters.
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        One trace a component.

    Examples
    --------
    >>> import numpy as np
    >>> from gmm_core import Mixture
    >>> from gmm_core.clusters import profiles
    >>> mixture = Mixture([0.5, 0.5], [[1.0], [5.0]], [[[1.0]], [[4.0]]])
    >>> found = profiles([[0.0], [2.0], [3.0], [7.0]], mixture, np.eye(2)[[0, 0, 1, 1]])
    >>> [trace.x.round(2) for trace in profile_lines(found, names=["a (cm)"]).data]
    [array([-0.78]), array([0.78])]
    """
    k, d = found.means.shape
    places = list(range(d) if order is None else order)
    titles = [names[j] for j in places]
    is_long = max(map(len, titles), default=0) > LETTERS
    band = HEADING + SECOND * is_long + LINE * k
    means, lengths = (each[:, places] for each in found.bars(of, in_units=in_units))
    shown = _Shown(means, lengths, titles, "" if in_units else " sd")
    marked = _marked(found, marked_means, in_units)
    called = legend_names(k, look.names)
    reach = np.concatenate([means - np.nan_to_num(lengths), means + np.nan_to_num(lengths)])
    title = UNITS_TITLE if in_units else AXIS_TITLE
    return figure(
        [
            *(_line(shown, j, name, band, look.theme) for j, name in enumerate(called)),
            *([] if marked is None else [_selected(marked[places], k, titles, band, look.theme)]),
        ],
        look.theme,
        look.height or MARGINS + legend_room(called) + band * d,
        xaxis=axis(
            look.theme, title, padded(reach, 0.04), OF_NARROW, showgrid=True, fixedrange=True
        ),
        yaxis=axis(look.theme, None, (band * d, 0), visible=False, fixedrange=True),
        shapes=[*_stripes(d, band, look.theme), *([] if in_units else [_all_rows(look.theme)])],
        annotations=[_heading(name, j * band, look.theme) for j, name in enumerate(titles)],
        showlegend=True,
        legend=legend(look.theme),
        dragmode=False,
        uirevision="profiles",
    )


def _marked(found: Profiles, marked_means: ArrayLike | None, in_units: bool) -> np.ndarray | None:
    if marked_means is None:
        return None
    of_all = found.centres[0] - found.scale * found.means[0]
    means = np.asarray(marked_means)
    return of_all + found.scale * means if in_units else means


def _selected(
    means: np.ndarray, k: int, names: Sequence[str], band: int, theme: Theme
) -> dict[str, Any]:
    """Return where the selected rows lie on average, feature by feature."""
    line = {"width": 3, "color": INKS[theme].text}
    return {
        "type": "scatter",
        "name": "selected",
        "mode": "markers",
        "x": means,
        "y": band * (np.arange(len(means)) + 1.0) - LINE * k / 2,
        "text": [hovered(name) for name in names],
        "marker": {"symbol": "line-ns", "size": LINE * k, "line": line},
        "hovertemplate": "selected rows<br>%{text}: %{x}<extra></extra>",
    }


def _line(shown: _Shown, j: int, title: str, band: int, theme: Theme) -> dict[str, Any]:
    """Return the line of one component; in the band of each feature it has a height of its own."""
    k, d = shown.means.shape
    hue = colours(k, theme)[j]
    pairs = zip(shown.titles, shown.means[j].tolist(), shown.lengths[j].tolist(), strict=True)
    return {
        "type": "scatter",
        "name": title,
        "mode": "lines+markers",
        "x": shown.means[j],
        "y": band * (np.arange(d) + 1.0) - LINE * (k - j - 0.25),
        "line": {"color": hue, "width": 1.25},
        "error_x": {"array": shown.lengths[j], "color": hue, "thickness": 2.5, "width": 0},
        "marker": {
            "color": hue,
            "symbol": symbols(k)[j],
            "size": 9 * symbol_sizes(k)[j],
            "line": {"width": 1, "color": INKS[theme].ground},
        },
        "text": [
            f"{hovered(name)}: {plus_minus(mean, length)}{shown.unit}"
            for name, mean, length in pairs
        ],
        "hovertemplate": f"{title}<br>%{{text}}<extra></extra>",
    }


def _heading(name: str, top: float, theme: Theme) -> dict[str, Any]:
    """Return the name of a feature, above its dots: beside them it would take half a phone."""
    return {
        "text": balanced(name, LETTERS, 2),
        "xref": "paper",
        "x": 0,
        "y": top,
        "xanchor": "left",
        "yanchor": "top",
        "align": "left",  # else names in a font that is wider than it was measured are ragged
        "showarrow": False,
        "font": {"color": INKS[theme].text, "size": 13},
        # Lines from a feature to the next lead behind it.
        "bgcolor": INKS[theme].ground,
    }


def _stripes(d: int, band: int, theme: Theme) -> list[dict[str, Any]]:
    """Return a line between neighbouring features."""
    line = {"color": INKS[theme].grid, "width": 1}
    across = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "layer": "below", "line": line}
    return [across | {"y0": band * j, "y1": band * j} for j in range(1, d)]


def _all_rows(theme: Theme) -> dict[str, Any]:
    """Return the line at the mean of all rows."""
    line = {"color": INKS[theme].muted, "width": 1, "dash": "dot"}
    place = {"x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", "layer": "below", "line": line, **place}
