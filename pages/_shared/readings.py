"""Numbers of a fit, each with what it says."""

import streamlit as st

from gmm_core import criteria
from gmm_core.comparison import SCORES, Comparison
from gmm_core.formatting import number
from gmm_core.score_readings import reading_of
from pages._shared.fitted import Fitted
from pages._shared.messages import plain


def say_criteria(fit: Fitted) -> None:
    """Log-likelihood, parameters, BIC and AIC."""
    log_likelihood, n_parameters = fit.run.log_likelihood, fit.n_parameters
    bic = criteria.bic(log_likelihood, n_parameters, len(fit.rows.X))
    with st.grid(4, min_column_width=130):
        st.metric("Log-likelihood", number(log_likelihood, 5), help="Total, in nats.")
        st.metric("Parameters", str(n_parameters), help="Free parameters of the mixture.")
        st.metric(
            "BIC, lower is better",
            number(bic, 5),
            help="−2 × log-likelihood + parameters × log(rows). mclust shows its negative.",
        )
        st.metric(
            "AIC, lower is better",
            number(criteria.aic(log_likelihood, n_parameters), 5),
            help="−2 × log-likelihood + 2 × parameters.",
        )


def say_scores(comparison: Comparison) -> None:
    """How the target agrees with the clusters, each score with one sentence."""
    with st.grid(5, min_column_width=130):
        for name, score in SCORES.items():
            st.metric(score.title, number(getattr(comparison, name), 3), help=score.sentence)
    with st.expander("What the scores say"):
        for name, score in SCORES.items():
            reading = reading_of(name, getattr(comparison, name))
            st.markdown(f"**{score.title}.** {plain(reading)} {plain(score.sentence)}")
