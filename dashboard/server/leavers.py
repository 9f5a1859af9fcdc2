"""What people who left have brought is let go of, whether or not anybody visits the server.

Streamlit gives a session up some minutes after its browser has gone, but looks for such sessions
only when another one ends, and drops their uploads when Python happens to collect garbage.
"""

import asyncio
import gc
from typing import Any

from streamlit.runtime import Runtime

SECONDS = 30.0  # between two looks


async def look_after(runtime: Runtime) -> None:
    """See people off who left as long as the server runs."""
    here: set[str] = set()
    while True:
        await asyncio.sleep(SECONDS)
        here = let_go(runtime, here)


def let_go(runtime: Runtime, before: set[str]) -> set[str]:
    """Free what sessions have left behind that are gone; return those that are still there.

    Parameters
    ----------
    runtime : Runtime
        In whose thread this is called: it does not lock what it knows of sessions.
    before : set of str
        Sessions that were there at the last look.
    """
    sessions: Any = runtime._session_mgr
    files: Any = runtime.uploaded_file_mgr
    here = {each.session.id for each in sessions.list_sessions()}
    gone = (before | {*files.file_storage}) - here
    for session in gone:
        files.remove_session_files(session)
    if gone:
        len(sessions._session_storage._cache)  # counting lets go of those whose time is over
        gc.collect()  # a session is a ring of objects, and no run ends in a collection
    return here
