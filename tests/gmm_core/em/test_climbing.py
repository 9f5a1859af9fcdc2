"""All that climb come to an end together: none has to leave for where it begins."""

import numpy as np
import pytest

from gmm_core import Data, Mixture, Model
from gmm_core.em import Ascent, Stop
from gmm_core.em.climbing import Climbing

STOP = Stop()


def tasks_on(X, starts):
    return [(Data(X), start, Model(kind)) for start in starts for kind in ("full", "diag", "tied")]


def ends(tasks, most=10):
    return dict(Climbing(tasks, most, STOP, True).ended())


def test_a_component_that_comes_from_far_off_climbs_with_the_others(table):
    """What is left of its scatter about where it was has lost digits: it is taken again."""
    X = table("faithful")
    spread = np.cov(X.T)
    far = Mixture([0.5, 0.5], [[3.0, 70.0], [300.0, 7000.0]], [spread, 1e4 * spread])
    near = Mixture([0.5, 0.5], [[2.0, 54.0], [4.3, 80.0]], [spread, spread])
    tasks = tasks_on(X, [far, near])
    found = ends(tasks)
    assert sorted(found) == [*range(6)]
    for place, ascent in found.items():
        alone = Ascent.of(*tasks[place], STOP)
        assert ascent.log_likelihood == pytest.approx(alone.log_likelihood, rel=1e-9)
        np.testing.assert_allclose(ascent.mixture.means, alone.mixture.means, rtol=1e-4)


def test_one_that_has_no_likelihood_stops_no_other(table):
    X = table("faithful")
    broken = Mixture([0.5, 0.5], [[2.0, 54.0], [4.3, 80.0]], [[[1.0, 2.0], [2.0, 1.0]]] * 2)
    sound = Mixture([0.5, 0.5], [[2.0, 54.0], [4.3, 80.0]], [np.cov(X.T)] * 2)
    model = Model()
    found = ends([(Data(X), broken, model), (Data(X), sound, model)])
    assert found[0] is None
    assert found[1].converged


def test_more_than_there_is_room_for_join_as_others_end(table):
    X = table("faithful")
    near = Mixture([0.5, 0.5], [[2.0, 54.0], [4.3, 80.0]], [np.cov(X.T)] * 2)
    tasks = tasks_on(X, [near] * 3)
    wide, narrow = ends(tasks), ends(tasks, most=4)
    assert {i: ascent.log_likelihood for i, ascent in wide.items()} == {
        i: ascent.log_likelihood for i, ascent in narrow.items()
    }


def test_one_that_rounding_moves_up_and_down_has_collapsed(table, monkeypatch):
    """A component was flat to the last digit: its climb went on until its passes ran out."""
    X, real = table("faithful"), Climbing._sums
    near = Mixture([0.5, 0.5], [[2.0, 54.0], [4.3, 80.0]], [np.cov(X.T)] * 2)
    tasks = tasks_on(X, [near])
    undisturbed = ends(tasks)

    def shaken(self):
        sums, now = real(self), self.now
        one = (now["place"] == 0) & (now["passes"] > 4)
        sums.log_likelihood[one] += 0.1 * (-1.0) ** now["passes"][one]
        return sums

    monkeypatch.setattr(Climbing, "_sums", shaken)
    found = ends(tasks)
    assert found.pop(0) is None
    assert {i: one.log_likelihood for i, one in found.items()} == {
        i: undisturbed[i].log_likelihood for i in found
    }
