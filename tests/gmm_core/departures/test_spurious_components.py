"""Accidents of the likelihood are named; true components are left alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import GaussianMixture, Mixture, initialize, m_step, run
from gmm_core.departures.spurious_components import ADVICE, held_by_few, spurious

PAIR = Mixture([0.5, 0.5], [[0.0, 0.0], [9.0, 0.0]], [np.eye(2), np.eye(2)])


def fit(X, k, covariance_type, seed=0, init="kmeans", reg_covar=0.0):
    start = m_step(initialize(X, k, init, random_state=seed), covariance_type, reg_covar=reg_covar)
    return run(
        X, start, covariance_type=covariance_type, tol=1e-6, max_iter=400, reg_covar=reg_covar
    )


def suspects(found):
    return {suspicion.component for suspicion in spurious(found.mixture, found.weight)}


def with_sliver(rows, thickness, weight=1000.0):
    """Two wide components and one that is thin along a tilted direction."""
    tilt = np.array([[0.6, -0.8], [0.8, 0.6]])
    sliver = (tilt * [1.0, thickness**2]) @ tilt.T
    share = rows / weight
    weights = np.array([0.5 - share / 2, 0.5 - share / 2, share])
    means = np.array([[0.0, 0.0], [9.0, 0.0], [3.0, 3.0]])
    return Mixture(weights, means, [np.eye(2), np.eye(2), sliver])


@pytest.mark.parametrize(
    ("name", "k", "covariance_type"),
    [
        *(("iris", 3, kind) for kind in ("full", "tied", "diag", "spherical")),
        *(("faithful", 2, kind) for kind in ("full", "tied", "diag", "spherical")),
        ("diabetes_rm", 3, "full"),
        ("diabetes_rm", 3, "diag"),
        ("wine", 3, "diag"),
        ("wine", 3, "tied"),
        ("galaxies", 3, "full"),
        ("galaxies", 4, "full"),
        ("galaxies", 6, "tied"),
        ("random_10", 4, "full"),
    ],
)
@pytest.mark.parametrize("seed", [0, 1])
def test_accepted_fits_of_classic_tables_hold_no_suspect(table, name, k, covariance_type, seed):
    assert not suspects(fit(table(name), k, covariance_type, seed))


@pytest.mark.parametrize("covariance_type", ["full", "diag", "spherical"])
@pytest.mark.parametrize("size", [0.3, 0.03])
def test_a_true_cluster_of_few_rows_is_no_suspect(covariance_type, size):
    """20 of 5,000 rows, 10 and 100 times tighter than the others, and round."""
    rng = np.random.default_rng(5)
    rest = rng.normal(scale=3.0, size=(4980, 2))
    X = np.vstack([rest, rng.normal(scale=size, size=(20, 2)) + np.array([30.0, 0.0])])
    found = fit(X, 2, covariance_type)
    assert found.mixture.weights.min() * 5000 == pytest.approx(20, abs=0.5)
    assert not suspects(found)


@pytest.mark.parametrize(
    ("k", "seed", "init"),
    [(8, 2, "random_from_data"), (9, 2, "kmeans"), (9, 7, "kmeans"), (9, 6, "random_from_data")],
)
def test_slivers_of_iris_with_too_many_components_are_named(table, k, seed, init):
    """Fits that converge without a floor, with 5 to 8 rows in a plane of four dimensions."""
    found = fit(table("iris"), k, "full", seed, init)
    named = spurious(found.mixture, found.weight)
    assert named
    assert all(suspicion.rows < 8 and suspicion.ratio > 10 for suspicion in named)


@pytest.mark.parametrize("seed", range(6))
def test_an_eigenvalue_that_a_small_floor_holds_up_is_named(table, seed):
    """scikit-learn's floor of 1e-6; without it these fits collapse."""
    found = fit(table("iris"), 9, "full", seed, "random_from_data", reg_covar=1e-6)
    narrowest = np.linalg.eigvalsh(found.mixture.covariances)[:, 0]
    assert set(np.flatnonzero(narrowest < 3e-6)) <= suspects(found)


def test_rows_that_share_a_rounded_value_are_named(table):
    """29 irises have a petal 0.2 cm wide: no accident of few rows, and no cluster."""
    found = fit(table("iris"), 6, "full", 1, "random_from_data", reg_covar=1e-6)
    (named,) = spurious(found.mixture, found.weight)
    assert named.rows == pytest.approx(29, abs=0.2)
    assert named.ratio > 100
    assert "made by rows that share one rounded value" in named.sentence


@pytest.mark.parametrize("covariance_type", ["full", "diag", "spherical"])
def test_a_component_on_two_near_duplicates_is_named(covariance_type):
    """In one dimension all three are the same; the pair is 1e-4 apart."""
    x = np.sort(np.random.default_rng(2).normal(size=60))
    X = np.append(x, [7.0, 7.0001])[:, None]
    found = fit(X, 2, covariance_type)
    (named,) = spurious(found.mixture, found.weight)
    assert named.rows == pytest.approx(2.0)
    assert named.ratio > 1000
    assert "holds 2.00 rows" in named.sentence


def test_two_near_duplicates_among_many_features_are_named(table):
    """Diagonal covariances, on iris and a far pair."""
    X = np.vstack([table("iris"), [[20.0] * 4, [20.0001, 20.0002, 20.0001, 20.0003]]])
    resp = np.repeat(np.eye(4), [50, 50, 50, 2], axis=0)
    start = m_step(initialize(X, 4, resp.T @ X / resp.sum(axis=0)[:, None]), "diag")
    found = run(X, start, covariance_type="diag")
    assert suspects(found) == {3}


def test_the_ratio_is_one_of_standard_deviations_to_their_average():
    """Variances 1 and 1e-4 with shares 0.96 and 0.04: the average is 0.960004."""
    mixture = Mixture([0.96, 0.04], [[0.0], [5.0]], [[[1.0]], [[1e-4]]])
    (named,) = spurious(mixture, 50)
    assert named.component == 1
    assert named.rows == pytest.approx(2.0)
    assert named.ratio == pytest.approx(np.sqrt(0.960004 / 1e-4))


def test_as_many_rows_as_no_accident_brings_together_are_no_suspect():
    """Of 1,000 rows, log binom(1000, 2) / log 50 is 3.36 rows beyond the two of a line."""
    assert {s.component for s in spurious(with_sliver(5.2, 1 / 50), 1000)} == {2}
    assert not spurious(with_sliver(5.8, 1 / 50), 1000)


def test_a_thick_component_of_few_rows_is_no_suspect():
    assert not spurious(with_sliver(3, 1 / 8), 1000)


@pytest.mark.parametrize("d", [1, 3])
def test_a_point_is_a_suspect_however_many_its_rows(d):
    def beside(width):
        covariances = [np.eye(d), np.eye(d) * width**2]
        return Mixture([0.5, 0.5], [np.zeros(d), np.ones(d)], covariances)

    assert {s.component for s in spurious(beside(1e-5), 1000)} == {1}
    assert not spurious(beside(1e-3), 1000)


def test_one_component_and_equal_components_are_no_suspects():
    assert not spurious(Mixture([1.0], [[0.0, 0.0]], [np.diag([1.0, 1e-12])]), 100)
    assert not spurious(PAIR, 100)


def test_features_that_are_nearly_collinear_in_all_components_count_for_nothing():
    """The third feature is the first but for 1e-5."""
    widen = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    noise = np.diag([0.0, 0.0, 1e-10])
    collinear = widen @ PAIR.covariances @ widen.T + noise
    assert not spurious(Mixture([0.99, 0.01], PAIR.means @ widen.T, collinear), 400)


@given(seed=st.integers(0, 2**32 - 1), rows=st.sampled_from([3.0, 50.0]))
def test_an_affine_map_changes_nothing(seed, rows):
    rng = np.random.default_rng(seed)
    turn = rng.normal(size=(2, 2)) + 3 * np.eye(2)
    turn = np.diag(10.0 ** rng.integers(-6, 7, size=2)) @ turn
    plain = with_sliver(rows, 1 / 300)
    mapped = Mixture(plain.weights, plain.means @ turn.T + 1.0, turn @ plain.covariances @ turn.T)
    (here,), (there,) = spurious(plain, 1000), spurious(mapped, 1000)
    assert (here.component, here.rows) == (there.component, there.rows) == (2, rows)
    assert there.ratio == pytest.approx(here.ratio, rel=1e-6)


def test_a_finding_says_what_is_wrong_and_the_advice_what_to_do():
    (named,) = spurious(with_sliver(3.2, 1 / 3000), 1000)
    assert named.finding == (
        "Component 3 holds 3.20 rows and is 2,995 times thinner than the components are on "
        "average; a maximum like this is often an accident of few rows."
    )
    assert ADVICE == (
        "Use fewer components, a tied or spherical covariance, another start, or a covariance "
        "floor above 0."
    )
    assert named.sentence == f"{named.finding} {ADVICE}"


def test_a_covariance_that_is_all_but_singular_is_named_and_not_an_error():
    assert {s.component for s in spurious(with_sliver(5, 1e-9), 1000)} == {2}


@pytest.mark.parametrize("zeros", [20, 100, 400])
def test_a_spike_that_reg_covar_alone_holds_up_is_named_with_its_rows(zeros):
    X = np.random.default_rng(0).normal(size=(1000, 1))
    X[:zeros] = 0.0
    fit = GaussianMixture(
        2, random_state=0, means_init=[[0.0], [0.5]], precisions_init=[[[1e4]], [[1.0]]]
    )
    fit.fit(X)
    (suspicion,) = fit.suspicions_
    assert suspicion.rows == pytest.approx(zeros, rel=0.1)
    assert "only reg_covar = 1e-06 keeps it from collapsing" in suspicion.sentence


@pytest.mark.parametrize("k", [2, 5, 10])
def test_components_of_one_row_are_named_however_many_there_are(k):
    """Every component but the first is on a row of its own, so that the average is thin, too."""
    X = np.r_[np.linspace(-0.5, 0.5, 4), 100.0 * np.arange(1, k)][:, None]
    fit = GaussianMixture(k, init_params="hierarchical").fit(X)
    alone = np.flatnonzero(np.isclose(fit.weights_ * len(X), 1.0))
    assert len(alone) >= 1
    assert {*alone.tolist()} <= {each.component for each in fit.suspicions_}


def test_what_a_floor_holds_up_is_named_and_a_floor_is_not_advised():
    X = np.r_[np.random.default_rng(0).normal(size=100), np.full(20, 8.0)][:, None]
    fit = GaussianMixture(2, covariance_floor=1e-4, reg_covar=0.0, init_params="hierarchical").fit(
        X
    )
    (suspicion,) = fit.suspicions_
    assert suspicion.component in fit.floored_
    assert "only a covariance floor keeps it from collapsing" in suspicion.finding
    assert "floor" not in suspicion.advice


def test_components_of_one_or_two_rows_are_named_whatever_their_shape() -> None:
    shared = [[[1.0]]] * 3
    few = Mixture([0.9, 0.02, 0.08], [[0.0], [5.0], [9.0]], shared)
    (said,) = held_by_few(few, 30)
    assert said.startswith("Components 2 and 3 hold one row or two each (0.600 and 2.40 by their")
    assert held_by_few(few, 30, [1])[0].startswith("Component 3 holds one row or two (2.40 by its")
    assert held_by_few(few, 400) == ()
    empty = Mixture([1.0, 1e-180], [[0.0], [5.0]], shared[:2])
    assert "(0 by its weight)" in held_by_few(empty, 30)[0]
    assert held_by_few(Mixture([1.0], [[0.0]], [[[1.0]]]), 1) == ()
