import copy
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DataError, Mixture, Statistics, e_step, m_step
from gmm_core.expectation.statistics import mean_of

X = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, -1.0]])
RESP = np.array([[1.0, 0.0], [0.5, 0.5], [0.25, 0.75]])


def test_sums_of_three_rows_by_hand():
    """Component 1 holds 1 + ½ + ¼ rows: Σ r x = (0 + 1 + 1, 1 + 1.5 − 0.25)."""
    statistics = Statistics.from_responsibilities(X, RESP)
    assert statistics.weight == 3.0
    np.testing.assert_allclose(statistics.resp_sum, [1.75, 1.25])
    np.testing.assert_allclose(statistics.resp_x[0], [2.0, 2.25])
    np.testing.assert_allclose(statistics.resp_xx[0], [[6.0, 2.0], [2.0, 5.75]], atol=1e-14)
    np.testing.assert_allclose(statistics.resp_means[0], [2.0 / 1.75, 2.25 / 1.75])
    assert np.isnan(statistics.log_likelihood)


@given(seed=st.integers(0, 2**32 - 1))
def test_resp_x_and_resp_xx_are_the_plain_sums(seed):
    rng = np.random.default_rng(seed)
    rows, weights = rng.normal(1.0, size=(30, 3)), rng.uniform(0, 2, size=30)
    resp = rng.dirichlet(np.ones(2), size=30)
    statistics = Statistics.from_responsibilities(rows, resp, weights)
    weighted = resp * weights[:, None]
    np.testing.assert_allclose(statistics.resp_sum, weighted.sum(axis=0))
    np.testing.assert_allclose(statistics.resp_x, weighted.T @ rows, atol=1e-12)
    plain = np.einsum("nk,ni,nj->kij", weighted, rows, rows)
    np.testing.assert_allclose(statistics.resp_xx, plain, atol=1e-11)


def test_e_step_gives_the_statistics_of_its_responsibilities():
    """At standard deviation 10⁸ both are flat over the rows, so the weights are the shares."""
    mixture = Mixture([0.25, 0.75], np.zeros((2, 2)), [1e16 * np.eye(2)] * 2)
    statistics = e_step(X, mixture)
    np.testing.assert_allclose(statistics.resp_sum, [0.75, 2.25], rtol=1e-12)
    np.testing.assert_allclose(statistics.resp_x[0], 0.25 * X.sum(axis=0), rtol=1e-12)
    np.testing.assert_allclose(statistics.resp_xx[1], 0.75 * X.T @ X, rtol=1e-12)


def test_addition_is_commutative_and_associative():
    a, b, c = (Statistics.from_responsibilities(X[i : i + 1], RESP[i : i + 1]) for i in range(3))
    for total in ((a + b) + c, a + (b + c), c + (b + a)):
        np.testing.assert_allclose(total.resp_sum, RESP.sum(axis=0))
        np.testing.assert_allclose(total.resp_x, RESP.T @ X, atol=1e-14)
        np.testing.assert_allclose(total.resp_xx[1], (RESP[:, 1, None] * X).T @ X, atol=1e-14)


def test_a_piece_without_rows_adds_nothing():
    nothing = Statistics.from_responsibilities(np.empty((0, 2)), np.empty((0, 2)))
    whole = Statistics.from_responsibilities(X, RESP)
    for total in (whole + nothing, nothing + whole):
        assert total.weight == 3.0
        np.testing.assert_allclose(total.resp_x, whole.resp_x)
        np.testing.assert_allclose(total.scatter, whole.scatter)


def test_two_pieces_without_rows_can_be_added():
    nothing = Statistics.from_responsibilities(np.empty((0, 2)), np.empty((0, 2)))
    np.testing.assert_array_equal((nothing + nothing).scatter, np.zeros((2, 2, 2)))


def test_only_statistics_can_be_added():
    with pytest.raises(TypeError, match="unsupported operand"):
        Statistics.from_responsibilities(X, RESP) + 1.0  # type: ignore[operator]


def test_far_from_zero_no_digits_of_the_scatter_are_lost():
    """Integers near 2²⁶ are exact, so the scatter is that of the same integers near 0."""
    rows = np.array([[0.0], [1.0], [2.0], [3.0]])
    near = Statistics.from_responsibilities(rows, np.ones((4, 1)))
    far = Statistics.from_responsibilities(rows + 2.0**26, np.ones((4, 1)))
    np.testing.assert_array_equal(near.scatter, [[[5.0]]])
    np.testing.assert_array_equal(far.scatter, [[[5.0]]])
    half = Statistics.from_responsibilities(rows[:2] + 2.0**26, np.ones((2, 1)))
    other = Statistics.from_responsibilities(rows[2:] + 2.0**26, np.ones((2, 1)))
    np.testing.assert_array_equal((half + other).scatter, [[[5.0]]])


def test_tight_groups_far_apart_keep_their_own_scatter():
    """Each group's spread is 1e-8 of the distance between them."""
    spread = np.array([[-1.0], [0.0], [1.0]]) * 2.0**-27
    rows = np.vstack([spread, 1.0 + spread])
    resp = np.repeat(np.eye(2), 3, axis=0)
    statistics = Statistics.from_responsibilities(rows, resp)
    np.testing.assert_allclose(statistics.scatter.ravel(), 2.0 * 2.0**-54, rtol=1e-6)


def test_scatter_is_symmetric(table):
    rows = table("wine")
    resp = np.random.default_rng(0).dirichlet(np.ones(3), size=len(rows))
    scatter = Statistics.from_responsibilities(rows, resp).scatter
    np.testing.assert_array_equal(scatter, scatter.transpose(0, 2, 1))


@pytest.mark.parametrize(
    "through",
    [
        pytest.param(lambda statistics: statistics, id="new"),
        pytest.param(lambda statistics: pickle.loads(pickle.dumps(statistics)), id="pickled"),
        pytest.param(copy.deepcopy, id="copied"),
    ],
)
def test_arrays_are_read_only(through):
    statistics = through(Statistics.from_responsibilities(X, RESP))
    assert statistics.weight == 3.0
    for part in (statistics.resp_sum, statistics.resp_means, statistics.scatter):
        with pytest.raises(ValueError, match="read-only"):
            part[0] = 0.0


@pytest.mark.parametrize(
    ("rows", "resp"),
    [(X, RESP[:2]), (X[:, 0], RESP), (X, RESP[:, 0])],
)
def test_responsibilities_that_do_not_fit_the_rows_are_refused(rows, resp):
    with pytest.raises(DataError, match=r"one row (of responsibilities )?for each (row|sample)"):
        Statistics.from_responsibilities(rows, resp)


def test_the_sum_of_a_list_of_statistics_starts_from_the_first():
    halves = [Statistics.from_responsibilities(X[rows], RESP[rows]) for rows in ([0], [1, 2])]
    np.testing.assert_allclose(
        sum(halves).resp_xx, Statistics.from_responsibilities(X, RESP).resp_xx
    )


def test_statistics_say_how_much_of_the_scatter_is_meant():
    mixture = Mixture([0.5, 0.5], [[0.0, 0.0], [1.0, 1.0]], [np.eye(2)] * 2)
    rows = np.random.default_rng(0).normal(size=(5000, 2))
    tied, diag, full = (
        e_step(rows, mixture, covariance_type=kind) for kind in ("tied", "diag", "full")
    )
    assert [each.moments for each in (tied, diag, full)] == ["total", "diagonal", "full"]
    assert (tied + full).moments == (full + tied).moments == "total"
    with pytest.raises(DataError, match="cannot be added"):
        tied + diag
    for statistics, other in ((tied, "full"), (diag, "full"), (diag, "tied"), (tied, "diag")):
        with pytest.raises(DataError, match="was taken for another covariance structure"):
            m_step(statistics, other)
    np.testing.assert_allclose(
        m_step(tied, "tied").covariances, m_step(full, "tied").covariances, rtol=1e-10
    )


@given(seed=st.integers(0, 2**32 - 1))
def test_affine_gives_the_statistics_of_the_moved_rows(seed):
    """As e_step of the moved rows under the moved mixture, log-likelihood included."""
    rng = np.random.default_rng(seed)
    rows, weights = rng.normal(size=(40, 3)), rng.uniform(0.5, 2, size=40)
    scale = rng.choice([-1.0, 1.0], size=3) * 10.0 ** rng.integers(-3, 4, size=3)
    shift = rng.normal(size=3) * 10.0
    mixture = Mixture([0.4, 0.6], rows[:2], [np.eye(3), 2 * np.eye(3)])
    moved = e_step(rows, mixture, weights).affine(scale, shift)
    direct = e_step(rows * scale + shift, mixture.affine(scale, shift), weights)
    assert (moved.weight, moved.moments) == (direct.weight, "full")
    assert moved.log_likelihood == pytest.approx(direct.log_likelihood, rel=1e-10)
    np.testing.assert_allclose(moved.resp_sum, direct.resp_sum, rtol=1e-10)
    gap = (moved.resp_means - direct.resp_means) / scale
    np.testing.assert_allclose(gap, 0.0, atol=1e-9)
    gap = (moved.scatter - direct.scatter) / np.outer(scale, scale)
    np.testing.assert_allclose(gap, 0.0, atol=1e-8)


def test_affine_of_one_number_moves_every_feature_alike():
    statistics = Statistics.from_responsibilities(X, RESP)
    moved = statistics.affine(2.0, 1.0)
    np.testing.assert_allclose(moved.resp_means, 2.0 * statistics.resp_means + 1.0)
    np.testing.assert_allclose(moved.scatter, 4.0 * statistics.scatter)
    assert np.isnan(moved.log_likelihood)


def test_permuted_lists_the_same_sums_in_another_order():
    other = Statistics.from_responsibilities(X, RESP).permuted([1, 0])
    expected = Statistics.from_responsibilities(X, RESP[:, ::-1])
    assert other.weight == 3.0
    for part in ("resp_sum", "resp_means", "scatter"):
        np.testing.assert_allclose(getattr(other, part), getattr(expected, part))


@pytest.mark.parametrize("covariance_type", ["full", "tied", "diag"])
def test_what_is_meant_of_the_scatter_stays_when_rows_are_moved_or_components_listed(
    covariance_type,
):
    mixture = Mixture([0.5, 0.5], [[0.0, 0.0], [1.0, 1.0]], [np.eye(2)] * 2)
    rows = np.random.default_rng(0).normal(size=(5000, 2))
    plain = e_step(rows, mixture, covariance_type=covariance_type)
    moved = plain.affine([2.0, 3.0], 1.0).permuted([1, 0])
    assert moved.moments == plain.moments
    expected = m_step(plain, covariance_type).affine([2.0, 3.0], 1.0).permuted([1, 0])
    found = m_step(moved, covariance_type)
    for part in ("weights", "means", "covariances"):
        np.testing.assert_allclose(
            getattr(found, part), getattr(expected, part), rtol=1e-10, atol=1e-12
        )


def test_a_component_that_holds_no_rows_has_its_mean_at_zero():
    means = mean_of(np.array([[6.0], [0.0]]), np.array([2.0, 0.0]))
    np.testing.assert_array_equal(means, [[3.0], [0.0]])
