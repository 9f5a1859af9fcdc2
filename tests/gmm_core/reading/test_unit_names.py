"""Units are told from names, as people write them."""

import pytest

from gmm_core.reading.unit_names import are_units, is_unit, unit_of_cells, without_brackets

UNITS = "s degC kPa kg/m3 µg/m³ % °C m/s W/m2 mol/L mg/dL uS/cm USD Years m·s-1 1/s (mm) [-] km/h"
NAMES = "mass width quality Seoul class meta text string ID x c TIMESTAMP yyyy-mm-dd"


@pytest.mark.parametrize("unit", [*UNITS.split(), "kg m-3", "deg C", "W m-2", "umol m-2 s-1"])
def test_units(unit):
    assert is_unit(unit)


@pytest.mark.parametrize("name", NAMES.split())
def test_names(name):
    assert not is_unit(name)


def test_most_of_a_row_are_units():
    assert are_units(["s", "-", "kPa"])
    assert are_units(["(a)", "(b)"])
    assert not are_units(["length", "width", "s"])
    assert not are_units(["", "-"])
    assert [without_brackets(field) for field in ("(mm)", " [kg] ", "-")] == ["mm", "kg", ""]


def test_a_unit_at_each_number_of_a_column():
    assert unit_of_cells(["1 kg", "2.5 kg", "NA", "3 kg"]) == " kg"
    assert unit_of_cells(["1%", "2%", "3%"]) == "%"
    assert unit_of_cells(["1 kg", "2 kg"]) == ""
    assert unit_of_cells(["1 kg", "2 kg", "3"]) == ""
    assert unit_of_cells(["1,1,6 kg", "2,2,6 kg", "3,3,6 kg"]) == ""
