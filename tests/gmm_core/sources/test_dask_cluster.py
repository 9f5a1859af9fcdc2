"""A cluster that loses workers, all of them, or its scheduler: made up for, or said."""

from threading import Thread
from time import sleep

import pytest
from pieces import assert_same, eight_iterations, groups, need_dask, started, two_threads

from gmm_core import DataError

need_dask()

import dask.array as da  # noqa: E402

from gmm_core.sources import dask_cluster, source_of  # noqa: E402

X = groups(2000)
ROWS = da.from_array(X, chunks=(300, 2))


@pytest.fixture
def lonely():
    """A cluster of two threads, which a test takes away."""
    with two_threads() as both:
        yield both


def take_away(cluster, address):
    remove = cluster.scheduler.remove_worker
    cluster.sync(remove, address=address, stimulus_id="test", close=True)


def test_chunks_of_lost_workers_go_to_others_that_come_when_there_was_none(lonely):
    cluster, client = lonely
    start = started(X)

    def new_workers():
        while not any(task.state == "no-worker" for task in list(cluster.scheduler.tasks.values())):
            sleep(0.01)
        cluster.scale(4)

    def lose(state):
        if state.iteration in (2, 5):
            take_away(cluster, next(iter(client.nthreads())))
        if state.iteration == 5:
            coming.start()

    coming = Thread(target=new_workers, daemon=True)
    found = eight_iterations(source_of(ROWS), start, on_state=lose)
    coming.join()
    assert_same(found, eight_iterations(X, start))
    assert len(client.nthreads()) == 2


def test_a_cluster_without_workers_is_said(lonely, monkeypatch):
    cluster, client = lonely
    source = source_of(ROWS)
    assert source.weight == 2000
    for address in client.nthreads():
        take_away(cluster, address)
    monkeypatch.setattr(dask_cluster, "PATIENCE", 0.5)
    with pytest.raises(DataError, match="has no worker and has done nothing for 0 seconds"):
        eight_iterations(source, started(X))


def test_a_scheduler_that_is_gone_is_said(lonely):
    _, client = lonely
    source = source_of(ROWS)
    assert source.weight == 2000
    client.close()
    with pytest.raises(DataError, match="Dask's scheduler is gone"):
        eight_iterations(source, started(X))


class OfPackageThatIsNotThere:
    """A function that a scheduler cannot read, as one of a package that is not installed there."""

    def __call__(self, piece):
        return [piece.weight]

    def __reduce__(self):
        return not_there, ()


def not_there():
    raise ModuleNotFoundError("No module named 'elsewhere'", name="elsewhere")


def test_a_package_that_the_cluster_lacks_is_named(lonely):
    with pytest.raises(DataError, match="has no package elsewhere") as said:
        source_of(da.from_array(X, chunks=(2000, 2))).total(OfPackageThatIsNotThere())
    assert "\n" not in str(said.value)
