"""What is known of a table: where it comes from, and what each of its columns is."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.look.messages import plain
from dashboard.state.session_cache import once
from gmm_core.datasets import Dataset
from gmm_core.table import columns


def described(dataset: Dataset) -> tuple[columns.Column, ...]:
    """Return what each column is, and why."""
    describe = partial(columns.describe, dataset.frame)
    return once("described columns", dataset.name, describe, most=2)


def data(dataset: Dataset) -> None:
    """Source, citation and note of a dataset, then its columns as they were understood."""
    facts = {
        "Source": dataset.source,
        "Citation": dataset.citation,
        "Licence": dataset.licence,
        "Note": dataset.note,
    }
    for name, fact in facts.items():
        if fact:
            st.markdown(f"**{name}.** {plain(fact)}")
    understood = pd.DataFrame(described(dataset))
    understood.insert(1, "unit", [dataset.units.get(name, "") for name in understood["name"]])
    st.dataframe(understood, hide_index=True, alt="What each column is, and why")
