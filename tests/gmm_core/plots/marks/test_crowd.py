import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.mixture.mixture import Mixture
from gmm_core.plots.marks.bins import bin_counts, bin_edges
from gmm_core.plots.marks.crowd import cell_counts, crowd_trace
from gmm_core.plots.pictures import mixture_figure, scatter

SQUARE = ((0.0, 1.0), (0.0, 1.0))


def crowds(figure):
    return [trace for trace in figure.data if trace.name == "crowd"]


def rows(n_samples):
    return np.random.default_rng(0).normal(size=(n_samples, 2))


@given(st.integers(0, 10_000), st.integers(1, 7), st.integers(1, 7))
def test_counts_are_those_of_numpy(seed, columns, lines):
    x, y = np.random.default_rng(seed).uniform(-0.3, 1.3, size=(2, 200))
    expected = np.histogram2d(x, y, bins=(columns, lines), range=SQUARE)[0].T
    np.testing.assert_array_equal(cell_counts(x, y, SQUARE, (columns, lines)), expected)


def test_ends_of_the_ranges_belong_to_the_outer_cells():
    x = np.array([0.0, 1.0, 0.5, -1e-9, 1.0 + 1e-9])
    np.testing.assert_array_equal(cell_counts(x, x, SQUARE, (2, 2)), [[1, 0], [0, 2]])


def test_blocks_add_up_to_all_rows():
    x, y = rows(150_000).T
    reach = ((x.min(), x.max()), (y.min(), y.max()))
    assert cell_counts(x, y, reach).sum() == 150_000


def test_no_rows_are_no_crowd():
    assert cell_counts(np.empty(0), np.empty(0), SQUARE).sum() == 0


@given(st.lists(st.integers(-40, 40).map(float) | st.floats(-1e6, 1e6), min_size=1, max_size=60))
def test_each_value_is_counted_in_a_bin(values):
    x = np.array(values)
    edges = bin_edges(x)
    counts = bin_counts(x, edges)
    assert counts.sum() == len(x)
    # Rounding may put a value at the end of a bin into its neighbour.
    shift = np.cumsum(counts - np.histogram(x, edges)[0])
    near = np.array([np.isclose(x, edge, rtol=1e-9, atol=1e-9).sum() for edge in edges[1:]])
    assert (np.abs(shift) <= near).all()


def test_bins_of_many_rows_reach_all_of_them():
    x = rows(100_000)[:, 0]
    edges = bin_edges(x)
    assert edges[0] <= x.min()
    assert edges[-1] >= x.max()
    assert bin_counts(x, edges).sum() == len(x)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("n_samples", [0, 1, 3, 20_000])
def test_shades_grow_with_the_count(n_samples, theme):
    x, y = rows(n_samples).T
    trace = crowd_trace(x, y, ((-4.0, 4.0), (-4.0, 4.0)), theme)
    ends = [end for end, _ in trace["colorscale"]]
    assert ends == sorted(ends)
    assert (ends[0], ends[-1]) == (0.0, 1.0)
    alphas = [float(shade.rstrip(")").split(",")[-1]) for _, shade in trace["colorscale"]]
    assert alphas == sorted(alphas)
    assert alphas[0] == 0


def test_cells_lie_where_their_rows_are():
    trace = crowd_trace(np.array([0.999]), np.array([0.001]), SQUARE, "light")
    line, column = np.argwhere(trace["z"])[0]
    assert trace["x0"] + column * trace["dx"] == pytest.approx(1 - trace["dx"] / 2)
    assert trace["y0"] + line * trace["dy"] == pytest.approx(trace["dy"] / 2)


def test_a_crowd_is_shown_where_rows_are_left_out(valid):
    one = Mixture([1.0], [[0.0, 0.0]], [np.eye(2)])
    many = scatter(rows(6000), one, names="ab", crowd=True)
    valid(many)
    (crowd,) = crowds(many)
    assert crowd.z.sum() == 6000
    assert not crowds(scatter(rows(6000), one, names="ab"))
    assert not crowds(scatter(rows(5000), one, names="ab", crowd=True))


def test_a_crowd_is_of_the_plane_alone():
    X = rows(6000)
    assert crowds(mixture_figure(X, None, names="ab", crowd=True))
    assert not crowds(mixture_figure(X, None, names="ab", features=[0], crowd=True))
