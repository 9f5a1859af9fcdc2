"""The sidebar: every control of data and model; what they offer is declared in `chosen`."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.fit import grid
from dashboard.look.messages import plain
from dashboard.sidebar import component_editor, placed, structures
from dashboard.source import source
from dashboard.state import chosen, current, position
from dashboard.state.chosen import NO_TARGET
from dashboard.state.current import adopt
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from gmm_core.datasets import Dataset
from gmm_core.fitting import Grid, Settings
from gmm_core.starts import INITIALIZERS
from gmm_core.table import columns

MOST_PILLS = 13


def sidebar() -> None:
    """Draw the controls of data and model and keep what is chosen for the page.

    app.py draws them for all pages: a control of one page loses what a link said when another
    page is opened.
    """
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
        study = component_editor.applied(_model(dataset, features, target, components))
    st.session_state.setdefault("run", study.identity)  # the half-step of a link is of its run
    st.session_state["study"] = study


def _features(dataset: Dataset) -> tuple[str, ...]:
    make = partial(columns.numeric, dataset.frame)
    options = once("numeric columns", dataset.name, make, most=4)
    current.offer(chosen.FEATURES, list(dataset.features), options)
    ask = {"key": "features", **current.KEPT}
    if len(options) <= MOST_PILLS:
        names = st.pills(
            "Features", options, selection_mode="multi", format_func=plain, wrap=True, **ask
        )
    else:
        names = st.multiselect("Features", options, **ask)
    return tuple(name for name in options if name in set(names))


def _target(dataset: Dataset, features: Sequence[str]) -> str | None:
    columns_left = (name for name in dataset.frame.columns if name not in features)
    options = {_as_option(name): name for name in (None, *columns_left)}
    proposed = _as_option(dataset.target)
    default = proposed if proposed in options else NO_TARGET
    current.offer(chosen.TARGET, default, list(options))
    ask = {"key": "target", **current.KEPT}
    return options[st.selectbox("Target, never used in the fit", list(options), **ask)]


def _as_option(target: str | None) -> str:
    """A target as it is offered; a column that is called like having none is told apart."""
    if target is None:
        return NO_TARGET
    return f"{target} (column)" if target.startswith(NO_TARGET) else target


def _model(
    dataset: Dataset, features: tuple[str, ...], target: str | None, components: int
) -> Study:
    k = _number("Components k", chosen.K, components)
    covariance = structures.covariance(len(features), dataset.suggested_covariance)
    placed.starts_anew()  # the whole page runs now, so nobody has to ask for that any more
    init = _start()
    with st.expander("More"):
        settings = Settings(
            n_components=k,
            covariance_type=covariance,
            init=init if init in INITIALIZERS else "auto",
            seed=_seed(),
            standardise=_standardise(),
            floor=_floor(),
            grid=_grid(len(features)) if init == chosen.GRID else None,
        )
    sha256, choices = source.origin(dataset)
    study = Study(dataset, features, target, settings, sha256=sha256, choices=choices)
    if init == placed.START:
        with position.of_its_run():
            return placed.applied(study)
    placed.forget_link()
    return study


def _grid(n_features: int) -> Grid:
    """The table of fits from which one is taken; its controls are on a page of their own."""
    for choice in (chosen.TO, chosen.FOURTEEN, chosen.THOROUGH):
        current.offer(choice, choice.default)
    return grid.asked(n_features)


def _start() -> str:
    titles = chosen.START.titles
    sentences = {name: each.sentence for name, each in INITIALIZERS.items()}
    sentences[placed.START] = placed.SENTENCE
    sentences[chosen.GRID] = "The fit of this k and these covariances in the table of all fits."
    current.offer(chosen.START, chosen.START.default, list(titles))
    return st.selectbox(
        "Start",
        list(titles),
        format_func=lambda name: titles[name],
        key="start",
        help=" ".join(f"**{titles[name]}**: {said}" for name, said in sentences.items()),
        **current.KEPT,
    )


def _seed() -> int:
    return _number(
        "Seed",
        chosen.SEED,
        help="Number from which the start draws at random. Same seed, same start.",
    )


def _standardise() -> bool:
    current.offer(chosen.STANDARDISE, chosen.STANDARDISE.default)
    return st.toggle(
        "Standardise",
        key="standardise",
        **current.KEPT,
        help="Fits with each feature divided by its standard deviation, so that features in large "
        "units do not decide the start or a spherical shape alone. Results are shown in the "
        "units of the data.",
    )


def _floor() -> float:
    return _number(
        "Covariance floor",
        chosen.FLOOR,
        step=0.001,
        format="%.6g",
        help="Least variance that a component may have in any direction, as a share of the "
        "variance of all the data (of each feature, or of the narrowest feature where components "
        "share directions); 0 is off. It keeps a component from collapsing onto a few rows.",
    )


def _number(label: str, choice: chosen.Number, default: Any = None, **ask: Any) -> Any:
    """Let a person choose a number of a range."""
    current.offer(choice, choice.default if default is None else default)
    kind = int if choice.whole else float
    least, most = kind(choice.least), kind(choice.most)
    return st.number_input(label, least, most, key=choice.key, **current.KEPT, **ask)
