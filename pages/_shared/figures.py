"""Figures of a study, drawn in the theme of the browser."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from gmm_core import Mixture, plots
from gmm_core.comparison import Comparison
from pages._shared.controls import Study
from pages._shared.theme import theme

CONFIG = {"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"]}
STILL = {"displayModeBar": False}


def draw(figure: go.Figure, alt: str, *, still: bool = False) -> None:
    """Put a figure on the page, with a name that a screen reader can say."""
    st.plotly_chart(figure, theme=None, config=STILL if still else CONFIG, alt=alt)


def mixture(
    study: Study,
    X: np.ndarray,
    mixture: Mixture,
    *,
    axes: tuple[int, int],
    responsibilities: np.ndarray | None,
    colour: str,
    row_names: list[str],
    previous: Mixture | None = None,
    height: int = 480,
) -> go.Figure:
    """The data with the components over them: a scatter, or a histogram of a single feature."""
    shared = {
        "responsibilities": responsibilities,
        "colour": colour,
        "hover": row_names,
        "previous": previous,
        "theme": theme(),
        "height": height,
    }
    if len(study.features) == 1:
        return plots.histogram(X[:, 0], mixture, name=study.labels[0], **shared)
    return plots.scatter(X, mixture, features=axes, names=study.labels, **shared)


def contingency(comparison: Comparison, height: int | None = None) -> go.Figure:
    return plots.contingency(
        comparison.table, matching=comparison.matching, theme=theme(), height=height
    )
