"""Whether rows can be fitted is said before the fit, by name and with a way out."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gmm_core import COVARIANCE_STRUCTURES, DataError, DegenerateComponentError, Statistics, m_step
from gmm_core.em import Model, Stop, feasible

TYPES = tuple(COVARIANCE_STRUCTURES)
UNTILTED = tuple(name for name in TYPES if COVARIANCE_STRUCTURES[name].letters.endswith("I"))
TILTED = tuple(name for name in TYPES if name not in UNTILTED)
SPREAD = np.random.default_rng(0).normal(size=(30, 3))


def check_fit(X, n_components, covariance_type="full", *, names=None, **floors):
    feasible.check_fit(X, n_components, Model(covariance_type, **floors), names=names)


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


def test_of_several_columns_each_has_its_value():
    X = np.column_stack([SPREAD[:, 0], np.full(30, 7.0), np.full(30, 2.5)])
    with pytest.raises(DataError) as caught:
        check_fit(X, 2, names=["x", "y", "z"])
    assert str(caught.value).startswith('Columns "y", "z" are constant (always 7, 2.5), so a ')
    with pytest.raises(DataError, match=r'Columns "y", "z" hold numbers too large.* Give them in'):
        check_fit(np.column_stack([SPREAD[:, 0], *[SPREAD[:, 0] * 1e200] * 2]), 2, names=[*"xyz"])


def test_at_most_five_columns_are_named():
    X = np.column_stack([SPREAD[:, 0], np.zeros((30, 8))])
    with pytest.raises(
        DataError, match=r'Columns "2", "3", "4", "5", "6" and 3 more are constant \(always 0\)'
    ):
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


@pytest.mark.parametrize("covariance_type", TILTED)
@pytest.mark.parametrize("n_samples", [4, 6])
@pytest.mark.parametrize("n_components", [1, 2])
def test_a_tilt_needs_more_rows_than_features(n_samples, covariance_type, n_components):
    X = np.random.default_rng(0).normal(size=(n_samples, 6))
    with pytest.raises(DataError) as caught:
        check_fit(X, n_components, covariance_type)
    may_have_a_floor = COVARIANCE_STRUCTURES[covariance_type].floor_raises != "nothing"
    ways = (
        "a diag or spherical covariance, or a covariance floor above 0"
        if may_have_a_floor
        else "or a diag or spherical covariance"
    )
    assert str(caught.value) == (
        f"{n_samples} rows cannot fill 6 features: the covariance structure {covariance_type} "
        f"needs more rows than features. Choose fewer features, {ways}."
    )
    check_fit(X, n_components, covariance_type, reg_covar=0.1)
    if may_have_a_floor:
        check_fit(X, n_components, covariance_type, floor=0.1)
    check_fit(np.random.default_rng(0).normal(size=(7, 6)), n_components, covariance_type)


@pytest.mark.parametrize("covariance_type", UNTILTED)
def test_without_a_tilt_two_rows_are_enough(covariance_type):
    check_fit(np.random.default_rng(0).normal(size=(2, 6)), 1, covariance_type)


@pytest.mark.parametrize("covariance_type", TILTED)
def test_rows_that_repeat_do_not_fill_features(covariance_type):
    """Thirty rows, three of them different, in four features."""
    X = np.repeat(np.random.default_rng(0).normal(size=(3, 4)), 10, axis=0)
    with pytest.raises(DataError, match=r"^3 different rows cannot fill 4 features"):
        check_fit(X, 2, covariance_type)


@pytest.mark.parametrize("covariance_type", TYPES)
def test_columns_without_spread_are_named_for_the_structures_that_need_it(covariance_type):
    rng = np.random.default_rng(2)
    a, b = rng.normal(size=(2, 40))
    letters = COVARIANCE_STRUCTURES[covariance_type].letters
    constant, collinear = np.column_stack([a, b, 0 * a + 3]), np.column_stack([a, b, a - b])
    if letters[1] == "I":
        check_fit(constant, 2, covariance_type)
    else:
        with pytest.raises(DataError, match='Column "z" is constant \\(always 3\\)'):
            check_fit(constant, 2, covariance_type, names=list("xyz"))
    if letters[2] == "I":
        check_fit(collinear, 2, covariance_type)
    else:
        with pytest.raises(DataError, match='Columns "x", "y", "z" determine one another exactly'):
            check_fit(collinear, 2, covariance_type, names=list("xyz"))


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
    kind = "missing" if np.isnan(bad) else "infinite"
    with pytest.raises(DataError, match=f'The data hold {kind} values: 1 in column "weight"'):
        check_fit(X, 2, names=["height", "weight", "age"])


def test_no_feature_and_no_row_are_refused():
    with pytest.raises(DataError, match="Choose at least one numeric column as a feature"):
        check_fit(np.empty((5, 0)), 1)
    with pytest.raises(DataError, match="Leave out the features that are mostly missing"):
        check_fit(np.empty((0, 2)), 1)


@pytest.mark.parametrize("n_components", [0, -1, 2.0, "2", None])
def test_a_number_of_components_that_is_none_is_refused(n_components):
    with pytest.raises(
        DataError, match=r"(number of components|n_components) is .*Give a whole number"
    ):
        check_fit(SPREAD, n_components)


@pytest.mark.parametrize("floors", [{"reg_covar": -1.0}, {"reg_covar": np.nan}, {"floor": 1.5}])
def test_a_floor_that_is_none_is_refused(floors):
    with pytest.raises(DataError, match=r"covariance floor is .*Give a number from 0"):
        check_fit(SPREAD, 2, **floors)


@pytest.mark.parametrize("covariance_type", ["EVI", "EVE", "EVV"])
def test_a_relative_floor_is_refused_where_none_can_act(covariance_type):
    with pytest.raises(DataError, match="Set the floor to 0, or choose another covariance"):
        check_fit(SPREAD, 2, covariance_type, floor=1e-6)
    check_fit(SPREAD, 2, covariance_type, floor=0.0)


@pytest.mark.parametrize("reg_covar", [-0.1, np.nan, np.inf, 1e151, "small", None])
def test_what_cannot_be_added_to_variances_is_refused(reg_covar):
    with pytest.raises(DataError, match=r"The covariance floor is .*Give a number from 0 to 1e150"):
        Model(reg_covar=reg_covar)


@pytest.mark.parametrize("reg_covar", [0, 1e-6, np.float32(0.5), 1e150])
def test_what_can_be_added_to_variances_passes(reg_covar):
    Model(reg_covar=reg_covar)


@pytest.mark.parametrize("tol", [-1e-9, np.nan, np.inf, "1e-6", None])
def test_a_tolerance_that_is_none_is_refused(tol):
    with pytest.raises(DataError, match=r"^tol is .*nats a row, not below 0"):
        Stop(tol, 10)


@pytest.mark.parametrize("max_iter", [-1, 0, 2.0, np.nan, "10", None])
def test_a_number_of_iterations_that_is_none_is_refused(max_iter):
    with pytest.raises(DataError, match=r"^max_iter is .*whole number of at least 1"):
        Stop(1e-6, max_iter)


@pytest.mark.parametrize(("tol", "max_iter"), [(0, 1), (1e-6, 1000), (0.5, np.int64(3))])
def test_a_search_that_ends_passes(tol, max_iter):
    Stop(tol, max_iter)


def test_an_unknown_covariance_type_is_refused():
    with pytest.raises(DataError, match="no covariance structure named 'round'"):
        check_fit(SPREAD, 2, "round")


def test_names_are_text_and_not_patterns():
    X = np.column_stack([SPREAD[:, 0], np.ones(30)])
    with pytest.raises(DataError) as caught:
        check_fit(X, 1, names=["a", "<b>{0} %s"])
    assert 'Column "<b>{0} %s" is constant' in str(caught.value)


small_tables = st.tuples(st.integers(1, 8), st.integers(1, 4)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(-3, 3))
)


@given(
    X=small_tables,
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


@given(X=small_tables, covariance_type=st.sampled_from(TYPES), k=st.integers(1, 3))
def test_what_is_refused_for_want_of_spread_has_no_m_step(X, covariance_type, k):
    """Whatever the responsibilities."""
    rows = X.astype(float)
    try:
        check_fit(rows, k, covariance_type)
    except DataError as error:
        refused = re.search("constant|cannot fill|determine|one row to fit", str(error))
        if not refused:
            return
        resp = np.random.default_rng(len(rows)).dirichlet(np.ones(k), size=len(rows))
        with pytest.raises(DegenerateComponentError):
            m_step(Statistics.from_responsibilities(rows, resp), covariance_type)
