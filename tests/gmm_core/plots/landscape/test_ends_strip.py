import numpy as np
import pytest

from gmm_core.ends import Tried
from gmm_core.landscape import optima
from gmm_core.plots.landscape import ends_strip

ENDS = (
    Tried("random", 0, -9.0, 30),
    Tried("random", 1, -5.0, 10),
    Tried("random", 2, -1.0, 7, is_accident=True),
    Tried("k-means++", 0, -5.0, 20),
    Tried("k-means++", 1, -np.inf, 3),
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(theme, valid):
    valid(ends_strip(optima(ENDS, 7), fit=-5.0, theme=theme))


def test_every_start_that_has_an_end_is_a_point_of_its_kind():
    picture = ends_strip(optima(ENDS, 7), fit=-5.0)
    points = {trace.name: list(trace.x) for trace in picture.data}
    assert points == {
        "best of these": [-5.0, -5.0],
        "lower": [-9.0],
        "few rows": [-1.0],
        "this fit": [-5.0, -5.0],
    }
    kinds = [text.replace("<br>", " ") for text in picture.layout.yaxis.ticktext]
    for trace in picture.data[:3]:
        said = [kinds[round(y)] for y in trace.y]
        assert all(text.startswith(kind) for text, kind in zip(trace.text, said, strict=True))


def test_with_a_prior_the_strip_is_of_the_log_posterior_and_equal_components_are_apart():
    starts = [
        Tried("random", 0, -9.0, 9, log_prior=-1.0),
        Tried("random", 1, -5.0, 9, log_prior=-8.0),
        Tried("random", 2, -1.0, 9, log_prior=-1.0, has_equals=True),
    ]
    picture = ends_strip(optima(starts, 150))
    points = {trace.name: list(trace.x) for trace in picture.data}
    assert points == {"best of these": [-10.0], "lower": [-13.0], "equal components": [-2.0]}
    assert picture.layout.xaxis.title.text == "log-posterior"


def test_starts_that_all_collapse_leave_an_empty_strip():
    assert not ends_strip(optima(ENDS[-1:], 7)).data


def test_a_single_end_has_what_is_near_beside_it():
    (low, high) = ends_strip(optima(ENDS[1:2], 7), fit=-5.0).layout.xaxis.range
    assert -7.0 < low < -5.5 < -4.5 < high < -3.0
