"""How a person is asked for one of a few things."""

from collections.abc import Container
from typing import Any

import streamlit as st

from dashboard.state import current
from dashboard.state.chosen import Option


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
