"""Rows of noise are grey crosses in pictures, and a legend says so."""

import numpy as np
import plotly.graph_objects as go
import pytest

from gmm_core.mixture import Mixture, Noise, responsibilities
from gmm_core.plots.marks.colours import GREY
from gmm_core.plots.pictures import matrix, parallel, space

BOX = Noise(0.1, np.full(3, -9.0), 18.0 * np.eye(3))
TWO = Mixture([0.5, 0.5], [[0.0] * 3, [4.0] * 3], [np.eye(3)] * 2, BOX)
X = np.array([[0.0, 0.0, 0.0], [4.0, 4.0, 4.0], [-8.0, 8.0, -8.0]])
ASK = {"names": ["a", "b", "c"], "responsibilities": responsibilities(X, TWO)}


def test_the_legend_of_lines_has_noise():
    figure = parallel(X, TWO, **ASK)
    go.Figure(figure.to_dict())  # raises where plotly does not know a property
    named = {trace.name: trace for trace in figure.data if trace.showlegend is not False}
    assert named["noise"].marker.symbol == "x"
    assert "noise" not in {trace.name for trace in parallel(X[:2], TWO, **_of(2)).data}


def test_the_key_of_a_matrix_has_noise():
    (key,) = [each.text for each in matrix(X, TWO, **ASK).layout.annotations if "●" in each.text]
    assert key.endswith(f'<span style="color:{GREY["light"]}">✕</span> noise')


@pytest.mark.parametrize("k", [2, 5])
def test_no_symbol_in_space_is_one_that_fonts_lack(k):
    many = Mixture(
        np.full(k, 1 / k), 4.0 * np.arange(k)[:, None] * np.ones(3), [np.eye(3)] * k, BOX
    )
    rows = np.vstack([many.means, X[2:]])
    ask = ASK | {"responsibilities": responsibilities(rows, many)}
    (points,) = [each for each in space(rows, many, **ask).data if each.name == "rows"]
    assert points.marker.symbol[-1] == "cross"
    assert points.marker.line.color[-1] == points.marker.color[-1] != points.marker.line.color[0]
    assert points.marker.size[-1] > 2 * points.marker.size[0]
    assert "x" not in points.marker.symbol


def _of(n):
    return ASK | {"responsibilities": ASK["responsibilities"][:n]}
