"""What a person calls the clusters, and in which order they stand: in session and link."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.look import messages
from dashboard.state import address
from dashboard.state.study import Study
from gmm_core.errors import DataError
from gmm_core.mixture import Mixture
from gmm_core.names import LONGEST, component_names
from gmm_core.plots import component_labels
from gmm_core.written_numbers import fixed

PARAMETER = "clusters"
MOST_KEPT = 50
PROFILE_RULE = (
    "Features whose mean is at least half a standard deviation of all rows away from that of all "
    "rows, the farthest first."
)


@dataclass(frozen=True)
class Called:
    """The components of a fit in the order that a person gave them, and their names."""

    order: tuple[int, ...]
    names: tuple[str, ...] | None


def applied(study: Study) -> Study:
    """Return the study with its clusters in the order, and under the names, that were given them.

    They belong to one fit: another one has other components. A link speaks of the fit it came with.
    """
    kept: dict[tuple, Called] = st.session_state.setdefault("called", {})
    if "called_link" not in st.session_state:
        st.session_state["called_link"] = True
        linked = _read(address.asked(PARAMETER), study)
        if linked is not None and _is_linked(study):
            kept[study.fit] = linked
    called = kept.get(study.fit)
    if called is None:
        address.put(PARAMETER)
        return study
    address.put(PARAMETER, _written(called))
    as_fitted = called.order == tuple(range(len(called.order)))
    return replace(study, order=None if as_fitted else called.order, names=called.names)


def editor(study: Study, mixture: Mixture, in_words: Sequence[str]) -> None:
    """Let a person name the clusters, perhaps `in_words`, and put them into another order."""
    k = mixture.n_components
    table = pd.DataFrame(
        {
            "place": range(1, k + 1),
            "name": study.names or ("",) * k,
            "weight": [fixed(weight, 3) for weight in mixture.weights],
            "profile": list(in_words),
        },
        index=pd.Index(component_labels(k, study.names), name="cluster"),
    )
    with st.form("naming", border=False):
        edited = st.data_editor(
            table,
            key=f"naming-{hash((study.identity, study.names))}",
            disabled=["cluster", "weight", "profile"],
            column_config={
                "place": st.column_config.NumberColumn(
                    min_value=1, max_value=k, step=1, required=True, help="From 1: the order."
                ),
                "name": st.column_config.TextColumn(
                    help=f"At most {LONGEST} characters; empty: number."
                ),
                "profile": st.column_config.TextColumn(help=PROFILE_RULE),
            },
            alt="Place and name of each cluster, to be changed",
        )
        with st.container(horizontal=True):
            used = st.form_submit_button("Use these names and places")
            by_profile = st.form_submit_button("Name them by their profiles")
            undone = st.form_submit_button("Numbers again", type="tertiary")
    if undone:
        _keep(study, None)
    if by_profile:
        _keep(study, Called(study.order or tuple(range(k)), component_names(in_words, k)))
    if used:
        with messages.shown():
            _keep(study, _called(edited, study, k))


def _is_linked(study: Study) -> bool:
    """Whether this is the table that the link speaks of."""
    file = st.session_state.get("linked")
    return study.sha256.startswith(file) if file else not study.sha256


def _called(edited: pd.DataFrame, study: Study, k: int) -> Called:
    places = edited["place"].fillna(0).astype(int).tolist()
    if sorted(places) != list(range(1, k + 1)):
        raise DataError(
            f"The places are {', '.join(str(place or 'empty') for place in places)}. "
            f"Give every cluster one of the places 1 to {k}, each of them once."
        )
    by_place = sorted(range(k), key=places.__getitem__)
    before = study.order or tuple(range(k))
    typed = edited["name"].fillna("").astype(str).tolist()
    return Called(
        tuple(before[j] for j in by_place), component_names([typed[j] for j in by_place], k)
    )


def _keep(study: Study, called: Called | None) -> None:
    """Keep what was given, and run the page with it."""
    kept: dict[tuple, Called] = st.session_state["called"]
    kept.pop(study.fit, None)
    if called is not None:
        kept[study.fit] = called
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)))
    st.rerun()


def _written(called: Called) -> str:
    """Components from 1 in their order, each with its name."""
    names = called.names or ("",) * len(called.order)
    pairs = [[j + 1, name] for j, name in zip(called.order, names, strict=True)]
    return json.dumps(pairs, ensure_ascii=False, separators=(",", ":"))


def _read(linked: str | None, study: Study) -> Called | None:
    """What a link says; nothing where it does not fit."""
    try:
        pairs: Any = json.loads(linked or "null")
        k = study.settings.n_components
        order = tuple(int(place) - 1 for place, _ in pairs)
        names = component_names([str(name) for _, name in pairs], k)
    except (TypeError, ValueError, OverflowError, RecursionError):  # a DataError is a ValueError
        return None
    return Called(order, names) if sorted(order) == list(range(k)) else None
