"""What every request passes before Streamlit sees it: whom the app answers, and how much it takes.

Streamlit looks at the name by which it is called only where a page connects; files and uploads are
served to any name. A page of another origin whose name points at this machine would so reach them.
"""

import re
from collections import Counter
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from streamlit import config, runtime
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from dashboard.server.answers import App, Message, Receive, Scope, Send

MOST_BYTES = 800 * 2**20
"""Of uploads that Streamlit may hold for a session: a file of the most for each of the three places
to bring one, and one on its way. What a session keeps of them is less, see `state.uploads`."""

HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
}
"""No page of another origin holds the app in a frame, where it could have a person click in it."""

_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+\Z")


class FrontDoor:
    """Refuses a foreign host and uploads beyond measure, and lets no other origin frame the app."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.coming: Counter[str] = Counter()  # bytes on their way, by session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # Streamlit asks the same of a websocket
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._answer(scope, receive, send_with_headers)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        upload = _UPLOAD.search(scope["path"]) if scope["method"] == "PUT" else None
        if not is_host_allowed(headers.get("host")):
            await _refuse(400, _not_here(headers.get("host")))(scope, receive, send)
        elif upload is None:
            await self.app(scope, receive, send)
        else:
            await self._take(upload[1], headers.get("content-length", ""), scope, receive, send)

    async def _take(
        self, session: str, length: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Let an upload pass where its session has room for it; else refuse it unread."""
        if not length.isdecimal():
            await _refuse(411, "Say how long the file is.")(scope, receive, send)
            return
        size = int(length)
        if held(session) + self.coming[session] + size > MOST_BYTES:
            await _refuse(413, _too_much(size))(scope, receive, send)
            return
        self.coming[session] += size
        try:
            await self.app(scope, receive, send)
        finally:
            self.coming[session] -= size
            self.coming += Counter()  # which drops those of which nothing is on its way


def held(session: str) -> int:
    """Return the bytes of the uploads that Streamlit holds for a session."""
    if not runtime.exists():
        return 0
    manager: Any = runtime.get_instance().uploaded_file_mgr
    files = manager.file_storage.get(session, {})
    return sum(len(file.data) for file in [*files.values()])


def _refuse(status: int, sentence: str) -> PlainTextResponse:
    return PlainTextResponse(sentence, status)


def _not_here(host: str | None) -> str:
    known = ", ".join(config.get_option("server.allowedHosts"))
    return (
        f"This app does not answer to the name {(host or '')[:60]!r}, only to {known}. "
        "Whoever runs it can add a name with --server.allowedHosts."
    )


def _too_much(size: int) -> str:
    return (
        f"This file of {size / 2**20:,.0f} MB is not taken: at most {MOST_BYTES // 2**20} MB are "
        "held for one session. Remove a file first."
    )
