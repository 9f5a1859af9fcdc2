import numpy as np
import pandas as pd
import pytest

from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import contrast
from gmm_core.plots.marks.style import INKS
from gmm_core.plots.summaries import contingency
from gmm_core.plots.summaries.cell_shades import shade

IRIS = pd.DataFrame(
    [[0, 50, 0], [45, 0, 5], [0, 0, 50]],
    index=pd.Index(["setosa", "versicolor", "virginica"], name="species"),
    columns=pd.RangeIndex(1, 4, name="cluster"),
)
MATCHING = ("versicolor", "setosa", "virginica")


def cells(figure):
    return next(trace for trace in figure.data if trace.name == "cells")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(theme, valid):
    valid(contingency(IRIS, matching=MATCHING, look=Look(theme)))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("show", ["counts", "row shares", "soft counts"])
def test_plotly_knows_every_property_of_every_kind(theme, show, valid):
    names = ["<b>small</b>", "%{x}", "a name of forty characters is cut off her"]
    valid(contingency(IRIS * 1.5, show=show, look=Look(theme, names=names)))


def test_row_shares_are_percentages_of_the_class():
    shown = cells(contingency(IRIS, show="row shares"))
    assert shown.text[:3] == ("0 %", "100 %", "0 %")
    assert shown.text[3:6] == ("90 %", "0 %", "10 %")
    assert shown.hovertemplate == "%{hovertext}: %{text} of its class<extra></extra>"


def test_a_share_fills_its_cell_whatever_the_size_of_the_class():
    table = pd.DataFrame([[1, 1], [500, 500]])
    z = contingency(table, show="row shares").data[0].z
    np.testing.assert_array_equal(z[0], z[1])


@pytest.mark.parametrize(("count", "said"), [(1, "&lt;1 %"), (999, "&gt;99 %"), (1000, "100 %")])
def test_nothing_but_all_of_a_class_is_a_hundred_percent(count, said):
    table = pd.DataFrame([[count, 1000 - count]])
    assert cells(contingency(table, show="row shares")).text[0] == said


def test_soft_counts_have_one_decimal():
    table = pd.DataFrame([[12.34, 0.001, 0.0, 31234.5]])
    assert cells(contingency(table, show="soft counts")).text == (
        "12.3",
        "&lt;0.1",
        "0.0",
        "31,234",
    )


def test_a_trace_of_responsibility_looks_like_none():
    table = pd.DataFrame([[10.0, 1e-9, 0.0, 0.06]])
    z = contingency(table, show="soft counts").data[0].z[0]
    assert z[1] == z[2] < z[3] < z[0]


def test_thousands_are_told_apart_in_counts_as_in_other_tables():
    assert list(cells(contingency(pd.DataFrame([[1637, 12]]))).text) == ["1,637", "12"]


def test_narrow_columns_leave_out_the_sign():
    table = pd.DataFrame(np.ones((1, 5), dtype=int))
    shown = cells(contingency(table, show="row shares"))
    assert set(shown.text) == {"20"}
    assert "%{text} % of its class" in shown.hovertemplate


@pytest.mark.parametrize("k", [2, 3, 9, 24])
def test_long_names_are_whole_and_do_not_reach_into_the_next_column(k):
    names = [f"high bill_length_mm, low body_mass_g, {j:02d}" for j in range(k)]
    table = pd.DataFrame(np.ones((3, k), dtype=int))
    axis = contingency(table, look=Look(names=names)).layout.xaxis
    lines = [mark.rpartition("<span")[0].strip().split("<br>") for mark in axis.ticktext]
    assert [" ".join(filter(None, each)).split() for each in lines] == [n.split() for n in names]
    across = [len(line) for each in lines for line in each]
    if axis.tickangle == 0:
        assert 7 * max(across) <= 240 / k
    else:
        tall = contingency(table, look=Look(names=names)).layout.height
        assert tall - 3 * 60 >= 7 * max(across)
        assert contingency(table).layout.height < tall


def test_names_of_components_stand_on_the_axis_and_in_the_hover():
    names = ["small", "<i>x</i>", "large"]
    figure = contingency(IRIS, look=Look(names=names))
    assert [mark.split("<br>")[0] for mark in figure.layout.xaxis.ticktext] == [
        *("small", "&lt;i&gt;x&lt;/i&gt;", "large"),
    ]
    assert cells(figure).hovertext[0] == "setosa in cluster small ●"


@pytest.mark.parametrize(("k", "n_classes"), [(2, 2), (9, 4), (24, 20)])
def test_no_marker_reaches_into_the_next_cell(k, n_classes):
    figure = contingency(pd.DataFrame(np.ones((n_classes, k), dtype=int)))
    side = cells(figure).marker.size
    assert 0 < side < (figure.layout.height - 72) / n_classes
    assert side * k < 220  # of 390 pixels, beside the names of the classes
    assert figure.layout.hoverdistance == -1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_selected_cell_is_marked_and_the_others_keep_their_numbers(theme):
    shown = cells(contingency(IRIS, look=Look(theme)))
    assert shown.selected.marker.opacity == 1
    assert contrast(shown.selected.textfont.color, shown.selected.marker.color) >= 7
    assert shown.unselected.marker.opacity == 0
    assert shown.unselected.textfont.color is None


def test_each_cell_says_its_count():
    shown = cells(contingency(IRIS))
    counts = np.zeros((3, 3), dtype=int)
    for row, column, text in zip(shown.y, shown.x, shown.text, strict=True):
        counts[row, column] = int(text)
    np.testing.assert_array_equal(counts, IRIS)
    np.testing.assert_array_equal(shown.customdata, np.column_stack([shown.y, shown.x]))


def test_classes_run_down_and_clusters_along_the_top():
    layout = contingency(IRIS).layout
    assert layout.yaxis.ticktext == ("setosa", "versicolor", "virginica")
    assert layout.yaxis.range[0] > layout.yaxis.range[1]
    assert layout.yaxis.title.text == "species"
    assert [mark[0] for mark in layout.xaxis.ticktext] == ["1", "2", "3"]
    assert layout.xaxis.side == "top"


def test_matched_cells_are_framed():
    frames = contingency(IRIS, matching=MATCHING).layout.shapes
    centres = {((f.x0 + f.x1) / 2, (f.y0 + f.y1) / 2) for f in frames}
    assert centres == {(0, 1), (1, 0), (2, 2)}


def test_a_cluster_without_a_match_has_no_frame():
    assert len(contingency(IRIS, matching=(None, "setosa", None)).layout.shapes) == 1
    assert not contingency(IRIS).layout.shapes


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_count_reads_on_its_own_cell(theme):
    figure = contingency(IRIS, look=Look(theme))
    filled = shade(figure.data[0].z.ravel(), theme)
    inks = cells(figure).textfont.color
    assert min(contrast(i, c) for i, c in zip(inks, filled, strict=True)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_more_is_further_from_the_ground_and_zero_is_nearly_it(theme):
    z = contingency(IRIS, look=Look(theme)).data[0].z
    assert z[0, 0] < 0.05 < z[1, 2] < z[1, 0] < z[0, 1] == 1.0
    ratios = [contrast(c, INKS[theme].ground) for c in shade(np.linspace(0, 1, 9), theme)]
    assert ratios == sorted(ratios)
    assert contrast(shade(np.array([z[0, 0]]), theme)[0], INKS[theme].ground) < 1.1


def test_class_names_are_text():
    bad = "<b>x</b><script>"
    figure = contingency(pd.DataFrame([[1]], index=pd.Index([bad], name=bad)))
    shown = (figure.layout.yaxis.ticktext[0], figure.layout.yaxis.title.text)
    for line in (*shown, cells(figure).hovertext[0]):
        assert line.startswith("&lt;b&gt;x&lt;/b&gt;")


def test_height_follows_the_number_of_classes():
    def rows(n):
        return contingency(pd.DataFrame(np.ones((n, 2), dtype=int))).layout.height

    assert rows(3) - rows(2) == 60
    assert contingency(IRIS, look=Look(height=200)).layout.height == 200


def test_a_table_of_zeros_can_be_drawn():
    assert cells(contingency(0 * IRIS)).text == ("0",) * 9


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_cells_say_how_many_of_their_rows_are_selected(theme, valid):
    figure = contingency(IRIS, marked_counts=[[0, 0, 0], [12, 0, 5], [0, 0, 0]], look=Look(theme))
    valid(figure)
    *_, selected = figure.data
    assert list(selected.text) == ["12 selected", "5 selected"]
    assert list(selected.x) == [0, 2]
    assert all(1 < y < 1.5 for y in selected.y)
    wide = pd.DataFrame(np.ones((2, 9), dtype=int), index=["a", "b"])
    *_, selected = contingency(wide, marked_counts=np.eye(2, 9, dtype=int)).data
    assert list(selected.text) == ["1", "1"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("show", ["counts", "row shares", "soft counts"])
def test_noise_is_a_last_column_in_grey(theme, show, valid):
    table = pd.DataFrame([[50, 0], [2, 46]], index=["a", "b"])
    figure = contingency(table, noise=[0, 2], show=show, look=Look(theme))
    valid(figure)
    assert figure.layout.xaxis.ticktext[-1].endswith("noise")
    _, column = (trace for trace in figure.data if trace.name == "cells")
    written = {"row shares": ["0 %", "4 %"], "counts": ["0", "2"], "soft counts": ["0.0", "2.0"]}
    assert list(column.text) == written[show]
    assert list(column.x) == [2, 2]
    assert np.array(column.customdata).tolist() == [[0, 2], [1, 2]]  # what a click reports
    assert column.textfont.color[0] == INKS[theme].muted  # none is faint, as of clusters
    if show == "row shares":  # of a class with those of noise
        assert figure.data[1].text[3] == "92 %"


def test_selected_rows_of_noise_are_counted_in_its_column():
    table = pd.DataFrame([[50, 0], [2, 46]], index=["a", "b"])
    *_, selected = contingency(table, noise=[0, 2], marked_counts=[[3, 0, 0], [0, 0, 2]]).data
    assert list(selected.text) == ["3 selected", "2 selected"]
    assert list(selected.x) == [0, 2]
