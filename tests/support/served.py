"""AppTest made to behave like a server that is already running."""

from unittest.mock import Mock

import pytest
from lab import KeptMedia, ServingManager
from remembered import GREEDY_MERGES, OTHER_ENDS, PROPOSE, TRIED, fit_run
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1 import app_test, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.testing.v1.util import patch_config_options
from threadpoolctl import threadpool_limits

from dashboard.fit import cached, ends
from dashboard.server import looked_up_state
from dashboard.source import proposal
from gmm_core.starts import hierarchy

CODE = ScriptCache()  # of the scripts, which a server compiles once


def joined(runner: LocalScriptRunner, timeout: float = 3) -> None:
    """Wait for the script in its thread, where AppTest asks a thousand times a second."""
    assert runner._script_thread is not None
    runner._script_thread.join(timeout)
    if runner._script_thread.is_alive():
        runner.request_stop()
        raise RuntimeError(f"The script runs for longer than {timeout} s.")


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Keep linear algebra to one thread: on a busy machine two wait for one another."""
    with threadpool_limits(1):
        yield


@pytest.fixture
def untried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is understood of a file is shown without trying models, which takes most of the time.

    For tests of many files that look at nothing that a model says.
    """
    monkeypatch.setattr(proposal, "model_of", lambda *_: proposal.Proposed(1, "full", ""))


@pytest.fixture
def two_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two components are proposed of any file, without trying others.

    For tests of what is done with a fit, whichever it is.
    """
    monkeypatch.setattr(proposal, "model_of", lambda *_: proposal.Proposed(2, "full", ""))


@pytest.fixture
def no_other_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen random starts are not run beside each fit, as where there is no time for any.

    For tests that look at nothing that is said of where others end.
    """
    monkeypatch.setattr(ends, "few", lambda _: ())


@pytest.fixture(scope="module", autouse=True)
def server(one_thread):
    """Serve only what app.py declares, keep what can be downloaded, say what went wrong.

    Of a whole file, so that its tests may share a session.
    """
    with (
        pytest.MonkeyPatch.context() as patched,
        patch_config_options({"client.showErrorDetails": "full"}),
    ):
        patched.setattr(app_test, "PagesManager", ServingManager)
        patched.setattr(app_test, "MediaFileManager", KeptMedia)
        for runs_scripts in (app_test, local_script_runner):
            patched.setattr(runs_scripts, "ScriptCache", lambda: CODE)
        patched.setattr(SafeSessionState, "filtered_state", SafeSessionState.filtered_state)
        looked_up_state.begin()  # as app.py does
        patched.setattr(local_script_runner, "require_widgets_deltas", joined)
        patched.setattr(app_test, "MagicMock", Mock)  # no operator of the server is used
        patched.setattr(proposal, "propose", PROPOSE)
        for fits in (proposal, cached):
            patched.setattr(fits, "fit_run", fit_run)
        patched.setattr(ends, "tried", TRIED)
        patched.setattr(cached, "made_other_ends", OTHER_ENDS)
        patched.setattr(hierarchy, "greedy_merges", GREEDY_MERGES)
        yield
