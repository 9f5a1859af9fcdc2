"""A page of the app as a link opens it, without a browser."""

from collections.abc import Callable, Mapping

import pytest
from lab import COMPONENTS, MADE, ROOT
from served import no_other_starts, one_thread, server, two_proposed, untried
from streamlit.testing.v1 import AppTest

from dashboard.state.session_cache import KEY

__all__ = ["no_other_starts", "one_thread", "server", "two_proposed", "untried"]

OpenPage = Callable[[str, Mapping[str, list[str]]], AppTest]


def _open_page(page: str, query: Mapping[str, list[str]]) -> AppTest:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=600)
    app._bidi_component_manager = COMPONENTS
    app.session_state[KEY] = MADE
    app.query_params.update(query)
    if page != "step":
        app.switch_page(f"pages/{page}.py")
    return app.run()


@pytest.fixture
def open_page():
    """Return a function: a page and the parts of an address -> a session that begins there."""
    return _open_page
