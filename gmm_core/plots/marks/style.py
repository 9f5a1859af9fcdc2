"""What all figures share: grounds and inks of the two themes, axes, layout, short numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm_core.checked import as_annotated, check_whole
from gmm_core.names import LONGEST
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
from gmm_core.plots.marks.names import balanced, wrapped

# Share of the spread that a pixel is at least, and what is seen of it when it is looked at closely.
PIXEL, FINEST = 1e-4, 1e-5

FONT = '"Source Sans", "Source Sans 3", "Source Sans Pro", system-ui, sans-serif'
Range = tuple[float, float]
# Offsets, in pixels, of the copies of a number that make its halo.
AROUND = [(-2, 0), (2, 0), (0, -2), (0, 2), (-1, -1), (-1, 1), (1, -1), (1, 1)]


# Successive multiples of it, modulo 1, fill a strip evenly: no two neighbours at one height.
GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0

# Pixels that all columns together have at least beside the names of rows.
BESIDE_ROWS = 140

# Pixels that all columns together have at least, and of a letter; lines of a name above a column;
# and pixels of a column that is as wide as two lines of a name that is turned.
NARROWEST, LETTER, MOST_UPRIGHT, TURNED_LINES, OF_TWO_LINES = 240, 7, 3, 2, 32

# Letters of a name of which several stand in a line of a legend, and pixels of a line.
SIDE_BY_SIDE, LEGEND_LINE = 12, 19

# Letters of a line of an axis's title, and in a figure that has less than half of the page.
TITLE_LETTERS, OF_NARROW = 44, 34

# Of a smaller spread no power of ten is within what a number can be.
LEAST_SPREAD = 1e-290

# Width of a letter of a number, as a share of its size; pixels between it and its axis; and the
# most letters, since longer numbers are powers of ten.
TICK_LETTER, TICK_GAP, LONGEST_TICK = 0.56, 6, 8

# Numbers below it stand on an axis with all their digits, not as powers of ten.
PLAIN = 1e8


def compact(values: np.ndarray) -> np.ndarray:
    """Return `values` in single precision, unless a picture of them would show the difference.

    Double precision remains where the values lie far from zero beside their spread, or are beyond
    what single precision can hold.

    Examples
    --------
    >>> compact(np.array([0.0, 1.0])).dtype, compact(np.array([1e9, 1e9 + 1.0])).dtype
    (dtype('float32'), dtype('float64'))
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        return values.astype(np.float32)
    largest, spread = float(np.abs(finite).max()), float(np.ptp(finite))
    tiny, most, step = (
        float(getattr(np.finfo(np.float32), name)) for name in ("tiny", "max", "eps")
    )
    holds = largest == 0 or (tiny < PIXEL * spread and largest < most)
    shows = largest * step <= PIXEL * spread
    return values.astype(np.float32) if holds and shows else values


def rounded(values: np.ndarray) -> np.ndarray:
    """Return `values` in as many digits as a picture of them can show, which are few to send.

    Examples
    --------
    >>> rounded(np.array([0.123456789, np.nan, 10.0]))
    array([ 0.12346,      nan, 10.     ])
    """
    finite = values[np.isfinite(values)]
    spread = float(np.ptp(finite)) if len(finite) else 0.0
    if not spread > LEAST_SPREAD:
        return values
    return np.round(values, int(-np.floor(np.log10(FINEST * spread))))


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


def padded(values: np.ndarray, share: float = 0.08) -> Range:
    """Return the range of finite `values`, wider by `share` of it at both ends.

    Never empty: about a single value it reaches half its size, or 0.5.

    Examples
    --------
    >>> padded(np.array([0.0, 10.0]), 0.1)
    (-1.0, 11.0)
    """
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    pad = share * (high - low) or abs(low) / 2 or 0.5
    return low - pad, high + pad


def axis(
    theme: Theme,
    title: object = None,
    span: Range | None = None,
    letters: int = TITLE_LETTERS,
    **settings: Any,
) -> dict[str, Any]:
    """Return a quiet axis: muted numbers, no line, no grid; what is in `settings` wins.

    A title of more than so many letters has several lines.
    """
    ink, label = INKS[theme], "" if title is None else balanced(title, letters)
    # Plotly writes ticks and hovered values with a true minus sign, but not what a %{y:format}
    # of d3 returns: hover texts use the axis's own format.
    quiet = {
        "title": {"text": label, "standoff": 8, "font": {"size": 14}},
        "tickfont": {"color": ink.muted},
        "gridcolor": ink.grid,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "automargin": True,
        "exponentformat": "none" if span and 1 <= max(map(abs, span)) < PLAIN else "power",
    }
    return quiet | ({} if span is None else {"range": list(span)}) | settings


def tick_room(spans: Sequence[Range], most: int, size: int) -> int:
    """Return the pixels that the numbers beside upright axes of these ranges take at most.

    A figure whose margin has them is drawn once: plotly draws all of it again where it does not.

    Examples
    --------
    >>> tick_room([(0.0, 8.0)], 4, 10), tick_room([(-1.3, 0.2), (0.0, 3000.0)], 4, 10)
    (12, 34)
    """
    letters = max((_widest(span, most) for span in spans), default=0)
    return round(TICK_LETTER * size * letters) + TICK_GAP


def _widest(span: Range, most: int) -> int:
    """Letters of the longest number on an axis with at most so many steps of 1, 2 or 5."""
    low, high = span
    rough = (high - low) / most
    power = int(np.floor(np.log10(rough)))
    step = next(each * 10.0**power for each in (2, 5, 10) if each * 10.0**power >= rough)
    decimals = max(0, -int(np.floor(np.log10(step) + 1e-9)))
    ends = (np.ceil(low / step) * step, np.floor(high / step) * step)
    return min(max(len(f"{end:,.{decimals}f}") for end in ends), LONGEST_TICK)


def room_beside(labels: Sequence[str]) -> int:
    """Return the pixels that columns have at least beside rows of these names, on their lines.

    Examples
    --------
    >>> room_beside(["setosa"]), room_beside(["Human resources<br>and administration"])
    (198, 140)
    """
    longest = max((len(line) for label in labels for line in label.split("<br>")), default=0)
    return max(NARROWEST - LETTER * longest, BESIDE_ROWS)


@dataclass(frozen=True)
class ColumnNames:
    """Names of components above columns: whole, on several lines, turned where columns are narrow.

    `ticks` are settings of the axis, `height` what they need above the columns, in pixels.
    """

    ticks: dict[str, Any]
    height: int


def column_names(
    n_components: int, theme: Theme, components: Sequence[str] | None, room: int = NARROWEST
) -> ColumnNames:
    """Return the names of components above columns that have `room` together, in pixels.

    Examples
    --------
    >>> column_names(2, "light", None).ticks["tickangle"]
    0
    >>> named = column_names(9, "light", ["low flavanoids, high malic acid"] * 9)
    >>> named.ticks["tickangle"], named.ticks["ticktext"][0].count("<br>"), named.height
    (-90, 0, 231)
    """
    called = [str(j + 1) for j in range(n_components)] if components is None else list(components)
    letters = max(2, int(room / n_components / LETTER))
    is_turned = _lines(called, letters) > MOST_UPRIGHT or max(map(_longest_word, called)) > letters
    turned = TURNED_LINES if room / n_components >= OF_TWO_LINES else 1
    fits = (w for w in range(1, LONGEST + 1) if _lines(called, w) <= turned)
    width = next(fits, LONGEST) if is_turned else letters
    lines = turned if is_turned else MOST_UPRIGHT
    names = [wrapped(name, width, lines) for name in called]
    between = " " if is_turned else "<br>"
    looks = zip(names, colours(n_components, theme), glyphs(n_components), strict=True)
    texts = [
        f'{name}{between}<span style="color:{hue}">{glyph}</span>' for name, hue, glyph in looks
    ]
    height = LETTER * (width + 2) if is_turned else 17 * max(t.count("<br>") + 1 for t in texts)
    ticks = {"tickvals": np.arange(n_components), "ticktext": texts}
    return ColumnNames(ticks | {"tickangle": -90 if is_turned else 0}, int(height))


def _lines(names: Sequence[str], width: int) -> int:
    return max(len(wrap(name, width)) for name in names)


def _longest_word(name: str) -> int:
    return max(map(len, name.split()), default=0)


def mean_label(x: float, y: float, label: str, colour: str, theme: Theme, **shift: Any) -> dict:
    """Return the annotation that puts a component's number at a place, with a halo."""
    # An annotation and not a text trace: WebGL points would cover the trace.
    halo = ", ".join(f"{dx}px {dy}px 1px {INKS[theme].ground}" for dx, dy in AROUND)
    size = 13 if "<br>" in label else 15
    font = {"color": colour, "size": size, "weight": 700, "shadow": halo}
    return {"x": x, "y": y, "text": label, "font": font, "showarrow": False, **shift}


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
    """
    is_long = max(map(len, names or ()), default=0) > SIDE_BY_SIDE
    return LEGEND_LINE * (len(names or ()) - 1) * is_long


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
