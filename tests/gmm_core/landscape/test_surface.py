"""The surface is that of the log-likelihood, and EM climbs it."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import lognorm

from gmm_core.errors import DataError
from gmm_core.landscape import likelihood_surface
from gmm_core.mixture import Mixture, log_density


def log_likelihood(x, means, spread):
    mixture = Mixture([0.5, 0.5], np.array(means)[:, None], np.full((2, 1, 1), spread**2))
    return float(log_density(x[:, None], mixture).sum())


@pytest.fixture(scope="module")
def waiting(table):
    return np.array(table("faithful")[:, 1])


def test_heights_are_log_likelihoods_and_mirror_one_another(waiting):
    surface = likelihood_surface(waiting, 6.0, 15)
    assert_allclose(surface.heights, surface.heights.T, rtol=1e-12)
    for second, first in ((0, 3), (7, 7), (14, 2)):
        means = surface.means[[first, second]]
        assert surface.heights[second, first] == pytest.approx(log_likelihood(waiting, means, 6.0))


def test_em_climbs_to_one_of_two_mirrored_tops(waiting):
    surface = likelihood_surface(waiting, 6.0, 31)
    path = surface.path(50.0, 52.0)
    heights = [log_likelihood(waiting, means, 6.0) for means in path]
    assert (np.diff(heights) >= -1e-9).all()
    mirrored = surface.path(52.0, 50.0)
    assert_allclose(mirrored[-1], path[-1][::-1], rtol=1e-6)
    assert heights[-1] >= surface.heights.max()
    assert surface.log_likelihood(*path[-1]) == pytest.approx(heights[-1])


def test_equal_means_stay_equal(waiting):
    path = likelihood_surface(waiting, 6.0, 5).path(50.0, 50.0)
    assert_allclose(path[-1], [waiting.mean()] * 2)


@pytest.mark.parametrize(("spread", "rises"), [(6.0, True), (20.0, False)])
def test_beside_the_line_of_equal_means_it_rises_where_there_are_two_tops(waiting, spread, rises):
    surface = likelihood_surface(waiting, spread, 5)
    mean = float(waiting.mean())
    aside = surface.log_likelihood(mean - 0.1, mean + 0.1)
    assert (aside > surface.log_likelihood(mean, mean)) is rises
    assert surface.has_two_tops is rises


def test_a_component_far_from_all_rows_stays(waiting):
    assert likelihood_surface(waiting, 6.0, 5).path(70.0, 1e7)[-1][1] == 1e7


def test_what_has_no_surface_is_said(waiting):
    for values, spread, said in (
        (np.ones(3), 1.0, "All values are equal"),
        (np.arange(5001.0), 1.0, "up to 5,000 rows"),
        (waiting, 0.0, "The spread is 0"),
        (waiting[:0], 1.0, "no list of finite numbers"),
    ):
        with pytest.raises(DataError, match=said):
            likelihood_surface(values, spread)
    with pytest.raises(DataError, match="Give two finite means"):
        likelihood_surface(waiting, 1.0, 5).path(1.0, np.inf)


def test_heights_of_logarithms_are_in_the_units_of_the_rows() -> None:
    x = np.array([1.0, 2.0, 8.0, 9.0])
    added = -float(np.log(x).sum())  # of y = log x
    plain = likelihood_surface(np.log(x), 0.5, 9)
    found = likelihood_surface(np.log(x), 0.5, 9, log_jacobian=added)
    assert_allclose(found.heights, plain.heights + added, rtol=1e-12)
    densities = [lognorm(0.5, scale=np.exp(mean)).pdf(x) for mean in (0.2, 2.0)]
    by_hand = np.log(np.mean(densities, axis=0)).sum()
    assert found.log_likelihood(0.2, 2.0) == pytest.approx(by_hand, rel=1e-12)


def test_rows_count_by_weights_as_if_they_were_repeated():
    x, times = np.array([0.0, 1.0, 3.0, 9.0]), np.array([2, 1, 0, 3])
    counted = likelihood_surface(x, 2.0, 5, weights=times)
    repeated = likelihood_surface(np.repeat(x, times), 2.0, 5)
    assert counted.has_two_tops == repeated.has_two_tops
    assert counted.log_likelihood(1.0, 8.0) == pytest.approx(repeated.log_likelihood(1.0, 8.0))
    assert_allclose(counted.path(1.0, 2.0), repeated.path(1.0, 2.0))
    heights = [counted.log_likelihood(a, counted.means[1]) for a in counted.means]
    assert_allclose(counted.heights[1], heights)
