"""The two axes of a plane, each perhaps on a logarithm: where what is drawn comes to lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gmm_core.logarithms import Logarithm
from gmm_core.mixture import Mixture
from gmm_core.plots.marks.axes import Range, axis, padded
from gmm_core.plots.marks.colours import Theme
from gmm_core.plots.marks.names import hovered
from gmm_core.plots.marks.outlines import outlines

Pair = tuple[Logarithm | None, Logarithm | None]
LINEAR: Pair = (None, None)
# Points of an outline that a logarithm bends: 73 show their corners where it stretches most.
FINE = 1441
# Beyond the axis by this many of its lengths lies what has no logarithm, so that lines to it leave.
BEYOND = 3.0
# Least distance of two ticks, as a share of the axis; fewest ticks by powers of ten alone.
NEAREST, FEWEST = 0.07, 3
LEAST, LARGEST = 1e-307, 1e307
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Scales:
    """Two axes, and what is seen of them.

    Parameters
    ----------
    logarithms : tuple of two (Logarithm or None)
        On which an axis is; None where it is linear.
    spans : tuple of two (low, high)
        What is seen, in units of the axes: of logarithms, or of the features themselves.
    """

    logarithms: Pair
    spans: tuple[Range, Range]

    @classmethod
    def of(cls, points: np.ndarray, logarithms: Pair, linear: tuple[Range, Range]) -> Scales:
        """Return the axes that show these points; one that is linear shows its range.

        Examples
        --------
        >>> points = np.array([[1.0, 0.0], [np.e, 1.0]])
        >>> Scales.of(points, (Logarithm("x"), None), ((0.0, 3.0), (0.0, 1.0))).spans
        ((-0.08, 1.08), (0.0, 1.0))
        """
        x, y = (
            span if each is None else padded(each.forward(column))
            for each, column, span in zip(logarithms, points.T, linear, strict=True)
        )
        return cls(logarithms, (x, y))

    @property
    def is_linear(self) -> bool:
        """Whether neither axis is on a logarithm."""
        return self.logarithms == LINEAR

    @property
    def ranges(self) -> tuple[Range, Range]:
        """What is seen, in the units of the features."""
        x, y = (
            span if each is None else (float(each.inverse(span[0])), float(each.inverse(span[1])))
            for each, span in zip(self.logarithms, self.spans, strict=True)
        )
        return x, y

    def moved(self, points: np.ndarray) -> np.ndarray:
        """Return where points (n, 2) lie on the axes; what has no logarithm lies far beyond them.

        Examples
        --------
        >>> scales = Scales((Logarithm("x"), None), ((0.0, 1.0), (0.0, 1.0)))
        >>> scales.moved(np.array([[1.0, 5.0], [-1.0, 5.0], [np.nan, 5.0]]))
        array([[ 0.,  5.],
               [-3.,  5.],
               [nan,  5.]])
        """
        columns = [self._moved(values, j) for j, values in enumerate(np.asarray(points).T)]
        return np.column_stack(columns)

    def _moved(self, values: np.ndarray, j: int) -> np.ndarray:
        logarithm, (low, high) = self.logarithms[j], self.spans[j]
        if logarithm is None:
            return values
        floor = low - BEYOND * (high - low)
        with np.errstate(under="ignore"):
            shifted = np.maximum(values + logarithm.shift, np.exp(floor))
        return np.maximum(np.log(shifted), floor)

    def axis(self, j: int, theme: Theme, title: str, **settings: Any) -> dict[str, Any]:
        """Return an axis; on a logarithm its ticks are in the units of the feature."""
        logarithm, span = self.logarithms[j], self.spans[j]
        own = {} if logarithm is None else _ticks(logarithm, span)
        return axis(theme, title, span, **own, **settings)

    def drawn(
        self, traces: Sequence[dict[str, Any]], mixture: Mixture | None, names: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Return traces of the plane where the axes put them; as they are, where both are linear.

        Outlines of `mixture` are drawn anew, from as many points as a logarithm needs. Hovering
        says values of the features.
        """
        if self.is_linear:
            return [*traces]
        return [self._drawn(trace, mixture, names) for trace in traces]

    def _drawn(
        self, trace: dict[str, Any], mixture: Mixture | None, names: Sequence[str]
    ) -> dict[str, Any]:
        if "x" not in trace:  # the crowd, which is counted on the axes
            return trace
        if trace["type"] == "heatmap":
            x, y = (self._moved(trace[letter], j) for j, letter in enumerate("xy"))
            return trace | {"x": x, "y": y}
        about = trace.get("meta") or {}
        points = np.column_stack([trace["x"], trace["y"]]).astype(float)
        if about.get("draws") == "outlines" and mixture is not None:
            ellipses = (outlines(mixture, j, about["radii"], FINE) for j in about["components"])
            points = np.concatenate([*ellipses])
        said = _hovered(trace, points, names) if trace.get("name") == "rows" else {}
        x, y = self.moved(points).T
        return trace | {"x": x, "y": y} | said

    def noted(self, notes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return annotations where the axes put them."""
        if self.is_linear:
            return [*notes]
        places = self.moved(np.array([[note["x"], note["y"]] for note in notes]).reshape(-1, 2))
        return [
            note | {"x": x, "y": y} for note, (x, y) in zip(notes, places.tolist(), strict=True)
        ]


def _hovered(trace: dict[str, Any], points: np.ndarray, names: Sequence[str]) -> dict[str, Any]:
    """What hovering says of rows: the axes would say logarithms."""
    said = trace["hovertemplate"]
    template = (
        _of_values(said, names) if isinstance(said, str) else [_of_values(t, names) for t in said]
    )
    rows = np.asarray(trace["customdata"]).tolist()
    values = points.tolist()
    customdata = [[row, *place] for row, place in zip(rows, values, strict=True)]
    return {"hovertemplate": template, "customdata": customdata}


def _of_values(template: str, names: Sequence[str]) -> str:
    for j, (letter, name) in enumerate(zip("xy", names, strict=True), start=1):
        called = hovered(name)
        template = template.replace(
            f"{called}: %{{{letter}}}", f"{called}: %{{customdata[{j}]:,.6~g}}"
        )
    return template


def _ticks(logarithm: Logarithm, span: Range) -> dict[str, Any]:
    """Return ticks at round numbers, as far apart as they can be read."""
    low, high = np.minimum(logarithm.inverse(span), LARGEST).tolist()
    for digits in ((1,), (1, 3), (1, 2, 5), range(1, 10), np.arange(1.0, 10.0, 0.1)):
        values = _round_numbers(max(low, 0.0 if logarithm.shift else LEAST), high, digits)
        if logarithm.shift and low <= 0.0:
            values = [0.0, *values]
        kept = _apart(values, logarithm, span)
        if len(kept) >= FEWEST:
            break
    places = logarithm.forward(kept).tolist()
    return {"tickmode": "array", "tickvals": places, "ticktext": [_written(each) for each in kept]}


def _round_numbers(low: float, high: float, digits: Iterable[float]) -> list[float]:
    """Powers of ten times some digits, from low to high."""
    least = low if low > 0.0 else high * 1e-12
    first, last = int(np.floor(np.log10(least))), int(np.ceil(np.log10(high)))
    found = (digit * 10.0**power for power in range(first, last + 1) for digit in digits)
    return [float(f"{value:.6g}") for value in found if low <= value <= high]


def _apart(values: Sequence[float], logarithm: Logarithm, span: Range) -> list[float]:
    """Those that stand apart, from the largest down; 0 in any case, as the first of them."""
    least = NEAREST * (span[1] - span[0])
    kept: list[float] = [value for value in values if value == 0.0]
    for value in sorted((value for value in values if value > 0.0), reverse=True):
        others = logarithm.forward(np.array([value, *kept]))
        if (np.abs(others[1:] - others[0]) >= least).all():
            kept.append(value)
    return sorted(kept)


def _written(value: float) -> str:
    if value == 0.0 or 1e-4 <= value < 1e7:
        return f"{value:,.10g}"
    power = int(np.floor(np.log10(value) + 1e-9))
    digit = f"{value / 10.0**power:.2g}"
    return f"{digit} × " * (digit != "1") + f"10{str(power).translate(SUPERSCRIPTS)}"
