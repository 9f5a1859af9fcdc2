"""What a person chooses of the table of fits, and how it is spoken of."""

import streamlit as st

from dashboard.fit import grid
from dashboard.state import chosen, current
from dashboard.state.asking import choice, number
from gmm_core.choosing import MIXTURE, PROFILES, Vocabulary
from gmm_core.fitting import Grid

VOCABULARIES = {"mixture": MIXTURE, "profile": PROFILES}


def table(n_features: int) -> Grid:
    """Let a person choose which fits the table has."""
    number("Components up to", chosen.TO, width=150)
    current.offer(chosen.FOURTEEN, chosen.FOURTEEN.default)
    current.offer(chosen.THOROUGH, chosen.THOROUGH.default)
    if n_features > 1:
        st.toggle(
            "All 14 structures",
            key=chosen.FOURTEEN.key,
            help="Full, tied, diag and spherical covariances, or these and ten more.",
            **current.KEPT,
        )
    st.toggle(
        "More starts",
        key=chosen.THOROUGH.key,
        help="Begins each fit from several starts as well. It takes ten to thirty times as long, "
        "and now and then finds a better fit.",
        **current.KEPT,
    )
    return grid.asked(n_features)


def words() -> Vocabulary:
    """Let a person choose the field in whose words the page speaks."""
    return VOCABULARIES[
        choice(
            "Words",
            chosen.WORDS,
            help="Latent profile analysis is this very model: its profiles are components, its "
            "posterior probabilities are responsibilities, its entropy is the relative entropy.",
        )
    ]


def criterion() -> str:
    """Let a person choose the criterion that is drawn."""
    return choice("Criterion", chosen.CRITERION)


def level() -> float:
    """Let a person choose the level of all intervals of the page."""
    return number("Interval, %", chosen.LEVEL, width=150) / 100.0
