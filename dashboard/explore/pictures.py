"""Pictures of where the rows lie; in each, rows can be selected."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import plotly.graph_objects as go

from dashboard.explore.view import Chosen, View, needs
from dashboard.fit.fitted import Fitted
from dashboard.state.chosen import PICTURE
from gmm_core.plots import pictures
from gmm_core.plots.marks.axes import Range
from gmm_core.plots.marks.margins import in_margins
from gmm_core.plots.marks.scales import Scales
from gmm_core.plots.pictures import (
    MOST_LINES,
    MOST_ROWS_IN_MATRIX,
    MOST_ROWS_IN_SPACE,
    SAMPLED_IN_MATRIX,
)
from gmm_core.projection import Projection
from gmm_core.subsets import MOST_ROWS

MOST_IN_MATRIX = 10  # features; more cells could not be read
AXES_IN_SPACE = 3


def places(fit: Fitted, chosen: Chosen) -> np.ndarray:
    """Return where rows stand on two axes: beside one of which they miss the value."""
    points = fit.points(chosen.projection)
    within, ranges = chosen.places(points), _ranges(fit, chosen.projection)
    if ranges is None or not fit.rows.gaps:
        return within
    return in_margins(within, Scales.of(points, chosen.logarithms, ranges).spans).places


def _ranges(fit: Fitted, projection: Projection) -> tuple[Range, Range] | None:
    """The ranges of the axes, of values: those of the data and of outlines not far beyond."""
    return pictures.outline_ranges(fit.points(projection), [projection.mixture(fit.mixture)])


def _scatter(fit: Fitted, chosen: Chosen) -> go.Figure:
    return pictures.mixture_figure(
        fit.points(chosen.projection),
        chosen.projection.mixture(fit.mixture),
        names=chosen.projection.labels,
        responsibilities=fit.resp,
        crowd=_is_crowded(fit),
        still=True,
        ranges=_ranges(fit, chosen.projection),
        logarithms=chosen.logarithms,
        look=chosen.look,
    )


def _density(fit: Fitted, chosen: Chosen) -> go.Figure:
    if len(chosen.projection.labels) == 1:  # the same feature on both axes
        return _scatter(fit, chosen)
    return pictures.density(
        fit.points(chosen.projection),
        chosen.projection.mixture(fit.mixture),
        labels=chosen.projection.labels,
        responsibilities=fit.resp,
        crowd=_is_crowded(fit),
        ranges=_ranges(fit, chosen.projection) if fit.rows.gaps else None,
        logarithms=chosen.logarithms,
        look=chosen.look,
    )


def _matrix(fit: Fitted, chosen: Chosen) -> go.Figure:
    return pictures.matrix(
        fit.rows.X,
        fit.mixture,
        names=fit.study.labels,
        features=fit.leading(MOST_IN_MATRIX),
        responsibilities=fit.resp,
        look=chosen.look,
    )


def _space(fit: Fitted, chosen: Chosen) -> go.Figure:
    first = chosen.projection.features or ()
    others = [j for j in fit.leading(AXES_IN_SPACE) if j not in first]
    x, y, z = [*first, *others][:AXES_IN_SPACE]
    return pictures.space(
        fit.rows.X,
        fit.mixture,
        names=fit.study.labels,
        features=(x, y, z),
        responsibilities=fit.resp,
        look=chosen.look,
    )


def _parallel(fit: Fitted, chosen: Chosen) -> go.Figure:
    return pictures.parallel(
        fit.rows.X, fit.mixture, fit.resp, names=fit.study.labels, look=chosen.look
    )


def _is_crowded(fit: Fitted) -> bool:
    return len(fit.rows.X) > MOST_ROWS


PICTURES: Mapping[str, View] = MappingProxyType(
    {
        "scatter": View(
            PICTURE.titles["scatter"], "The data and the fitted components", _scatter, in_plane=True
        ),
        "density": View(
            PICTURE.titles["density"],
            "Density of the mixture and the region of each component",
            _density,
            needs(2),
            in_plane=True,
        ),
        "matrix": View(
            PICTURE.titles["matrix"],
            "Scatter-plot matrix of the features",
            _matrix,
            needs(2),
            ("click", "box"),
            most=SAMPLED_IN_MATRIX,
            whole=MOST_ROWS_IN_MATRIX,
        ),
        "space": View(
            PICTURE.titles["space"],
            "The data and the components in three dimensions",
            _space,
            needs(3),
            ("click",),
            in_plane=True,
            most=MOST_ROWS_IN_SPACE,
        ),
        "parallel": View(
            PICTURE.titles["parallel"],
            "Parallel coordinates of the rows",
            _parallel,
            needs(2),
            ("click", "box"),
            most=MOST_LINES,
        ),
    }
)
