"""Rows of many panes as a trace for each symbol."""

import numpy as np

from gmm_core.plots.look import Look
from gmm_core.plots.pictures import matrix
from gmm_core.plots.pictures.by_symbol import by_symbol


def test_each_row_is_in_the_trace_of_its_symbol_with_all_that_is_its_own(
    iris, names, species_mixture, resp
):
    look = Look(size="uncertainty", known=np.arange(0, 150, 7))
    figure = matrix(iris, species_mixture, names=names, responsibilities=resp, look=look)
    parts = [trace for trace in figure.data if trace.name == "rows"]
    assert [part.marker.symbol for part in parts] == ["circle", "square", "diamond"]
    assert sorted(np.concatenate([part.customdata for part in parts])) == list(range(150))
    for j, part in enumerate(parts):
        rows = part.customdata
        assert (resp[rows].argmax(axis=1) == j).all()
        for feature, dimension in enumerate(part.dimensions):
            np.testing.assert_array_equal(dimension["values"], iris[rows, feature])
        assert [text.split()[-1] for text in part.text] == [str(row + 1) for row in rows]
        for each in (part.marker.color, part.marker.size, part.marker.line.width, part.hovertext):
            assert len(each) == len(rows)


def test_as_many_rows_as_features_are_parted_by_rows():
    rows = {
        "dimensions": [
            {"label": "a", "values": np.arange(2.0)},
            {"label": "b", "values": np.ones(2)},
        ],
        "xaxes": ["x", "x2"],
        "customdata": np.arange(2),
        "marker": {"symbol": ["circle", "square"], "color": ["#fff", "#000"]},
    }
    first, second = by_symbol(rows)
    assert [dimension["values"].tolist() for dimension in first["dimensions"]] == [[0.0], [1.0]]
    assert (second["customdata"].tolist(), second["marker"]["color"]) == ([1], ["#000"])
    assert first["xaxes"] == ["x", "x2"]


def test_rows_of_one_symbol_stay_one_trace():
    rows = {"marker": {"symbol": "circle"}, "customdata": np.arange(3)}
    assert by_symbol(rows) == [rows]
