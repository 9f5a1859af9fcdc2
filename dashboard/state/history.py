"""What a person has changed of a fit, to be taken back and done again; Back does so, too."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
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
    GAPS,
    IS_TRUTH,
    KNOWN_ROWS,
    LOGARITHMS,
    NOISE,
    PRIOR,
    SEED,
    STANDARDISE,
    START,
    TARGET,
    WATCHED,
    WEIGHT,
    WEIGHT_KIND,
    K,
)
from dashboard.state.told import set_all, told

CHANGES = (
    *(FEATURES, TARGET, IS_TRUTH, K, EVERY_STRUCTURE, COVARIANCE, FIT_START, FIT_SEED),
    *(GAPS, WEIGHT, WEIGHT_KIND, LOGARITHMS, STANDARDISE, FLOOR, START, SEED),
    *(PRIOR, NOISE, KNOWN_ROWS),
)
"""What is chosen of the fit of a table, and where its player begins."""

BESIDE = ("called", "placed", "placed_before", "truth_of")
"""What goes with it and has no control: names of clusters, means that were placed, ..."""

IN_ADDRESS = {DATA.key, *("clusters", "means"), *(choice.key for choice in CHANGES)}
"""By what an address says of all that."""

KEY = "history"
MOST_KEPT = 100
Said = dict[str, list[str]]


@dataclass(frozen=True)
class Snapshot:
    """All that was chosen at a time; page by page, what the address said of it then."""

    values: Mapping[str, Any]
    said: dict[str, Said] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Snapshots:
    """What was chosen of one table, one change after another, and which of that is chosen now."""

    table: str
    states: tuple[Snapshot, ...]
    at: int = 0
    undone: bool = False  # the last that was done was to take a change back

    @property
    def now(self) -> Snapshot:
        return self.states[self.at]

    @property
    def has_past(self) -> bool:
        return self.at > 0

    @property
    def has_future(self) -> bool:
        return self.at < len(self.states) - 1

    def changed(self, values: Mapping[str, Any]) -> Self:
        """Return what is known after a change: what was taken back is gone."""
        known = (*self.states[: self.at + 1], Snapshot(values))[-MOST_KEPT:]
        return replace(self, states=known, at=len(known) - 1, undone=False)

    def nearest(self, page: str, said: Said) -> int | None:
        """Return the nearest state of which the address of a page said this; Back goes before."""
        found = [i for i, state in enumerate(self.states) if state.said.get(page) == said]
        return min(found, key=lambda i: (abs(i - self.at), i), default=None)


def note() -> None:
    """Keep what is chosen now, when the sidebar has been drawn; another table begins anew."""
    table, values = str(st.session_state.get("table", "")), _values()
    kept: Snapshots | None = st.session_state.get(KEY)
    if kept is None or kept.table != table:
        st.session_state[KEY] = Snapshots(table, (Snapshot(values),))
    elif values != kept.now.values:
        st.session_state[KEY] = kept.changed(values)


def _values() -> dict[str, Any]:
    chosen = {choice.key: _value(choice) for choice in CHANGES}
    beside = {key: st.session_state.get(key) for key in BESIDE}
    return {key: _copied(value) for key, value in (chosen | beside).items()}


def _value(choice: Any) -> Any:
    """What is chosen; of the player what a link says of it, as long as it has not been drawn."""
    if choice in (START, SEED) and choice.key in told().link:
        return told().link[choice.key]
    return st.session_state.get(choice.key, choice.default)


def buttons() -> None:
    """Offer to take back the last change, and to do it again."""
    kept: Snapshots = st.session_state[KEY]
    with st.container(horizontal=True, wrap=False, gap="small", width="content", key="undoing"):
        ask: dict[str, Any] = {"type": "tertiary", "on_click": _step}
        st.button(
            "Undo",
            key="undo",
            icon=":material/undo:",
            args=(-1,),
            **ask | {"disabled": not kept.has_past, "help": "Takes back the last change."},
        )
        st.button(
            "Redo",
            key="redo",
            icon=":material/redo:",
            args=(1,),
            **ask | {"disabled": not kept.has_future, "help": "Makes it again."},
        )


def _step(by: int) -> None:
    kept: Snapshots = st.session_state[KEY]
    if 0 <= kept.at + by < len(kept.states):
        _go(replace(kept, at=kept.at + by, undone=by < 0))


def _go(there: Snapshots) -> None:
    """Have all be as it was then; what was not there yet stays."""
    may_be_none = (WEIGHT_KIND.key, *BESIDE)
    known = {
        key: _copied(value)
        for key, value in there.now.values.items()
        if value is not None or key in may_be_none
    }
    set_all({**known, KEY: there})


def _copied(value: Any) -> Any:
    return value.copy() if isinstance(value, list | dict) else value


def follow(page: str) -> None:
    """Go where the browser has gone with Back or Forward, if that was seen on this page.

    Where it has gone to another page, the page alone is turned: no change is taken back with it.
    """
    kept: Snapshots | None = st.session_state.get(KEY)
    found = None if kept is None else kept.nearest(page, _of_fit(address.read()))
    if kept is not None and found is not None:
        turned = told().page != page
        _go(replace(kept, at=kept.at if turned else found, undone=False))


def mark(page: str) -> str:
    """Return what the address says of all this: where that changes, Back has one entry more.

    The start to watch has a name in the address once it is found, which is no change.
    """
    said = _of_fit(address.said())
    kept: Snapshots | None = st.session_state.get(KEY)
    if kept is not None and kept.now.values == _values():  # a run that was ended may have others
        kept.now.said[page] = said
    start = _value(START)
    told_apart = {} if start == WATCHED else {START.key: [start], SEED.key: [str(_value(SEED))]}
    others = {key: texts for key, texts in said.items() if key not in (START.key, SEED.key)}
    return urlencode(sorted((others | told_apart).items()), doseq=True)


def was_undone() -> bool:
    """Whether the last that was done was to take a change back."""
    kept: Snapshots | None = st.session_state.get(KEY)
    return kept is not None and kept.undone


def _of_fit(said: Said) -> Said:
    return {key: list(texts) for key, texts in said.items() if key in IN_ADDRESS}
