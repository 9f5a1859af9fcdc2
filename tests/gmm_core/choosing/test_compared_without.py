"""What a part of a model changes is said with the numbers of both fits."""

from gmm_core.choosing import with_and_without
from gmm_core.selection import criteria
from gmm_core.written_numbers import number


def test_both_fits_are_named_and_bic_decides():
    said = with_and_without("noise", (-185.75, -180.25), (46, 44), 150, 0)
    assert "−180.25 (with it −185.75)" in said
    assert "44 parameters (46)" in said
    assert f"BIC {number(criteria.bic(-180.25, 44, 150), 5)} (" in said
    assert said.endswith("BIC does not speak for noise. No row would be placed differently.")


def test_several_things_are_them():
    said = with_and_without("the known classes", (-182.92, -180.19), (44, 44), 150, 5, judged=False)
    assert "−180.19 (with them −182.92)" in said


def test_rows_are_counted():
    said = with_and_without("the prior", (-180.25, -185.75), (44, 46), 150, 2)
    assert said.endswith("BIC speaks for the prior. 2 rows would be placed differently.")
