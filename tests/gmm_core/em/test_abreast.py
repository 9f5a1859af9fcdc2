"""Ascents abreast end where each ends by itself, whatever climbs beside it."""

import numpy as np
import pytest

from gmm_core import COVARIANCE_STRUCTURES, Data, Mixture, Model, initialize, m_step, merge_tree
from gmm_core.em import Ascent, Stop, run_until
from gmm_core.em import abreast as module
from gmm_core.em.abreast import Task
from gmm_core.starts import from_labels

TYPES = tuple(COVARIANCE_STRUCTURES)


@pytest.fixture
def alone(monkeypatch):
    """Tasks that were climbed by themselves."""
    seen = []
    real = Task.alone
    monkeypatch.setattr(Task, "alone", lambda task, *how: seen.append(task) or real(task, *how))
    return seen


def tasks_of(X, k, kinds=TYPES):
    data = Data(X)
    first = from_labels(data, merge_tree(X).labels(k), k)
    return [Task(data, m_step(first, kind), Model(kind)) for kind in kinds]


def same(one, other, rel=1e-9):
    """The same steps; at rest rounding alone decides whether another leap is looked at."""
    steps, others = one.log_likelihoods, other.log_likelihoods
    common = min(len(steps), len(others))
    assert steps[:common] == pytest.approx(others[:common], rel=rel)
    for rest in (steps[common:], others[common:]):
        assert rest == pytest.approx(np.full(len(rest), steps[common - 1]), rel=rel)
    assert one.converged == other.converged
    np.testing.assert_allclose(one.mixture.means, other.mixture.means, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("name", "k"), [("iris", 3), ("iris", 1), ("faithful", 4)])
def test_each_takes_the_steps_that_it_takes_alone(table, alone, name, k):
    tasks = tasks_of(table(name), k)
    found = Ascent.abreast(tasks, Stop())
    assert not alone
    for task, ascent in zip(tasks, found, strict=True):
        same(ascent, Ascent.of(*task, Stop()))
        assert type(ascent.mixture.matrices) is type(
            Ascent.of(*task, Stop(0.0, 1)).mixture.matrices
        )


def test_company_and_turns_change_no_bit(table, monkeypatch):
    """With room for four the others join as these come to their ends."""
    tasks = tasks_of(table("iris"), 2)
    wide = Ascent.abreast(tasks, Stop())
    monkeypatch.setattr(module, "BLOCK_SIZE", 1)
    narrow = Ascent.abreast(tasks[::-1], Stop())[::-1]
    assert [one.log_likelihood for one in wide] == [one.log_likelihood for one in narrow]


def test_as_many_share_their_calls_as_a_cache_holds_the_numbers_of_a_pass(table):
    """Of wine only six of seventy went at once: rows in common are not held once for each."""
    tasks = tasks_of(table("wine"), 9, ["EII"]) * 70
    assert module._most_at_once(tasks) > 70
    of_their_own = [Task(Data(data.X), start, model) for data, start, model in tasks]
    assert module._most_at_once(of_their_own) == 6


def test_tables_of_their_own(table):
    """Samples of one size, and tasks of several shapes in one list."""
    X, rng = table("iris"), np.random.default_rng(0)
    start = m_step(initialize(X, 2, random_state=0))
    tasks = [Task(Data(X[rng.integers(150, size=150)]), start, Model()) for _ in range(5)]
    tasks.insert(2, tasks_of(table("faithful"), 2, ["EEE"])[0])
    for task, ascent in zip(tasks, Ascent.abreast(tasks, Stop()), strict=True):
        same(ascent, Ascent.of(*task, Stop()))


def test_one_that_collapses_is_none_and_stops_no_other(alone):
    rng = np.random.default_rng(0)
    X = np.append(rng.normal(size=60), [9.0, 9.0])[:, None]
    point = Mixture([0.9, 0.1], [[0.0], [9.0]], [[[1.0]], [[0.1]]])
    sound = Mixture([0.5, 0.5], [[-1.0], [1.0]], [[[1.0]], [[1.0]]])
    tasks = [
        Task(Data(X), start, Model(kind)) for start in (point, sound) for kind in ("full", "EEE")
    ]
    found = Ascent.abreast(tasks, Stop())
    assert found[0] is None
    assert all(ascent is not None and ascent.converged for ascent in found[1::2])
    assert tasks[0] not in alone


def test_what_asks_for_more_climbs_alone(table, alone):
    X = table("iris")
    start = m_step(initialize(X, 2, random_state=0))
    ridged = Task(Data(X), start, Model(reg_covar=1e-3))
    floored = Task(Data(X), start, Model(floor=1e-3))
    Ascent.abreast([ridged, ridged, floored, floored], Stop())
    assert len(alone) == 4


@pytest.mark.parametrize("kind", ["full", "tied", "diag"])
def test_rows_may_have_weights_of_their_own(table, alone, kind):
    """Beside rows without; those of weight 0 are as good as left out."""
    X, rng = table("iris"), np.random.default_rng(0)
    start = m_step(initialize(X, 2, random_state=0), kind)
    drawn = np.bincount(rng.integers(150, size=150), minlength=150)
    all_but_one = (np.arange(150) != 7).astype(float)
    weights = (drawn, rng.exponential(size=150), all_but_one, None)
    tasks = [Task(Data(X, each), start, Model(kind)) for each in weights]
    found = Ascent.abreast(tasks, Stop())
    assert not alone
    for task, ascent in zip(tasks, found, strict=True):
        peer = Ascent.of(*task, Stop())
        assert ascent.log_likelihood == pytest.approx(peer.log_likelihood, rel=1e-9)
        np.testing.assert_allclose(ascent.mixture.means, peer.mixture.means, rtol=1e-4)


def test_passes_run_out(table):
    (found, _) = Ascent.abreast(tasks_of(table("faithful"), 2, ["EEE", "VVV"]), Stop(0.0, 20))
    assert not found.converged
    assert found.n_iter <= 20
    assert (np.diff(found.log_likelihoods) >= -1e-9).all()


def test_nothing_asked_nothing_found():
    assert Ascent.abreast([], Stop()) == []


@pytest.mark.parametrize("kind", ["full", "tied", "spherical"])
def test_without_leaps_each_ends_where_a_run_does(table, alone, kind):
    """A leap from a start between two optima may lead to another one than plain steps."""
    data, model = Data(table("iris")), Model(kind)
    starts = [model.start(initialize(data, 3, "k-means++", random_state=i)) for i in range(4)]
    found = Ascent.abreast([(data, start, model) for start in starts], Stop(), leaps=False)
    assert not alone
    for start, ascent in zip(starts, found, strict=True):
        same(ascent, run_until(data, start, model, Stop()))
        assert ascent.n_iter == run_until(data, start, model, Stop()).n_iter
