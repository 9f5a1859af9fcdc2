"""What the tests share: a steady hypothesis, the real tables, and other programs' results.

The process that hands out the tests reads this too, and runs none: what is slow to import is
imported by the fixtures that need it, so that the workers start at once.
"""

import gc
import json
import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile("steady")

pytest.register_assert_rewrite("right_tables")  # which then says what was not as it should be

REFERENCE = Path(__file__).parent / "reference"


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Look for no garbage while tests are collected: nearly all that is made then stays.

    That is a third of the time of collecting them. What was made is old at once: to set it aside
    and take it back costs nothing, and to look through it half a second for each worker. It is not
    set aside for good: hypothesis asks who refers to a generator of random numbers, and would not
    be told. Later the young are looked through seldom: what a run of a page leaves is let go of by
    counting, but for little, and to look again and again takes up to a tenth of its time.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.unfreeze()
        gc.set_threshold(50_000, 20, 20)
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _one_thread_of_blas():
    """Hold BLAS to one thread in a worker: beside others there is one core for it.

    The package holds its own work to one anyway. Of what tests compute themselves, two threads
    would wait for one another on cores that are taken, and they wait by turning round.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, user_api="blas"):
        yield


def _columns(name, *columns):
    from gmm_core import datasets

    return datasets.load(name).frame[list(columns)].to_numpy(dtype=np.float64)


def _random_10():
    """Four groups in ten dimensions, correlated, drawn by a fixed seed."""
    rng = np.random.default_rng(10)
    centres = rng.normal(scale=3.0, size=(4, 10))
    mixing = rng.normal(size=(10, 10)) / 3.0 + np.eye(10)
    return centres[rng.integers(4, size=400)] + rng.normal(size=(400, 10)) @ mixing


@pytest.fixture(scope="session")
def table():
    """Return a function: name of a set -> its rows, (n_samples, n_features)."""
    from sklearn.datasets import load_iris, load_wine

    tables = {
        "iris": load_iris().data,
        "wine": load_wine().data,
        "faithful": _columns("faithful", "eruptions", "waiting"),
        "diabetes_rm": _columns("diabetes_reaven_miller", "glufast", "glutest", "instest"),
        "galaxies": _columns("galaxies", "velocity"),
        "random_10": _random_10(),
    }
    for rows in tables.values():
        rows.setflags(write=False)
    return tables.__getitem__


@pytest.fixture(scope="session")
def reference():
    """Return a function: name of a file in tests/reference -> what it holds, read once."""
    return cache(lambda name: json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8")))
