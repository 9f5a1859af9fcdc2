"""Whole fits and single iterations beside scikit-learn, in one process.

Both start from the same mixture and take the same number of iterations; medians of repeats,
taken in turns. Columns: rows, features, components; milliseconds an iteration here and there;
their ratio (above 1 is faster than scikit-learn); the largest relative difference of the
log-likelihoods of the two.
"""

import platform
import statistics
import time
import warnings

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture as Peer

import gmm_core
from gmm_core import COVARIANCE_STRUCTURES, Mixture, initialize, m_step

SHAPES = [(150, 4, 3), (10_000, 4, 3), (100_000, 10, 5), (200_000, 8, 8)]
ITERATIONS = 10
REPEATS = 5


def rows_of(n: int, d: int, k: int) -> np.ndarray:
    """Overlapping clusters, so that no component collapses and none is found at once."""
    rng = np.random.default_rng(0)
    centres = rng.normal(scale=2.0, size=(k, d))
    return centres[rng.integers(k, size=n)] + rng.normal(size=(n, d))


def seconds(action) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def medians(*actions) -> list[float]:
    """Median seconds of each action; they take turns, so that a noisy moment hits all."""
    times = [[seconds(action) for action in actions] for _ in range(REPEATS)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def estimators(k: int, covariance_type: str, start: Mixture | None):
    """The two estimators with the same settings; from `start`, or each from its own k-means."""
    settings = {
        "n_components": k,
        "covariance_type": covariance_type,
        "tol": 0.0,
        "max_iter": ITERATIONS,
        "random_state": 0,
    }
    if start is not None:
        compact = COVARIANCE_STRUCTURES[covariance_type].compact
        settings |= {
            "weights_init": start.weights,
            "means_init": start.means,
            "precisions_init": compact(np.linalg.inv(start.covariances)),
        }
    return gmm_core.GaussianMixture(**settings), Peer(**settings)


def compare(n: int, d: int, k: int, covariance_type: str) -> str:
    X = rows_of(n, d, k)
    start = m_step(initialize(X, k, "kmeans", random_state=0), covariance_type, reg_covar=1e-6)
    ours, peer = estimators(k, covariance_type, start)
    here, there = medians(lambda: ours.fit(X), lambda: peer.fit(X))
    gap = abs(ours.score(X) - peer.score(X)) / abs(peer.score(X))
    whole = medians(*(lambda e=e: e.fit(X) for e in estimators(k, covariance_type, None)))
    per_iteration = (1e3 * here / ITERATIONS, 1e3 * there / ITERATIONS, there / here)
    return (
        f"| {n:,} | {d} | {k} | {covariance_type} | {per_iteration[0]:.2f} | "
        f"{per_iteration[1]:.2f} | {per_iteration[2]:.1f} | {whole[0]:.3f} | {whole[1]:.3f} | "
        f"{whole[1] / whole[0]:.1f} | {gap:.0e} |"
    )


def main() -> None:
    warnings.simplefilter("ignore", ConvergenceWarning)  # the number of iterations is fixed
    print(
        f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}, "
        f"scikit-learn {sklearn.__version__}; {ITERATIONS} iterations, {REPEATS} repeats\n"
    )
    print(
        "| rows | features | k | covariance | ms/iteration | scikit-learn | ratio "
        "| whole fit s | scikit-learn | ratio | log-likelihood differs by |"
    )
    print("|--:|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|")
    for shape in SHAPES:
        for covariance_type in COVARIANCE_STRUCTURES:
            print(compare(*shape, covariance_type), flush=True)


if __name__ == "__main__":
    main()
