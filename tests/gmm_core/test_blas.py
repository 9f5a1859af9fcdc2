"""BLAS is held to one thread while anyone is inside, and is given back what it had."""

import os
import subprocess
import sys
from ast import literal_eval

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from gmm_core import Mixture, run
from gmm_core.blocks import one_thread


@pytest.fixture(autouse=True)
def two_threads():
    """BLAS has two threads before each test, whatever the machine."""
    with threadpool_limits(limits=2):
        yield


def threads():
    """Number of threads of each BLAS; those of OpenMP belong to a thread, not to the process."""
    blas = [library for library in threadpool_info() if library["user_api"] == "blas"]
    return [library["num_threads"] for library in blas]


def all_one():
    return all(number == 1 for number in threads())


def test_inside_there_is_one_thread_and_afterwards_as_many_as_before():
    before = threads()
    assert 2 in before
    with one_thread():
        assert all_one()
    assert threads() == before


def test_the_inner_of_two_leaves_the_limit_to_the_outer():
    before = threads()
    with one_thread():
        with one_thread():
            assert all_one()
        assert all_one()
    assert threads() == before


def test_an_error_inside_reaches_the_caller_and_restores_the_threads():
    before = threads()
    with pytest.raises(KeyError, match="inside"), one_thread():
        raise KeyError("inside")
    assert threads() == before


OVERLAP = """
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from threadpoolctl import threadpool_info
from gmm_core.blas import one_thread

def threads():
    return [each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"]

first_is_in, second_is_in, first_is_out = Event(), Event(), Event()

def first():
    with one_thread():
        first_is_in.set()
        second_is_in.wait()
    first_is_out.set()

def second():
    first_is_in.wait()
    with one_thread():
        inside = threads()
        second_is_in.set()
        first_is_out.wait()
        return inside

before = threads()
with ThreadPoolExecutor(2) as pool:
    pool.submit(first)
    inside = pool.submit(second).result()
    print(before, inside, threads(), sep="\\n")
"""


def test_two_threads_that_overlap_leave_what_they_found():
    """In a process of its own: what is not given back would be missing in other tests."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "2"}
    done = subprocess.run(
        [sys.executable, "-c", OVERLAP], env=environment, capture_output=True, text=True, check=True
    )
    before, both_inside, after = map(literal_eval, done.stdout.splitlines())
    assert set(before) == {2}
    assert set(both_inside) == {1}
    assert after == before


def test_a_fit_that_fails_leaves_the_threads_as_they_were():
    before = threads()
    start = Mixture([0.5, 0.5], [[0.0], [9.0]], [[[1.0]], [[1.0]]])
    with pytest.raises(ValueError, match="collapsed"):
        run([[0.0], [1.0], [9.0], [9.0]], start)
    assert threads() == before
