"""EM as two pure functions: the invariants that ARCHITECTURE.md lists, and hand computations."""

from functools import cache
from itertools import islice, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import (
    COVARIANCE_STRUCTURES,
    INITIALIZERS,
    DataError,
    DegenerateComponentError,
    Mixture,
    Statistics,
    e_step,
    initialize,
    iterate,
    m_step,
    responsibilities,
    run,
)
from gmm_core.fitting import Settings, fit_run

TYPES = tuple(COVARIANCE_STRUCTURES)
INNER_LOOPS = ("VEI", "VEE", "EVE", "VVE", "VEV")
EPS = np.finfo(float).eps

seeds = st.integers(0, 2**32 - 1)
types = st.sampled_from(TYPES)


def blobs(seed, covariance_type="full", n_samples=60, max_features=4):
    """Rows of a few overlapping groups, correlated, each feature on a scale of its own.

    On one scale where axes are shared or compared: those of features in units 10⁶ apart are not
    known to double precision, whatever the arithmetic.
    """
    rng = np.random.default_rng(seed)
    d = int(rng.integers(1, max_features + 1))
    centres = rng.normal(scale=2.0, size=(3, d))
    rows = centres[rng.integers(3, size=n_samples)] + rng.normal(size=(n_samples, d))
    rows = rows @ rng.normal(size=(d, d))
    scales = 10.0 ** rng.integers(-3, 4, size=d)
    return rows * scales if COVARIANCE_STRUCTURES[covariance_type].scalable else rows


def soft_start(X, k, covariance_type, seed):
    """The M-step of responsibilities drawn at random, some nearly hard and some even."""
    resp = np.random.default_rng(seed).dirichlet(np.full(k, 0.5), size=len(X))
    return m_step(Statistics.from_responsibilities(X, resp), covariance_type)


def states_until_collapse(X, start, covariance_type, n_states, **settings):
    """The first states of a run; fewer where a component collapses, as it may without a floor."""
    states = []
    try:
        for state in islice(iterate(X, start, covariance_type, **settings), n_states):
            states.append(state)
    except DegenerateComponentError:
        pass
    return states


def assert_same_statistics(left, right, X, rtol=1e-10):
    """Equal in units of the spread of each feature."""
    scale = X.std(axis=0) + 1e-300
    assert left.weight == pytest.approx(right.weight, rel=rtol)
    np.testing.assert_allclose(left.resp_sum, right.resp_sum, rtol=rtol, atol=rtol)
    held = left.resp_sum > 1e-6
    gap = ((left.resp_means - right.resp_means) / scale)[held]
    np.testing.assert_allclose(gap, 0.0, atol=rtol / left.resp_sum[held].min())
    scatter = (left.scatter - right.scatter) / np.outer(scale, scale)
    np.testing.assert_allclose(scatter, 0.0, atol=rtol * len(X))


# Invariant 1


@given(seed=seeds, k=st.integers(1, 4), covariance_type=types)
def test_log_likelihood_never_falls(seed, k, covariance_type):
    X = blobs(seed, covariance_type)
    start = soft_start(X, k, covariance_type, seed)
    states = states_until_collapse(X, start, covariance_type, 25)
    log_likelihoods = np.array([state.log_likelihood for state in states])
    assert len(states) >= 2
    assert np.diff(log_likelihoods).min() >= -1e-9 * np.abs(log_likelihoods).max()


@pytest.fixture(scope="module")
def started(table):
    """Return a function: table, start and seed -> statistics of three components, found once."""
    return cache(lambda name, init, seed: initialize(table(name), 3, init, random_state=seed))


@pytest.mark.parametrize("init", INITIALIZERS)
@pytest.mark.parametrize("covariance_type", TYPES)
@pytest.mark.parametrize("name", ["iris", "wine", "diabetes_rm", "galaxies"])
def test_log_likelihood_never_falls_on_real_tables(table, started, name, covariance_type, init):
    X = table(name)
    start = m_step(started(name, init, 1), covariance_type)
    states = states_until_collapse(X, start, covariance_type, 40)
    log_likelihoods = np.array([state.log_likelihood for state in states])
    assert len(states) >= 10
    assert np.diff(log_likelihoods).min() >= -1e-9 * np.abs(log_likelihoods).max()


@given(seed=seeds, covariance_type=types)
def test_m_step_is_the_highest_expected_log_likelihood(seed, covariance_type):
    """No other parameters of the same structure do better for the same responsibilities."""
    X = blobs(seed, covariance_type)
    rng = np.random.default_rng(seed)
    resp = rng.dirichlet(np.ones(3), size=len(X))
    statistics = Statistics.from_responsibilities(X, resp)
    best = m_step(statistics, covariance_type)
    other_resp = 0.99 * resp + 0.01 * rng.dirichlet(np.ones(3), size=len(X))
    other = m_step(Statistics.from_responsibilities(X, other_resp), covariance_type)
    assert expected_log_likelihood(statistics, best) >= expected_log_likelihood(statistics, other)


def expected_log_likelihood(statistics, mixture):
    """Q of Dempster, Laird and Rubin from the statistics alone, without its constant, in nats."""
    gap = statistics.resp_means - mixture.means
    about = statistics.scatter + statistics.resp_sum[:, None, None] * (
        gap[:, :, None] * gap[:, None, :]
    )
    log_det = np.linalg.slogdet(mixture.covariances)[1]
    spread = np.linalg.solve(mixture.covariances, about).trace(axis1=1, axis2=2)
    return float(statistics.resp_sum @ (np.log(mixture.weights) - log_det / 2) - spread.sum() / 2)


# Invariant 2


@given(seed=seeds, k=st.integers(1, 3), covariance_type=types, floor=st.sampled_from([0.0, 1e-3]))
def test_step_is_m_step_after_e_step(seed, k, covariance_type, floor):
    X = blobs(seed, covariance_type)
    start = soft_start(X, k, covariance_type, seed)
    states = states_until_collapse(X, start, covariance_type, 4, reg_covar=floor)
    assert len(states) >= 2
    for before, after in pairwise(states):
        statistics = e_step(X, before.mixture, covariance_type=covariance_type)
        mixture = m_step(statistics, covariance_type, reg_covar=floor, previous=before.mixture)
        assert before.log_likelihood == statistics.log_likelihood
        assert_identical(before.statistics, statistics, ("resp_sum", "resp_means", "scatter"))
        assert_identical(mixture, after.mixture)


@pytest.mark.parametrize("covariance_type", TYPES)
def test_a_run_from_the_middle_gives_its_second_half(table, covariance_type):
    X = table("iris")
    start = m_step(initialize(X, 3, random_state=0), covariance_type)
    whole = list(islice(iterate(X, start, covariance_type), 12))
    middle = whole[5]
    half = islice(iterate(X, middle.mixture, covariance_type, first_iteration=5), 7)
    for first, second in zip(whole[5:], half, strict=True):
        assert first.iteration == second.iteration
        assert first.log_likelihood == second.log_likelihood
        assert_identical(first.mixture, second.mixture)


def assert_identical(left, right, parts=("weights", "means", "covariances")):
    for part in parts:
        np.testing.assert_array_equal(getattr(left, part), getattr(right, part))


def test_steps_change_neither_the_data_nor_the_mixture(table):
    X = table("iris").copy()
    start = m_step(initialize(X, 3, random_state=0))
    kept = X.copy(), start.means.copy()
    run(X, start, max_iter=3)
    np.testing.assert_array_equal(X, kept[0])
    np.testing.assert_array_equal(start.means, kept[1])
    with pytest.raises(ValueError, match="read-only"):
        start.means[0, 0] = 1.0


# Invariant 3


@given(
    seed=seeds, cuts=st.lists(st.integers(0, 60), min_size=1, max_size=3), shuffled=st.booleans()
)
def test_adding_statistics_of_any_split_gives_the_statistics_of_the_whole(seed, cuts, shuffled):
    """Two to four pieces; equal cuts give pieces without rows."""
    X = blobs(seed)
    mixture = soft_start(X, 3, "full", seed)
    order = np.random.default_rng(seed).permutation(60) if shuffled else np.arange(60)
    pieces = [e_step(X[rows], mixture) for rows in np.split(order, sorted(cuts))]
    total = sum(pieces[1:], start=pieces[0])
    whole = e_step(X, mixture)
    assert_same_statistics(total, whole, X)
    assert total.log_likelihood == pytest.approx(whole.log_likelihood, rel=1e-12)


@given(seed=seeds, cuts=st.lists(st.integers(0, 60), min_size=1, max_size=3))
def test_adding_statistics_of_any_split_holds_for_given_responsibilities(seed, cuts):
    X = blobs(seed)
    resp = np.random.default_rng(seed).dirichlet(np.ones(2), size=60)
    pieces = [
        Statistics.from_responsibilities(X[rows], resp[rows])
        for rows in np.split(np.arange(60), sorted(cuts))
    ]
    total = sum(pieces[1:], start=pieces[0])
    assert_same_statistics(total, Statistics.from_responsibilities(X, resp), X)


def test_blocks_of_a_large_table_give_the_statistics_of_the_whole():
    X = np.random.default_rng(0).normal(size=(20_011, 7))
    mixture = Mixture([0.3, 0.7], [np.zeros(7), np.ones(7)], [np.eye(7), 2 * np.eye(7)])
    by_blocks = e_step(X, mixture)
    at_once = Statistics.from_responsibilities(X, responsibilities(X, mixture))
    assert_same_statistics(by_blocks, at_once, X)


# Invariant 4


@pytest.fixture(scope="module")
def eight_states(table):
    """Return a function: table and structure -> the first states of a run, which is made once."""

    @cache
    def eight_states(name, covariance_type):
        X = table(name)
        start = m_step(initialize(X, 3, random_state=0), covariance_type)
        return list(islice(iterate(X, start, covariance_type), 8))

    return eight_states


@pytest.mark.parametrize("offset", [0.0, 1e4, 1e8])
@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
@pytest.mark.parametrize("covariance_type", TYPES)
@pytest.mark.parametrize("name", ["iris", "wine"])
def test_shifting_and_scaling_the_data_shifts_and_scales_the_fit(
    table, eight_states, name, covariance_type, scale, offset
):
    """log L(a X + b) = log L(X) − n d ln a, state by state.

    A number near b is known to eps |b| only, which is eps |b| / sd in units of a component's
    narrowest standard deviation: by so much each row's log-density may differ for the data
    alone, whatever the arithmetic. The rest is the rounding of the logarithms that are summed,
    and where the M-step has inner iterations, what they leave when they stop.
    """
    X = table(name)
    n, d = X.shape
    b = scale * offset * np.where(np.arange(d) % 2, -1.0, 1.0)
    plain = eight_states(name, covariance_type)
    start = plain[0].mixture.affine(scale, b)
    moved = islice(iterate(scale * X + b, start, covariance_type), 8)
    shift = n * d * np.log(scale)
    for state, other in zip(plain, moved, strict=True):
        narrowest = np.sqrt(np.linalg.eigvalsh(state.mixture.covariances).min())
        summed = abs(state.log_likelihood) + abs(shift)
        rounding = 1e-10 if covariance_type in INNER_LOOPS else 1e-13
        tolerance = n * EPS * offset / narrowest + rounding * summed
        assert other.log_likelihood == pytest.approx(state.log_likelihood - shift, abs=tolerance)
        sd = scale * state.mixture.standard_deviations
        gap = (other.mixture.means - (scale * state.mixture.means + b)) / sd
        rounding = 1e-8 if covariance_type in INNER_LOOPS else 1e-11
        np.testing.assert_allclose(gap, 0.0, atol=10 * EPS * offset / narrowest + rounding)


# Invariant 5


@given(seed=seeds, covariance_type=types, order=st.permutations(range(3)))
def test_a_result_never_depends_on_the_order_of_components(seed, covariance_type, order):
    X = blobs(seed, covariance_type)
    start = soft_start(X, 3, covariance_type, seed)
    plain = states_until_collapse(X, start, covariance_type, 4)
    other = states_until_collapse(X, start.permuted(order), covariance_type, 4)
    assert len(plain) == len(other) >= 2
    scale = X.std(axis=0)
    for left, right in zip(plain, other, strict=True):
        expected = left.mixture.permuted(order)
        assert right.log_likelihood == pytest.approx(left.log_likelihood, rel=1e-9)
        np.testing.assert_allclose(right.mixture.weights, expected.weights, atol=1e-9)
        np.testing.assert_allclose((right.mixture.means - expected.means) / scale, 0, atol=1e-8)


# By hand


def test_e_step_of_two_rows_and_two_components_by_hand():
    """Rows 0 and 2, means 0 and 2, variances 1, weights 1/2.

    Row 0 has the densities p = φ(0) and q = φ(2) = p e⁻², so its responsibility is
    1 / (1 + e⁻²) = 0.880797; row 2 mirrors it. Sums: 1 each; mean of component 1:
    2 × 0.119203 = 0.238406; log-likelihood 2 ln((p + q) / 2).
    """
    statistics = e_step([[0.0], [2.0]], Mixture([0.5, 0.5], [[0.0], [2.0]], [[[1.0]], [[1.0]]]))
    r = 1 / (1 + np.exp(-2.0))
    p = 1 / np.sqrt(2 * np.pi)
    np.testing.assert_allclose(statistics.resp_sum, [1.0, 1.0], rtol=1e-14)
    np.testing.assert_allclose(statistics.resp_x.ravel(), [2 * (1 - r), 2 * r], rtol=1e-14)
    np.testing.assert_allclose(statistics.resp_xx.ravel(), [4 * (1 - r), 4 * r], rtol=1e-14)
    assert statistics.log_likelihood == pytest.approx(2 * np.log(p * (1 + np.exp(-2.0)) / 2))
    assert statistics.weight == 2.0


def test_m_step_of_four_rows_and_two_components_by_hand():
    """Rows 0, 1, 4, 6; the first wholly in A, the second half in each, the others in B.

    n_A = 1.5, μ_A = 0.5 / 1.5 = 1/3, σ²_A = 0.5 / 1.5 − 1/9 = 2/9;
    n_B = 2.5, μ_B = 10.5 / 2.5 = 4.2, σ²_B = 52.5 / 2.5 − 4.2² = 3.36;
    tied: (1.5 × 2/9 + 2.5 × 3.36) / 4 = 2.1833….
    """
    resp = [[1.0, 0.0], [0.5, 0.5], [0.0, 1.0], [0.0, 1.0]]
    statistics = Statistics.from_responsibilities([[0.0], [1.0], [4.0], [6.0]], resp)
    free = m_step(statistics, "full")
    np.testing.assert_allclose(free.weights, [0.375, 0.625], rtol=1e-15)
    np.testing.assert_allclose(free.means.ravel(), [1 / 3, 4.2], rtol=1e-14)
    np.testing.assert_allclose(free.covariances.ravel(), [2 / 9, 3.36], rtol=1e-13)
    tied = m_step(statistics, "tied")
    np.testing.assert_allclose(tied.covariances.ravel(), [8.73333333333333 / 4] * 2, rtol=1e-13)


def test_one_component_is_the_mean_and_covariance_of_the_rows(table):
    X = table("iris")
    fit = run(X, Mixture([1.0], [[9.0, 9.0, 9.0, 9.0]], [np.eye(4)]))
    assert fit.converged
    assert fit.n_iter == 2
    np.testing.assert_allclose(fit.mixture.means[0], X.mean(axis=0), rtol=1e-13)
    np.testing.assert_allclose(fit.mixture.covariances[0], np.cov(X.T, ddof=0), rtol=1e-12)


def test_the_covariance_floor_is_added_to_every_variance():
    statistics = Statistics.from_responsibilities([[0.0, 0.0], [2.0, 2.0]], [[1.0], [1.0]])
    np.testing.assert_allclose(
        m_step(statistics, reg_covar=0.5).covariances, [[[1.5, 1.0], [1.0, 1.5]]]
    )


# Weights of rows, and kinds of input


@given(seed=seeds, covariance_type=types)
def test_sample_weight_is_repetition(seed, covariance_type):
    X = blobs(seed, covariance_type)
    times = np.random.default_rng(seed).integers(0, 4, size=60)
    repeated = np.repeat(X, times, axis=0)
    start = soft_start(X, 2, covariance_type, seed)
    assert_same_statistics(e_step(X, start, times), e_step(repeated, start), X)
    weighted = states_until_collapse(X, start, covariance_type, 4, sample_weight=times)
    plain = states_until_collapse(repeated, start, covariance_type, 4)
    assert len(weighted) == len(plain) >= 2
    for left, right in zip(weighted, plain, strict=True):
        assert left.log_likelihood == pytest.approx(right.log_likelihood, rel=1e-9)


def test_a_weighted_run_converges_by_nats_a_row_of_weight(table):
    X = table("faithful")
    start = m_step(initialize(X, 2, random_state=0))
    once = run(X, start, tol=1e-6)
    thousandfold = run(X, start, tol=1e-6, sample_weight=np.full(len(X), 1000.0))
    assert thousandfold.n_iter == once.n_iter
    assert thousandfold.weight == 1000 * len(X)
    np.testing.assert_allclose(
        thousandfold.mean_log_likelihoods, once.mean_log_likelihoods, rtol=1e-12
    )


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(lambda X: X.tolist(), id="lists"),
        pytest.param(lambda X: X.astype(np.int64), id="integers"),
        pytest.param(lambda X: X.astype(np.float32), id="float32"),
        pytest.param(np.asfortranarray, id="column-major"),
        pytest.param(lambda X: np.repeat(X, 2, axis=0)[::2], id="strided"),
    ],
)
def test_every_kind_of_number_gives_the_same_run(table, kind):
    X = np.round(10 * table("iris"))
    start = m_step(initialize(X, 3, random_state=0))
    plain, other = run(X, start), run(kind(X), start)
    np.testing.assert_allclose(other.log_likelihoods, plain.log_likelihoods, rtol=1e-13)
    np.testing.assert_allclose(other.mixture.covariances, plain.mixture.covariances, rtol=1e-9)


# The driver


def test_a_run_stops_when_the_change_falls_below_tol(table):
    X = table("iris")
    fit = run(X, m_step(initialize(X, 3, random_state=0)), tol=1e-3)
    changes = np.abs(np.diff(fit.mean_log_likelihoods))
    assert fit.converged
    assert fit.stop_reason == "converged"
    assert changes[-1] < 1e-3
    assert (changes[:-1] >= 1e-3).all()
    assert fit.n_iter == len(fit.states) - 1 == fit.states[-1].iteration
    assert fit.log_likelihood == fit.states[-1].log_likelihood
    assert fit.mixture is fit.states[-1].mixture


def test_a_run_stops_at_max_iter(table):
    X = table("iris")
    fit = run(X, m_step(initialize(X, 3, random_state=0)), tol=0.0, max_iter=4)
    assert (fit.n_iter, len(fit.states)) == (4, 5)
    assert not fit.converged
    assert fit.stop_reason == "max_iter"


def test_each_state_holds_the_log_likelihood_of_its_own_mixture(table):
    X = table("iris")
    fit = run(X, m_step(initialize(X, 3, random_state=0)))
    for state in fit.states:
        assert state.log_likelihood == e_step(X, state.mixture).log_likelihood


def test_progress_is_told_state_by_state(table):
    X = table("iris")
    seen = []
    fit = run(X, m_step(initialize(X, 2, random_state=0)), on_state=seen.append)
    assert tuple(seen) == fit.states


# Collapse and bad input


def collapsing():
    """Twenty identical rows beside thirty that spread, and a start with one component at each."""
    spread = np.random.default_rng(0).normal(loc=10.0, size=(30, 2))
    X = np.vstack([np.full((20, 2), 0.1), spread])
    return X, Mixture([0.5, 0.5], [[0.3, 0.0], [10.0, 10.0]], [np.eye(2), np.eye(2)])


@pytest.mark.parametrize("covariance_type", ["full", "diag", "spherical"])
def test_a_collapse_onto_identical_rows_names_component_and_iteration(covariance_type):
    X, start = collapsing()
    with pytest.raises(DegenerateComponentError) as caught:
        run(X, start, covariance_type=covariance_type)
    assert (caught.value.component, caught.value.iteration) == (0, 1)
    assert caught.value.rows == pytest.approx(20.0, rel=1e-6)
    assert "Component 1 collapsed at iteration 1" in str(caught.value)
    assert "20 rows" in str(caught.value)
    assert "covariance floor above 0" in str(caught.value)
    states = states_until_collapse(X, start, covariance_type, 3)
    assert [state.iteration for state in states] == [0]


@pytest.mark.parametrize(
    ("covariance_type", "way"),
    [("full", "a tied or spherical covariance"), ("tied", "a spherical covariance")],
)
def test_a_collapse_names_the_feature_in_which_its_rows_are_alike(covariance_type, way):
    """A column of classes among the features: each component has one of them."""
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.normal(size=40), np.repeat([0.0, 1.0], 20)])
    start = Mixture([0.5, 0.5], [[0.0, 0.0], [0.0, 1.0]], [np.diag([1.0, 1e-2])] * 2)
    with pytest.raises(DegenerateComponentError) as caught:
        run(X, start, covariance_type=covariance_type)
    ways = f"Leave it out, use fewer components, {way}, another start"
    assert f"do not vary in feature 2, so the likelihood has no bound. {ways}" in str(caught.value)


@pytest.mark.parametrize("settings", [{"covariance_type": "tied"}, {"reg_covar": 1e-6}])
def test_a_tied_covariance_or_a_floor_prevents_the_collapse(settings):
    X, start = collapsing()
    fit = run(X, start, **settings)
    assert fit.converged
    np.testing.assert_allclose(fit.mixture.weights, [0.4, 0.6], atol=1e-6)


@given(
    value=st.floats(-1e6, 1e6),
    n_samples=st.integers(1, 40),
    distance=st.sampled_from([0.0, 0.7, 3.3]),
    covariance_type=types,
)
def test_identical_rows_always_collapse(value, n_samples, distance, covariance_type):
    X = np.full((n_samples, 2), value)
    start = Mixture([1.0], [[value + distance, value]], [np.eye(2)])
    with pytest.raises(DegenerateComponentError) as caught:
        run(X, start, covariance_type=covariance_type)
    assert caught.value.component == 0
    assert caught.value.iteration >= 1


def test_identical_rows_are_fitted_with_a_floor():
    start = Mixture([0.5, 0.5], [[0.0, 1.0], [1.0, 2.0]], [np.eye(2), np.eye(2)])
    fit = run(np.full((7, 2), 0.1), start, reg_covar=1e-3)
    np.testing.assert_allclose(fit.mixture.means, 0.1, rtol=1e-9)
    np.testing.assert_allclose(fit.mixture.covariances[0], 1e-3 * np.eye(2), atol=1e-12)


def test_rows_in_a_line_collapse_a_full_covariance_only():
    line = np.outer(np.arange(10.0), [1.0, 3.0]) + 0.1
    start = Mixture([1.0], [[4.0, 12.0]], [np.eye(2)])
    with pytest.raises(DegenerateComponentError, match="Component 1 collapsed at iteration 1"):
        run(line, start, covariance_type="full")
    assert run(line, start, covariance_type="diag").converged


def test_a_component_without_rows_is_named():
    statistics = Statistics.from_responsibilities([[0.0], [1.0]], [[1.0, 0.0], [1.0, 0.0]])
    with pytest.raises(DegenerateComponentError, match="Component 2 collapsed") as caught:
        m_step(statistics)
    assert (caught.value.component, caught.value.rows) == (1, 0.0)


def test_a_start_that_is_no_distribution_is_named():
    start = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[0.0]]])
    with pytest.raises(DegenerateComponentError, match="Component 2 collapsed at the start"):
        run([[0.0], [1.0]], start)


def test_a_tight_component_beside_a_wide_one_is_no_collapse():
    """A spread of a millionth of the whole is a spread."""
    rng = np.random.default_rng(0)
    X = np.concatenate([rng.normal(size=(50, 1)) * 1e-6, rng.normal(5.0, size=(50, 1))])
    fit = run(X, m_step(initialize(X, 2, random_state=0)), tol=1e-9)
    tight = int(fit.mixture.standard_deviations.argmin())
    assert fit.converged
    assert fit.mixture.standard_deviations[tight, 0] == pytest.approx(X[:50].std(), rel=1e-6)


def test_data_of_another_shape_are_refused():
    start = Mixture([1.0], [[0.0, 0.0]], [np.eye(2)])
    for X in ([[0.0], [1.0]], [0.0, 1.0], [[[0.0, 1.0]]]):
        with pytest.raises(DataError, match=r"shape \(n_samples, (2|n_features)\)"):
            run(X, start)


def test_an_unknown_covariance_type_is_refused():
    statistics = Statistics.from_responsibilities([[0.0], [1.0]], [[1.0], [1.0]])
    with pytest.raises(DataError, match=r"no covariance structure named 'round'.*full \(VVV\)"):
        m_step(statistics, "round")


def test_a_run_goes_on_while_its_changes_grow(table):
    """Random shares leave the components all but equal: the first gains are tiny, and grow."""
    fit = fit_run(table("faithful"), Settings(3, "tied", "random", tol=1e-3))
    gains = np.diff(fit.log_likelihoods)
    assert gains[0] < 1e-3 * fit.weight
    assert gains.max() > 10 * gains[0]


def test_no_rows_and_no_mixture_are_refused():
    start = Mixture([1.0], [[0.0]], [[[1.0]]])
    with pytest.raises(DataError, match="There is no row to fit"):
        run(np.empty((0, 1)), start)
    for weights in ([1.5, -0.5], [1.0, 1.0]):
        with pytest.raises(DataError, match="at least 0 and sum to 1"):
            run([[0.0], [1.0]], Mixture(weights, [[0.0], [1.0]], [[[1.0]], [[1.0]]]))
    with pytest.raises(DataError, match="not symmetric"):
        run([[0.0, 1.0], [1.0, 0.0]], Mixture([1.0], [[0.0, 0.0]], [[[1.0, 0.5], [0.0, 1.0]]]))


def test_the_unit_of_sample_weights_does_not_decide_when_a_run_has_converged(table):
    X = table("iris")
    start = m_step(initialize(X, 3, "kmeans", random_state=0))
    plain = run(X, start)
    light = run(X, start, sample_weight=np.full(len(X), 1e-13))
    assert light.n_iter == plain.n_iter
