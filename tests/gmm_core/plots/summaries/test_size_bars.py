import numpy as np
import pytest

from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import GREY, colours
from gmm_core.plots.summaries.size_bars import sizes

SOFT, HARD = np.array([44.94, 50.0, 1055.06]), np.array([45, 50, 1055])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(theme, valid):
    valid(sizes(SOFT, HARD, look=Look(theme)))


def test_bars_are_the_sizes_and_say_them():
    soft, hard = sizes(SOFT, HARD).data
    np.testing.assert_array_equal(soft.x, SOFT)
    np.testing.assert_array_equal(hard.x, HARD)
    assert soft.text == ("44.9", "50.0", "1,055.1")
    assert hard.text == ("45", "50", "1,055")
    np.testing.assert_array_equal(soft.customdata, [0, 1, 2])


def test_full_bars_are_soft_and_outlined_ones_hard_in_the_colours_of_the_components():
    soft, hard = sizes(SOFT, HARD).data
    assert list(soft.marker.color) == list(hard.marker.line.color) == colours(3)
    assert hard.marker.color == "rgba(0,0,0,0)"


def test_the_first_component_is_on_top_and_no_bar_meets_the_edge():
    layout = sizes(SOFT, HARD).layout
    assert layout.yaxis.range[0] > layout.yaxis.range[1]
    assert layout.xaxis.range[1] > 1055.06
    assert sizes(np.zeros(2), np.zeros(2, dtype=int)).layout.xaxis.range[1] > 0


def test_names_are_text_and_height_follows_their_number():
    figure = sizes(SOFT, HARD, look=Look(names=["<b>", "two", "three"]))
    assert figure.layout.yaxis.ticktext[0].endswith("&lt;b&gt;")
    assert figure.layout.height - sizes(SOFT[:2], HARD[:2]).layout.height == 46
    assert sizes(SOFT, HARD, look=Look(height=99)).layout.height == 99


def test_a_name_of_many_lines_has_the_height_that_it_needs():
    long = "satisfaction with the support of the supervisor (1 to 7)"
    figure = sizes([3, 4], [3, 4], look=Look(names=[long, "b"]))
    first, _ = figure.layout.yaxis.ticktext
    assert first.replace("<br>", " ").endswith(long)
    assert figure.layout.height - 60 >= 2 * 15 * (first.count("<br>") + 1)


def test_selected_rows_fill_the_outlined_bars(valid):
    figure = sizes(SOFT, HARD, marked_counts=[3, 0, 17])
    valid(figure)
    _, hard, selected = figure.data
    np.testing.assert_array_equal(selected.x, [3, 0, 17])
    np.testing.assert_array_equal(selected.y, hard.y)
    assert list(selected.marker.color) == colours(3)
    assert selected.text == ("3", "0", "17")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_noise_is_the_last_pair_in_grey(theme, valid):
    figure = sizes(SOFT, HARD, noise=(12.25, 9), marked_counts=[3, 0, 17, 2], look=Look(theme))
    valid(figure)
    soft, hard, selected = figure.data
    assert (soft.text[-1], hard.text[-1], selected.text[-1]) == ("12.2", "9", "2")
    assert soft.marker.color[-1] == selected.marker.color[-1] == GREY[theme]
    assert figure.layout.yaxis.ticktext[-1].endswith("noise")
