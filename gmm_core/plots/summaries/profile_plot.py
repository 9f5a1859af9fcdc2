"""What sets the components apart: their means and spreads in every feature, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.clusters import Profiles
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import Theme, colours, symbol_sizes, symbols
from gmm_core.plots.marks.names import shown_names, text
from gmm_core.plots.marks.style import INKS, axis, figure, legend, padded
from gmm_core.written_numbers import plus_minus

# Pixels of one component in a feature, of the feature's name above them, and of legend and axis.
LINE, HEADING, MARGINS = 13, 26, 92
AXIS_TITLE = "standard deviations from the overall mean"


def profile_dots(
    found: Profiles,
    *,
    names: Sequence[str],
    marked_means: ArrayLike | None = None,
    look: Look = Look(),
) -> go.Figure:
    """Return the standardised mean of each component in each feature, with its spread.

    Parameters
    ----------
    found : Profiles
    names : sequence of str
        Name of each feature, with its unit; it stands above its dots.
    marked_means : array_like of shape (n_features,), optional
        Standardised means of rows that somebody has selected; an upright line in every feature.
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        One trace a component; bars reach one standard deviation of the component to either side.

    Examples
    --------
    >>> import numpy as np
    >>> from gmm_core import Mixture
    >>> from gmm_core.clusters import profiles
    >>> mixture = Mixture([0.5, 0.5], [[1.0], [5.0]], [[[1.0]], [[4.0]]])
    >>> found = profiles([[0.0], [2.0], [3.0], [7.0]], mixture, np.eye(2)[[0, 0, 1, 1]])
    >>> [trace.x.round(2) for trace in profile_dots(found, names=["a (cm)"]).data]
    [array([-0.78]), array([0.78])]
    """
    k, d = found.means.shape
    band = HEADING + LINE * k
    reach = np.concatenate([found.means - found.deviations, found.means + found.deviations])
    chosen = (
        [] if marked_means is None else [_selected(np.asarray(marked_means), k, names, look.theme)]
    )
    called = shown_names(k, look.names, width=24)
    return figure(
        [
            *(_dots(found, j, name, names, band, look.theme) for j, name in enumerate(called)),
            *chosen,
        ],
        look.theme,
        look.height or MARGINS + band * d,
        xaxis=axis(look.theme, AXIS_TITLE, padded(reach, 0.04), showgrid=True, fixedrange=True),
        yaxis=axis(look.theme, None, (band * d, 0), visible=False, fixedrange=True),
        shapes=[*_stripes(d, band, look.theme), _all_rows(look.theme)],
        annotations=[_heading(name, j * band, look.theme) for j, name in enumerate(names)],
        showlegend=True,
        legend=legend(look.theme),
        dragmode=False,
        uirevision="profiles",
    )


def _selected(means: np.ndarray, k: int, names: Sequence[str], theme: Theme) -> dict[str, Any]:
    """Return where the selected rows lie on average."""
    line = {"width": 3, "color": INKS[theme].text}
    return {
        "type": "scatter",
        "name": "selected",
        "mode": "markers",
        "x": means,
        "y": (HEADING + LINE * k) * np.arange(len(means)) + HEADING + LINE * k / 2,
        "text": [text(name, width=40) for name in names],
        "marker": {"symbol": "line-ns", "size": LINE * k, "line": line},
        "hovertemplate": "selected rows<br>%{text}: %{x} sd<extra></extra>",
    }


def _dots(
    found: Profiles, j: int, title: str, names: Sequence[str], band: int, theme: Theme
) -> dict[str, Any]:
    """Return the dots of one component, a line of its own in the band of each feature."""
    k, d = found.means.shape
    hue = colours(k, theme)[j]
    means, deviations = found.means[j], found.deviations[j]
    pairs = zip(names, means.tolist(), deviations.tolist(), strict=True)
    return {
        "type": "scatter",
        "name": title,
        "mode": "markers",
        "x": means,
        "y": band * np.arange(d) + HEADING + LINE * (j + 0.25),
        "error_x": {"array": deviations, "color": hue, "thickness": 1.75, "width": 0},
        "marker": {
            "color": hue,
            "symbol": symbols(k)[j],
            "size": 9 * symbol_sizes(k)[j],
            "line": {"width": 1, "color": INKS[theme].ground},
        },
        "text": [
            f"{text(name, width=40)}: {plus_minus(mean, deviation)} sd"
            for name, mean, deviation in pairs
        ],
        "hovertemplate": f"{title}<br>%{{text}}<extra></extra>",
    }


def _heading(name: str, top: float, theme: Theme) -> dict[str, Any]:
    """Return the name of a feature, above its dots: beside them it would take half a phone."""
    return {
        "text": text(name, width=44),
        "xref": "paper",
        "x": 0,
        "y": top,
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "font": {"color": INKS[theme].text, "size": 13},
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
