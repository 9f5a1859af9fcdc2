"""Sums over blocks: each row once, the same bits on any number of threads."""

import os
import subprocess
import sys
from ast import literal_eval
from collections.abc import Iterator
from threading import Barrier, get_ident

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threadpoolctl import threadpool_info, threadpool_limits

from gmm_core import Mixture, blocks, run
from gmm_core.blocks import (
    BLOCK_SIZE,
    LEAST_ROWS,
    N_PIECES,
    one_after_another,
    one_thread,
    rows_in_block,
    side_by_side,
    sum_over_blocks,
)

WIDE = BLOCK_SIZE // LEAST_ROWS  # numbers a row, so that a block has the fewest rows
THREADS = (1, 2, 3, 7)


@pytest.fixture(params=THREADS)
def n_cores(request, monkeypatch):
    monkeypatch.setattr(blocks, "_n_cores", lambda: request.param)
    return request.param


@given(st.integers(1, 10**7))
def test_a_block_fits_the_cache_unless_its_rows_would_be_few(numbers_a_row):
    size = rows_in_block(numbers_a_row)
    assert size >= LEAST_ROWS
    assert size * numbers_a_row <= BLOCK_SIZE or size == LEAST_ROWS
    assert (size + 1) * numbers_a_row > BLOCK_SIZE


@pytest.mark.parametrize(
    "n_rows",
    [0, 1, LEAST_ROWS, LEAST_ROWS + 1, 2 * LEAST_ROWS, N_PIECES * LEAST_ROWS, 71 * LEAST_ROWS - 3],
)
def test_every_row_is_in_one_block(n_rows, n_cores):
    """Row i counts 1 and i: both sums are whole numbers, so they are exact."""
    size = LEAST_ROWS

    def kernel(rows):
        assert rows.stop - rows.start <= size
        chosen = np.arange(n_rows)[rows]
        return np.array(len(chosen)), np.bincount(chosen, minlength=n_rows)

    count, seen = sum_over_blocks(kernel, n_rows, WIDE)
    assert count == n_rows
    np.testing.assert_array_equal(seen, np.ones(n_rows))


def test_each_of_several_sums_is_added_to_its_own(n_cores):
    X = np.arange(5.0 * LEAST_ROWS)
    first, second = sum_over_blocks(lambda rows: (X[rows].sum(), np.ones(2)), len(X), WIDE)
    assert first == X.sum()
    np.testing.assert_array_equal(second, [5.0, 5.0])


def test_any_number_of_threads_gives_the_same_bits(monkeypatch):
    """Values of all sizes: another order of adding them would change the last digits."""
    rng = np.random.default_rng(0)
    n = 75 * LEAST_ROWS + 11
    X = rng.normal(size=(n, 3)) * 10.0 ** rng.uniform(-6, 6, size=(n, 1))
    sums = []
    for number in THREADS:
        monkeypatch.setattr(blocks, "_n_cores", lambda number=number: number)
        (found,) = sum_over_blocks(lambda rows: (X[rows].sum(axis=0),), n, WIDE)
        sums.append(found)
    for found in sums[1:]:
        np.testing.assert_array_equal(found, sums[0])
    np.testing.assert_allclose(sums[0], X.sum(axis=0), rtol=1e-9)


def test_scratch_begins_with_ones_and_is_kept_from_call_to_call(monkeypatch):
    """One thread: each call adds one to what the call before has left."""
    monkeypatch.setattr(blocks, "_n_cores", lambda: 1)
    seen = []

    def kernel(_, space):
        assert space.shape == (300, rows_in_block(300))
        seen.append((space.min(), space.max()))
        space += 1.0
        return (0.0,)

    sum_over_blocks(kernel, 6 * rows_in_block(300), 300, scratch=True)
    assert seen == [(level, level) for level in (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)]


def test_one_block_gets_scratch_of_as_many_rows_as_there_are():
    (shape,) = sum_over_blocks(lambda _, space: (np.array(space.shape),), 10, 4, scratch=True)
    assert shape.tolist() == [4, 10]
    (total,) = sum_over_blocks(lambda _, space: (space.sum(),), 10, 4, scratch=True)
    assert total == 40.0


def test_no_two_threads_share_their_scratch(monkeypatch):
    """Each writes its own name into all of its scratch, works, and finds the name again."""
    monkeypatch.setattr(blocks, "_n_cores", lambda: 7)
    X = np.random.default_rng(0).normal(size=(40 * LEAST_ROWS, 8))

    def kernel(rows, space):
        space[:] = get_ident() % 2**31
        np.linalg.svd(X[rows], full_matrices=False)
        return (int((space == get_ident() % 2**31).all()),)

    (undisturbed,) = sum_over_blocks(kernel, len(X), 100, scratch=True)
    (n_blocks,) = sum_over_blocks(lambda _: (1,), len(X), 100)
    assert undisturbed == n_blocks


@pytest.mark.parametrize("bad_block", [0, 20, 63])
def test_an_error_in_a_block_reaches_the_caller(bad_block, n_cores):
    def kernel(rows):
        if rows.start == bad_block * LEAST_ROWS:
            raise ArithmeticError(f"block {bad_block}")
        return (1.0,)

    with pytest.raises(ArithmeticError, match=f"block {bad_block}"):
        sum_over_blocks(kernel, 64 * LEAST_ROWS, WIDE)


@pytest.mark.parametrize("fails", [False, True])
def test_blas_has_one_thread_in_a_block_and_its_own_again_afterwards(fails, n_cores):
    def threads():
        blas = [library for library in threadpool_info() if library["user_api"] == "blas"]
        return [library["num_threads"] for library in blas]

    def kernel(rows):
        assert set(threads()) == {1}
        if fails and rows.start:
            raise ArithmeticError
        return (1.0,)

    with threadpool_limits(limits=2):
        before = threads()
        if fails:
            with pytest.raises(ArithmeticError):
                sum_over_blocks(kernel, 4 * LEAST_ROWS, WIDE)
        else:
            sum_over_blocks(kernel, 4 * LEAST_ROWS, WIDE)
        assert threads() == before


def test_there_is_at_least_one_core():
    assert blocks._n_cores() >= 1


@pytest.mark.parametrize(
    ("said", "n_threads"),
    [("1", 1), ("3", 3), (" 2 ", 2), ("4,2", 4), ("1,abc", 1), ("64", 8)]
    + [(nothing, 8) for nothing in ("", "0", "0,2", "abc", "-1", "2.5", ",2", "²")],
)
def test_openmp_is_told_how_many_threads_or_nothing_that_counts(said, n_threads, monkeypatch):
    """Of a list the first is meant, as in OpenMP; what is no number above 0 is passed over."""
    monkeypatch.setattr("joblib.cpu_count", lambda: 8)
    monkeypatch.setenv("OMP_NUM_THREADS", said)
    assert blocks._n_cores() == n_threads


def test_without_a_word_on_threads_all_cores_are_used(monkeypatch):
    monkeypatch.setattr("joblib.cpu_count", lambda: 5)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert blocks._n_cores() == 5


USED = '''
import os
from joblib import Parallel, cpu_count, delayed

def n_used(most=2, seconds=0.3):
    """Threads that work where the first of them wait so long for so many."""
    from threading import Event, get_ident
    from gmm_core.blocks import BLOCK_SIZE, LEAST_ROWS, sum_over_blocks

    used, all_are_here = set(), Event()

    def kernel(rows):
        if get_ident() not in used:
            used.add(get_ident())
            if len(used) == most:
                all_are_here.set()
            all_are_here.wait(seconds)
        return (1.0,)

    sum_over_blocks(kernel, 64 * LEAST_ROWS, BLOCK_SIZE // LEAST_ROWS)
    return len(used)

'''
LIMITS = ("OMP_NUM_THREADS", "LOKY_MAX_CPU_COUNT")


def said_by(program, limits):
    """What a process of its own says of the threads that have worked."""
    environment = {name: value for name, value in os.environ.items() if name not in LIMITS}
    done = subprocess.run(
        [sys.executable, "-c", USED + program],
        env=environment | limits,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def test_without_a_limit_every_core_has_its_thread():
    assert said_by("n = min(cpu_count(), 32); print(n_used(n, 60) - n)", {}) == 0


@pytest.mark.parametrize("name", LIMITS)
def test_one_thread_works_where_one_is_allowed(name):
    assert said_by("print(n_used())", {name: "1"}) == 1


def test_workers_of_joblib_share_the_cores():
    """As many workers as cores: each has one, and starts no more threads than that."""
    assert said_by("print(*Parallel(cpu_count())([delayed(n_used)()]))", {}) == 1


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system binds to no cores")
def test_one_thread_works_where_the_process_is_bound_to_one_core():
    bound = "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})"
    assert said_by(f"{bound}; print(n_used())", {}) == 1


def test_a_limit_on_threads_changes_no_bit_of_a_fit(monkeypatch):
    """Rows enough for every pass to be shared out."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(150_000, 4)) + 4.0 * rng.integers(0, 2, size=(150_000, 1))
    start = Mixture([0.5, 0.5], [[0.0] * 4, [3.0] * 4], [np.eye(4)] * 2)
    monkeypatch.setattr("joblib.cpu_count", lambda: 4)
    fits = []
    for said in ("1", "3", "abc"):
        monkeypatch.setenv("OMP_NUM_THREADS", said)
        fits.append(run(X, start, max_iter=3).states[-1].mixture)
    for fit in fits[1:]:
        for name in ("weights", "means", "covariances"):
            np.testing.assert_array_equal(getattr(fit, name), getattr(fits[0], name))


@pytest.fixture
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


@pytest.mark.usefixtures("two_threads")
def test_inside_there_is_one_thread_and_afterwards_as_many_as_before():
    before = threads()
    assert 2 in before
    with one_thread():
        assert all_one()
    assert threads() == before


@pytest.mark.usefixtures("two_threads")
def test_the_inner_of_two_leaves_the_limit_to_the_outer():
    before = threads()
    with one_thread():
        with one_thread():
            assert all_one()
        assert all_one()
    assert threads() == before


@pytest.mark.usefixtures("two_threads")
def test_an_error_inside_reaches_the_caller_and_restores_the_threads():
    before = threads()
    with pytest.raises(KeyError, match="inside"), one_thread():
        raise KeyError("inside")
    assert threads() == before


OVERLAP = """
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from threadpoolctl import threadpool_info
from gmm_core.blocks import one_thread

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


@pytest.mark.usefixtures("two_threads")
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


LATER = """
import sys
from gmm_core.blocks import one_thread
with one_thread():
    assert "sklearn" not in sys.modules
import sklearn.metrics
from threadpoolctl import threadpool_info
with one_thread():
    print([each["num_threads"] for each in threadpool_info()])
"""


def test_what_is_loaded_after_the_first_time_has_one_thread_too():
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"}
    done = subprocess.run(
        [sys.executable, "-c", LATER], env=environment, capture_output=True, text=True, check=True
    )
    assert set(literal_eval(done.stdout)) == {1}


@pytest.mark.usefixtures("two_threads")
def test_a_fit_that_fails_leaves_the_threads_as_they_were():
    before = threads()
    start = Mixture([0.5, 0.5], [[0.0], [9.0]], [[[1.0]], [[1.0]]])
    with pytest.raises(ValueError, match="collapsed"):
        run([[0.0], [1.0], [9.0], [9.0]], start)
    assert threads() == before


def test_batches_hold_tables_of_so_many_numbers_and_each_table_once():
    tables = iter(range(450))
    assert [len(batch) for batch in blocks.batches(tables, 1)] == [200, 200, 50]
    assert list(blocks.batches("ab", 10**9)) == [["a"], ["b"]]
    assert list(blocks.batches([], 0)) == []


def test_items_are_worked_on_in_their_order_whether_side_by_side_or_not() -> None:
    items = list(range(20))
    for size in (1, 10**9):
        assert side_by_side(lambda item: item**2, items, size) == [item**2 for item in items]
    assert side_by_side(str, [], 10**9) == []


def test_of_very_large_items_few_are_at_work_at_once(monkeypatch) -> None:
    monkeypatch.setattr(blocks, "_n_cores", lambda: 4)
    both = Barrier(2)
    assert len(side_by_side(lambda _: both.wait(60), [1, 2], blocks.MOST_AT_WORK // 2)) == 2
    here = get_ident()
    assert side_by_side(lambda _: get_ident(), [1, 2], blocks.MOST_AT_WORK) == [here, here]


def test_what_is_made_one_after_another_is_in_order_and_little_is_taken_beforehand() -> None:
    taken: list[int] = []
    made = one_after_another(lambda item: item**2, _noted(taken))
    assert next(made) == 0
    assert len(taken) <= blocks._n_cores() + 1
    assert list(made) == [item**2 for item in range(1, 50)]


def test_what_fails_one_after_another_fails_where_it_is_asked_for() -> None:
    made = one_after_another(lambda item: 1 // item, [1, 0, 1])
    assert next(made) == 1
    with pytest.raises(ZeroDivisionError):
        next(made)


def _noted(taken: list[int]) -> Iterator[int]:
    for item in range(50):
        taken.append(item)
        yield item


@pytest.mark.parametrize("by_row", [False, True])
def test_the_numbers_of_a_row_or_those_of_a_kind_stand_together(by_row):
    def strides(_, space):
        return (np.array(space.strides) // space.itemsize,)

    (found,) = sum_over_blocks(strides, 10, 4, scratch=True, by_row=by_row)
    assert found.tolist() == ([1, 4] if by_row else [10, 1])
