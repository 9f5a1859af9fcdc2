import math

import pytest

from gmm_core.written_columns import column, column_from_logs, plus_minus_column


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.3333, 0.29, -0.0000004], ["0.3333", "0.2900", "0.0000"]),
        ([1.2345, -203.41, 0.0], ["1.2", "−203.4", "0.0"]),
        ([1234.5, 0.0123], ["1234.50", "0.01"]),
        ([1234567.0, 0.3], ["1,234,567.0", "0.3"]),
        ([1234.4, -9483.0, 19914.1], ["1,234", "−9,483", "19,914"]),
        ([2019.0, 2020.5], ["2019", "2020"]),
        ([2.19e-5, -3e-11, 0.0], ["2.190 × 10⁻⁵", "0", "0"]),
        ([2.19e-5, 3e-8, 0.0], ["2.190 × 10⁻⁵", "0.003 × 10⁻⁵", "0"]),
        ([9.99996, math.nan], ["10.00", "not defined"]),
        ([], []),
    ],
)
def test_a_column_has_one_number_of_decimals(values, texts):
    assert column(values) == texts


def test_a_column_of_deviations_has_one_number_of_decimals():
    assert plus_minus_column([-0.0004, 4.187], [0.0985, 0.445]) == [
        "0.000 ± 0.099",
        "4.187 ± 0.445",
    ]
    assert plus_minus_column([4.5, 5.0], [0.0, 0.0]) == ["4.5000 ± 0.0000", "5.0000 ± 0.0000"]


def test_deviations_too_small_or_large_for_decimals_stand_by_powers_of_ten():
    """In decimals they would have more than nine, or all be zeros."""
    assert plus_minus_column([1.5e-12], [2.25e-13]) == ["(1.500 ± 0.225) × 10⁻¹²"]
    assert plus_minus_column([5e-6], [0.0]) == ["(5.00 ± 0.00) × 10⁻⁶"]
    assert plus_minus_column([1e20], [2e16]) == ["1.000 × 10²⁰ ± 2.00 × 10¹⁶"]


def test_large_densities_have_four_digits_as_all_others():
    assert column_from_logs([-15.0, -30.0, -900.0]) == ["3.059 × 10⁻⁷", "0", "0"]
    assert column_from_logs([22.6, 22.8]) == ["6.532 × 10⁹", "7.978 × 10⁹"]
    assert column_from_logs([math.log(999_000.0)]) == ["999,000"]
