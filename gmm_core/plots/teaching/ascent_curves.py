"""Log-likelihood and evidence lower bound by half-step: how EM climbs."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.plots.marks.axes import Range, axis, ticks
from gmm_core.plots.marks.colours import Theme
from gmm_core.plots.marks.style import INKS, Ink, figure
from gmm_core.plots.teaching.log_likelihood_curve import span

# More markers than this run into one another.
MARKED = 40

# A shorter axis would magnify what is next to nothing.
LEAST_NATS = 0.2
LEAST_LEFT = 56  # pixels, in which the name of the half-steps stands
SYMBOLS = ("circle", "square")  # of an E-step and of an M-step, as in the player's buttons


def ascent(
    log_likelihoods: ArrayLike,
    bounds: ArrayLike,
    *,
    of: str = "log-likelihood",
    theme: Theme = "light",
    height: int = 180,
) -> go.Figure:
    """Return log-likelihood and evidence lower bound of a whole run, by half-step.

    The E-step lifts the bound until it touches the log-likelihood; the M-step lifts both
    (Neal and Hinton 1998).

    Parameters
    ----------
    log_likelihoods : array_like of shape (n_states,)
        Of each state, in nats; with a prior the log-posteriors, which are what rises.
    bounds : array_like of shape (n_states,)
        After the M-step that led to each state, in nats; NaN where it is not known, as at the
        start, which has no responsibilities.
    of : str
        What rises, as the axis calls it.
    theme : {"light", "dark"}
    height : int
        In pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        Traces "log-likelihood", or what rises, and "lower bound". Where the first iteration climbs
        more than all others together, the axis of heights begins after it, and
        ``layout.meta["cut"]`` is true.

    Examples
    --------
    >>> picture = ascent([-9.0, -5.0], [np.nan, -6.0])
    >>> picture.data[0].y, picture.data[1].y
    (array([-9., -9., -5., -5.]), array([nan, -9., -6., -5.]))
    """
    heights = np.repeat(np.asarray(log_likelihoods, dtype=np.float64), 2)
    lower = heights.copy()
    lower[0::2] = bounds
    last, ink, cut = len(heights) - 1, INKS[theme], first_jump_is_cut(heights)
    shown = _span(heights[2:] if cut else heights)
    return figure(
        [_climb(heights, ink, of), _bound(lower, ink)],
        theme,
        height,
        xaxis=_half_steps(last, theme),
        yaxis=_heights(shown, theme, of),
        annotations=[_name_of_half_steps(ink)],
        hovermode="x",
        hoverdistance=-1,
        dragmode=False,
        margin={"l": LEAST_LEFT, "r": 8, "t": 8, "b": 8},
        meta={"cut": cut},
        uirevision="ascent",
    )


def first_jump_is_cut(heights: np.ndarray) -> bool:
    """Whether the first iteration climbs so far that the others would look level beside it.

    Examples
    --------
    >>> first_jump_is_cut(np.array([-90.0, -90.0, -8.0, -8.0, -5.0, -5.0]))
    True
    """
    if len(heights) < 6 or not np.isfinite(heights).all():
        return False
    later = heights[-1] - heights[2]
    return bool(later > LEAST_NATS and heights[2] - heights[0] > later)


def _climb(heights: np.ndarray, ink: Ink, of: str) -> dict[str, Any]:
    """What rises, with a mark in the colour and shape of the half-step that led there."""
    n = len(heights)
    hues = [ink.neutral, *([ink.e_step, ink.m_step] * n)][:n]
    return _curve(of, heights, ink.text) | {
        "mode": "lines+markers" if n <= MARKED else "lines",
        "marker": {"size": 6, "color": hues, "symbol": ["circle", *(SYMBOLS * n)][:n]},
    }


def _bound(lower: np.ndarray, ink: Ink) -> dict[str, Any]:
    return _curve("lower bound", lower, ink.muted, "dot") | {"mode": "lines"}


def _curve(name: str, heights: np.ndarray, hue: str, dash: str = "solid") -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "x": np.arange(len(heights)),
        "y": heights,
        "line": {"color": hue, "dash": dash, "width": 2},
        "hovertemplate": f"{name}: %{{y}}<extra></extra>",
    }


def _heights(shown: Range, theme: Theme, of: str) -> dict[str, Any]:
    """The axis of heights; its numbers are ours, since plotly drops the zeros of some."""
    values, texts = ticks(*shown, most=4)
    title = {"text": of, "standoff": 8, "font": {"size": 12}}  # it is a low figure
    numbers = {"tickvals": values, "ticktext": texts, "hoverformat": ".2f"}
    return axis(theme, None, shown, showgrid=True, **numbers) | {"title": title}


def _span(heights: np.ndarray) -> Range:
    low, high = span(heights)
    more = max(LEAST_NATS - (high - low), 0.0) / 2
    return low - more, high + more


def _half_steps(last: int, theme: Theme) -> dict[str, Any]:
    """The axis of half-steps."""
    numbers = {"dtick": 1} if last <= 8 else {"nticks": 7}
    return axis(theme, None, (-0.03 * last, 1.03 * last), **numbers)


def _name_of_half_steps(ink: Ink) -> dict[str, Any]:
    """The name of that axis, left of its numbers, so that it takes no line of its own."""
    corner = {"xref": "paper", "yref": "paper", "x": 0, "y": 0, "xshift": -2, "yshift": -1}
    font = {"color": ink.muted, "size": 12}
    return {"text": "half-step", "xanchor": "right", "yanchor": "top", "font": font} | (
        corner | {"showarrow": False}
    )
