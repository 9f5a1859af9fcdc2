"""The law of fitted distances: scipy's beta, drawn samples, each covariance structure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gmm_core import DegenerateComponentError, Mixture
from gmm_core.departures import distance_laws as distance_laws_module
from gmm_core.departures.distance_laws import DistanceLaw, distance_laws, effective_sizes

LAWS = st.builds(
    lambda d, more: DistanceLaw(d, 2 * d + more), st.integers(1, 50), st.floats(5, 1e6)
)


def of_rows(n, d):
    """The reference: scipy's beta distribution, stretched to n - 1."""
    return stats.beta(d / 2, (n - d - 1) / 2, scale=n - 1)


def distances_in(X):
    """Squared distances of the rows of each sample (samples, n, d) from its own mean."""
    centred = X - X.mean(axis=1, keepdims=True)
    covariances = centred.transpose(0, 2, 1) @ centred / X.shape[1]
    return np.einsum("sni,sij,snj->sn", centred, np.linalg.inv(covariances), centred)


def supports(X, covariance, k=1):
    """The supports where k equal components have this covariance about the rows' own mean."""
    resp = np.full((len(X), k), 1 / k)
    mixture = Mixture(resp[0], [X.mean(axis=0)] * k, [covariance] * k)
    return np.array([law.support for law in distance_laws(X, mixture, resp, effective_sizes(resp))])


@given(law=LAWS)
def test_it_is_the_beta_distribution_of_scipy(law):
    reference = of_rows(law.support, law.n_features)
    above = np.array([0.99, 0.5, 0.1, 1e-3, 1e-7])
    distances = law.exceeded_by(above)
    np.testing.assert_allclose(distances, reference.isf(above), rtol=1e-6)
    np.testing.assert_allclose(law.share_within(distances), 1 - above, rtol=1e-9)
    assert law.second_moment == pytest.approx(reference.moment(2), rel=1e-9)
    assert reference.mean() == pytest.approx(law.n_features)
    assert law.share_within(np.array([law.support * 2])) == 1.0


@pytest.mark.parametrize("d", [1, 4, 30])
def test_of_a_known_component_it_is_chi_squared(d):
    law, reference = DistanceLaw(d, float("inf")), stats.chi2(d)
    above = np.array([1 - 1e-9, 0.5, 1e-3, 1e-9])
    np.testing.assert_allclose(law.exceeded_by(above), reference.isf(above), rtol=1e-9)
    np.testing.assert_allclose(law.share_within(reference.isf(above)), 1 - above, rtol=1e-9)
    assert law.second_moment == pytest.approx(d * (d + 2))
    assert law.kurtosis_variance(50.0) == pytest.approx(8 * d * (d + 2) / 50)


@pytest.mark.parametrize(("n", "d"), [(12, 1), (12, 3), (45, 20)])
def test_distances_in_drawn_samples_follow_it(n, d):
    drawn = distances_in(np.random.default_rng(n + d).normal(size=(4000, n, d)))
    law = DistanceLaw(d, float(n))
    assert stats.kstest(drawn[:, 0], law.share_within).pvalue > 0.05
    kurtosis = (drawn**2).mean(axis=1)
    assert kurtosis.mean() == pytest.approx(law.second_moment, rel=0.015)
    assert kurtosis.var() == pytest.approx(law.kurtosis_variance(n), rel=0.1)


def test_of_fewer_rows_than_features_there_are_still_numbers():
    law = DistanceLaw(4, 0.0)
    assert np.isfinite(law.exceeded_by(np.array([0.01, 0.99]))).all()


@pytest.mark.parametrize("k", [1, 3])
def test_a_covariance_of_its_own_rests_on_the_rows(k):
    X = np.random.default_rng(0).normal(size=(40, 5))
    np.testing.assert_allclose(supports(X, np.cov(X.T, bias=True), k), 40.0)


def shares_fitted(covariances, n=200, d=8, k=4):
    """Mean share of a covariance that n rows have fitted, over forty draws of k such groups."""
    rng, resp, found = np.random.default_rng(1), np.repeat(np.eye(k), n, axis=0), []
    for _ in range(40):
        groups = rng.normal(size=(k, n, d))
        own = np.array([np.cov(rows.T, bias=True) for rows in groups])
        mixture = Mixture(np.full(k, 1 / k), groups.mean(axis=1), covariances(own))
        laws = distance_laws(groups.reshape(k * n, d), mixture, resp, effective_sizes(resp))
        found += [n / law.support for law in laws]
    return np.mean(found)


def test_the_support_is_the_rows_for_each_number_that_was_fitted():
    """Eight features: 36 variances and covariances, of which 8 or 1 are fitted to 200 rows."""
    d = np.eye(8)
    assert shares_fitted(lambda own: own) == pytest.approx(1.0)
    assert shares_fitted(lambda own: own * d) == pytest.approx(8 / 36, abs=0.03)
    spherical = shares_fitted(lambda own: np.trace(own, axis1=1, axis2=2)[:, None, None] * d / 8)
    assert spherical < 0.15
    assert shares_fitted(lambda own: np.array([9 * d] * 4)) == 0.0


def test_a_covariance_that_four_components_share_rests_on_the_rows_of_all():
    shared = shares_fitted(lambda own: np.array([own.mean(axis=0)] * 4))
    assert shared == pytest.approx(1 / 4, abs=0.03)


@given(seed=st.integers(0, 99), exponent=st.integers(-6, 6), shift=st.floats(-10, 10))
def test_units_do_not_matter(seed, exponent, shift):
    rng = np.random.default_rng(seed)
    X, resp = rng.normal(size=(60, 2)), rng.dirichlet(np.ones(2), 60)
    mixture = Mixture([0.5, 0.5], [[0.0, 0.0], [0.1, 0.0]], [np.eye(2)] * 2)
    scale = 10.0**exponent
    before = distance_laws(X, mixture, resp, effective_sizes(resp))
    after = distance_laws(
        X * scale + shift * scale, mixture.affine(scale, shift * scale), resp, effective_sizes(resp)
    )
    for old, new in zip(before, after, strict=True):
        assert 1 / new.support == pytest.approx(1 / old.support, rel=1e-6, abs=1e-9)


def test_blocks_add_up():
    X = np.random.default_rng(3).normal(size=(90_000, 3)) + 5.0
    np.testing.assert_allclose(supports(X, np.cov(X.T, bias=True)), 90_000)


def test_a_component_without_rows_has_a_law():
    mixture = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]]] * 2)
    resp = np.array([[1.0, 0.0]] * 3)
    laws = distance_laws(np.zeros((3, 1)), mixture, resp, effective_sizes(resp))
    assert laws[1].support == 0.0


def test_a_flat_component_is_refused():
    with pytest.raises(DegenerateComponentError, match="Component 1"):
        distance_laws(
            np.zeros((3, 1)), Mixture([1.0], [[0.0]], [[[0.0]]]), np.ones((3, 1)), np.full(1, 3.0)
        )


@given(shares=st.lists(st.floats(1e-3, 1.0), min_size=1, max_size=9), factor=st.floats(1e-3, 1.0))
def test_rows_that_count_alike_count_in_full(shares, factor):
    resp = np.array(shares)[:, None]
    (size,) = effective_sizes(resp)
    assert size <= len(shares) * (1 + 1e-12)
    assert size == pytest.approx(effective_sizes(resp * factor)[0])
    assert effective_sizes(np.full((7, 1), factor)) == pytest.approx(7.0)


def test_rows_that_are_shared_count_for_less_by_hand():
    sizes = effective_sizes(np.array([[1.0, 0.0], [0.5, 0.0]]))
    np.testing.assert_allclose(sizes, [1.8, 0.0])


def test_of_so_many_rows_that_it_makes_no_difference_no_pass_is_made(monkeypatch):
    few, many = DistanceLaw(10, 1e5), DistanceLaw(10, np.inf)
    shares = np.array([0.5, 1e-3, 1e-6])
    np.testing.assert_allclose(few.exceeded_by(shares), many.exceeded_by(shares), rtol=2e-4)
    monkeypatch.setattr(distance_laws_module, "_misses", None)  # the pass over the rows
    mixture = Mixture([1.0], [[0.0]], [[[1.0]]])
    (law,) = distance_laws(np.zeros((3, 1)), mixture, np.ones((3, 1)), np.full(1, 1e5))
    assert law == DistanceLaw(1, np.inf)
