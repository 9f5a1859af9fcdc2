import numpy as np
import pytest

from gmm_core.clusters.feature_profiles import profiles
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import colours, symbols
from gmm_core.plots.summaries.profile_plot import profile_lines


@pytest.fixture
def found(iris, species_mixture, resp):
    return profiles(iris, species_mixture, resp)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(found, names, theme, valid):
    valid(profile_lines(found, names=names, look=Look(theme)))


def test_dots_are_the_means_and_bars_the_spreads(found, names):
    for j, trace in enumerate(profile_lines(found, names=names).data):
        np.testing.assert_array_equal(trace.x, found.means[j])
        np.testing.assert_array_equal(trace.error_x.array, found.deviations[j])
        assert trace.marker.color == trace.error_x.color == colours(3)[j]
        assert trace.marker.symbol == symbols(3)[j]
        assert trace.name == str(j + 1)


def test_no_two_dots_share_a_line_and_features_run_down(found, names):
    figure = profile_lines(found, names=names)
    places = np.array([trace.y for trace in figure.data])
    assert len(np.unique(places)) == 12
    assert (np.diff(places.T.ravel()) > 0).all()
    low, high = figure.layout.yaxis.range
    assert low > places.max()
    assert high < places.min()


def test_each_name_stands_above_its_dots_and_below_the_last_feature(found, names):
    figure = profile_lines(found, names=names)
    places = np.array([trace.y for trace in figure.data])
    tops = np.array([heading.y for heading in figure.layout.annotations])
    assert (tops < places.min(axis=0)).all()
    assert (tops[1:] > places.max(axis=0)[:-1]).all()
    assert [heading.text for heading in figure.layout.annotations] == names
    assert {heading.align for heading in figure.layout.annotations} == {"left"}


def test_lines_from_feature_to_feature_lead_behind_the_names(found, names):
    figure = profile_lines(found, names=names)
    assert {note.bgcolor for note in figure.layout.annotations} == {"#FFFFFF"}


def test_every_bar_lies_in_the_picture(found, names):
    low, high = profile_lines(found, names=names).layout.xaxis.range
    assert low < (found.means - found.deviations).min()
    assert high > (found.means + found.deviations).max()


def test_names_are_text(found):
    bad = ["<b>x</b>"] * 4
    figure = profile_lines(found, names=bad, look=Look(names=["<i>", "b", "c"]))
    assert figure.layout.annotations[0].text.startswith("&lt;b&gt;")
    assert figure.data[0].text[0].startswith("&lt;b&gt;x&lt;/b&gt;: −1.0")
    assert figure.data[0].mode == "lines+markers"
    assert figure.data[0].name == "&lt;i&gt;"


def test_height_follows_features_and_components(found, names):
    assert profile_lines(found, names=names).layout.height == 108 + 4 * (26 + 3 * 13)
    assert profile_lines(found, names=names, look=Look(height=300)).layout.height == 300


def test_selected_rows_are_an_upright_line_amid_the_dots_of_each_feature(found, names, valid):
    figure = profile_lines(found, names=names, marked_means=[0.5, -1.0, 0.0, 2.0])
    valid(figure)
    *dots, selected = figure.data
    assert list(selected.x) == [0.5, -1.0, 0.0, 2.0]
    heights = np.array([trace.y for trace in dots])
    assert (heights.min(axis=0) < selected.y).all()
    assert (selected.y < heights.max(axis=0)).all()
    assert len(profile_lines(found, names=names).data) == len(dots)


def test_the_feature_that_separates_most_stands_on_top(found, names):
    figure = profile_lines(found, names=names, order=found.order)
    by_hand = sorted(range(4), key=lambda j: -found.separations[j])
    assert [heading.text for heading in figure.layout.annotations] == [names[j] for j in by_hand]
    np.testing.assert_array_equal(figure.data[1].x, found.means[1][by_hand])


def test_bars_may_be_of_the_mean_and_in_units(found, names, iris):
    figure = profile_lines(found, names=names, of="mean", in_units=True, marked_means=[0.0] * 4)
    for j, trace in enumerate(figure.data[:3]):
        np.testing.assert_array_equal(trace.x, found.centres[j])
        lengths = 1.96 * found.deviations[j] * found.scale / np.sqrt(found.soft_sizes[j])
        np.testing.assert_allclose(trace.error_x.array, lengths)
    np.testing.assert_allclose(figure.data[3].x, iris.mean(axis=0))
    assert figure.layout.xaxis.title.text == "mean, in the units of each feature"
