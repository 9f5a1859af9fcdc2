"""Components combined into clusters: how many there might be, and what they look like."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.fit.fitted import Fitted
from dashboard.look import figures, messages
from dashboard.look.tables import RIGHT
from dashboard.look.theme import theme
from dashboard.state import chosen, current, watching
from dashboard.state.jobs import Job, Tell, job
from gmm_core.certainty import Combined, combined
from gmm_core.certainty import class_table as sizes
from gmm_core.plots import Look
from gmm_core.plots.landscape import clusters_as_one, entropy_curve, merge_tree
from gmm_core.projection import Projection
from gmm_core.wording import counted, listed
from gmm_core.written_numbers import fixed, number, percent, tally

SMALL = 5_000_000  # rows x components squared; of more it begins when it is asked for
LEAST = 0.001  # nats; of less it is only said that it is


def of(fit: Fitted) -> Job[Combined]:
    """Return the job that combines the components of a fit, and watch it."""
    made = job("combined", fit.study.identity, partial(_made, fit))
    watching.watch(made, "Combine the components", "combined", begin=_is_small(fit))
    return made


def _is_small(fit: Fitted) -> bool:
    """Whether all pairs of components are compared while one waits."""
    return len(fit.rows.X) * fit.mixture.n_components**2 <= SMALL


def _made(fit: Fitted, tell: Tell) -> Combined:
    tell(0.0, "Responsibilities")

    def report(share: float) -> None:
        tell(share, "Pairs of clusters compared")

    return combined(fit.resp, on_merge=report, weights=fit.rows.weights)


def draw(fit: Fitted, found: Combined, chosen_number: int, projection: Projection) -> None:
    """Show the entropies and the tree, and the clusters of the number that is chosen."""
    st.markdown(messages.plain(_said(found, chosen_number)))
    steps, beside = st.columns([2, 3], gap="medium")
    with steps:
        figures.draw(
            "entropies",
            entropy_curve(found, chosen_number, theme=theme()),
            alt="Entropy by the number of clusters",
            still=True,
        )
        figures.draw(
            "merges",
            merge_tree(found, chosen_number, theme=theme()),
            alt="The tree of merges, from components to one cluster",
            still=True,
        )
    with beside:
        _picture(fit, found, chosen_number, projection)
    _table(fit, found, chosen_number)


def number_of_clusters(found: Combined) -> int:
    """Let a person choose the number of clusters; that at the bend of the curve at first."""
    k = found.n_components
    current.offer(chosen.CLUSTERS, found.elbow or k, range(1, k + 1))
    return int(
        st.number_input("Clusters", 1, k, key=chosen.CLUSTERS.key, width=170, **current.KEPT)
    )


def _said(found: Combined, n: int) -> str:
    k = found.n_components
    if k == 1:
        return "One component is one cluster: there is nothing to combine."
    if not found.is_shared:
        return "The components share hardly any row: merges have no doubt to take away."
    entropy = found.entropies[n - 1]
    written = number(entropy) if entropy >= LEAST else f"less than {LEAST}"
    here = f"{counted(n, 'cluster')} of {k} components: the entropy is {written} nats."
    if found.elbow is None:
        return here
    return (
        f"{here} Each merge takes the pair that leaves least doubt whose a row is. Down to "
        f"{counted(found.elbow, 'cluster')} the merges take away most of the doubt, and further "
        "ones little: the curve bends there."
    )


def _picture(fit: Fitted, found: Combined, n: int, projection: Projection) -> None:
    picture = clusters_as_one(
        fit.points(projection),
        projection.mixture(fit.mixture),
        found.groups(n),
        labels=projection.labels,
        resp=found.resp(fit.resp, n),
        look=Look(theme(), hover=fit.hover, height=560),
    )
    about = f"The rows in {counted(n, 'cluster')}, each drawn as one"
    figures.draw("combined", picture, alt=about, still=True)
    lines = (
        "The lines around a cluster hold 39 % and 86 % of it on these axes"
        if len(projection.labels) > 1
        else "The curve of a cluster is the sum of those of its components"
    )
    st.caption(f"{lines}; the crosses are the means of the components.")


def _table(fit: Fitted, found: Combined, n: int) -> None:
    groups, table = found.groups(n), sizes(found.resp(fit.resp, n), fit.rows.weights)
    # Without the glyphs of components: those in the picture are of clusters.
    names = fit.study.names or [str(j + 1) for j in range(found.n_components)]
    shown = pd.DataFrame(
        {
            "components": [listed([names[j] for j in group], 12) for group in groups],
            "rows": [tally(count) for count in table["rows"]],
            "share": [f"{percent(share)} %" for share in table["share"]],
            "average posterior": [
                fixed(value, 3) if value == value else "no rows"
                for value in table["average posterior"]
            ],
        },
        index=pd.Index(range(1, n + 1), name="cluster"),
    )
    st.dataframe(
        shown,
        column_config=dict.fromkeys(shown.columns[1:], RIGHT),
        alt="The components, rows and certainty of each cluster",
    )
