"""What is known of a table: where it comes from, and what each of its columns is."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.look.messages import plain
from dashboard.source import roles
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from gmm_core.datasets import Dataset
from gmm_core.errors import GMMError
from gmm_core.table import columns, is_numeric
from gmm_core.target import class_codes, is_measurement


def described(dataset: Dataset) -> tuple[columns.Column, ...]:
    """Return what each column is, and why."""
    return roles.as_said(described_as(dataset.name, dataset.frame), dataset.roles)


def described_as(name: str, frame: pd.DataFrame) -> tuple[columns.Column, ...]:
    """Return what each column of the table of a name is, described once a session."""
    return once("described columns", name, partial(columns.describe, frame), most=2)


def identifier(dataset: Dataset) -> str | None:
    """Return the column that calls each row by a name of its own; None where there is none."""
    n = len(dataset.frame)
    found = (c.name for c in described(dataset) if c.kind == "identifier" and c.distinct == n)
    return next(found, None)


def targets(dataset: Dataset) -> list[str]:
    """Return the columns that clusters can be held against: classes, or numbers to be cut."""
    return once("targets", dataset.name, partial(_targets, dataset), most=4)


def _targets(dataset: Dataset) -> list[str]:
    series = {str(name): column for name, column in dataset.frame.items()}
    able = {
        column.name
        for column in described(dataset)
        if column.kind == "feature"
        or (column.kind in ("label", "code") and _has_classes(series[column.name]))
    }
    return [name for name in series if name in able or name == dataset.target]


def _has_classes(column: pd.Series) -> bool:
    if is_numeric(column) and is_measurement(column):
        return True  # it is cut into intervals
    try:
        class_codes(column)
    except GMMError:
        return False
    return True


def beside_features(study: Study) -> dict[str, bool]:
    """Return the columns that clusters can be compared in, and whether they are numbers.

    The target comes first; a measurement is compared by its means, labels by their shares. A column
    that says how much each row counts is none of them.
    """
    others = {*study.features} | ({study.weighting.column} if study.weighting else set())
    series = {str(name): column for name, column in study.dataset.frame.items()}
    columns = {
        column.name: is_numeric(series[column.name])
        for column in described(study.dataset)
        if column.kind in ("feature", "label") and column.name not in others
    }
    target = study.target
    if target is None:
        return columns
    numbers = is_numeric(series[target]) and is_measurement(series[target])
    return {target: numbers} | {name: kind for name, kind in columns.items() if name != target}


def compared(study: Study) -> dict[str, bool]:
    """Return the columns of `beside_features` that say something new: none whose classes are used.

    Clusters that begin with known classes, and keep them, differ in these by the fit alone.
    """
    known = study.target if study.is_known else None
    return {name: kind for name, kind in beside_features(study).items() if name != known}


NOTHING_ELSE = (
    "All numbers and labels of the table are fitted, or were known: there is nothing to compare."
)


def data(dataset: Dataset, *, is_of_features: bool = True) -> None:
    """Source, citation and note of a dataset, then its columns as they were understood.

    The note of a file says why a model was proposed: it goes where the features are others.
    """
    facts = {
        "Source": dataset.source,
        "Citation": dataset.citation,
        "Licence": dataset.licence,
        "Note": dataset.note if is_of_features or dataset.citation else "",
    }
    for name, fact in facts.items():
        if fact:
            st.markdown(f"**{name}.** {plain(fact)}")
    understood = pd.DataFrame(described(dataset))
    understood.insert(1, "unit", [dataset.units.get(name, "") for name in understood["name"]])
    st.dataframe(understood, hide_index=True, alt="What each column is, and why")
