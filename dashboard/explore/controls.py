"""What a person chooses of the views of Explore: axes, colours, sizes, which view."""

from collections.abc import Mapping
from functools import partial
from typing import cast

import numpy as np
import streamlit as st

from dashboard.explore.view import Logarithms, Profiled, View
from dashboard.fit import cached
from dashboard.fit.fitted import Fitted
from dashboard.look.messages import plain
from dashboard.state import chosen, current
from dashboard.state.asking import choice
from dashboard.state.chosen import Option
from dashboard.state.current import adopt
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from gmm_core.clusters import Bars
from gmm_core.logarithms import Logarithm, logarithm_of, needs_logarithm
from gmm_core.plots import Colour, Show, Size
from gmm_core.plots.summaries import MOST_AS_LINES
from gmm_core.projection import Projection, onto_features, onto_principal_components

LETTER, BESIDE_NAME = 6.7, 52  # pixels of a name in a box, and of what stands beside it there
NARROWEST, WIDEST, WHOLE = 150, 360, 720  # of a box of two in a line, and of one alone
MOST_PLAIN = 2000  # rows; of more the server draws a step too slowly for a class


def axes(study: Study) -> tuple[int, ...]:
    """Let a person choose the features on the axes; one feature, or the same twice, is one axis."""
    if len(study.features) == 1:
        return (0,)
    proposed = cached.leading(study, 2)
    x, y = (study.features[j] for j in proposed)
    adopt("axes", (study.dataset.name, study.features), {"x": x, "y": y})
    # A line has both or, of long names, one alone.
    with st.container(horizontal=_room(study) <= WIDEST, width="content"):
        names = [_axis(study, choice, x_or_y) for choice, x_or_y in ((chosen.X, x), (chosen.Y, y))]
    return tuple(dict.fromkeys(study.features.index(name) for name in names))


def _axis(study: Study, choice: chosen.OfData, proposed: str) -> str:
    label = study.label
    current.offer(choice, proposed, study.features, label)
    width = min(max(_room(study), NARROWEST), WHOLE)
    ask = {"format_func": label, "key": choice.key, "width": width, **current.KEPT}
    return st.selectbox(f"{choice.key} axis", study.features, **ask)


def _room(study: Study) -> int:
    """Pixels that the longest name needs in a box."""
    return round(max(map(len, study.labels)) * LETTER + BESIDE_NAME)


def view(study: Study) -> Projection:
    """Let a person choose the plane of the picture: two features, or two principal components."""
    if len(study.features) > 2:
        plane = choice(
            "View",
            chosen.VIEW,
            help="The first two principal components of the standardised features show more of "
            "their spread than any pair. Components are projected onto them, not sliced.",
        )
        if plane == chosen.PRINCIPAL:
            return onto_principal_components(cached.filled(study), study.labels)
    shown = axes(study)
    plane = partial(onto_features, shown, study.labels)
    return once("plane of features", (*study.labels, shown), plane, most=8)


def logarithmic_axes(study: Study, X: np.ndarray, projection: Projection) -> Logarithms:
    """Let a person have axes on a logarithm whose features are skewed and are not fitted so."""
    shown = projection.features
    if shown is None or len(shown) < 2:
        return (None, None)
    asking = once("axes that ask for a logarithm", study.data, partial(_asking, study, X), most=4)
    x, y = (asking[feature] for feature in shown)
    if x is None and y is None:
        return (None, None)
    current.offer(chosen.LOG_AXES, chosen.LOG_AXES.default)
    names = " and ".join(each.feature for each in (x, y) if each is not None)
    is_on = st.toggle(
        "Axes on a logarithm",
        key=chosen.LOG_AXES.key,
        **current.KEPT,
        help=f"{plain(names)}: skewed, and much less so on a logarithm. The picture alone changes: "
        "ellipses are those of the fit, as the axes bend them.",
    )
    return (x, y) if is_on else (None, None)


def _asking(study: Study, X: np.ndarray) -> tuple[Logarithm | None, ...]:
    """The logarithm that each feature asks for; None where it is fitted, or needs none."""
    return tuple(
        logarithm_of(feature, column) if fitted is None and needs_logarithm(column) else None
        for feature, fitted, column in zip(study.features, study.of_each, X.T, strict=True)
    )


def equal_scales(study: Study, projection: Projection) -> bool:
    """Return whether a unit is as long on either axis, so that a ball looks round.

    Where units agree it is; elsewhere a person may choose it.
    """
    if len(projection.labels) == 1:
        return False
    made = study.dataset.truth is not None or study.dataset.name.startswith("drawing-")
    if made or projection.features is None:
        return True
    current.offer(chosen.EQUAL, chosen.EQUAL.default)
    return st.toggle(
        "Equal scales",
        key=chosen.EQUAL.key,
        **current.KEPT,
        help="A unit is as long on either axis, so that a component that spreads alike in both "
        "directions looks round.",
    )


def size() -> Size:
    """Let a person choose how large points are."""
    size = choice(
        "Point size",
        chosen.SIZE,
        help="Uncertainty: 1 − the largest responsibility; the larger a point, the less sure "
        "its cluster.",
    )
    return cast(Size, size)


def plain_view() -> bool:
    """Let a person have the picture drawn by the server, a step a click, without a player."""
    current.offer(chosen.PLAIN, chosen.PLAIN.default)
    return st.toggle(
        "Plain view",
        key="plain",
        **current.KEPT,
        help="Drawn by the server, one step a click: for a browser in which the player does not "
        f"work. Above {MOST_PLAIN:,} rows a step takes its time.",
    )


def colour() -> Colour:
    """Let a person choose how points are coloured."""
    colour = choice(
        "Point colour",
        chosen.COLOUR,
        help="Mixed: component colours mixed by responsibility. "
        "Cluster: the colour of the most probable component.",
    )
    return cast(Colour, colour)


def one_of(what: Option, label: str, offered: Mapping[str, View], fit: Fitted) -> str:
    """Let a person choose one of the views that a fit has."""
    return choice(label, what, lacking(offered, fit), label_visibility="collapsed")


def lacking(offered: Mapping[str, View], fit: Fitted) -> set[str]:
    """Return the views that a fit has not."""
    return {name for name, view in offered.items() if view.lacks(fit)}


def profiles(fit: Fitted) -> Profiled:
    """Let a person choose how profiles are drawn: many features are at first a map."""
    many = fit.mixture.n_features > MOST_AS_LINES
    with st.container(horizontal=True, vertical_alignment="bottom"):
        form = choice("Form", chosen.FORM, default="map" if many else "lines")
        bars = "rows" if form == "map" else choice("Bars", chosen.BARS)
        current.offer(chosen.UNITS, chosen.UNITS.default)
        in_units = st.toggle("In units", key=chosen.UNITS.key, **current.KEPT)
    return Profiled(cast(Bars, bars), in_units, form == "map")


def target_shows() -> Show:
    """Let a person choose what stands in the cells of the target table."""
    shows = choice(
        "Cells show",
        chosen.SHOWS,
        help="Soft counts are sums of responsibilities: a row that two clusters share counts in "
        "both.",
    )
    return cast(Show, shows)
