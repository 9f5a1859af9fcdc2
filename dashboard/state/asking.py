"""How a person is asked for one of a few things, or for several."""

from collections.abc import Callable, Container, Sequence
from typing import Any

import streamlit as st

from dashboard.look.messages import plain
from dashboard.state import current
from dashboard.state.chosen import Number, Option

MOST_PILLS = 13
IN_A_BOX = 30  # letters of a name for which a box of the sidebar has room


def choice(
    label: str,
    what: Option,
    without: Container[str] = (),
    default: str | None = None,
    **ask: Any,
) -> str:
    """Let a person choose one of a few things, each with its title; one is always chosen."""
    titles = {name: title for name, title in what.titles.items() if name not in without}
    default = what.default if default is None else default
    default = default if default in titles else next(iter(titles))
    current.offer(what, default, list(titles))
    return st.segmented_control(
        label,
        list(titles),
        format_func=lambda name: titles[name],
        required=True,
        wrap=True,
        key=what.key,
        **current.KEPT,
        **ask,
    )


def number(label: str, what: Number, default: float | None = None, **ask: Any) -> Any:
    """Let a person choose a number of a range in a box."""
    return _of_range(st.number_input, label, what, default, ask)


def slid(label: str, what: Number, **ask: Any) -> Any:
    """Let a person choose a number of a range with a slider."""
    return _of_range(st.slider, label, what, None, ask)


def _of_range(
    control: Callable[..., Any], label: str, what: Number, default: float | None, ask: Any
) -> Any:
    current.offer(what, what.default if default is None else default)
    kind = int if what.whole else float
    return control(label, kind(what.least), kind(what.most), key=what.key, **current.KEPT, **ask)


def say_whole(name: str) -> None:
    """Say a name that was chosen beneath its box where that has no room for it."""
    if len(name) > IN_A_BOX:
        st.caption(plain(name))


def several(label: str, options: Sequence[str], **ask: Any) -> list[str]:
    """Let a person choose columns: as pills where they are few."""
    if len(options) <= MOST_PILLS:
        return st.pills(label, options, selection_mode="multi", format_func=plain, wrap=True, **ask)
    return st.multiselect(label, options, **ask)
