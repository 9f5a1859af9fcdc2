"""How a person is asked for one of a few things, or for several."""

from collections.abc import Container, Sequence
from typing import Any

import streamlit as st

from dashboard.look.messages import plain
from dashboard.state import current
from dashboard.state.chosen import Option

MOST_PILLS = 13


def choice(label: str, what: Option, without: Container[str] = (), **ask: Any) -> str:
    """Let a person choose one of a few things, each with its title; one is always chosen."""
    titles = {name: title for name, title in what.titles.items() if name not in without}
    default = what.default if what.default in titles else next(iter(titles))
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


def several(label: str, options: Sequence[str], **ask: Any) -> list[str]:
    """Let a person choose columns: as pills where they are few."""
    if len(options) <= MOST_PILLS:
        return st.pills(label, options, selection_mode="multi", format_func=plain, wrap=True, **ask)
    return st.multiselect(label, options, **ask)
