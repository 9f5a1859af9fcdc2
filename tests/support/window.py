"""A browser window that all tests share: each has tabs of its own, and leaves nothing behind."""

from playwright.sync_api import BrowserContext, Page
from watch import Watch


class Window:
    """Pages of one address in one window, with what goes wrong on them.

    Parameters
    ----------
    context : BrowserContext
    server : str
        Address of the app. A page of it stays open: with the last page, the process would end that
        has the app's code compiled.
    """

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.server = server
        self._context = context
        self._watch = Watch(context)
        self._kept = context.new_page()
        self._kept.goto(f"{server}/_stcore/health")

    def new_page(self) -> Page:
        return self._context.new_page()

    def forget(self) -> list[str]:
        """Close all pages, forget what the browser keeps of them, and return what went wrong."""
        for page in self._context.pages:
            if page is not self._kept:
                page.close()
        self._kept.evaluate("localStorage.clear()")
        self._context.clear_cookies()
        return self._watch.taken()
