"""The page that Streamlit sends to everybody at first, with a script that it cannot be told of."""

from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders

from dashboard.server.answers import Answer, App, Message, Receive, Scope, Send

SCRIPT = Path(__file__).with_name("first_page.js").read_bytes()
END = b"</head>"


class FirstPage:
    """Adds the script to the page, so that nothing is seen to jump while its parts arrive."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        page = Answer()

        async def send_unless_page(message: Message) -> None:
            if (message["type"] == "http.response.start" and _is_page(message)) or page.start:
                await page.take(message)
            else:
                await send(message)

        await self.app(_anew(scope), receive, send_unless_page)
        if page.start:
            await _scripted(page).give(send)


def _anew(scope: Scope) -> Scope:
    """The request of a browser that holds nothing yet: what it holds may have another script."""
    asks_for_files = "." in scope["path"].rpartition("/")[2]
    held = (b"if-none-match", b"if-modified-since")
    kept = [each for each in scope["headers"] if each[0].lower() not in held]
    return scope if asks_for_files else {**scope, "headers": kept}


def _is_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    is_html = headers.get("content-type", "").startswith("text/html")
    return start["status"] == 200 and is_html and "content-encoding" not in headers


def _scripted(page: Answer) -> Answer:
    headers = MutableHeaders(raw=page.start["headers"])
    for of_the_file in ("etag", "last-modified", "accept-ranges"):
        del headers[of_the_file]
    body = page.body.replace(END, b"<script>\n" + SCRIPT + b"</script>\n" + END, 1)
    headers["content-length"] = str(len(body))
    return Answer({**page.start, "headers": headers.raw}, body)
