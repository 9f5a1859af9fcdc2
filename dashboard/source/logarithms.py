"""Logarithms of skewed features: what they look like before and after, and which are fitted."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.look import tables
from dashboard.state import current
from dashboard.state.asking import several
from dashboard.state.chosen import LOGARITHMS
from dashboard.state.session_cache import once
from gmm_core.datasets import Dataset
from gmm_core.errors import DataError
from gmm_core.logarithms import Logarithm, logarithm_of, needs_logarithm, skewness
from gmm_core.table import finite_rows
from gmm_core.wording import counted
from gmm_core.written_numbers import fixed

BARS, MOST_PICTURES = 16, 12
HELP = (
    "Fits the natural logarithm of a feature, log x, where all values are above 0, and else "
    "log(x + c), c the smallest value above 0; features with values below 0 have none. Tables go "
    "back in the units of the feature, and the log-likelihood is given in them."
)


def chosen(dataset: Dataset, features: tuple[str, ...]) -> tuple[Logarithm, ...]:
    """Let a person choose of which features logarithms are fitted."""
    make = partial(possible, dataset.frame, features)
    options = once("logarithms", (dataset.name, features), make, most=4)
    if not options:
        return ()
    current.offer(LOGARITHMS, [*filter(options.get, dataset.logarithms)], [*options])
    names = several("Logarithm of", [*options], key=LOGARITHMS.key, help=HELP, **current.KEPT)
    _offer(dataset, features, names)
    return tuple(options[name] for name in options if name in names)


def possible(frame: pd.DataFrame, features: Sequence[str]) -> dict[str, Logarithm]:
    """Return the logarithm of each feature that has one."""
    found = {}
    for feature in features:
        try:
            found[feature] = logarithm_of(feature, _values(frame, feature))
        except DataError:
            continue
    return found


def _offer(dataset: Dataset, features: tuple[str, ...], taken: Sequence[str]) -> None:
    """Offer logarithms of all features that are skewed, with pictures, where they are not taken."""
    make = partial(_skewed, dataset.frame, features)
    skewed = once("skewed features", (dataset.name, features), make, most=4)
    if set(skewed) <= set(taken):
        return
    with st.popover(f"{counted(len(skewed), 'skewed feature')}", icon=":material/show_chart:"):
        before_and_after(dataset, skewed)
        st.button("Take logarithms", key="take_logarithms", on_click=_take, args=(skewed, [*taken]))


def _skewed(frame: pd.DataFrame, features: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in features if needs_logarithm(_values(frame, name)))


def _take(skewed: Sequence[str], taken: Sequence[str]) -> None:
    st.session_state[LOGARITHMS.key] = [*dict.fromkeys((*taken, *skewed))]


def before_and_after(dataset: Dataset, names: Sequence[str]) -> None:
    """Show a small histogram of each feature as it is, and one of its logarithm."""
    shown = tuple(names[:MOST_PICTURES])
    make = partial(_pictures, dataset.frame, shown)
    pictures = once("before and after", (dataset.name, shown), make, most=4)
    bars = partial(st.column_config.BarChartColumn, y_min=0, width="small")
    st.dataframe(
        pictures,
        hide_index=True,
        column_config={
            "fitted": tables.of_texts(["fitted", *pictures["fitted"]]),
            "as it is": bars("as it is"),
            "logarithm": bars("logarithm"),
        },
        alt="Histogram and skewness of each skewed feature, and of its logarithm",
    )
    if len(names) > len(shown):
        st.caption(f"The first {len(shown)} of {counted(len(names), 'feature')}.")


def _pictures(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    rows = []
    for name in names:
        values = _values(frame, name)
        values = values[np.isfinite(values)]
        taken = logarithm_of(name, values)
        logs = taken.forward(values)
        rows.append(
            {
                "fitted": taken.label(name),
                "as it is": _bars(values),
                "logarithm": _bars(logs),
                "skewness": f"{fixed(skewness(values), 1)} → {fixed(skewness(logs), 1)}",
            }
        )
    return pd.DataFrame(rows)


def _bars(values: np.ndarray) -> list[int]:
    return np.histogram(values, BARS)[0].tolist()


def _values(frame: pd.DataFrame, feature: str) -> np.ndarray:
    """The values of a feature in finite rows of it alone."""
    return finite_rows(frame, [feature]).X[:, 0]
