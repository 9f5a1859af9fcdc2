"""What a person has changed of a fit, to be taken back and done again; Back does so, too."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.state import address
from dashboard.state.chosen import (
    COVARIANCE,
    DATA,
    EVERY_STRUCTURE,
    FEATURES,
    FIT_SEED,
    FIT_START,
    FLOOR,
    LOGARITHMS,
    STANDARDISE,
    WEIGHT,
    WEIGHT_KIND,
    K,
)
from dashboard.state.told import set_all

CHANGES = (
    *(FEATURES, K, EVERY_STRUCTURE, COVARIANCE, FIT_START, FIT_SEED),
    *(WEIGHT, WEIGHT_KIND, LOGARITHMS, STANDARDISE, FLOOR),
)
"""What changes the fit of a table."""

KEY = "history"
MOST_KEPT = 100
Values = dict[str, Any]


@dataclass
class History:
    """What was chosen of one table, before now and, where that was taken back, after."""

    table: str
    now: Values
    past: list[Values] = field(default_factory=list)
    future: list[Values] = field(default_factory=list)


def note() -> None:
    """Keep what is chosen now, when the sidebar has been drawn; another table begins anew."""
    table, now = str(st.session_state.get("table", "")), _now()
    kept: History | None = st.session_state.get(KEY)
    if kept is None or kept.table != table:
        st.session_state[KEY] = History(table, now)
    elif now != kept.now:
        st.session_state[KEY] = _after(kept, now)


def _after(kept: History, now: Values) -> History:
    """What is known after a change, which may be the last one taken back or done again."""
    if address.is_back_or_forward() and kept.past and now == kept.past[-1]:
        return History(kept.table, now, kept.past[:-1], [*kept.future, kept.now])
    if address.is_back_or_forward() and kept.future and now == kept.future[-1]:
        return History(kept.table, now, [*kept.past, kept.now], kept.future[:-1])
    return History(kept.table, now, [*kept.past, kept.now][-MOST_KEPT:])


def _now() -> Values:
    values = {choice.key: st.session_state.get(choice.key) for choice in CHANGES}
    return {key: [*value] if isinstance(value, list) else value for key, value in values.items()}


def buttons() -> None:
    """Offer to take back the last change, and to do it again."""
    kept: History = st.session_state[KEY]
    with st.container(horizontal=True, wrap=False, gap="small", width="content", key="undoing"):
        ask: dict[str, Any] = {"type": "tertiary", "on_click": _go}
        st.button(
            "Undo",
            key="undo",
            icon=":material/undo:",
            args=(True,),
            **ask | {"disabled": not kept.past, "help": "Takes back the last change of the fit."},
        )
        st.button(
            "Redo",
            key="redo",
            icon=":material/redo:",
            args=(False,),
            **ask | {"disabled": not kept.future, "help": "Makes it again."},
        )


def _go(back: bool) -> None:
    kept: History = st.session_state[KEY]
    if not (kept.past if back else kept.future):
        return
    wanted = (kept.past if back else kept.future)[-1]
    gone = (
        History(kept.table, wanted, kept.past[:-1], [*kept.future, kept.now])
        if back
        else History(kept.table, wanted, [*kept.past, kept.now], kept.future[:-1])
    )
    known = {
        key: value for key, value in wanted.items() if value is not None or key == "weight_kind"
    }
    set_all({**known, KEY: gone})


def mark() -> str:
    """Return what the address says of the fit: where that changes, Back has one entry more."""
    keys = {DATA.key, *(choice.key for choice in CHANGES)}
    said = {key: values for key, values in address.said().items() if key in keys}
    return urlencode(sorted(said.items()), doseq=True)
