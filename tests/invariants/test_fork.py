"""A program may fork after a fit: the child fits, too, and does not wait for threads it lacks."""

import os
import subprocess
import sys

import pytest

from gmm_core import INITIALIZERS

PROGRAM = """
import os, signal, sys
import numpy as np
from gmm_core import GaussianMixture
X = np.random.default_rng(0).normal(size=(30_000, 4))
def fit():
    settings = {"init_params": sys.argv[1], "random_state": 0, "max_iter": 3, "tol": 0.0}
    return GaussianMixture(3, **settings).fit(X).lower_bound_
import warnings
warnings.simplefilter("ignore")
before = fit()
child = os.fork()
if child == 0:
    signal.alarm(40)  # a child that hangs ends
    os._exit(0 if fit() == before else 3)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.parametrize("start", [name for name in INITIALIZERS if name != "kmeans"])
def test_a_fork_after_a_fit_does_not_hang(start):
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, start], timeout=100, env=environment, check=False
    )
    assert done.returncode == 0
