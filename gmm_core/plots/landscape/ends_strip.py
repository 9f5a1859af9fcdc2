"""Where many starts end: a point a start, by its kind and its log-likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm_core.ends import Tried
from gmm_core.landscape import RANDOM_KINDS, Optimum
from gmm_core.plots.marks.axes import axis, padded
from gmm_core.plots.marks.colours import Theme, colours
from gmm_core.plots.marks.style import GOLDEN, INKS, figure, legend
from gmm_core.starts import INITIALIZERS
from gmm_core.wording import counted
from gmm_core.written_numbers import number

SPREAD = 0.34  # of a kind's strip to either side, where points of one end lie beside one another
DIGITS = 5


def ends_strip(
    found: Sequence[Optimum],
    *,
    fit: float | None = None,
    theme: Theme = "light",
    height: int = 300,
) -> go.Figure:
    """Return the ends of many starts, those at the best in the colour of what is best.

    Parameters
    ----------
    found : sequence of Optimum
        The best first; starts that collapsed have no point.
    fit : float, optional
        Log-likelihood of the fit at hand, in nats, with a prior log-posterior: a line.
    theme : {"light", "dark"}
    height : int
        In pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        Traces "best of these", "lower", "few rows" and "equal components", as far as there are any,
        and "this fit".

    Examples
    --------
    >>> from gmm_core.landscape import optima
    >>> starts = [Tried("random", i, end, 9) for i, end in enumerate([-5.0, -9.0, -5.0])]
    >>> [(trace.name, len(trace.x)) for trace in ends_strip(optima(starts, 7)).data]
    [('best of these', 2), ('lower', 1)]
    """
    tried = {each.init for optimum in found for each in optimum.starts}
    kinds = sorted(tried, key=RANDOM_KINDS.index)
    sound = [each for each in found if each.counts]
    groups = {
        "best of these": sound[:1],
        "lower": sound[1:],
        "few rows": [each for each in found if each.is_accident],
        "equal components": [each for each in found if each.has_equals and not each.is_accident],
    }
    traces = [
        _points(name, [s for optimum in some for s in optimum.starts], kinds, theme)
        for name, some in groups.items()
        if some
    ]
    values = np.array([x for trace in traces for x in trace["x"]] + ([] if fit is None else [fit]))
    if len(values) and np.ptp(values) == 0.0:  # a nat to each side tells what is near
        values = values[0] + np.array([-1.0, 1.0])
    rises = found[0].rises if found else "log-likelihood"
    return figure(
        [*traces, *([] if fit is None else [_line(fit, len(kinds), theme)])],
        theme,
        height,
        xaxis=axis(theme, rises, padded(values), showgrid=True, nticks=6),
        yaxis=axis(
            theme,
            None,
            (len(kinds) - 0.5, -0.5),
            tickvals=list(range(len(kinds))),
            ticktext=[INITIALIZERS[kind].title.replace(" ", "<br>", 1) for kind in kinds],
            tickfont={"color": INKS[theme].text, "size": 13},
            fixedrange=True,
        ),
        showlegend=True,
        legend=legend(theme, still=False),
    )


def _points(
    name: str, starts: Sequence[Tried], kinds: Sequence[str], theme: Theme
) -> dict[str, Any]:
    best, lower, uncounted = *colours(2, theme), INKS[theme].neutral
    hue, symbol = {
        "best of these": (best, "circle"),
        "lower": (lower, "square"),
        "few rows": (uncounted, "x-thin-open"),
        "equal components": (uncounted, "cross-thin-open"),
    }[name]
    aside = SPREAD * (2.0 * (np.arange(1, len(starts) + 1) * GOLDEN % 1.0) - 1.0)
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": [each.log_posterior for each in starts],
        "y": [kinds.index(each.init) + shift for each, shift in zip(starts, aside, strict=True)],
        "marker": {
            **{"color": hue, "size": 8, "opacity": 0.75, "symbol": symbol},
            "line": {"width": 1, "color": hue if symbol.endswith("open") else INKS[theme].ground},
        },
        "text": [_about(each) for each in starts],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _about(each: Tried) -> str:
    return (
        f"{INITIALIZERS[each.init].title}, seed {each.seed}<br>"
        f"{number(each.log_posterior, DIGITS)} after {counted(each.n_iter, 'iteration')}"
    )


def _line(end: float, n_kinds: int, theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": "this fit",
        "mode": "lines",
        "x": [end, end],
        "y": [-0.5, n_kinds - 0.5],
        "line": {"color": INKS[theme].text, "width": 1.5, "dash": "dot"},
        "hoverinfo": "skip",
    }
