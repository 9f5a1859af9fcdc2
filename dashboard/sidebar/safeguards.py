"""What keeps components from collapsing, and from taking in rows that are of none."""

import streamlit as st

from dashboard.state import current
from dashboard.state.asking import number
from dashboard.state.chosen import COVARIANCE, FLOOR, NOISE, PRIOR, Switch
from gmm_core.em import Model


def floor() -> float:
    """Let a person choose the covariance floor."""
    return number(
        "Covariance floor",
        FLOOR,
        step=0.001,
        format="%.6g",
        help="Least variance that a component may have in any direction, as a share of the "
        "variance of all the data (of each feature, or of the narrowest feature where components "
        "share directions); 0 is off. It keeps a component from collapsing onto a few rows.",
    )


def prior() -> bool:
    """Let a person choose a conjugate prior."""
    is_chosen = _switch(
        PRIOR,
        "Conjugate prior",
        "Fits as if each component had seen a few rows more, spread as all the data (Fraley and "
        "Raftery 2007), so that none can collapse. What EM then raises is the log-posterior; "
        "log-likelihoods are shown without the prior.",
    )
    if is_chosen and not Model(st.session_state[COVARIANCE.key]).can_have_prior:
        st.caption("The chosen covariance structure has no conjugate prior: choose another one.")
    return is_chosen


def noise() -> bool:
    """Let a person say that some rows are noise."""
    return _switch(
        NOISE,
        "Some rows are noise",
        "Rows may be of no component, spread evenly over a box about all rows (Banfield and "
        "Raftery 1993). Its share and the volume of the box are two parameters more. Rows of noise "
        "are drawn as grey crosses, and have no cluster.",
    )


def _switch(what: Switch, label: str, tip: str) -> bool:
    current.offer(what, what.default)
    return st.toggle(label, key=what.key, help=tip, **current.KEPT)
