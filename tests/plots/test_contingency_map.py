import numpy as np
import pandas as pd
import pytest

from gmm_core.plots import contingency
from gmm_core.plots.contingency import readable, shade
from gmm_core.plots.contrast import contrast
from gmm_core.plots.style import INKS

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
    valid(contingency(IRIS, matching=MATCHING, theme=theme))


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
def test_counts_read_on_every_shade(theme):
    shades = shade(np.linspace(0, 1, 101), theme)
    assert min(contrast(readable(cell, theme), cell) for cell in shades) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_count_reads_on_its_own_cell(theme):
    figure = contingency(IRIS, theme=theme)
    filled = shade(figure.data[0].z.ravel(), theme)
    inks = cells(figure).textfont.color
    assert min(contrast(i, c) for i, c in zip(inks, filled, strict=True)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_more_is_further_from_the_ground_and_zero_is_nearly_it(theme):
    z = contingency(IRIS, theme=theme).data[0].z
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
    assert contingency(IRIS, height=200).layout.height == 200


def test_a_table_of_zeros_can_be_drawn():
    assert cells(contingency(0 * IRIS)).text == ("0",) * 9
