"""Static files go out compressed, once made, and anything else as it is."""

import asyncio
import gzip
from typing import Any

import pytest

from dashboard.server import smaller
from dashboard.server.smaller import Smaller

SCRIPT = b"const many = 'the same'\n" * 500
PATH = "/static/js/a.js"


class Behind:
    """The app behind: it answers every request with one file."""

    def __init__(self, body: bytes = SCRIPT, **headers: str) -> None:
        self.body = body
        self.headers = {"content-type": "text/javascript; charset=utf-8", "etag": '"1"'} | headers
        self.status = 200
        self.asked: list[dict[str, str]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append({name.decode(): value.decode() for name, value in scope["headers"]})
        headers = self.headers | {"content-length": str(len(self.body))}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        half = len(self.body) // 2
        await send({"type": "http.response.body", "body": self.body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": self.body[half:]})


def answered(app: Smaller, path: str = PATH, method: str = "GET", **headers: str) -> Any:
    """Headers and body of what is answered."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asking = {name.replace("_", "-"): value for name, value in headers.items()}
    named = {"accept-encoding": "gzip, deflate, br"} | asking
    raw = [(name.encode(), value.encode()) for name, value in named.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": raw}
    asyncio.run(app(scope, None, send))  # pyright: ignore[reportArgumentType]
    start, *bodies = sent
    got = {name.decode(): value.decode() for name, value in start["headers"]}
    return got, b"".join(each["body"] for each in bodies)


def test_a_script_is_sent_compressed_and_comes_out_as_it_was() -> None:
    behind = Behind()
    headers, body = answered(Smaller(behind))
    assert headers["content-encoding"] == "gzip"
    assert headers["content-length"] == str(len(body))
    assert headers["vary"] == "Accept-Encoding"
    assert headers["etag"] == '"1"'
    assert len(body) < len(SCRIPT) / 10
    assert gzip.decompress(body) == SCRIPT
    assert "accept-encoding" not in behind.asked[0]  # nobody behind compresses it each time


def test_it_is_compressed_once_and_again_where_the_file_is_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = []
    compress = gzip.compress
    monkeypatch.setattr(smaller.gzip, "compress", lambda *of: made.append(of[0]) or compress(*of))
    behind = Behind()
    app = Smaller(behind)
    assert answered(app)[1] == answered(app)[1]
    assert made == [SCRIPT]
    behind.body, behind.headers["etag"] = SCRIPT * 2, '"2"'
    assert gzip.decompress(answered(app)[1]) == SCRIPT * 2
    assert len(app.made) == 1


def test_a_file_is_kept_once_however_its_path_is_written() -> None:
    app = Smaller(Behind())
    for path in (PATH, "/static//js/a.js", "/static/./js/a.js", "/static/js///./a.js"):
        assert gzip.decompress(answered(app, path)[1]) == SCRIPT
    assert len(app.made) == 1


def test_only_a_file_with_a_version_in_its_name_is_kept_for_good() -> None:
    """The drawing library: a browser that asks for it anew compiles it anew."""
    behind = Behind(vary="Accept-Encoding")
    headers, _ = answered(Smaller(behind), "/app/static/plotly-7.1.0.min.js")
    assert headers["cache-control"] == "public, immutable, max-age=31536000"
    assert headers["vary"] == "Accept-Encoding"
    for path in (PATH, "/app/static/plotly.min.js"):
        assert "cache-control" not in answered(Smaller(behind), path)[0]


@pytest.mark.parametrize(
    ("path", "asking"),
    [
        ("/", {}),
        ("/_stcore/health", {}),
        (PATH, {"accept_encoding": "br"}),
        (PATH, {"range": "bytes=0-9"}),
        (PATH, {"method": "HEAD"}),
    ],
)
def test_who_does_not_take_it_so_gets_it_as_it_is(path: str, asking: dict[str, str]) -> None:
    headers, body = answered(Smaller(Behind()), path, **asking)
    assert "content-encoding" not in headers
    assert body == SCRIPT


@pytest.mark.parametrize(
    "behind",
    [
        Behind(**{"content-type": "font/woff2"}),
        Behind(b"short"),
        Behind(**{"content-encoding": "br"}),
    ],
)
def test_what_would_not_become_smaller_is_left(behind: Behind) -> None:
    headers, body = answered(Smaller(behind))
    assert headers.get("content-encoding") != "gzip"
    assert body == behind.body


def test_a_file_that_the_browser_has_is_not_sent_again() -> None:
    behind = Behind(b"")
    behind.status = 304
    headers, body = answered(Smaller(behind), if_none_match='"1"')
    assert (body, "content-encoding" in headers) == (b"", False)
    assert behind.asked[0]["if-none-match"] == '"1"'
