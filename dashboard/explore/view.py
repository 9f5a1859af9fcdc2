"""A view of a fit: what a person chooses of it, and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import plotly.graph_objects as go

from dashboard.explore import linked
from dashboard.fit.fitted import Fitted
from gmm_core.clusters import Bars
from gmm_core.logarithms import Logarithm
from gmm_core.plots import Look, Show
from gmm_core.projection import Projection
from gmm_core.subsets import MOST_ROWS
from gmm_core.wording import counted

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

    def n_drawn(self, fit: Fitted) -> int:
        """Return how many rows of a fit it draws."""
        n = len(fit.rows.X)
        return n if n <= max(self.most, self.whole) else self.most


def needs(n_features: int) -> Callable[[Fitted], str]:
    """Return why a fit of fewer features lacks a view."""

    def lacks(fit: Fitted) -> str:
        have = fit.mixture.n_features
        return f"This view needs {counted(n_features, 'feature')}." if have < n_features else ""

    return lacks
