"""AppTest made to behave like a server that is already running."""

import pytest
from lab import KeptMedia, ServingManager
from streamlit.testing.v1 import app_test


@pytest.fixture(autouse=True)
def server(monkeypatch):
    """Serve only the pages that app.py declares, and keep what can be downloaded."""
    monkeypatch.setattr(app_test, "PagesManager", ServingManager)
    monkeypatch.setattr(app_test, "MediaFileManager", KeptMedia)
