import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.maximisation.closed_form import rows_of_one_volume
from gmm_core.scatter import along, are_positive, relative_eigenvalues, variances


def test_variances_are_a_view_of_the_diagonals():
    dense = np.arange(18.0).reshape(2, 3, 3)
    np.testing.assert_array_equal(variances(dense), [[0, 4, 8], [9, 13, 17]])
    assert np.shares_memory(variances(dense), dense)


def test_variances_of_a_broadcast_stack_are_those_of_each():
    dense = np.broadcast_to(np.diag([1.0, 2.0]), (3, 2, 2))
    np.testing.assert_array_equal(variances(dense), [[1, 2]] * 3)


@given(seed=st.integers(0, 2**32 - 1), exponent=st.integers(-9, 9))
def test_relative_eigenvalues_do_not_depend_on_the_units(seed, exponent):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(2, 12, 3))
    scatter, held = rows.transpose(0, 2, 1) @ rows, np.array([12.0, 12.0])
    by = np.array([1.0, 10.0**exponent, 3.0])
    found = relative_eigenvalues(scatter * np.outer(by, by), held)
    np.testing.assert_allclose(found, relative_eigenvalues(scatter, held), rtol=1e-6)


def test_an_eigenvalue_that_rounding_leaves_is_none():
    rows = np.array([[1.0, 0.1], [2.0, 0.2], [-3.0, -0.3]])
    scatter = np.array([rows.T @ rows, np.eye(2)])
    found = relative_eigenvalues(scatter, np.array([3.0, 2.0]))
    assert found[0, 0] == 0.0
    assert (found[1] > 0.01).all()


def test_a_feature_that_never_varies_has_no_eigenvalue():
    found = relative_eigenvalues(np.array([np.diag([0.0, 4.0])]), np.array([4.0]))
    np.testing.assert_array_equal(found, [[0.0, 1.0]])


def test_along_is_symmetric_to_the_last_bit():
    axes = np.linalg.qr(np.random.default_rng(0).normal(size=(3, 5, 5)))[0]
    dense = along(axes, np.random.default_rng(1).uniform(size=(3, 5)))
    np.testing.assert_array_equal(dense, dense.transpose(0, 2, 1))
    np.testing.assert_array_equal(along(axes[0], np.ones((2, 5))).shape, (2, 5, 5))


def test_rows_of_one_volume_add_up_to_all_rows():
    held = np.array([3.0, 4.0, 5.0])
    rows = rows_of_one_volume(np.array([-900.0, -901.0, -905.0]), held, 3)
    np.testing.assert_allclose(rows.sum(), 12.0)
    np.testing.assert_allclose(np.log(rows[0] / rows[2]), 5.0 / 3)


def test_a_singular_scatter_keeps_its_own_rows():
    held = np.array([3.0, 5.0])
    np.testing.assert_array_equal(rows_of_one_volume(np.array([-np.inf, 0.0]), held, 2), [3, 8])
    np.testing.assert_array_equal(rows_of_one_volume(np.array([-np.inf] * 2), held, 2), held)


@given(seed=st.integers(0, 2**32 - 1), d=st.integers(1, 6))
def test_matrices_are_positive_where_their_eigenvalues_are(seed, d):
    drawn = np.random.default_rng(seed).normal(size=(2, 4, d, d))
    matrices = drawn + drawn.swapaxes(-1, -2) + d * np.eye(d)
    lowest = np.linalg.eigvalsh(matrices)[..., 0]
    clear = np.abs(lowest) > 1e-9
    np.testing.assert_array_equal(are_positive(matrices)[clear], lowest[clear] > 0)


def test_matrices_of_no_numbers_are_not_positive_and_none_is_changed():
    matrices = np.array([[[2.0, 1.0], [1.0, 2.0]], [[np.nan, 0.0], [0.0, 1.0]], np.zeros((2, 2))])
    before = matrices.copy()
    assert are_positive(matrices).tolist() == [True, False, False]
    np.testing.assert_array_equal(matrices, before)
