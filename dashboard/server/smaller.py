"""Scripts and styles go out compressed: Streamlit sends its own, 4.6 MB, as they are.

Each is compressed once, when it is first asked for, and kept: there are as many as there are files.
"""

import asyncio
import gzip
import posixpath
import re

from starlette.datastructures import Headers, MutableHeaders

from dashboard.server.answers import Answer, App, Receive, Scope, Send

LEVEL = 6  # a higher one takes twice as long for a hundredth less
FEWEST = 1000  # bytes; fewer are not worth it
FOR_GOOD = "public, immutable, max-age=31536000"
KINDS = ("text/css", "text/javascript", "application/javascript", "application/json", "image/svg")
_OF_A_VERSION = re.compile(r"-\d+\.\d+\.\d+\.[^/]+\Z")


class Smaller:
    """Sends the static files of the app compressed to whoever takes them so.

    A file with a version in its name is that file for good. A browser that had to ask whether it
    still is would compile it anew for every page.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self.made: dict[tuple[str, str], asyncio.Future[bytes]] = {}  # by path and version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_taken_smaller(scope):
            await self.app(scope, receive, send)
            return
        answer = Answer()
        await self.app(_plainly(scope), receive, answer.take)
        if _gains(answer):
            headers = MutableHeaders(raw=answer.start["headers"])
            version = headers.get("etag") or headers.get("last-modified") or ""
            path = posixpath.normpath(scope["path"])  # else each way to write one were kept
            answer.body = await self._compressed(path, version, answer.body)
            headers["content-encoding"] = "gzip"
            headers["content-length"] = str(len(answer.body))
            headers["vary"] = "Accept-Encoding"
            if _OF_A_VERSION.search(path):
                headers["cache-control"] = FOR_GOOD
            answer.start = {**answer.start, "headers": headers.raw}
        await answer.give(send)

    async def _compressed(self, path: str, version: str, body: bytes) -> bytes:
        """The bytes of a file; a class that arrives at once waits for one and the same."""
        making = self.made.get((path, version))
        if making is None:
            for old in [key for key in self.made if key[0] == path]:
                del self.made[old]
            making = asyncio.ensure_future(asyncio.to_thread(gzip.compress, body, LEVEL))
            self.made[path, version] = making
        return await asyncio.shield(making)  # who leaves does not take it from the others


def _is_taken_smaller(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or "/static/" not in scope["path"]:
        return False
    headers = Headers(scope=scope)
    return "gzip" in headers.get("accept-encoding", "") and "range" not in headers


def _plainly(scope: Scope) -> Scope:
    """The request of somebody who takes the file as it is."""
    headers = [each for each in scope["headers"] if each[0].lower() != b"accept-encoding"]
    return {**scope, "headers": headers, "extensions": {}}


def _gains(answer: Answer) -> bool:
    """Whether it is a whole file that becomes smaller."""
    headers = Headers(raw=answer.start["headers"])
    is_file = answer.start["status"] == 200 and "content-encoding" not in headers
    is_text = headers.get("content-type", "").startswith(KINDS)
    return is_file and is_text and len(answer.body) >= FEWEST
