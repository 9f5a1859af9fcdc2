"""Components that become clusters: the entropy by their number, and the tree of merges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gmm_core.certainty import Combined
from gmm_core.plots.marks.axes import axis, padded
from gmm_core.plots.marks.colours import Theme, colours
from gmm_core.plots.marks.style import INKS, figure
from gmm_core.wording import counted
from gmm_core.written_numbers import number

Group = tuple[int, ...]


class Segment(NamedTuple):
    """A line of the tree, and the components below it."""

    below: Group
    x: tuple[float, float]
    y: tuple[float, float]


def entropy_curve(
    found: Combined, chosen: int, *, theme: Theme = "light", height: int = 280
) -> go.Figure:
    """Return the entropy of the soft clustering by the number of clusters.

    Parameters
    ----------
    found : Combined
    chosen : int
        Number of clusters to ring.
    theme : {"light", "dark"}
    height : int
        In pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        Traces "entropy" and "chosen".

    Examples
    --------
    >>> from gmm_core.certainty import combined
    >>> found = combined([[0.5, 0.5, 0.0], [0.0, 0.1, 0.9]])
    >>> list(entropy_curve(found, 2).data[0].x)
    [1, 2, 3]
    """
    ink, k = INKS[theme], found.n_components
    low, high = padded(np.array(found.entropies), 0.1)
    return figure(
        [_curve(found, theme), _ring(found, chosen, theme)],
        theme,
        height,
        xaxis=axis(theme, "number of clusters", (0.5, k + 0.5), dtick=1 if k <= 12 else 2),
        yaxis=axis(
            theme,
            "entropy (nats)",
            (low, high),
            showgrid=True,
            rangemode="tozero",
            tickfont={"color": ink.muted},
        ),
    )


def _curve(found: Combined, theme: Theme) -> dict[str, Any]:
    numbers = list(range(1, found.n_components + 1))
    said = [
        f"{counted(n, 'cluster')}: entropy {number(entropy)}"
        for n, entropy in zip(numbers, found.entropies, strict=True)
    ]
    hue = colours(1, theme)[0]
    return {
        "type": "scatter",
        "name": "entropy",
        "mode": "lines+markers",
        "x": numbers,
        "y": list(found.entropies),
        "line": {"color": hue, "width": 2},
        "marker": {"color": hue, "size": 9, "line": {"width": 1, "color": INKS[theme].ground}},
        "text": said,
        "hovertemplate": "%{text}<extra></extra>",
    }


def _ring(found: Combined, chosen: int, theme: Theme) -> dict[str, Any]:
    hue = INKS[theme].text
    look = {"symbol": "circle-open", "size": 19, "color": hue, "line": {"width": 2, "color": hue}}
    return {
        **{"type": "scatter", "name": "chosen", "mode": "markers", "marker": look},
        **{"x": [chosen], "y": [found.entropies[chosen - 1]], "hoverinfo": "skip"},
    }


def merge_tree(
    found: Combined, chosen: int, *, theme: Theme = "light", height: int = 280
) -> go.Figure:
    """Return the tree of merges: components below, one cluster on top.

    Parameters
    ----------
    found : Combined
    chosen : int
        Number of clusters: where a dotted line cuts the tree, and the colours begin.
    theme : {"light", "dark"}
    height : int
        In pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        Traces "above" and "cluster 1", "cluster 2" and so on, and "cut".

    Examples
    --------
    >>> from gmm_core.certainty import combined
    >>> found = combined([[0.5, 0.5, 0.0], [0.0, 0.1, 0.9]])
    >>> [trace.name for trace in merge_tree(found, 2).data]
    ['above', 'cluster 1', 'cluster 2', 'cut']
    """
    k, order = found.n_components, _leaves(found)
    segments = _segments(found, order)
    groups = found.groups(chosen)
    own = zip(groups, colours(chosen, theme), strict=True)
    looks = [
        ("above", (), INKS[theme].muted),
        *((f"cluster {j}", group, hue) for j, (group, hue) in enumerate(own, 1)),
    ]
    return figure(
        [
            *(_branches(segments, look, groups) for look in looks),
            _cut(k, chosen, theme),
        ],
        theme,
        height,
        xaxis=axis(
            theme,
            "component",
            (-0.6, k - 0.4),
            tickvals=list(range(k)),
            ticktext=[f"{component + 1}" for component in order],
            tickfont={"color": INKS[theme].text, "size": 13},
        ),
        yaxis=axis(
            theme, "number of clusters", (k + 0.3, 0.7), dtick=1 if k <= 12 else 2, showgrid=True
        ),
    )


def _leaves(found: Combined) -> list[int]:
    """The components in an order in which no two branches cross."""
    branches: dict[Group, list[int]] = {group: list(group) for group in found.stages[-1]}
    for _, parts, made in _merges(found):
        branches[made] = [leaf for part in parts for leaf in branches.pop(part)]
    return next(iter(branches.values()))


def _merges(found: Combined) -> Iterator[tuple[int, list[Group], Group]]:
    """The number of clusters after each merge, the two that become one, and that one."""
    for n in range(found.n_components - 1, 0, -1):
        before, after = found.groups(n + 1), found.groups(n)
        (made,) = {*after} - {*before}
        yield n, [each for each in before if {*each} <= {*made}], made


def _segments(found: Combined, order: list[int]) -> list[Segment]:
    """All lines of the tree, each with the components below it."""
    at: dict[Group, tuple[float, float]] = {
        (j,): (float(place), float(found.n_components)) for place, j in enumerate(order)
    }
    segments = []
    for n, parts, made in _merges(found):
        ends = [at.pop(part) for part in parts]
        for part, (x, height) in zip(parts, ends, strict=True):
            segments.append(Segment(part, (x, x), (height, float(n))))
        (left, _), (right, _) = ends
        segments.append(Segment(made, (left, right), (float(n), float(n))))
        at[made] = ((left + right) / 2.0, float(n))
    return segments


def _branches(
    segments: list[Segment], look: tuple[str, Group, str], groups: tuple[Group, ...]
) -> dict[str, Any]:
    """The lines within a cluster, or those that belong to several, as one broken line."""
    name, own, hue = look
    mine = [each for each in segments if _of(each, groups) == own]
    return {
        **{"type": "scatter", "name": name, "mode": "lines", "hoverinfo": "skip"},
        "x": [x for each in mine for x in (*each.x, None)],
        "y": [y for each in mine for y in (*each.y, None)],
        "line": {"color": hue, "width": 2.5},
    }


def _of(segment: Segment, groups: tuple[Group, ...]) -> Group:
    """The cluster that has all components below a line; none where several have."""
    return next((group for group in groups if {*segment.below} <= {*group}), ())


def _cut(k: int, chosen: int, theme: Theme) -> dict[str, Any]:
    return {
        **{"type": "scatter", "name": "cut", "mode": "lines", "hoverinfo": "skip"},
        **{"x": [-0.6, k - 0.4], "y": [chosen - 0.5] * 2},
        "line": {"color": INKS[theme].text, "width": 1.5, "dash": "dot"},
    }
