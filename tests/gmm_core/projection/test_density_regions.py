import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.mixture.density import log_density, log_joint, responsibilities
from gmm_core.mixture.mixture import Mixture
from gmm_core.mixture.sampling import sample
from gmm_core.projection.density_regions import Regions, levels, regions

SHARES = [0.5, 0.75, 0.9, 0.95, 0.99]
WINDOW = ((-6.0, 6.0), (-6.0, 6.0))


def mixture_of(seed, k=3):
    rng = np.random.default_rng(seed)
    roots = rng.normal(size=(k, 2, 2)) + np.eye(2)
    covariances = roots @ roots.transpose(0, 2, 1) + 0.1 * np.eye(2)
    return Mixture(rng.dirichlet(np.full(k, 5.0)), rng.normal(scale=2.0, size=(k, 2)), covariances)


def on_lines(broken):
    return broken[~np.isnan(broken[:, 0])]


def surface(x, y, z):
    """A plane whose log-density is `z`."""
    return Regions(np.asarray(x, float), np.asarray(y, float), np.asarray(z, float)[None])


def lines(broken):
    """The lines that rows of NaN part."""
    ends = np.flatnonzero(np.isnan(broken[:, 0]))
    assert not len(broken) or ends[-1] == len(broken) - 1
    return [part[~np.isnan(part[:, 0])] for part in np.split(broken, ends + 1)[:-1]]


def test_the_grid_holds_density_and_component_of_each_place():
    mixture = mixture_of(1)
    plane = regions(mixture, *WINDOW, shape=(7, 5))
    place = [[plane.x[2], plane.y[3]]]
    assert plane.log_density[3, 2] == pytest.approx(log_density(place, mixture)[0])
    assert plane.component[3, 2] == responsibilities(place, mixture)[0].argmax()
    assert (plane.x[0], plane.x[-1]) == WINDOW[0]
    assert plane.log_joint.shape == (3, 5, 7)


def test_levels_of_one_normal_distribution_are_those_of_chi_squared():
    covariance = np.array([[4.0, 1.0], [1.0, 2.0]])
    peak = -np.log(2 * np.pi) - 0.5 * np.log(np.linalg.det(covariance))
    found = levels(Mixture([1.0], [[3.0, -1.0]], [covariance]), SHARES)
    exact = peak - 0.5 * chi2(2).ppf(SHARES)
    inside = chi2(2).cdf(2 * (peak - found))
    np.testing.assert_allclose(inside, SHARES, atol=0.005)
    np.testing.assert_allclose(found, exact, atol=0.08)


@given(st.integers(0, 10_000))
def test_levels_hold_their_shares_of_other_rows(seed):
    mixture = mixture_of(seed)
    others = log_density(sample(mixture, 20_000, random_state=seed + 1)[0], mixture)
    found = levels(mixture, SHARES)
    assert (np.diff(found) < 0).all()
    inside = (others[:, None] >= found).mean(axis=0)
    np.testing.assert_allclose(inside, SHARES, atol=0.02)


def test_levels_are_the_same_each_time():
    np.testing.assert_array_equal(levels(mixture_of(5), SHARES), levels(mixture_of(5), SHARES))


def test_a_tight_component_keeps_its_share():
    """A grid would miss it: it is a thousandth as wide as a cell."""
    tight = Mixture([0.5, 0.5], [[0.0, 0.0], [3.0, 3.0]], [1e-8 * np.eye(2), np.eye(2)])
    others = log_density(sample(tight, 20_000, random_state=3)[0], tight)
    assert (others >= levels(tight, [0.25])[0]).mean() == pytest.approx(0.25, abs=0.02)


def test_contours_are_ellipses_at_the_distances_of_chi_squared():
    covariance = np.array([[2.0, 0.8], [0.8, 1.0]])
    normal = Mixture([1.0], [[0.5, 0.0]], [covariance])
    peak = log_density([[0.5, 0.0]], normal)[0]
    for share in (0.5, 0.9):
        line = on_lines(regions(normal, *WINDOW).contour(peak - 0.5 * chi2(2).ppf(share)))
        gaps = line - [0.5, 0.0]
        distances = np.einsum("ni,ij,nj->n", gaps, np.linalg.inv(covariance), gaps)
        np.testing.assert_allclose(distances, chi2(2).ppf(share), rtol=0.01)


def test_the_border_of_two_equal_balls_lies_half_way():
    two = Mixture([0.5, 0.5], [[-1.0, 0.0], [3.0, 2.0]], [np.eye(2)] * 2)
    border = on_lines(regions(two, *WINDOW).borders())
    # The perpendicular bisector: (x - middle) . (3 + 1, 2) = 0.
    np.testing.assert_allclose((border - [1.0, 1.0]) @ [4.0, 2.0], 0.0, atol=1e-9)


def test_a_heavier_weight_moves_the_border_by_hand():
    two = Mixture([0.8, 0.2], [[0.0, 0.0], [2.0, 0.0]], [np.eye(2)] * 2)
    border = on_lines(regions(two, *WINDOW).borders())
    # log 0.8 - x²/2 = log 0.2 - (x - 2)²/2  at  x = 1 + log(4) / 2.
    np.testing.assert_allclose(border[:, 0], 1.0 + np.log(4.0) / 2.0, atol=1e-9)


@given(st.integers(0, 10_000), st.integers(2, 5))
def test_on_borders_the_two_largest_responsibilities_are_equal(seed, k):
    mixture = mixture_of(seed, k)
    places = on_lines(regions(mixture, *WINDOW).borders())
    if not len(places):
        return
    first, second = np.sort(log_joint(places, mixture), axis=1)[:, [-1, -2]].T
    # Linear between places of the grid; near a third component, the corner is cut.
    assert np.median(first - second) < 0.01


@given(st.integers(0, 10_000))
def test_every_region_has_a_border_where_components_change(seed):
    plane = regions(mixture_of(seed), *WINDOW, shape=(40, 30))
    changes = (np.diff(plane.component, axis=0) != 0).any() or (
        np.diff(plane.component, axis=1) != 0
    ).any()
    assert bool(changes) == bool(len(plane.borders()))


def test_leads_are_opposite_between_two_components():
    plane = regions(mixture_of(3, 2), *WINDOW, shape=(9, 8))
    np.testing.assert_allclose(plane.lead(0), -plane.lead(1))


def test_one_component_has_all_the_plane_and_no_border():
    plane = regions(mixture_of(0, 1), *WINDOW)
    assert not plane.component.any()
    assert len(plane.borders()) == 0
    assert np.isposinf(plane.lead(0)).all()


def test_a_component_without_weight_has_no_region():
    two = Mixture([1.0, 0.0], [[0.0, 0.0], [1.0, 1.0]], [np.eye(2)] * 2)
    plane = regions(two, *WINDOW)
    assert not plane.component.any()
    assert len(plane.borders()) == 0


def test_other_than_two_features_are_refused():
    with pytest.raises(DataError, match="has 3"):
        regions(Mixture([1.0], [[0.0] * 3], [np.eye(3)]), *WINDOW)


def test_a_flat_component_has_no_density():
    with pytest.raises(DegenerateComponentError):
        regions(Mixture([1.0], [[0.0, 0.0]], [np.zeros((2, 2))]), *WINDOW)


def test_a_corner_that_reaches_the_level_by_hand():
    (line,) = lines(surface([0.0, 4.0], [0.0, 2.0], [[1.0, 0.0], [0.0, 0.0]]).contour(0.75))
    np.testing.assert_allclose(sorted(line.tolist()), [[0.0, 0.5], [1.0, 0.0]])


def test_a_slope_is_cut_in_one_straight_line():
    x, y = np.linspace(0.0, 3.0, 7), np.linspace(0.0, 2.0, 5)
    (line,) = lines(surface(x, y, np.tile(x, (5, 1))).contour(1.2))
    np.testing.assert_allclose(line[:, 0], 1.2)
    assert sorted(line[:, 1]) == pytest.approx(y.tolist())


def test_a_circle_is_one_closed_line():
    x = np.linspace(-2.0, 2.0, 201)
    (circle,) = lines(surface(x, x, np.hypot(x, x[:, None])).contour(1.5))
    np.testing.assert_array_equal(circle[0], circle[-1])
    np.testing.assert_allclose(np.hypot(*circle.T), 1.5, atol=1e-4)
    assert np.linalg.norm(np.diff(circle, axis=0), axis=1).sum() == pytest.approx(
        3 * np.pi, rel=1e-3
    )


def test_two_components_are_two_lines_above_their_saddle_and_one_below():
    two = Mixture([0.5, 0.5], [[-2.0, 0.0], [2.0, 0.0]], [np.eye(2)] * 2)
    plane, saddle = regions(two, *WINDOW), log_density([[0.0, 0.0]], two)[0]
    assert len(lines(plane.contour(saddle + 0.2))) == 2
    assert len(lines(plane.contour(saddle - 0.2))) == 1


@pytest.mark.parametrize("level", [-1.0, 5.0])
def test_a_level_that_is_not_there_has_no_line(level):
    x = np.linspace(0.0, 1.0, 4)
    assert surface(x, x, np.add.outer(x, x)).contour(level).shape == (0, 2)


def test_what_is_minus_infinity_is_below_every_level():
    """A tight component has no density at all a few cells away."""
    far = np.array([[-np.inf, 1.0, 1.0], [-np.inf, 1.0, 1.0]])
    plane = Regions(np.arange(3.0), np.arange(2.0), np.stack([np.zeros_like(far), far]))
    (line,) = lines(plane.borders())
    np.testing.assert_allclose(line[:, 0], 1.0)
    assert sorted(line[:, 1]) == [0.0, 1.0]


@pytest.mark.parametrize(("diagonal", "joined"), [(1.0, True), (0.4, False)])
def test_at_a_saddle_the_middle_decides(diagonal, joined):
    z = np.array([[diagonal, -0.5], [-0.5, diagonal]])
    found = lines(surface([0.0, 1.0], [0.0, 1.0], z).contour(0.0))
    assert len(found) == 2
    around_lower_left = any((line.sum(axis=1) < 1.0).all() for line in found)
    assert around_lower_left is not joined


@given(st.integers(0, 10_000), st.floats(-1.0, 1.0))
def test_lines_part_what_reaches_the_level_from_what_does_not(seed, level):
    rng = np.random.default_rng(seed)
    n_x, n_y = rng.integers(2, 9, size=2)
    z = rng.normal(size=(n_y, n_x))
    reached = z >= level
    sides = (reached[:, 1:] != reached[:, :-1]).sum() + (reached[1:] != reached[:-1]).sum()
    found = lines(surface(np.arange(n_x), np.arange(n_y), z).contour(level))
    points = {tuple(point) for line in found for point in line.tolist()}
    assert len(points) == sides  # each side that changes is crossed, and no other
    for line in found:
        on_edge = np.isin(line[[0, -1]].round(12), [0.0, n_x - 1.0, n_y - 1.0]).any(axis=1)
        assert on_edge.all() or (line[0] == line[-1]).all()
        assert (np.abs(np.diff(line, axis=0)) <= 1.0 + 1e-12).all()


@given(st.integers(0, 1000))
def test_upside_down_the_lines_are_the_same(seed):
    z = np.random.default_rng(seed).normal(size=(6, 5))
    there, back = (surface(np.arange(5), np.arange(6), sign * z).contour(0.0) for sign in (1, -1))
    places, others = ({tuple(place) for place in on_lines(b).round(9)} for b in (there, back))
    assert places == others


def test_a_place_that_no_component_reaches_cuts_no_line():
    """Where both densities have run out of numbers neither is ahead."""
    lost = np.array([[1.0, -np.inf, -np.inf], [1.0, -1.0, -1.0]])
    with np.errstate(invalid="ignore"):
        plane = Regions(np.arange(3.0), np.arange(2.0), np.stack([np.zeros((2, 3)), lost]))
        plane.log_joint[0, 0, 2] = -np.inf
        (line,) = lines(plane.borders())
    np.testing.assert_allclose(sorted(line.tolist()), [[0.0, 0.0], [0.5, 1.0]], atol=1e-12)


def test_a_component_that_is_narrow_in_a_wide_view_is_not_lost():
    """One far row makes a view so wide that a group would fall between two places of the grid."""
    mixture = Mixture([0.9, 0.1], [[0.3, 0.1], [1e6, 1e6]], [0.01 * np.eye(2), 1e10 * np.eye(2)])
    plane = regions(mixture, (-1e5, 2e6), (-1e5, 2e6))
    assert 0 in plane.component
    (level,) = levels(mixture, [0.5])
    line = plane.contour(level)
    inside = line[np.isfinite(line).all(axis=1)]
    assert len(inside) > 10
    # A circle: half of the mixture is 5/9 of the group.
    radius = np.linalg.norm(inside - [0.3, 0.1], axis=1)
    assert radius == pytest.approx(0.1 * np.sqrt(-2 * np.log(1 - 5 / 9)), rel=0.03)
    assert len(plane.x) < 300


def test_a_view_in_which_nothing_is_narrow_has_the_grid_that_was_asked_for():
    mixture = Mixture([0.5, 0.5], [[0.0, 0.0], [2.0, 0.0]], [np.eye(2)] * 2)
    plane = regions(mixture, (-3.0, 5.0), (-3.0, 3.0))
    assert (len(plane.x), len(plane.y)) == (240, 180)
    many = Mixture(
        np.full(24, 1 / 24), np.random.default_rng(0).normal(size=(24, 2)), [1e-8 * np.eye(2)] * 24
    )
    plane = regions(many, (-3.0, 5.0), (-3.0, 3.0))
    assert len(plane.x) <= 480
    assert len(plane.y) <= 360
