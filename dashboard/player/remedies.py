"""What may be done where a component collapses: a floor, a prior, tied covariances, a start."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.look import messages
from dashboard.state.chosen import COVARIANCE, FLOOR, PLACED, PRIOR, SEED, START
from dashboard.state.study import Study
from dashboard.state.told import set_all
from gmm_core.errors import DegenerateComponentError
from gmm_core.maximisation import is_nested
from gmm_core.starts import INITIALIZERS

LEAST_SHARE = 0.001  # of the variance of all the data
DRAWN = "random_from_data"


@dataclass(frozen=True)
class Remedy:
    """Something else to choose, by the keys of controls."""

    name: str
    label: str
    choices: Mapping[str, Any]


def remedies(study: Study, collapse: DegenerateComponentError | None = None) -> list[Remedy]:
    """Return what may keep components from collapsing, the surest first."""
    if collapse is not None and _is_of_the_start(collapse):
        return [_begin_elsewhere()]
    settings, found = study.settings, []
    if settings.model.floor_helps:
        floor = {FLOOR.key: LEAST_SHARE}
        found.append(Remedy("floor", f"Covariance floor {LEAST_SHARE}", floor))
    if settings.model.can_have_prior and not settings.prior:
        found.append(Remedy("prior", "Conjugate prior", {PRIOR.key: True}))
    if not is_nested(settings.covariance_type, "tied"):
        found.append(Remedy("tied", "One covariance for all (tied)", {COVARIANCE.key: "tied"}))
    return [*found, _begin_elsewhere()]


def _is_of_the_start(collapse: DegenerateComponentError) -> bool:
    """Whether a component lies so far off that its first M-step has no row, of any structure."""
    is_empty = collapse.rows is not None and collapse.rows < 0.5
    return is_empty and collapse.iteration is not None and collapse.iteration <= 1


def _begin_elsewhere() -> Remedy:
    return Remedy("start", "Another start", _another_start())


def choose(study: Study, name: object) -> None:
    """Choose the remedy of this name, if it is one of those offered."""
    for remedy in remedies(study):
        if remedy.name == name:
            set_all(dict(remedy.choices))


def buttons(study: Study, collapse: DegenerateComponentError) -> None:
    """Offer the remedies as buttons."""
    with st.container(horizontal=True):
        for each in remedies(study, collapse):
            ask = {"key": f"remedy_{each.name}", "on_click": choose, "args": (study, each.name)}
            st.button(each.label, **ask)


@contextmanager
def beside_collapse(study: Study) -> Iterator[None]:
    """Offer the remedies where a component collapses at the start, so that there is no picture."""
    try:
        yield
    except DegenerateComponentError as error:
        messages.say_error(error.with_names(study.labels))
        buttons(study, error)
        raise messages.SaidError from None


def _another_start() -> dict[str, Any]:
    """The same start with the next seed; random points where it does not go by a seed alone."""
    start, seed = st.session_state[START.key], st.session_state[SEED.key]
    drawn = start in INITIALIZERS and start not in ("auto", "hierarchical", PLACED)
    return {START.key: start if drawn else DRAWN, SEED.key: seed + 1}
