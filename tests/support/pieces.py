"""Rows in pieces: cut as a test asks, with the fit in memory beside them."""

import os
from contextlib import contextmanager
from importlib.util import find_spec

import numpy as np
import pytest

from gmm_core import Model, initialize, run

PATIENCE = 600  # seconds; a busy machine may do nothing for as long


def groups(n=3000, d=3, seed=0, apart=3.0):
    """Rows of three groups, far from the origin; those that are not far apart overlap."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(scale=apart, size=(3, d)) + 50.0
    return centres[rng.integers(3, size=n)] + rng.normal(size=(n, d))


def in_batches(X, size):
    return [X[begin : begin + size] for begin in range(0, len(X), size)]


def started(X, k=3, structure="full", weights=None):
    model = Model(structure)
    start = initialize(X[:500], k, "k-means++", random_state=0, model=model)
    return model.start(start)


def eight_iterations(rows, start, structure="full", **more):
    return run(rows, start, covariance_type=structure, tol=0.0, max_iter=8, **more)


def assert_same(found, expected):
    """To 1e-12, relative to the log-likelihood and the spread of the rows."""
    np.testing.assert_allclose(found.log_likelihoods, expected.log_likelihoods, rtol=1e-12)
    np.testing.assert_allclose(found.mixture.means, expected.mixture.means, rtol=1e-12)
    np.testing.assert_allclose(
        found.mixture.covariances, expected.mixture.covariances, rtol=1e-11, atol=1e-12
    )


def need_dask():
    """Skip a module where Dask is not installed; with REQUIRE_DASK=1 that is a failure."""
    missing = [name for name in ("dask.array", "dask.dataframe", "distributed") if not there(name)]
    if missing and os.environ.get("REQUIRE_DASK"):
        pytest.fail(f"{', '.join(missing)} is not installed, and REQUIRE_DASK is set")
    if missing:
        pytest.skip("Dask is not installed: pip install '.[dask]'", allow_module_level=True)


def there(name):
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


@contextmanager
def two_threads():
    """A cluster of two workers that are threads of this process, and its client."""
    from distributed import Client, LocalCluster

    here = {"processes": False, "worker_dashboard_address": "127.0.0.1:0"}
    here["memory_limit"] = 0  # else a share of the machine, which tests before may have used up
    with (
        patient_dask(),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", **here
        ) as cluster,
        Client(cluster) as client,
    ):
        yield cluster, client


@contextmanager
def patient_dask():
    """Let Dask wait for a busy machine, and remember workers that are gone for as long.

    What it is set to afterwards is what it was: a client that is closed twice would still be asked.
    """
    from dask import config

    names = ("comm.timeouts.connect", "comm.timeouts.tcp", "deploy.lost-worker-timeout")
    patient = {f"distributed.{name}": PATIENCE for name in names} | {"scheduler": None}
    with config.set(patient), pytest.MonkeyPatch.context() as patched:
        patched.setattr("gmm_core.sources.dask_cluster.PATIENCE", PATIENCE)
        yield
