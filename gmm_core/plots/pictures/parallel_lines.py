"""All features of a row as one line, and the means of the components over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.assigned import NOISE, assigned
from gmm_core.checked import checked_shares
from gmm_core.mixture import Mixture, as_rows, standardising
from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import Range, axis, padded, ticks
from gmm_core.plots.marks.colours import (
    GREY,
    OF_NOISE,
    Theme,
    colours,
    symbol_sizes,
    symbols,
)
from gmm_core.plots.marks.margins import in_margins, strip_below
from gmm_core.plots.marks.names import (
    HOVERED_LETTERS,
    balanced,
    hovered,
    legend_names,
    text,
    wrapped_names,
)
from gmm_core.plots.marks.points import SVG_POINTS, row_names
from gmm_core.plots.marks.style import INKS, figure, legend, legend_room
from gmm_core.plots.summaries.profile_plot import AXIS_TITLE
from gmm_core.subsets import stratified_rows
from gmm_core.written_numbers import number

# Most lines: more are neither seen apart nor drawn quickly.
MOST_LINES = 600
# Letters of a line of a name that is turned, where it may have two and where it has one, and of a
# short name; pixels of a letter.
UPRIGHT, ALONE, SHORT_NAME, LETTER = 44, 66, 12, 6
LEVEL = 20  # of one that is not
# Of more features a name stands upright; of so many on two lines at the most, of more on one.
SEVERAL, MANY = 6, 10
# Of more components than this the means are drawn less heavy.
FEW = 5
LAST = 1001  # in the legend: plotly gives all others 1000


def parallel(
    X: ArrayLike,
    mixture: Mixture,
    responsibilities: ArrayLike,
    *,
    names: Sequence[str],
    rows: ArrayLike | None = None,
    look: Look = Look(),
) -> go.Figure:
    """Return each row as a line over its standardised features, in the colour of its component.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
        All rows that were fitted. The line of one that misses a value (NaN) leads through a strip
        below all values.
    mixture : Mixture
    responsibilities : array_like of shape (n_samples, n_components)
    names : sequence of str
        Name of each feature, with its unit.
    rows : array_like of int, optional
        Rows to draw; by default all, or of more than 600 a fixed sample that leaves out no
        component (`stratified_rows`).
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        One trace "rows" a component, and one of noise where there is any, whose ``customdata`` are
        row indices, also where a line is broken off before the next one; then one heavy line a
        component through its means.

    Raises
    ------
    DataError
        When `X` does not have the mixture's features, or `responsibilities` not its components.

    Examples
    --------
    >>> mixture = Mixture([1.0], [[1.0, 3.0]], [[[1.0, 0.0], [0.0, 1.0]]])
    >>> picture = parallel([[0.0, 2.0], [2.0, 4.0]], mixture, [[1.0], [1.0]], names=["a", "b"])
    >>> picture.data[0].y, picture.data[0].customdata
    (array([-1., -1., nan,  1.,  1., nan]), array([0, 0, 0, 1, 1, 1]))
    """
    data = as_rows(X, mixture.n_features, gaps=True)
    clusters = assigned(checked_shares(responsibilities, len(data), mixture.n_components))
    shown = (
        stratified_rows(clusters, MOST_LINES) if rows is None else np.asarray(rows, dtype=np.intp)
    )
    of_noise = np.flatnonzero(clusters[shown] == NOISE)
    own_of = [np.flatnonzero(clusters[shown] == j) for j in range(mixture.n_components)]
    scaling, faint = standardising(data), _opacity(len(shown))
    kind = "scatter" if len(shown) * mixture.n_features <= SVG_POINTS else "scattergl"
    means = scaling.apply(mixture.means)
    titles = wrapped_names(mixture.n_components, look.names, look.theme, HOVERED_LETTERS)
    values = data[shown]
    heights = scaling.apply(values)
    span = padded(np.concatenate([heights, means]), 0.04)
    margins = in_margins(heights.reshape(-1, 1), [span])  # of all features it is one strip
    heights = margins.places.reshape(values.shape)
    strips, numbers = [], {}
    if margins.missing.any():
        strips = [strip_below(*margins.below, look.theme)]
        numbers = _with_missing(span, margins.below)
    return figure(
        [
            *(
                _lines(values[own], heights[own], shown[own], names, look.hover, title)
                | _look(j, mixture.n_components, faint, kind, look.theme)
                for j, (own, title) in enumerate(zip(own_of, titles, strict=True))
            ),
            *(
                [
                    _lines(
                        *(values[of_noise], heights[of_noise], shown[of_noise]),
                        *(names, look.hover, "noise"),
                    )
                    | _line_look(GREY[look.theme], OF_NOISE.name, faint, kind),
                    _key_of_noise(kind, look.theme),
                ]
                if len(of_noise)
                else []
            ),
            *_means(means, legend_names(len(means), look.names), kind, look.theme),
        ],
        look.theme,
        look.height or 420 + _more(names, look.names),
        xaxis=axis(look.theme, None, (-0.5, mixture.n_features - 0.5), **_ticks(names, look.theme)),
        yaxis=axis(look.theme, AXIS_TITLE, margins.ranges[0], showgrid=True, **numbers),
        shapes=[*_uprights(mixture.n_features, look.theme), *strips],
        showlegend=True,
        legend=legend(look.theme),
        uirevision="parallel",
    )


def _with_missing(span: Range, strip: Range) -> dict[str, Any]:
    """Ticks of an axis that say what its strip is, where no line lies over the word."""
    values, texts = ticks(*span)
    return {"tickvals": [sum(strip) / 2, *values], "ticktext": ["missing", *texts]}


def _key_of_noise(kind: str, theme: Theme) -> dict[str, Any]:
    """The entry of noise in the legend, which has no mean to draw."""
    look = _line_look(GREY[theme], OF_NOISE.name, 1.0, kind)
    look["marker"] = look["marker"] | {"size": 8}
    return look | {
        "name": "noise",
        "legendrank": LAST,
        "x": [None],
        "y": [None],
        "hoverinfo": "skip",
    }


def _more(names: Sequence[str], components: Sequence[str] | None) -> int:
    """Return the pixels that long names take, below the axes and in a narrow legend."""
    most = UPRIGHT if len(names) <= MANY else ALONE
    turned = max((min(len(name), most) for name in names), default=0)
    called = legend_names(len(components), components) if components else None
    return legend_room(called) + LETTER * max(turned - SHORT_NAME, 0)


def _opacity(n_rows: int) -> float:
    """How dense the lines are: the more rows, the fainter each of them."""
    return float(np.clip(8.0 / np.sqrt(n_rows + 1.0), 0.25, 0.7))


def _lines(
    own: np.ndarray,
    heights: np.ndarray,
    rows: np.ndarray,
    names: Sequence[str],
    hover: Sequence[str] | None,
    title: str,
) -> dict[str, Any]:
    """Return the lines of the rows of one component as one line, broken off after each row."""
    n, d = own.shape
    gap = np.full((n, 1), np.nan)
    labels = [hovered(name) for name in names]
    values = [
        f"{label}: {'missing' if np.isnan(value) else number(value)}"
        for row in own.tolist()
        for label, value in zip(labels, row, strict=True)
    ]
    return {
        "name": "rows",
        "x": np.tile(np.append(np.arange(float(d)), np.nan), n),
        "y": np.hstack([heights, gap]).ravel(),
        "customdata": np.repeat(rows, d + 1),
        "text": np.repeat(np.array(row_names(rows, hover), dtype=object), d + 1),
        "hovertext": np.hstack(
            [np.array(values, dtype=object).reshape(n, d), np.full((n, 1), "")]
        ).ravel(),
        "hovertemplate": f"%{{text}}<br>%{{hovertext}}<br>{title}<extra></extra>",
        "connectgaps": False,
        "showlegend": False,
    }


def _look(j: int, k: int, opacity: float, kind: str, theme: Theme) -> dict[str, Any]:
    """Return how the lines of a component look; small markers, since lines cannot be selected."""
    return _line_look(colours(k, theme)[j], symbols(k)[j], opacity, kind)


def _line_look(hue: str, symbol: str, opacity: float, kind: str) -> dict[str, Any]:
    marker = {"size": 3, "color": hue, "symbol": symbol, "line": {"width": 0}}
    line = {"width": 1, "color": hue}
    return {
        "type": kind,
        "mode": "lines+markers",
        "marker": marker,
        "line": line,
        "opacity": opacity,
    }


def _means(
    means: np.ndarray, called: Sequence[str], kind: str, theme: Theme
) -> list[dict[str, Any]]:
    """Return a heavy line through the means of each component, on halos."""
    k, d = means.shape
    heavy = 3 if k <= FEW else 2
    place = {"type": kind, "x": np.arange(d), "hoverinfo": "skip"}
    halo = {
        "mode": "lines",
        "line": {"width": heavy + 3, "color": INKS[theme].ground},
        "showlegend": False,
    }
    traces = [place | halo | {"name": "halo", "y": mean} for mean in means]
    for j, (hue, name) in enumerate(zip(colours(k, theme), called, strict=True)):
        size = 3.2 * heavy * symbol_sizes(k)[j]
        edge = {"width": 1, "color": INKS[theme].ground}
        marker = {"size": size, "color": hue, "symbol": symbols(k)[j], "line": edge}
        look = {"mode": "lines+markers", "line": {"width": heavy, "color": hue}, "marker": marker}
        traces.append(place | look | {"name": name, "y": means[j]})
    return traces


def _ticks(names: Sequence[str], theme: Theme) -> dict[str, Any]:
    return {
        "tickvals": np.arange(len(names)),
        "ticktext": [_tick(name, len(names)) for name in names],
        "tickfont": {"color": INKS[theme].text},
        # Names that do not fit side by side stand upright: plotly drops tilted ones at the edges.
        "autotickangles": [0, -90],
        "fixedrange": True,
    }


def _tick(name: str, d: int) -> str:
    if d <= SEVERAL:
        return balanced(name, LEVEL)
    return balanced(name, UPRIGHT, 2) if d <= MANY else text(name, ALONE)


def _uprights(d: int, theme: Theme) -> list[dict[str, Any]]:
    """Return the axis of each feature."""
    line = {"color": INKS[theme].grid, "width": 1}
    upright = {"type": "line", "layer": "below", "yref": "paper", "y0": 0, "y1": 1, "line": line}
    return [upright | {"x0": j, "x1": j} for j in range(d)]
