"""The ends of the starts that a person has had in the player, of each model."""

from dataclasses import dataclass
from itertools import count

import streamlit as st

from dashboard.fit import ends
from dashboard.state.study import Study
from gmm_core.em import Run
from gmm_core.ends import KINDS
from gmm_core.fitting import Settings

MOST_SHOWN, MOST_MODELS = 24, 20


@dataclass(frozen=True)
class End:
    """Where the run of a start ended that a person has seen.

    ``settings`` are those of the run; ``at``, what EM raised in nats, is None of a collapse.
    """

    settings: Settings
    at: float | None
    n_iter: int


def with_this(study: Study, run: Run) -> list[End]:
    """Return the ends of the starts that the player has had of this model, this one among them."""
    of_model = _of_model(study)
    end = None if run.collapse is not None else run.log_posterior
    of_model.setdefault(study.settings, End(study.settings, end, run.n_iter))
    _keep_few(of_model, MOST_SHOWN, study.settings)
    return list(of_model.values())


def end_of(study: Study) -> float:
    """Return where the run of a study ends, in nats; NaN where that is not known."""
    row = ends.in_table(study)
    if row is not None and (row.init, row.seed) == (study.settings.init, study.settings.seed):
        return row.end
    end = _of_model(study).get(study.settings)
    return float("nan") if end is None or end.at is None else end.at


def untried(study: Study) -> tuple[str, int]:
    """Return another random start: of the kind of the study, the first seed that was not tried."""
    init = study.settings.init if study.settings.init in KINDS else KINDS[0]
    used = {each.seed for each in _of_model(study) if each.init == init and each.means is None}
    return init, next(seed for seed in count() if seed not in used)


def _of_model(study: Study) -> dict[Settings, End]:
    seen: dict[tuple, dict[Settings, End]] = st.session_state.setdefault("tried", {})
    model = (*study.data, ends.model(study))
    of_model = seen.setdefault(model, {})
    _keep_few(seen, MOST_MODELS, model)
    return of_model


def _keep_few(kept: dict, most: int, but: object) -> None:
    """Let go of what came first, but for one thing."""
    for oldest in list(kept)[:-most]:
        if oldest != but:
            kept.pop(oldest)
