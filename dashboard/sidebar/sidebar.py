"""The sidebar: every control of data and model, declared once, its key bound to the URL."""

from collections.abc import Sequence

import streamlit as st

from dashboard.look.messages import plain
from dashboard.sidebar import component_editor, placed, structures
from dashboard.source import source
from dashboard.state.current import PAGE_KEYS, adopt
from dashboard.state.study import Study
from gmm_core.datasets import Dataset
from gmm_core.fitting import Settings
from gmm_core.starts import INITIALIZERS
from gmm_core.table import columns

MAX_COMPONENTS = 24
MAX_FLOOR = 0.999
MOST_PILLS = 13
NO_TARGET = "No target"
SHOWS = {"counts": "rows", "row shares": "shares of a class", "soft counts": "soft counts"}


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
        chosen = component_editor.applied(_model(dataset, features, target, components))
    st.session_state.setdefault("run", chosen.identity)  # the half-step of a link is of its run
    st.session_state["study"] = chosen


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
    placed.starts_anew()  # the whole page runs now, so nobody has to ask for that any more
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
