import math
import sys
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.written_numbers import as_entered, difference, fixed, from_log, number, signed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1.000"),
        (0.9, "0.9000"),
        (1234.0, "1234"),
        (1e20, "1.000 × 10²⁰"),
        (0.123456, "0.1235"),
        (-12.3456, "−12.35"),
        (999.96, "1000"),
        (9999.4, "9999"),
        (9999.6, "10,000"),
        (-9999.6, "−10,000"),
        (123456.7, "123,457"),
        (-0.00001234, "−1.234 × 10⁻⁵"),
        (np.nan, "not defined"),
        (np.inf, "∞"),
        (-np.inf, "−∞"),
    ],
)
def test_four_significant_digits_and_a_true_minus(value, text):
    assert number(value) == text


def read_back(text):
    """A number as a computer reads it."""
    lead, _, power = text.replace("−", "-").replace(",", "").partition(" × 10")
    return f"{lead}e{power.translate(str.maketrans('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', '-0123456789')) or 0}"


@given(st.floats(-1e14, 1e14), st.integers(1, 6))
def test_a_number_read_back_is_right_to_its_digits(value, digits):
    text = number(value, digits)
    assert "-" not in text
    read = float(read_back(text))
    assert read == pytest.approx(value, rel=0.5001 * 10.0 ** (1 - digits), abs=0.0)


@given(st.floats(-1e14, 1e14).filter(lambda value: value == 0 or abs(value) >= 1))
def test_digits_before_the_decimal_point_are_never_dropped(value):
    assert "×" not in number(value)


@pytest.mark.parametrize(
    ("value", "text"), [(3.84, "+3.840"), (-3.84, "−3.840"), (0.0, "+0"), (np.inf, "+∞")]
)
def test_a_gain_bears_its_sign(value, text):
    assert signed(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9.58312, "+9.583"),
        (123.456, "+123.5"),
        (0.08114, "+0.081"),
        (-0.0012, "−0.001"),
        (7.803e-08, "< 0.001"),
        (-7.803e-08, "> −0.001"),
        (0.0, "0"),
        (-0.0, "0"),
    ],
)
def test_a_difference_of_next_to_nothing_is_said_to_be_small(value, text):
    assert difference(value) == text


def test_an_entered_number_keeps_its_digits_and_gets_no_others():
    values = [-200.0, 1234567.8, 1e20, -0.0, 0.1 + 0.2]
    assert [as_entered(value) for value in values] == ["−200", "1234567.8", "1e+20", "0", "0.3"]


@given(st.floats(-1e14, 1e14), st.integers(0, 6))
def test_no_zero_bears_a_minus(value, places):
    text = fixed(value, places)
    assert text.startswith("−") == (float(read_back(text)) < 0)


def test_one_digit_leaves_no_bare_decimal_point():
    assert [number(value, 1) for value in (0.001, 3.0, 1e-6)] == ["0.001", "3", "1 × 10⁻⁶"]


@pytest.mark.parametrize(
    ("log", "text"),
    [
        (0.0, "1.000"),
        (-np.inf, "0"),
        (np.inf, "∞"),
        (np.nan, "not defined"),
        (math.log(3.1) - 412 * math.log(10), "3.100 × 10⁻⁴¹²"),
        (math.log(9.99996) - 413 * math.log(10), "1.000 × 10⁻⁴¹²"),
        (math.log(2.5) + 400 * math.log(10), "2.500 × 10⁴⁰⁰"),
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
        read = Decimal(read_back(text)).ln()
        assert abs(float(read - Decimal(log))) <= 0.5001 * 10.0 ** (1 - digits) + 1e-15 * abs(log)
