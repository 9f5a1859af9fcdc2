import numpy as np
import pytest

from gmm_core.errors import DataError
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import colours
from gmm_core.plots.summaries.triangle import ternary


def rows_of(figure):
    return next(trace for trace in figure.data if trace.name == "rows")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["same", "uncertainty"])
def test_plotly_knows_every_property(resp, theme, size, valid):
    valid(ternary(resp, look=Look(theme, colour="cluster", size=size)))


def test_each_row_lies_where_its_responsibilities_put_it(resp):
    rows = rows_of(ternary(resp))
    for letter, share in zip("abc", resp.T, strict=True):
        np.testing.assert_array_equal(rows[letter], share)
    np.testing.assert_array_equal(rows.customdata, np.arange(150))


def test_corners_are_called_by_the_components_in_their_colours(resp):
    named = ternary(resp, look=Look(names=["<b>", "two", "three"])).data[2]
    said = zip(colours(3), ["&lt;b&gt; ●", "two ■", "three ◆"], strict=True)
    assert [*named.text] == [f'<span style="color:{hue}">{label}</span>' for hue, label in said]
    np.testing.assert_array_equal([named.a, named.b, named.c], np.eye(3))
    assert "3 ◆" in ternary(resp).data[2].text[2]
    axes = ternary(resp).layout.ternary
    assert [axes[f"{letter}axis"].title.text for letter in "abc"] == [""] * 3


def test_long_names_are_whole_and_clear_of_the_marks(resp):
    long = "satisfaction with the support of the supervisor (1 to 7)"
    figure = ternary(resp, look=Look(names=[long, "b", long]))
    named = figure.data[2]
    assert all(long in text.replace("<br>", " ") for text in named.text[::2])
    assert named.marker.size >= 16
    above, below = (named.text[j].count("<br>") * 17 + 44 for j in (0, 2))
    assert (figure.layout.margin.t, figure.layout.margin.b) == (above, below)


def test_along_the_borders_the_two_largest_are_equal(resp):
    border = ternary(resp).data[0]
    places = np.column_stack([border.a, border.b, border.c])
    places = np.sort(places[~np.isnan(places[:, 0])], axis=1)
    assert len(places) == 6
    np.testing.assert_allclose(places[:, 1], places[:, 2])
    np.testing.assert_allclose(places.sum(axis=1), 1.0)


def test_of_many_rows_a_sample_is_drawn():
    many = np.random.default_rng(0).dirichlet(np.ones(3), size=9000)
    rows = rows_of(ternary(many))
    assert len(rows.a) == 2000
    np.testing.assert_array_equal(rows.b, many[rows.customdata, 1])
    np.testing.assert_array_equal(rows_of(ternary(many, rows=[5, 2])).customdata, [2, 5])


def test_hovering_says_name_and_shares():
    rows = rows_of(ternary([[0.7, 0.3, 0.0]], look=Look(names=["s", "m", "l"], hover=["<i>"])))
    assert rows.text == ("&lt;i&gt;",)
    assert rows.hovertext == ("s: 0.70  m: 0.30",)
    assert rows.hovertemplate == "%{text}<br>%{hovertext}<extra></extra>"


@pytest.mark.parametrize("k", [1, 2, 4])
def test_other_than_three_components_are_refused(k):
    with pytest.raises(DataError, match="three components"):
        ternary(np.full((5, k), 1 / k))
