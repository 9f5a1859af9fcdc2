"""What is said beneath a view: what it shows, in words."""

import numpy as np
import streamlit as st

from dashboard.explore.pictures import MOST_IN_MATRIX
from dashboard.explore.view import Chosen, Profiled
from dashboard.fit.fitted import Fitted
from dashboard.look.messages import plain
from gmm_core.projection import Projection
from gmm_core.wording import counted, plural


def say(name: str, fit: Fitted, chosen: Chosen) -> None:
    """Say beneath a view what it shows, in words."""
    if name == "matrix" and fit.mixture.n_features > MOST_IN_MATRIX:
        st.caption(f"The {MOST_IN_MATRIX} features that look most like groups are shown.")
    if said := about_gaps(name, fit, chosen):
        st.caption(plain(said))
    if name == "target" and fit.comparison.note:
        st.caption(plain(fit.comparison.note))
    if name == "profiles":
        st.caption(about_profiles(fit, chosen.profiled))
        for sentence in fit.in_words():
            st.markdown(plain(sentence))
    if name == "checks":
        for sentence in fit.verdicts:
            st.markdown(plain(sentence))


def about_gaps(name: str, fit: Fitted, chosen: Chosen) -> str:
    """Where a view has the rows that miss a value; "" where it is as of all others."""
    if not fit.rows.gaps:
        return ""
    many = counted(fit.rows.gaps, "row")
    if name in ("scatter", "density"):
        return _beside_axes(fit, chosen.projection)
    if name == "checks":
        return f"Judged by rows without gaps: {many} {plural(fit.rows.gaps, 'is', 'are')} left out."
    return {
        "matrix": "A row that misses a value stands in the shaded strip beside its axis.",
        "space": "A row that misses a value stands at the low end of its axis.",
        "parallel": "The line of a row that misses a value leads through the shaded strip.",
        "profiles": "Of all rows the mean and spread are those of the values that are there.",
    }.get(name, "")


def _beside_axes(fit: Fitted, projection: Projection) -> str:
    if projection.features is None:
        many, stand = counted(fit.rows.gaps, "row"), plural(fit.rows.gaps, "stands", "stand")
        return f"{many} with gaps {stand} where the mixture expects the missing values to be."
    gone = int(np.isnan(fit.points(projection)).any(axis=1).sum())
    if not gone:
        return ""
    stand, strip = plural(gone, "stands", "stand"), plural(len(projection.labels), "the", "a")
    without = f"{counted(gone, 'row')} without a value on an axis"
    return f"{without} {stand} in {strip} shaded strip beside it."


def about_profiles(fit: Fitted, how: Profiled) -> str:
    """What bars and colours are, and in which order features stand."""
    order = "The feature that separates the clusters most stands on top."
    away = "standard deviations of all rows from their mean"
    if how.as_map:
        cells = "means in the units that were fitted" if how.in_units else f"means, in {away}"
        return f"{order} Cells are {cells}; colours are full at 2 {away}."
    if how.bars == "rows":
        return f"{order} Bars reach one standard deviation of the rows to either side."
    counts = "weights and responsibilities are" if fit.rows.weights is not None else "membership is"
    return (
        f"{order} Bars are intervals of 95 % of each mean: 1.96 standard errors to either side, as "
        f"if {counts} certain. How sure has those that are not."
    )
