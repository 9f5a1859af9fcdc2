"""Points coloured by a column of the table, and what each colour stands for."""

from functools import partial
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.fit.fitted import Fitted
from dashboard.source import about
from dashboard.state import chosen, current
from dashboard.state.asking import say_whole
from dashboard.state.session_cache import once
from gmm_core.plots import Coloured, Theme, coloured, scale_hues
from gmm_core.written_numbers import number

STEPS = 9  # of the bar that shows which number has which colour


def column(fit: Fitted) -> Coloured | None:
    """Let a person choose a column to colour points by; None for the clusters."""
    study = fit.study
    kinds = dict.fromkeys(study.features, True) | about.beside_features(study)
    nothing = chosen.BY_COLUMN.nothing
    options = [nothing, *(name for name in kinds if name != nothing)]
    current.offer(chosen.BY_COLUMN, nothing, options)
    ask = {"key": chosen.BY_COLUMN.key, **current.KEPT}
    name = st.selectbox("Points are coloured by", options, **ask)
    say_whole(name)
    if name == nothing:
        return None
    identity = (study.data, name, kinds[name])
    return once("coloured rows", identity, partial(_made, fit, name, kinds[name]), most=2)


def _made(fit: Fitted, name: str, is_number: bool) -> Coloured:
    column = pd.Series(fit.study.dataset.frame[name].to_numpy()[fit.rows.kept])
    return coloured(fit.study.dataset.label(name), column, is_number=is_number)


def key(by: Coloured, theme: Theme) -> None:
    """Say what each colour stands for, and that symbols are still those of the clusters."""
    if by.levels:
        spots = (f"{_spot(hue)} {escape(level)}" for hue, level in by.key(theme))
        said = " &ensp; ".join(spots)
    else:
        low, high = map(number, by.ends)
        bar = "".join(map(_spot, scale_hues(np.linspace(0.0, 1.0, STEPS), theme)))
        said = f"{low} and below {bar} {high} and above"
    st.html(f"<p>{escape(by.name)}: {said}. Symbols are those of the clusters.</p>")


def _spot(hue: str) -> str:
    return f'<span style="color:{hue}">●</span>'
