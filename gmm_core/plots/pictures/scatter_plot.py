"""Two features of the data, and the mixture projected onto them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.mixture import Mixture, as_rows
from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import Range, padded
from gmm_core.plots.marks.crowd import crowd_trace
from gmm_core.plots.marks.key import key_of
from gmm_core.plots.marks.margins import in_margins
from gmm_core.plots.marks.outlines import component_traces, mean_numbers
from gmm_core.plots.marks.points import drawn, point_trace, ring_trace
from gmm_core.plots.marks.scales import LINEAR, Pair, Scales
from gmm_core.plots.marks.style import figure


def data_ranges(X: ArrayLike, features: tuple[int, int] = (0, 1)) -> tuple[Range, Range]:
    """Return the ranges of both axes: of all the data with a margin, whatever the mixture.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    features : tuple of int
        Features on the x and the y axis.

    Returns
    -------
    tuple of two (low, high)

    Examples
    --------
    >>> data_ranges([[0.0, 0.0], [100.0, 10.0]])
    ((-8.0, 108.0), (-0.8, 10.8))
    """
    columns = np.asarray(X, dtype=np.float64)[:, list(features)]
    return padded(columns[:, 0]), padded(columns[:, 1])


# Outlines make an axis longer by at most these shares of what the data need. Of a start, which is
# as wide as all the data wherever it stands, and of what EM makes of it, that is at both ends
# together, so that the data keep about half; of a fit at each end, which never needs more:
# deviations of rows within a span are at most half of it.
ROOM_OF_START = 1.05
ROOM_ON_THE_WAY = 1.15
ROOM_OF_FIT = 1.1
# Of axes of one scale: least length of one beside the other, as flat pictures are, and by how much
# the room on the way is more across, as they are wider than high.
FLATTEST, WIDER = 0.5, 1.5
OUTERMOST = 3.0  # radius of an outline, in standard deviations


def outline_ranges(
    points: np.ndarray,
    fits: Sequence[Mixture],
    *,
    on_the_way: Sequence[Mixture] = (),
    whole: bool = False,
    equal: bool = False,
) -> tuple[Range, Range] | None:
    """Return ranges of both axes that hold the data, and outlines as far as is sensible.

    Parameters
    ----------
    points : ndarray of shape (n_samples, 1 or 2)
        In the plane of the picture.
    fits : sequence of Mixture
        Projected onto that plane.
    on_the_way : sequence of Mixture
        Those of a run before its end, projected as well, its start first. For them an axis is about
        twice as long as the data need, at most; what a start needs beyond that leaves the others
        their room.
    whole : bool
        Whether outlines of fits are held whole, wherever the data are: where other rows are held
        against them.
    equal : bool
        Whether a unit is as long on either axis: the longer then sets the scale, and the other has
        the room that a picture has anyway.

    Returns
    -------
    tuple of two (low, high), or None
        None of one axis, where curves are drawn in place of outlines.

    Examples
    --------
    >>> wide = Mixture([1.0], [[50.0, 5.0]], [[[400.0, 0.0], [0.0, 1.0]]])
    >>> outline_ranges(np.array([[0.0, 0.0], [100.0, 10.0]]), [wide])
    ((-11.16, 111.16), (-0.8, 10.8))
    """
    if points.shape[1] == 1:
        return None
    spans = data_ranges(points)
    lengths = [high - low for low, high in spans]
    units = [max(lengths)] * 2 if equal else lengths
    wider = [WIDER if equal else 1.0, 1.0]
    x_range, y_range = (
        _joined(
            _at_most(_with_outlines(span, fits, j), span, np.inf if whole else ROOM_OF_FIT * unit),
            *(
                _with_half_of_it(_with_outlines(span, mixtures, j), span, room * unit * wider[j])
                for mixtures, room in (
                    (on_the_way[:1], ROOM_OF_START),
                    (on_the_way[1:], ROOM_ON_THE_WAY),
                )
            ),
        )
        for j, (span, unit) in enumerate(zip(spans, units, strict=True))
    )
    if not equal:
        return x_range, y_range
    least = FLATTEST * max(high - low for low, high in (x_range, y_range))
    return _at_least(x_range, least), _at_least(y_range, least)


def _joined(*ranges: Range) -> Range:
    lows, highs = zip(*ranges, strict=True)
    return min(lows), max(highs)


def _at_least(wanted: Range, length: float) -> Range:
    """A range of so much length, about the same middle."""
    more = max(length - (wanted[1] - wanted[0]), 0.0) / 2.0
    return wanted[0] - more, wanted[1] + more


def _at_most(wanted: Range, span: Range, most: float) -> Range:
    """A range that is longer than that of the data by so much at each end, at most."""
    return max(wanted[0], span[0] - most), min(wanted[1], span[1] + most)


def _with_half_of_it(wanted: Range, span: Range, most: float) -> Range:
    """A range longer than that of the data by so much in all, which is shared as it is wanted.

    Examples
    --------
    >>> _with_half_of_it((-6.0, 13.0), (0.0, 10.0), 10.0)
    (-6.0, 13.0)
    >>> _with_half_of_it((-15.0, 15.0), (0.0, 10.0), 10.0)
    (-7.5, 12.5)
    """
    below, above = span[0] - wanted[0], wanted[1] - span[1]
    share = most / (below + above) if below + above > most else 1.0
    return span[0] - share * below, span[1] + share * above


def _with_outlines(span: Range, mixtures: Sequence[Mixture], feature: int) -> Range:
    """A range that holds the data, and outlines whole."""
    if not mixtures:
        return span
    low, high = span
    means = np.concatenate([mixture.means[:, feature] for mixture in mixtures])
    deviations = [mixture.standard_deviations[:, feature] for mixture in mixtures]
    reach = OUTERMOST * np.concatenate(deviations)
    margin = 0.01 * (high - low)  # the line itself
    least, largest = float((means - reach).min()), float((means + reach).max())
    return min(low, least - margin), max(high, largest + margin)


def scatter(
    X: ArrayLike,
    mixture: Mixture | None,
    *,
    names: Sequence[str],
    features: tuple[int, int] = (0, 1),
    responsibilities: ArrayLike | None = None,
    radii: Sequence[float] = (1, 2, 3),
    previous: Mixture | None = None,
    ranges: tuple[Range, Range] | None = None,
    rows: ArrayLike | None = None,
    crowd: bool = False,
    still: bool = False,
    logarithms: Pair = LINEAR,
    look: Look = Look(),
) -> go.Figure:
    """Return the scatter of two features with the outlines of each component over it.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
        A row that misses a value (NaN) stands in a strip beside its axis.
    mixture : Mixture or None
        Of the same features; drawn as its marginal over the two on the axes.
        None draws the data alone.
    names : sequence of str
        Name of each feature, with its unit.
    features : tuple of int
        Features on the x and the y axis.
    responsibilities : array_like of shape (n_samples, n_components), optional
        Without them, before the first E-step, points are neutral circles.
    radii : sequence of float
        Outlines, in standard deviations; the first is drawn heavy.
    previous : Mixture, optional
        Its outlines at the first radius are drawn thin and dashed.
    ranges : tuple of two (low, high), optional
        Ranges of the axes, without the strips; by default `data_ranges` of `X`.
    rows : array_like of int, optional
        Rows to draw; by default all, or of many a fixed sample (`drawn_rows`).
    crowd : bool
        Shade the ground by the number of rows, all of them, where not all are drawn.
    still : bool
        Turn the number of each mean to where no other is. Without it each component has a direction
        of its own, which it keeps while means move.
    logarithms : tuple of two (Logarithm or None)
        On which an axis is, whatever is fitted; outlines are drawn as it bends them, and it shows
        all of the data in place of its range.
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        The first trace, "rows", holds the points; its ``customdata`` are row indices.

    Raises
    ------
    DataError
        When `X` does not have the mixture's features.

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0, 0.0]], [[[4.0, 0.0], [0.0, 1.0]]])
    >>> picture = scatter([[0.0, 1.0], [2.0, 3.0]], mixture, names=["a (cm)", "b (cm)"])
    >>> picture.data[0].name, picture.layout.xaxis.title.text
    ('rows', 'a (cm)')
    """
    data = as_rows(X, len(names) if mixture is None else mixture.n_features, gaps=True)
    x, y = data.T[list(features)]
    pair = {"x": names[features[0]], "y": names[features[1]]}
    shown = drawn(len(data), responsibilities, look.hover, look.marked, rows)
    now, before = (m and m.marginal(features) for m in (mixture, previous))
    scales = Scales.of(np.column_stack([x, y]), logarithms, ranges or data_ranges(data, features))
    k, called = (now.n_components, look.names) if now else (0, None)
    key = key_of(k, called, look.theme)
    margins = in_margins(scales.moved(np.column_stack([x, y])), scales.spans)
    traces = [
        point_trace(shown, x, y, pair, look, margins.missing),
        *component_traces(now, before, pair, radii, shown.kind, look.theme, look.names),
        ring_trace(shown, x, y, look.theme),
    ]
    drawn_traces = scales.drawn(traces, now, list(pair.values()))
    seen = margins.put(drawn_traces, shown.rows, shown.rings)
    if crowd and len(shown.rows) < len(x):
        seen.append(crowd_trace(*margins.plane, look.theme))
    return figure(
        key.under(seen),
        look.theme,
        look.height or 480 + key.room,
        xaxis=scales.axis(0, look.theme, pair["x"], range=[*margins.ranges[0]]),
        yaxis=scales.axis(1, look.theme, pair["y"], range=[*margins.ranges[1]], showgrid=True),
        annotations=scales.noted(
            mean_numbers(now, look.theme, key.beside, still=still) if now else []
        ),
        shapes=margins.shapes(look.theme),
        uirevision=f"{pair}{scales.logarithms if not scales.is_linear else ''}",
        **key.layout,
    )
