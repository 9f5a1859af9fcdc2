"""All pairs of features at once, with the mixture projected onto each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.errors import DataError
from gmm_core.mixture import Mixture, as_rows
from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import Range, padded
from gmm_core.plots.marks.colours import Theme, colours
from gmm_core.plots.marks.margins import Margins, in_margins
from gmm_core.plots.marks.names import (
    hovered,
    hovered_means,
    mean_axes,
)
from gmm_core.plots.marks.outlines import outlines
from gmm_core.plots.marks.points import Drawn, drawn, row_identity, row_marker
from gmm_core.plots.marks.shown_digits import rounded
from gmm_core.plots.marks.style import INKS, figure
from gmm_core.plots.pictures.by_symbol import by_symbol
from gmm_core.plots.pictures.matrix_key import key, room_above, rooms_of_names
from gmm_core.plots.pictures.panes import (
    FEW,
    Panes,
    diagonal_traces,
    lines_of,
    room_below,
)
from gmm_core.subsets import drawn_rows
from gmm_core.written_numbers import number

MOST_FEATURES = 10
# Of more rows than these a sample is drawn, as each row is drawn in every pane.
MOST_ROWS_IN_MATRIX, SAMPLED_IN_MATRIX = 3000, 1500
# Radii of the outlines, in standard deviations, and points of each: in small panes fewer are seen.
RADII = (1, 2)
OF_FEW, OF_MANY = 73, 37
# Pixels of all panes, and of one of many at least, with a name of one line above it.
WHOLE, LEAST = 640, 104


def matrix(
    X: ArrayLike,
    mixture: Mixture | None,
    *,
    names: Sequence[str],
    features: Sequence[int] | None = None,
    responsibilities: ArrayLike | None = None,
    rows: ArrayLike | None = None,
    look: Look = Look(),
) -> go.Figure:
    """Return the scatter-plot matrix: each pair of features, and each feature on the diagonal.

    Below the diagonal stand the rows, with the outlines of each component at one and two standard
    deviations and its mean; on the diagonal the histogram of all rows under the weighted normal
    curves and their sum. A box or a lasso selects rows in any pane, and all panes show them.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
        A row that misses a value (NaN) stands in a strip beside its axis.
    mixture : Mixture or None
        Of the same features; drawn as its marginals. None draws the data alone.
    names : sequence of str
        Name of each feature, with its unit.
    features : sequence of 2 to 10 int, optional
        Features to show, in this order; by default all.
    responsibilities : array_like of shape (n_samples, n_components), optional
        Without them points are neutral circles.
    rows : array_like of int, optional
        Rows to draw; by default all, or of more than 3,000 a fixed sample of 1,500.
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        The first traces, "rows", hold the points of all panes, one for each symbol; their
        ``customdata`` are row indices.

    Raises
    ------
    DataError
        When `X` does not have the mixture's features, or fewer than 2 or more than 10 are shown.

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0, 0.0]], [[[4.0, 0.0], [0.0, 1.0]]])
    >>> picture = matrix([[0.0, 1.0], [2.0, 3.0]], mixture, names=["a (cm)", "b (cm)"])
    >>> picture.data[0].type, [dimension.label for dimension in picture.data[0].dimensions]
    ('splom', ['a (cm)', 'b (cm)'])
    """
    data = as_rows(X, len(names) if mixture is None else mixture.n_features, gaps=True)
    chosen = list(range(data.shape[1]) if features is None else features)
    _check_count(len(chosen))
    titles = [names[feature] for feature in chosen]
    most = len(data) if len(data) <= MOST_ROWS_IN_MATRIX else SAMPLED_IN_MATRIX
    sample = drawn_rows(len(data), most) if rows is None else rows
    shown = drawn(len(data), responsibilities, look.hover, None, sample)
    now = mixture and mixture.marginal(chosen)
    d = len(chosen)
    columns = [np.ascontiguousarray(data[:, feature]) for feature in chosen]
    spans = [padded(np.array([np.nanmin(column), np.nanmax(column)])) for column in columns]
    margins = in_margins(data[shown.rows][:, chosen], spans)
    below = room_below(margins.ranges)
    panes = Panes(d, look.height or below + d * max(LEAST, WHOLE // d), below)
    notes = [key(mixture, look.names, panes, look.theme)] if mixture else []
    above = room_above(notes)
    places = rooms_of_names(panes, [] if above else notes)
    panes = _with_lines(panes, lines_of(titles, places), look.height is None)
    diagonal, densities = _diagonal(columns, now, spans, panes, look.theme)
    # In small panes no shape of a marker can be told.
    marker = _marker(row_marker(shown, look, shapes=d <= FEW), d)
    return figure(
        [
            *by_symbol(_points(shown, margins, titles, panes, marker, look.names)),
            *(_outlines(now, panes, shown.kind, look.theme) if now else []),
            *(_means(now, titles, panes, look.names, look.theme) if now else []),
            *diagonal,
        ],
        look.theme,
        look.height or panes.height + above,
        margin={"l": panes.left(margins.ranges), "r": 8, "t": above, "b": below},
        annotations=[
            *panes.names(titles, look.theme, places),
            *({"y": panes.rows(0)[1], **note} for note in notes),
        ],
        shapes=[
            *panes.strips([not np.isnan(end) for end in margins.ends], look.theme),
            panes.frames(look.theme),
        ],
        dragmode="select",
        bargap=0,
        barmode="overlay",
        uirevision=f"{titles}",
        **panes.axes(titles, margins.ranges, densities, look.theme),
    )


def _diagonal(
    columns: Sequence[np.ndarray],
    mixture: Mixture | None,
    spans: Sequence[Range],
    panes: Panes,
    theme: Theme,
) -> tuple[list[dict[str, Any]], list[Range]]:
    """Return the traces on the diagonal, and the range of density of each of its panes."""
    traces: list[dict[str, Any]] = []
    densities: list[Range] = []
    for j, (column, span) in enumerate(zip(columns, spans, strict=True)):
        place = {"xaxis": panes.x(j), "yaxis": panes.y_of_density(j)}
        alone = mixture and mixture.marginal([j])
        of_pane, top = diagonal_traces(column[~np.isnan(column)], alone, span, place, theme)
        traces += of_pane
        densities.append((0.0, top))
    return traces, densities


def _check_count(n_features: int) -> None:
    if not 2 <= n_features <= MOST_FEATURES:
        raise DataError(
            f"A scatter-plot matrix shows 2 to {MOST_FEATURES} features and {n_features} were "
            "chosen. Choose that many."
        )


def _marker(marker: dict[str, Any], n_features: int) -> dict[str, Any]:
    """Return the marker of a large scatter, smaller the smaller the panes."""
    shrink = 1.0 - 0.06 * n_features
    return marker | {"size": shrink * marker["size"]}


def _points(
    shown: Drawn,
    margins: Margins,
    titles: Sequence[str],
    panes: Panes,
    marker: dict[str, Any],
    components: Sequence[str] | None,
) -> dict[str, Any]:
    # The template takes the names from the axes, so that it need not differ from pane to pane.
    values = ["%{xaxis.title.text}: %{x}", "%{yaxis.title.text}: %{y}"]
    identity = row_identity(shown, values, components)
    if margins.missing.any():
        of_pane = "<br>".join(values)
        identity["hovertemplate"] = [
            identity["hovertemplate"].replace(of_pane, _listed(row, gone, titles))
            if gone.any()
            else identity["hovertemplate"]
            for row, gone in zip(margins.places.tolist(), margins.missing, strict=True)
        ]
    return {
        "type": "splom",
        **_dimensions(list(margins.places.T), titles, panes),
        "marker": marker,
        **identity,
    }


def _listed(row: Sequence[float], gone: np.ndarray, titles: Sequence[str]) -> str:
    """All values of a row that misses some, whatever the pane: what is missing has no number."""
    return "<br>".join(
        f"{hovered(title)}: {'missing' if is_gone else number(value)}"
        for title, value, is_gone in zip(titles, row, gone.tolist(), strict=True)
    )


def _dimensions(
    columns: Sequence[np.ndarray], titles: Sequence[str], panes: Panes
) -> dict[str, Any]:
    """Return the columns as plotly's matrix takes them: drawn below the diagonal alone."""
    return {
        "dimensions": [
            {"label": hovered(title), "values": column}
            for title, column in zip(titles, columns, strict=True)
        ],
        "xaxes": [panes.x(j) for j in range(panes.n_features)],
        "yaxes": [panes.y(j) for j in range(panes.n_features)],
        "diagonal": {"visible": False},
        "showupperhalf": False,
    }


def _outlines(mixture: Mixture, panes: Panes, kind: str, theme: Theme) -> list[dict[str, Any]]:
    """Return the outlines in each pane, one line a component; on halos where points are dense."""
    k = mixture.n_components
    hues = colours(k, theme)
    halo = {"width": 3.5, "color": INKS[theme].ground}
    traces = []
    for pair in combinations(range(panes.n_features), 2):
        plane = mixture.marginal(pair)
        if kind == "scattergl":
            traces.append(_outline(plane, range(k), halo, pair, panes) | {"opacity": 0.7})
        for j, hue in enumerate(hues):
            traces.append(_outline(plane, [j], {"width": 1.75, "color": hue}, pair, panes))
    return traces


def _outline(
    plane: Mixture,
    components: Sequence[int],
    line: dict[str, Any],
    pair: tuple[int, int],
    panes: Panes,
) -> dict[str, Any]:
    fine = OF_FEW if panes.n_features <= FEW else OF_MANY
    points = np.concatenate([outlines(plane, j, RADII, fine) for j in components])
    x, y = map(rounded, points.T)
    # WebGL, as the points are: SVG would lie below them.
    return {
        "type": "scattergl",
        "mode": "lines",
        "x": x,
        "y": y,
        "xaxis": panes.x(pair[0]),
        "yaxis": panes.y(pair[1]),
        "line": line,
        "hoverinfo": "skip",
    }


def _means(
    mixture: Mixture,
    titles: Sequence[str],
    panes: Panes,
    components: Sequence[str] | None,
    theme: Theme,
) -> list[dict[str, Any]]:
    """Return the means as crosses with an edge, in all panes at once."""
    shrink = 1.0 - 0.04 * panes.n_features
    edge = {"width": shrink * 2, "color": INKS[theme].ground}
    return [
        {
            "type": "splom",
            "name": "means",
            **_dimensions(list(mixture.means.T), titles, panes),
            "marker": {
                "symbol": "cross",
                "size": shrink * 15,
                "color": colours(mixture.n_components, theme),
                "line": edge,
            },
            # What is selected are rows: the means do not fade beside them.
            "unselected": {"marker": {"opacity": 1}},
            **hovered_means(mixture, mean_axes(titles), components),
        }
    ]


def _with_lines(panes: Panes, lines: int, grows: bool) -> Panes:
    """Return panes as high as they were, below names of so many lines, unless they cannot grow."""
    more = replace(panes, lines=lines)
    return replace(more, height=panes.height + panes.n_features * (more.name - panes.name) * grows)
