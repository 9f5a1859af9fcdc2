"""Rows of low density: distances, p-values and flags, and what chance does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gmm_core import DataError, Mixture, sample
from gmm_core.departures.low_density_rows import low_density, say_low_density
from gmm_core.mixture import Noise
from gmm_core.mixture.density import log_density, log_joint, squared_distances

APART = Mixture(
    [0.3, 0.7],
    [[0.0, 0.0, 0.0], [40.0, 0.0, 0.0]],
    [np.diag([1.0, 4.0, 9.0]), np.eye(3) + 0.5],
)
OVERLAPPING = Mixture([0.5, 0.5], [[0.0], [2.0]], [[[1.0]], [[1.0]]])
NORMAL = Mixture([1.0], [[0.0, 0.0]], [np.eye(2)])


def test_by_hand():
    found = low_density([[-3.0], [0.0], [5.0]], OVERLAPPING, alpha=0.01)
    np.testing.assert_array_equal(found.components, [0, 0, 1])
    np.testing.assert_allclose(found.distance2, [9.0, 0.0, 9.0])
    np.testing.assert_allclose(found.p_value, [0.0026998, 1.0, 0.0026998], atol=1e-7)
    np.testing.assert_array_equal(found.flagged, [True, False, True])
    assert found.expected == pytest.approx(0.03)


@pytest.mark.parametrize("n", [0, 1, 50_000])
def test_each_number_is_that_of_the_slow_way(n):
    X = sample(APART, n, random_state=0)[0] if n else np.empty((0, 3))
    found = low_density(X, APART)
    joint, distances = log_joint(X, APART), squared_distances(X, APART)
    nearest = joint.argmax(axis=1)
    np.testing.assert_array_equal(found.components, nearest)
    np.testing.assert_allclose(found.distance2, distances[np.arange(n), nearest], rtol=1e-12)
    np.testing.assert_allclose(found.p_value, stats.chi2.sf(found.distance2, 3), rtol=1e-10)
    np.testing.assert_allclose(found.log_density, log_density(X, APART), rtol=1e-12)
    np.testing.assert_array_equal(found.flagged, found.p_value < 0.001)


def test_p_values_of_a_component_are_uniform():
    X, _ = sample(APART, 20_000, random_state=3)
    found = low_density(X, APART)
    assert stats.kstest(found.p_value, "uniform").pvalue > 0.05


@pytest.mark.parametrize("alpha", [0.001, 0.01, 0.05])
def test_chance_flags_as_many_rows_as_expected(alpha):
    X, _ = sample(APART, 100_000, random_state=4)
    found = low_density(X, APART, alpha)
    assert found.expected == pytest.approx(alpha * 100_000)
    assert found.flagged.sum() == pytest.approx(found.expected, abs=4 * np.sqrt(found.expected))


def test_where_components_overlap_chance_flags_no_more():
    X, _ = sample(OVERLAPPING, 100_000, random_state=5)
    assert low_density(X, OVERLAPPING).flagged.sum() < 100


def test_where_one_component_lies_inside_another_chance_flags_somewhat_more():
    """Rows of the wide one beside the tight one are most probable there, yet far out in it."""
    nested = Mixture([0.9, 0.1], [[0.0], [0.0]], [[[0.05**2]], [[1.0]]])
    X, _ = sample(nested, 200_000, random_state=0)
    found = low_density(X, nested, 0.01)
    assert found.expected == pytest.approx(2000)
    assert 1.1 * found.expected < found.flagged.sum() < 1.2 * found.expected


@given(seed=st.integers(0, 50), exponents=st.lists(st.integers(-6, 6), min_size=3, max_size=3))
def test_units_change_nothing_but_the_density(seed, exponents):
    X, _ = sample(APART, 50, random_state=seed)
    scale, shift = 10.0 ** np.array(exponents), 7.0
    before = low_density(X, APART)
    after = low_density(X * scale + shift * scale, APART.affine(scale, shift * scale))
    np.testing.assert_allclose(after.p_value, before.p_value, rtol=1e-6)
    np.testing.assert_array_equal(after.components, before.components)
    np.testing.assert_allclose(
        after.log_density, before.log_density - np.log(scale).sum(), atol=1e-6
    )


def test_a_row_far_beyond_all_numbers_is_flagged():
    found = low_density([[1e6]], OVERLAPPING)
    assert found.p_value[0] == 0.0
    assert found.flagged[0]
    assert np.isfinite(found.log_density[0])


@pytest.mark.parametrize("alpha", [0.0, 1.0, -1.0, float("nan")])
def test_a_level_that_is_none_is_refused(alpha):
    with pytest.raises(DataError, match="above 0 and below 1"):
        low_density([[0.0]], OVERLAPPING, alpha)


@pytest.mark.parametrize(
    ("x", "begin", "end"),
    [
        ([0.0, 1.0], "None of 2 rows lie farther from their components", "about 0.002 would."),
        ([9.0, 1.0], "1 of 2 rows lies farther from its component ", "about 0.002 would."),
        ([9.0] * 20_000, "20,000 of 20,000 rows lie farther from their components", "20 would."),
    ],
)
def test_what_is_said(x, begin, end):
    said = say_low_density(low_density(np.array(x)[:, None], OVERLAPPING))
    assert said.startswith(begin)
    assert said.endswith(end)
    assert "0.1 %" in said


@pytest.mark.parametrize("gap", [0.0, np.nan])
def test_rows_of_noise_are_not_counted(gap):
    box = Noise(0.2, np.array([-50.0, -50.0]), 100.0 * np.eye(2))
    found = low_density([[0.0, 0.0], [1.0, gap], [40.0, 40.0]], NORMAL.with_noise(box))
    assert found.is_noise.tolist() == [False, False, True]
    assert found.expected == pytest.approx(0.002)
    said = say_low_density(found)
    assert said.startswith("None of 2 rows lie farther")
    assert said.endswith("1 row of noise is of no component and is not counted.")


def test_rows_with_gaps_are_judged_by_what_is_there():
    """As many degrees of freedom as values: a far one is found, a row of none is no outlier."""
    two = Mixture([1.0], [[0.0, 0.0]], [np.eye(2)])
    found = low_density([[5.0, np.nan], [1.0, np.nan], [np.nan, np.nan], [1.0, 1.0]], two)
    alone = low_density([[5.0], [1.0]], Mixture([1.0], [[0.0]], [[[1.0]]]))
    np.testing.assert_allclose(found.p_value[:2], alone.p_value)
    np.testing.assert_allclose(found.log_density[:2], alone.log_density)
    assert found.flagged.tolist() == [True, False, False, False]
    assert found.p_value[2] == 1.0
    assert found.expected == pytest.approx(0.003)


def test_a_row_without_a_density_is_named():
    with pytest.raises(DataError, match=r"too far from every component.*first row 2"):
        low_density([[0.0], [1e200]], OVERLAPPING)
