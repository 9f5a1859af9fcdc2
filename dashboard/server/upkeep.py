"""What the server does otherwise than Streamlit, and of its own as long as it runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import streamlit as st
from streamlit.runtime import get_instance

from dashboard.server import (
    discreet_log,
    kept_downloads,
    leavers,
    looked_up_state,
    odd_messages,
    packed_once,
    plain_reports,
    refused_values,
    rings,
    settled_theme,
)

OTHERWISE = (
    discreet_log,
    kept_downloads,
    looked_up_state,
    odd_messages,
    packed_once,
    plain_reports,
    refused_values,
    settled_theme,
)


def begin() -> None:
    """Have this process do otherwise than Streamlit does, in all that the modules say."""
    for module in OTHERWISE:
        module.begin()


@asynccontextmanager
async def kept_up(_: st.App) -> AsyncIterator[None]:
    """See people off who left, and let go of what nobody holds."""
    works = [leavers.look_after(get_instance()), rings.collect_at_rest()]
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
