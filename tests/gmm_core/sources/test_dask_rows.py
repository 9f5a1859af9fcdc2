"""Rows of Dask: by threads, by the workers of a cluster, and after one of them has died."""

import os
import signal
import sys
from contextlib import ExitStack, contextmanager
from functools import partial
from subprocess import DEVNULL, PIPE, Popen
from time import sleep

import numpy as np
import pandas as pd
import pytest
from pieces import (
    assert_same,
    eight_iterations,
    groups,
    need_dask,
    patient_dask,
    started,
    two_threads,
)

from gmm_core import DataError, GaussianMixture

need_dask()

import dask.array as da  # noqa: E402
import dask.dataframe as dd  # noqa: E402
from distributed import Client, LocalCluster  # noqa: E402

from gmm_core.commands import main  # noqa: E402
from gmm_core.exporting import read_model  # noqa: E402
from gmm_core.sources import Batches, source_of  # noqa: E402
from gmm_core.sources.dask_rows import DaskRows  # noqa: E402

X = groups(2000)
ROWS = da.from_array(X, chunks=(300, 2))
FRAME = pd.DataFrame(X, columns=["a", "b", "c"]).assign(w=np.arange(2000) % 3)
WEIGHTS = FRAME["w"].to_numpy(dtype=float)


@pytest.fixture(scope="module")
def threads():
    """A cluster of two workers that are threads of this process."""
    with two_threads() as (_, client):
        yield client


def test_without_a_cluster_the_chunks_are_computed_one_by_one():
    source = source_of(ROWS)
    assert isinstance(source, Batches)
    start = started(X)
    assert_same(eight_iterations(source, start), eight_iterations(X, start))


def test_workers_hold_the_rows_and_their_sums_are_those_in_memory(threads):
    source = source_of(ROWS)
    assert isinstance(source, DaskRows)
    assert len(source._groups) == 2
    start = started(X)
    assert_same(eight_iterations(source, start), eight_iterations(X, start))


def test_weights_are_a_column_a_collection_or_numbers(threads):
    start = started(X)
    expected = eight_iterations(X, start, sample_weight=WEIGHTS)
    frame = dd.from_pandas(FRAME, npartitions=3)
    for rows, weights in (
        (frame, "w"),
        (frame[["a", "b", "c"]], frame["w"]),
        (ROWS, WEIGHTS),
        (ROWS, da.from_array(WEIGHTS, chunks=300)),
    ):
        assert_same(eight_iterations(source_of(rows, weights), start), expected)


def test_a_fit_of_a_dask_array_is_that_in_memory_and_predicts_lazily(threads):
    fit = GaussianMixture(3, random_state=0, tol=0.01).fit(ROWS)
    expected = GaussianMixture(3, random_state=0, tol=0.01).fit(X)
    np.testing.assert_allclose(fit.lower_bounds_, expected.lower_bounds_, rtol=1e-12)
    for name in ("predict", "predict_proba", "score_samples"):
        lazy = getattr(fit, name)(ROWS)
        assert isinstance(lazy, da.Array)
        of_all = getattr(expected, name)(X)
        assert (lazy.shape, lazy.dtype) == (of_all.shape, of_all.dtype)
        np.testing.assert_allclose(lazy.compute(), of_all, atol=1e-8)
    assert fit.score(ROWS) == pytest.approx(expected.score(X), rel=1e-12)


def test_a_dask_frame_keeps_its_names_and_its_index(threads):
    frame = dd.from_pandas(FRAME, npartitions=3)
    fit = GaussianMixture(2, random_state=0, tol=0.01).fit(frame, sample_weight="w")
    assert list(fit.feature_names_in_) == ["a", "b", "c"]
    labels = fit.predict(frame)  # finds its columns by their names
    assert isinstance(labels, dd.Series)
    assert labels.compute().index.equals(FRAME.index)
    assert fit.predict_proba(frame).compute().shape == (2000, 2)


def test_what_is_wrong_on_a_worker_is_said_here(threads):
    gap = X.copy()
    gap[3, 1] = np.nan
    with pytest.raises(DataError, match='1 in column "2"'):
        GaussianMixture(2).fit(da.from_array(gap, chunks=500))
    assert source_of(da.from_array(gap, chunks=500), complete=True).weight == 1999


@pytest.mark.parametrize("name", ["rows.parquet", "rows.csv"])
def test_a_command_asks_a_scheduler_by_its_address(threads, tmp_path, name):
    path, out = tmp_path / name, tmp_path / "model.json"
    _ = FRAME.to_csv(path, index=False) if name.endswith("csv") else FRAME.to_parquet(path)
    asked = ["fit", str(path), "-k", "2", "--features", "a", "b", "c", "--weights", "w"]
    asked += ["--tol", "0.01", "--out", str(out), "--scheduler", threads.scheduler.address]
    assert main(asked) == 0
    model = read_model(out.read_bytes())
    assert (model.features, model.weight) == (("a", "b", "c"), WEIGHTS.sum())


@contextmanager
def two_processes(tries=20):
    """The client of a cluster of two workers that are processes; one that ends at once starts anew.

    Their own processes and not those of LocalCluster, which gives all up when a busy machine is
    slow to start one and does not say why.
    """
    with LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0", host="127.0.0.1") as cluster:
        command = [sys.executable, "-m", "distributed.cli.dask_worker", cluster.scheduler_address]
        command += ["--no-nanny", "--no-dashboard", "--nthreads", "1", "--host", "127.0.0.1"]
        command += ["--memory-limit", "0"]
        begin = partial(Popen, command, stdout=DEVNULL, stderr=PIPE, text=True)
        with Client(cluster) as client, ExitStack() as ended:
            workers = []
            while len(client.scheduler_info()["workers"]) < 2:
                gone = [worker for worker in workers if worker.poll() is not None]
                if len(workers) >= tries:
                    pytest.fail(f"a worker of Dask does not start: {gone[-1].stderr.read()}")
                if len(workers) - len(gone) < 2:
                    workers.append(ended.enter_context(begin()))
                    ended.callback(workers[-1].kill)
                sleep(0.05)
            yield client


def test_a_worker_that_dies_is_made_up_for():
    start, killed = started(X), []
    with patient_dask(), two_processes() as client:

        def kill_one(state):
            if state.iteration == 3:
                killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)

        found = eight_iterations(source_of(ROWS), start, on_state=kill_one)
    assert killed
    assert_same(found, eight_iterations(X, start))
