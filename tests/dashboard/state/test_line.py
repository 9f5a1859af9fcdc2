"""Long work waits in a line that all sessions share; nobody who leaves it holds up the others."""

import threading
import time
from collections.abc import Callable
from unittest.mock import MagicMock

import pytest
from lab import ServingManager
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import RerunData, ScriptRunnerEvent
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from dashboard.state import line
from dashboard.state.line import Line

MOST_SECONDS = 300


@pytest.fixture(autouse=True)
def own_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "SECONDS", 0.005)
    monkeypatch.setattr(line, "_LINE", Line())
    monkeypatch.setattr(line, "_LONG_JOBS", Line(1))


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + MOST_SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.001)


def nothing(_: int) -> None:
    """Those who wait may be told nothing."""


class Workers:
    """Threads that take a turn and hold it until they are let go."""

    def __init__(self, of: Line) -> None:
        self.line = of
        self.at_work: list[int] = []
        self.told: dict[int, list[int]] = {}
        self.let_go: list[threading.Event] = []
        self.threads: list[threading.Thread] = []

    def come(self) -> None:
        number = len(self.threads)
        self.told[number] = []
        self.let_go.append(threading.Event())
        self.threads.append(threading.Thread(target=self._work, args=(number,), daemon=True))
        self.threads[-1].start()
        wait_until(lambda: len(self.line) == number + 1)

    def _work(self, number: int) -> None:
        with self.line.turn(self.told[number].append):
            self.at_work.append(number)
            self.let_go[number].wait(MOST_SECONDS)

    def finish(self, number: int) -> None:
        self.let_go[number].set()
        self.threads[number].join(MOST_SECONDS)


def test_two_are_at_work_and_others_follow_in_the_order_in_which_they_came() -> None:
    workers = Workers(Line())
    for _ in range(4):
        workers.come()
    wait_until(lambda: bool(workers.told[3] and workers.told[2]))
    assert workers.at_work == [0, 1]
    workers.finish(1)
    wait_until(lambda: workers.at_work == [0, 1, 2])
    wait_until(lambda: workers.told[3][-1] == 2)
    workers.finish(0)
    wait_until(lambda: workers.at_work == [0, 1, 2, 3])
    for number in (2, 3):
        workers.finish(number)
    assert len(workers.line) == 0
    told = [sorted({*said}, reverse=True) for said in workers.told.values()]
    assert told == [[], [], [2], [3, 2]]


def test_whoever_gives_up_or_fails_leaves_the_line() -> None:
    workers = Workers(Line())
    workers.come()
    workers.come()

    def give_up(before: int) -> None:
        raise KeyboardInterrupt(before)

    with pytest.raises(KeyboardInterrupt, match="2"), workers.line.turn(give_up):
        raise AssertionError
    assert len(workers.line) == 2
    workers.finish(0)
    with pytest.raises(ZeroDivisionError), workers.line.turn(nothing):
        _ = 1 / 0
    assert len(workers.line) == 1
    workers.finish(1)


def test_within_a_turn_nobody_waits() -> None:
    of = Line(1)
    with of.turn(nothing), of.turn(nothing):
        assert len(of) == 1
    assert len(of) == 0


def test_what_is_short_passes_by_the_line() -> None:
    with line._LINE.turn(nothing):
        workers = Workers(line._LINE)
        workers.threads.append(threading.current_thread())
        workers.let_go.append(threading.Event())
        workers.come()
        assert line.in_turn(lambda: threading.get_ident(), 1, 2) == threading.get_ident()
        workers.finish(1)


def test_of_jobs_that_take_minutes_one_is_at_work_and_a_place_is_left() -> None:
    said: list[str] = []
    with line.turn_of_a_job(lambda share, text: said.append(text)):
        done = threading.Event()

        def another() -> None:
            with line.turn_of_a_job(lambda share, text: said.append(text)):
                done.set()

        thread = threading.Thread(target=another, daemon=True)
        thread.start()
        wait_until(lambda: bool(said))
        assert line.in_turn(lambda: "read", 2, 1) == "read"
        assert not done.is_set()
    thread.join(MOST_SECONDS)
    assert done.is_set()
    assert {*said} == {"Waiting for 1 other"}


# Pages that wait


SCRIPT = """
import streamlit as st
from dashboard.state import line
st.text(line.in_turn(lambda: "fitted", 2, 1))
"""


@pytest.fixture
def waiting_page(tmp_path, monkeypatch):
    """A page that waits for two others, and what lets these go."""
    path = tmp_path / "page.py"
    path.write_text(SCRIPT)
    monkeypatch.setattr(Runtime, "_instance", MagicMock(spec=Runtime))
    workers = Workers(line._LINE)
    workers.come()
    workers.come()
    state = SafeSessionState(SessionState(), lambda: None)
    page = LocalScriptRunner(str(path), state, ServingManager(str(path)))
    page.start()
    wait_until(lambda: len(line._LINE) == 3)
    yield page, workers
    for number in (0, 1):
        workers.finish(number)
    page.join()
    assert len(line._LINE) == 0


def texts(page: LocalScriptRunner) -> list[str]:
    deltas = [message.delta for message in page.forward_msgs() if message.HasField("delta")]
    return [each.new_element.text.body or each.new_element.alert.body for each in deltas]


def test_a_page_says_how_many_it_waits_for_and_then_goes_on(waiting_page) -> None:
    page, workers = waiting_page
    wait_until(lambda: any("Waiting for 2 others" in text for text in texts(page)))
    workers.finish(0)
    page.join()
    assert "fitted" in texts(page)
    assert len(line._LINE) == 1


def test_a_page_that_is_stopped_leaves_the_line(waiting_page) -> None:
    page, _ = waiting_page
    page.request_stop()
    page.join()
    assert len(line._LINE) == 2
    assert "fitted" not in texts(page)


def test_a_page_that_is_run_anew_waits_once(waiting_page) -> None:
    page, workers = waiting_page
    page.request_rerun(RerunData())
    wait_until(lambda: page.events.count(ScriptRunnerEvent.SCRIPT_STARTED) == 2)
    wait_until(lambda: len(line._LINE) == 3)
    workers.finish(1)
    page.join()
    assert texts(page).count("fitted") == 1
