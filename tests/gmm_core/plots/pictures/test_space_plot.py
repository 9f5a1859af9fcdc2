import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.errors import DataError
from gmm_core.mixture.mixture import Mixture
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import colours, symbols
from gmm_core.plots.pictures.space_plot import ellipsoid, space

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


def covariance_of(seed):
    root = np.random.default_rng(seed).normal(size=(3, 3))
    return root @ root.T + 0.05 * np.eye(3)


@given(st.integers(0, 10_000), st.floats(0.1, 5.0))
def test_every_point_of_an_ellipsoid_has_its_distance(seed, radius):
    covariance, mean = covariance_of(seed), np.array([1.0, -2.0, 3.0])
    points, _ = ellipsoid(mean, covariance, radius)
    gaps = points - mean
    distances = np.einsum("ni,ij,nj->n", gaps, np.linalg.inv(covariance), gaps)
    np.testing.assert_allclose(distances, radius**2, rtol=1e-6)


def test_a_ball_is_closed_and_has_its_volume():
    points, triangles = ellipsoid([0.0, 0.0, 0.0], np.eye(3), n_around=64)
    edges = np.sort(triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    _, shared = np.unique(edges, axis=0, return_counts=True)
    assert (shared == 2).all()
    assert len(points) - len(shared) + len(triangles) == 2  # Euler
    volume = np.abs(np.linalg.det(points[triangles])).sum() / 6
    assert volume == pytest.approx(4 / 3 * np.pi, rel=0.01)


def test_a_flat_component_still_has_a_surface():
    points, _ = ellipsoid([0.0, 0.0, 0.0], np.diag([4.0, 1.0, 0.0]))
    assert np.isfinite(points).all()
    assert np.abs(points[:, 2]).max() == pytest.approx(0.0)


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
    for j, hue in enumerate(colours(3)):
        body = trace(figure, f"component {j + 1}")
        assert body.color == hue
        for letter, feature in zip("xyz", (0, 2, 3), strict=True):
            reach = 1.5 * species_mixture.standard_deviations[j, feature]
            middle = species_mixture.means[j, feature]
            assert np.abs(body[letter] - middle).max() == pytest.approx(reach, rel=0.01)
        assert max(body.i.max(), body.j.max(), body.k.max()) == len(body.x) - 1


def test_means_carry_their_numbers_or_names(iris, names, species_mixture):
    figure = space(iris, species_mixture, names=names)
    notes = figure.layout.scene.annotations
    assert [note.text for note in notes] == ["1", "2", "3"]
    np.testing.assert_allclose([note.z for note in notes], species_mixture.means[:, 2])
    named = space(iris, species_mixture, names=names, look=Look(names=["s", "ve", "<vi>"]))
    assert [note.text for note in named.layout.scene.annotations] == ["s", "ve", "&lt;vi&gt;"]
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
    assert "<b>" not in figure.layout.scene.xaxis.title.text
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
