import numpy as np
import pytest

from gmm_core.errors import DataError
from gmm_core.mixture.mixture import Mixture
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import colours
from gmm_core.plots.pictures.density_plane import density
from gmm_core.projection.density_regions import levels
from gmm_core.projection.projection import onto_features

TWO = Mixture([0.5, 0.5], [[-2.0, 0.0], [2.0, 0.0]], [np.eye(2)] * 2)


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def blobs(n_samples):
    rng = np.random.default_rng(0)
    return rng.normal(size=(n_samples, 2)) + np.repeat(TWO.means, n_samples // 2, axis=0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(iris, names, species_mixture, resp, theme, valid):
    plane = onto_features([2, 3], names)
    look = Look(theme, size="uncertainty", names=["s", "ve", "vi"], marked=[3])
    shown = {"labels": plane.labels, "responsibilities": resp, "look": look}
    valid(density(plane.points(iris), plane.mixture(species_mixture), **shown))
    valid(density(blobs(8000), TWO, labels=["a", "b"], crowd=True, look=Look(theme)))
    valid(density(blobs(8), TWO, labels=["a", "b"], show_rows=False, crowd=True, look=Look(theme)))


def test_rows_are_the_points_with_their_indices():
    points = blobs(20_000)
    rows = trace(density(points, TWO, labels="ab"), "rows")
    np.testing.assert_array_equal(rows.x, points[rows.customdata, 0])
    np.testing.assert_array_equal(rows.y, points[rows.customdata, 1])
    assert len(rows.x) == 5000


def test_rows_can_be_left_out():
    figure = density(blobs(100), TWO, labels="ab", show_rows=False)
    assert {"rows", "rings"}.isdisjoint(trace.name for trace in figure.data)


def test_places_have_the_colour_of_their_component_the_stronger_the_denser():
    figure = density(blobs(100), TWO, labels="ab", shares=[0.5, 0.9])
    ground = trace(figure, "regions")
    assert set(np.unique(ground.z)) == {0, 1, 2, 3, 4, 5}  # two components, three tints each
    left = np.asarray(ground.x) < 0
    assert ground.z[:, left].max() <= 2
    assert ground.z[:, ~left].min() >= 3
    at_mean = ground.z[np.abs(ground.y).argmin(), np.abs(np.asarray(ground.x) + 2).argmin()]
    assert at_mean == 2
    assert len(ground.colorscale) == 12


def test_lines_are_those_of_the_levels():
    figure = density(blobs(100), TWO, labels="ab", shares=[0.9])
    (level,) = levels(TWO, [0.9])
    line = trace(figure, "90 %")
    places = np.column_stack([line.x, line.y]).astype(float)
    places = places[~np.isnan(places[:, 0])]
    gaps = places[:, None] - TWO.means
    heights = np.exp(-0.5 * (gaps**2).sum(axis=2)).mean(axis=1) / (2 * np.pi)
    np.testing.assert_allclose(np.log(heights), level, atol=0.01)


def test_the_border_is_where_both_are_equal():
    border = trace(density(blobs(100), TWO, labels="ab"), "borders")
    np.testing.assert_allclose(np.asarray(border.x)[:-1], 0.0, atol=1e-6)


def test_each_line_is_labelled_on_it_within_the_picture():
    figure = density(blobs(1000), TWO, labels="ab", shares=[0.5, 0.9, 0.99])
    notes = [note for note in figure.layout.annotations if "%" in note.text]
    assert [note.text for note in notes] == ["50 %", "90 %", "99 %"]
    for note in notes:
        line = trace(figure, note.text)
        gaps = np.hypot(line.x - note.x, line.y - note.y)
        assert np.nanmin(gaps) < 1e-5
        assert figure.layout.xaxis.range[0] < note.x < figure.layout.xaxis.range[1]


def test_all_lies_in_webgl_where_points_do():
    figure = density(blobs(2000), TWO, labels="ab")
    assert {trace.type for trace in figure.data} == {"heatmap", "scattergl"}


def test_one_component_needs_no_border():
    one = Mixture([1.0], [[0.0, 0.0]], [np.eye(2)])
    assert len(trace(density(blobs(10), one, labels="ab"), "borders").x) == 0


def test_many_components_have_many_looks():
    many = Mixture(np.full(60, 1 / 60), blobs(60), [np.eye(2)] * 60)
    ground = trace(density(blobs(60), many, labels="ab"), "regions")
    assert ground.zmax == 60 * 6 - 0.5
    assert ground.z.dtype == np.uint16


def test_names_from_people_and_files_are_text():
    bad = "<b>x</b> %{x} $y$"
    figure = density(
        blobs(4), TWO, labels=[bad, bad], look=Look(names=[bad, "ok"], hover=[bad] * 4)
    )
    notes = [note.text for note in figure.layout.annotations]
    said = [*notes, *trace(figure, "rows").text, *trace(figure, "means").text]
    assert all("<b>" not in line and "%{" not in line for line in said)
    assert figure.layout.xaxis.title.text.startswith("&lt;b&gt;")


def test_rows_without_a_responsibility_are_neutral():
    marker = trace(density(blobs(4), TWO, labels="ab"), "rows").marker
    assert marker.color not in colours(8)


def test_a_mixture_of_three_features_is_refused(iris, names, species_mixture):
    with pytest.raises(DataError, match="has 4"):
        density(iris[:, :2], species_mixture, labels=names[:2])
    with pytest.raises(DataError, match="features"):
        density(iris, TWO, labels=names[:2])
