"""Whether rows can be fitted is said before the fit, by name and with a way out."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gmm_core import COVARIANCE_STRUCTURES, DataError, Statistics, m_step
from gmm_core.checks import check_fit

TYPES = tuple(COVARIANCE_STRUCTURES)
SPREAD = np.random.default_rng(0).normal(size=(30, 3))


@pytest.mark.parametrize("covariance_type", TYPES)
@pytest.mark.parametrize("name", ["iris", "wine", "diabetes_rm", "galaxies", "random_10"])
def test_real_tables_pass(table, name, covariance_type):
    check_fit(table(name), 3, covariance_type)


@pytest.mark.parametrize("covariance_type", TYPES)
@pytest.mark.parametrize("offset", [0.0, 1e8])
@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_neither_units_nor_offset_matter(table, scale, offset, covariance_type):
    check_fit(scale * (table("iris") + offset), 3, covariance_type)


@given(
    value=st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-9),
    n_samples=st.integers(5, 200),
    covariance_type=st.sampled_from(["full", "tied", "diag"]),
)
def test_a_constant_column_is_named(value, n_samples, covariance_type):
    """Whatever the rounding of its mean."""
    varying = np.random.default_rng(n_samples).normal(size=n_samples)
    X = np.column_stack([varying, np.full(n_samples, value)])
    with pytest.raises(DataError) as caught:
        check_fit(X, 2, covariance_type, names=["height", "unit price"])
    assert str(caught.value).startswith('Column "unit price" is constant (always ')
    assert "Leave it out of the features" in str(caught.value)


def test_a_constant_column_passes_where_the_structure_spans_it():
    """One variance for all features is not zero when one of them varies; a floor never is."""
    X = np.column_stack([SPREAD[:, 0], np.full(30, 0.1)])
    check_fit(X, 2, "spherical")
    check_fit(X, 2, "full", reg_covar=1e-6)


def test_at_most_five_columns_are_named():
    X = np.column_stack([SPREAD[:, 0], np.zeros((30, 8))])
    with pytest.raises(DataError, match=r'Column "2", "3", "4", "5", "6" and 3 more is constant'):
        check_fit(X, 1)


def test_columns_that_determine_one_another_are_named():
    """The third is the sum of the first two; the fourth has no part in it."""
    rng = np.random.default_rng(1)
    a, b, c = rng.normal(size=(3, 40)) * [[1.0], [100.0], [5.0]] + 7.0
    X = np.column_stack([a, b, a + b, c])
    with pytest.raises(DataError) as caught:
        check_fit(X, 2, "full", names=["a", "b", "total", "other"])
    assert str(caught.value).startswith('Columns "a", "b", "total" determine one another exactly')
    assert "Leave one of them out" in str(caught.value)
    check_fit(X, 2, "diag")
    check_fit(X, 2, "spherical")


def test_nearly_collinear_columns_pass():
    X = np.column_stack([SPREAD[:, 0], SPREAD[:, 0] + 1e-5 * SPREAD[:, 1]])
    check_fit(X, 1, "full")


@pytest.mark.parametrize("covariance_type", ["full", "tied"])
@pytest.mark.parametrize("n_samples", [4, 6])
def test_more_features_than_rows_need_a_simpler_covariance(n_samples, covariance_type):
    X = np.random.default_rng(0).normal(size=(n_samples, 6))
    with pytest.raises(DataError, match=f"{n_samples} rows cannot fill 6 features.*diag or spher"):
        check_fit(X, 1, covariance_type)
    check_fit(X, 1, "diag")
    check_fit(X, 1, "spherical")
    check_fit(X, 1, covariance_type, reg_covar=0.1)


def test_two_hundred_columns_pass_or_are_explained():
    X = np.random.default_rng(0).normal(size=(150, 200))
    check_fit(X, 3, "diag")
    with pytest.raises(DataError, match="150 rows cannot fill 200 features"):
        check_fit(X, 3, "full")


@pytest.mark.parametrize("reg_covar", [0.0, 1e-6])
def test_rows_all_alike_are_refused_even_with_a_floor(reg_covar):
    with pytest.raises(DataError, match=r"All 12 rows are alike.*Choose other features"):
        check_fit(np.full((12, 2), 0.1), 2, reg_covar=reg_covar)


def test_fewer_rows_than_components_are_refused():
    with pytest.raises(
        DataError, match=r"3 rows cannot be shared out among 4 components. Choose at most 3 comp"
    ):
        check_fit(SPREAD[:3], 4)


def test_fewer_different_rows_than_components_are_refused():
    X = np.repeat([[0.0, 1.0], [1.0, 5.0], [3.0, 2.0]], 10, axis=0)
    with pytest.raises(DataError, match=r"Only 3 rows differ.*Choose at most 3 components"):
        check_fit(X, 4)
    check_fit(X, 3)


def test_different_rows_are_found_at_the_end_of_a_long_table():
    X = np.zeros((50_000, 2))
    X[-2:] = [[1.0, 0.0], [0.0, 1.0]]
    check_fit(X, 3)
    with pytest.raises(DataError, match="Only 3 rows differ"):
        check_fit(X, 4)


def test_one_row_is_refused_without_a_floor():
    with pytest.raises(DataError, match=r"one row has no spread\. Give at least two rows"):
        check_fit(np.array([[1.0, 2.0]]), 1)
    check_fit(np.array([[1.0, 2.0]]), 1, reg_covar=1e-3)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite_are_named_by_column(bad):
    X = SPREAD.copy()
    X[4, 1] = bad
    with pytest.raises(DataError, match='Column "weight" holds missing or infinite values'):
        check_fit(X, 2, names=["height", "weight", "age"])


def test_no_feature_and_no_row_are_refused():
    with pytest.raises(DataError, match="Choose at least one numeric column as a feature"):
        check_fit(np.empty((5, 0)), 1)
    with pytest.raises(DataError, match="Leave out the features that are mostly missing"):
        check_fit(np.empty((0, 2)), 1)


def test_an_unknown_covariance_type_is_refused():
    with pytest.raises(DataError, match="no covariance structure named 'round'"):
        check_fit(SPREAD, 2, "round")


def test_names_are_text_and_not_patterns():
    X = np.column_stack([SPREAD[:, 0], np.ones(30)])
    with pytest.raises(DataError) as caught:
        check_fit(X, 1, names=["a", "<b>{0} %s"])
    assert 'Column "<b>{0} %s" is constant' in str(caught.value)


@given(
    X=st.tuples(st.integers(1, 8), st.integers(1, 4)).flatmap(
        lambda shape: arrays(np.int64, shape, elements=st.integers(-3, 3))
    ),
    covariance_type=st.sampled_from(TYPES),
    offset=st.sampled_from([0.0, 0.1, 1e4 / 3]),
    scale=st.sampled_from([1.0, 0.1, 1e6 / 7]),
)
def test_what_passes_can_be_fitted_by_one_component(X, covariance_type, offset, scale):
    """And what is refused says what to do."""
    rows = X * scale + offset
    try:
        check_fit(rows, 1, covariance_type)
    except DataError as error:
        refusal = str(error)
    else:
        refusal = ""
        m_step(Statistics.from_responsibilities(rows, np.ones((len(rows), 1))), covariance_type)
    assert not refusal or re.search("Choose|Leave|Give", refusal)
