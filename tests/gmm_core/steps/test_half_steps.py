"""A run seen half-step by half-step."""

import pytest

from gmm_core import DataError, Mixture, Run, e_step, iterate, m_step, run
from gmm_core.steps.half_steps import frame, last_half_step

X = [[0.0], [0.5], [4.0], [5.0], [5.5]]
START = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])


@pytest.fixture(scope="module")
def fit():
    return run(X, START, max_iter=3, tol=0.0)


def test_half_steps_alternate_and_end_with_an_e_step(fit):
    frames = [frame(fit, half_step) for half_step in range(last_half_step(fit) + 1)]
    assert [seen.step for seen in frames] == ["start", "E", "M", "E", "M", "E", "M", "E"]
    assert [seen.iteration for seen in frames] == [0, 0, 1, 1, 2, 2, 3, 3]
    assert [seen.responsible for seen in frames] == [None, 0, 0, 1, 1, 2, 2, 3]
    assert [seen.responsible_before for seen in frames] == [None, None, 0, 0, 1, 1, 2, 2]
    assert [seen.is_last for seen in frames] == [False] * 7 + [True]
    assert [seen.half_step for seen in frames] == list(range(8))
    assert {seen.last for seen in frames} == {7}


def test_titles_count_steps_from_one(fit):
    titles = [frame(fit, half_step).title for half_step in range(6)]
    assert titles == ["Start", "E-step 1", "M-step 1", "E-step 2", "M-step 2", "E-step 3"]


def test_an_e_step_changes_no_parameter_and_no_log_likelihood(fit):
    for half_step in (1, 3, 5, 7):
        seen, before = frame(fit, half_step), frame(fit, half_step - 1)
        assert seen.mixture is before.mixture
        assert seen.log_likelihood == before.log_likelihood
        assert seen.gain == 0.0
        assert seen.previous is None


def test_an_m_step_refits_to_the_responsibilities_in_force(fit):
    """Frame (t, M) shows states[t + 1], made of the responsibilities of states[t]."""
    for half_step in (2, 4, 6):
        seen, before = frame(fit, half_step), frame(fit, half_step - 1)
        assert seen.responsible == before.responsible == seen.iteration - 1
        assert seen.previous is before.mixture
        responsible = fit.states[seen.responsible].mixture
        refitted = m_step(e_step(X, responsible))
        assert seen.mixture.means.tolist() == refitted.means.tolist()
        assert seen.gain == seen.log_likelihood - before.log_likelihood
        assert seen.gain > 0.0


def test_a_run_of_its_start_alone_has_two_half_steps():
    alone = Run((next(iterate(X, START)),), False, "max_iter", float(len(X)))
    assert last_half_step(alone) == 1
    assert frame(alone, 1).is_last


@pytest.mark.parametrize("half_step", [-1, 8])
def test_a_half_step_outside_the_run_is_refused(fit, half_step):
    with pytest.raises(DataError, match=f"half-steps 0 to 7, not {half_step}"):
        frame(fit, half_step)
