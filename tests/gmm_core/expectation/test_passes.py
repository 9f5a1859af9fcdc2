"""The two passes give the same Statistics, and each mixture is taken by the one it needs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logsumexp, softmax
from scipy.stats import multivariate_normal

from gmm_core import DataError, Mixture, Statistics, blocks
from gmm_core.expectation.centred import centred_pass
from gmm_core.expectation.data import Data
from gmm_core.expectation.digits import LARGEST_TERM, needs_centring
from gmm_core.expectation.fused import form_of, fused_pass
from gmm_core.expectation.passes import statistics_of
from gmm_core.expectation.ratios import LARGEST_EXPONENT
from gmm_core.scatter import FORMS, LEVELS

seeds = st.integers(0, 2**32 - 1)
components = st.integers(1, 9)
levels = st.sampled_from(LEVELS)
forms = st.sampled_from(FORMS)


def drawn_mixture(rng, k, d, form="full", distance=2.0):
    """Covariances equal ("total"), diagonal or full, and some weights of zero."""
    roots = rng.normal(size=(k, d, d)) + 1.5 * np.eye(d)
    covariances = roots @ roots.transpose(0, 2, 1)
    if form == "total":
        covariances = covariances[[0] * k]
    if form == "diagonal":
        covariances = covariances * np.eye(d)
    weights = rng.dirichlet(np.ones(k)) * (rng.random(k) > 0.2)
    weights = weights / weights.sum() if weights.any() else np.full(k, 1 / k)
    return Mixture(weights, rng.normal(scale=distance, size=(k, d)), covariances)


def drawn_weights(rng, n, kind):
    """None, whole numbers with zeros among them, or any sizes."""
    if kind == "none":
        return None
    return rng.integers(0, 3, size=n) if kind == "whole" else rng.gamma(0.5, size=n)


def read_by_the_m_step(statistics, level):
    """What an M-step reads of the scatter."""
    if level == "total":
        return statistics.scatter.sum(axis=0)
    if level == "total_diagonal":
        return statistics.scatter.sum(axis=0).diagonal()
    if level == "traces":
        diagonals = np.diagonal(statistics.scatter, axis1=1, axis2=2)
        return np.concatenate([diagonals.sum(axis=0), diagonals.sum(axis=1)])
    if level == "diagonal":
        return np.diagonal(statistics.scatter, axis1=1, axis2=2)
    return statistics.scatter


def assert_same(found, expected, level, scale, tol=1e-11):
    """Equal in the rows held, and in the spread of the data."""
    rows = max(expected.weight, 1.0)
    assert found.weight == expected.weight
    np.testing.assert_allclose(found.resp_sum, expected.resp_sum, rtol=1e-9, atol=tol * rows)
    gaps = (found.resp_x - expected.resp_x) / scale
    np.testing.assert_allclose(gaps, 0.0, atol=10 * tol * rows)
    gaps = read_by_the_m_step(found, level) - read_by_the_m_step(expected, level)
    np.testing.assert_allclose(gaps / scale**2, 0.0, atol=10 * tol * rows)
    likelihoods = found.log_likelihood, expected.log_likelihood
    assert likelihoods[0] == pytest.approx(likelihoods[1], rel=1e-11, abs=tol * rows)


def plain_statistics(X, mixture, weights):
    """From scipy's densities: neither pass."""
    joint = np.column_stack(
        [
            np.log(weight) + multivariate_normal(mean, covariance).logpdf(X)
            for weight, mean, covariance in zip(
                mixture.weights, mixture.means, mixture.covariances, strict=True
            )
        ]
    )
    result = Statistics.from_responsibilities(X, softmax(joint, axis=1), weights)
    return result, float(weights @ logsumexp(joint, axis=1))


# The two passes against one another


@given(
    seed=seeds,
    k=components,
    d=st.integers(1, 5),
    form=forms,
    level=levels,
    kind=st.sampled_from(["none", "whole", "any"]),
)
def test_the_fused_pass_equals_the_centred_pass(seed, k, d, form, level, kind):
    rng = np.random.default_rng(seed)
    mixture = drawn_mixture(rng, k, d, form)
    X = rng.normal(scale=3.0, size=(40, d)) + rng.normal(size=d)
    weights = drawn_weights(rng, 40, kind)
    data = Data(X, weights)
    (found,) = fused_pass(data, [mixture], level)
    expected = centred_pass(data, mixture, "full")
    assert_same(found, expected, level, X.std(axis=0).max())
    assert_same(centred_pass(data, mixture, level), expected, level, X.std(axis=0).max())


@given(seed=seeds, k=components, form=forms, level=levels, about=st.booleans())
def test_one_component_at_a_time_equals_all_at_once(seed, k, form, level, about):
    """Thirty features are so many that they are taken so."""
    rng = np.random.default_rng(seed)
    mixture = drawn_mixture(rng, k, 30, form)
    data = Data(rng.normal(scale=3.0, size=(60, 30)), rng.gamma(1.0, size=60))
    origin = rng.normal(size=(k, 30)) if about else None
    found = centred_pass(data, mixture, level, origin)
    resp = data.responsibilities(mixture)
    expected = Statistics.from_responsibilities(data, resp)
    np.testing.assert_allclose(found.resp_sum, expected.resp_sum, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found.resp_x, expected.resp_x, atol=1e-9)
    np.testing.assert_allclose(
        read_by_the_m_step(found, level), read_by_the_m_step(expected, level), atol=1e-8
    )


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("k", range(1, 10))
def test_every_number_of_components_form_and_level(k, form, level):
    rng = np.random.default_rng(k)
    X, mixture = rng.normal(scale=3.0, size=(50, 3)), drawn_mixture(rng, k, 3, form)
    data = Data(X, rng.integers(0, 3, size=50))
    (found,) = fused_pass(data, [mixture], level)
    assert_same(found, centred_pass(data, mixture, "full"), level, 3.0)


@pytest.mark.parametrize("k", [1, 3, 4])
def test_both_passes_equal_densities_of_scipy(k):
    rng = np.random.default_rng(k)
    X, weights = rng.normal(scale=3.0, size=(50, 3)), rng.gamma(1.0, size=50)
    mixture = drawn_mixture(rng, k, 3)
    mixture = Mixture(np.full(k, 1 / k), mixture.means, mixture.covariances)
    expected, log_likelihood = plain_statistics(X, mixture, weights)
    data = Data(X, weights)
    for found in (*fused_pass(data, [mixture], "full"), centred_pass(data, mixture, "full")):
        np.testing.assert_allclose(found.resp_sum, expected.resp_sum, rtol=1e-10)
        np.testing.assert_allclose(found.resp_means, expected.resp_means, atol=1e-10)
        np.testing.assert_allclose(found.scatter, expected.scatter, atol=1e-9)
        assert found.log_likelihood == pytest.approx(log_likelihood, rel=1e-12)


@given(seed=seeds, k=components, n_mixtures=st.integers(2, 5), level=levels)
def test_stacked_mixtures_equal_single_ones(seed, k, n_mixtures, level):
    """Each has a reference and a form of its own."""
    rng = np.random.default_rng(seed)
    forms = rng.choice(FORMS[1:] if level == "diagonal" else FORMS, n_mixtures)
    mixtures = [drawn_mixture(rng, k, 2, form) for form in forms]
    X = rng.normal(scale=3.0, size=(40, 2))
    data = Data(X, drawn_weights(rng, 40, "whole"))
    for found, mixture in zip(fused_pass(data, mixtures, level), mixtures, strict=True):
        assert_same(found, centred_pass(data, mixture, "full"), level, 3.0)


@pytest.mark.parametrize("k", [3, 4])
def test_a_shared_tilt_stacked_on_a_diagonal_mixture_keeps_its_log_likelihood(k):
    """Ratios of the first need no squares; the log-density of its reference needs all of them."""
    rng = np.random.default_rng(k)
    data = Data(rng.normal(scale=3.0, size=(40, 2)))
    mixtures = [drawn_mixture(rng, k, 2, form) for form in ("total", "diagonal")]
    for found, mixture in zip(fused_pass(data, mixtures, "diagonal"), mixtures, strict=True):
        assert_same(found, centred_pass(data, mixture, "full"), "diagonal", 3.0)


@pytest.mark.parametrize("k", [3, 4])
@pytest.mark.parametrize("light", [0, 1])
def test_a_light_component_keeps_its_digits(light, k):
    """With 1e-10 of the rows; as the rest of a sum it would keep five digits and not nine."""
    rng = np.random.default_rng(0)
    weights = np.full(k, 1.0)
    weights[light] = 1e-10
    mixture = Mixture(weights / weights.sum(), rng.normal(size=(k, 2)), np.array([np.eye(2)] * k))
    data = Data(rng.normal(size=(300, 2)))
    expected = centred_pass(data, mixture, "full")
    for level in LEVELS:
        (found,) = fused_pass(data, [mixture], level)
        assert found.resp_sum[light] == pytest.approx(expected.resp_sum[light], rel=1e-9)
        np.testing.assert_allclose(found.resp_means[light], expected.resp_means[light], rtol=1e-7)


def test_components_of_weight_zero_hold_nothing():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(30, 2))
    for zeros in ([0], [1, 2], [0, 3]):
        weights = np.full(4, 1.0)
        weights[zeros] = 0.0
        mixture = Mixture(weights / weights.sum(), rng.normal(size=(4, 2)), [np.eye(2)] * 4)
        for k in (3, 4):
            kept = mixture.weights[:k] / mixture.weights[:k].sum()
            part = Mixture(kept, mixture.means[:k], mixture.covariances[:k])
            (found,) = fused_pass(Data(X), [part], "full")
            held = [j for j in zeros if j < k]
            np.testing.assert_array_equal(found.resp_sum[held], 0.0)
            np.testing.assert_array_equal(found.scatter[held], 0.0)
            assert np.isfinite(found.log_likelihood)


# Where exponentials would leave double precision


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("k", [2, 3, 4, 5])
def test_clusters_far_apart(k, level):
    """Each 60 standard deviations from the next: log-ratios of thousands, of either sign."""
    rng = np.random.default_rng(k)
    centres = 60.0 * np.arange(k)[:, None] * np.array([1.0, 0.5])
    X = np.concatenate([centre + rng.normal(size=(20, 2)) for centre in centres])
    mixture = Mixture(np.full(k, 1 / k), centres, np.array([np.eye(2)] * k))
    data = Data(X)
    (found,) = fused_pass(data, [mixture], level)
    assert_same(found, centred_pass(data, mixture, "full"), level, X.std(axis=0).max())
    np.testing.assert_allclose(found.resp_sum, 20.0, rtol=1e-12)


@pytest.mark.parametrize("k", [2, 3, 4])
def test_a_row_far_out(k):
    """Alone at 10⁴ standard deviations, where the wider components are ahead by 10⁷ nats."""
    rng = np.random.default_rng(k)
    X = np.vstack([rng.normal(size=(40, 2)), [[1e4, -1e4]]])
    covariances = np.array([(j + 1.0) * np.eye(2) for j in range(k)])
    mixture = Mixture(np.full(k, 1 / k), rng.normal(size=(k, 2)), covariances)
    data = Data(X)
    (found,) = fused_pass(data, [mixture], "full")
    assert_same(found, centred_pass(data, mixture, "full"), "full", 1e4)
    assert found.resp_sum[-1] > 1.0


@pytest.mark.parametrize("k", [2, 4])
@pytest.mark.parametrize("beyond", [0.98, 1.02])
def test_either_side_of_the_largest_exponent(beyond, k):
    """One feature, variance one: means 0 and m give a log-ratio of m²/2 at the row m."""
    m = np.sqrt(2 * beyond * LARGEST_EXPONENT)
    means = np.r_[np.zeros(k - 1), m][:, None]
    mixture = Mixture(np.full(k, 1 / k), means, np.ones((k, 1, 1)))
    data = Data([[0.0], [0.0], [m]])
    (found,) = fused_pass(data, [mixture], "full")
    density = -1.5 * np.log(2 * np.pi) + 2 * np.log((k - 1) / k) - np.log(k)
    assert found.log_likelihood == pytest.approx(density, rel=1e-12)
    np.testing.assert_allclose(found.resp_sum, [2 / (k - 1)] * (k - 1) + [1.0], rtol=1e-12)


# The least there can be


@pytest.mark.parametrize("level", LEVELS)
def test_one_component_holds_every_row(level):
    X = np.random.default_rng(0).normal(size=(30, 2))
    weights = np.arange(30.0)
    mixture = Mixture([1.0], [[0.5, 0.0]], [[[2.0, 0.3], [0.3, 1.0]]])
    (found,) = fused_pass(Data(X, weights), [mixture], level)
    normal = multivariate_normal(mixture.means[0], mixture.covariances[0])
    assert found.log_likelihood == pytest.approx(weights @ normal.logpdf(X), rel=1e-12)
    np.testing.assert_allclose(found.resp_means[0], weights @ X / 435.0, rtol=1e-12)
    centred = X - found.resp_means[0]
    expected = Statistics(
        435.0, found.resp_sum, found.resp_means, [(weights * centred.T) @ centred]
    )
    np.testing.assert_allclose(
        read_by_the_m_step(found, level), read_by_the_m_step(expected, level), rtol=1e-10
    )


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("k", [1, 2, 4])
def test_no_rows_leave_nothing(k, level):
    mixture = drawn_mixture(np.random.default_rng(0), k, 2)
    data = Data(np.empty((0, 2)))
    for found in (centred_pass(data, mixture, level), *fused_pass(data, [mixture], level)):
        assert found.weight == found.log_likelihood == 0.0
        np.testing.assert_array_equal(found.resp_sum, np.zeros(k))
        np.testing.assert_array_equal(found.scatter, np.zeros((k, 2, 2)))


def test_scatter_is_symmetric_to_the_last_bit(table):
    X = table("wine")
    mixture = drawn_mixture(np.random.default_rng(0), 3, 13)
    mixture = mixture.affine(X.std(axis=0), X.mean(axis=0))
    (found,) = fused_pass(Data(X), [mixture], "full")
    np.testing.assert_array_equal(found.scatter, found.scatter.transpose(0, 2, 1))


# Which pass


@pytest.mark.parametrize(("share", "expected"), [(0.997, False), (1.003, True)])
def test_centring_is_needed_where_a_mean_lies_many_of_its_deviations_away(share, expected):
    """Two features reach it together, each with its mean and one deviation more."""
    for d in (1, 2):
        mean = np.full(d, share * LARGEST_TERM / d - 1.0)
        mixture = Mixture([0.5, 0.5], [np.zeros(d), -mean], [np.eye(d)] * 2)
        assert bool(needs_centring(mixture, np.zeros(d), np.zeros(d))) is expected


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
def test_whether_centring_is_needed_does_not_depend_on_units_or_offset(unit):
    tight = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1e-12]]]).affine(unit, 7 * unit)
    narrow = np.array([1e-6 * unit])
    assert needs_centring(tight, np.array([7 * unit]), narrow)
    assert not needs_centring(tight, np.array([8 * unit]), narrow)  # amid the tight one
    assert needs_centring(tight, np.array([8 * unit]), np.array([unit]))  # but rows are far from it


def test_ordinary_fits_need_no_centring(table):
    for name in ("iris", "wine", "faithful", "galaxies", "diabetes_rm"):
        X = table(name)
        mixture = Mixture([1.0], [X.mean(axis=0)], [np.cov(X.T).reshape(X.shape[1], -1)])
        assert not needs_centring(mixture, Data(X).origin, Data(X).spread)


@pytest.fixture
def two_groups():
    """A tight group beside a wide one, a mixture of the two, and two ordinary mixtures."""
    rng = np.random.default_rng(0)
    X = np.vstack([rng.normal(size=(3000, 2)), 5.0 + 1e-4 * rng.normal(size=(3000, 2))])
    tight = Mixture([0.5, 0.5], [[0.0, 0.0], [5.0, 5.0]], [np.eye(2), 1e-8 * np.eye(2)])
    return X, tight, [drawn_mixture(rng, 2, 2) for _ in range(2)]


def assert_same_bits(found, expected):
    for each, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(each.resp_means, other.resp_means)
        np.testing.assert_array_equal(each.scatter, other.scatter)
        assert each.log_likelihood == other.log_likelihood


def test_each_mixture_goes_through_the_pass_it_needs_and_comes_back_in_its_place(two_groups):
    X, tight, ordinary = two_groups
    data = Data(X)
    fused, centred = fused_pass(data, ordinary, "full"), centred_pass(data, tight, "full")
    order = [ordinary[0], tight, ordinary[1], tight]
    assert_same_bits(statistics_of(data, order, "full"), [fused[0], centred, fused[1], centred])
    assert_same_bits(statistics_of(data, [tight], "full"), [centred])


def test_a_small_table_is_centred_and_a_larger_one_is_not(two_groups):
    X, _, ordinary = two_groups
    small, large = Data(X[::6]), Data(X)
    for data, expected in (
        (small, [centred_pass(small, mixture, "full") for mixture in ordinary]),
        (large, fused_pass(large, ordinary, "full")),
    ):
        assert_same_bits(statistics_of(data, ordinary, "full"), expected)


def test_a_tight_component_has_its_own_width_after_the_pass_it_needs(two_groups):
    """The fused pass would be off by a hundredth: it has 1e-16 · 25 to tell 1e-8 from."""
    X, tight, _ = two_groups
    (found,) = statistics_of(Data(X), [tight], "full")
    own = X[3000:] - X[3000:].mean(axis=0)
    np.testing.assert_allclose(found.scatter[1], own.T @ own, rtol=1e-9, atol=1e-14)


def test_data_of_other_features_are_refused():
    mixture = Mixture([1.0], [[0.0]], [[[1.0]]])
    with pytest.raises(DataError, match=r"shape \(5, 2\), the mixture has 1 feature\."):
        statistics_of(Data(np.zeros((5, 2))), [mixture], "full")


# The features in which components differ


@given(seed=seeds, k=st.integers(2, 5), d=st.integers(1, 5), form=forms)
def test_the_form_is_seen_in_the_covariances(seed, k, d, form):
    mixture = drawn_mixture(np.random.default_rng(seed), k, d, form)
    assert form_of(mixture) == ("diagonal" if d == 1 and form == "full" else form)


@given(d=st.integers(2, 5), data=st.data())
def test_one_tilt_in_one_component_makes_the_form_full(d, data):
    i, j = data.draw(st.permutations(range(d)))[:2]
    covariances = np.array([np.eye(d), 2.0 * np.eye(d), 3.0 * np.eye(d)])
    assert form_of(Mixture(np.full(3, 1 / 3), np.zeros((3, d)), covariances)) == "diagonal"
    component = data.draw(st.integers(0, 2))
    covariances[component, i, j] = covariances[component, j, i] = 0.1
    assert form_of(Mixture(np.full(3, 1 / 3), np.zeros((3, d)), covariances)) == "full"


def test_one_component_has_no_other_to_differ_from():
    assert form_of(Mixture([1.0], [[0.0, 0.0]], [[[2.0, 1.0], [1.0, 2.0]]])) == "total"


# Tables of several blocks


@pytest.fixture(scope="module")
def large():
    """Rows for 137 small blocks, with weights, and mixtures of three forms."""
    rng = np.random.default_rng(0)
    X = rng.normal(scale=3.0, size=(69_999, 3)) + 5.0
    mixtures = [drawn_mixture(rng, 3, 3, form).affine(1.0, 5.0) for form in FORMS]
    return X, rng.integers(0, 3, size=len(X)), mixtures


@pytest.fixture
def small_blocks(monkeypatch):
    """Blocks of the fewest rows, so that each piece of the sum has several."""
    monkeypatch.setattr(blocks, "BLOCK_SIZE", 1)
    assert 4 * blocks.N_PIECES * blocks.rows_in_block(1) < 69_999


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("level", LEVELS)
def test_a_large_table_gives_the_sum_of_its_parts(large, level):
    X, weights, mixtures = large
    whole = fused_pass(Data(X, weights), mixtures, level)
    edges = range(0, len(X), 10_000)
    parts = [
        fused_pass(Data(X[i : i + 10_000], weights[i : i + 10_000]), mixtures, "full")
        for i in edges
    ]
    for m, found in enumerate(whole):
        total = parts[0][m]
        for part in parts[1:]:
            total = total + part[m]
        assert_same(found, total, level, 3.0)
        assert_same(centred_pass(Data(X, weights), mixtures[m], "full"), total, level, 3.0)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("level", LEVELS)
def test_any_number_of_threads_gives_the_same_bits(large, level, monkeypatch):
    X, weights, mixtures = large
    results = []
    for number in (1, 2, 3, 7):
        monkeypatch.setattr(blocks, "_n_cores", lambda number=number: number)
        data = Data(X, weights)
        results.append(
            [*fused_pass(data, mixtures, level), centred_pass(data, mixtures[2], "full")]
        )
    for found in results[1:]:
        for each, first in zip(found, results[0], strict=True):
            assert each.log_likelihood == first.log_likelihood
            np.testing.assert_array_equal(each.resp_sum, first.resp_sum)
            np.testing.assert_array_equal(each.resp_means, first.resp_means)
            np.testing.assert_array_equal(each.scatter, first.scatter)


def two_tight_groups(width, n):
    """Two groups a thousand apart, each of the given width."""
    rng = np.random.default_rng(0)
    groups = [centre + width * rng.normal(size=(n, 2)) for centre in (0.0, 1000.0)]
    return np.vstack(groups), np.repeat(np.eye(2), n, axis=0)


@pytest.mark.parametrize("width", [1.0, 1e-2, 3e-5])
@pytest.mark.parametrize("n", [100, 5000])
def test_components_that_are_about_to_become_tight_keep_their_digits(width, n):
    """Wide components away from what they hold: their distance is most of the scatter."""
    X, resp = two_tight_groups(width, n)
    exact = Statistics.from_responsibilities(X, resp)
    wide = Mixture([0.5, 0.5], [[300.0, 300.0], [700.0, 700.0]], [1e3 * np.eye(2)] * 2)
    found = statistics_of(Data(X), [wide], "full")[0]
    np.testing.assert_allclose(found.resp_means, exact.resp_means, rtol=1e-13, atol=1e-13 * width)
    scale = exact.scatter.diagonal(axis1=1, axis2=2).min()
    rounding = 1e-10 + 1e3 * np.finfo(float).eps / width  # of the rows themselves
    np.testing.assert_allclose(found.scatter / scale, exact.scatter / scale, atol=rounding)


def exact_log_likelihood(X, mixture):
    """In extended precision, for one feature."""
    x = X.astype(np.longdouble)
    variances = mixture.covariances[:, 0, 0].astype(np.longdouble)
    squares = (x - mixture.means[:, 0]) ** 2 / variances
    log_joint = (
        np.log(mixture.weights.astype(np.longdouble))
        - (np.log(2 * np.pi * variances) + squares) / 2
    )
    peak = log_joint.max(axis=1, keepdims=True)
    return float((peak[:, 0] + np.log(np.exp(log_joint - peak).sum(axis=1))).sum())


@pytest.mark.parametrize("far", [1e3, 1e6, 1e8])
def test_a_far_row_costs_no_digits(far):
    X = np.random.default_rng(0).normal(size=(20_000, 1))
    X[1] = far
    mixture = Mixture([0.99, 0.01], [[0.0], [0.0]], [[[1.0]], [[far**2]]])
    found = statistics_of(Data(X), [mixture], "full")[0].log_likelihood
    assert found == pytest.approx(exact_log_likelihood(X, mixture), rel=1e-12)


def test_a_tight_component_amid_a_wide_one_keeps_its_variance():
    rng = np.random.default_rng(0)
    X = np.concatenate([1e-3 * rng.normal(size=(10_000, 1)), 1e4 * rng.normal(size=(10_000, 1))])
    mixture = Mixture([0.5, 0.5], [[0.0], [0.0]], [[[1e-6]], [[1e8]]])
    found = statistics_of(Data(X), [mixture], "full")[0]
    tight = X[:10_000, 0]
    assert found.scatter[0, 0, 0] == pytest.approx(((tight - tight.mean()) ** 2).sum(), rel=1e-4)
    assert found.log_likelihood == pytest.approx(exact_log_likelihood(X, mixture), rel=1e-12)


def test_a_heavy_component_that_holds_next_to_nothing_is_no_rest():
    """Heavy by its weight, but far from all rows: what the others leave to it is rounding."""
    X = np.random.default_rng(0).normal(size=(10_000, 2))
    mixture = Mixture([0.4, 0.3, 0.3], [[11.0, 0.0], [-1.0, 0.0], [1.0, 0.0]], [np.eye(2)] * 3)
    found, exact = (
        statistics_of(Data(X), [mixture], "full")[0],
        centred_pass(Data(X), mixture, "full"),
    )
    np.testing.assert_allclose(found.resp_sum, exact.resp_sum, rtol=1e-10)
    np.testing.assert_allclose(found.scatter, exact.scatter, rtol=1e-6, atol=1e-20)
