"""Uploads of people who left are freed, by the bytes that Streamlit says it holds."""

import asyncio
import gc
import weakref
from types import SimpleNamespace
from typing import Any, cast

import pytest
from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from dashboard.server import leavers, upkeep


class Person:
    """A session, which is a ring of objects as Streamlit's are."""

    def __init__(self, name: str) -> None:
        self.id = name
        self.itself = self


class Server:
    """What Streamlit knows of sessions and files, with a clock that can be set."""

    def __init__(self) -> None:
        self.now = 0.0
        storage = MemorySessionStorage(ttl_seconds=240)
        cast(Any, storage)._cache._timer = lambda: self.now
        self.storage = storage
        self.files = MemoryUploadedFileManager("/upload")
        sessions = WebsocketSessionManager(storage, self.files, cast(Any, None), None)
        runtime = SimpleNamespace(_session_mgr=sessions, uploaded_file_mgr=self.files)
        self.runtime = cast(Runtime, runtime)

    def leave(self, name: str, megabytes: int) -> weakref.ref[Person]:
        """Somebody has brought a file, and their browser is gone."""
        person = Person(name)
        self.storage.save(SessionInfo(None, cast(Any, person), 1))
        file = UploadedFileRec(f"file of {name}", "a.csv", "text/csv", bytes(megabytes * 2**20))
        self.files.add_file(name, file)
        return weakref.ref(person)

    @property
    def megabytes(self) -> float:
        told = self.files.get_stats()
        return sum(each.byte_length for stats in told.values() for each in stats) / 2**20


def test_files_are_freed_when_their_session_is_given_up_and_not_before() -> None:
    gc.collect()
    server, here = Server(), set()
    first = server.leave("first", 3)
    server.now = 200.0
    second = server.leave("second", 2)
    here = leavers.let_go(server.runtime, here)
    assert (here, server.megabytes) == ({"first", "second"}, 5)

    server.now = 241.0
    here = leavers.let_go(server.runtime, here)
    assert (here, server.megabytes) == ({"second"}, 2)
    assert first() is None
    assert second() is not None

    server.now = 441.0
    assert leavers.let_go(server.runtime, here) == set()
    assert server.megabytes == 0
    assert second() is None


def test_a_file_that_comes_after_its_session_is_gone_is_freed() -> None:
    server = Server()
    server.leave("late", 1)
    server.now = 1000.0
    leavers.let_go(server.runtime, set())
    assert server.megabytes == 0


def test_nobody_need_visit_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    assert leavers.SECONDS <= 60
    server = Server()
    server.leave("gone", 1)
    server.now = 1000.0
    monkeypatch.setattr(leavers, "SECONDS", 0.001)
    monkeypatch.setattr(upkeep, "get_instance", lambda: server.runtime)

    async def for_a_while() -> None:
        async with upkeep.kept_up(cast(Any, None)):
            while server.megabytes:
                await asyncio.sleep(0.001)

    asyncio.run(asyncio.wait_for(for_a_while(), 60))
