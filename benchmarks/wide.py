"""Fits of wide tables beside scikit-learn: time, peak memory beyond the data, size of a pickle.

Both start from the same mixture and take the same number of iterations. Times are medians of
repeats taken in turns; peaks are what Python and numpy had allocated at once in one more fit.
"""

import pickle
import statistics
import time
import tracemalloc
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture as Peer

from gmm_core import GaussianMixture

SHAPES = [
    ("diag", 2_000, 500, 10, 30),
    ("spherical", 2_000, 500, 10, 30),
    ("tied", 2_000, 300, 10, 30),
    ("full", 5_000, 60, 50, 10),
]
REPEATS = 5


def rows_of(n: int, d: int, k: int) -> np.ndarray:
    rng = np.random.default_rng(0)
    centres = 0.6 * rng.normal(size=(k, d))
    return centres[rng.integers(k, size=n)] + rng.normal(size=(n, d))


def settings(X: np.ndarray, k: int, covariance_type: str, n_iter: int) -> dict:
    d = X.shape[1]
    precisions = {
        "full": np.array([np.eye(d)] * k),
        "tied": np.eye(d),
        "diag": np.ones((k, d)),
        "spherical": np.ones(k),
    }
    return {
        "n_components": k,
        "covariance_type": covariance_type,
        "tol": 0,
        "max_iter": n_iter,
        "weights_init": np.full(k, 1 / k),
        "means_init": X[np.random.default_rng(1).permutation(len(X))[:k]],
        "precisions_init": precisions[covariance_type],
        "init_params": "random_from_data",
        "random_state": 0,
    }


def seconds(fit) -> float:
    began = time.perf_counter()
    fit()
    return time.perf_counter() - began


def peak(fit) -> float:
    """Megabytes allocated at once."""
    tracemalloc.start()
    fit()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    warnings.simplefilter("ignore", ConvergenceWarning)
    print("| covariance | rows | features | k | iterations | s | scikit-learn | ratio ", end="")
    print("| MB | scikit-learn | times | pickle MB | scikit-learn |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for covariance_type, n, d, k, n_iter in SHAPES:
        X = rows_of(n, d, k)
        chosen = settings(X, k, covariance_type, n_iter)
        both = [GaussianMixture(**chosen), Peer(**chosen)]
        fits = [lambda model=model, X=X: model.fit(X) for model in both]
        times = [[seconds(fit) for fit in fits] for _ in range(REPEATS + 1)][1:]
        ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
        most = [peak(fit) for fit in fits]
        sizes = [len(pickle.dumps(model)) / 1e6 for model in both]
        print(
            f"| {covariance_type} | {n:,} | {d} | {k} | {n_iter} | {ours:.3g} | {theirs:.3g} "
            f"| {theirs / ours:.1f} | {most[0]:.1f} | {most[1]:.1f} | {most[0] / most[1]:.1f} "
            f"| {sizes[0]:.2f} | {sizes[1]:.2f} |"
        )


if __name__ == "__main__":
    main()
