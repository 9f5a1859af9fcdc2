import numpy as np
import pytest

from gmm_core import datasets
from gmm_core.ends.bundled_starts import WATCHED
from gmm_core.errors import DataError
from gmm_core.fitting import Settings, fit_run
from gmm_core.mixture.mixture import Mixture
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import colours, symbols
from gmm_core.plots.pictures import mixture_figure, scatter
from gmm_core.plots.pictures.scatter_plot import data_ranges, outline_ranges
from gmm_core.projection import leading_features
from gmm_core.table import complete_rows


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def blobs(n_samples):
    return np.random.default_rng(0).normal(size=(n_samples, 2))


def one(mean=(0.0, 0.0), scale=1.0):
    return Mixture([1.0], [mean], [scale * np.eye(2)])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["mixed", "cluster"])
def test_plotly_knows_every_property(iris, names, species_mixture, resp, theme, colour, valid):
    look = Look(theme, colour, marked=[3])
    shared = {"names": names, "previous": species_mixture, "look": look}
    valid(scatter(iris, species_mixture, responsibilities=resp, **shared))
    valid(scatter(blobs(2000), one(), names=["a", "b"], look=Look(theme, marked=[3])))


def test_points_are_the_chosen_features_of_every_row(iris, names, species_mixture):
    figure = scatter(iris, species_mixture, names=names, features=(2, 3))
    rows = trace(figure, "rows")
    np.testing.assert_array_equal(rows.x, iris[:, 2])
    np.testing.assert_array_equal(rows.y, iris[:, 3])
    np.testing.assert_array_equal(rows.customdata, np.arange(150))
    assert figure.layout.xaxis.title.text == "petal length (cm)"
    assert figure.layout.yaxis.title.text == "petal width (cm)"


def test_before_the_first_e_step_points_belong_to_nobody(iris, names, species_mixture):
    marker = trace(scatter(iris, species_mixture, names=names), "rows").marker
    assert marker.symbol == "circle"
    assert marker.color not in colours(8)


def test_colour_is_mixed_or_hard_and_the_symbol_always_hard():
    X, resp = blobs(2), [[0.6, 0.4], [0.0, 1.0]]
    mixture = Mixture([0.5, 0.5], [[0, 0], [1, 1]], [np.eye(2)] * 2)
    mixed, hard = (
        trace(
            scatter(X, mixture, names="ab", responsibilities=resp, look=Look(colour=colour)), "rows"
        ).marker
        for colour in ("mixed", "cluster")
    )
    assert list(hard.color) == colours(2)
    assert mixed.color[1] == colours(2)[1]
    assert mixed.color[0] not in colours(2)
    assert list(mixed.symbol) == list(hard.symbol) == symbols(2)


def test_outlines_are_at_one_two_and_three_standard_deviations():
    figure = scatter(blobs(5), one((1.0, 2.0), scale=4.0), names="ab")
    tops = {
        round(float(np.nanmax(line.y)) - 2.0, 2): line.line.width
        for line in figure.data
        if line.mode == "lines" and line.line.color == colours(1)[0]
    }
    assert set(tops) == {2.0, 6.0}
    assert tops[2.0] > tops[6.0]


def test_means_are_crosses_with_their_numbers(iris, names, species_mixture):
    figure = scatter(iris, species_mixture, names=names, features=(2, 3))
    np.testing.assert_allclose(trace(figure, "means").x, species_mixture.means[:, 2])
    notes = figure.layout.annotations
    assert [note.text for note in notes] == ["1", "2", "3"]
    np.testing.assert_allclose([note.y for note in notes], species_mixture.means[:, 3])


@pytest.mark.parametrize("k", [2, 5, 9, 12])
def test_numbers_stay_apart_where_means_coincide(k):
    mixture = Mixture(np.full(k, 1 / k), np.zeros((k, 2)), [np.eye(2)] * k)
    notes = scatter(blobs(5), mixture, names="ab").layout.annotations
    places = np.array([[note.xshift, note.yshift] for note in notes])
    gaps = np.linalg.norm(places[:, None] - places, axis=2)
    assert gaps[np.triu_indices(k, 1)].min() > 16  # as high as a number
    assert np.diag(gaps, 1).min() > 19  # they often lie side by side


@pytest.mark.parametrize("gap", [0.0, 0.5, 1.0, 2.0, 4.0])
def test_where_nothing_moves_a_number_is_nearest_to_its_own_mean_and_covers_no_other(gap):
    means = np.array([[0.0, 0.0], [gap, 0.3 * gap], [0.4 * gap, gap], [12.0, 12.0]])
    mixture = Mixture(np.full(4, 0.25), means, [np.eye(2)] * 4)
    notes = scatter(blobs(5), mixture, names="ab", still=True).layout.annotations
    pixels = (means + 3.0) / 18.0 * (280.0, 360.0)  # of a phone
    places = pixels + [[note.xshift, note.yshift] for note in notes]
    apart = np.abs(places[:, None] - places).max(axis=2)[np.triu_indices(4, 1)]
    assert apart.min() > 16
    to_means = np.linalg.norm(places[:, None] - pixels, axis=2)
    assert (np.diag(to_means) <= to_means.min(axis=1) + 1e-9).all()


def test_ghosts_are_dashed_and_thin():
    without = scatter(blobs(5), one(), names="ab")
    figure = scatter(blobs(5), one(), names="ab", previous=one((3.0, 3.0)))
    ghosts = [line for line in figure.data if line.line.dash == "dash"]
    assert len(figure.data) == len(without.data) + 1
    assert len(ghosts) == 1
    assert np.nanmax(ghosts[0].x) == pytest.approx(4.0)


def test_ranges_are_those_of_the_data_whatever_the_mixture(iris, names, species_mixture):
    far = Mixture([1.0], [[100.0] * 4], [1e6 * np.eye(4)])
    here, there = (scatter(iris, mixture, names=names).layout for mixture in (species_mixture, far))
    assert here.xaxis.range == there.xaxis.range
    assert here.yaxis.range == there.yaxis.range
    assert here.uirevision == there.uirevision
    low, high = here.xaxis.range
    assert low < iris[:, 0].min() < iris[:, 0].max() < high


def test_zoom_is_forgotten_with_other_features(iris, names, species_mixture):
    first, other = (
        scatter(iris, species_mixture, names=names, features=pair).layout.uirevision
        for pair in ((0, 1), (0, 2))
    )
    assert first != other


def test_ranges_can_be_given(iris, names, species_mixture):
    layout = scatter(iris, species_mixture, names=names, ranges=((0, 1), (2, 3))).layout
    assert layout.xaxis.range == (0, 1)
    assert layout.yaxis.range == (2, 3)


def test_a_constant_feature_still_has_a_range():
    (low, high), other = data_ranges([[5.0, 0.0], [5.0, 0.0]])
    assert low < 5.0 < high
    assert other == (-0.5, 0.5)


def test_many_points_and_all_else_go_through_webgl():
    few = scatter(blobs(1500), one(), names="ab", previous=one(), look=Look(marked=[1]))
    many = scatter(blobs(1501), one(), names="ab", previous=one(), look=Look(marked=[1]))
    assert {trace.type for trace in few.data} == {"scatter"}
    assert {trace.type for trace in many.data} == {"scattergl"}


def test_no_more_points_than_the_limit():
    X = blobs(20_000)
    resp = np.tile([0.3, 0.7], (20_000, 1))
    mixture = Mixture([0.5, 0.5], [[0, 0], [1, 1]], [np.eye(2)] * 2)
    figure = scatter(X, mixture, names="ab", responsibilities=resp)
    assert max(len(trace.x) for trace in figure.data) == 5000
    rows = trace(figure, "rows")
    np.testing.assert_array_equal(rows.x, X[rows.customdata, 0])
    assert len(rows.marker.color) == len(rows.text) == 5000


def test_hover_tells_name_values_and_responsibilities():
    figure = scatter(
        [[1.0, 2.0]],
        one(),
        names=["a (cm)", "b"],
        responsibilities=[[0.977, 0.02, 0.003]],
        look=Look(hover=["first"]),
    )
    rows = trace(figure, "rows")
    assert rows.text == ("first",)
    assert rows.hovertext == ("1: 0.98  2: 0.02",)
    assert rows.hovertemplate == (
        "%{text}<br>a (cm): %{x}<br>b: %{y}<br>%{hovertext}<extra></extra>"
    )


def test_names_from_files_are_text():
    bad = "<b>x</b><script> %{x} $y$"
    figure = scatter(blobs(2), one(), names=[bad, bad], look=Look(hover=[bad, bad]))
    rows, means = trace(figure, "rows"), trace(figure, "means")
    shown = [figure.layout.xaxis.title.text, *rows.text, *means.text, *means.meta["values"]]
    for line in [*shown, rows.hovertemplate]:
        assert "&lt;b&gt;x&lt;/b&gt;&lt;script&gt;" in line
        assert "<b>" not in line
    assert rows.hovertemplate.count("%{x}") == 1
    assert means.hovertemplate == "%{text}<extra></extra>"


def test_rings_stand_on_their_rows(iris, names, species_mixture):
    rings = trace(scatter(iris, species_mixture, names=names, look=Look(marked=[7, 3])), "rings")
    np.testing.assert_array_equal(rings.x, iris[[3, 7], 0])


def test_data_can_be_shown_without_a_mixture(iris, names):
    figure = scatter(iris, None, names=names)
    assert [trace.name for trace in figure.data] == ["rows", "rings"]
    assert not figure.layout.annotations


def test_data_of_another_shape_is_refused(iris, names):
    with pytest.raises(DataError, match="2 features"):
        scatter(iris, one(), names=names)


def test_one_feature_is_a_histogram_and_two_a_scatter(iris, names, species_mixture):
    shared = {"names": names, "previous": species_mixture, "look": Look("dark")}
    flat = mixture_figure(iris, species_mixture, features=[3], **shared)
    assert flat.data[0].name == "histogram"
    assert flat.layout.xaxis.title.text == "petal width (cm)"
    plane = mixture_figure(iris, species_mixture, features=[3, 0], **shared)
    assert plane.layout.yaxis.title.text == "sepal length (cm)"
    assert mixture_figure(iris, None, names=names).data[0].name == "rows"


def test_figures_hold_their_own_colours_and_no_template(iris, names, species_mixture):
    light, dark = (
        scatter(iris, species_mixture, names=names, look=Look(t)) for t in ("light", "dark")
    )
    assert light.layout.template.layout.to_plotly_json() == {}
    assert light.layout.paper_bgcolor == "rgba(0,0,0,0)"
    assert light.layout.font.color != dark.layout.font.color
    assert scatter(iris, species_mixture, names=names, look=Look(height=300)).layout.height == 300


def test_ranges_about_outlines_hold_them_but_keep_the_data_large(iris, species_mixture):
    points, plane = iris[:, :2], species_mixture.marginal([0, 1])
    plain = data_ranges(points)
    wide = Mixture([1.0], [points.mean(axis=0)], [1e6 * np.eye(2)])
    for (low, high), span in zip(outline_ranges(points, [plane]), plain, strict=True):
        assert span[0] - 0.45 * (span[1] - span[0]) <= low <= span[0] < span[1] <= high
    top = outline_ranges(points, [plane])[1][1]
    assert top > (plane.means[:, 1] + 3 * plane.standard_deviations[:, 1]).max()
    on_its_way = outline_ranges(points, [plane], on_the_way=[wide])
    for (low, high), span in zip(on_its_way, plain, strict=True):
        assert high - low == pytest.approx(2.05 * (span[1] - span[0]))
    aside = Mixture([1.0], [points.min(axis=0)], [np.diag(np.ptp(points, axis=0) ** 2) / 16])
    for j, (low, high) in enumerate(outline_ranges(points, [], on_the_way=[aside])):
        assert low < aside.means[0, j] - 3 * aside.standard_deviations[0, j]
        assert high == plain[j][1]


def test_on_axes_of_one_scale_no_outline_is_cut_where_the_picture_has_room():
    points = np.column_stack([np.linspace(-10, 10, 30), np.tile([-0.5, 0.5], 15)])
    wide = Mixture([1.0], [[0.0, 1.0]], [np.diag([9.0, 4.0])])
    (left, right), (low, high) = outline_ranges(points, [], on_the_way=[wide], equal=True)
    assert low < 1 - 3 * 2 < 1 + 3 * 2 < high
    assert high - low >= 0.5 * (right - left)
    assert outline_ranges(points, [], on_the_way=[wide])[1][0] > -3


@pytest.mark.parametrize("rows", [[0, 0, 0, 0, 9], [9, 9, 9, 0, 9], [0, 1, 5, 9, 9]])
def test_outlines_of_a_fit_of_few_rows_are_whole(rows):
    points = np.column_stack([rows, np.arange(5.0)])
    fit = Mixture([1.0], [points.mean(axis=0)], [np.cov(points.T, bias=True)])
    reach = 3 * fit.standard_deviations[0]
    for j, (low, high) in enumerate(outline_ranges(points, [fit])):
        assert low < fit.means[0, j] - reach[j] < fit.means[0, j] + reach[j] < high


def test_of_a_fit_that_few_rows_are_held_against_outlines_are_whole():
    fit = Mixture([0.5, 0.5], [[0.0, 0.0], [50.0, 5.0]], [np.eye(2), np.eye(2)])
    for points in (np.array([[0.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])):
        (left, right), (low, high) = outline_ranges(points, [fit], whole=True)
        assert (left, low) < (-3.0, -3.0)
        assert (right, high) > (53.0, 8.0)
    assert outline_ranges(np.array([[1.0, 0.0], [0.0, 1.0]]), [fit])[0][1] < 50.0


def test_one_axis_has_no_outlines_that_want_room(iris, species_mixture):
    assert outline_ranges(iris[:, :1], [species_mixture.marginal([0])]) is None


@pytest.mark.parametrize("name", ["quakes", "faithful", "diabetes_reaven_miller", "cigars"])
def test_of_a_run_to_watch_no_outline_is_cut_after_its_start(name):
    """A start is as wide as all the data, wherever it stands: it leaves the others their room."""
    dataset, watched = datasets.load(name), WATCHED[name]
    X = complete_rows(dataset.frame, dataset.features).X
    settings = Settings(dataset.suggested_k or 3, init=watched.init, seed=watched.seed)
    run, axes = fit_run(X, settings), leading_features(X, 2)
    start, *others = (state.mixture.marginal(axes) for state in run.states)
    ranges = outline_ranges(X[:, axes], others[-1:], on_the_way=[start, *others[:-1]])
    spans = data_ranges(X[:, axes])
    for j, ((low, high), span) in enumerate(zip(ranges, spans, strict=True)):
        for mixture in others:
            reach = 3 * mixture.standard_deviations[:, j]
            assert low < (mixture.means[:, j] - reach).min()
            assert (mixture.means[:, j] + reach).max() < high
        assert span[1] - span[0] > 0.45 * (high - low)
