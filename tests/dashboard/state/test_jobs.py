"""Work in a thread: it tells how far it is, can be stopped, and ends with who wanted it."""

import gc
from threading import Event

import pytest

from dashboard.state.jobs import Job
from gmm_core.errors import DataError

PATIENCE = 300  # seconds; more than any of this takes


class Steps:
    """Work of steps that a test lets go one by one."""

    def __init__(self):
        self.go, self.ended = Event(), Event()

    def __call__(self, tell):
        try:
            tell(0.5, "half", "part")
            self.go.wait(PATIENCE)
            tell(0.9, "almost")
            return "made"
        finally:
            self.ended.set()


def test_it_has_not_begun_before_it_is_started():
    job = Job(lambda tell: "made")
    assert (job.runs, job.is_done, job.began) == (False, False, None)
    assert job.finish() == "made"
    assert job.is_done


def test_progress_and_parts_are_there_while_it_runs():
    work = Steps()
    job = Job(work)
    job.start()
    while not job.parts:
        job.wait(0.001)
    assert job.runs
    assert (job.progress, job.parts) == ((0.5, "half"), ["part"])
    work.go.set()
    assert job.finish() == "made"
    assert not job.runs


def test_it_stops_when_it_next_tells_and_can_begin_anew():
    work = Steps()
    job = Job(work)
    job.start()
    while not job.parts:
        job.wait(0.001)
    job.stop()
    assert (job.runs, job.was_stopped) == (False, True)
    assert job.parts == ["part"]
    work.go.set()
    assert work.ended.wait(PATIENCE)
    assert not job.is_done
    job.start()
    assert job.finish() == "made"
    assert not job.was_stopped


def test_its_error_is_that_of_who_asks_for_what_it_makes():
    def fail(tell):
        raise DataError("There are no rows. Give some.")

    job = Job(fail)
    for _ in range(2):
        with pytest.raises(DataError, match="no rows"):
            job.finish()
    assert job.is_done


def test_work_that_nobody_holds_any_more_ends():
    work = Steps()
    job = Job(work)
    job.start()
    while not job.parts:
        job.wait(0.001)
    told = job._told
    del job
    gc.collect()
    assert told.is_to_end.is_set()
    work.go.set()
    assert work.ended.wait(PATIENCE)
    assert told.made is None


def test_what_gives_way_is_as_if_it_had_not_begun():
    work = Steps()
    job = Job(work)
    job.start()
    job.give_way()
    assert (job.runs, job.began) == (False, None)
    work.go.set()
    assert work.ended.wait(PATIENCE)
    job.start()
    assert job.finish() == "made"
    job.give_way()
    assert job.is_done
