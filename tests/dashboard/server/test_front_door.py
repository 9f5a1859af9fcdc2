"""Whom the app answers, and how much of a session's uploads it takes."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1.util import patch_config_options

from dashboard.server import front_door
from dashboard.server.front_door import FrontDoor

UPLOAD = "/_stcore/upload_file/a-session/a-file"


class Behind:
    """The app behind the door: it notes what comes in, and answers."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.seen: list[str] = []
        self.meanwhile = meanwhile

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.seen.append(scope["path"])
        self.meanwhile()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ours"})


def asked(
    door: FrontDoor, path: str = "/", *, method: str = "GET", **headers: str
) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of what the door answers."""
    sent = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    named = {"host": "localhost:8501", **{k.replace("_", "-"): v for k, v in headers.items()}}
    raw = [(name.encode(), value.encode()) for name, value in named.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": raw}
    asyncio.run(door(scope, receive, send))
    start, body = sent
    answered = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], body["body"].decode(), answered


def put(door: FrontDoor, size: str) -> tuple[int, str]:
    return asked(door, UPLOAD, method="PUT", content_length=size)[:2]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8501", 200),
        ("127.0.0.1:8501", 200),
        ("[::1]:8501", 200),
        ("lab.school.example:8501", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("localhost@evil.example", 400),
        ("192.168.0.10", 400),
        ("", 400),
    ],
)
def test_a_foreign_host_is_refused_in_a_sentence(host: str, status: int) -> None:
    behind = Behind()
    names = ["localhost", "127.0.0.1", "::1", "lab.school.example"]
    with patch_config_options({"server.allowedHosts": names}):
        answer = asked(FrontDoor(behind), host=host)
    assert (answer[0], behind.seen) == (status, ["/"] if status == 200 else [])
    if status == 400:
        assert answer[1].startswith(f"This app does not answer to the name {host!r}, only to local")
        assert answer[1].endswith("--server.allowedHosts.")


def test_no_other_origin_may_hold_the_app_in_a_frame() -> None:
    for host in ("localhost", "evil.example"):
        with patch_config_options({"server.allowedHosts": ["localhost"]}):
            headers = asked(FrontDoor(Behind()), host=host)[2]
        assert headers["content-security-policy"] == "frame-ancestors 'self'"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert headers["x-content-type-options"] == "nosniff"


def test_a_session_has_room_for_so_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_door, "MOST_BYTES", 3 * 2**20)
    monkeypatch.setattr(front_door, "held", {"a-session": 2**20}.get)
    door = FrontDoor(Behind())
    assert put(door, str(2 * 2**20)) == (200, "ours")
    assert put(door, str(2**21 + 1)) == (
        413,
        "This file of 2 MB is not taken: at most 3 MB are held for one session. "
        "Remove a file first.",
    )
    assert put(door, "") == (411, "Say how long the file is.")
    assert asked(door, UPLOAD, method="DELETE")[0] == 200
    assert not door.coming


def test_what_is_on_its_way_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_door, "MOST_BYTES", 3 * 2**20)
    coming = []
    behind = Behind(lambda: coming.append(door.coming["a-session"]))
    door = FrontDoor(behind)
    door.coming["a-session"] = 2**20
    assert put(door, str(2**21 + 1))[0] == 413
    assert put(door, str(2**21))[0] == 200
    assert coming == [3 * 2**20]
    assert door.coming == {"a-session": 2**20}
