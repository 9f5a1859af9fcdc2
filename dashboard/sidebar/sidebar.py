"""The sidebar: every control of data and model; what they offer is declared in `chosen`."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.fit import ends
from dashboard.look.messages import AskedError
from dashboard.sidebar import component_editor, known_rows, placed, safeguards, starts, structures
from dashboard.source import about, gaps, logarithms, proposal, source, weights
from dashboard.state import chosen, current, history, two_starts
from dashboard.state.asking import number, say_whole, several
from dashboard.state.chosen import NO_TARGET
from dashboard.state.current import adopt
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from dashboard.state.told import told
from gmm_core import datasets
from gmm_core.datasets import Dataset
from gmm_core.fitting import Settings
from gmm_core.gaps import Missing
from gmm_core.table import columns


def sidebar(page: str) -> None:
    """Draw the controls of data and model and keep what is chosen for the page.

    app.py draws them for all pages: a control of one page loses what a link said when another
    page is opened. Only the start is that of the page.
    """
    two_starts.name_watched(None)
    with st.sidebar:
        dataset = source.dataset()
        components = dataset.suggested_k or 3
        defaults = {
            "features": list(dataset.features),
            "target": _as_option(dataset.target),
            "k": components,
            "log": list(dataset.logarithms),
            "gaps": chosen.GAPS.default,
            "weight": dataset.weighting.column if dataset.weighting else chosen.NO_WEIGHTS,
            "weight_kind": dataset.weighting.kind if dataset.weighting else None,
        }
        before = str(st.session_state.get("table", ""))
        if source.UPLOAD in (dataset.name.partition("-")[0], before.partition("-")[0]):
            defaults["covariance"] = dataset.suggested_covariance  # proposed for one table only
        adopt("table", dataset.name, defaults)
        features = _features(dataset)
        missing = gaps.chosen(dataset, features)
        target = _target(dataset, features)
        is_truth = target is not None and _is_truth(dataset, target)
        is_known = known_rows.chosen(dataset, target)
        with st.container(horizontal=True, wrap=False, vertical_alignment="bottom", gap="small"):
            k = number("Components k", chosen.K, components)
            undoing = st.container(width="content")
        compared = (target, is_truth, is_known)
        question = _model(dataset, (features, missing), compared, k, page)
        history.note()
        with undoing:
            history.buttons()
    if question:
        raise AskedError(question)


def _features(dataset: Dataset) -> tuple[str, ...]:
    weight = weights.named(dataset)
    options = [name for name in _numeric(dataset) if name != weight]
    at_first = [name for name in dataset.features if name != weight]
    current.offer(chosen.FEATURES, at_first, options)
    ask = {"key": "features", **current.KEPT}
    names = several("Features", options, **ask)
    return tuple(name for name in options if name in set(names))


def _numeric(dataset: Dataset) -> tuple[str, ...]:
    make = partial(columns.numeric, dataset.frame)
    return once("numeric columns", dataset.name, make, most=4)


def _target(dataset: Dataset, features: Sequence[str]) -> str | None:
    columns_left = (name for name in about.targets(dataset) if name not in features)
    options = {_as_option(name): name for name in (None, *columns_left)}
    proposed = _as_option(dataset.target)
    default = proposed if proposed in options else NO_TARGET
    current.offer(chosen.TARGET, default, list(options))
    ask = {"key": "target", **current.KEPT}
    used = "its known rows used" if known_rows.are_used() else "never used in the fit"
    option = st.selectbox(f"Target, {used}", list(options), **ask)
    say_whole(option)
    return options[option]


def _is_truth(dataset: Dataset, target: str) -> bool:
    """Let a person say that the target is what the clusters should be; known of bundled tables."""
    is_known = target == dataset.target and dataset.name in datasets.names()
    is_known |= told().link.get(chosen.LIST.key) == "off"  # for which a link of before had no word
    if st.session_state.get("truth_of", of := (dataset.name, target)) != of:
        st.session_state[chosen.IS_TRUTH.key] = is_known
    st.session_state["truth_of"] = of
    current.offer(chosen.IS_TRUTH, is_known)
    return st.toggle(
        "The target is the truth",
        key=chosen.IS_TRUTH.key,
        **current.KEPT,
        help="Clusters are then matched to its classes, with the accuracy of that and the rows "
        "that lie elsewhere. Without it, the target is one more column that clusters may differ "
        "in.",
    )


def _as_option(target: str | None) -> str:
    """A target as it is offered; a column that is called like having none is told apart."""
    if target is None:
        return NO_TARGET
    return f"{target} (column)" if target.startswith(NO_TARGET) else target


def _model(
    dataset: Dataset,
    fitted: tuple[tuple[str, ...], Missing],
    compared: tuple[str | None, bool, bool],
    k: int,
    page: str,
) -> str:
    """Let a person choose the model, and where EM begins on the page; keep all of it.

    `fitted` are the features, and whether rows with gaps take part; `compared` is the target,
    whether it is the truth, and whether its rows are known.

    Return a question that the page waits for an answer to, if there is one.
    """
    features, missing = fitted
    covariance = structures.covariance(len(features), dataset.suggested_covariance)
    why = st.container()
    placed.starts_anew()  # the whole page runs now, so nobody has to ask for that any more
    place, is_player = st.container(), page in chosen.START.pages
    with st.expander("More"):
        fit = starts.kept_of_fit() if is_player else starts.of_fit()
        logs = logarithms.chosen(dataset, features)
        weighting, question = weights.chosen(dataset, _numeric(dataset))
        settings = Settings(
            k,
            covariance,
            standardise=_standardise(),
            floor=safeguards.floor(),
            missing=missing,
            prior=safeguards.prior(),
            noise=safeguards.noise(),
        )
        _keep_table_of_fits()
    sha256, choices = source.origin(dataset)
    with why:
        proposal.again(dataset, proposal.Fitted(features, logs, weighting))
    target, is_truth, is_known = compared
    ask = {"sha256": sha256, "choices": choices, "logarithms": logs, "weighting": weighting}
    study = Study(dataset, features, target, settings, **ask, is_truth=is_truth, is_known=is_known)
    study = known_rows.named(study)
    with place:
        is_linked = page == "take_away"  # whose links name the start of the player
        player = (
            starts.of_player(study) if is_player else starts.kept_of_player(study, look=is_linked)
        )
    if chosen.PLACED not in (fit[0], player and player[0]):
        placed.forget_link()
    of_fit = component_editor.applied(starts.applied(study, fit))
    of_player = starts.applied(study, player) if player else None
    current.keep_studies(page, of_player and _as_called(of_player, of_fit), of_fit)
    return question


def _keep_table_of_fits() -> None:
    """Keep what table of fits is asked for, which has its controls on a page of its own."""
    for choice in (chosen.TO, chosen.FOURTEEN, chosen.THOROUGH):
        current.offer(choice, choice.default)


def _as_called(of_player: Study, of_fit: Study) -> Study:
    """The study of the player; its components are called as those of the fit where they are one."""
    called = replace(of_player, order=of_fit.order, names=of_fit.names)
    is_called = of_fit.order is not None or of_fit.names is not None
    return called if is_called and ends.are_one(of_player, of_fit) else of_player


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
