"""A run is its states: what it ends with, its other units, and the order of its components."""

import numpy as np
import pytest

from gmm_core import DataError, Mixture, log_density, run

X = np.array([[0.0], [1.0], [10.0], [11.5]])
START = Mixture([0.5, 0.5], [[9.0], [1.0]], [[[1.0]], [[1.0]]])


@pytest.fixture(scope="module")
def fit():
    return run(X, START)


def test_a_run_ends_with_its_last_state(fit):
    assert fit.mixture is fit.states[-1].mixture
    assert fit.log_likelihood == fit.log_likelihoods[-1]
    assert fit.n_iter == len(fit.states) - 1
    np.testing.assert_allclose(fit.mean_log_likelihoods * 4, fit.log_likelihoods, rtol=1e-15)


def test_in_other_units_it_is_the_run_of_the_data_in_those(fit):
    scale, shift = np.array([100.0]), np.array([-7.0])
    moved = fit.affine(scale, shift)
    for state in moved.states:
        expected = log_density(X * scale + shift, state.mixture).sum()
        np.testing.assert_allclose(state.log_likelihood, expected, rtol=1e-12)


def test_components_are_listed_as_asked_in_every_state(fit):
    turned = fit.permuted([1, 0])
    for state, before in zip(turned.states, fit.states, strict=True):
        np.testing.assert_array_equal(state.mixture.means, before.mixture.means[::-1])
        assert state.log_likelihood == before.log_likelihood
    assert turned.permuted([1, 0]).mixture.means.tolist() == fit.mixture.means.tolist()
    assert fit.in_view_order().mixture.means[0] < fit.in_view_order().mixture.means[1]


@pytest.mark.parametrize("order", [[], [0], [0, 0], [0, 1, 2], [1, 2]])
def test_an_order_names_each_component_once(fit, order):
    with pytest.raises(DataError, match="does not name each of the 2 components once"):
        fit.permuted(order)


@pytest.mark.parametrize("order", ["ab", [0.5, 1.0], None, [True, False], 5])
def test_what_is_no_order_is_one_sentence(fit, order):
    """Halves were rounded down, and text was a bare ValueError."""
    with pytest.raises(DataError, match="order"):
        fit.permuted(order)


@pytest.mark.parametrize("value", ["x", None, 1j, [1.0]])
def test_what_is_no_log_jacobian_is_one_sentence(fit, value):
    with pytest.raises(DataError, match="log_jacobian is"):
        fit.with_log_jacobian(value)
