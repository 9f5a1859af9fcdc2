"""How large the classes of a fit are, how sure it is of their rows, and what sets them apart."""

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.fit.fitted import Fitted
from dashboard.look import messages
from dashboard.look.tables import RIGHT, of_names
from dashboard.sidebar import component_editor
from gmm_core.assigned import NOISE_GLYPH
from gmm_core.certainty import (
    class_table,
    classification_table,
    say_classes,
)
from gmm_core.choosing import Vocabulary
from gmm_core.names import beside, component_titles
from gmm_core.plots import component_labels
from gmm_core.written_numbers import fixed, tally

NOISE = f"noise {NOISE_GLYPH}"
WIDEST = 160  # pixels of a name beside the classification table, which has a narrow place


def sizes(fit: Fitted, words: Vocabulary) -> None:
    """Rows of each class, by assignment and by posterior, and how sure they are of it.

    What is said is what *Explore clusters* says, in the words of the field.
    """
    table, names, note = class_table(fit.resp, fit.rows.weights), _names(fit), ""
    if fit.noise is not None:
        table, names = pd.concat([table[fit.noise.columns], fit.noise]), [*names, NOISE]
        note = f" {fit.noise.attrs['note']}"
    shown = pd.DataFrame(
        {
            "n": [tally(n) for n in table["rows"]],
            "%": [fixed(100 * share, 1) for share in table["share"]],
            "posterior n": [f"{n:,.1f}" for n in table["posterior rows"]],
            "posterior %": [fixed(100 * share, 1) for share in table["posterior share"]],
            "average posterior": [_share(p) for p in table["average posterior"]],
        },
        index=pd.Index(names, name=words.cluster),
    )
    st.dataframe(
        shown,
        column_config={**dict.fromkeys(shown.columns, RIGHT), **of_names(shown.index)},
        alt=f"Sizes of each {words.cluster}, and the average posterior of its rows",
    )
    said = say_classes(
        fit.resp,
        fit.rows.weights,
        names=fit.study.names,
        noun=words.cluster,
        component=words.component,
        responsibilities=words.responsibilities,
        entropy=words.title("relative_entropy"),
    )
    st.caption(messages.plain(f"{said}{note}"))


def classification(fit: Fitted, words: Vocabulary) -> None:
    """The average posteriors by assigned class: the classification table."""
    names = _names(fit)
    values = classification_table(fit.resp, fit.rows.weights)
    columns = beside(names, [words.cluster])
    if fit.noise is not None:
        values = np.column_stack([values, 1.0 - values.sum(axis=1)])
        columns = [*columns, NOISE]
    shown = pd.DataFrame(
        [[_share(value) for value in row] for row in values.tolist()],
        columns=pd.Index(columns),
        index=pd.Index(names, name=f"assigned {words.cluster}"),
    )
    st.dataframe(
        shown,
        column_config={**dict.fromkeys(columns, RIGHT), **of_names(shown.index, WIDEST)},
        alt=f"Average {words.responsibilities} by assigned {words.cluster}",
    )
    st.caption(
        f"Row by row, the average {words.responsibilities} of the rows assigned to a "
        f"{words.cluster}. Latent profile analysis asks the diagonal to be above 0.8 or 0.9."
    )


def in_words(fit: Fitted, words: Vocabulary) -> None:
    """What sets each cluster apart, and a way to make a name of it."""
    titles = component_titles(fit.mixture.n_components, fit.study.names, words.cluster.capitalize())
    st.markdown(messages.bullets(fit.in_words(titles)))
    with st.expander(f"Name and reorder: each {words.cluster} may be called by its profile"):
        component_editor.editor(fit.study, fit.mixture, fit.names_in_words)


def _names(fit: Fitted) -> list[str]:
    return component_labels(fit.mixture.n_components, fit.study.names)


def _share(value: float) -> str:
    return fixed(value, 3) if value == value else "no rows"
