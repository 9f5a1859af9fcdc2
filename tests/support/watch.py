"""What a browser page must never do, whatever a test does with it."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page

HOME = {"localhost", "127.0.0.1"}
INSIDE = {"data", "blob"}


class Watch:
    """Notes every console error, uncaught error, dialog, and request that leaves this machine."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note("uncaught error", str(error.error)))
        context.on("dialog", self._dialog)
        context.on("request", lambda request: self._address(request.url))
        context.on("page", self._sockets)

    def taken(self) -> list[str]:
        """All that has been noted, which is forgotten."""
        complaints, self.complaints = self.complaints, []
        return complaints

    def _note(self, what: str, detail: str) -> None:
        self.complaints.append(f"{what}: {detail}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note("console error", message.text)

    def _dialog(self, dialog: Dialog) -> None:
        self._note("dialog", dialog.message)
        dialog.dismiss()

    def _sockets(self, page: Page) -> None:
        page.on("websocket", lambda socket: self._address(socket.url))

    def _address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in INSIDE and parts.hostname not in HOME:
            self._note("request to the outside", url)
