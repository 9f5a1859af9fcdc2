"""Figures as the browser gets them: numbers in the digits that they have, gaps as nothing."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.browser.packing import figure_json


def sent(values: np.ndarray) -> list[Any]:
    (trace,) = figure_json(go.Figure(go.Scatter(x=values)))["data"]
    return trace["x"]


def test_numbers_of_single_precision_have_seven_digits_at_most() -> None:
    values = np.array([0.1, np.nan, -123.456789, 1e-9], dtype=np.float32)
    assert sent(values) == [0.1, None, -123.4568, 0.0]
    doubles = values.astype(np.float64)
    assert sent(doubles) == [doubles[0], None, *doubles[2:]]


@pytest.mark.parametrize("value", [1e-37, 3.4e38])
def test_the_smallest_and_the_largest_numbers_of_single_precision_stay(value: float) -> None:
    np.testing.assert_allclose(sent(np.array([value, 0.0], dtype=np.float32)), [value, 0.0], 1e-6)
    assert sent(np.array([0.0, np.inf], dtype=np.float32)) == [0.0, None]
