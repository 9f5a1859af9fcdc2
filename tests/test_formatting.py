import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.formatting import counted, number, signed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1.000"),
        (0.9, "0.9000"),
        (1234.0, "1234"),
        (1e20, "1.000e+20"),
        (0.123456, "0.1235"),
        (-12.3456, "−12.35"),
        (999.96, "1000"),
        (9999.4, "9999"),
        (9999.6, "10000"),
        (-9999.6, "−10000"),
        (123456.7, "123457"),
        (-0.00001234, "−1.234e−05"),
        (np.nan, "not defined"),
        (np.inf, "∞"),
        (-np.inf, "−∞"),
    ],
)
def test_four_significant_digits_and_a_true_minus(value, text):
    assert number(value) == text


@given(st.floats(-1e14, 1e14), st.integers(1, 6))
def test_a_number_read_back_is_right_to_its_digits(value, digits):
    text = number(value, digits)
    assert "-" not in text
    read = float(text.replace("−", "-"))
    assert read == pytest.approx(value, rel=0.5001 * 10.0 ** (1 - digits), abs=0.0)


@given(st.floats(-1e14, 1e14).filter(lambda value: value == 0 or abs(value) >= 1))
def test_digits_before_the_decimal_point_are_never_dropped(value):
    assert "e" not in number(value)


@pytest.mark.parametrize(
    ("value", "text"), [(3.84, "+3.840"), (-3.84, "−3.840"), (0.0, "+0"), (np.inf, "+∞")]
)
def test_a_gain_bears_its_sign(value, text):
    assert signed(value) == text


def test_one_digit_leaves_no_bare_decimal_point():
    assert [number(value, 1) for value in (0.001, 3.0, 1e-6)] == ["0.001", "3", "1e−06"]


def test_counts_agree_with_their_noun():
    assert [counted(n, "row") for n in (0, 1, 2, 12345)] == [
        "no rows",
        "1 row",
        "2 rows",
        "12,345 rows",
    ]
