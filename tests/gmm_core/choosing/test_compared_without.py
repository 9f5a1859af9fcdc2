"""What a part of a model changes is said with the numbers of both fits."""

from gmm_core import Mixture
from gmm_core.choosing import with_and_without
from gmm_core.selection import criteria
from gmm_core.written_numbers import number


def test_both_fits_are_named_and_bic_decides():
    said = with_and_without("noise", (-185.75, -180.25), (46, 44), 150, 0)
    assert "−180.25 (with it −185.75)" in said
    assert "44 parameters (46)" in said
    assert f"BIC {number(criteria.bic(-180.25, 44, 150), 5)} (" in said
    assert said.endswith("BIC does not speak for noise. No row would be placed differently.")


def test_so_many_digits_are_written_that_it_is_seen_which_is_lower():
    said = with_and_without("noise", (-5144.8, -5150.7), (46, 44), 342, 5)
    assert "BIC 10,558.1 (10,558.0), of which lower is better: BIC speaks for noise" in said


def test_several_things_are_them():
    said = with_and_without("the known classes", (-182.92, -180.19), (44, 44), 150, 5, judged=False)
    assert "−180.19 (with them −182.92)" in said


def test_rows_are_counted():
    said = with_and_without("the prior", (-180.25, -185.75), (44, 46), 150, 2)
    assert said.endswith("BIC speaks for the prior. 2 rows would be placed differently.")


def test_by_how_much_estimates_move_is_said_of_matching_components():
    here = Mixture([0.5, 0.5], [[0.0, 0.0], [10.0, 0.0]], [[[1.0, 0.0], [0.0, 4.0]]] * 2)
    wider = [[[1.0, 0.0], [0.0, 4.0]], [[1.0, 0.0], [0.0, 9.0]]]
    there = Mixture([0.4, 0.6], [[10.5, 0.0], [0.0, -0.4]], wider)
    ask = {"mixtures": (here, there), "features": ["length", "width"], "components": ["a", "2"]}
    said = with_and_without("noise", (-180.0, -190.0), (46, 44), 150, 3, **ask)
    assert "that of length in component 2 would move most, by 0.500 (0.50 of a" in said
    assert "that of width in a, by 50 %" in said
    assert said.endswith("of the weights that of a, by 0.100.")
    said = with_and_without("the rows with gaps", None, (46, 46), 112, 0, **ask)
    assert said.startswith("Without the rows with gaps 112 would be fitted, so that log-l")
    assert "BIC" not in said
    near = Mixture([0.5, 0.5], [[0.01, 0.0], [10.0, 0.0]], [[[1.0, 0.0], [0.0, 4.0]]] * 2)
    said = with_and_without("the prior", (-180.0, -181.0), (46, 46), 150, 0, mixtures=(here, near))
    assert "Estimates would hardly move: means by at most 0.01 of a standard deviation" in said
