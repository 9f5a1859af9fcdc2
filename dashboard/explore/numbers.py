"""Numbers of a fit, each with what it says."""

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.fit.fitted import Fitted
from dashboard.look.messages import plain
from dashboard.look.tables import RIGHT, to_the_right
from gmm_core.clusters import correlation_table, parameter_table
from gmm_core.names import beside
from gmm_core.selection import criteria
from gmm_core.target import SCORES, Comparison, reading_of
from gmm_core.written_columns import column
from gmm_core.written_numbers import fixed, number


def say_criteria(fit: Fitted) -> None:
    """Log-likelihood, parameters, BIC and AIC."""
    log_likelihood, n_parameters = fit.run.log_likelihood, fit.n_parameters
    bic = criteria.bic(log_likelihood, n_parameters, fit.rows.n)
    with st.grid(4, min_column_width=130):
        units = " In original units." * bool(fit.study.logarithms)
        st.metric("Log-likelihood", number(log_likelihood, 5), help=f"Total, in nats.{units}")
        st.metric("Parameters", str(n_parameters), help="Free parameters of the mixture.")
        st.metric(
            "BIC, lower is better",
            number(bic, 5),
            help="−2 × log-likelihood + parameters × log(n), with n the number of rows, or the "
            "sum of their frequencies. mclust shows its negative.",
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
            st.metric(score.title, fixed(getattr(comparison, name), 3), help=score.sentence)
    with st.expander("What the scores say"):
        for name, score in SCORES.items():
            reading = reading_of(name, getattr(comparison, name))
            st.markdown(f"**{score.title}.** {plain(reading)} {plain(score.sentence)}")


def spreads(fit: Fitted) -> None:
    """Means and standard deviations, each feature with its own decimals, and correlations."""
    study = fit.study
    names = beside(study.labels, ["component", "feature"])
    table = parameter_table(fit.mixture, fit.profiles, names, study.names, logarithms=study.of_each)
    in_units = table.columns.difference(["weight", "standardised mean"])
    for title in in_units:
        by_feature = table[title].to_numpy().reshape(-1, len(names)).T
        table[title] = np.transpose([_written(values) for values in by_feature]).ravel()
    shares = correlation_table(fit.mixture, names, study.names)
    written = [[fixed(share, 3) for share in row] for row in shares.to_numpy()]
    st.dataframe(
        table,
        column_config={
            **dict.fromkeys(in_units, RIGHT),
            "weight": st.column_config.NumberColumn(format="%.3f"),
            "standardised mean": st.column_config.NumberColumn(format="%.2f"),
        },
        alt="Mean, standard deviation and standardised mean of each feature in each component",
    )
    st.dataframe(
        pd.DataFrame(written, index=shares.index, columns=shares.columns),
        column_config=to_the_right(names),
        alt="Correlations of the features in each component",
    )


def _written(values: np.ndarray) -> list[str]:
    known = ~np.isnan(values)
    written = iter(column(values[known]))
    return [next(written) if each else "" for each in known]
