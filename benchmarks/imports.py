"""How long imports take, each in a process of its own, the candidates taking turns."""

import subprocess
import sys
from statistics import median

ROUNDS = 7
BEYOND_NUMPY = {
    "gmm_core": "import gmm_core",
    "gmm_core.GaussianMixture": "from gmm_core import GaussianMixture",
    "sklearn.mixture": "import sklearn.mixture",
}
TIMED = """
import time, numpy
begin = time.{clock}()
{statement}
print(time.{clock}() - begin)
"""


def seconds(statement, clock):
    """Return what an import takes beyond numpy in a fresh process."""
    program = TIMED.format(statement=statement, clock=clock)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    return float(done.stdout)


def table(clock):
    """Return the median of each import."""
    found = {name: [] for name in BEYOND_NUMPY}
    for _ in range(ROUNDS):
        for name, statement in BEYOND_NUMPY.items():
            found[name].append(seconds(statement, clock))
    return {name: median(times) for name, times in found.items()}


if __name__ == "__main__":
    clocks = {"elapsed": table("perf_counter"), "processor": table("process_time")}
    print("| import | elapsed ms | ratio | processor ms | ratio |\n|---|--:|--:|--:|--:|")
    for name in BEYOND_NUMPY:
        cells = (
            f"{1000 * times[name]:.0f} | {times[name] / times['sklearn.mixture']:.2f}"
            for times in clocks.values()
        )
        print(f"| {name} | {' | '.join(cells)} |")
