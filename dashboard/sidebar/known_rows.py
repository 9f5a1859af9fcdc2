"""Whether rows whose class the target names fix their components."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.fit import cached
from dashboard.state import current
from dashboard.state.chosen import KNOWN_ROWS, NO_TARGET, TARGET
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from gmm_core.datasets import Dataset
from gmm_core.errors import GMMError
from gmm_core.names import LONGEST, component_names
from gmm_core.target import class_codes
from gmm_core.wording import counted, cut, plural

HELP = (
    "Rows whose class the target names are of that class's component from the start, and stay "
    "there; rows where it is empty go where they fit best. With all rows known this is "
    "discriminant analysis. More components than classes are further classes, not known yet."
)


def are_used() -> bool:
    """Return whether they are of the target that is chosen, before both controls are drawn."""
    current.offer(KNOWN_ROWS, KNOWN_ROWS.default)
    return st.session_state[KNOWN_ROWS.key] and st.session_state[TARGET.key] != NO_TARGET


def chosen(dataset: Dataset, target: str | None) -> bool:
    """Let a person choose, and say how many rows that are; nothing where the target is no label."""
    current.offer(KNOWN_ROWS, KNOWN_ROWS.default)
    if target is None:
        return False
    found = once("known rows", (dataset.name, target), partial(_found, dataset, target), most=4)
    if found is None:
        return False
    known, classes = found
    used = st.toggle("Use its known rows", key=KNOWN_ROWS.key, help=HELP, **current.KEPT)
    if used:
        n = len(dataset.frame)
        rows = counted(n, "row")
        of_all = f"{known:,} of {rows} {plural(known, 'is', 'are')} of a known class."
        if known == n:
            of_all = f"All {rows} are of a known class: this is discriminant analysis."
        are = plural(classes, "There is", "There are")
        st.caption(f"{of_all} {are} {classes} known {plural(classes, 'class', 'classes')}.")
    return used


def named(study: Study) -> Study:
    """Return the study with its components called by the known classes, till they are named."""
    if not study.is_known:
        return study
    try:
        classes = cached.complete(study).classes
        return replace(study, names=_names(classes, study.settings.n_components))
    except GMMError:  # it is said where the rows are fitted
        return study


def _names(classes: Sequence[str], k: int) -> tuple[str, ...] | None:
    """The classes, and numbers for components that are none of them."""
    if len(classes) > k:
        return None
    free = [str(j + 1) for j in range(len(classes), k)]
    try:
        return component_names([*(cut(name, LONGEST) for name in classes), *free], k)
    except GMMError:  # some are called alike
        return component_names([f"class {j + 1}" for j in range(len(classes))] + free, k)


def _found(dataset: Dataset, target: str) -> tuple[int, int] | None:
    """How many rows have a class, and how many classes there are; None where it is no label."""
    try:
        codes, classes = class_codes(pd.Series(dataset.frame[target]))
    except GMMError:
        return None
    return (int((codes >= 0).sum()), len(classes)) if classes else None
