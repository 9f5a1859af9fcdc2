"""The sidebar: every control of data and model, declared once, its key bound to the URL."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
import streamlit as st

from gmm_core import INITIALIZERS, columns
from gmm_core.datasets import Dataset
from gmm_core.fitting import Settings
from gmm_core.plots.contingency import Show
from gmm_core.plots.points import Colour, Size
from gmm_core.projection import Projection, onto_features, onto_principal_components
from pages._shared import canvas, clusters, loaders, placed, source, structures
from pages._shared.fitted import Fitted
from pages._shared.messages import plain
from pages._shared.navigation import start_over
from pages._shared.study import Study
from pages._shared.views import View

MAX_COMPONENTS = 24
MAX_FLOOR = 0.999
MOST_PILLS = 13
NO_TARGET = "No target"

# What is seen on Explore clusters.
SEEN = ("picture", "summary", "size", "shows", "list")
# Controls that a page draws itself; naming them keeps their values while another page is open.
PAGE_KEYS = ("step", "view", "x", "y", "colour", "plain", *SEEN)
MOST_PLAIN = 2000  # rows; of more the server draws a step too slowly for a class
SHOWS = {"counts": "rows", "row shares": "shares of a class", "soft counts": "soft counts"}
PAIR, PRINCIPAL = "two features", "principal components"


def study() -> Study:
    """Return what is chosen in the sidebar."""
    if "study" not in st.session_state:
        start_over()
    return st.session_state["study"]


def sidebar() -> None:
    """Draw the controls of data and model and keep what is chosen for the page.

    app.py draws them for all pages: a control of one page loses what a link said when another
    page is opened.
    """
    for key in PAGE_KEYS:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
    with st.sidebar:
        dataset = source.dataset()
        components = dataset.suggested_k or 3
        defaults = {
            "features": list(dataset.features),
            "target": _as_option(dataset.target),
            "k": components,
        }
        before = str(st.session_state.get("table", ""))
        if source.UPLOAD in (dataset.name.partition("-")[0], before.partition("-")[0]):
            defaults["covariance"] = dataset.suggested_covariance  # proposed for one table only
        adopt("table", dataset.name, defaults)
        features = _features(dataset)
        target = _target(dataset, features)
        chosen = clusters.applied(_model(dataset, features, target, components))
    st.session_state.setdefault("run", chosen.identity)  # the half-step of a link is of its run
    st.session_state["study"] = chosen


def settled() -> tuple:
    """Return all that is chosen, to be compared: whether a part of the page was run for a whole."""
    names = ("data", *canvas.KEPT, *(key for key in PAGE_KEYS if key != "step"))
    kept = tuple(id(st.session_state.get(thing)) for thing in ("upload", "drawing"))
    return (*(str(st.session_state.get(name)) for name in names), *kept)


def axes(study: Study) -> tuple[int, ...]:
    """Let a person choose the features on the axes; one feature, or the same twice, is one axis."""
    if len(study.features) == 1:
        return (0,)
    proposed = loaders.leading(study, 2)
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


def adopt(what: str, identity: object, defaults: Mapping[str, Any]) -> None:
    """Give controls new defaults when what they depend on changes; a link has the first say."""
    before = st.session_state.get(what)
    st.session_state[what] = identity
    if before is not None and before != identity:
        for key, value in defaults.items():
            st.session_state[key] = value


def _features(dataset: Dataset) -> tuple[str, ...]:
    options = columns.numeric(dataset.frame)
    ask = {"key": "features", "bind": "query-params", "default": list(dataset.features)}
    if len(options) <= MOST_PILLS:
        chosen = st.pills(
            "Features", options, selection_mode="multi", format_func=plain, wrap=True, **ask
        )
    else:
        chosen = st.multiselect("Features", options, **ask)
    return tuple(name for name in options if name in set(chosen))


def _target(dataset: Dataset, features: Sequence[str]) -> str | None:
    columns_left = (name for name in dataset.frame.columns if name not in features)
    options = {_as_option(name): name for name in (None, *columns_left)}
    proposed = _as_option(dataset.target)
    chosen = st.selectbox(
        "Target, never used in the fit",
        list(options),
        index=list(options).index(proposed) if proposed in options else 0,
        key="target",
        bind="query-params",
    )
    return options[chosen]


def _as_option(target: str | None) -> str:
    """A target as it is offered; a column that is called like having none is told apart."""
    if target is None:
        return NO_TARGET
    return f"{target} (column)" if target.startswith(NO_TARGET) else target


def _model(
    dataset: Dataset, features: tuple[str, ...], target: str | None, components: int
) -> Study:
    k = st.number_input(
        "Components k", 1, MAX_COMPONENTS, value=components, key="k", bind="query-params"
    )
    covariance = structures.covariance(len(features), dataset.suggested_covariance)
    placed.starts_anew()  # and so it is
    init = _start()
    with st.expander("More"):
        settings = Settings(
            n_components=k,
            covariance_type=covariance,
            init="auto" if init == placed.START else init,
            seed=_seed(),
            standardise=_standardise(),
            floor=_floor(),
        )
    sha256, choices = source.origin(dataset)
    chosen = Study(dataset, features, target, settings, sha256=sha256, choices=choices)
    if init == placed.START:
        return placed.applied(chosen)
    placed.forget_link()
    return chosen


def _start() -> str:
    titles = {name: each.title for name, each in INITIALIZERS.items()}
    sentences = [f"**{each.title}**: {each.sentence}" for each in INITIALIZERS.values()]
    titles[placed.START] = placed.TITLE
    return st.selectbox(
        "Start",
        list(titles),
        format_func=lambda name: titles[name],
        key="start",
        bind="query-params",
        help=" ".join([*sentences, f"**{placed.TITLE}**: {placed.SENTENCE}"]),
    )


def _seed() -> int:
    return st.number_input(
        "Seed",
        0,
        2**31 - 1,
        value=0,
        key="seed",
        bind="query-params",
        help="Number from which the start draws at random. Same seed, same start.",
    )


def _standardise() -> bool:
    return st.toggle(
        "Standardise",
        key="standardise",
        bind="query-params",
        help="Fits with each feature divided by its standard deviation, so that features in large "
        "units do not decide the start or a spherical shape alone. Results are shown in the "
        "units of the data.",
    )


def _floor() -> float:
    return st.number_input(
        "Covariance floor",
        0.0,
        MAX_FLOOR,
        value=0.0,
        step=0.001,
        format="%.6g",
        key="floor",
        bind="query-params",
        help="Least variance that a component may have in any direction, as a share of the "
        "variance of all the data (of each feature, or of the narrowest feature where components "
        "share directions); 0 is off. It keeps a component from collapsing onto a few rows.",
    )
