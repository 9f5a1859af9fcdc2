import math
import sys
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.wording import counted, from_log, number, signed


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


@pytest.mark.parametrize(
    ("log", "text"),
    [
        (0.0, "1.000"),
        (-np.inf, "0"),
        (np.inf, "∞"),
        (np.nan, "not defined"),
        (math.log(3.1) - 412 * math.log(10), "3.100e−412"),
        (math.log(9.99996) - 413 * math.log(10), "1.000e−412"),
        (math.log(2.5) + 400 * math.log(10), "2.500e+400"),
    ],
)
def test_a_number_no_float_can_hold_is_shown_by_its_logarithm(log, text):
    assert from_log(log) == text


def test_logarithms_beyond_all_exponents_are_zero_and_infinite():
    assert (from_log(-1e300), from_log(1e300)) == ("0", "∞")


LOGS_OF_FLOATS = st.floats(math.log(sys.float_info.min), math.log(sys.float_info.max))


@given(LOGS_OF_FLOATS, st.integers(1, 6))
def test_what_a_float_can_hold_is_shown_as_a_number(log, digits):
    assert from_log(log, digits) == number(math.exp(log), digits)


@given(st.floats(-1e15, 1e15).filter(lambda log: abs(log) > 1.0), st.integers(1, 6))
def test_the_logarithm_read_back_is_right_to_its_digits(log, digits):
    text = from_log(log, digits)
    assert "-" not in text
    with localcontext(prec=40):
        read = Decimal(text.replace("−", "-")).ln()
        assert abs(float(read - Decimal(log))) <= 0.5001 * 10.0 ** (1 - digits) + 1e-15 * abs(log)
