import copy
import pickle

import numpy as np
import pytest

from gmm_core import DataError, GMMError, Mixture, log_density, sample
from gmm_core.matrices import Matrices


def tilted():
    return Mixture(
        [0.25, 0.75],
        [[1.0, 2.0, 3.0], [-1.0, 0.0, 5.0]],
        [
            [[4.0, 1.0, 0.5], [1.0, 9.0, 2.0], [0.5, 2.0, 16.0]],
            [[1.0, 0.0, 0.2], [0.0, 2.0, 0.0], [0.2, 0.0, 3.0]],
        ],
    )


def test_shapes_are_counted():
    assert (tilted().n_components, tilted().n_features) == (2, 3)
    np.testing.assert_array_equal(tilted().standard_deviations[0], [2.0, 3.0, 4.0])


@pytest.mark.parametrize(
    "through",
    [
        pytest.param(lambda mixture: mixture, id="new"),
        pytest.param(lambda mixture: pickle.loads(pickle.dumps(mixture)), id="pickled"),
        pytest.param(copy.deepcopy, id="copied"),
    ],
)
@pytest.mark.parametrize("part", ["weights", "means", "covariances"])
def test_arrays_are_read_only_doubles(part, through):
    array = getattr(through(tilted()), part)
    np.testing.assert_array_equal(array, getattr(tilted(), part))
    assert array.dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 0.0


def test_the_callers_array_stays_the_callers():
    means = np.zeros((1, 1))
    mixture = Mixture([1.0], means, [[[1.0]]])
    means[0, 0] = 7.0
    assert mixture.means[0, 0] == 0.0


@pytest.mark.parametrize(
    ("weights", "means", "covariances"),
    [
        ([1.0], [[0.0], [1.0]], [[[1.0]], [[1.0]]]),
        ([0.5, 0.5], [0.0, 1.0], [[[1.0]], [[1.0]]]),
        ([0.5, 0.5], [[0.0], [1.0]], [[1.0], [1.0]]),
        ([0.5, 0.5], [[0.0], [1.0]], [[[1.0]]]),
    ],
)
def test_parts_that_do_not_belong_together_are_refused(weights, means, covariances):
    with pytest.raises(DataError, match=r"do not belong to one mixture. Give \(k,\), \(k, d\)"):
        Mixture(weights, means, covariances)


def test_marginal_is_the_mixture_of_the_chosen_features():
    """In the order asked for; the covariance keeps the entries of the chosen features."""
    chosen = tilted().marginal([2, 0])
    np.testing.assert_array_equal(chosen.weights, [0.25, 0.75])
    np.testing.assert_array_equal(chosen.means, [[3.0, 1.0], [5.0, -1.0]])
    np.testing.assert_array_equal(chosen.covariances[0], [[16.0, 0.5], [0.5, 4.0]])


def test_marginal_density_is_the_integral_over_the_other_feature():
    mixture = tilted().marginal([0, 1])
    grid = np.linspace(-40, 40, 4001)
    along = np.column_stack([np.full_like(grid, 0.7), grid])
    integral = np.exp(log_density(along, mixture)).sum() * (grid[1] - grid[0])
    assert integral == pytest.approx(np.exp(log_density([[0.7]], mixture.marginal([0])))[0])


def test_affine_is_the_mixture_of_the_moved_rows():
    """Densities transform by the Jacobian: p(a x + b) = p(x) / |a1 a2 a3|."""
    scale, shift = np.array([2.0, 0.5, -3.0]), np.array([1.0, -1.0, 10.0])
    X, _ = sample(tilted(), 50, random_state=0)
    moved = log_density(X * scale + shift, tilted().affine(scale, shift))
    np.testing.assert_allclose(moved, log_density(X, tilted()) - np.log(3.0), rtol=1e-10)


def test_permuted_lists_the_same_components_in_another_order():
    other = tilted().permuted([1, 0])
    np.testing.assert_array_equal(other.weights, [0.75, 0.25])
    np.testing.assert_array_equal(other.means[0], [-1.0, 0.0, 5.0])
    np.testing.assert_array_equal(other.covariances[1], tilted().covariances[0])


def test_view_order_sorts_by_the_first_feature_then_the_second():
    means = [[2.0, 0.0], [1.0, 5.0], [1.0, -5.0]]
    mixture = Mixture(np.full(3, 1 / 3), means, [np.eye(2)] * 3)
    assert mixture.view_order().tolist() == [2, 1, 0]


@pytest.mark.parametrize("places", [[5], [-1], [0.5], ["a"], []])
def test_features_and_components_that_are_not_there_are_one_sentence(places):
    mixture = Mixture([0.5, 0.5], [[0.0, 1.0], [3.0, 4.0]], [np.eye(2), np.eye(2)])
    with pytest.raises(DataError, match="names features that the mixture does not have"):
        mixture.marginal(places)
    with pytest.raises(DataError, match="names components that the mixture does not have"):
        mixture.permuted(places)


def test_a_negative_variance_is_one_sentence():
    with pytest.raises(DataError, match="variance of the mixture is negative"):
        Mixture([1.0], [[0.0]], [[[-1.0]]])
    bad = Mixture([1.0], [[0.0]], Matrices([[[-1.0]]]))  # as a step of EM may come to
    with pytest.raises(DataError, match="variance of the mixture is negative"):
        bad.check()
    for use in (lambda: sample(bad, 3), lambda: bad.whitening):
        with pytest.raises(GMMError):
            use()


@pytest.mark.parametrize(
    "bad", [[1j], np.array(["2024"], "datetime64[D]"), np.ma.array([1.0], mask=[1])]
)
def test_no_parameter_is_made_of_what_is_no_real_number(bad):
    with pytest.raises(DataError, match=r"complex|masked"):
        Mixture(bad, [[0.0]], [[[1.0]]])


@pytest.mark.parametrize("values", [[1.0, 2.0, 3.0], [[1.0, 2.0]], np.nan, 1j, "x", None])
def test_what_is_no_scale_or_shift_is_one_sentence(values):
    one = Mixture([1.0], [[0.0, 0.0]], [np.eye(2)])
    with pytest.raises(DataError, match="The scale"):
        one.affine(values, 0.0)
    with pytest.raises(DataError, match="The shift"):
        one.affine(1.0, values)
    with pytest.raises(DataError, match="The scale is 0"):
        one.affine([1.0, 0.0], 0.0)


@pytest.mark.parametrize("order", [[0], [0, 0], [0, 1, 0]])
def test_an_order_names_each_component_of_a_mixture_once(order):
    """With some left out the weights would no longer sum to one."""
    with pytest.raises(DataError, match="does not name each of the 2 components once"):
        Mixture([0.5, 0.5], [[0.0], [3.0]], [[[1.0]], [[1.0]]]).permuted(order)
