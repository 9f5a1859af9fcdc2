"""What may be seen beside a run: the truth where it is known, and what the model would produce."""

from dataclasses import dataclass

import streamlit as st

from dashboard.player.packed_film import MOST_SYNTHETIC
from dashboard.state import current
from dashboard.state.chosen import SYNTHETIC, TRUTH
from dashboard.state.study import Study
from gmm_core.mixture import Mixture
from gmm_core.projection import Projection


@dataclass(frozen=True)
class Beside:
    """Whether the components that the data were drawn from are seen, and synthetic rows."""

    truth: bool = False
    synthetic: bool = False


def choose(study: Study) -> Beside:
    """Let a person choose what is seen beside the run."""
    return Beside(_truth(study), _synthetic())


def _truth(study: Study) -> bool:
    """Whether the true components are to be seen; only generated data have them."""
    if _known(study) is None:
        return False
    current.offer(TRUTH, TRUTH.default)
    return st.toggle(
        "True components",
        key=TRUTH.key,
        **current.KEPT,
        help="The components that these data were drawn from, dotted: ellipses at 1 and 2 standard "
        "deviations, or curves.",
    )


def _synthetic() -> bool:
    current.offer(SYNTHETIC, SYNTHETIC.default)
    return st.toggle(
        "Synthetic rows",
        key=SYNTHETIC.key,
        **current.KEPT,
        help="Beside the data, rows that the mixture of this half-step would produce, each in the "
        f"colour of its component: as many as the data have, up to {MOST_SYNTHETIC:,}. Chance is "
        "the same at each half-step, so that they move as the mixture moves.",
    )


def true_components(study: Study, projection: Projection) -> Mixture | None:
    """Return the mixture that the data were drawn from, as it is seen; None where it is unknown."""
    truth = _known(study)
    return None if truth is None else projection.mixture(truth)


def _known(study: Study) -> Mixture | None:
    """What the fitted features were drawn from; what is normal in x is not in log x."""
    table = study.dataset
    if table.truth is None or study.logarithms:
        return None
    return table.truth.marginal([table.features.index(feature) for feature in study.features])
