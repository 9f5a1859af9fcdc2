import numpy as np
import pytest

from gmm_core.plots.teaching import log_likelihood

VALUES = [-640.0, -420.0, -330.0, -260.0]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(theme, valid):
    valid(log_likelihood(VALUES, current=2, theme=theme))


def test_the_curve_ends_at_the_current_iteration():
    curve, cursor = log_likelihood(VALUES, current=2).data
    np.testing.assert_array_equal(curve.x, [0, 1, 2])
    np.testing.assert_array_equal(curve.y, VALUES[:3])
    assert (list(cursor.x), list(cursor.y)) == ([2], [-330.0])


def test_axes_do_not_move_while_stepping():
    layouts = [log_likelihood(VALUES, current=current).layout for current in (0, 3)]
    assert layouts[0].xaxis.range == layouts[1].xaxis.range
    assert layouts[0].yaxis.range == layouts[1].yaxis.range
    low, high = layouts[0].yaxis.range
    assert low < min(VALUES) < max(VALUES) < high


def test_without_a_current_iteration_all_is_drawn():
    curve, cursor = log_likelihood(VALUES).data
    assert len(curve.x) == 4
    assert len(cursor.x) == 0


def test_the_axis_can_reach_beyond_the_values():
    low, high = log_likelihood(VALUES, n_iterations=10).layout.xaxis.range
    assert low < 0
    assert 10 < high < 11


def test_long_runs_have_no_markers():
    assert log_likelihood(VALUES).data[0].mode == "lines+markers"
    assert log_likelihood(np.linspace(-9, -1, 200)).data[0].mode == "lines"


def test_a_single_state_and_infinite_values_have_a_range():
    for values in ([-5.0], [-np.inf, -5.0], [-np.inf]):
        low, high = log_likelihood(values, current=0).layout.yaxis.range
        assert np.isfinite([low, high]).all()
        assert low < high
