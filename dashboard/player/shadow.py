"""Of a fit of more features than are drawn the picture is a shadow: said, with a way out."""

import streamlit as st

from dashboard.state.chosen import FEATURES
from dashboard.state.study import Study
from gmm_core.projection import Projection


def say(study: Study, projection: Projection) -> None:
    """Say that the picture is a shadow of the fit, where it is, and offer to fit what is drawn."""
    fitted, drawn = len(study.features), len(projection.labels)
    if fitted <= max(drawn, 2):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="shadow"):
        st.caption(
            f"A shadow of the fit: {fitted} features are fitted, and {drawn} "
            f"{'directions are' if projection.features is None else 'of them are'} drawn. Colours "
            "come from all of them, so ellipses that overlap here may be apart in the others."
        )
        if projection.features is not None and drawn == 2:
            st.button(
                "Fit these two only",
                key="fit_these",
                type="tertiary",
                on_click=_fit_only,
                args=(tuple(study.features[j] for j in projection.features),),
            )


def _fit_only(features: tuple[str, ...]) -> None:
    st.session_state[FEATURES.key] = list(features)
