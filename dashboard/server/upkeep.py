"""What the server does of its own as long as it runs, whether or not anybody visits it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import streamlit as st
from streamlit.runtime import get_instance

from dashboard.server import leavers, rings


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
