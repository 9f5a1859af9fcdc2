"""A hundred starts run to their ends: together, as "Was it luck" has them, and one by one.

Both in one process, taking turns, on one thread; seconds of the processor, medians of three. The
last column is the largest difference of two ends of one start, in nats, without collapsed ones.

    python benchmarks/starts.py

How near the best of sixty random starts "best of several" ends, and scikit-learn's best of ten, for
each table that comes along with four structures and three seeds each:

    python benchmarks/starts.py --best-of-several
"""

import argparse
import time
import warnings
from collections.abc import Callable
from statistics import median
from typing import TypeVar

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from gmm_core import datasets
from gmm_core.blocks import one_thread
from gmm_core.ends import Tried, best_end, tried
from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation import Data
from gmm_core.fitting import Settings, fit_run
from gmm_core.landscape import RANDOM_KINDS, ends_of

Made = TypeVar("Made")
TABLES = (("iris", 3), ("faithful", 2), ("wine", 3), ("crabs", 4))
SEEDS, TURNS = 25, 3
STRUCTURES = ("full", "tied", "diag", "spherical")
LOWER = 0.01  # nats; more is another end


def rows_of(name: str) -> np.ndarray:
    dataset = datasets.load(name)
    return Data(dataset.frame[list(dataset.features)].dropna().to_numpy(dtype=np.float64)).X


def one_by_one(X: np.ndarray, k: int) -> list[float]:
    ends = []
    for seed in range(SEEDS):
        for kind in RANDOM_KINDS:
            try:
                ends.append(fit_run(X, Settings(k, init=kind, seed=seed)).log_likelihood)
            except DegenerateComponentError:
                ends.append(-np.inf)
    return ends


def together(X: np.ndarray, k: int) -> list[Tried]:
    return list(ends_of(X, Settings(k), SEEDS))


def timed(work: Callable[[np.ndarray, int], Made], X: np.ndarray, k: int) -> tuple[Made, float]:
    began = time.thread_time()
    made = work(X, k)
    return made, time.thread_time() - began


def main() -> None:
    print("| table | rows | features | k | together s | one by one s | ratio | ends differ by |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, k in TABLES:
        X = rows_of(name)
        with one_thread():
            turns = [(timed(together, X, k), timed(one_by_one, X, k)) for _ in range(TURNS)]
        fast, slow = (median(turn[side][1] for turn in turns) for side in (0, 1))
        (ends, _), (others, _) = turns[0]
        pairs = [(a.log_likelihood, b) for a, b in zip(ends, others, strict=True)]
        gaps = [abs(a - b) for a, b in pairs if np.isfinite([a, b]).all()]
        n, d = X.shape
        print(f"| {name} | {n} | {d} | {k} | {fast:.2f} | {slow:.2f} | {slow / fast:.1f} |", end="")
        print(f" {max(gaps):.0e} |", flush=True)


def of_several(X: np.ndarray, settings: Settings) -> float:
    return fit_run(X, settings).log_likelihood


def of_ten(X: np.ndarray, settings: Settings) -> float:
    """scikit-learn's, from ten k-means, to the same tolerance or near it."""
    model = GaussianMixture(
        settings.n_components,
        covariance_type=settings.covariance_type,
        n_init=10,
        tol=1e-7,
        reg_covar=0.0,
        max_iter=1000,
        random_state=settings.seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return float(model.fit(X).score(X)) * len(X)


def best_of_several() -> None:
    print("| table | fits | lower | by at most | s a fit | lower, ten | by at most | s a fit |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name in datasets.names():
        dataset = datasets.load(name)
        if dataset.suggested_k is None:
            continue
        X, gaps, seconds = rows_of(name), ([], []), ([], [])
        for kind in STRUCTURES:
            known = best_end(tried(X, Settings(dataset.suggested_k, kind), work=np.inf))
            for seed in range(TURNS):
                asked = Settings(dataset.suggested_k, kind, seed=seed)
                for side, fit in enumerate((of_several, of_ten)):
                    began = time.process_time()
                    gaps[side].append(known - fit(X, asked))
                    seconds[side].append(time.process_time() - began)
        columns = [
            f"{sum(gap > LOWER for gap in some)} | {max(*some, 0.0):.2f} | {median(took):.2f}"
            for some, took in zip(gaps, seconds, strict=True)
        ]
        print(f"| {name} | {len(gaps[0])} | {' | '.join(columns)} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--best-of-several", action="store_true")
    best_of_several() if parser.parse_args().best_of_several else main()
