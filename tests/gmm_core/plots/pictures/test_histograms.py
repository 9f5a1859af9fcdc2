import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.errors import DataError
from gmm_core.mixture.mixture import Mixture
from gmm_core.plots.look import Look
from gmm_core.plots.marks.bins import bin_edges
from gmm_core.plots.pictures import histogram

TWO = Mixture([0.3, 0.7], [[0.0], [5.0]], [[[1.0]], [[1e-4]]])


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def sample(n_samples):
    return np.random.default_rng(0).normal(2.5, 3.0, size=n_samples)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(theme, valid):
    resp = np.tile([0.3, 0.7], (50, 1))
    shared = {"name": "a", "look": Look(theme, marked=[1])}
    valid(histogram(sample(50), TWO, responsibilities=resp, previous=TWO, **shared))


@pytest.mark.parametrize("n_samples", [1, 2, 30, 3000])
def test_bars_integrate_to_one(n_samples):
    bars = trace(histogram(sample(n_samples), TWO, name="a"), "histogram")
    assert np.sum(bars.y * bars.width) == pytest.approx(1.0)


def test_each_curve_integrates_to_its_weight_and_the_sum_to_one():
    figure = histogram(sample(100), TWO, name="a")
    areas = {
        name: np.trapezoid(trace(figure, name).y, trace(figure, name).x)
        for name in ("component 1", "component 2", "sum")
    }
    assert areas["component 1"] == pytest.approx(0.3, rel=1e-3)
    assert areas["component 2"] == pytest.approx(0.7, rel=1e-3)
    assert areas["sum"] == pytest.approx(1.0, rel=1e-3)


def test_a_curve_at_its_mean_by_hand():
    curve = trace(histogram(sample(100), TWO, name="a"), "component 2")
    assert curve.y.max() == pytest.approx(0.7 / np.sqrt(2 * np.pi * 1e-4), rel=1e-9)
    assert curve.x[curve.y.argmax()] == pytest.approx(5.0)


@given(
    st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60)
    | st.lists(st.integers(0, 30).map(float), min_size=1, max_size=60)
)
def test_every_value_falls_into_a_bin(values):
    x = np.array(values)
    edges = bin_edges(x)
    assert np.histogram(x, edges)[0].sum() == len(x)
    assert (np.diff(edges) > 0).all()


def test_an_outlier_does_not_make_a_million_bins():
    assert len(bin_edges(np.append(sample(1000), 1e12))) <= 82


def test_bins_of_rounded_data_hold_equally_many_values():
    x = np.repeat(np.arange(43, 97), 3).astype(float)
    counts = np.histogram(x, bin_edges(x))[0]
    assert len(set(counts[:-1])) == 1


def test_ranges_are_those_of_the_data_whatever_the_mixture():
    narrow = Mixture([1.0], [[50.0]], [[[1e-8]]])
    here, there = (histogram(sample(99), m, name="a").layout for m in (TWO, narrow))
    assert here.xaxis.range == there.xaxis.range
    assert here.yaxis.range == there.yaxis.range


def test_numbers_never_leave_the_picture():
    figure = histogram(sample(99), TWO, name="a")
    top = figure.layout.yaxis.range[1]
    assert [note.text for note in figure.layout.annotations] == ["1", "2"]
    assert max(note.y for note in figure.layout.annotations) == pytest.approx(top)


def test_points_below_are_a_sample_and_bars_count_all():
    x = sample(20_000)
    figure = histogram(x, TWO, name="a")
    rows = trace(figure, "rows")
    np.testing.assert_array_equal(rows.x, x[rows.customdata])
    assert len(rows.x) == 5000
    counts = [label.split(": ")[1].split()[0] for label in trace(figure, "histogram").text]
    assert sum(0 if n == "no" else int(n.replace(",", "")) for n in counts) == 20_000


def test_hovered_bars_have_a_true_minus():
    bars = trace(histogram([-2.0, -1.0, -1.0], None, name="a"), "histogram")
    assert bars.text == ("−2.500 to −1.500: 1 row", "−1.500 to −0.500: 2 rows")


def test_the_name_is_text():
    figure = histogram([1.0, 2.0], None, name="<b>x</b>")
    assert figure.layout.xaxis.title.text == "&lt;b&gt;x&lt;/b&gt;"
    assert "<b>" not in trace(figure, "rows").hovertemplate


def test_a_mixture_of_two_features_is_refused():
    with pytest.raises(DataError, match="has 2"):
        histogram([1.0, 2.0], Mixture([1.0], [[0.0, 0.0]], [np.eye(2)]), name="a")


@pytest.mark.parametrize("values", [[0.0, 1.0, 5e-324], [0.0, 0.0, 0.0, 1.0, 5e-323]])
def test_values_that_all_but_coincide_make_no_endless_bins(values):
    edges = bin_edges(np.array(values))
    assert np.histogram(values, edges)[0].sum() == len(values)


@pytest.mark.parametrize(
    ("size", "many"),
    [(1e-9, "0.000000001"), (1e-4, "0.001"), (1.0, ""), (1e4, "1000"), (1e7, "1,000,000")],
)
def test_densities_are_told_of_as_many_units_as_need_no_power_of_ten(size, many):
    mixture = TWO.affine(size, [0.0])
    figure = histogram(size * sample(300), mixture, name="speed (km/s)", previous=mixture)
    low, top = figure.layout.yaxis.range
    per = figure.layout.meta["per"]
    assert low == 0
    assert figure.layout.yaxis.tickformatstops[1].value == ".2f"
    assert 0.01 <= top < 1000
    assert figure.layout.yaxis.title.text == f"density per {many} km/s".replace(" per  km/s", "")
    bars, curve, ghost = (trace(figure, name) for name in ("histogram", "component 1", "before"))
    assert np.sum(bars.y * bars.width) == pytest.approx(per)
    for each in (curve, ghost):
        assert np.trapezoid(each.y, each.x) == pytest.approx(0.3 * per, rel=1e-3)
    [first, _] = figure.layout.annotations
    assert first.y == pytest.approx(curve.y.max(), rel=1e-9)
