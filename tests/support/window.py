"""A browser window that all tests share: a tab is of one test or of a file, and leaves nothing."""

from playwright.sync_api import BrowserContext, Page
from watch import Watch

# What waits for an update fades, and icons move meanwhile, sixty times a second: to draw that
# without a graphics card takes as long as all else that the page does then, and no test looks at
# it.
STILL = """(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`[data-testid=stElementContainer], [data-testid=stExpander] *,
        [data-testid=stSkeleton], [data-testid=stSkeleton] *,
        [data-testid=stStatusWidget], [data-testid=stStatusWidget] *
        { transition: none !important; animation: none !important }`)
    document.adoptedStyleSheets.push(sheet)
})()"""


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
        context.add_init_script(STILL)
        self._watch = Watch(context)
        self._stays = context.new_page()
        self._stays.goto(f"{server}/_stcore/health")
        self._kept: set[Page] = {self._stays}

    def new_page(self, *, kept: bool = False) -> Page:
        """Open a page; one that is kept stays until it is closed by name."""
        page = self._context.new_page()
        if kept:
            self._kept.add(page)
        return page

    def close(self, page: Page) -> None:
        self._kept.discard(page)
        page.close()

    def forget(self) -> list[str]:
        """Close all pages, forget what the browser keeps of them, and return what went wrong."""
        for page in self._context.pages:
            if page not in self._kept:
                page.close()
        self._stays.evaluate("localStorage.clear()")
        if self._kept == {self._stays}:  # a page that is kept could not upload without its cookie
            self._context.clear_cookies()
        return self._watch.taken()
