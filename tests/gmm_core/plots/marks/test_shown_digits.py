import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.plots.marks.shown_digits import compact, rounded


@given(
    st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=20),
    st.floats(-1e12, 1e12),
)
def test_compact_numbers_differ_by_less_than_a_pixel(values, shift):
    exact = np.array(values) + shift
    short = compact(exact).astype(np.float64)
    spread = np.ptp(exact) if np.ptp(exact) < np.inf else 1e300
    assert (np.abs(short - exact) <= 1e-4 * spread + 1e-12 * np.abs(exact)).all()


def test_gaps_stay_gaps():
    np.testing.assert_array_equal(compact(np.array([np.nan, np.nan])), [np.nan, np.nan])
    assert np.isnan(compact(np.array([1.0, np.nan, 2.0]))[1])


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=20), st.floats(-1e9, 1e9))
def test_rounded_numbers_are_where_they_were_to_a_tenth_of_a_pixel(values, shift):
    exact = np.array(values) + shift
    off = np.abs(rounded(exact) - exact)
    assert off.max() <= 1e-5 * np.ptp(exact)


def test_what_does_not_vary_is_left_as_it_is():
    same = np.full(3, 0.123456789)
    assert rounded(same) is same
    assert rounded(gaps := np.full(2, np.nan)) is gaps
