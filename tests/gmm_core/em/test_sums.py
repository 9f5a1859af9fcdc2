"""Statistics as a vector of sums about an origin: there and back, and when there is no way back."""

import numpy as np
import pytest

from gmm_core.em.sums import SumsAboutOrigin
from gmm_core.expectation import Data, Statistics

LEVELS = ("total", "diagonal", "full")


def some_statistics(shift=0.0, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(40, 3)) * [1.0, 20.0, 0.5] + shift
    return Data(X), Statistics.from_responsibilities(X, rng.dirichlet(np.ones(4), size=40))


def read(statistics, level):
    """What an M-step reads of the scatter."""
    if level == "total":
        return statistics.scatter.sum(axis=0)
    return statistics.scatter if level == "full" else np.einsum("kii->ki", statistics.scatter)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("shift", [0.0, 1e6])
def test_there_and_back(level, shift):
    data, statistics = some_statistics(shift)
    sums = SumsAboutOrigin(data, level)
    back = sums.statistics(sums.vector(statistics), statistics)
    np.testing.assert_allclose(back.resp_sum, statistics.resp_sum)
    np.testing.assert_allclose(back.resp_means - shift, statistics.resp_means - shift, atol=1e-9)
    np.testing.assert_allclose(read(back, level), read(statistics, level), atol=1e-7)
    assert back.moments == level


@pytest.mark.parametrize("level", LEVELS)
def test_halfway_between_two_partitions_are_the_statistics_of_their_mean(level):
    """The sums are linear in the responsibilities, also where the total is all that is read."""
    data, _ = some_statistics()
    resp = np.random.default_rng(1).dirichlet(np.ones(4), size=(2, 40))
    one, other = (Statistics.from_responsibilities(data, each) for each in resp)
    halfway = Statistics.from_responsibilities(data, resp.mean(axis=0))
    sums = SumsAboutOrigin(data, level)
    found = sums.statistics((sums.vector(one) + sums.vector(other)) / 2, one)
    np.testing.assert_allclose(found.resp_means, halfway.resp_means, atol=1e-10)
    np.testing.assert_allclose(read(found, level), read(halfway, level), atol=1e-9)


@pytest.mark.parametrize("level", LEVELS)
def test_a_length_has_no_units(level):
    data, statistics = some_statistics()
    scale, shift = np.array([10.0, 0.1, 3.0]), np.array([5.0, -1.0, 0.0])
    lengths = []
    for rows, seen in (
        (data, statistics),
        (Data(data.X * scale + shift), statistics.affine(scale, shift)),
    ):
        sums = SumsAboutOrigin(rows, level)
        lengths.append(np.square(sums.vector(seen) * sums.metric(4)).sum())
    assert lengths[0] == pytest.approx(lengths[1])


@pytest.mark.parametrize("level", LEVELS)
def test_a_count_or_a_scatter_that_is_not_positive_is_none(level):
    data, statistics = some_statistics()
    sums = SumsAboutOrigin(data, level)
    vector = sums.vector(statistics)
    emptied = vector.copy()
    emptied[0] = -0.1
    assert sums.statistics(emptied, statistics) is None
    far = vector.copy()
    far[4:16] *= 1e3  # sums of x that leave nothing of those of x xᵀ
    far[4:16] += 1e4
    assert sums.statistics(far, statistics) is None
