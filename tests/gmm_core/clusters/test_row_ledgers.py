"""The ledger of a row is what the density is made of, and its verdict says what decided."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DataError, DegenerateComponentError, Mixture, log_density, responsibilities
from gmm_core.clusters.row_ledgers import log_ratio_terms, row_ledger, verdict, verdicts
from gmm_core.fitting import Settings, fit_run
from gmm_core.mixture.density import log_joint
from gmm_core.mixture.noise import Noise

SEEDS = st.integers(0, 2**32 - 1)


def a_mixture(rng, k=3, d=3):
    roots = rng.normal(size=(k, d, d))
    covariances = roots @ roots.transpose(0, 2, 1) + 0.1 * np.eye(d)
    return Mixture(rng.dirichlet(np.ones(k)), rng.normal(size=(k, d)) * 3, covariances)


def line(weights, means, variances):
    """Components on a line."""
    return Mixture(weights, np.array(means)[:, None], np.array(variances)[:, None, None])


def say(x, mixture):
    (sentence,) = verdicts([x], [mixture], row_ledger([x], [mixture]))
    return sentence


def test_a_ledger_by_hand():
    """Two standard deviations of 3 from one mean, one of 1 from the other, on the same side."""
    ledger = row_ledger([6.0], [line([0.25, 0.75], [0.0, 5.0], [9.0, 1.0])])
    np.testing.assert_allclose(ledger.weights, [[0.25, 0.75]])
    np.testing.assert_allclose(ledger.distances, [[4.0, 1.0]], rtol=1e-14)
    np.testing.assert_allclose(ledger.log_determinants, [[np.log(9.0), 0.0]], atol=1e-15)
    densities = np.array([[np.exp(-2.0) / 3.0, np.exp(-0.5)]]) / np.sqrt(2 * np.pi)
    np.testing.assert_allclose(np.exp(ledger.log_densities), densities, rtol=1e-14)
    products = densities * [[0.25, 0.75]]
    np.testing.assert_allclose(np.exp(ledger.log_products), products, rtol=1e-14)
    np.testing.assert_allclose(np.exp(ledger.log_sums), products.sum(axis=1), rtol=1e-14)
    np.testing.assert_allclose(ledger.responsibilities, products / products.sum(), rtol=1e-14)


@given(
    seed=SEEDS,
    k=st.integers(1, 4),
    d=st.integers(1, 4),
    offset=st.sampled_from([0.0, 1e8]),
    reach=st.sampled_from([1.0, 300.0, 1e6]),
)
def test_a_ledger_is_what_the_density_is_made_of(seed, k, d, offset, reach):
    """Rows hundreds of standard deviations away have a density of 0 in floating point."""
    rng = np.random.default_rng(seed)
    mixtures = [a_mixture(rng, k, d).affine(1.0, offset) for _ in range(3)]
    x = offset + reach * rng.normal(size=d)
    ledger = row_ledger(x, mixtures)
    joint = [log_joint([x], mixture)[0] for mixture in mixtures]
    resp = [responsibilities([x], mixture)[0] for mixture in mixtures]
    sums = [log_density([x], mixture)[0] for mixture in mixtures]
    np.testing.assert_allclose(ledger.log_products, joint, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(ledger.log_sums, sums, rtol=1e-12, atol=1e-12)
    rounding = 1e-15 * np.abs(joint).max()
    np.testing.assert_allclose(ledger.responsibilities, resp, atol=1e-12 + rounding)
    determinants = [np.linalg.slogdet(mixture.covariances)[1] for mixture in mixtures]
    np.testing.assert_allclose(ledger.log_determinants, determinants, atol=1e-9)


@given(seed=SEEDS)
def test_three_terms_make_up_the_log_ratio_of_two_responsibilities(seed):
    rng = np.random.default_rng(seed)
    ledger = row_ledger(rng.normal(size=3) * 3, [a_mixture(rng) for _ in range(2)])
    for state in range(2):
        terms = log_ratio_terms(ledger, state, 0, 2)
        ratio = ledger.log_products[state, 0] - ledger.log_products[state, 2]
        np.testing.assert_allclose(terms.sum(), ratio, rtol=1e-12, atol=1e-12)


def test_a_component_without_weight_has_no_share_and_is_not_an_error():
    mixture = line([0.0, 1.0], [0.0, 9.0], [1.0, 1.0])
    ledger = row_ledger([0.0], [mixture])
    np.testing.assert_array_equal(ledger.responsibilities, [[0.0, 1.0]])
    assert np.isfinite(ledger.log_densities).all()
    assert say(0.0, mixture) == (
        "The mean of component 1 is nearest, but component 2 is more probable (1.00 against 0): "
        "component 2 has the larger weight (1.00 against 0)."
    )


def test_the_nearest_mean_that_wins_needs_no_reason():
    assert say(1.0, line([0.5, 0.5], [0.0, 9.0], [1.0, 1.0])) == (
        "Component 1 is the most probable (1.00), and its mean is the nearest."
    )


def test_the_larger_weight_decides():
    """Odds of 19 for the weights and exp(−1.5) for the distances: 4.24, or 0.809 of 1."""
    assert say(2.5, line([0.05, 0.95], [0.0, 6.0], [2.0, 2.0])) == (
        "The mean of component 1 is nearest, but component 2 is more probable (0.809 against "
        "0.191): component 2 has the larger weight (0.950 against 0.0500)."
    )


def test_a_component_so_wide_that_it_is_thin_decides():
    """Squared distances 1/900 and 4, determinants 900 and 1: e⁻² against 1/30."""
    assert say(1.0, line([0.5, 0.5], [0.0, 3.0], [900.0, 1.0])) == (
        "The mean of component 1 is nearest, but component 2 is more probable (0.802 against "
        "0.198): component 1 is so wide that its density is low even near its mean "
        "(log-determinant 6.80 against 0)."
    )


def test_the_distance_in_own_standard_deviations_decides():
    assert "component 1 is nearer (squared distance 0.588 against 11.6)." in (
        say(2.3, line([0.5, 0.5], [0.0, 4.0], [9.0, 0.25]))
    )


def test_two_reasons_are_given_where_one_is_not_enough():
    """Against 2.08 for the distance, ln 4 = 1.39 and ln 9 / 2 = 1.10: neither alone, but both."""
    mixture = line([0.2, 0.8], [0.0, 4.2], [9.0, 1.0])
    ledger = row_ledger([2.05], [mixture])
    weight, spread, distance = log_ratio_terms(ledger, 0, 1, 0)
    assert max(weight, spread) < -distance < weight + spread
    assert say(2.05, mixture).endswith(
        ": component 2 has the larger weight (0.800 against 0.200), and component 1 is so wide "
        "that its density is low even near its mean (log-determinant 2.20 against 0)."
    )


def test_numbers_have_as_many_digits_as_tell_them_apart():
    """400 and 20.001² / 1.0003 = 399.92 are both 400 to three digits."""
    assert say(20.0, line([0.5, 0.5], [0.0, -0.001], [1.0, 1.0003])).endswith(
        "component 2 is nearer (squared distance 399.9 against 400.0)."
    )


@given(seed=SEEDS, d=st.integers(1, 4))
def test_the_verdict_agrees_with_the_responsibilities(seed, d):
    rng = np.random.default_rng(seed)
    mixture = a_mixture(rng, 3, d)
    x = rng.normal(size=d) * 4
    sentence = verdict(x, mixture, row_ledger(x, [mixture]), 0)
    resp = responsibilities([x], mixture)[0]
    if "equally" not in sentence:
        named = re.search(r"omponent (\d) is (the most|more) probable", sentence)
        assert int(named[1]) == resp.argmax() + 1
    assert sentence.endswith(".")
    assert not re.search(r"-\d|\bnan\b|∞", sentence)


@given(seed=SEEDS, log_scales=st.tuples(*[st.integers(-6, 6)] * 2))
def test_the_verdict_depends_on_no_unit(seed, log_scales):
    rng = np.random.default_rng(seed)
    mixture, x = a_mixture(rng, 3, 2), rng.normal(size=2) * 4
    scale = 10.0 ** np.array(log_scales)
    other = mixture.affine(scale, 5.0 * scale)
    here = verdict(x, mixture, row_ledger(x, [mixture]), 0)
    y = (x + 5.0) * scale
    there = verdict(y, other, row_ledger(y, [other]), 0)
    determinants = r"log-determinant \S+ against [^)]+\)"
    assert re.sub(determinants, "", here) == re.sub(determinants, "", there)


def test_the_nearest_mean_is_counted_in_the_overall_spread_of_each_feature():
    """10 units of a feature that spreads over 1,000 are nothing; 0.9 of one that does over 0.5 is.

    The plain distances, 90 and 10, would be the other way round.
    """
    covariance = np.diag([0.01, 1e6])
    mixture = Mixture([0.5, 0.5], [[0.0, 0.0], [1.0, 100.0]], [covariance, covariance])
    x = [0.1, 90.0]
    assert verdict(x, mixture, row_ledger(x, [mixture]), 0) == (
        "Component 1 is the most probable (1.00), and its mean is the nearest."
    )


def test_more_features_than_a_picture_shows_are_said():
    eye = np.eye(3)
    near = Mixture([0.01, 0.99], [[0.0] * 3, [1.0] * 3], [eye, eye])
    (sentence,) = verdicts([0.4] * 3, [near], row_ledger([0.4] * 3, [near]))
    assert sentence.startswith("Over all 3 features the mean of component 1 is nearest, but comp")
    (sentence,) = verdicts([0.9] * 3, [near], row_ledger([0.9] * 3, [near]))
    assert sentence.endswith("and its mean is the nearest over all 3 features.")


def test_components_of_equal_probability_are_named_together():
    middle = line([0.5, 0.5], [-1.0, 1.0], [1.0, 1.0])
    assert say(0.0, middle) == "Components 1 and 2 are about equally probable (0.500 each)."
    alike = line([1 / 3] * 3, [0.0] * 3, [1.0] * 3)
    assert say(7.0, alike) == "Components 1, 2 and 3 are about equally probable (0.333 each)."


def test_of_two_nearest_means_the_more_probable_counts():
    mixture = line([0.1, 0.9], [-1.0, 1.0], [1.0, 1.0])
    assert say(0.0, mixture) == (
        "Component 2 is the most probable (0.900), and its mean is the nearest."
    )


def test_one_component_takes_every_row():
    assert say(3.0, line([1.0], [0.0], [1.0])) == (
        "With one component the row belongs to it with probability 1."
    )


def test_a_probability_too_small_for_a_float_is_shown():
    """The log-ratio is −2025 + 0.0015 + ln(1000 / √0.5) = −2017.74, or 5.07e−877."""
    mixture = line([0.5, 0.5], [0.0, 100.0], [0.5, 1e6])
    assert "(1.00 against 5.07 × 10⁻⁸⁷⁷)" in say(45.0, mixture)


def test_all_states_of_a_run_have_their_verdict(table):
    X = table("iris")
    fit = fit_run(X, Settings(3))
    mixtures = [state.mixture for state in fit.states]
    ledger = row_ledger(X[70], mixtures)
    assert ledger.distances.shape == (len(mixtures), 3)
    assert verdicts(X[70], mixtures, ledger) == [
        verdict(X[70], mixture, row_ledger(X[70], [mixture]), 0) for mixture in mixtures
    ]


def test_a_row_of_another_width_and_mixtures_of_other_shapes_are_refused():
    one, two = line([1.0], [0.0], [1.0]), line([0.5, 0.5], [0.0, 1.0], [1.0, 1.0])
    with pytest.raises(DataError, match=r"shape \(n_samples, 1\)"):
        row_ledger([1.0, 2.0], [one])
    with pytest.raises(DataError, match="no table"):
        row_ledger([[1.0], [2.0]], [one])
    with pytest.raises(DataError, match="no value at all"):
        row_ledger([np.nan], [one])
    for mixtures in ([], [one, two]):
        with pytest.raises(DataError, match="Give those of one run"):
            row_ledger([1.0], mixtures)


def test_a_component_without_a_density_is_named():
    with pytest.raises(DegenerateComponentError, match="Component 1 has no density"):
        row_ledger([1.0], [line([1.0], [0.0], [0.0])])


# Noise, and values that are missing


def test_a_row_of_noise_is_said_to_be():
    rng = np.random.default_rng(0)
    noise = Noise.around(np.r_[rng.normal(size=(50, 1)), [[40.0]]], 0.1)
    two = line([0.5, 0.5], [0.0, 2.0], [1.0, 1.0]).with_noise(noise)
    assert say(40.0, two).startswith("The row is most probably noise (1")
    alone = line([1.0], [0.0], [1.0]).with_noise(noise)
    assert say(0.0, alone).startswith("The row is most probably of the one component, and noise")
    assert say(0.0, line([1.0], [0.0], [1.0])).startswith("With one component")


def test_what_a_row_lacks_is_expected_of_each_component_and_counts_for_nothing():
    rng = np.random.default_rng(3)
    mixture = a_mixture(rng)
    row = np.array([0.5, np.nan, -1.0])
    ledger = row_ledger(row, [mixture])
    assert np.asarray(ledger.missing).tolist() == [1]
    there = mixture.marginal([0, 2])
    found = row_ledger(row[[0, 2]], [there])
    np.testing.assert_allclose(ledger.log_products, found.log_products, rtol=1e-12)
    for j in range(3):
        covariance = mixture.covariances[j]
        gap = np.linalg.solve(
            covariance[np.ix_([0, 2], [0, 2])], row[[0, 2]] - mixture.means[j, [0, 2]]
        )
        expected = mixture.means[j, 1] + covariance[1, [0, 2]] @ gap
        np.testing.assert_allclose(ledger.expected[0][j], [expected], rtol=1e-10)
    (sentence,) = verdicts(row, [mixture], ledger)
    assert sentence
    with pytest.raises(DataError, match="no value at all"):
        row_ledger([np.nan, np.nan, np.nan], [mixture])
