import numpy as np
import pytest

from gmm_core.mixture import Mixture, sample
from gmm_core.plots import Look
from gmm_core.plots.landscape import clusters_as_one

PLANE = Mixture(
    [0.4, 0.4, 0.2], [[0.0, 0.0], [2.0, 0.0], [9.0, 9.0]], [np.eye(2), np.eye(2), np.eye(2)]
)
GROUPS = ((0, 1), (2,))
RESP = np.repeat(np.eye(2), [6, 4], axis=0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("features", [(0, 1), (0,)])
def test_plotly_knows_every_property(theme, features, valid):
    points = sample(PLANE, 10, random_state=0)[0][:, list(features)]
    labels = ["a (cm)", "b (cm)"][: len(features)]
    mixture = PLANE.marginal(features)
    valid(clusters_as_one(points, mixture, GROUPS, labels=labels, resp=RESP, look=Look(theme)))


def test_a_cluster_of_two_components_has_one_outline_around_both():
    points = sample(PLANE, 10, random_state=0)[0]
    picture = clusters_as_one(points, PLANE, GROUPS, labels=["a", "b"], resp=RESP)
    inner = next(trace for trace in picture.data if trace.name == "cluster 1")
    x = np.asarray(inner.x, dtype=float)
    assert np.nanmin(x) < 0 < 2 < np.nanmax(x)
    assert np.isnan(x).sum() == 1


def test_of_one_feature_a_curve_is_the_sum_of_its_components():
    mixture = PLANE.marginal([0])
    points = np.linspace(-1.0, 10.0, 10)[:, None]
    picture = clusters_as_one(points, mixture, GROUPS, labels=["a"], resp=RESP)
    curve = next(trace for trace in picture.data if trace.name == "cluster 1")
    area = float(np.sum(np.diff(curve.x) * (curve.y[1:] + curve.y[:-1]) / 2.0))
    assert area == pytest.approx(0.8, abs=0.1)
