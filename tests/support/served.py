"""AppTest made to behave like a server that is already running."""

import pytest
from lab import KeptMedia, ServingManager
from remembered import remembered
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner
from streamlit.testing.v1.util import patch_config_options
from threadpoolctl import threadpool_limits

from dashboard.source import proposal
from gmm_core.selection import propose

CODE = ScriptCache()  # of the scripts, which a server compiles once
PROPOSE = remembered(propose)  # the sweep of BIC takes most of the time of an upload


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Keep linear algebra to one thread: on a busy machine two wait for one another."""
    with threadpool_limits(1):
        yield


@pytest.fixture(autouse=True)
def server(monkeypatch):
    """Serve only what app.py declares, keep what can be downloaded, say what went wrong."""
    monkeypatch.setattr(app_test, "PagesManager", ServingManager)
    monkeypatch.setattr(app_test, "MediaFileManager", KeptMedia)
    for runs_scripts in (app_test, local_script_runner):
        monkeypatch.setattr(runs_scripts, "ScriptCache", lambda: CODE)
    monkeypatch.setattr(proposal, "propose", PROPOSE)
    with patch_config_options({"client.showErrorDetails": "full"}):
        yield
