"""How the tests are shared out to the cores: by files, and all that need a browser to one."""

from xdist.scheduler import LoadScopeScheduling

BROWSER = "tests/browser/"


class ByFile(LoadScopeScheduling):
    """One worker a file; the browser tests share a server, a browser, and what these take."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]
