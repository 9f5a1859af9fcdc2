"""Of several starts the one is taken from which EM gets highest, accidents and collapses aside."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_info, threadpool_limits

from gmm_core import (
    DegenerateComponentError,
    Settings,
    Statistics,
    fit_run,
    initialize,
    m_step,
    run,
)
from gmm_core.departures.spurious_components import spurious
from gmm_core.em import abreast
from gmm_core.em.model import Model
from gmm_core.expectation import passes
from gmm_core.expectation.data import Data
from gmm_core.starts import trials
from gmm_core.starts.starts import from_labels
from gmm_core.starts.trials import best_start

RNG = np.random.default_rng(0)
HEAP = np.r_[np.full(6, 0.5), RNG.normal(size=40), RNG.normal(8.0, size=40)][:, None]


taken = partial(best_start, most_moves=0)


@pytest.fixture
def one_by_one(monkeypatch):
    """Trials take their steps each by itself, as of tables too large for shared calls."""
    monkeypatch.setattr(abreast, "SMALL", 0)


def halves(X):
    """Below and above the mean of the first feature."""
    return from_labels(X, (X[:, 0] > X[:, 0].mean()).astype(int), 2)


def on_the_heap(extra):
    """One component on the six rows that are alike and so many of the nearest, which it sheds."""
    labels = np.ones(len(HEAP), dtype=int)
    labels[np.abs(HEAP[:, 0] - 0.5).argsort(kind="stable")[: 6 + extra]] = 0
    return from_labels(HEAP, labels, 2)


def reached(X, start, model):
    """Where EM ends."""
    settings = {"covariance_type": model.covariance_type, "tol": 1e-9, "max_iter": 3000}
    return run(X, model.m_step(start), **settings)


@pytest.fixture
def thirds(table):
    """Three starts of iris with diagonal covariances, from the lowest optimum to the highest.

    Three rows drawn as means; k-means; the rows cut into three by sepal length.
    """
    X = table("iris")
    drawn = initialize(X, 3, "random_from_data", random_state=2)
    k_means = KMeans(3, n_init=1, random_state=0).fit(X).labels_
    by_length = X[:, 0].argsort(kind="stable").argsort() // 50
    return [drawn, from_labels(X, k_means, 3), from_labels(X, by_length, 3)]


def test_the_three_starts_of_iris_end_in_order(table, thirds):
    ends = [reached(table("iris"), start, Model("diag")).log_likelihood for start in thirds]
    assert ends[0] == pytest.approx(-361.6336, abs=1e-3)
    assert ends[1] == pytest.approx(-307.177571598, abs=1e-6)
    assert ends[2] == pytest.approx(-306.860460511, abs=1e-6)


# Of small tables all trials step together; FEW_NUMBERS has others take either pass.
PASSES = [(25_000, 0), (0, 0), (0, 10**9)]


@pytest.mark.parametrize(("small", "few_numbers"), PASSES)
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (0, 2, 1)])
def test_the_start_that_gets_highest_is_taken_wherever_it_stands(
    table, thirds, order, small, few_numbers, monkeypatch
):
    """Whichever pass over the data is taken."""
    monkeypatch.setattr(abreast, "SMALL", small)
    monkeypatch.setattr(passes, "FEW_NUMBERS", few_numbers)
    starts = [thirds[i] for i in order]
    assert taken(Data(table("iris")), starts, Model("diag")) is thirds[2]


def test_one_start_is_taken_as_it_is(table, thirds):
    assert taken(Data(table("iris")), thirds[:1], Model("diag")) is thirds[0]


@pytest.mark.parametrize(("small", "few_numbers"), PASSES)
def test_the_model_decides(table, small, few_numbers, monkeypatch):
    """One leads with diagonal covariances, by 54 nats, and the other with a tied one, by 55."""
    monkeypatch.setattr(abreast, "SMALL", small)
    monkeypatch.setattr(passes, "FEW_NUMBERS", few_numbers)
    X = table("iris")
    first, second = (initialize(X, 3, "random_from_data", random_state=seed) for seed in (11, 2))
    for starts in ([first, second], [second, first]):
        assert taken(Data(X), starts, Model("diag")) is first
        assert taken(Data(X), starts, Model("tied")) is second


@pytest.mark.parametrize(
    ("covariance_type", "level"), [("EEE", "total"), ("VVI", "diagonal"), ("VVV", "full")]
)
def test_trials_collect_what_the_m_step_of_the_model_reads(
    table, thirds, covariance_type, level, one_by_one, monkeypatch
):
    asked = set()

    def statistics_of(data, mixtures, level):
        asked.add(level)
        return passes.statistics_of(data, mixtures, level)

    monkeypatch.setattr(trials, "statistics_of", statistics_of)
    taken(Data(table("iris")), thirds[1:], Model(covariance_type))
    assert asked == {level}


class Liking:
    """A prior of mixtures with these weights, that adds no rows."""

    def __init__(self, mixture):
        self.weights = np.sort(mixture.weights)

    def added(self, statistics):
        return statistics

    def added_to_each(self, given):
        return given

    def log_density(self, mixture):
        return float(self.log_densities(mixture))

    def log_densities(self, mixtures):
        return -1e3 * np.abs(np.sort(mixtures.weights) - self.weights).sum(axis=-1)


def test_with_a_prior_the_highest_posterior_is_taken(table, thirds):
    """Which is what rises there: the highest likelihood is that of the third."""
    X, diag = table("iris"), Model("diag")
    for liked in thirds:
        model = replace(diag, prior=Liking(reached(X, liked, diag).mixture))
        assert taken(Data(X), thirds, model) is liked


# Ties


def test_of_starts_that_lead_equally_high_the_first_is_taken(table, thirds):
    """The same partition with its clusters in another order, and one row moved."""
    X = table("iris")
    labels = KMeans(3, n_init=1, random_state=0).fit(X).labels_
    moved = labels.copy()
    moved[50] = (moved[50] + 1) % 3
    alike = [from_labels(X, each, 3) for each in (labels, (labels + 1) % 3, moved)]
    for shift in range(3):
        starts = alike[shift:] + alike[:shift]
        assert taken(Data(X), [thirds[0], *starts], Model("diag")) is starts[0]


@pytest.mark.parametrize(
    ("name", "k", "kind"),
    [("iris", 3, "full"), ("faithful", 3, "diag"), ("galaxies", 4, "full"), ("iris", 2, "VEV")],
)
def test_the_same_start_is_taken_whether_trials_step_together_or_one_by_one(
    table, name, k, kind, monkeypatch
):
    data, model = Data(table(name)), Model(kind)
    starts = [initialize(data, k, "random_from_data", random_state=seed) for seed in range(4)]
    together = best_start(data, starts, model)
    monkeypatch.setattr(abreast, "SMALL", 0)
    alone = best_start(data, starts, model)
    np.testing.assert_allclose(together.resp_means, alone.resp_means, rtol=1e-9)


def test_small_tables_are_stepped_together_and_floors_and_large_ones_are_not(table):
    small, large = Data(table("iris")), Data(np.zeros((30_000, 2)))
    assert Model("full").together(small, 3) is not None
    assert Model("full").together(large, 3) is None
    assert Model("full", floor=0.1).together(small, 3) is None
    assert Model("full", reg_covar=0.1).together(small, 3) is None
    assert Model("full").with_noise(small).together(small, 3) is None
    assert Model("full").with_prior(small, 3).together(small, 3) is not None


@pytest.mark.parametrize("unit", [1.0, 3.0])
def test_noise_of_a_trial_does_not_hang_on_rounding(unit, table):
    """Without noise of its own a start had the share that sums of shares round to, or none."""
    X = table("iris")
    found = fit_run(X * unit, Settings(3, "spherical", noise=True)).log_likelihood
    assert found + X.size * np.log(unit) == pytest.approx(-322.811, abs=0.01)


# Collapse


def test_a_start_that_collapses_in_its_first_m_step_loses():
    good = halves(HEAP)
    assert taken(Data(HEAP), [on_the_heap(0), good, on_the_heap(0)], Model()) is good


@pytest.mark.parametrize("extra", [1, 2])
def test_a_start_that_collapses_early_loses(extra):
    """Until then it is ahead of the other."""
    bad, good = on_the_heap(extra), from_labels(HEAP, np.arange(86) % 2, 2)
    with pytest.raises(DegenerateComponentError, match="iteration"):
        reached(HEAP, bad, Model())
    assert taken(Data(HEAP), [bad, good], Model()) is good
    assert taken(Data(HEAP), [good, bad], Model()) is good


def test_a_start_that_collapses_after_the_others_were_left_gives_way_to_the_best_of_them(
    monkeypatch,
):
    """After three iterations it leads, and collapses in the next."""
    monkeypatch.setattr(trials, "ROUNDS", ((3, 1), (30, 1)))
    bad, good, low = on_the_heap(1), on_the_heap(8), from_labels(HEAP, np.arange(86) % 2, 2)
    for starts in ([low, bad, good], [good, low, bad]):
        assert taken(Data(HEAP), starts, Model()) is good


def test_a_collapse_of_all_in_the_first_m_step_is_told():
    with pytest.raises(DegenerateComponentError, match="Component 1 collapsed at the start"):
        taken(Data(HEAP), [on_the_heap(0), on_the_heap(0)], Model())


def test_where_all_collapse_later_one_of_them_is_taken_and_the_run_tells():
    """It is not for the choice of a start to say what is wrong with the fit."""
    starts = [on_the_heap(1), on_the_heap(2)]
    found = taken(Data(HEAP), starts, Model())
    assert found in starts
    with pytest.raises(DegenerateComponentError, match="collapsed at iteration"):
        reached(HEAP, found, Model())


@pytest.mark.parametrize("model", [Model(floor=1e-4), Model(reg_covar=1e-3)])
def test_with_a_floor_nothing_collapses(model):
    heap, good = on_the_heap(0), halves(HEAP)
    assert taken(Data(HEAP), [heap], model) is heap
    assert taken(Data(HEAP), [heap, good], model) is good


# Accidents


def test_an_accident_of_few_rows_gives_way_to_a_lower_optimum():
    """Two rows 10⁻⁶ apart hold a component up, 26 nats above any that says something."""
    X = np.r_[np.random.default_rng(0).normal(size=50), 3.0, 3.0 + 1e-6][:, None]
    accident, sound = from_labels(X, np.repeat([0, 1], [50, 2]), 2), halves(X)
    high, low = (reached(X, start, Model()) for start in (accident, sound))
    assert high.log_likelihood > low.log_likelihood + 20.0
    assert spurious(high.mixture, 52)
    assert not spurious(low.mixture, 52)
    assert taken(Data(X), [accident, sound], Model()) is sound
    assert taken(Data(X), [accident], Model()) is accident


@pytest.mark.parametrize("small", [25_000, 0])
def test_two_equal_components_give_way_to_a_lower_end(small, monkeypatch):
    """Three groups are told apart where two of four components are equal, else two."""
    monkeypatch.setattr(abreast, "SMALL", small)
    X, _ = on_two_of_three()
    of_each = np.repeat(np.eye(3), 40, axis=0)
    halved = np.column_stack([of_each, of_each[:, 2]]) * [1.0, 1.0, 0.5, 0.5]
    equal = Statistics.from_responsibilities(X, halved)
    low = from_labels(X, np.r_[np.zeros(80, int), np.arange(40) % 3 + 1], 4)
    high, lower = (reached(X, start, Model()).log_likelihood for start in (equal, low))
    assert high > lower
    for starts in ([equal, low], [low, equal]):
        assert taken(Data(X), starts, Model()) is low


# Weights, threads


def test_weights_of_rows_count_as_repetition(table):
    """Weight 3 on the rows of one group: with it another of two starts leads."""
    X = table("faithful")
    rng = np.random.default_rng(0)
    partitions = [rng.integers(2, size=len(X)) for _ in range(5)]
    times = 1 + 2 * (X[:, 0] > 4.3)
    repeated = np.repeat(X, times, axis=0)
    weighted = [from_labels(X, labels, 2, times) for labels in partitions]
    plain = [from_labels(repeated, np.repeat(labels, times), 2) for labels in partitions]
    for kind in ("full", "spherical"):
        found = taken(Data(X, times), weighted, Model(kind))
        expected = taken(Data(repeated), plain, Model(kind))
        assert weighted.index(found) == plain.index(expected)


def test_the_first_m_step_is_that_of_the_model():
    statistics = Statistics.from_responsibilities([[0.0, 0.0], [2.0, 1.0]], np.ones((2, 1)))
    model = Model("diag", reg_covar=0.5, floor=0.0)
    expected = m_step(statistics, "diag", reg_covar=0.5)
    np.testing.assert_array_equal(model.m_step(statistics).covariances, expected.covariances)
    np.testing.assert_allclose(expected.covariances[0], [[1.5, 0.0], [0.0, 0.75]])
    raised = Model("diag", floor=0.9).m_step(halves(HEAP))
    np.testing.assert_allclose(raised.covariances.ravel(), 0.9 * HEAP.var())


def test_trials_leave_the_threads_as_they_were():
    def threads():
        return [library["num_threads"] for library in threadpool_info()]

    with threadpool_limits(limits=2):
        before = threads()
        taken(Data(HEAP), [halves(HEAP)], Model())
        assert threads() == before
        with pytest.raises(DegenerateComponentError):
            taken(Data(HEAP), [on_the_heap(0)], Model())
        assert threads() == before


# Moves from where the best of them leads


def on_two_of_three():
    """Three groups far apart, and a start that holds two in one component, where EM stays."""
    rng = np.random.default_rng(0)
    X = np.repeat([[0.0, 0.0], [9.0, 0.0], [60.0, 9.0]], 40, axis=0) + rng.normal(size=(120, 2))
    return X, from_labels(X, np.r_[np.zeros(80, int), np.arange(40) % 2 + 1], 3)


@pytest.mark.parametrize("kind", ["full", "tied", "diag", "spherical", "EII", "EEI"])
def test_components_are_joined_and_cut_where_that_leads_higher(kind):
    X, start = on_two_of_three()
    moved = reached(X, best_start(Data(X), [start], Model(kind)), Model(kind))
    assert np.sort(moved.mixture.weights) == pytest.approx([1 / 3] * 3, abs=1e-3)
    assert moved.log_likelihood > reached(X, start, Model(kind)).log_likelihood + 50.0
    assert taken(Data(X), [start], Model(kind)) is start


def test_a_start_that_no_move_leads_beyond_is_taken_as_it_is(table, thirds):
    assert best_start(Data(table("iris")), thirds[2:], Model("diag")) is thirds[2]


def test_a_move_to_an_accident_of_few_rows_is_not_made():
    X = np.r_[np.random.default_rng(0).normal(size=50), 3.0 + np.arange(4) * 1e-6][:, None]
    sound = halves(X)
    assert not spurious(reached(X, best_start(Data(X), [sound], Model()), Model()).mixture, 54)
