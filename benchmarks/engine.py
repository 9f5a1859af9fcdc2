"""Single iterations, whole fits and memory beside scikit-learn, in one process.

An iteration is the difference between fits of 2 m and of m iterations from the same start, divided
by m: what a fit costs beside its iterations is in the whole fit. A whole fit takes 20 iterations
from each engine's own k-means. Medians of repeats, taken in turns; ratios above 1 are faster than
scikit-learn. Where there is a C compiler, an iteration is also set beside a pass written in C.
"""

import ctypes
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture as Peer

import gmm_core
from gmm_core import COVARIANCE_STRUCTURES, Mixture, e_step, initialize, m_step
from gmm_core.expectation.data import Data

SHAPES = [
    (150, 4, 3),
    (10_000, 4, 3),
    (1_000_000, 2, 3),
    (1_000_000, 4, 3),
    (200_000, 8, 8),
    (200_000, 16, 8),
    (100_000, 32, 10),
    (50_000, 64, 10),
]
TYPES = ("full", "tied", "diag", "spherical")
WHOLE = 20
MEMORY_SHAPE = (1_000_000, 10, 5)


def rows_of(n: int, d: int, k: int) -> np.ndarray:
    """Overlapping clusters, so that no component collapses and none is found at once."""
    rng = np.random.default_rng(0)
    centres = rng.normal(scale=2.0, size=(k, d))
    return centres[rng.integers(k, size=n)] + rng.normal(size=(n, d))


def seconds(action) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def medians(repeats: int, *actions) -> list[float]:
    """Median seconds of each action; they take turns, so that a noisy moment hits all."""
    times = [[seconds(action) for action in actions] for _ in range(repeats)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def estimators(k: int, covariance_type: str, iterations: int, start: Mixture | None = None):
    """The two estimators with the same settings; from `start`, or each from its own k-means."""
    settings = {
        "n_components": k,
        "covariance_type": covariance_type,
        "tol": 0.0,
        "max_iter": iterations,
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
    m, repeats = (100, 15) if n < 1000 else (20, 9) if n < 50_000 else (4, 3)
    pairs = [estimators(k, covariance_type, count, start) for count in (m, 2 * m)]
    fits = [lambda e=e: e.fit(X) for pair in pairs for e in pair]
    short, peer_short, long, peer_long = medians(repeats, *fits)
    here, there = (1e3 * (b - a) / m for a, b in ((short, long), (peer_short, peer_long)))
    ours, peer = pairs[1]
    gap = abs(ours.score(X) - peer.score(X)) / abs(peer.score(X))
    starting = [lambda e=e: e.fit(X) for e in estimators(k, covariance_type, WHOLE)]
    whole = medians(3 if n >= 50_000 else 9, *starting)
    return (
        f"| {n:,} | {d} | {k} | {covariance_type} | {here:.3g} | {there:.3g} | "
        f"{there / here:.1f} | {whole[0]:.3g} | {whole[1]:.3g} | "
        f"{whole[1] / whole[0]:.1f} | {gap:.0e} |"
    )


def compiled(folder: Path, d: int, k: int):
    """The pass in C for so many features and components, on all cores; None without a compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    library = folder / f"pass_{d}_{k}.so"
    flags = ["-O3", "-march=native", "-ffast-math", "-fopenmp", "-shared", "-fPIC"]
    source = str(Path(__file__).with_name("pass.c"))
    command = [compiler, *flags, f"-DD={d}", f"-DK={k}", source, "-o", str(library), "-lm"]
    subprocess.run(command, check=True)
    found = getattr(ctypes.CDLL(str(library)), "pass")
    found.restype = ctypes.c_double
    return found


def beside_c(folder: Path, n: int, d: int, k: int) -> str | None:
    """E-step of full covariances here and in C, on the same rows."""
    in_c = compiled(folder, d, k)
    if in_c is None:
        return None
    X = rows_of(n, d, k)
    mixture = m_step(initialize(X, k, "kmeans", random_state=0))
    data, theta = Data(X), np.random.default_rng(0).normal(size=(k, 1 + d + d * (d + 1) // 2))
    theta[:, 1 + d :] = -np.abs(theta[:, 1 + d :])
    sums = np.empty_like(theta)
    rows, parameters, out = (a.ctypes.data_as(ctypes.c_void_p) for a in (X, theta, sums))
    e_step(data, mixture)
    here, there = medians(
        15,
        lambda: e_step(data, mixture),
        lambda: in_c(rows, ctypes.c_ssize_t(n), parameters, out),
    )
    return f"| {n:,} | {d} | {k} | {1e3 * here:.3g} | {1e3 * there:.3g} | {here / there:.1f} |"


def peak_beyond_data(engine: str) -> float:
    """Megabytes that a fit of MEMORY_SHAPE needs beyond the data, in a process of its own."""
    code = f"""
import sys, warnings
sys.path.insert(0, {str(Path(__file__).parent)!r})
import engine
def megabytes(name):
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024
X = engine.rows_of(*{MEMORY_SHAPE})
warnings.simplefilter("ignore")
fitted = engine.estimators({MEMORY_SHAPE[2]}, "full", 5)[{engine == "peer"}]
fitted.fit(X[:2000].copy())  # what is loaded once is no matter of the data
open("/proc/self/clear_refs", "w").write("5")  # the highest mark starts from here
before = megabytes("VmRSS")
fitted.fit(X)
print(megabytes("VmHWM") - before)
"""
    answer = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    return float(answer.stdout)


def main() -> None:
    warnings.simplefilter("ignore", ConvergenceWarning)  # the number of iterations is fixed
    print(
        f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}, "
        f"scikit-learn {sklearn.__version__}\n"
    )
    print(
        "| rows | features | k | covariance | ms/iteration | scikit-learn | ratio "
        "| whole fit s | scikit-learn | ratio | log-likelihood differs by |"
    )
    print("|--:|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|")
    for shape in SHAPES:
        for covariance_type in TYPES:
            print(compare(*shape, covariance_type), flush=True)
    print("\n| rows | features | k | E-step ms | in C | times as long |\n|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for shape in ((1_000_000, 2, 3), (1_000_000, 4, 3), (200_000, 8, 8)):
            if (line := beside_c(Path(folder), *shape)) is not None:
                print(line, flush=True)
    print(f"\nPeak memory beyond the data at {MEMORY_SHAPE}, full:", end=" ")
    print(f"{peak_beyond_data('ours'):.0f} MB; scikit-learn {peak_beyond_data('peer'):.0f} MB")


if __name__ == "__main__":
    main()
