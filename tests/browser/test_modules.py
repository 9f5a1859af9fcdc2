"""Modules of the player, run in the browser beside the functions of gmm_core that they repeat."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from playwright.sync_api import Browser

from dashboard.browser.modules import script
from dashboard.player import MODULES
from gmm_core import Mixture
from gmm_core.plots import Theme
from gmm_core.plots.marks.colours import FROM_CONES, FROM_LAB, colours, mix, to_oklab
from gmm_core.plots.marks.curves import curve_grid, weighted_curves
from gmm_core.plots.marks.outlines import ellipse
from gmm_core.written_columns import column, column_from_logs, plus_minus_column
from gmm_core.written_numbers import difference, fixed, number

PLAYER = Path(__file__).parents[2] / "dashboard" / "player"
# Arguments that are marked become typed arrays.
CALL = """async ([text, name, calls]) => {
    const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }))
    const module = await import(address)
    const typed = (value) => value?.floats ? Float64Array.from(value.floats)
        : value?.constructor !== Object ? value
        : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, typed(each)]))
    return calls.map((values) => module[name](...values.map(typed)))
}"""
HALVES = [0.5, 1.5, 2.5, 0.125, 0.375, 10.125, 10.375, 3.0625, 1234.5, 1235.5, 12345.5, 99995.5]
HALVES += [
    1.2345e15,
    1.2355e15,
    4.0005e18,
    9.9995e16,
    2**-14,
    3 * 2**-14,
    2.5e25,
    0.00048828125,
    6.25e-2,
]
EDGES = [0, 0.00012345, 9.9995, 999.95, 999.5, 9999.5, 9999.49, 9998.5, 99995, 1e-5, 9.9996e-5]
EDGES += [1e-4, 1e14, 999999999999999.0, 1e15, 1e16, 1e22, 1e300, 5e-324, 1.7976931348623157e308]


@pytest.fixture(scope="module")
def call(browser: Browser) -> Iterator[Callable[..., list]]:
    """Return a function: what a function of a module returns for each tuple of arguments."""
    page = browser.new_page()

    def call(module: str, name: str, calls: list) -> list:
        text = (PLAYER / f"{module}.js").read_text(encoding="utf-8")
        return page.evaluate(CALL, [text, name, [list(each) for each in calls]])

    yield call
    page.close()


@pytest.fixture(scope="module")
def values() -> list[float]:
    """Numbers of all magnitudes, and those that lie half-way between two shown ones."""
    rng = np.random.default_rng(0)
    spread = rng.choice([-1, 1], 300) * 10.0 ** rng.uniform(-20, 20, 300)
    decimals = rng.integers(-99999, 99999, 200) / 10.0 ** rng.integers(0, 8, 200)
    dyadic = rng.integers(-(2**18), 2**18, 300) / 2.0 ** rng.integers(0, 18, 300)
    exact = [*HALVES, *EDGES]
    many = [*exact, *(-value for value in exact), *spread, *decimals, *dyadic]
    return [float(value) for value in many] + [math.nan, math.inf, -math.inf]


@pytest.mark.parametrize("digits", [1, 3, 4, 6])
@pytest.mark.parametrize("function", [number, fixed])
def test_numbers_are_written_as_gmm_core_writes_them(call, values, function, digits):
    shown = call("numbers", function.__name__, [(value, digits) for value in values])
    assert shown == [function(value, digits) for value in values]


def test_differences_are_written_as_gmm_core_writes_them(call, values):
    shown = call("numbers", "difference", [(value,) for value in values])
    assert shown == [difference(value) for value in values]


@pytest.mark.parametrize("digits", [3, 4])
def test_columns_are_written_as_gmm_core_writes_them(call, values, digits):
    shuffled = np.random.default_rng(3).permutation(values).tolist()
    columns = [shuffled[i : i + 1 + i % 5] for i in range(0, len(shuffled), 3)]
    near = [[each * 10.0**-power for each in (3.0, -0.4, 0.0)] for power in range(-6, 9)]
    columns += [*near, [0.0], [-0.0, math.nan], [9.9996, 0.1], [99.996, 0.004]]
    shown = call("numbers", "column", [(each, digits) for each in columns])
    assert shown == [column(each, digits) for each in columns]


def test_a_value_and_its_deviation_are_written_as_gmm_core_writes_them(call, values):
    rng = np.random.default_rng(1)
    finite = [value for value in values if abs(value) < 1e15]
    near = 10.0 ** rng.uniform(-8, 4, len(finite))
    halves = rng.choice([0.125, 0.25, 0.5, 12.5, 125.5, 999.5, 100.0, 1000.0, 0.001], len(finite))
    many = list(map(float, [*np.abs(rng.permutation(finite)), *near, *halves]))
    pairs = [[i, i + 1 + i % 3] for i in range(0, len(many) - 3, 2)]
    columns = [((finite * 3)[low:high], many[low:high]) for low, high in pairs]
    shown = call("numbers", "plusMinusColumn", columns)
    assert shown == [plus_minus_column(*each) for each in columns]


@pytest.mark.parametrize("digits", [3, 4])
def test_numbers_from_logarithms_are_written_as_gmm_core_writes_them(call, digits):
    rng = np.random.default_rng(2)
    logs = [*rng.uniform(-50, 50, 200), *rng.uniform(-1e5, 1e5, 200), *rng.uniform(-720, 720, 50)]
    logs = [*map(float, logs), 0.0, math.log(2.5), 709.78, 709.79, -708.4, -745.2]
    logs += [math.nan, math.inf, -math.inf]
    columns = [logs[i : i + 1 + i % 3] for i in range(0, len(logs) - 3, 2)] + [[-800.0, -math.inf]]
    columns.append([-15.0, -30.0, -900.0])
    shown = call("numbers", "columnFromLogs", [(each, digits) for each in columns])
    assert shown == [column_from_logs(each, digits) for each in columns]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("k", [1, 2, 3, 9])
def test_colours_are_mixed_as_in_plots(call, k: int, theme: Theme):
    rng = np.random.default_rng(k)
    shares = np.rint(100 * rng.dirichlet(np.full(k, 0.3), 500)).astype(int)
    looks = {
        "oklab": to_oklab(colours(k, theme)).tolist(),
        "from_lab": FROM_LAB.tolist(),
        "from_cones": FROM_CONES.tolist(),
    }
    [mixed] = call("colours", "mixed", [(shares.ravel().tolist(), k, looks)])
    assert mixed == mix(shares / shares.sum(axis=1, keepdims=True), theme)


def floats(array: np.ndarray) -> dict[str, list[float]]:
    return {"floats": array.ravel().tolist()}


def flat(mixture: Mixture) -> dict[str, Any]:
    """A mixture as the player holds it."""
    names = ("weights", "means", "covariances")
    return {name: floats(getattr(mixture, name)) for name in names}


def a_mixture(k: int, d: int, seed: int = 0) -> Mixture:
    rng = np.random.default_rng(seed)
    roots = rng.normal(size=(k, d, d)) * 10.0 ** rng.uniform(-3, 3, (k, 1, 1))
    return Mixture(rng.dirichlet(np.ones(k)), rng.normal(size=(k, d)), roots @ roots.mT)


def test_outlines_are_the_ellipses_of_plots(call):
    mixture = a_mixture(4, 2)
    components, radii = [3, 0, 2], [1, 2.5]
    [line] = call("shapes", "outlines", [(flat(mixture), components, radii)])
    points = np.column_stack([line["x"], line["y"]]).astype(float)
    pieces = points.reshape(len(components) * len(radii), -1, 2)
    assert np.isnan(pieces[:, -1]).all()
    outlines = [(j, radius) for j in components for radius in radii]
    for (j, radius), piece in zip(outlines, pieces[:, :-1], strict=True):
        root = np.linalg.cholesky(mixture.covariances[j])
        rounded = np.linalg.solve(root, (piece - mixture.means[j]).T).T
        fine = ellipse(mixture.means[j], mixture.covariances[j], radius, n_points=7201)
        fine_rounded = np.linalg.solve(root, (fine - mixture.means[j]).T).T
        gaps = np.linalg.norm(rounded[:, None] - fine_rounded, axis=2)
        assert gaps.min(axis=1).max() < 1e-3 * radius
        assert gaps.min(axis=0).max() < 0.04 * radius  # 96 corners go all the way round
        assert_allclose(piece[0], piece[-1], atol=1e-9 * np.ptp(piece))


def test_the_outline_of_a_flat_component_is_a_line(call):
    flat_ones = np.array([[[0.0, 0.0], [0.0, 4.0]], [[4.0, 4.0], [4.0, 4.0]]])
    mixture = {
        "weights": floats(np.array([0.5, 0.5])),
        "means": floats(np.zeros((2, 2))),
        "covariances": floats(flat_ones),
    }
    upright, slanted = call("shapes", "outlines", [(mixture, [0], [1]), (mixture, [1], [1])])
    assert upright["x"][:-1] == [0] * 97
    assert max(upright["y"][:-1]) == pytest.approx(2)
    assert slanted["x"] == slanted["y"]
    assert max(slanted["x"][:-1]) == pytest.approx(2)


def test_curves_are_the_weighted_curves_of_plots(call):
    mixture, x_range = a_mixture(3, 1), (-4.0, 5.0)
    per = 1000.0  # units of the feature
    calls = [(flat(mixture), components, x_range, per) for components in ([0], [2], [0, 1, 2])]
    for (_, components, *_), line in zip(calls, call("shapes", "curves", calls), strict=True):
        grid = curve_grid(mixture, x_range)
        assert_allclose([min(line["x"]), max(line["x"])], [grid[0], grid[-1]], rtol=1e-12)
        assert_allclose(np.interp(grid, line["x"], line["x"]), grid, rtol=1e-9, atol=1e-12)
        heights = weighted_curves(mixture, line["x"])[:, components].sum(axis=1)
        assert_allclose(line["y"], per * heights, rtol=1e-12, atol=1e-300)
    peaks = call("shapes", "peak", [(flat(mixture), j, per) for j in range(3)])
    assert_allclose(peaks, per * np.diag(weighted_curves(mixture, mixture.means[:, 0])), rtol=1e-12)


def test_numbers_of_peaks_that_meet_stand_side_by_side(call):
    """In the order of their means, about the middle of those that meet; others stay."""
    places = [[50, 10], [48, 12], [200, 10], [55, 9], [52, 60]]
    [shifts] = call("shapes", "sideBySide", [(places, 12, 16)])
    middle = (50 + 48 + 55) / 3
    assert_allclose(
        np.array(shifts) + [x for x, _ in places], [middle, middle - 12, 200, middle + 12, 52]
    )


def test_what_lies_between_two_mixtures_is_on_the_straight_way(call):
    before, after = a_mixture(3, 2, seed=1), a_mixture(3, 2, seed=2)
    shares = (0.0, 0.25, 1.0)
    calls = [(flat(before), flat(after), share) for share in shares]
    for share, found in zip(shares, call("shapes", "between", calls), strict=True):
        for name in ("weights", "means", "covariances"):
            one, other = getattr(before, name).ravel(), getattr(after, name).ravel()
            assert_allclose(found[name], one + share * (other - one), rtol=1e-12, atol=1e-15)


# Mounts a player in a place that was taken off the page, put on it, and made anew; of each time,
# whether that it cannot read such data is said where it would be seen.
MOUNTED = """async ([text, html]) => {
    const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }))
    const { default: mount } = await import(address)
    const place = document.createElement("div")
    const says = async () => {
        place.innerHTML = html
        const leave = mount({ parentElement: place, data: new Uint8Array(3), setTriggerValue() {} })
        await new Promise((resolve) => setTimeout(resolve))
        return [leave, !place.querySelector(".gmm-failure").hidden]
    }
    const [, apart] = await says()
    document.body.append(place)
    const [, there] = await says()
    const [leave, anew] = await says()
    leave()
    return [apart, there, anew]
}"""


def test_a_player_is_where_it_is_seen(browser: Browser):
    """The code may come when another page was opened; a place may be made anew."""
    page = browser.new_page()
    text = script(PLAYER / f"{name}.js" for name in MODULES)
    html = (PLAYER / "player.html").read_text(encoding="utf-8")
    assert page.evaluate(MOUNTED, [text, html]) == [False, True, True]
    page.close()
