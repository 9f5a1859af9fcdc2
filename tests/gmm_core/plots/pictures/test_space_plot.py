import numpy as np
import pytest

from gmm_core.errors import DataError
from gmm_core.mixture.mixture import Mixture
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import colours, symbols
from gmm_core.plots.pictures.space_plot import space

# What plotly can draw in space.
IN_SPACE = {
    "circle",
    "circle-open",
    "cross",
    "diamond",
    "diamond-open",
    "square",
    "square-open",
    "x",
}


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["mixed", "cluster"])
def test_plotly_knows_every_property(iris, names, species_mixture, resp, theme, colour, valid):
    shared = {"names": names, "features": (0, 2, 3)}
    plain = Look(theme, colour)
    unsure = Look(theme, colour, "uncertainty")
    valid(space(iris, species_mixture, responsibilities=resp, look=unsure, **shared))
    valid(space(iris, species_mixture, look=Look(theme, colour, names=["a", "b", "c"]), **shared))
    valid(space(iris, None, look=plain, **shared))


def test_points_are_the_chosen_features_of_a_sample():
    X = np.random.default_rng(0).normal(size=(10_000, 4))
    rows = space(X, None, names="abcd", features=(3, 1, 0)).data[0]
    assert rows.name == "rows"
    assert len(rows.customdata) == 2000
    for letter, feature in zip("xyz", (3, 1, 0), strict=True):
        np.testing.assert_array_equal(rows[letter], X[rows.customdata, feature])


def test_rows_can_be_chosen(iris, names):
    np.testing.assert_array_equal(
        space(iris, None, names=names, rows=[7, 3]).data[0].customdata, [3, 7]
    )


def test_ellipsoids_are_those_of_the_marginal(iris, names, species_mixture):
    figure = space(iris, species_mixture, names=names, features=(0, 2, 3), radius=1.5)
    (outlines,) = [each for each in figure.data if each.name not in ("rows", "means")]
    assert outlines.type == "scatter3d"  # a surface would take a third of the time, or more
    for letter, feature in zip("xyz", (0, 2, 3), strict=True):
        for j, of_one in enumerate(np.split(np.asarray(outlines[letter]), 3)):
            reach = 1.5 * species_mixture.standard_deviations[j, feature]
            away = np.abs(of_one - species_mixture.means[j, feature])
            assert 0.8 * reach < np.nanmax(away) < 1.001 * reach
    hues = [set(of_one) for of_one in np.split(np.array(outlines.line.color), 3)]
    assert [len(each) for each in hues] == [1, 1, 1]
    assert len(set.union(*hues)) == 3
    assert not set.union(*hues) & {*colours(3)}  # firmer than the points


def test_long_names_stand_whole_below_and_not_in_the_numbers_of_an_axis(iris, names):
    long = ["Satisfaction with the support of the supervisor", *names[1:]]
    figure = space(iris, None, names=long)
    axes = [figure.layout.scene[f"{letter}axis"].title.text for letter in "xyz"]
    assert axes == ["x", "y", "z"]
    (below,) = figure.layout.annotations
    said = below.text.replace("<br>", " ")
    assert all(name in said for name in long[:3])
    short = space(iris, None, names=["length", "width", "a < b", "petals"]).layout
    assert short.scene.zaxis.title.text == "a &lt; b"
    assert not short.annotations
    assert figure.layout.height - short.height == figure.layout.meta["beside"] > 0


@pytest.mark.parametrize("turned", [1, -1])
def test_the_picture_makes_room_for_the_title_at_its_left(iris, names, turned):
    X = iris * np.array([1, turned, 1, 1])
    camera = space(X, None, names=names, features=(2, 1, 3)).layout.scene.camera
    eye, centre = camera.eye, camera.center
    # To the right of who looks from there, the cross product of the way and up.
    assert centre.x * eye.y - centre.y * eye.x > 0


def test_means_carry_their_numbers_or_names(iris, names, species_mixture):
    figure = space(iris, species_mixture, names=names)
    notes = figure.layout.scene.annotations
    assert [note.text for note in notes] == ["1", "2", "3"]
    np.testing.assert_allclose([note.z for note in notes], species_mixture.means[:, 2])
    named = space(iris, species_mixture, names=names, look=Look(names=["s", "ve", "<vi>"]))
    assert [note.text for note in named.layout.scene.annotations] == ["s", "ve", "&lt;vi&gt;"]
    keyed = space(iris, species_mixture, names=names, look=Look(names=["a", "b", 15 * "c"]))
    assert [note.text for note in keyed.layout.scene.annotations] == ["1", "2", "3"]
    assert [each.name for each in keyed.data if each.showlegend] == ["1 a", "2 b", f"3 {15 * 'c'}"]
    middle = np.array(trace(figure, "means").y).reshape(3, -1)
    np.testing.assert_allclose(np.nanmean(middle, axis=1), species_mixture.means[:, 1])


def test_symbols_are_those_of_the_plane_as_far_as_there_are_any():
    k = 64
    rng = np.random.default_rng(0)
    X, mixture = (
        rng.normal(size=(k, 3)),
        Mixture(np.full(k, 1 / k), rng.normal(size=(k, 3)), [np.eye(3)] * k),
    )
    marker = space(X, mixture, names="abc", responsibilities=np.eye(k)).data[0].marker
    assert set(marker.symbol) <= IN_SPACE - {"cross"}
    assert list(marker.symbol)[:3] == symbols(3)
    assert len(set(zip(marker.symbol, marker.color, strict=True))) >= 32


def test_names_from_files_are_text(iris, species_mixture):
    bad = "<b>x</b> %{x}"
    figure = space(iris, species_mixture, names=[bad] * 4, look=Look(hover=[bad] * 150))
    assert "&lt;b&gt;x&lt;/b&gt;" in figure.layout.scene.xaxis.title.text
    assert all(figure.data[0].hovertemplate.count(f"%{{{axis}}}") == 1 for axis in "xyz")


def test_axes_hold_the_data_and_the_ellipsoids_but_no_emptiness(iris, names, species_mixture):
    far = Mixture([1.0], [[100.0] * 4], [np.eye(4)])
    near, away = (space(iris, m, names=names).layout.scene.xaxis for m in (species_mixture, far))
    low, high = near.range
    ends = species_mixture.means[:, 0] + 2 * species_mixture.standard_deviations[:, 0]
    assert low < iris[:, 0].min()
    assert high > max(iris[:, 0].max(), ends.max())
    assert away.range[1] < 2 * iris[:, 0].max()


def test_data_of_another_shape_is_refused(iris, names, species_mixture):
    with pytest.raises(DataError, match="4 features"):
        space(iris[:, :3], species_mixture, names=names)


def test_numbers_stay_apart_where_means_coincide():
    mixture = Mixture(np.full(9, 1 / 9), np.zeros((9, 3)), [np.eye(3)] * 9)
    notes = space(np.eye(3), mixture, names="abc").layout.scene.annotations
    places = np.array([[note.xshift or 0.0, note.yshift] for note in notes])
    gaps = np.linalg.norm(places[:, None] - places, axis=2)
    assert gaps[np.triu_indices(9, 1)].min() > 16  # as high as a number
