import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import Mixture, run
from gmm_core.plots.marks.colours import contrast
from gmm_core.plots.marks.style import INKS
from gmm_core.plots.teaching import ascent
from gmm_core.steps.lower_bound import lower_bounds

VALUES = [-640.0, -420.0, -330.0, -260.0]
BOUNDS = [np.nan, -500.0, -350.0, -300.0]


def curves(figure):
    """Heights of the log-likelihood and of the bound, by half-step."""
    by_name = {trace.name: trace for trace in figure.data}
    return by_name["log-likelihood"].y, by_name["lower bound"].y


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(theme, valid):
    valid(ascent(VALUES, BOUNDS, theme=theme))
    valid(ascent(np.linspace(-9, -1, 200), np.linspace(-9, -1, 200), theme=theme))


def test_by_hand():
    """An E-step takes the bound up to the log-likelihood; the M-step lifts both."""
    heights, lower = curves(ascent(VALUES, BOUNDS))
    np.testing.assert_array_equal(heights, [-640, -640, -420, -420, -330, -330, -260, -260])
    np.testing.assert_array_equal(lower, [np.nan, -640, -500, -420, -350, -330, -300, -260])


def test_traces_are_found_by_name():
    figure = ascent(VALUES, BOUNDS)
    assert [trace.name for trace in figure.data] == ["log-likelihood", "lower bound"]
    for curve in figure.data:
        np.testing.assert_array_equal(curve.x, np.arange(8))


@given(
    gains=st.lists(st.floats(0, 1e6), min_size=1, max_size=30),
    shares=st.lists(st.floats(0, 1), min_size=31, max_size=31),
)
def test_the_bound_is_between_the_log_likelihoods_and_touches_after_every_e_step(gains, shares):
    values = -1e6 + np.cumsum([0.0, *gains])
    bounds = [np.nan, *(values[:-1] + np.array(shares[: len(gains)]) * np.diff(values))]
    heights, lower = curves(ascent(values, bounds))
    assert len(heights) == len(lower) == 2 * len(values)
    np.testing.assert_array_equal(lower[1::2], heights[1::2])
    np.testing.assert_array_equal(lower[2::2], bounds[1:])
    assert (np.diff(heights) >= 0).all()
    assert (lower[2::2] <= heights[2::2]).all()


def test_a_real_run_climbs(iris):
    start = Mixture(np.full(3, 1 / 3), iris[[0, 60, 120]], [np.cov(iris.T)] * 3)
    found = run(iris, start, max_iter=20)
    heights, lower = curves(ascent(found.log_likelihoods, lower_bounds(found)))
    assert (np.diff(heights) >= -1e-9).all()
    assert (np.diff(lower[1:]) >= -1e-9).all()
    assert (lower[1:] <= heights[1:] + 1e-9).all()


def test_the_axes_hold_the_whole_run():
    values = [-500.0, *VALUES[1:]]
    layout = ascent(values, BOUNDS).layout
    low, high = layout.yaxis.range
    assert low < min(values) < max(values) < high
    assert not layout.meta["cut"]
    left, right = layout.xaxis.range
    assert left < 0 < 7 < right


def test_a_first_jump_beside_which_the_rest_looks_level_is_cut():
    """From −640 to −420 is more than from there to −260."""
    figure = ascent(VALUES, BOUNDS)
    low, high = figure.layout.yaxis.range
    assert -640 < low < -420 < -260 < high
    assert low > -460
    assert figure.layout.meta["cut"]


@pytest.mark.parametrize("values", [[-640.0, -420.0], [-640.0, -420.0, -419.9], [-9.0, -5.0, -1.0]])
def test_a_first_jump_after_which_nothing_climbs_or_as_much_is_shown(values):
    assert not ascent(values, np.full(len(values), np.nan)).layout.meta["cut"]


@pytest.mark.parametrize("values", [[-3243.99, -3243.85, -3243.8], VALUES, [-1e7, -2e6, -1e6]])
def test_heights_have_round_numbers_with_equal_decimals(values):
    axis = ascent(values, np.full(len(values), np.nan)).layout.yaxis
    assert axis.title.text == "log-likelihood"
    assert 2 <= len(axis.tickvals) <= 4
    assert len({len(text.partition(".")[2]) for text in axis.ticktext}) == 1
    read = [float(text.replace("−", "-").replace(",", "")) for text in axis.ticktext]
    np.testing.assert_array_equal(read, axis.tickvals)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_two_curves_differ_in_ink_and_in_dash_and_half_steps_in_looks(theme):
    climb, bound = ascent(VALUES, BOUNDS, theme=theme).data
    ink = INKS[theme]
    assert [trace.line.color for trace in (climb, bound)] == [ink.text, ink.muted]
    assert [trace.line.dash for trace in (climb, bound)] == ["solid", "dot"]
    assert climb.marker.color[:4] == (ink.neutral, ink.e_step, ink.m_step, ink.e_step)
    assert climb.marker.symbol[:4] == ("circle", "circle", "square", "circle")
    assert min(contrast(hue, ink.ground) for hue in climb.marker.color) >= 3


def test_ticks_are_whole_half_steps_in_a_short_run():
    assert ascent(VALUES, BOUNDS).layout.xaxis.dtick == 1
    assert ascent(np.arange(9.0), np.arange(9.0)).layout.xaxis.dtick is None


def test_long_runs_have_no_markers():
    assert ascent(VALUES, BOUNDS).data[0].mode == "lines+markers"
    assert ascent(np.linspace(-9, -1, 21), np.linspace(-9, -1, 21)).data[0].mode == "lines"


@pytest.mark.parametrize("values", [[-5.0], [-np.inf, -5.0], [-np.inf]])
def test_a_single_state_and_infinite_values_have_a_range(values):
    low, high = ascent(values, np.full(len(values), np.nan)).layout.yaxis.range
    assert np.isfinite([low, high]).all()
    assert low < high


def test_a_bound_that_is_not_known_leaves_a_gap():
    _, lower = curves(ascent(VALUES, np.full(4, np.nan)))
    np.testing.assert_array_equal(np.isnan(lower), [True, False] * 4)
