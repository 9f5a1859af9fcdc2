"""What all figures share: grounds and inks of the two themes, layout, legends, labels of means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm_core.checked import as_annotated, check_whole
from gmm_core.plots.marks.colours import (
    FROM_CONES,
    FROM_LAB,
    GREY,
    OF_NOISE,
    Theme,
    colours,
    glyphs,
    symbol_sizes,
    symbols,
    to_oklab,
)

FONT = '"Source Sans", "Source Sans 3", "Source Sans Pro", system-ui, sans-serif'

# Offsets, in pixels, of the copies of a number that make its halo.
AROUND = [(-2, 0), (2, 0), (0, -2), (0, 2), (-1, -1), (-1, 1), (1, -1), (1, 1)]

# Successive multiples of it, modulo 1, fill a strip evenly: no two neighbours at one height.
GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0

# Letters of a name of which several stand in a line of a legend, and pixels of a line.
SIDE_BY_SIDE, LEGEND_LINE = 12, 19


@dataclass(frozen=True)
class Ink:
    """Colours of a theme that do not belong to a component.

    Of what the figure stands on (figures themselves are transparent); of names and numbers, of
    axes, of grid lines; of points that belong to no component yet; of E-steps and of M-steps.
    """

    ground: str
    text: str
    muted: str
    grid: str
    neutral: str
    e_step: str
    m_step: str


INKS: dict[Theme, Ink] = {
    "light": Ink(*("#FFFFFF", "#262B36", "#667080", "#E4E7EC", "#868E9B"), *("#0072B2", "#7B3FA0")),
    "dark": Ink(*("#0E1117", "#FAFAFA", "#A6AEBB", "#2B303B", "#8A93A1"), *("#56B4E9", "#C9A3EA")),
}


def mean_label(x: float, y: float, label: str, colour: str, theme: Theme, **shift: Any) -> dict:
    """Return the annotation that puts a component's number at a place, with a halo."""
    # An annotation and not a text trace: WebGL points would cover the trace.
    size = 13 if "<br>" in label else 15
    font = {"color": colour, "size": size, "weight": 700, "shadow": halo(theme)}
    return {"x": x, "y": y, "text": label, "font": font, "showarrow": False, **shift}


def halo(theme: Theme) -> str:
    """Return the shadow of a text that is read over what else is drawn there."""
    return ", ".join(f"{dx}px {dy}px 1px {INKS[theme].ground}" for dx, dy in AROUND)


def figure(traces: Sequence[dict[str, Any]], theme: Theme, height: int, **layout: Any) -> go.Figure:
    """Return the figure of `traces` in the house style; what is in `layout` wins."""
    ink = INKS[theme]
    shared = {
        "template": {},
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": ink.muted},
        "hoverlabel": {
            "bgcolor": ink.ground,
            "bordercolor": ink.grid,
            "font": {"color": ink.text, "family": FONT, "size": 13},
            "align": "left",
        },
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": ink.muted, "activecolor": ink.text},
        "hovermode": "closest",
        "showlegend": False,
    }
    # Plotly's validation takes 190 ms for 5,000 points, ours none: the tests validate every
    # figure in full instead.
    return go.Figure({"data": list(traces), "layout": shared | layout}, _validate=False)


def parts(figure: go.Figure) -> dict[str, Any]:
    """Return the traces and the layout of a figure as dicts, with arrays as they are.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure

    Returns
    -------
    dict
        ``Figure.to_dict`` would pack the arrays into base64.

    Examples
    --------
    >>> parts(go.Figure({"data": [{"type": "scatter", "y": np.array([1.0])}]}))["data"]
    [{'y': array([1.]), 'type': 'scatter'}]
    """
    traces: Any = figure.data
    return {
        "data": [trace.to_plotly_json() for trace in traces],
        "layout": figure.layout.to_plotly_json(),
    }


def legend(theme: Theme, *, still: bool = True) -> dict[str, Any]:
    """Return a legend in one line above the picture.

    Parameters
    ----------
    theme : {"light", "dark"}
    still : bool
        Whether it is to be read, and a click hides nothing.

    Returns
    -------
    dict

    Examples
    --------
    >>> legend("light")["orientation"]
    'h'
    """
    ink = INKS[theme].text
    place = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"}
    clicks = {"itemclick": False, "itemdoubleclick": False} if still else {}
    return {**place, **clicks, "font": {"color": ink, "size": 13}, "bgcolor": "rgba(0,0,0,0)"}


def legend_room(names: Sequence[str] | None) -> int:
    """Return the pixels that a legend of these names takes on a narrow screen beyond one line.

    Examples
    --------
    >>> legend_room(None), legend_room(["low", "high"]), legend_room(["low engagement"] * 3)
    (0, 0, 38)
    >>> legend_room(["low engagement<br>and high exhaustion"] * 3)
    95
    """
    is_long = max(map(len, names or ()), default=0) > SIDE_BY_SIDE
    return LEGEND_LINE * "<br>".join(names or ()).count("<br>") * is_long


@as_annotated
def appearance(n_components: int, theme: Theme) -> dict[str, Any]:
    """Return what components look like, for whoever draws them elsewhere than in plotly's Python.

    Parameters
    ----------
    n_components : int
    theme : {"light", "dark"}

    Returns
    -------
    dict
        Of each component ``hues`` (hexadecimal), ``symbols``, their ``sizes`` and ``glyphs``; the
        same of ``noise``; the ``neutral`` ink; those of the half-steps (``steps``, by "E" and "M");
        and how hues are mixed: each as a point of OKLab (``oklab``), with the matrices from there
        to cones (``from_lab``) and on to linear sRGB (``from_cones``).

    Examples
    --------
    >>> appearance(2, "light")["symbols"]
    ['circle', 'square']
    """
    check_whole("The number of components", n_components, 1)
    hues = colours(n_components, theme)
    return {
        "hues": hues,
        "symbols": symbols(n_components),
        "sizes": symbol_sizes(n_components).tolist(),
        "glyphs": glyphs(n_components),
        "noise": {
            "hue": GREY[theme],
            "symbol": OF_NOISE.name,
            "size": OF_NOISE.size,
            "glyph": OF_NOISE.glyph,
            "oklab": to_oklab([GREY[theme]])[0].tolist(),
        },
        "neutral": INKS[theme].neutral,
        "steps": {"E": INKS[theme].e_step, "M": INKS[theme].m_step},
        "oklab": to_oklab(hues).tolist(),
        "from_lab": FROM_LAB.tolist(),
        "from_cones": FROM_CONES.tolist(),
    }
