"""The first page has a script of its own; whatever else the app answers is let through."""

import asyncio
from typing import Any

import pytest

from dashboard.server.first_page import SCRIPT, FirstPage

PAGE = b"<html><head><title>Streamlit</title></head><body></body></html>"
HELD = {"if-none-match": '"1"', "if-modified-since": "Sun, 29 Nov 2026 21:38:21 GMT"}


class Behind:
    """The app behind: it answers every request with the same."""

    def __init__(self, body: bytes = PAGE, kind: str = "text/html; charset=utf-8") -> None:
        self.body, self.kind, self.status = body, kind, 200
        self.asked: set[str] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked = {name.decode() for name, _ in scope["headers"]}
        about = {"content-type": self.kind, "etag": '"1"', "content-length": str(len(self.body))}
        raw = [(name.encode(), value.encode()) for name, value in about.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        half = len(self.body) // 2
        await send({"type": "http.response.body", "body": self.body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": self.body[half:]})


def answered(behind: Behind, path: str = "/explore") -> tuple[dict[str, str], bytes, int]:
    """Headers, body and number of messages of what is answered."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in HELD.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": raw}
    asyncio.run(FirstPage(behind)(scope, None, send))  # pyright: ignore[reportArgumentType]
    start, *bodies = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return headers, b"".join(each["body"] for each in bodies), len(sent)


def test_the_page_has_the_script_in_its_head_whatever_the_browser_holds() -> None:
    behind = Behind()
    headers, body, _ = answered(behind)
    assert SCRIPT in body.partition(b"</head>")[0]
    assert body.replace(b"<script>\n" + SCRIPT + b"</script>\n", b"") == PAGE
    assert headers["content-length"] == str(len(body))
    assert "etag" not in headers
    assert not behind.asked & {*HELD}


@pytest.mark.parametrize(
    ("path", "behind"),
    [
        ("/static/js/a.js", Behind(b"</head>", "text/javascript")),
        ("/media/report.html", Behind(PAGE, "application/octet-stream")),
    ],
)
def test_what_is_no_page_is_let_through_as_it_comes(path: str, behind: Behind) -> None:
    headers, body, messages = answered(behind, path)
    assert body == behind.body
    assert (headers["etag"], messages) == ('"1"', 3)
    assert behind.asked == {*HELD}


def test_a_page_without_a_head_and_an_error_are_as_they_were() -> None:
    assert answered(Behind(b"<p>nothing</p>"))[1] == b"<p>nothing</p>"
    behind = Behind()
    behind.status = 404
    assert answered(behind)[1] == PAGE
