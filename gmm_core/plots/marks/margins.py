"""Where rows stand that miss a value: in a strip beside the axis on which it would lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gmm_core.plots.marks.axes import Range
from gmm_core.plots.marks.colours import Theme
from gmm_core.plots.marks.style import GOLDEN, INKS

# Width of the strip beside an axis, as a share of what the axis shows of values.
STRIP = 0.07
# Of that, how much the rows are spread over, which keeps equal ones apart.
SPREAD = 0.6
SEEN = 0.5  # opacity of its ground


@dataclass(frozen=True, eq=False)
class Margins:
    """Rows as they are drawn: a strip before the first value of an axis holds those without one.

    Parameters
    ----------
    places : ndarray of shape (n_samples, n_axes)
        The values; in place of a missing one, somewhere in the strip of its axis.
    missing : ndarray of bool, shape (n_samples, n_axes)
    ranges : tuple of (low, high)
        Of each axis, with its strip where there is one.
    ends : tuple of float
        Where the strip of each axis ends, and its values begin; NaN where there is none.
    """

    places: np.ndarray
    missing: np.ndarray
    ranges: tuple[Range, ...]
    ends: tuple[float, ...]

    def put(
        self, traces: Sequence[dict[str, Any]], rows: np.ndarray, rings: np.ndarray
    ) -> list[dict[str, Any]]:
        """Return the traces of a plane with its rows and rings where they are drawn."""
        if not self.missing.any():
            return [*traces]
        places = {"rows": self.places[rows], "rings": self.places[rings]}
        return [
            trace | dict(zip("xy", places[trace["name"]].T, strict=True))
            if trace.get("name") in places
            else trace
            for trace in traces
        ]

    @property
    def plane(self) -> tuple[np.ndarray, np.ndarray, tuple[Range, Range]]:
        """The places of the rows on two axes, and the ranges of these."""
        (x_range, y_range), (x, y) = self.ranges, self.places.T
        return x, y, (x_range, y_range)

    @property
    def below(self) -> Range:
        """From where to where the strip of the first axis reaches."""
        return self.ranges[0][0], self.ends[0]

    def shapes(self, theme: Theme) -> list[dict[str, Any]]:
        """Return the grounds of the strips of an x and a y axis, which say what they are."""
        across = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1}
        along = {"yref": "y", "xref": "paper", "x0": 0, "x1": 1}
        found = []
        for j, (letter, place) in enumerate(zip("xy", (across, along), strict=True)):
            if j >= len(self.ends) or np.isnan(self.ends[j]):
                continue
            span = {f"{letter}0": self.ranges[j][0], f"{letter}1": self.ends[j]}
            found.append(ground(theme) | place | span | {"label": _label(letter, theme)})
        return found


def ground(theme: Theme) -> dict[str, Any]:
    """Return the look of a strip, as a rectangle of plotly."""
    fill = {"fillcolor": INKS[theme].grid, "opacity": SEEN, "line": {"width": 0}}
    return {"type": "rect", "layer": "below", **fill}


def strip_below(low: float, high: float, theme: Theme) -> dict[str, Any]:
    """Return the ground of one strip below all values."""
    place = {"xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": low, "y1": high}
    return ground(theme) | place


def _label(letter: str, theme: Theme) -> dict[str, Any]:
    # At the far end of a strip, where the fewest rows are.
    upright = {"textangle": -90, "xanchor": "right", "yanchor": "middle"}
    place = {"textposition": "top center", **upright} if letter == "x" else {}
    return {
        "text": f"{letter} missing",
        "textposition": "middle right",
        "font": {"size": 11, "color": INKS[theme].muted},
        "padding": 4,
        **place,
    }


def in_margins(points: np.ndarray, ranges: Sequence[Range]) -> Margins:
    """Return rows with those that miss a value in the strip of its axis.

    Parameters
    ----------
    points : ndarray of shape (n_samples, n_axes)
        NaN where a value is missing.
    ranges : sequence of (low, high)
        Of each axis, as the values need it.

    Examples
    --------
    >>> found = in_margins(np.array([[1.0, np.nan], [2.0, 3.0]]), [(0.0, 10.0), (0.0, 10.0)])
    >>> found.places.round(2).tolist(), np.round(found.ranges, 2).tolist()
    ([[1.0, -0.56], [2.0, 3.0]], [[0.0, 10.0], [-0.7, 10.0]])
    """
    missing = np.isnan(points)
    spans = tuple((float(low), float(high)) for low, high in ranges)
    some: list[bool] = [bool(each.any()) for each in missing.T]
    ends = tuple(
        low if any_of else float("nan") for (low, _), any_of in zip(spans, some, strict=True)
    )
    if not any(some):
        return Margins(points, missing, spans, ends)
    places = points.copy()
    order = np.arange(len(points))
    for j in np.flatnonzero(some).tolist():
        low, high = spans[j]
        wide = STRIP * (high - low)
        # Another step on each axis, or rows that miss both would stand along a line.
        shares = 0.5 + SPREAD * ((j + 1) ** 0.5 * GOLDEN * order[missing[:, j]] % 1.0 - 0.5)
        places[missing[:, j], j] = low - wide + wide * shares
    widened = (
        with_strip(span) if any_of else span for span, any_of in zip(spans, some, strict=True)
    )
    return Margins(places, missing, tuple(widened), ends)


def with_strip(span: Range) -> Range:
    """Return the range of an axis with a strip before its values.

    Examples
    --------
    >>> np.round(with_strip((0.0, 100.0)), 6).tolist()
    [-7.0, 100.0]
    """
    low, high = span
    return low - STRIP * (high - low), high


def without_strip(span: Range) -> Range:
    """Return the range of the values of an axis that has a strip.

    Examples
    --------
    >>> np.round(without_strip((-7.0, 100.0)), 6).tolist()
    [0.0, 100.0]
    """
    low, high = span
    return low + STRIP / (1.0 + STRIP) * (high - low), high
