"""The pictures of a fit that a person can choose from; in each, rows can be selected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import ArrayLike

from dashboard.explore import linked, marking
from dashboard.fit.fitted import Fitted
from dashboard.look.messages import plain
from dashboard.state.chosen import PICTURE, SUMMARY
from gmm_core.assigned import NOISE
from gmm_core.clusters import Bars, marked_profile
from gmm_core.errors import GMMError
from gmm_core.logarithms import Logarithm
from gmm_core.plots import Look, Show, pictures, summaries
from gmm_core.plots.marks.axes import Range
from gmm_core.plots.marks.margins import in_margins
from gmm_core.plots.marks.scales import Scales
from gmm_core.plots.pictures import (
    MOST_LINES,
    MOST_ROWS_IN_MATRIX,
    MOST_ROWS_IN_SPACE,
    SAMPLED_IN_MATRIX,
)
from gmm_core.plots.summaries import MOST_BARS, MOST_ROWS_IN_TRIANGLE
from gmm_core.projection import Projection
from gmm_core.subsets import MOST_ROWS
from gmm_core.target import cross_count
from gmm_core.wording import counted, plural

MOST_IN_MATRIX = 10  # features; more cells could not be read
AXES_IN_SPACE = 3
Logarithms = tuple[Logarithm | None, Logarithm | None]


@dataclass(frozen=True)
class Profiled:
    """How profiles are drawn: what their bars are, in which units, and whether as a map."""

    bars: Bars = "rows"
    in_units: bool = False
    as_map: bool = False


@dataclass(frozen=True)
class Chosen:
    """What a person chooses to see: a plane, a look, and how summaries are drawn.

    `logarithms` are those on which the axes of the plane are, whatever is fitted.
    """

    projection: Projection
    look: Look = Look()
    shows: Show = "counts"
    profiled: Profiled = Profiled()
    logarithms: Logarithms = (None, None)

    def places(self, points: np.ndarray) -> np.ndarray:
        """Return where points of the plane lie, in units of its axes."""
        if self.logarithms == (None, None):
            return points
        return np.column_stack(
            [
                column if each is None else each.forward(column)
                for each, column in zip(self.logarithms, points.T, strict=True)
            ]
        )


Make = Callable[[Fitted, Chosen], go.Figure]


@dataclass(frozen=True)
class View:
    """One kind of picture.

    Attributes
    ----------
    title : str
        As it is offered.
    alt : str
        What a screen reader says of it.
    make : function
        From a fit and what is chosen to a figure.
    lacks : function
        Why a fit has no such picture; "" where it has.
    gestures : tuple of {"click", "box", "lasso"}
        Ways to select rows in it; the one after "click" is at hand.
    in_plane : bool
        Whether the plane that a person chose decides how it is drawn.
    most : int
        So many rows it draws, where there are more.
    whole : int
        Up to so many it draws all; by default as many as `most`.
    sums : bool
        Whether it shows sums of rows and no rows, so that it is drawn anew with those of the rows
        that are selected.
    """

    title: str
    alt: str
    make: Make
    lacks: Callable[[Fitted], str] = lambda fit: ""
    gestures: tuple[linked.Gesture, ...] = ("click", "lasso", "box")
    in_plane: bool = False
    most: int = MOST_ROWS
    whole: int = 0
    sums: bool = False

    def figure(self, fit: Fitted, chosen: Chosen) -> go.Figure:
        """Return the view with the names of a fit; of rows, the browser marks those selected."""
        marked = chosen.look.marked if self.sums else None
        names, known = fit.study.names, fit.known
        look = replace(chosen.look, names=names, hover=fit.hover, marked=marked, known=known)
        return self.make(fit, replace(chosen, look=look))


def draw(slot: str, name: str, view: View, fit: Fitted, chosen: Chosen) -> None:
    """Draw a view of a fit, and take what is selected in it."""
    study, projection, look = fit.study, chosen.projection, chosen.look
    of_plane = (projection.labels, projection.features, chosen.logarithms)
    plane = of_plane if view.in_plane else ()
    target = (study.target, study.is_truth)
    about = (study.identity, study.names, target, look.theme, plane)
    marked = np.asarray(look.marked).tobytes() if view.sums and look.marked is not None else None
    by = look.by and (look.by.name, len(look.by.levels))
    seen = (look.colour, look.size, by, chosen.shows, chosen.profiled, marked)
    # Of two axes the outline holds all rows, drawn or not; of bars and the like, those drawn.
    flat = view.in_plane and len(projection.labels) == 2
    known = partial(_places, fit, chosen) if flat else None
    rows = linked.view(
        slot,
        (name, *about, *seen),
        partial(view.figure, fit, chosen),
        view.alt,
        gestures=view.gestures,
        on_report=marking.on_report(fit, view.title, known, n_drawn(fit, view)),
    )
    if not view.sums or chosen.profiled.as_map:
        _say_unseen(rows, marking.marked(fit))


def n_drawn(fit: Fitted, view: View) -> int:
    """Return how many rows a view draws."""
    n = len(fit.rows.X)
    return n if n <= max(view.most, view.whole) else view.most


def _say_unseen(rows: np.ndarray | None, marked: np.ndarray | None) -> None:
    """Say which of the selected rows are none of those that a view draws."""
    if marked is None or not len(marked):
        return
    if rows is None:
        st.caption("This view does not show which rows are selected.")
        return
    unseen = int(np.count_nonzero(~np.isin(marked, rows)))
    if unseen:
        which = f"{unseen:,} of the {counted(len(marked), 'selected row')}"
        are = plural(unseen, "is", "are")
        st.caption(f"{which} {are} not drawn in this view, which shows {len(rows):,} rows.")


def say(name: str, fit: Fitted, chosen: Chosen) -> None:
    """Say beneath a view what it shows, in words."""
    if name == "matrix" and fit.mixture.n_features > MOST_IN_MATRIX:
        st.caption(f"The {MOST_IN_MATRIX} features that look most like groups are shown.")
    if fit.rows.gaps and (said := _about_gaps(name, fit, chosen)):
        st.caption(plain(said))
    if name == "target" and fit.comparison.note:
        st.caption(plain(fit.comparison.note))
    if name == "profiles":
        st.caption(about_profiles(fit, chosen.profiled))
        for sentence in fit.in_words():
            st.markdown(plain(sentence))
    if name == "checks":
        for sentence in fit.verdicts:
            st.markdown(plain(sentence))


def _about_gaps(name: str, fit: Fitted, chosen: Chosen) -> str:
    """Where a view has the rows that miss a value; "" where it is as of all others."""
    many = counted(fit.rows.gaps, "row")
    if name in ("scatter", "density"):
        return _beside_axes(fit, chosen.projection)
    if name == "checks":
        return f"Judged by rows without gaps: {many} {plural(fit.rows.gaps, 'is', 'are')} left out."
    return {
        "matrix": "A row that misses a value stands in the shaded strip beside its axis.",
        "space": "A row that misses a value stands at the low end of its axis.",
        "parallel": "The line of a row that misses a value leads through the shaded strip.",
        "profiles": "Of all rows the mean and spread are those of the values that are there.",
    }.get(name, "")


def _beside_axes(fit: Fitted, projection: Projection) -> str:
    if projection.features is None:
        many, stand = counted(fit.rows.gaps, "row"), plural(fit.rows.gaps, "stands", "stand")
        return f"{many} with gaps {stand} where the mixture expects the missing values to be."
    gone = int(np.isnan(fit.points(projection)).any(axis=1).sum())
    if not gone:
        return ""
    stand, strip = plural(gone, "stands", "stand"), plural(len(projection.labels), "the", "a")
    without = f"{counted(gone, 'row')} without a value on an axis"
    return f"{without} {stand} in {strip} shaded strip beside it."


def about_profiles(fit: Fitted, how: Profiled) -> str:
    """What bars and colours are, and in which order features stand."""
    order = "The feature that separates the clusters most stands on top."
    away = "standard deviations of all rows from their mean"
    if how.as_map:
        cells = "means in the units that were fitted" if how.in_units else f"means, in {away}"
        return f"{order} Cells are {cells}; colours are full at 2 {away}."
    if how.bars == "rows":
        return f"{order} Bars reach one standard deviation of the rows to either side."
    counts = "weights and responsibilities are" if fit.rows.weights is not None else "membership is"
    return (
        f"{order} Bars are intervals of 95 % of each mean: 1.96 standard errors to either side, as "
        f"if {counts} certain. How sure has those that are not."
    )


def _ranges(fit: Fitted, projection: Projection) -> tuple[Range, Range] | None:
    """The ranges of the axes, of values: those of the data and of outlines not far beyond."""
    return pictures.outline_ranges(fit.points(projection), [projection.mixture(fit.mixture)])


def _places(fit: Fitted, chosen: Chosen) -> np.ndarray:
    """Where rows stand in the picture of two axes: those that miss a value beside its axis."""
    points = fit.points(chosen.projection)
    places, ranges = chosen.places(points), _ranges(fit, chosen.projection)
    if ranges is None or not fit.rows.gaps:
        return places
    return in_margins(places, Scales.of(points, chosen.logarithms, ranges).spans).places


def _scatter(fit: Fitted, chosen: Chosen) -> go.Figure:
    return pictures.mixture_figure(
        fit.points(chosen.projection),
        chosen.projection.mixture(fit.mixture),
        names=chosen.projection.labels,
        responsibilities=fit.resp,
        crowd=_is_crowded(fit),
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


def _contingency(fit: Fitted, chosen: Chosen) -> go.Figure:
    comparison = fit.comparison
    table, noise = comparison.table, comparison.unplaced_of_each
    if chosen.shows == "soft counts" and comparison.soft_table is not None:
        table, noise = comparison.soft_table, comparison.soft_unplaced
    return summaries.contingency(
        table,
        show=chosen.shows,
        matching=comparison.matching if fit.is_matched else None,
        noise=noise,
        marked_counts=_cells_marked(fit, chosen.look.marked),
        look=chosen.look,
    )


def _cells_marked(fit: Fitted, marked: ArrayLike | None) -> np.ndarray | None:
    """Selected rows by class and cluster, and last those of noise where there are any."""
    if marked is None:
        return None
    found, some = fit.comparison, np.asarray(marked)
    codes, clusters = found.codes, found.clusters
    n_classes, n_columns = found.table.shape
    if found.unplaced_codes is not None and found.n_unplaced:
        of_noise = found.unplaced_codes >= 0
        codes = np.where(of_noise, found.unplaced_codes, codes)
        clusters = np.where(of_noise, n_columns, clusters)
        n_columns += 1
    weights = None if fit.rows.weights is None else fit.rows.weights[some]
    return cross_count(codes[some], clusters[some], n_classes, n_columns, weights)


def _bars(fit: Fitted, chosen: Chosen) -> go.Figure:
    return summaries.responsibilities(fit.resp, look=replace(chosen.look, height=360))


def _ternary(fit: Fitted, chosen: Chosen) -> go.Figure:
    return summaries.ternary(fit.resp, look=chosen.look)


def _profiles(fit: Fitted, chosen: Chosen) -> go.Figure:
    found, how = fit.profiles, chosen.profiled
    ask = {"names": fit.study.labels, "order": found.order, "in_units": how.in_units}
    if how.as_map:
        return summaries.profile_map(found, **ask, look=chosen.look)
    means, _ = _of_marked(fit, chosen.look.marked)
    return summaries.profile_lines(found, **ask, marked_means=means, of=how.bars, look=chosen.look)


def _sizes(fit: Fitted, chosen: Chosen) -> go.Figure:
    found, marked = fit.profiles, chosen.look.marked
    _, counts = _of_marked(fit, marked)
    if fit.noise is not None and counts is not None:
        counts = np.append(counts, _noise_rows(fit, np.asarray(marked)))
    noise = None
    if fit.noise is not None:
        soft = float(fit.noise["posterior rows"].iloc[0])
        noise = soft, _noise_rows(fit, np.arange(len(fit.resp)))
    ask = {"noise": noise, "marked_counts": counts}
    return summaries.sizes(found.soft_sizes, found.hard_sizes, **ask, look=chosen.look)


def _noise_rows(fit: Fitted, some: np.ndarray) -> float:
    """How many of some rows, by their positions or a mask, are most probably noise."""
    of_noise = fit.clusters[some] == NOISE
    weights = fit.rows.weights
    return float(of_noise.sum() if weights is None else weights[some] @ of_noise)


def _of_marked(
    fit: Fitted, marked: ArrayLike | None
) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Standardised means of the selected rows, and how many are in each cluster."""
    if marked is None:
        return None, None
    found = marked_profile(fit.rows.X, fit.resp, marked, fit.rows.weights)
    return found.means, found.hard_sizes


def _checks(fit: Fitted, chosen: Chosen) -> go.Figure:
    return summaries.quantiles(fit.checks, n_features=fit.mixture.n_features, look=chosen.look)


def _lacks_checks(fit: Fitted) -> str:
    try:
        _ = fit.rows.weights is None or fit.checks
    except GMMError as error:
        return str(error)
    return ""


def _is_crowded(fit: Fitted) -> bool:
    return len(fit.rows.X) > MOST_ROWS


def _needs(n_features: int) -> Callable[[Fitted], str]:
    def lacks(fit: Fitted) -> str:
        have = fit.mixture.n_features
        return f"This view needs {counted(n_features, 'feature')}." if have < n_features else ""

    return lacks


def _lacks_target(fit: Fitted) -> str:
    if fit.study.target is None:
        return "Choose a target in the sidebar to see it here."
    return fit.incomparable


def _lacks_three(fit: Fitted) -> str:
    return "" if fit.mixture.n_components == 3 else "A triangle has room for three components."


PICTURES: Mapping[str, View] = MappingProxyType(
    {
        "scatter": View(
            PICTURE.titles["scatter"], "The data and the fitted components", _scatter, in_plane=True
        ),
        "density": View(
            PICTURE.titles["density"],
            "Density of the mixture and the region of each component",
            _density,
            _needs(2),
            in_plane=True,
        ),
        "matrix": View(
            PICTURE.titles["matrix"],
            "Scatter-plot matrix of the features",
            _matrix,
            _needs(2),
            ("click", "box"),
            most=SAMPLED_IN_MATRIX,
            whole=MOST_ROWS_IN_MATRIX,
        ),
        "space": View(
            PICTURE.titles["space"],
            "The data and the components in three dimensions",
            _space,
            _needs(3),
            ("click",),
            in_plane=True,
            most=MOST_ROWS_IN_SPACE,
        ),
        "parallel": View(
            PICTURE.titles["parallel"],
            "Parallel coordinates of the rows",
            _parallel,
            _needs(2),
            ("click", "box"),
            most=MOST_LINES,
        ),
    }
)
"""Where the rows lie."""

SUMMARIES: Mapping[str, View] = MappingProxyType(
    {
        "target": View(
            SUMMARY.titles["target"],
            "Target against cluster",
            _contingency,
            _lacks_target,
            ("click",),
            sums=True,
        ),
        "triangle": View(
            SUMMARY.titles["triangle"],
            "Responsibilities of the rows in a triangle",
            _ternary,
            _lacks_three,
            most=MOST_ROWS_IN_TRIANGLE,
        ),
        "bars": View(
            SUMMARY.titles["bars"],
            "Responsibilities of the rows as stacked bars, sorted",
            _bars,
            gestures=("click", "box"),
            most=MOST_BARS,
        ),
        "profiles": View(
            SUMMARY.titles["profiles"],
            "Standardised means of the clusters",
            _profiles,
            gestures=(),
            sums=True,
        ),
        "sizes": View(
            SUMMARY.titles["sizes"],
            "Sizes of the clusters, soft and hard",
            _sizes,
            gestures=(),
            sums=True,
        ),
        "checks": View(
            SUMMARY.titles["checks"],
            "Distances of each cluster's rows against those of a normal distribution",
            _checks,
            _lacks_checks,
            gestures=("click", "box"),
        ),
    }
)
"""What the components are, and how sure."""
