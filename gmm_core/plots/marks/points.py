"""Rows of data as markers: coloured by responsibilities, shaped by cluster, named on hovering."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.assigned import assigned, with_noise
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import (
    GREY,
    OF_NOISE,
    Theme,
    colours,
    mix,
    symbol_sizes,
    symbols,
)
from gmm_core.plots.marks.names import HOVERED_LETTERS, hovered, n_letters
from gmm_core.plots.marks.style import INKS
from gmm_core.subsets import drawn_rows

# Above this, SVG is too slow and everything in the picture goes through WebGL, which is drawn
# over SVG and would hide it.
SVG_POINTS = 1500
RING_SIZE = 15  # pixels
# A few rings are drawn wherever they are; of many, those in the sample.
FEW_RINGS = 100
# Area of a marker, as a share of the usual one: of a sure row, and what full uncertainty adds.
KNOWN_EDGE = 1.75  # pixels, about a row of known class

SURE, UNSURE = 0.5, 8.0


@dataclass(frozen=True, eq=False)
class Drawn:
    """The rows that a picture shows.

    Indices into the data, ascending; those of them that are ringed; what hovering calls them, safe
    for plotly; and their responsibilities (n_drawn, n_components), or None.
    """

    rows: np.ndarray
    rings: np.ndarray
    names: list[str]
    responsibilities: np.ndarray | None

    @property
    def kind(self) -> str:
        """Plotly trace type in which everything in the picture is drawn."""
        return "scatter" if len(self.rows) <= SVG_POINTS else "scattergl"


def drawn(
    n_samples: int,
    responsibilities: ArrayLike | None = None,
    hover: Sequence[str] | None = None,
    rings: ArrayLike | None = None,
    rows: ArrayLike | None = None,
) -> Drawn:
    """Return the rows that a picture shows: those asked for, and a few that are ringed.

    By default all, or of many a fixed sample (`drawn_rows`); up to 100 rows to ring are drawn even
    when the sample leaves them out. Without `hover`, rows are numbered from 1.

    Examples
    --------
    >>> shown = drawn(4, rings=[2])
    >>> shown.rows, shown.rings, shown.names[2]
    (array([0, 1, 2, 3]), array([2]), 'Row 3')
    """
    shown = drawn_rows(n_samples) if rows is None else np.asarray(rows, dtype=np.intp)
    ringed = np.unique(np.asarray([] if rings is None else rings, dtype=np.intp))
    if len(ringed) > FEW_RINGS:
        ringed = np.intersect1d(ringed, shown)
    shown = np.union1d(shown, ringed)
    resp = None if responsibilities is None else np.asarray(responsibilities, dtype=float)[shown]
    return Drawn(shown, ringed, row_names(shown, hover), resp)


def row_names(rows: np.ndarray, names: Sequence[str] | None) -> list[str]:
    """Return what hovering calls each row, safe for plotly; without names, its number from 1."""
    if names is None:
        return [f"Row {row + 1}" for row in rows.tolist()]
    return [hovered(names[row]) for row in rows.tolist()]


def point_trace(
    shown: Drawn,
    x: np.ndarray,
    y: np.ndarray,
    axes: Mapping[str, str],
    look: Look,
    missing: np.ndarray | None = None,
) -> dict[str, Any]:
    """Return the trace of the drawn rows; its ``customdata`` are row indices.

    `missing` (n_samples, n_axes) says of which rows a value is missing, so that what hovering says
    is not where they stand.
    """
    values = [f"{hovered(name)}: %{{{letter}}}" for letter, name in axes.items()]
    return {
        "type": shown.kind,
        "mode": "markers",
        "x": x[shown.rows],
        "y": y[shown.rows],
        "marker": row_marker(shown, look),
        **row_identity(shown, values, look.names, missing),
    }


def row_identity(
    shown: Drawn,
    values: Sequence[str],
    components: Sequence[str] | None = None,
    missing: np.ndarray | None = None,
) -> dict[str, Any]:
    """Return what makes a trace that of the rows: its name, row indices, and what hovering says.

    `values` are lines of plotly's template between the name of a row and its responsibilities;
    `missing` (n_samples, n_values) says of which rows there is no such value.

    Examples
    --------
    >>> row_identity(drawn(2), ["x: %{x}"])["hovertemplate"]
    '%{text}<br>x: %{x}<extra></extra>'
    """
    shares = {}
    if shown.responsibilities is not None:
        shares = {"hovertext": share_text(shown.responsibilities, components)}
    template: str | list[str] = _template(values, shares)
    if missing is not None and missing[shown.rows].any():
        template = _templates(values, shares, missing[shown.rows])
    return {
        "name": "rows",
        "customdata": shown.rows,
        "text": shown.names,
        "hovertemplate": template,
        **shares,
    }


def _template(values: Sequence[str], shares: Iterable[str]) -> str:
    return "<br>".join(["%{text}", *values, *(f"%{{{key}}}" for key in shares)]) + "<extra></extra>"


def _templates(values: Sequence[str], shares: Iterable[str], missing: np.ndarray) -> list[str]:
    """What hovering says of each row: where it stands is no value, where that is missing."""
    gone = [f"{value.rsplit(': ', 1)[0]}: missing" for value in values]
    known: dict[tuple[bool, ...], str] = {}
    for pattern in map(tuple, np.unique(missing, axis=0).tolist()):
        lines = [gone[j] if is_gone else values[j] for j, is_gone in enumerate(pattern)]
        known[pattern] = _template(lines, shares)
    return [known[tuple(row)] for row in missing.tolist()]


def ring_trace(shown: Drawn, x: np.ndarray, y: np.ndarray, theme: Theme) -> dict[str, Any]:
    """Return the trace of rings around the ringed rows."""
    ink = INKS[theme].text
    marker = {
        "symbol": "circle-open",
        "size": RING_SIZE,
        "color": ink,
        "line": {"width": 2, "color": ink},
    }
    place = {"x": x[shown.rings], "y": y[shown.rings]}
    look = {"mode": "markers", "marker": marker, "hoverinfo": "skip"}
    return {"type": shown.kind, "name": "rings", **place, **look}


def share_text(responsibilities: np.ndarray, components: Sequence[str] | None = None) -> list[str]:
    """Return the responsibilities of each row as text; shares that round to 0.00 are left out.

    What they leave of a row is noise. Long names stand below one another.

    Examples
    --------
    >>> share_text(np.array([[0.98, 0.02], [1.0, 0.0]]))
    ['1: 0.98  2: 0.02', '1: 1.00']
    >>> share_text(np.array([[0.98, 0.02]]), ["small", "large"])
    ['small: 0.98  large: 0.02']
    >>> share_text(np.array([[0.98, 0.02]]), ["low engagement, high exhaustion", "average"])
    ['low engagement, high exhaustion: 0.98<br>average: 0.02']
    """
    called = range(1, responsibilities.shape[1] + 1) if components is None else components
    names = [*map(hovered, called), "noise"]
    return [
        _in_lines(
            f"{name}: {share:.2f}"
            for name, share in zip(names, row, strict=False)
            if share >= 0.005
        )
        for row in with_noise(responsibilities).tolist()
    ]


def _in_lines(shares: Iterable[str]) -> str:
    """Beside one another where they have room, or else one below another."""
    beside = "  ".join(each := [*shares])
    return beside if n_letters(beside) <= HOVERED_LETTERS else "<br>".join(each)


def row_marker(shown: Drawn, look: Look, *, shapes: bool = True) -> dict[str, Any]:
    """Return plotly's ``marker`` of the drawn rows: without responsibilities, neutral circles.

    Without `shapes` all rows but those of noise are circles.
    """
    ink, responsibilities = INKS[look.theme], shown.responsibilities
    style: dict[str, Any] = {"size": 8, "opacity": 1, "line": {"width": 0.75, "color": ink.ground}}
    if len(shown.rows) > SVG_POINTS:
        style = {"size": 4, "opacity": 1, "line": {"width": 0}}
    if look.known is not None:
        style["line"] = _edges(
            np.isin(shown.rows, np.asarray(look.known)), style["line"]["width"], look.theme
        )
    of_column = None if look.by is None else look.by.hues(look.theme)[shown.rows].tolist()
    if responsibilities is None:
        return style | {"color": of_column or ink.neutral, "symbol": "circle"}
    k, cluster = responsibilities.shape[1], assigned(responsibilities)  # -1 is the last of a list
    mixed = look.colour == "mixed"
    hues = _picked([*colours(k, look.theme), GREY[look.theme]], cluster)
    own = list(zip(symbols(k), symbol_sizes(k).tolist(), strict=True))
    marks = [*(own if shapes else k * own[:1]), (OF_NOISE.name, OF_NOISE.size)]
    sizes = style["size"] * np.array([size for _, size in marks])[cluster]
    if look.size == "uncertainty":
        sizes = sizes * relative_sizes(responsibilities)
    return style | {
        "color": of_column or (mix(responsibilities, look.theme) if mixed else hues),
        "symbol": _picked([name for name, _ in marks], cluster),
        "size": sizes.astype(np.float32),
    }


def _edges(is_known: np.ndarray, width: float, theme: Theme) -> dict[str, Any]:
    """Edges of markers: dark about rows of known class."""
    ink = INKS[theme]
    return {
        "width": np.where(is_known, KNOWN_EDGE, width),
        "color": [ink.text if each else ink.ground for each in is_known.tolist()],
    }


def relative_sizes(responsibilities: np.ndarray) -> np.ndarray:
    """Return the diameter of each row's marker where size shows uncertainty, 1 being the usual.

    Uncertainty u is one minus the largest responsibility, and the area of a marker is 1/2 + 8 u of
    the usual one: a sure row stays visible, and one between two components has nine times its area.

    Examples
    --------
    >>> relative_sizes(np.array([[1.0, 0.0], [0.5, 0.5]])).round(3)
    array([0.707, 2.121])
    """
    surest = with_noise(responsibilities).max(axis=1)
    return np.sqrt(SURE + UNSURE * (1.0 - surest))


def _picked(looks: list[str], cluster: np.ndarray) -> list[str]:
    """Return the look of each row, from the look of each component."""
    return [looks[j] for j in cluster.tolist()]
