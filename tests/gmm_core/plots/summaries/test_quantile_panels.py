import numpy as np
import pytest

from gmm_core import Mixture
from gmm_core.departures.normality import fit_checks
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import colours
from gmm_core.plots.summaries.quantile_panels import quantiles


@pytest.fixture
def checks(iris, species_mixture, resp):
    return fit_checks(iris, species_mixture, resp)


def some_checks(k):
    X = np.random.default_rng(0).normal(size=(40, 2))
    mixture = Mixture(np.full(k, 1 / k), np.zeros((k, 2)), [np.eye(2)] * k)
    return fit_checks(X, mixture, np.full((40, k), 1 / k))


def domains(figure, k):
    layout = figure.layout
    every = ["" if j == 0 else str(j + 1) for j in range(k)]
    return [(layout[f"xaxis{j}"].domain, layout[f"yaxis{j}"].domain) for j in every]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(checks, theme, valid):
    valid(quantiles(checks, n_features=4, look=Look(theme)))


@pytest.mark.parametrize("k", range(1, 13))
def test_panels_do_not_overlap_and_fill_the_picture(k, valid):
    figure = quantiles(some_checks(k), n_features=2)
    valid(figure)
    places = domains(figure, k)
    for i, ((a, b), (c, d)) in enumerate(places):
        for (e, f), (g, h) in places[:i]:
            assert b <= e or f <= a or d <= g or h <= c
    assert min(a for (a, _), _ in places) == 0.0
    assert max(d for _, (_, d) in places) == 1.0
    assert min(c for _, (c, _) in places) == pytest.approx(0.0, abs=1e-9)


def test_points_are_the_quantiles_and_know_their_rows(checks, iris):
    traces = [trace for trace in quantiles(checks, n_features=4).data if trace.name == "rows"]
    for j, (check, trace) in enumerate(zip(checks, traces, strict=True)):
        np.testing.assert_array_equal(trace.x, check.expected)
        np.testing.assert_array_equal(trace.y, check.observed)
        np.testing.assert_array_equal(trace.customdata, check.rows)
        assert trace.marker.color == colours(3)[j]
        assert trace.xaxis == ("x" if j == 0 else f"x{j + 1}")
        assert trace.text[0] == f"Row {check.rows[0] + 1}"


def test_the_band_goes_up_one_edge_and_down_the_other(checks):
    band = quantiles(checks, n_features=4).data[0]
    half = len(band.y) // 2
    np.testing.assert_array_equal(band.y[:half], checks[0].low)
    np.testing.assert_array_equal(band.y[: half - 1 : -1], checks[0].high)
    np.testing.assert_array_equal(band.x[:half], band.x[: half - 1 : -1])


def test_all_points_and_the_band_lie_in_their_panel(checks):
    layout = quantiles(checks, n_features=4).layout
    for check, j in zip(checks, ("", "2", "3"), strict=True):
        assert layout[f"xaxis{j}"].range[1] > check.expected[-1]
        assert layout[f"yaxis{j}"].range[1] > max(check.observed[-1], check.high[-1])


def test_headings_are_the_names_as_text(checks):
    figure = quantiles(
        checks, n_features=1, look=Look(names=["<b>", "y", "z"], hover=["<i>"] * 150)
    )
    headings = [note.text for note in figure.layout.annotations]
    assert headings[0].endswith("&lt;b&gt;")
    assert headings[-1] == "expected (χ² after a fit,<br>1 degree of freedom)"
    assert figure.data[2].text[0] == "&lt;i&gt;"


def test_a_component_without_rows_has_an_empty_panel(valid):
    X = np.zeros((4, 1))
    mixture = Mixture([0.5, 0.5], [[0.0], [9.0]], [[[1.0]], [[1.0]]])
    figure = quantiles(fit_checks(X, mixture, [[1.0, 0.0]] * 4), n_features=1)
    assert len(figure.data[-1].x) == 0
    valid(figure)
