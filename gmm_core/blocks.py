"""Sums over blocks of rows that fit the cache, on all cores, the same whatever their number.

BLAS and OpenMP are held to one thread: their own only wait for one another on small products.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import count, islice, pairwise
from threading import Lock
from typing import TypeVar

import numpy as np
from threadpoolctl import OpenBLASController, ThreadpoolController

# Numbers in a block: 1 MB, a common level-2 cache. Threads hand Python over once a call, so that
# smaller blocks cost more than they gain.
BLOCK_SIZE = 131_072

# Blocks below which threads take longer to start than they save.
FEW_BLOCKS = 8

# Rows of a block at least, below which calls cost more than the work in them. With 512 a table of
# 500 features left the cache: three times the processor time of a pass.
LEAST_ROWS = 128

# Pieces in which blocks are summed. Fixed, so that no sum depends on the number of threads.
N_PIECES = 32

# Tables that are fitted abreast, at most, and numbers in them; progress is told after as many.
MOST_ABREAST = 200
NUMBERS_ABREAST = 250_000

Kernel = Callable[..., Sequence[np.ndarray]]
T = TypeVar("T")
Made = TypeVar("Made")

# Numbers of an item from which several are worked on at once.
LARGE = 200_000

# Numbers of all items at work at once, at most: each takes several copies of its own.
MOST_AT_WORK = 10_000_000


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold BLAS and OpenMP to one thread, and give them back what they had.

    OpenMP's number of threads belongs to the thread that asks, that of BLAS to the process: where
    several fits overlap, the last of them gives it back.

    Examples
    --------
    >>> with one_thread():
    ...     pass
    """
    with _libraries("openmp").limit(limits=1), _one_thread_of_blas:
        yield


class _OneThreadOfBlas:
    """Counts those inside: each alone would restore what the other had set."""

    def __init__(self):
        self._lock = Lock()
        self._inside = 0
        self._limit = None

    def __enter__(self):
        with self._lock:
            if self._inside == 0:
                self._limit = _libraries("blas").limit(limits=1)
            self._inside += 1

    def __exit__(self, *_):
        with self._lock:
            self._inside -= 1
            if self._inside == 0 and self._limit is not None:
                # Only the thread that has set a limit may change it, and it may be gone or busy.
                OpenBLASController.clear_controlling_thread(force=True)
                self._limit.restore_original_limits()
                OpenBLASController.clear_controlling_thread(force=True)


_one_thread_of_blas = _OneThreadOfBlas()


def _libraries(user_api: str) -> ThreadpoolController:
    """Those of one kind in this process: a limit gives back all that its controller knows."""
    return _found(user_api, "sklearn.metrics" in sys.modules)


@cache
def _found(user_api: str, brought: bool) -> ThreadpoolController:
    """What is loaded by now; OpenMP is `brought` by scikit-learn, which may come later."""
    return ThreadpoolController().select(user_api=user_api)


def rows_in_block(numbers_a_row: int, least: int = LEAST_ROWS) -> int:
    """Return how many rows of so many numbers make a block.

    Parameters
    ----------
    numbers_a_row : int
    least : int
        Rows of a block at least.

    Returns
    -------
    int

    Examples
    --------
    >>> rows_in_block(16)
    8192
    """
    return max(BLOCK_SIZE // numbers_a_row, least)


def sum_over_blocks(
    kernel: Kernel,
    n_rows: int,
    numbers_a_row: int,
    *,
    scratch: bool = False,
    by_row: bool = False,
    least: int = LEAST_ROWS,
    pieces: int = N_PIECES,
) -> list[np.ndarray]:
    """Return the sums of what `kernel` returns for each block of rows.

    Parameters
    ----------
    kernel : callable
        (rows: slice) -> arrays, or with `scratch` (rows: slice, space) -> arrays.
    n_rows : int
    numbers_a_row : int
        How many numbers of each row are at work at once.
    scratch : bool
        Whether the kernel gets `space`, an array of shape (numbers_a_row, rows of a block) that
        holds ones at first and then what the last call left.
    by_row : bool
        Whether in `space` the numbers of a row stand together, as is quicker where these are many.
    least : int
        Rows of a block at least.
    pieces : int
        In which blocks are summed: as many sums, at most, wait for one before them.

    Returns
    -------
    list of ndarray

    Examples
    --------
    >>> X = np.arange(10_000.0)
    >>> sum_over_blocks(lambda rows: [X[rows].sum()], len(X), 100)
    [np.float64(49995000.0)]
    """
    size = min(rows_in_block(numbers_a_row, least), n_rows)
    if n_rows <= size and not scratch:
        return list(kernel(slice(0, n_rows)))

    def space() -> tuple[np.ndarray, ...]:
        order = "F" if by_row else "C"
        return (np.ones((numbers_a_row, size), order=order),) if scratch else ()

    if n_rows <= size:
        return list(kernel(slice(0, n_rows), *space()))
    blocks = [slice(begin, min(begin + size, n_rows)) for begin in range(0, n_rows, size)]

    total = _Total()

    def of_piece(piece: tuple[int, list[slice]], *own: np.ndarray) -> None:
        number, of_it = piece
        total.take(number, _sum(kernel(rows, *own) for rows in of_it))

    with one_thread():
        with_space(of_piece, [*enumerate(_split(blocks, pieces))], space, len(blocks))
    return total.sums


def with_space(
    work: Callable[..., Made],
    items: Sequence[T],
    space: Callable[[], tuple[np.ndarray, ...]],
    n_blocks: int,
) -> list[Made]:
    """Return what ``work(item, *space)`` makes of each item, on all cores where blocks are many.

    Each thread has a space of its own, which holds what its last item left.

    Examples
    --------
    >>> with_space(lambda item, own: item + own.sum(), [1.0, 2.0], lambda: (np.ones(3),), 2)
    [np.float64(4.0), np.float64(5.0)]
    """
    found: dict[int, Made] = {}
    turn = count()

    def work_off() -> None:
        own = space()
        while (number := next(turn)) < len(items):
            found[number] = work(items[number], *own)

    _on_all_cores(work_off, len(items) if n_blocks >= FEW_BLOCKS else 1)
    return [found[number] for number in range(len(items))]


def batches(tables: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of as many tables, of `size` numbers each, as are fitted abreast.

    Examples
    --------
    >>> [len(batch) for batch in batches(range(5), 100_000)]
    [2, 2, 1]
    """
    most = min(max(NUMBERS_ABREAST // max(size, 1), 1), MOST_ABREAST)
    left = iter(tables)
    while batch := list(islice(left, most)):
        yield batch


def side_by_side(work: Callable[[T], Made], items: Sequence[T], size: int) -> list[Made]:
    """Return what `work` makes of each item, on all cores where items of `size` numbers are large.

    Fewer are at work at once where they are so large that copies of them would fill the memory.

    Examples
    --------
    >>> side_by_side(sorted, ["ba", "dc"], 2)
    [['a', 'b'], ['c', 'd']]
    """
    most = max(MOST_AT_WORK // max(size, 1), 1)
    n_threads = min(_n_cores(), len(items), most) if size >= LARGE else 1
    if n_threads < 2:
        return [*map(work, items)]
    with ThreadPoolExecutor(n_threads) as pool:
        return [*pool.map(work, items)]


def pieces(n_rows: int, size: int = BLOCK_SIZE) -> Iterator[slice]:
    """Yield the rows of a long column in pieces, so that what is made of them is soon let go.

    Examples
    --------
    >>> list(pieces(5, 2))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    """
    return (slice(begin, min(begin + size, n_rows)) for begin in range(0, n_rows, size))


def one_after_another(work: Callable[[T], Made], items: Iterable[T]) -> Iterator[Made]:
    """Yield what `work` makes of each item, in their order, on all cores.

    No more items are taken beforehand than there are cores, so that many large ones are never held
    at once.

    Examples
    --------
    >>> list(one_after_another(len, iter(["a", "bcd"])))
    [1, 3]
    """
    n_threads, left = _n_cores(), iter(items)
    with ThreadPoolExecutor(n_threads) as pool:
        coming = deque(pool.submit(work, item) for item in islice(left, n_threads))
        while coming:
            made = coming.popleft().result()
            coming.extend(pool.submit(work, item) for item in islice(left, 1))
            yield made


def _split(blocks: list[slice], n_pieces: int) -> list[list[slice]]:
    """Neighbouring blocks in at most so many pieces of about equal length."""
    n_pieces = min(n_pieces, len(blocks))
    edges = [len(blocks) * piece // n_pieces for piece in range(n_pieces + 1)]
    return [blocks[begin:end] for begin, end in pairwise(edges)]


def _on_all_cores(work: Callable[[], None], most: int) -> None:
    n_threads = min(_n_cores(), most) if most > 1 else 1
    if n_threads == 1:
        work()
        return
    with ThreadPoolExecutor(n_threads) as pool:
        for done in [pool.submit(work) for _ in range(n_threads)]:
            done.result()


def _n_cores() -> int:
    """Return how many cores this process may use: limits of containers, joblib and OpenMP hold."""
    from joblib import cpu_count  # loaded at need: small data need no threads, and it takes 0.1 s

    bound = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else ()
    cores = _counted(cpu_count, frozenset(bound), os.environ.get("LOKY_MAX_CPU_COUNT"))
    return min(cores, _openmp_threads() or cores)


@cache
def _counted(cpu_count: Callable[[], int], *_: object) -> int:
    """Cores by joblib, which opens files for it: asked once for each binding of the process."""
    return cpu_count()


def _openmp_threads() -> int | None:
    """Return OMP_NUM_THREADS, of a list the first, if it is a number; workers of joblib set it."""
    first = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    return int(first) or None if first.isascii() and first.isdigit() else None


def _sum(parts: Iterable[Sequence[np.ndarray]]) -> list[np.ndarray]:
    total = _Total()
    for number, part in enumerate(parts):
        total.take(number, part)
    return total.sums


class _Total:
    """Sums of parts in their order, each added as soon as those before it are there."""

    def __init__(self):
        self.sums: list[np.ndarray] = []
        self._lock = Lock()
        self._waiting: dict[int, Sequence[np.ndarray]] = {}
        self._n_taken = 0

    def take(self, number: int, part: Sequence[np.ndarray]) -> None:
        with self._lock:
            self._waiting[number] = part
            while self._n_taken in self._waiting:
                self._add(self._waiting.pop(self._n_taken))
                self._n_taken += 1

    def _add(self, part: Sequence[np.ndarray]) -> None:
        if self._n_taken == 0:
            self.sums = list(part)
        elif self._n_taken == 1:  # what came first may belong to others
            self.sums = [left + right for left, right in zip(self.sums, part, strict=True)]
        else:
            for place, right in enumerate(part):
                self.sums[place] += right
