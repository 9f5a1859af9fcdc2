"""What is left out of a play is what nobody would see."""

import numpy as np

from gmm_core import Mixture
from gmm_core.steps.dull_stretches import LEAST, LONG, dull_ends

N = LONG + 20


def at(place: float, spread: float = 1.0) -> Mixture:
    return Mixture([1.0], [[place]], [[[spread**2]]])


def ends(mixtures, changed=()):
    """Ends of a run in which some states give rows another cluster than the one before."""
    clusters = np.cumsum(np.isin(np.arange(len(mixtures)), changed))
    return dull_ends(mixtures, clusters[:, None]).tolist()


def test_a_stretch_ends_where_a_row_changes_sides():
    assert ends([at(0.0)] * N, changed=[10]) == [9] * 9 + [9] + [N - 1] * (N - 10)


def test_what_creeps_is_shown_as_soon_as_it_has_moved():
    """By 0.006 standard deviations an iteration: nine of them are seen, eight are not."""
    found = ends([at(0.006 * t) for t in range(N)])
    assert found[:17] == [8] * 8 + [16] * 8 + [24]


def test_what_moves_at_once_or_widens_is_never_left_out():
    states = list(range(N))
    assert ends([at(0.1 * t) for t in range(N)]) == states
    assert ends([at(0.0, 1.1**t) for t in range(N)]) == states


def test_short_stretches_and_short_runs_are_shown_whole():
    every = range(0, N, LEAST)
    assert ends([at(0.0)] * N, changed=every) == list(range(N))
    assert ends([at(0.0)] * LONG) == list(range(LONG))
