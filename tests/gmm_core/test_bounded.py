"""What is computed of numbers in another unit is right of those beyond measure."""

import numpy as np
import pytest

from gmm_core.bounded import LARGEST, bounded


def test_numbers_within_measure_are_themselves() -> None:
    for numbers in (np.array([1e120, -5e-324]), np.array([np.nan, np.inf, 3.0]), np.empty(0)):
        taken, exponent = bounded(numbers)
        assert taken is numbers
        assert exponent == 0


@pytest.mark.parametrize("size", [2.0**LARGEST, 1e200, np.finfo(float).max])
def test_means_and_deviations_are_right_of_numbers_that_have_no_square(size: float) -> None:
    numbers = np.array([size, -size, 0.5 * size, 0.25 * size])
    taken, exponent = bounded(numbers)
    assert np.ldexp(taken, exponent).tolist() == numbers.tolist()
    assert np.ldexp(taken.mean(), exponent) == 0.1875 * size
    deviation = np.array([1.0, -1.0, 0.5, 0.25]).std()
    np.testing.assert_allclose(np.ldexp(taken.std(), exponent), deviation * size, rtol=1e-14)


def test_what_is_not_finite_stays_and_says_nothing_of_the_unit() -> None:
    taken, exponent = bounded(np.array([[np.nan, 1e300], [-np.inf, 1.0]]))
    assert np.isnan(taken[0, 0])
    assert taken[1, 0] == -np.inf
    assert 0.0 < taken[1, 1] < taken[0, 1] < 2.0**LARGEST
    assert exponent > 0
