from itertools import combinations, pairwise

import numpy as np
import pytest

from gmm_core.errors import DataError
from gmm_core.mixture.mixture import Mixture
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import colours
from gmm_core.plots.marks.curves import weighted_curves
from gmm_core.plots.pictures.panes import Panes
from gmm_core.plots.pictures.scatter_matrix import matrix


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def blobs(n_samples, n_features):
    return np.random.default_rng(0).normal(size=(n_samples, n_features))


def one(n_features):
    return Mixture([1.0], np.zeros((1, n_features)), [np.eye(n_features)])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("n_features", [2, 3, 6, 10])
def test_plotly_knows_every_property(n_features, theme, valid):
    names = [f"feature {j}" for j in range(n_features)]
    valid(matrix(blobs(50, n_features), one(n_features), names=names, look=Look(theme)))
    valid(matrix(blobs(50, n_features), None, names=names, look=Look(theme, height=500)))


def test_plotly_knows_every_property_of_rows(iris, names, species_mixture, resp, valid):
    look = Look(colour="cluster", size="uncertainty", names=["s", "ve", "vi"])
    valid(matrix(iris, species_mixture, names=names, responsibilities=resp, look=look))
    valid(matrix(blobs(6000, 3), one(3), names="abc"))


def test_one_trace_holds_the_rows_of_all_panes(iris, names, species_mixture):
    rows = matrix(iris, species_mixture, names=names, features=[3, 0]).data[0]
    assert (rows.type, rows.name) == ("splom", "rows")
    np.testing.assert_array_equal(rows.dimensions[0]["values"], iris[:, 3])
    np.testing.assert_array_equal(rows.dimensions[1]["values"], iris[:, 0])
    np.testing.assert_array_equal(rows.customdata, np.arange(150))
    assert rows.diagonal.visible is False
    assert rows.showupperhalf is False


def test_of_many_rows_a_sample_is_drawn_and_bars_count_all():
    X = blobs(30_000, 3)
    figure = matrix(X, one(3), names="abc")
    rows = trace(figure, "rows")
    assert len(rows.customdata) == 1500
    np.testing.assert_array_equal(rows.dimensions[2]["values"], X[rows.customdata, 2])
    for bars in (trace for trace in figure.data if trace.type == "bar"):
        assert np.sum(bars.y * bars.width) == pytest.approx(1.0)


def test_up_to_three_thousand_rows_are_all_drawn():
    whole = trace(matrix(blobs(3000, 2), one(2), names="ab"), "rows")
    assert len(whole.customdata) == 3000
    sample = trace(matrix(blobs(3001, 2), one(2), names="ab"), "rows")
    assert len(sample.customdata) == 1500


def test_each_pane_has_the_outlines_of_its_own_pair(iris, names, species_mixture):
    figure = matrix(iris, species_mixture, names=names)
    panes = Panes(4, 640)
    lines = {
        (line.xaxis, line.yaxis, line.line.color): line
        for line in figure.data
        if line.type == "scattergl"
    }
    assert len(lines) == 6 * 3
    for first, second in combinations(range(4), 2):
        for j, hue in enumerate(colours(3)):
            line = lines[panes.x(first), panes.y(second), hue]
            for places, feature in ((line.x, first), (line.y, second)):
                reach = np.nanmax(places) - species_mixture.means[j, feature]
                sd = species_mixture.standard_deviations[j, feature]
                assert reach == pytest.approx(2 * sd, rel=0.01)


def test_outlines_have_halos_where_points_are_dense():
    few, many = (
        sum(trace.type == "scattergl" for trace in matrix(blobs(n, 3), one(3), names="abc").data)
        for n in (1500, 1501)
    )
    assert (few, many) == (3, 6)


def test_means_are_crosses_in_all_panes_that_selections_leave_alone(iris, names, species_mixture):
    means = trace(matrix(iris, species_mixture, names=names), "means")
    for j, dimension in enumerate(means.dimensions):
        np.testing.assert_array_equal(dimension["values"], species_mixture.means[:, j])
    assert means.unselected.marker.opacity == 1


def test_the_diagonal_shows_the_weighted_curves_and_their_sum(iris, names, species_mixture):
    figure = matrix(iris, species_mixture, names=names)
    axis = Panes(4, 640).y_of_density(2)
    total, *curves = [t for t in figure.data if t.type == "scatter" and t.yaxis == axis]
    exact = weighted_curves(species_mixture.marginal([2]), np.asarray(total.x, dtype=float))
    np.testing.assert_allclose(total.y, exact.sum(axis=1), rtol=1e-4, atol=1e-6)
    assert [curve.line.color for curve in curves] == colours(3)
    for curve, height in zip(curves, exact.T, strict=True):
        np.testing.assert_allclose(curve.y, height, rtol=1e-4, atol=1e-6)
    assert total.xaxis == "x3"


def test_a_narrow_component_does_not_flatten_the_bars():
    narrow = Mixture([1.0], [[0.0, 0.0]], [1e-8 * np.eye(2)])
    wide = matrix(blobs(100, 2), None, names="ab").layout.yaxis3.range
    assert matrix(blobs(100, 2), narrow, names="ab").layout.yaxis3.range[1] <= 2 * wide[1]


@pytest.mark.parametrize("n_features", range(2, 11))
def test_panes_fill_the_picture_without_touching(n_features):
    panes = Panes(n_features, 640)
    columns = [panes.columns(j) for j in range(n_features)]
    rows = [panes.rows(j) for j in range(n_features)]
    assert columns[0][0] == 0
    assert columns[-1][1] == pytest.approx(1.0)
    assert rows[-1][0] == pytest.approx(0.0)
    assert all(left[1] < right[0] for left, right in pairwise(columns))
    assert all(lower[1] < upper[0] for upper, lower in pairwise(rows))
    assert all(0 <= low < high <= 1 for low, high in columns + rows)


def test_every_trace_has_its_axes():
    for d in (2, 10):
        figure = matrix(blobs(20, d), one(d), names=[f"f{j}" for j in range(d)])
        there = {key.replace("axis", "") for key in figure.layout if key[1:5] == "axis"}
        named = {t.xaxis for t in figure.data if t.type != "splom"}
        named |= {t.yaxis for t in figure.data if t.type != "splom"}
        named |= {name for t in figure.data if t.type == "splom" for name in t.xaxes + t.yaxes}
        assert named <= there


def test_panes_of_many_features_keep_a_height():
    heights = [matrix(blobs(5, d), None, names="abcdefghij"[:d]).layout.height for d in (2, 5, 10)]
    assert heights[0] == pytest.approx(heights[1], abs=10)
    assert heights[2] > 1000


def test_names_stand_on_the_diagonal_and_are_text(iris, species_mixture):
    names = ["<b>x</b>", "b", "c", "d"]
    figure = matrix(
        iris, species_mixture, names=names, look=Look(names=["<u>", "m", "n"], hover=["<i>"] * 150)
    )
    notes = [note.text for note in figure.layout.annotations]
    assert notes[:4] == ["&lt;b&gt;x&lt;/b&gt;", "b", "c", "d"]
    assert "●</span> &lt;u&gt;" in notes[4]
    assert figure.layout.xaxis.title.text == "&lt;b&gt;x&lt;/b&gt;"
    assert figure.data[0].text[0] == "&lt;i&gt;"


@pytest.mark.parametrize("X", [[[1.0, 2.0]], [[1.0, 2.0], [1.0, 3.0], [1.0, 3.0]]])
def test_a_constant_feature_and_a_single_row_have_their_panes(X, valid):
    figure = matrix(X, one(2), names="ab")
    valid(figure)
    assert all(low < high for low, high in (figure.layout.xaxis.range, figure.layout.yaxis3.range))


@pytest.mark.parametrize("features", [[0], range(11)])
def test_one_feature_or_eleven_are_refused(features):
    with pytest.raises(DataError, match="2 to 10 features"):
        matrix(blobs(5, 11), None, names="abcdefghijk", features=features)


def test_data_of_another_shape_is_refused(iris, names):
    with pytest.raises(DataError, match="2 features"):
        matrix(iris, one(2), names=names)


def test_what_is_missing_is_no_value_in_any_pane(valid):
    X = blobs(6, 3)
    X[2, 1] = np.nan
    figure = matrix(X, one(3), names="abc", responsibilities=np.ones((6, 1)))
    valid(figure)
    rows = next(trace for trace in figure.data if trace.type == "splom")
    assert "b: missing" in rows.hovertemplate[2]
    assert "missing" not in rows.hovertemplate[0]
    assert np.isfinite(np.array([each.values for each in rows.dimensions], dtype=float)).all()
