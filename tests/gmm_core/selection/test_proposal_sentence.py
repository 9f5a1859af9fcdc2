"""Why a model is proposed is said with what came next, or with what is lower by chance."""

from fitted_cells import cell

from gmm_core.selection.proposal_sentence import OPEN_END, Compared, proposal_sentence

WHAT = Compared(9, 4, 30, 30, passed_over=False, log_jacobian=0.0)


def test_the_runner_up_is_named() -> None:
    cells = [cell(1, 90.0), cell(2, 70.0), cell(3, 75.25)]
    assert proposal_sentence(cells[1], cells, WHAT, is_open=False) == (
        "BIC is lowest for 2 components with one covariance shared by all: 70.0, among 1 to 9 "
        "components and four structures, on all 30 rows. Next: 3 components with one covariance "
        "shared by all, 75.2."
    )


def test_a_lower_bic_that_is_not_followed_has_its_reason() -> None:
    cells = [cell(1, 90.0), cell(2, 88.0)]
    larger = proposal_sentence(cells[0], cells, WHAT, is_open=False)
    assert "BIC speaks for 1 component" in larger
    assert "lower by 2.0 for 2 components, which chance alone can bring." in larger
    cells = [cell(1, 90.0), cell(3, 91.0, apart=9.0)]
    smaller = proposal_sentence(cells[1], cells, WHAT, is_open=True)
    assert "lower by 1.0 for 1 component, which is little, and these stand apart." in smaller
    assert smaller.endswith(OPEN_END)


def test_a_sample_and_accidents_are_said_in_original_units() -> None:
    what = Compared(3, 2, 2_000, 9_000, passed_over=True, log_jacobian=-5.0)
    said = proposal_sentence(cell(1, 90.0), [cell(1, 90.0)], what, is_open=False)
    assert said == (
        "BIC is lowest for 1 component with one covariance shared by all: 100.0, among 1 to 3 "
        "components and two structures, on a sample of 2,000 of 9,000 rows, not counting fits with "
        "components that are likely accidents."
    )
