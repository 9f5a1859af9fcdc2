"""Traces without what a frame would have to say again: an animation holds many of them."""

from __future__ import annotations

from typing import Any

import numpy as np

# Points of a curve: of four components or more a grid that is fine about each holds more.
MOST_POINTS = 300
# Share of the extent of a line that is less than a pixel.
FINEST = 1e-4
FLAT = 1e-5  # share of the height of a hill below which it is no more than the axis

# Plotly's numbers for its symbols take a byte each where their names take ten.
SYMBOL_NUMBERS = {
    **{"circle": 0, "square": 1, "diamond": 2, "triangle-up": 5, "triangle-down": 6},
    **{"triangle-left": 7, "triangle-right": 8, "star": 17},
    "x": 4,
}


def lighter(trace: dict[str, Any], rows: np.ndarray) -> dict[str, Any]:
    """The trace without what a frame would have to say again for every point."""
    if trace.get("name") != "rows":
        kept = _of_curve(trace) if trace.get("meta", {}).get("range") else slice(None)
        return trace | {axis: _short(trace[axis][kept]) for axis in ("x", "y")}
    marker = dict(trace["marker"])
    if isinstance(marker["symbol"], list):
        numbers = [SYMBOL_NUMBERS[name] for name in marker["symbol"]]
        marker["symbol"] = np.array(numbers, dtype=np.uint8)
        marker["size"] = np.asarray(marker["size"], dtype=np.float32)
    said = trace["hovertemplate"]
    template = _without_shares(said) if isinstance(said, str) else [*map(_without_shares, said)]
    kept = {name: value for name, value in trace.items() if name != "hovertext"}
    return kept | {"marker": marker, "hovertemplate": template, "customdata": rows}


def _without_shares(template: str) -> str:
    return template.replace("<br>%{hovertext}", "")


def _of_curve(trace: dict[str, Any]) -> slice | np.ndarray:
    """Which points of a curve to draw; all of them are finer than the eye."""
    x, y = trace["x"], trace["y"]
    if len(x) <= 2 * MOST_POINTS or len(trace["meta"]["components"]) > 1:
        return slice(None, None, 2)
    # One component alone is as smooth as its own hill, however narrow others are.
    hill = np.flatnonzero(y > FLAT * y.max())
    even = np.linspace(x[hill[0]], x[hill[-1]], MOST_POINTS)
    return np.unique([0, *np.searchsorted(x, even), len(x) - 1])


def _short(values: np.ndarray) -> np.ndarray:
    """The values in half as many bytes, where no pixel tells the difference."""
    short = np.asarray(values, dtype=np.float32)
    finite = values[np.isfinite(values)]
    extent = float(np.ptp(finite)) if len(finite) else 0.0
    near = np.abs(short - values)[np.isfinite(values)] <= FINEST * extent
    return short if near.all() else values
