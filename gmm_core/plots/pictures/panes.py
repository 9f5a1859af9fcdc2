"""The panes of a scatter-plot matrix: where each stands, and those of one feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gmm_core.mixture import Mixture
from gmm_core.plots.marks.axes import Range, axis, tick_room
from gmm_core.plots.marks.bins import bar_marks, bin_counts, bin_edges
from gmm_core.plots.marks.colours import Theme, colours
from gmm_core.plots.marks.curves import weighted_curves
from gmm_core.plots.marks.margins import STRIP, ground
from gmm_core.plots.marks.names import balanced, hovered, wrapped
from gmm_core.plots.marks.shown_digits import compact
from gmm_core.plots.marks.style import INKS

# A pane has room above its highest bar, and above curves unless they are much higher still.
HEADROOM, MOST_ABOVE = 1.08, 2.0
# Where curves are evaluated: evenly, and about each mean in standard deviations.
PLACES = 101
NEAR = np.linspace(-3.0, 3.0, 13)

# Pixels above each row of panes, for the name of its feature and for each further line of it, and
# below the last one, for ticks.
NAME, NAME_LINE, TICKS = 20, 16, 30
# Gap between columns of panes, as a share of the width of one.
GAP = 0.06
# Letters of a name across the narrowest figure; fewest of a line of it, and the most lines.
NAME_LETTERS, LEAST_LETTERS, MOST_LINES = 50, 8, 4
# Numbers beside an axis, and below one of many panes.
MOST_TICKS, MOST_BELOW = 4, 3
# More features than this have small print, and its pixels.
FEW, SMALL = 5, 10
# Pixels of a number of three letters of small print, which fits side by side below any pane.
SHORT = 23
# Titles of axes: the names stand on the diagonal, but hovering reads them from here.
UNSEEN = {"standoff": 0, "font": {"size": 1, "color": "rgba(0,0,0,0)"}}


def diagonal_traces(
    x: np.ndarray,
    mixture: Mixture | None,
    x_range: Range,
    place: dict[str, str],
    theme: Theme,
) -> tuple[list[dict[str, Any]], float]:
    """Return the traces of a pane, whose bars count all rows, and the density at which it may end.

    Examples
    --------
    >>> x, here = np.array([0.0, 1.0, 1.0, 2.0]), {"xaxis": "x", "yaxis": "y3"}
    >>> traces, top = diagonal_traces(x, None, (0.0, 2.0), here, "light")
    >>> traces[0]["type"], top
    ('bar', 0.54)
    """
    edges = bin_edges(x)
    width = np.diff(edges)
    heights = bin_counts(x, edges) / (width * len(x))
    bars = {
        "type": "bar",
        "name": "histogram",
        "x": edges[:-1] + width / 2,
        "y": heights,
        "width": width,
        # Of the edges of narrow bars nothing else would be seen.
        "marker": bar_marks(theme) | {"line": {"width": 0}},
        "hoverinfo": "skip",
    }
    curves = _curves(mixture, x_range, theme) if mixture else []
    peak = float(curves[0]["y"].max()) if curves else 0.0
    top = min(max(float(heights.max()), peak), MOST_ABOVE * float(heights.max()))
    return [trace | place for trace in (bars, *curves)], HEADROOM * top


def _curves(mixture: Mixture, x_range: Range, theme: Theme) -> list[dict[str, Any]]:
    """Return the sum and each weighted component, thin and light, as the pane is small."""
    grid = np.linspace(*x_range, PLACES)
    near = mixture.means + mixture.standard_deviations * NEAR
    grid = np.unique(np.concatenate([grid, near.ravel()]))
    heights = weighted_curves(mixture, grid)
    looks = [(INKS[theme].text, 2.5, 0.5)]
    looks += [(hue, 1.5, 1.0) for hue in colours(mixture.n_components, theme)]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": compact(grid),
            "y": compact(height),
            "line": {"width": width, "color": hue},
            "opacity": opacity,
            "hoverinfo": "skip",
        }
        for height, (hue, width, opacity) in zip(
            [heights.sum(axis=1), *heights.T], looks, strict=True
        )
    ]


def room_below(spans: Sequence[Range]) -> int:
    """Return the pixels below panes of these ranges: numbers below many of them stand upright.

    Examples
    --------
    >>> room_below([(0.0, 8.0)] * 6), room_below([(0.0, 1e6)] * 6)
    (30, 51)
    """
    if len(spans) <= FEW:
        return TICKS
    return max(TICKS, tick_room(spans, MOST_BELOW, SMALL))


@dataclass(frozen=True)
class Panes:
    """Panes below and on the diagonal of a square `height` pixels high, rows from top to bottom.

    So many pixels of it are `below` them, for numbers; names above them have so many `lines`.

    Examples
    --------
    >>> panes = Panes(2, 440)
    >>> panes.x(1), panes.y(1), panes.y_of_density(1)
    ('x2', 'y2', 'y4')
    """

    n_features: int
    height: int
    below: int = TICKS
    lines: int = 1

    def x(self, feature: int) -> str:
        """Return what plotly calls the x axis of a feature."""
        return f"x{feature + 1}" if feature else "x"

    def y(self, feature: int) -> str:
        """Return what plotly calls the y axis of a feature."""
        return f"y{feature + 1}" if feature else "y"

    def y_of_density(self, feature: int) -> str:
        """Return what plotly calls the axis of density in a feature's pane on the diagonal."""
        return f"y{self.n_features + feature + 1}"

    @property
    def _size(self) -> int:
        """Of the numbers beside the axes, in pixels."""
        return 11 if self.n_features <= FEW else SMALL

    @property
    def _most_below(self) -> int:
        """Numbers below a pane at most."""
        return MOST_TICKS if self.n_features <= FEW else MOST_BELOW

    def left(self, spans: Sequence[Range]) -> int:
        """Return the pixels left of the panes, for the numbers of all features but the first."""
        return tick_room(spans[1:], MOST_TICKS, self._size)

    @property
    def name(self) -> int:
        """Pixels above each row, for the name of its feature."""
        return NAME + NAME_LINE * (self.lines - 1)

    @property
    def row(self) -> float:
        """Pixels from row to row."""
        return (self.height - self.below) / self.n_features

    def columns(self, feature: int) -> Range:
        """Return from where to where a column of panes reaches, as shares of the width."""
        width = 1.0 / (self.n_features + GAP * (self.n_features - 1))
        left = feature * width * (1.0 + GAP)
        return left, min(left + width, 1.0)

    def rows(self, feature: int) -> Range:
        """Return from where to where a row of panes reaches, as shares of the height."""
        row = 1.0 / self.n_features
        bottom = 1.0 - (feature + 1) * row
        name = self.name / (self.height - self.below)
        return max(bottom, 0.0), bottom + row - name

    def axes(
        self,
        names: Sequence[str],
        spans: Sequence[Range],
        densities: Sequence[Range],
        theme: Theme,
    ) -> dict[str, dict[str, Any]]:
        """Return all axes: each feature's own, shared by its column or row, and the densities'."""
        d, layout = self.n_features, {}
        small = {"color": INKS[theme].muted, "size": self._size}
        # Plotly draws all a second time where it finds that a margin is too small.
        quiet = {"nticks": MOST_TICKS, "tickfont": small, "automargin": False}
        # Plotly turns numbers that meet others of their axis, but not those of a neighbour.
        is_turned = d > FEW and tick_room(spans, MOST_BELOW, SMALL) > SHORT
        turned = {"tickangle": 90} if is_turned else {"autotickangles": [0, 90]}
        below = quiet | {"nticks": self._most_below} | turned
        for j, (name, span, density) in enumerate(zip(names, spans, densities, strict=True)):
            lowest = self.y(d - 1) if j < d - 1 else self.y_of_density(j)
            x = {"domain": [*self.columns(j)], "anchor": lowest}
            y = {"domain": [*self.rows(j)], "anchor": "x", "visible": j > 0}
            aside = {"domain": [*self.rows(j)], "anchor": self.x(j)}
            layout[_key(self.x(j))] = axis(theme, name, span, **below, **x)
            layout[_key(self.y(j))] = axis(theme, name, span, **quiet, **y)
            for seen in (_key(self.x(j)), _key(self.y(j))):
                layout[seen]["title"] |= UNSEEN | {"text": hovered(name)}
            layout[_key(self.y_of_density(j))] = axis(
                theme, None, density, visible=False, fixedrange=True, **aside
            )
        return layout

    def frames(self, theme: Theme) -> dict[str, Any]:
        """Return the frames of all panes, as one shape."""
        path = []
        for row in range(self.n_features):
            bottom, top = self.rows(row)
            for column in range(row + 1):
                left, right = self.columns(column)
                corners = ((right, bottom), (right, top), (left, top))
                path.append(f"M{left:.5f},{bottom:.5f}")
                path += [f"L{x:.5f},{y:.5f}" for x, y in corners]
                path.append("Z")
        return {
            "type": "path",
            "path": "".join(path),
            "xref": "paper",
            "yref": "paper",
            "layer": "below",
            "line": {"width": 1, "color": INKS[theme].grid},
        }

    def strips(self, has_gaps: Sequence[bool], theme: Theme) -> list[dict[str, Any]]:
        """Return the grounds of the strips in which rows stand that miss a value of a feature."""
        share = STRIP / (1.0 + STRIP)
        found = []
        for row in range(self.n_features):
            bottom, top = self.rows(row)
            for column in range(row + 1):
                left, right = self.columns(column)
                across = {"x0": left, "x1": left + share * (right - left), "y0": bottom, "y1": top}
                along = {
                    "x0": left,
                    "x1": right,
                    "y0": bottom,
                    "y1": bottom + share * (top - bottom),
                }
                found += [across] if has_gaps[column] else []
                found += [along] if has_gaps[row] and column < row else []
        place = {"xref": "paper", "yref": "paper"}
        return [ground(theme) | place | span for span in found]

    def letters(self, feature: int, of_key: int = 0) -> tuple[int, bool]:
        """Return the letters of a line of a feature's name, and whether it begins at its pane.

        Names begin there in the left half of the picture, where there is room to the right of them,
        and end there in the right half; the key of components, if it reaches down to there, takes
        so many letters of what is to the right.
        """
        left, right = (int(share * NAME_LETTERS) for share in self.columns(feature))
        room = NAME_LETTERS - left - of_key
        begins = 2 * feature < self.n_features and (not of_key or room >= right)
        return max(room if begins else right, LEAST_LETTERS), begins

    def names(
        self, names: Sequence[str], theme: Theme, places: Sequence[tuple[int, bool]]
    ) -> list[dict[str, Any]]:
        """Return the names of the features, each above its pane on the diagonal, at such places."""
        font = {"size": 13 if self.n_features <= FEW else 12, "color": INKS[theme].text}
        notes = []
        for j, (name, (letters, begins)) in enumerate(zip(names, places, strict=True)):
            left, right = self.columns(j)
            side = "left" if begins else "right"
            notes.append(
                {
                    "text": balanced(name, letters, self.lines),
                    "align": side,
                    "x": left if begins else right,
                    "xanchor": side,
                    "xref": "paper",
                    "y": self.rows(j)[1],
                    "yanchor": "bottom",
                    "yref": "paper",
                    "showarrow": False,
                    "borderpad": 0,
                    "font": font,
                }
            )
        return notes


def lines_of(names: Sequence[str], places: Sequence[tuple[int, bool]]) -> int:
    """Return the lines that the names take, four at the most.

    Examples
    --------
    >>> lines_of(["hours of work"], [(20, True)]), lines_of(["hours of work"], [(8, True)])
    (1, 2)
    """
    needed = (
        wrapped(name, width, MOST_LINES).count("<br>") + 1
        for name, (width, _) in zip(names, places, strict=True)
    )
    return max(needed)


def _key(name: str) -> str:
    """Return where the layout keeps the axis of this name: x2 -> xaxis2."""
    return f"{name[0]}axis{name[1:]}"
