"""Tables of a mixture and of its rows, as people read them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from gmm_core import Mixture
from gmm_core.comparison import Comparison
from gmm_core.formatting import number, plus_minus
from gmm_core.plots import component_labels
from pages._shared.study import Study

RIGHT = st.column_config.TextColumn(alignment="right")


def beside(own: Sequence[str], names: Sequence[str]) -> list[str]:
    """Names of features as columns beside our own; one that is taken is told apart."""
    taken = [*own]
    for name in names:
        while name in taken:
            name += " (feature)"
        taken.append(name)
    return taken[len(own) :]


def parameters(mixture: Mixture, names: Sequence[str], first: Sequence[int] = ()) -> None:
    """Weights, and mean ± standard deviation of every feature; the features of `first` lead."""
    order = [*dict.fromkeys(first), *(j for j in range(len(names)) if j not in first)]
    deviations = mixture.standard_deviations
    names = beside(["weight"], names)
    table = {"weight": [number(weight, 3) for weight in mixture.weights]}
    for j in order:
        pairs = zip(mixture.means[:, j], deviations[:, j], strict=True)
        table[names[j]] = [plus_minus(mean, deviation) for mean, deviation in pairs]
    index = pd.Index(component_labels(mixture.n_components), name="")
    st.dataframe(
        pd.DataFrame(table, index=index),
        column_config=dict.fromkeys(table, RIGHT),
        alt="Weight, and mean ± standard deviation of each feature, for each component",
    )


def covariances(mixture: Mixture, names: Sequence[str]) -> None:
    """Covariance matrix of every component, one below the other."""
    labels = component_labels(mixture.n_components)
    names = beside(["feature", "component"], names)
    blocks = [
        pd.DataFrame(covariance, columns=list(names)).map(number)
        for covariance in mixture.covariances
    ]
    table = pd.concat(blocks, ignore_index=True)
    table.insert(0, "feature", list(names) * mixture.n_components)
    table.index = pd.Index(np.repeat(labels, len(names)), name="component")
    st.dataframe(
        table,
        column_config=dict.fromkeys(names, RIGHT),
        alt="Covariance matrix of each component, in the products of the features' units",
    )


def shares(study: Study, kept: np.ndarray, resp: np.ndarray) -> None:
    """Responsibilities of every fitted row, the most uncertain first."""
    table = _described(study, kept)
    labels = component_labels(resp.shape[1])
    table["cluster"] = np.array(labels)[resp.argmax(axis=1)]
    table["uncertainty"] = 1.0 - resp.max(axis=1)
    for label, share in zip(labels, resp.T, strict=True):
        table[label] = share
    st.dataframe(
        table.sort_values("uncertainty", ascending=False, kind="stable"),
        hide_index=True,
        height=320,
        lazy=True,
        column_config={
            "uncertainty": st.column_config.NumberColumn(
                format="%.3f", help="1 − the largest responsibility"
            ),
            **dict.fromkeys(labels, st.column_config.NumberColumn(format="%.3f")),
        },
        alt="Responsibilities of every row, the most uncertain first",
    )


def misplaced(study: Study, kept: np.ndarray, resp: np.ndarray, comparison: Comparison) -> None:
    """The rows off the matching of clusters and classes, with their values."""
    labels = component_labels(resp.shape[1])
    rows = comparison.misplaced
    clusters = resp.argmax(axis=1)[rows]
    table = _described(study, kept).iloc[rows]
    table["cluster"] = np.array(labels)[clusters]
    table["class of that cluster"] = [
        comparison.matching[cluster] or "no class" for cluster in clusters
    ]
    table["responsibility"] = resp[rows, clusters]
    values = study.dataset.frame.loc[kept, list(study.features)].iloc[rows]
    columns = beside(list(table.columns), study.labels)
    for column, feature in zip(columns, study.features, strict=True):
        table[column] = values[feature].to_numpy()
    st.dataframe(
        table,
        hide_index=True,
        height=min(36 * (len(rows) + 1), 320),
        lazy=True,
        column_config={"responsibility": st.column_config.NumberColumn(format="%.3f")},
        alt="Rows whose cluster is matched to another class than their own",
    )


def _described(study: Study, kept: np.ndarray) -> pd.DataFrame:
    """Row numbers in the file, and the target where there is one."""
    table = pd.DataFrame({"row": np.flatnonzero(kept) + 1})
    if study.target is not None:
        table[f"target: {study.target}"] = study.dataset.frame[study.target].to_numpy()[kept]
    return table
