import numpy as np
import pytest

from gmm_core.plots.look import Look
from gmm_core.plots.summaries import responsibilities


def bars(figure):
    return np.array([trace.y for trace in figure.data[:-1]])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(resp, theme, valid):
    valid(responsibilities(resp, look=Look(theme)))


def test_rows_are_sorted_by_cluster_and_then_by_certainty(resp):
    figure = responsibilities(resp)
    order = figure.data[-1].customdata
    shown = resp[order]
    cluster, certainty = shown.argmax(axis=1), shown.max(axis=1)
    assert sorted(order) == list(range(150))
    assert (np.diff(cluster) >= 0).all()
    assert all((np.diff(certainty[cluster == j]) <= 0).all() for j in range(3))
    np.testing.assert_array_equal(bars(figure)[:, :-1], shown.T)


def test_bars_fill_the_picture_without_gaps(resp):
    figure = responsibilities(resp)
    np.testing.assert_allclose(bars(figure).sum(axis=0), 1.0)
    area = figure.data[0]
    np.testing.assert_array_equal(area.x, np.arange(151))
    assert area.line.shape == "hv"
    assert figure.layout.xaxis.range == (0, 150)
    np.testing.assert_array_equal(figure.data[-1].x, np.arange(150) + 0.5)


def test_clusters_are_named_under_their_middle():
    resp = np.repeat([[1.0, 0.0], [0.0, 1.0]], [30, 10], axis=0)
    axis = responsibilities(resp).layout.xaxis
    assert [mark[0] for mark in axis.ticktext] == ["1", "2"]
    np.testing.assert_array_equal(axis.tickvals, [15.0, 35.0])


def test_narrow_clusters_and_noise_are_named_where_there_is_room():
    resp = np.repeat([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]], [60, 137, 3], axis=0)
    marks = responsibilities(resp).layout.xaxis.ticktext
    assert [mark.split("<")[0].split()[0] for mark in marks] == ["1", "2", "noise"]
    crowded = np.repeat([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]], [186, 11, 3], axis=0)
    assert [mark[0] for mark in responsibilities(crowded).layout.xaxis.ticktext] == ["1", "2"]


def test_names_do_not_lie_over_one_another():
    resp = np.repeat(np.eye(3), [20, 20, 260], axis=0)
    named = responsibilities(resp, look=Look(names=["setosa", "versicolor", "virginica"]))
    wide = Look(names=["a", "b", "c"])
    assert len(named.layout.xaxis.ticktext) == 2
    assert len(responsibilities(resp, look=wide).layout.xaxis.ticktext) == 3


def test_what_stands_at_an_edge_is_not_left_out(resp):
    layout = responsibilities(resp).layout
    assert layout.xaxis.ticklabeloverflow == layout.yaxis.ticklabeloverflow == "allow"


def test_at_most_two_thousand_rows_and_always_the_same():
    resp = np.random.default_rng(0).dirichlet([1, 1, 1], 9000)
    first, again = responsibilities(resp), responsibilities(resp)
    assert len(first.data[-1].x) == 2000
    assert len(first.data[0].x) == 2001
    np.testing.assert_array_equal(first.data[-1].customdata, again.data[-1].customdata)
    assert "2,000 rows" in first.layout.xaxis.title.text


def test_hovering_names_the_row_as_text():
    figure = responsibilities([[0.2, 0.8], [1.0, 0.0]], look=Look(hover=["<b>x</b>", "y"]))
    assert figure.data[-1].text == ("y", "&lt;b&gt;x&lt;/b&gt;")
    assert figure.data[-1].hovertext == ("1: 1.00", "1: 0.20  2: 0.80")
