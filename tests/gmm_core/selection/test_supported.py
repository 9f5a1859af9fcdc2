"""Of fits, that is proposed which the rows bear: margins, and gaps that chance does not bring."""

import pytest
from fitted_cells import cell

from gmm_core.selection.supported import best_by_size, is_sound, supported


@pytest.mark.parametrize(
    ("cells", "n_components"),
    [
        ([cell(1, 100.0), cell(2, 98.0)], 1),  # within 1 + 50 / 30
        ([cell(1, 100.0), cell(2, 97.0)], 2),
        ([cell(1, 100.0), cell(2, 90.0), cell(3, 85.0)], 2),  # within 6
        ([cell(1, 100.0), cell(2, 90.0), cell(3, 83.0)], 3),
        ([cell(1, 100.0), cell(3, 99.0, apart=6.0)], 3),  # clearly apart
        ([cell(1, 100.0), cell(3, 101.9, apart=6.0)], 3),
        ([cell(1, 100.0), cell(3, 102.1, apart=6.0)], 1),
        ([cell(1, 100.0), cell(3, 99.0, apart=4.9)], 1),
        ([cell(1, 100.0), cell(3, 99.0, apart=6.0, weights=[0.1, 0.45, 0.45])], 1),  # three rows
        ([cell(1, 110.0), cell(2, 99.5, apart=6.0), cell(3, 98.0, apart=6.0)], 3),
        ([cell(1, 110.0), cell(2, 99.5, apart=6.0), cell(3, 94.0)], 2),
    ],
)
def test_margins_and_gaps_decide(cells, n_components) -> None:
    assert supported(cells, 30, 1).n_components == n_components


def test_a_component_of_one_or_two_rows_is_not_sound() -> None:
    assert is_sound(cell(2, 1.0, weights=[0.1, 0.9]), 30)
    assert not is_sound(cell(2, 1.0, weights=[0.08, 0.92]), 30)
    assert not is_sound(cell(1, float("nan")), 30)


def test_the_best_of_each_size_stands_for_it() -> None:
    cells = [cell(2, 5.0), cell(1, 9.0), cell(2, 4.0)]
    assert [(each.n_components, each.criteria["bic"]) for each in best_by_size(cells)] == [
        (1, 9.0),
        (2, 4.0),
    ]
