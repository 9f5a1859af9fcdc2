"""What a person chooses of the views of Explore: axes, colours, sizes, which view."""

from collections.abc import Mapping
from typing import Any, cast

import numpy as np
import streamlit as st

from dashboard.explore.views import View
from dashboard.fit import cached
from dashboard.fit.fitted import Fitted
from dashboard.sidebar.sidebar import SHOWS
from dashboard.state.current import adopt
from dashboard.state.study import Study
from gmm_core.plots import Colour, Size
from gmm_core.plots.summaries import Show
from gmm_core.projection import Projection, onto_features, onto_principal_components

MOST_PLAIN = 2000  # rows; of more the server draws a step too slowly for a class
PAIR, PRINCIPAL = "two features", "principal components"


def axes(study: Study) -> tuple[int, ...]:
    """Let a person choose the features on the axes; one feature, or the same twice, is one axis."""
    if len(study.features) == 1:
        return (0,)
    proposed = cached.leading(study, 2)
    x, y = (study.features[j] for j in proposed)
    adopt("axes", (study.dataset.name, study.features), {"x": x, "y": y})
    chosen = [
        study.features.index(
            st.selectbox(
                f"{key} axis",
                study.features,
                index=j,
                format_func=study.dataset.label,
                key=key,
                bind="query-params",
            )
        )
        for key, j in zip("xy", proposed, strict=True)
    ]
    return tuple(dict.fromkeys(chosen))


def view(study: Study, X: np.ndarray) -> Projection:
    """Let a person choose the plane of the picture: two features, or two principal components."""
    if len(study.features) > 2:
        chosen = st.segmented_control(
            "View",
            [PAIR, PRINCIPAL],
            default=PAIR,
            required=True,
            key="view",
            bind="query-params",
            help="The first two principal components of the standardised features show more of "
            "their spread than any pair. Components are projected onto them, not sliced.",
        )
        if chosen == PRINCIPAL:
            return onto_principal_components(X, study.labels)
    return onto_features(axes(study), study.labels)


def size() -> Size:
    """Let a person choose how large points are."""
    sizes: dict[str, str] = {"same": "same", "uncertainty": "uncertainty"}
    chosen = choice(
        "Point size",
        sizes,
        "size",
        "same",
        help="Uncertainty: 1 − the largest responsibility; the larger a point, the less sure "
        "its cluster.",
    )
    return "uncertainty" if chosen == "uncertainty" else "same"


def plain_view() -> bool:
    """Let a person have the picture drawn by the server, a step a click, without a player."""
    return st.toggle(
        "Plain view",
        key="plain",
        bind="query-params",
        help="Drawn by the server, one step a click: for a browser in which the player does not "
        f"work. Above {MOST_PLAIN:,} rows a step takes its time.",
    )


def colour() -> Colour:
    """Let a person choose how points are coloured."""
    chosen = st.segmented_control(
        "Point colour",
        ["mixed", "cluster"],
        default="mixed",
        required=True,
        key="colour",
        bind="query-params",
        help="Mixed: component colours mixed by responsibility. "
        "Cluster: the colour of the most probable component.",
    )
    return "cluster" if chosen == "cluster" else "mixed"  # a link may say nothing


def choice(label: str, options: Mapping[str, str], key: str, default: str, **ask: Any) -> str:
    """Let a person choose one of a few things, each with its title; one is always chosen."""
    chosen = st.segmented_control(
        label,
        list(options),
        format_func=lambda name: options[name],
        default=default if default in options else next(iter(options)),
        required=True,
        wrap=True,
        key=key,
        bind="query-params",
        **ask,
    )
    return chosen or default  # a link may say nothing


def one_of(key: str, label: str, offered: Mapping[str, View], fit: Fitted) -> str:
    """Let a person choose one of the views that a fit has."""
    titles = {name: view.title for name, view in offered.items() if not view.lacks(fit)}
    return choice(label, titles, key, next(iter(titles)), label_visibility="collapsed")


def target_shows() -> Show:
    """Let a person choose what stands in the cells of the target table."""
    chosen = choice(
        "Cells show",
        SHOWS,
        "shows",
        "counts",
        help="Soft counts are sums of responsibilities: a row that two clusters share counts in "
        "both.",
    )
    return cast(Show, chosen)
