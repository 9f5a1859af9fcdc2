"""A page of the app as a link opens it, without a browser."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test
from threadpoolctl import threadpool_limits

ROOT = Path(__file__).parents[2]
OpenPage = Callable[[str, Mapping[str, list[str]]], AppTest]


class ServingManager(PagesManager):
    """A server that has run app.py before; AppTest forgets that before every run."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        PagesManager.uses_pages_directory = False
        super().__init__(*args, **settings)


def _open_page(page: str, query: Mapping[str, list[str]]) -> AppTest:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    app.query_params.update(query)
    if page != "step":
        app.switch_page(f"pages/{page}.py")
    return app.run()


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch):
    """Return a function: a page and the parts of an address -> a session that begins there."""
    monkeypatch.setattr(app_test, "PagesManager", ServingManager)
    with threadpool_limits(1):  # on a busy machine two wait for one another
        yield _open_page
