"""An event that a message repeats is heard once."""

from types import SimpleNamespace

import pytest

from dashboard.browser import heard
from dashboard.browser.heard import Heard


def test_an_event_is_heard_once_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    contexts = iter([SimpleNamespace(cursors={})] * 3)
    runs, taken = [contexts, iter([SimpleNamespace(cursors={})] * 2)], []
    hear = Heard(lambda: taken.append(len(taken)))
    for run in runs:
        monkeypatch.setattr(heard, "get_script_run_ctx", lambda run=run: next(run))
        for _ in range(2):
            hear()
    assert taken == [0, 1]


def test_without_a_run_everything_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    hear = Heard(lambda: taken.append(True))
    hear()
    hear()
    assert len(taken) == 2
