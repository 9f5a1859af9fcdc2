"""A program may fork after a fit: the child fits, too, and does not wait for threads it lacks."""

import os
import subprocess
import sys

import pytest

from gmm_core import INITIALIZERS

STARTS = [*INITIALIZERS]

# Each child is forked from a process that has fitted before; the program is loaded once for all.
# The rows lie in three groups, on which starts end soon.
# Of 80,000 rows blocks are summed in threads; OpenMP takes two of them from 257 rows on.
PROGRAM = """
import os, signal, sys, warnings
import numpy as np
from gmm_core import GaussianMixture
rows = np.random.default_rng(0).normal(size=(80_000, 4)) + 6.0 * (np.arange(80_000) % 3)[:, None]
def fit(start):
    X = rows[:300] if start in ("auto", "hierarchical") else rows
    settings = {"init_params": start, "random_state": 0, "max_iter": 3, "tol": 0.0}
    return GaussianMixture(3, **settings).fit(X).lower_bound_
warnings.simplefilter("ignore")
for start in sys.argv[1:]:
    before = fit(start)
    child = os.fork()
    if child == 0:
        signal.alarm(40)  # a child that hangs ends
        os._exit(0 if fit(start) == before else 3)
    print(start, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture(scope="module")
def ended():
    """How the child of each start ended: 0 where its fit is that of its parent."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"}
    command = [sys.executable, "-c", PROGRAM, *STARTS]
    done = subprocess.run(
        command, timeout=300, env=environment, check=True, capture_output=True, text=True
    )
    return dict(line.split() for line in done.stdout.splitlines())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.parametrize("start", STARTS)
def test_a_fork_after_a_fit_does_not_hang(ended, start):
    assert ended[start] == "0"
