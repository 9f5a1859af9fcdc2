"""E-steps over rows with gaps beside those of the same rows without, in seconds of processor time.

Every number is the median of repeats, after one call in which rows are grouped by their gaps.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from gmm_core import Data, e_step, initialize
from gmm_core.em import Model

REPEATS = 9
SHAPES = [
    ("30 % of values, at random", 20_000, 8, 5, None),
    ("ten patterns", 20_000, 8, 5, 10),
    ("a pattern a row, 30 %", 2_000, 30, 5, None),
]


def with_gaps(X: np.ndarray, n_patterns: int | None) -> np.ndarray:
    rng = np.random.default_rng(1)
    if n_patterns is None:
        return np.where(rng.uniform(size=X.shape) < 0.3, np.nan, X)
    patterns = rng.uniform(size=(n_patterns, X.shape[1])) < 0.3
    patterns[0] = False
    return np.where(patterns[rng.integers(n_patterns, size=len(X))], np.nan, X)


def milliseconds(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(REPEATS):
        began = time.process_time()
        work()
        times.append(1e3 * (time.process_time() - began))
    return statistics.median(times)


def main() -> None:
    print("| gaps | rows | features | k | patterns | complete ms | with gaps ms | times |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for title, n, d, k, n_patterns in SHAPES:
        rng = np.random.default_rng(0)
        X = rng.normal(size=(n, d)) + rng.integers(0, 4, size=(n, 1))
        mixture = Model().start(initialize(X, k, "kmeans", random_state=0))
        whole, gapped = Data(X), Data.of(with_gaps(X, n_patterns), missing="ml")
        plain = milliseconds(partial(e_step, whole, mixture))
        found = milliseconds(partial(e_step, gapped, mixture))
        n_found = len(getattr(gapped, "patterns", ()))
        print(
            f"| {title} | {n:,} | {d} | {k} | {n_found:,} | {plain:.1f} | {found:.1f} "
            f"| {found / plain:.1f} |"
        )


if __name__ == "__main__":
    main()
