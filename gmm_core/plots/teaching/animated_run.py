"""A run of EM as one figure that plays itself: a frame for each half-step."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm_core.em import Run
from gmm_core.gaps import shares_of
from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import Range
from gmm_core.plots.marks.colours import Theme
from gmm_core.plots.marks.key import key_of
from gmm_core.plots.marks.margins import without_strip
from gmm_core.plots.marks.names import text
from gmm_core.plots.marks.style import INKS, parts
from gmm_core.plots.pictures.first_picture import mixture_figure
from gmm_core.plots.teaching.lighter_traces import lighter
from gmm_core.plots.teaching.played_frames import played
from gmm_core.projection import Projection
from gmm_core.steps import Frame, frame, last_half_step, narrate
from gmm_core.subsets import stratified_rows

# Each point is said again in every E-step, so more of either make a file that is slow to open.
MOST_ROWS = 1000
MOST_FRAMES, LEAST_FRAMES = 60, 6
MOST_BYTES = 6_000_000

# Characters of a line of the sentence: it shall fit a phone.
LINE = 42


def animation(
    X: np.ndarray,
    run: Run,
    projection: Projection,
    *,
    row_names: Sequence[str] | None = None,
    components: Sequence[str] | None = None,
    theme: Theme = "light",
    height: int = 620,
) -> go.Figure:
    """Return a run as a figure with frames, buttons that play and pause it, and a slider.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows that were fitted; NaN where a value is missing.
    run : Run
    projection : Projection
        Onto the one or two axes of the picture.
    row_names : sequence of str, optional
        What a person calls each row; rows are numbered from 1 without it.
    components : sequence of str, optional
        What a person calls each component.
    theme : {"light", "dark"}
    height : int
        In pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        The trace "rows" holds at most 1,000 rows, a fixed sample of more that leaves out no
        component; its ``customdata`` are row indices. There are at most 60 frames, and fewer of
        so many components that the file would be slow to open; of more half-steps those
        of evenly chosen iterations with the first and the last, and the title says so. A frame
        holds what has changed since the one before, its ``baseframe``.

    Raises
    ------
    DataError
        When `X` does not have the features of the run's mixtures.

    Examples
    --------
    >>> from gmm_core import Mixture, run
    >>> from gmm_core.projection import onto_features
    >>> X = np.array([[0.0], [0.5], [4.0], [5.0]])
    >>> fit = run(X, Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]]))
    >>> [each.name for each in animation(X, fit, onto_features([0], ["x"])).frames][:3]
    ['Start', 'E-step 1', 'M-step 1']
    """
    rows = stratified_rows(shares_of(X, run.mixture).argmax(axis=1), MOST_ROWS)
    noun = "point" if len(rows) == len(X) else "drawn point"
    every = row_names or range(1, len(X) + 1)
    called = [str(every[row]) for row in rows.tolist()]
    scene = _scene(X, rows, projection, called, components, theme, height)
    last = frame(run, last_half_step(run))
    most = _affordable(scene(last, _shares(X[rows], run, last)[0]))
    chosen = chosen_half_steps(last_half_step(run), most)
    pictures = []
    for half_step in chosen:
        seen = frame(run, half_step)
        resp, before = _shares(X[rows], run, seen)
        said = narrate(seen, resp, before, called, noun)
        line = f"<b>{seen.title}</b>{_left_out(chosen)}"
        pictures.append((seen.title, _with_sentence(scene(seen, resp), line, said, theme)))
    key = key_of(last.mixture.n_components, components, theme)
    return played(pictures, theme, key.room)


def chosen_half_steps(last: int, most: int = MOST_FRAMES) -> list[int]:
    """Return the half-steps to show: all, or of many those of evenly chosen iterations.

    Parameters
    ----------
    last : int
        The half-step with which the run ends, an E-step.
    most : int
        Most half-steps to show, an even number.

    Returns
    -------
    list of int
        Ascending: the start, both steps of each iteration that is chosen, the first and the last
        among them, and the end.

    Examples
    --------
    >>> chosen_half_steps(3), chosen_half_steps(101, 6)
    ([0, 1, 2, 3], [0, 1, 2, 99, 100, 101])
    """
    if last < most:
        return list(range(last + 1))
    iterations = np.rint(np.linspace(0, last // 2 - 1, most // 2 - 1)).astype(int).tolist()
    pairs = [half_step for t in iterations for half_step in (2 * t + 1, 2 * t + 2)]
    return [0, *pairs, last]


def _affordable(picture: dict[str, Any]) -> int:
    """How many frames of such pictures make a file that opens: two say all of one anew."""
    size = len(go.Figure(picture, _validate=False).to_json() or "")
    return max(LEAST_FRAMES, min(MOST_FRAMES, 2 * (MOST_BYTES // size)))


def _shares(
    drawn: np.ndarray, run: Run, seen: Frame
) -> tuple[np.ndarray | None, np.ndarray | None]:
    """The responsibilities in force, and those before this half-step."""
    now, before = (
        None if state is None else shares_of(drawn, run.states[state].mixture)
        for state in (seen.responsible, seen.responsible_before)
    )
    return now, before


def _scene(
    X: np.ndarray,
    rows: np.ndarray,
    projection: Projection,
    row_names: Sequence[str],
    components: Sequence[str] | None,
    theme: Theme,
    height: int,
) -> Callable[[Frame, np.ndarray | None], dict[str, Any]]:
    """The function from a half-step and its responsibilities to its picture."""
    points = projection.points(X)
    look = Look(theme, names=components, height=height)
    ground = parts(mixture_figure(points, None, names=projection.labels, rows=rows, look=look))
    look = replace(look, hover=[f"Row {name}" for name in row_names])  # of the rows that are drawn
    bars = [
        trace | {"showlegend": False}
        for trace in ground["data"]
        if trace.get("name") == "histogram"
    ]
    shared: dict[str, Any] = {
        "names": projection.labels,
        "ranges": _of_values(ground["layout"], points),
        "look": look,
        **({"radii": (1, 2)} if points.shape[1] == 2 else {}),
    }

    def picture(seen: Frame, resp: np.ndarray | None) -> dict[str, Any]:
        # Ghosts that are covered by the components themselves keep the number of traces the same.
        now, before = map(projection.mixture, (seen.mixture, seen.previous or seen.mixture))
        shown = mixture_figure(points[rows], now, previous=before, responsibilities=resp, **shared)
        drawn = parts(shown)
        drawn["data"] = [lighter(trace, rows) for trace in drawn["data"]]
        drawn["data"][: len(bars)] = bars  # of all rows, not of those that are drawn
        return drawn

    return picture


def _of_values(layout: dict[str, Any], points: np.ndarray) -> tuple[Range, ...]:
    """The ranges of both axes, without the strips for rows that miss a value, of one unit."""
    low, high = layout["yaxis"]["range"]
    per = layout.get("meta", {}).get("per", 1.0)
    spans = [tuple(layout["xaxis"]["range"]), (low / per, high / per)]
    has_strip = [*(bool(np.isnan(each).any()) for each in points.T), False][:2]
    return tuple(
        without_strip(span) if strip else span for span, strip in zip(spans, has_strip, strict=True)
    )


def _left_out(chosen: Sequence[int]) -> str:
    n_half_steps = chosen[-1] + 1
    some = len(chosen) < n_half_steps
    return f" ({len(chosen)} of {n_half_steps:,} half-steps)" if some else ""


def _with_sentence(
    picture: dict[str, Any], first_line: str, said: str, theme: Theme
) -> dict[str, Any]:
    lines = [text(line) for line in textwrap.wrap(said, LINE)]
    ink = INKS[theme]
    title = {
        "text": "<br>".join([first_line, *lines]),
        "font": {"size": 14, "color": ink.text},
        **{"x": 0, "xref": "container", "xanchor": "left"},
        **{"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 16, "l": 8}},
    }
    return picture | {"layout": picture["layout"] | {"title": title}}
