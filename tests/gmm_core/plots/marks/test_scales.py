"""Axes on a logarithm: rows, outlines, regions and lassos are where the logarithm puts them."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from gmm_core.logarithms import Logarithm, logarithm_of
from gmm_core.mixture.density import log_density
from gmm_core.mixture.mixture import Mixture
from gmm_core.plots.look import Look
from gmm_core.plots.marks.scales import LINEAR, Scales
from gmm_core.plots.pictures.density_plane import density
from gmm_core.plots.pictures.first_picture import mixture_figure

SPENDS = np.exp(np.random.default_rng(0).normal([3.0, 5.0], [0.8, 0.5], size=(400, 2)))
SPENDS[:20, 0] = 0.0
X_LOG = logarithm_of("x", SPENDS[:, 0])
BOTH = (X_LOG, Logarithm("y"))
NAMES = ("x (€)", "y")
SKEWED = Mixture(
    [0.5, 0.5],
    [[20.0, 150.0], [60.0, 200.0]],
    [[[300.0, 100.0], [100.0, 2000.0]], [[2500.0, -500.0], [-500.0, 9000.0]]],
)


def trace(figure, name):
    return next(each for each in figure.data if each.name == name)


def outlines_of(figure):
    return [
        np.column_stack([each.x, each.y])
        for each in figure.data
        if (each.meta or {}).get("draws") == "outlines"
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(theme, valid) -> None:
    ask = {"logarithms": BOTH, "look": Look(theme, names=["low", "high"]), "crowd": True}
    valid(mixture_figure(SPENDS, SKEWED, names=NAMES, rows=[0, 5], **ask))
    valid(density(SPENDS, SKEWED, labels=NAMES, rows=[0, 5], **ask))


def test_rows_lie_at_their_logarithms_and_are_hovered_by_their_values() -> None:
    rows = trace(mixture_figure(SPENDS, SKEWED, names=NAMES, logarithms=BOTH), "rows")
    assert_allclose(rows.x, np.log(SPENDS[:, 0] + X_LOG.shift))
    assert_allclose(rows.y, np.log(SPENDS[:, 1]))
    assert_allclose(np.array(rows.customdata), np.column_stack([np.arange(400), SPENDS]))
    assert rows.hovertemplate.startswith(
        "%{text}<br>x (€): %{customdata[1]:,.6~g}<br>y: %{customdata[2]:,.6~g}"
    )


def test_outlines_are_those_of_the_fit_as_the_axes_bend_them() -> None:
    """Each place of a line goes back to one, two or three standard deviations from its mean."""
    drawn = outlines_of(mixture_figure(SPENDS, SKEWED, names=NAMES, logarithms=BOTH))
    assert len(drawn) == 6  # halos, and of each component the heavy line and the thin ones
    precisions = np.linalg.inv(SKEWED.covariances)
    for line in drawn:
        places = np.column_stack(
            [each.inverse(column) for each, column in zip(BOTH, line.T, strict=True)]
        )
        there = places[(line > -50).all(axis=1) & np.isfinite(line).all(axis=1)]
        away = there[:, None] - SKEWED.means
        radii = np.sqrt(np.einsum("nkd,kde,nke->nk", away, precisions, away))
        on_one = np.abs(radii[..., None] - [1.0, 2.0, 3.0]).min(axis=(1, 2))
        left = places[:, 0] > -X_LOG.shift + 1e-9 * X_LOG.shift  # what has a logarithm at all
        assert left.any()
        assert np.median(on_one) < 1e-9


def test_an_outline_that_leaves_for_what_has_no_logarithm_leaves_the_picture() -> None:
    figure = mixture_figure(SPENDS, SKEWED, names=NAMES, logarithms=BOTH)
    low, _ = figure.layout.xaxis.range
    farthest = np.nanmin([np.nanmin(line[:, 0]) for line in outlines_of(figure)])
    assert farthest < low - 1.0
    finite = np.concatenate(outlines_of(figure))
    assert np.isfinite(finite[:, 0]).sum() == np.isfinite(finite[:, 1]).sum()


def test_regions_and_lines_are_of_the_density_in_the_units_of_the_features() -> None:
    figure = density(SPENDS, SKEWED, labels=NAMES, shares=[0.5], logarithms=BOTH)
    line = np.column_stack([trace(figure, "50 %").x, trace(figure, "50 %").y])
    line = line[np.isfinite(line).all(axis=1)]
    places = np.column_stack([np.exp(line[:, 0]) - X_LOG.shift, np.exp(line[:, 1])])
    levels = log_density(places, SKEWED)
    assert np.ptp(levels) < 0.02
    ground = trace(figure, "regions")
    assert_allclose(np.diff(ground.x), np.diff(ground.x)[0])  # even on the axis


def test_ticks_are_round_numbers_of_the_feature_apart_from_one_another() -> None:
    axis = mixture_figure(SPENDS, SKEWED, names=NAMES, logarithms=BOTH).layout.xaxis
    assert axis.ticktext[0] == "0"
    assert_allclose(axis.tickvals[0], np.log(X_LOG.shift))
    values = [float(text.replace(",", "")) for text in axis.ticktext]
    assert_allclose(axis.tickvals, np.log(np.array(values) + X_LOG.shift))
    gaps = np.diff(axis.tickvals) / np.ptp(axis.range)
    assert gaps.min() >= 0.07 - 1e-9
    assert len(values) >= 3


@pytest.mark.parametrize("span", [(1e-9, 1e-3), (120.0, 180.0), (1.0, 1e12), (1e-300, 1e300)])
def test_whatever_the_range_there_are_ticks_that_can_be_read(span) -> None:
    scales = Scales.of(np.array([span, span]).T, (Logarithm("x"), None), ((0, 1), (0, 1)))
    axis = scales.axis(0, "light", "x")
    assert 2 <= len(axis["tickvals"]) <= 15
    assert all(len(text) <= 10 for text in axis["ticktext"])


def test_linear_axes_draw_what_they_drew() -> None:
    scales = Scales.of(SPENDS, LINEAR, ((0.0, 1.0), (0.0, 2.0)))
    traces = [{"type": "scatter", "x": SPENDS[:, 0], "y": SPENDS[:, 1], "name": "rows"}]
    assert scales.is_linear
    assert scales.drawn(traces, SKEWED, NAMES) == traces
    assert scales.ranges == ((0.0, 1.0), (0.0, 2.0))
