"""Pictures as one figure that plays them: frames of what changes, two buttons and a slider."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm_core.plots.marks.changes import all_that_changes, changes
from gmm_core.plots.marks.colours import Theme
from gmm_core.plots.marks.style import INKS

PAUSE = 900  # milliseconds that a frame stays


def played(
    pictures: list[tuple[str, dict[str, Any]]], theme: Theme, key_room: int = 0
) -> go.Figure:
    """The first picture, with the changes of all others as frames.

    A key stands below the slider, in so many pixels more: above the picture is its sentence.
    """
    title, first = pictures[0]
    frames: list[dict[str, Any]] = [
        {"name": title, **all_that_changes([picture for _, picture in pictures])}
    ]
    for (name_before, before), (name, picture) in pairwise(pictures):
        frames.append({"name": name, "baseframe": name_before, **changes(before, picture)})
    names = [name for name, _ in pictures]
    most_lines = max(picture["layout"]["title"]["text"].count("<br>") for _, picture in pictures)
    layout = first["layout"] | {
        "margin": {"l": 8, "r": 8, "t": 44 + 19 * most_lines, "b": 110 + key_room},
        "updatemenus": [_buttons(theme)],
        "sliders": [_slider(names, theme)],
    }
    if key_room:
        layout["height"] += key_room
        below = {"yref": "container", "y": 0, "yanchor": "bottom"}
        layout["legend"] = layout["legend"] | below
    playing = {"data": first["data"], "layout": layout, "frames": [*map(_packed, frames)]}
    return go.Figure(playing, _validate=False)


def _packed(frame: dict[str, Any]) -> dict[str, Any]:
    """The frame with numbers of symbols as they are written in the end.

    Plotly checks every frame, and would hold each number of an array against all symbols.
    """
    return frame | {"data": [_with_packed_symbols(trace) for trace in frame["data"]]}


def _with_packed_symbols(trace: dict[str, Any]) -> dict[str, Any]:
    marker = trace.get("marker", {})
    symbols = marker.get("symbol")
    if not isinstance(symbols, np.ndarray):
        return trace
    packed = {"dtype": "u1", "bdata": b64encode(symbols.astype(np.uint8).tobytes()).decode()}
    return trace | {"marker": marker | {"symbol": packed}}


def _buttons(theme: Theme) -> dict[str, Any]:
    ink = INKS[theme]
    # No gliding from frame to frame: plotly would glide from a circle to a square as well, by way
    # of paths that are none.
    play = {"frame": {"duration": PAUSE, "redraw": True}, "transition": {"duration": 0}}
    on = {"mode": "immediate", "fromcurrent": True}
    stop = {"frame": {"duration": 0, "redraw": False}, "mode": "immediate"}
    return {
        "type": "buttons",
        "direction": "right",
        "showactive": False,
        **{"x": 0, "xanchor": "left", "y": 0, "yanchor": "top", "pad": {"t": 64}},
        "bgcolor": ink.ground,
        "bordercolor": ink.grid,
        "font": {"color": ink.text, "size": 14},
        "buttons": [
            {"label": "▶ Play", "method": "animate", "args": [None, play | on]},
            {"label": "Pause", "method": "animate", "args": [[None], stop]},
        ],
    }


def _slider(names: Sequence[str], theme: Theme) -> dict[str, Any]:
    ink = INKS[theme]
    at_once = {
        "mode": "immediate",
        "frame": {"duration": 0, "redraw": True},
        "transition": {"duration": 0},
    }
    steps = [
        {"label": name, "method": "animate", "args": [[name], at_once], "value": name}
        for name in names
    ]
    return {
        "active": 0,
        **{"x": 0, "xanchor": "left", "y": 0, "yanchor": "top", "len": 1.0},
        "pad": {"t": 52, "b": 0, "l": 152, "r": 8},
        "currentvalue": {
            "font": {"color": ink.muted, "size": 13},
            "xanchor": "right",
            "offset": 4,
        },
        "font": {"color": "rgba(0,0,0,0)", "size": 1},
        "tickcolor": "rgba(0,0,0,0)",
        "bordercolor": ink.grid,
        "activebgcolor": ink.muted,
        "bgcolor": ink.grid,
        "minorticklen": 0,
        "ticklen": 0,
        "steps": steps,
    }
