"""Steps of many mixtures at once are those that each takes by itself, collapses and all."""

import numpy as np
import pytest

from gmm_core import DegenerateComponentError, e_step, initialize
from gmm_core.em.model import Model
from gmm_core.expectation.data import Data
from gmm_core.mixture.mixture import Mixture


def begun(data, model, k, seeds=range(6)):
    starts = (initialize(data, k, "random_from_data", random_state=seed) for seed in seeds)
    return [model.m_step(start) for start in starts]


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("kind", ["full", "tied", "diag", "spherical", "EEI", "VEV"])
@pytest.mark.parametrize(("name", "k"), [("iris", 3), ("faithful", 2), ("galaxies", 4)])
def test_three_steps_are_those_of_each_by_itself(table, name, k, kind, weighted):
    X, model = table(name), Model(kind)
    weights = 1.0 + np.arange(len(X)) % 3 if weighted else None
    data = Data(X, weights)
    mixtures = begun(data, model, k)
    steps = model.together(data, k)
    now = steps.begun(mixtures)
    for _ in range(3):
        led = list(steps.stepped(now))
        for place, (log_likelihood, numbers) in enumerate(led):
            statistics = e_step(data, mixtures[place], covariance_type=kind)
            mixtures[place] = model.m_step(statistics, mixtures[place])
            found = steps.mixture(numbers)
            assert log_likelihood == pytest.approx(statistics.log_likelihood, rel=1e-10)
            assert type(found.matrices) is type(mixtures[place].matrices)
            for values in ("weights", "means", "covariances"):
                expected = getattr(mixtures[place], values)
                np.testing.assert_allclose(getattr(found, values), expected, rtol=1e-6, atol=1e-9)
        now = [numbers for _, numbers in led]


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("kind", ["full", "tied", "diag", "spherical", "EEI", "VEV"])
def test_with_a_prior_steps_are_those_of_each_and_a_component_without_rows_stays(
    table, kind, weighted
):
    X = table("iris")
    data = Data(X, 1.0 + np.arange(len(X)) % 3 if weighted else None)
    model = Model(kind).with_prior(data, 3)
    far = model.m_step(initialize(data, 3, "kmeans", random_state=0))
    means = np.vstack([far.means[:2], [[1e6] * 4]])
    mixtures = [*begun(data, model, 3), Mixture(far.weights, means, far.covariances)]
    steps = model.together(data, 3)
    now = steps.begun(mixtures)
    for _ in range(3):
        led = list(steps.stepped(now))
        for place, (log_posterior, numbers) in enumerate(led):
            before = mixtures[place]
            statistics = e_step(data, before, covariance_type=kind)
            mixtures[place] = model.m_step(statistics, before)
            expected = statistics.log_likelihood + model.log_prior(before)
            assert log_posterior == pytest.approx(expected, rel=1e-10)
            found = steps.mixture(numbers)
            for values in ("weights", "means", "covariances"):
                expected = getattr(mixtures[place], values)
                np.testing.assert_allclose(getattr(found, values), expected, rtol=1e-6, atol=1e-9)
        now = [numbers for _, numbers in led]


def test_a_collapse_stops_none_of_the_others():
    X = np.r_[np.zeros(5), np.linspace(5.0, 6.0, 20)][:, None]
    data, model = Data(X), Model()
    sound = Mixture([0.5, 0.5], [[1.0], [5.0]], [[[1.0]], [[1.0]]])
    flat = Mixture([0.2, 0.8], [[0.0], [5.5]], [[[1e-3]], [[0.1]]])
    with pytest.raises(DegenerateComponentError):
        model.m_step(e_step(data, flat), flat)
    steps = model.together(data, 2)
    led = [numbers for _, numbers in steps.stepped(steps.begun([sound, flat, sound]))]
    assert [numbers is None for numbers in led] == [False, True, False]
    alone = model.m_step(e_step(data, sound), sound)
    np.testing.assert_allclose(led[2].centres, alone.means, rtol=1e-12)


def test_more_than_go_at_once_are_stepped_in_turns(table):
    data, model = Data(table("iris")), Model()
    mixtures = begun(data, model, 3) * 40
    steps = model.together(data, 3)
    led = list(steps.stepped(steps.begun(mixtures)))
    assert len(led) == 240
    assert led[0][0] == led[6][0] == led[234][0]


def test_none_is_stepped_where_none_is_asked(table):
    steps = Model().together(Data(table("iris")), 3)
    assert list(steps.stepped([])) == []
