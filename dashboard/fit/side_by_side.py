"""Two fits of the same rows: matched, in two pictures on the same axes, and where they differ."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from dashboard.look import messages
from dashboard.look.theme import theme
from gmm_core.ends import placed_differently, rows_apart
from gmm_core.gaps import shares_of
from gmm_core.landscape import order_beside
from gmm_core.mixture import Mixture
from gmm_core.plots import Look
from gmm_core.plots.pictures import mixture_figure, outline_ranges
from gmm_core.projection import Projection
from gmm_core.table import Rows

HEIGHT = 380


@dataclass(frozen=True, eq=False)
class Pair:
    """Two fits whose components bear the same numbers where they match.

    Attributes
    ----------
    mixtures : tuple of two Mixture
    resp : tuple of two ndarray
        Responsibilities of the rows in each.
    apart : ndarray of int
        The rows that they place differently.
    """

    mixtures: tuple[Mixture, Mixture]
    resp: tuple[np.ndarray, np.ndarray]
    apart: np.ndarray

    def pictures(self, points: np.ndarray, projection: Projection) -> list[Any]:
        """Return a figure of each on the same axes, with the rows apart ringed.

        `points` are where the rows lie on them.
        """
        planes = [projection.mixture(each) for each in self.mixtures]
        ask = {"names": projection.labels, "ranges": outline_ranges(points, planes)}
        look = Look(theme(), marked=self.apart, height=HEIGHT)
        return [
            mixture_figure(points, plane, responsibilities=resp, look=look, still=True, **ask)
            for plane, resp in zip(planes, self.resp, strict=True)
        ]

    def say(self, rows: Rows) -> None:
        """Say how many rows they place differently, and which."""
        said = rows_apart([str(rows.names[int(row)]) for row in self.apart])
        st.markdown(messages.plain(f"{said} {'They are ringed.' if len(self.apart) else ''}"))


def pair(rows: Rows, first: Mixture, second: Mixture) -> Pair:
    """Match the components of two fits; those of the larger one follow those of the smaller."""
    if second.n_components < first.n_components:
        found = pair(rows, second, first)
        (small, large), (of_small, of_large) = found.mixtures, found.resp
        return Pair((large, small), (of_large, of_small), found.apart)
    here, there = shares_of(rows.X, first), shares_of(rows.X, second)
    sizes = first.n_components, second.n_components
    clusters = here.argmax(axis=1), there.argmax(axis=1)
    order = order_beside(*clusters, *sizes)
    apart = placed_differently(*clusters, *sizes)
    return Pair((first, second.permuted(order)), (here, there[:, order]), apart)
