"""Profiles of many features: a number and a colour for each mean."""

import numpy as np
import pytest

from gmm_core.clusters import Profiles, profiles
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import contrast
from gmm_core.plots.marks.style import INKS
from gmm_core.plots.summaries.profile_map import hue, profile_map
from gmm_core.written_numbers import fixed, number


@pytest.fixture
def found(iris, species_mixture, resp):
    return profiles(iris, species_mixture, resp)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property_and_numbers_are_read(found, names, theme, valid):
    figure = profile_map(found, names=names, look=Look(theme))
    valid(figure)
    cells = hue(found.means.T.ravel(), theme)
    pairs = zip(figure.data[1].textfont.color, cells, strict=True)
    assert min(contrast(ink, cell) for ink, cell in pairs) >= 4.5


def test_cells_are_the_means_sorted_by_how_much_features_separate(found, names):
    figure = profile_map(found, names=names, order=found.order)
    expect = found.means[:, list(found.order)].T
    np.testing.assert_array_equal(figure.data[0].z, expect)
    assert list(figure.data[1].text) == [fixed(value, 1) for value in expect.ravel()]
    assert figure.layout.yaxis.ticktext[0] == names[found.order[0]]
    in_units = profile_map(found, names=names, in_units=True)
    assert in_units.data[1].text[0] == number(found.centres[0, 0], 3)
    np.testing.assert_array_equal(in_units.data[0].z, found.means.T)


def test_the_mean_of_all_rows_has_the_colour_of_the_ground():
    assert hue(np.array([0.0, -9.0, 9.0]), "light") == [INKS["light"].ground, "#005A8F", "#A94400"]


def test_numbers_of_nine_clusters_have_the_width_of_their_cells(names):
    means = np.random.default_rng(0).normal(size=(9, 4), scale=30.0)
    many = Profiles(means, means, np.ones((9, 4, 4)), *np.ones((2, 9)), means, np.ones(4))
    for in_units in (False, True):
        figure = profile_map(many, names=names, in_units=in_units)
        _, numbers = figure.data
        longest = max(map(len, numbers.text))
        assert 0.56 * numbers.textfont.size * longest <= 260 / 9  # of the narrowest figure
        assert [note.text for note in figure.layout.annotations] == list(names)


def test_names_are_text_and_long_ones_take_three_lines(found):
    long = "<b>satisfaction with the canteen and its opening hours</b>"
    figure = profile_map(found, names=[long] * 4)
    assert figure.layout.yaxis.ticktext[0].startswith("&lt;b&gt;satisfaction")
    assert figure.layout.yaxis.ticktext[0].count("<br>") == 2
    assert figure.layout.height >= 24 + 4 * 45
