"""What a frame says of a trace: in fewer bytes, and to the eye the same."""

import numpy as np

from gmm_core.plots.marks.colours import OF_NOISE, SYMBOLS
from gmm_core.plots.teaching.lighter_traces import MOST_POINTS, SYMBOL_NUMBERS, lighter

ROWS = np.array([0, 1])


def test_every_symbol_has_its_number():
    assert {symbol.name for symbol in (*SYMBOLS, OF_NOISE)} == set(SYMBOL_NUMBERS)


def test_places_are_short_only_where_no_pixel_tells_the_difference():
    near, far = np.array([0.0, 0.1, np.nan, 7.0]), 1e8 + np.array([0.0, 0.1, 0.2, 7.0])
    found = lighter({"x": near, "y": far}, ROWS)
    assert (found["x"].dtype, found["y"].dtype) == (np.float32, np.float64)
    np.testing.assert_array_equal(found["y"], far)


def test_a_long_curve_keeps_its_ends_and_its_hill():
    x = np.linspace(-100.0, 100.0, 20_001)
    curve = {"x": x, "y": np.exp(-(x**2)), "meta": {"range": (-100, 100), "components": [0]}}
    kept = lighter(curve, ROWS)["x"]
    assert (kept[0], kept[-1]) == (-100, 100)
    assert len(kept) <= MOST_POINTS + 2
    assert (np.abs(kept) < 4).sum() > 0.9 * MOST_POINTS


def test_rows_are_numbered_symbols_and_bear_no_text_of_their_own():
    points = {
        "name": "rows",
        "marker": {"symbol": ["circle", "star"], "size": [7.0, 9.0]},
        "hovertext": ["a", "b"],
        "hovertemplate": "%{text}<br>%{hovertext}<extra></extra>",
    }
    found = lighter(points, ROWS)
    assert found["marker"]["symbol"].tolist() == [0, 17]
    assert found["customdata"] is ROWS
    assert "hovertext" not in found
    assert found["hovertemplate"] == "%{text}<extra></extra>"
    assert points["marker"]["symbol"] == ["circle", "star"]
