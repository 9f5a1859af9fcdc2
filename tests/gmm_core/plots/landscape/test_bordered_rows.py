import numpy as np
import pytest

from gmm_core.mixture import Mixture
from gmm_core.plots import Look
from gmm_core.plots.landscape import bordered_rows

HALVES = Mixture([0.5, 0.5], [[0.0, 0.0], [2.0, 0.0]], [np.eye(2)] * 2)
POINTS = np.array([[0.0, 1.0], [0.5, -1.0], [2.0, 0.5]])
RESP = np.array([[1.0, 0.0], [0.7, 0.3], [0.0, 1.0]])


def named(picture, name):
    return next(trace for trace in picture.data if trace.name == name)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("outlines", [True, False])
@pytest.mark.parametrize("features", [(0, 1), (0,)])
def test_plotly_knows_every_property(theme, outlines, features, valid):
    look = Look(theme, marked=[1])
    labels = ["a (cm)", "b (cm)"][: len(features)]
    mixture, points = HALVES.marginal(features), POINTS[:, list(features)]
    valid(bordered_rows(points, mixture, labels=labels, resp=RESP, outlines=outlines, look=look))


def test_rows_that_are_marked_are_ringed_and_k_means_has_no_outlines():
    look = Look(marked=[1])
    with_outlines, without = (
        bordered_rows(POINTS, HALVES, labels=["a", "b"], resp=RESP, outlines=on, look=look)
        for on in (True, False)
    )
    assert (list(named(without, "rings").x), list(named(without, "rings").y)) == ([0.5], [-1.0])
    assert len(with_outlines.data) > len(without.data)


def test_on_one_axis_the_border_is_where_two_are_equally_probable():
    mixture = Mixture([0.8, 0.2], [[0.0], [4.0]], [[[1.0]], [[1.0]]])
    picture = bordered_rows(
        np.linspace(-1.0, 5.0, 9)[:, None], mixture, labels=["a"], resp=np.eye(2)[[0] * 6 + [1] * 3]
    )
    borders = [x for x in named(picture, "borders").x if x is not None]
    assert borders == pytest.approx([2.0 + np.log(4.0) / 4.0] * 3, abs=1e-3)
