"""A relative floor lifts what is too thin for the data, and touches nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import COVARIANCE_STRUCTURES, DataError, Mixture, Statistics, e_step
from gmm_core.matrices import Matrices, compacted
from gmm_core.maximisation import floor as floors_of
from gmm_core.maximisation.floor import check_floor

STRUCTURES = tuple(COVARIANCE_STRUCTURES.values())
REFUSED = [s for s in STRUCTURES if s.letters in ("EVI", "EVE", "EVV")]
FLOORED = [s for s in STRUCTURES if s not in REFUSED]
MONOTONE = ["full", "tied", "diag", "spherical", "EII", "EEI", "EEV"]
each_floored = pytest.mark.parametrize("structure", FLOORED, ids=lambda s: s.letters)

seeds = st.integers(0, 2**32 - 1)
floors = st.sampled_from([1e-8, 1e-3, 0.1, 0.5])
either = st.booleans()


def floored(covariances, pooled, floor, scalable):
    """Arrays in and out, the same in however few numbers they are kept."""
    units, kept = floors_of._units(np.diagonal(pooled), scalable), Matrices(covariances)
    found, acted = floors_of.floored(kept, units, floor)
    fewer, acted_too = floors_of.floored(compacted(kept), units, floor)
    size = np.abs(found.dense).max()
    np.testing.assert_allclose(fewer.dense / size, found.dense / size, atol=1e-12)
    assert acted == acted_too
    return (covariances if found is kept else found.dense), acted


def raised_to_floor(covariances, held, variances, floor, structure):
    """Arrays in and out; the very array that was given where nothing was below the floor."""
    kept = Matrices(covariances)
    found, acted = floors_of.raised_to_floor(kept, held, variances, floor, structure)
    return (covariances if found is kept else found.dense), acted


def random_covariances(seed, k=4, d=3):
    """Some round, some thin, each feature on a scale of its own; and the pooled covariance."""
    rng = np.random.default_rng(seed)
    roots = rng.normal(size=(k, d, d)) * 10.0 ** rng.integers(-5, 1, size=(k, d, 1))
    scale = 10.0 ** rng.integers(-3, 4, size=d)
    covariances = (roots.transpose(0, 2, 1) @ roots) * np.outer(scale, scale)
    return covariances, covariances.sum(axis=0) + np.diag(scale**2.0)


def relative_eigenvalues(covariances, pooled, scalable):
    """Variances along the axes of each covariance, in those of the pooled one."""
    variances = np.diagonal(pooled)
    unit = np.sqrt(variances if scalable else np.full(len(pooled), variances.min()))
    return np.linalg.eigvalsh(covariances / np.outer(unit, unit))


def test_a_thin_axis_is_raised_by_hand():
    """Variances 4 and 9 in all: a thousandth of each is the least."""
    thin = np.array([np.diag([4e-8, 9e-8]), np.diag([4e-8, 1.0]), np.diag([1.0, 1.0])])
    result, acted = floored(thin, np.diag([4.0, 9.0]), 1e-3, True)
    expected = [np.diag([4e-3, 9e-3]), np.diag([4e-3, 1.0]), np.diag([1.0, 1.0])]
    np.testing.assert_allclose(result, expected, rtol=1e-12)
    assert acted == (0, 1)


def test_one_unit_for_all_features_by_hand():
    result, acted = floored(np.array([np.eye(2) * 1e-8]), np.diag([4.0, 9.0]), 1e-2, False)
    np.testing.assert_allclose(result, [np.eye(2) * 0.04], rtol=1e-12)
    assert acted == (0,)


def test_one_unit_is_that_of_a_feature_with_spread():
    """Variances 0, 9 and 4 in all: the least with spread is 4, for the constant feature too."""
    result, _ = floored(np.zeros((1, 3, 3)), np.diag([0.0, 9.0, 4.0]), 1e-2, False)
    np.testing.assert_allclose(result, [np.eye(3) * 0.04], rtol=1e-12)


def test_a_tilted_axis_is_raised_along_itself():
    """Variance 2 along (1, 1), none along (1, -1)."""
    result, _ = floored(np.ones((1, 2, 2)), np.eye(2), 0.25, True)
    np.testing.assert_allclose(result, [[[1.125, 0.875], [0.875, 1.125]]], rtol=1e-12)


@given(seed=seeds, floor=floors, scalable=either)
def test_no_eigenvalue_is_left_below_the_floor_and_the_others_stay(seed, floor, scalable):
    covariances, pooled = random_covariances(seed)
    result, acted = floored(covariances, pooled, floor, scalable)
    before = relative_eigenvalues(covariances, pooled, scalable)
    after = relative_eigenvalues(result, pooled, scalable)
    known = 1e-14 * before[:, -1:]  # where one unit serves all, features may be 1e6 apart
    assert (np.abs(after - np.maximum(before, floor)) <= 1e-9 * after + 20 * known).all()
    assert set(np.flatnonzero((before < floor - known).any(axis=1))) <= set(acted)
    assert set(acted) <= set(np.flatnonzero((before < floor + known).any(axis=1)))
    np.testing.assert_array_equal(result, result.transpose(0, 2, 1))


@given(seed=seeds, floor=floors, scalable=either)
def test_components_above_the_floor_keep_every_bit(seed, floor, scalable):
    covariances, pooled = random_covariances(seed)
    result, acted = floored(covariances, pooled, floor, scalable)
    others = np.setdiff1d(np.arange(len(covariances)), acted)
    np.testing.assert_array_equal(result[others], covariances[others])
    assert acted or result is covariances


@given(seed=seeds, floor=floors, scalable=either)
def test_a_second_time_changes_nothing(seed, floor, scalable):
    covariances, pooled = random_covariances(seed)
    once, _ = floored(covariances, pooled, floor, scalable)
    twice, acted = floored(once, pooled, floor, scalable)
    assert twice is once
    assert acted == ()


@given(seed=seeds)
def test_a_floor_of_zero_is_off(seed):
    covariances, pooled = random_covariances(seed)
    covariances = covariances - 2 * pooled  # not even positive definite
    found, acted = floored(covariances, pooled, 0.0, True)
    np.testing.assert_array_equal(found, covariances)
    assert acted == ()


@given(seed=seeds, floor=floors, scalable=either, exponent=st.integers(-60, 60))
def test_scaling_the_data_scales_the_result(seed, floor, scalable, exponent):
    """One by one where the structure is closed under it, by one factor otherwise."""
    covariances, pooled = random_covariances(seed)
    scale = np.ones(3) * 2.0**exponent
    if scalable:
        scale = scale * np.array([1.0, 1e-4, 3e5])
    by = np.outer(scale, scale)
    plain, acted = floored(covariances, pooled, floor, scalable)
    scaled, acted_too = floored(covariances * by, pooled * by, floor, scalable)
    assert acted == acted_too
    unit = np.sqrt(np.diagonal(pooled) * scale**2)
    np.testing.assert_allclose((scaled - plain * by) / np.outer(unit, unit), 0.0, atol=1e-12)


@given(seed=seeds, floor=floors, scalable=either)
def test_diagonal_stays_diagonal_and_equal_stays_equal(seed, floor, scalable):
    covariances, pooled = random_covariances(seed)
    diagonal, _ = floored(covariances * np.eye(3), pooled, floor, scalable)
    np.testing.assert_array_equal(diagonal, diagonal * np.eye(3))
    equal, acted = floored(np.repeat(covariances[:1], 4, axis=0), pooled, floor, scalable)
    np.testing.assert_array_equal(equal, np.repeat(equal[:1], 4, axis=0))
    assert acted in ((), (0, 1, 2, 3))


@given(seed=seeds, floor=floors)
def test_spherical_stays_spherical(seed, floor):
    covariances, pooled = random_covariances(seed)
    variances = covariances[:, 0, 0]
    balls, _ = floored(variances[:, None, None] * np.eye(3), pooled, floor, False)
    np.testing.assert_array_equal(balls, balls[:, :1, :1] * np.eye(3))


@given(seed=seeds, floor=floors)
def test_one_unit_keeps_the_directions_that_components_share(seed, floor):
    rng = np.random.default_rng(seed)
    axes = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    variances = 10.0 ** rng.uniform(-9, 0, size=(4, 3))
    covariances = (axes * variances[:, None, :]) @ axes.T
    result, _ = floored(covariances, covariances.sum(axis=0), floor, False)
    turned = axes.T @ result @ axes
    np.testing.assert_allclose(turned - turned * np.eye(3), 0.0, atol=1e-12)


@pytest.mark.parametrize("scalable", [True, False])
def test_a_constant_feature_is_measured_in_itself(scalable):
    """Its unit is 1, as where features are standardised."""
    constant = np.zeros((1, 1, 1))
    result, acted = floored(constant, np.zeros((1, 1)), 0.01, scalable)
    assert (result.item(), acted) == (0.01, (0,))


# Structures stay what they are


def thin_scatter(seed, structure, k=3, d=3):
    """Scatter of components, one of them as small as a point and one flat."""
    rng = np.random.default_rng(seed)
    roots = rng.normal(size=(k, 2 * d, d))
    roots[1] *= 10.0 ** rng.integers(-6, 0)
    roots[2, :, 0] *= 10.0 ** rng.integers(-4, 0)
    held = rng.uniform(10, 100, size=k)
    scale = 10.0 ** rng.integers(-3, 4, size=d) if structure.scalable else 1.0
    roots = roots * scale
    return held[:, None, None] * (roots.transpose(0, 2, 1) @ roots), held


def raised(structure, scatter, held, floor):
    """Floored covariances of the structure, the variances in all, and where the floor acted."""
    variances = np.einsum("kii->i", scatter) / held.sum()
    covariances = structure.m_step(scatter, held)
    return *raised_to_floor(covariances, held, variances, floor, structure), variances


@each_floored
@given(seed=seeds, floor=floors)
def test_what_comes_out_is_of_the_structure_and_above_the_floor(structure, seed, floor):
    scatter, held = thin_scatter(seed, structure)
    found, acted, variances = raised(structure, scatter, held, floor)
    unit = np.sqrt(variances if structure.scalable else np.full(3, variances.min()))
    by = np.outer(unit, unit)
    again = structure.m_step(held[:, None, None] * found, held)
    size = np.abs(found / by).max(axis=(1, 2), keepdims=True)
    np.testing.assert_allclose(again / by / size, found / by / size, atol=1e-6)
    assert np.linalg.eigvalsh(found / by).min() >= floor - 1e-13 * np.abs(found / by).max()
    twice, _ = raised_to_floor(found, held, variances, floor, structure)
    np.testing.assert_allclose(twice / by / size, found / by / size, atol=1e-9)
    assert not acted or not np.array_equal(found, structure.m_step(scatter, held))


@each_floored
def test_the_structure_holds_where_a_component_is_a_point(structure):
    """There the M-step has no maximum, and what it gives is not of the structure."""
    scatter, held = thin_scatter(5, structure)
    scatter[1] = 0.0
    found, _, variances = raised(structure, scatter, held, 1e-3)
    again = structure.m_step(held[:, None, None] * found, held)
    by = np.sqrt(np.outer(variances, variances))
    np.testing.assert_allclose(again / by, found / by, rtol=1e-6, atol=1e-9)


@each_floored
def test_a_constant_feature_is_held_up_by_any_structure(structure):
    scatter = np.array([np.diag([20.0, 8.0, 0.0]), np.diag([5.0, 30.0, 0.0])])
    found, _, _ = raised(structure, scatter, np.array([10.0, 12.0]), 1e-2)
    assert np.linalg.eigvalsh(found).min() > 0


def test_a_small_component_is_multiplied_by_hand():
    """One shape of variances 1 and 4; the small one is a hundred times below the floor."""
    covariances = np.array([np.diag([1.0, 4.0]), np.diag([1e-5, 4e-5])])
    for letters in ("VEI", "VEE", "VEV"):
        structure = COVARIANCE_STRUCTURES[letters]
        found, acted = raised_to_floor(covariances, np.ones(2), np.ones(2), 1e-3, structure)
        shape = found[1] / found[1, 0, 0]
        np.testing.assert_allclose(shape, found[0] / found[0, 0, 0], rtol=1e-9)
        assert found[1, 0, 0] == pytest.approx(1e-3)
        assert acted == (1,)


@pytest.mark.parametrize("letters", ["spherical", "EII", "VVE", "EEV", "VEV"])
def test_a_floor_swamps_no_feature(letters):
    """Features in units a million apart; one that is far above the floor stays where it is."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 2))
    X[100:, 0] += 6.0
    X *= [1.0, 1e6]
    statistics = Statistics.from_responsibilities(X, np.repeat(np.eye(2), 100, axis=0))
    structure, held = COVARIANCE_STRUCTURES[letters], statistics.resp_sum
    covariances = structure.m_step(statistics.scatter, held)
    found, acted = raised_to_floor(covariances, held, X.var(axis=0), 1e-6, structure)
    assert acted == ()
    assert found is covariances


@pytest.mark.parametrize("structure", REFUSED, ids=lambda s: s.letters)
def test_equal_volumes_of_different_shapes_take_no_floor(structure):
    covariances = np.array([np.diag([1e-9, 1.0]), np.diag([1.0, 1e-9])])
    other = {"EVI": "diag", "EVE": "VVE", "EVV": "full"}[structure.letters]
    with pytest.raises(DataError, match=rf"Set the floor to 0, or choose .* such as {other}\."):
        raised_to_floor(covariances, np.ones(2), np.ones(2), 1e-3, structure)
    assert raised_to_floor(covariances, np.ones(2), np.ones(2), 0.0, structure)[0] is covariances


# EM under a floor


def em_under(X, structure, floor, resp, n_iter=60):
    """Log-likelihoods of EM under the floor, where it acted, and the last mixture."""
    statistics, previous = Statistics.from_responsibilities(X, resp), None
    log_likelihoods, acted_at_all = [], set()
    for _ in range(n_iter):
        held = statistics.resp_sum
        covariances = structure.m_step(statistics.scatter, held, previous)
        previous, acted = raised_to_floor(covariances, held, X.var(axis=0), floor, structure)
        mixture = Mixture(held / held.sum(), statistics.resp_means, previous)
        statistics = e_step(X, mixture)
        log_likelihoods.append(statistics.log_likelihood)
        acted_at_all |= set(acted)
    return np.array(log_likelihoods), acted_at_all, mixture


@pytest.mark.parametrize("covariance_type", MONOTONE)
@pytest.mark.parametrize("floor", [1e-3, 0.2, 0.9])
def test_the_log_likelihood_never_falls_under_the_floor(table, covariance_type, floor):
    """The floored M-step is the best of those above the floor."""
    X = table("iris")
    resp = np.random.default_rng(3).dirichlet(np.full(4, 0.3), size=len(X))
    structure = COVARIANCE_STRUCTURES[covariance_type]
    log_likelihoods, acted, _ = em_under(X, structure, floor, resp)
    assert np.diff(log_likelihoods).min() >= -1e-9 * abs(log_likelihoods[-1])
    assert acted or floor < 0.9


@pytest.mark.parametrize("letters", ["VEI", "VEE", "VEV", "VVE"])
def test_a_heap_under_the_floor_costs_no_shape_and_little_likelihood(letters):
    """Twenty rows alike between two clusters: what is lost in a step is less than one nat."""
    rng = np.random.default_rng(16)
    X = rng.normal(size=(420, 2))
    X[200:400, 0] += 6.0
    X[400:] = 3.0
    X /= X.std(axis=0)
    structure = COVARIANCE_STRUCTURES[letters]
    heap = np.repeat(np.eye(3), [200, 200, 20], axis=0)
    log_likelihoods, acted, mixture = em_under(X, structure, 1e-3, heap)
    assert acted == {2}
    assert np.diff(log_likelihoods).min() > -1.0
    rows = mixture.weights * len(X)
    again = structure.m_step(rows[:, None, None] * mixture.covariances, rows)
    np.testing.assert_allclose(again, mixture.covariances, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("floor", [-1e-9, 1.0, 7, np.nan, np.inf, "0.1", None])
def test_a_floor_that_is_no_share_is_refused(floor):
    with pytest.raises(DataError, match=r"Give a number from 0 \(off\) to below 1"):
        check_floor(floor)
    with pytest.raises(DataError, match="The relative covariance floor is"):
        floored(np.ones((1, 1, 1)), np.ones((1, 1)), floor, True)
