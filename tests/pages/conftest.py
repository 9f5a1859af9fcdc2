"""AppTest made to behave like a server that is already running."""

import pytest
from lab import KeptMedia, ServingManager
from streamlit.testing.v1 import app_test
from threadpoolctl import threadpool_limits


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Keep linear algebra to one thread: on a busy machine two wait for one another."""
    with threadpool_limits(1):
        yield


@pytest.fixture(autouse=True)
def server(monkeypatch):
    """Serve only the pages that app.py declares, and keep what can be downloaded."""
    monkeypatch.setattr(app_test, "PagesManager", ServingManager)
    monkeypatch.setattr(app_test, "MediaFileManager", KeptMedia)
