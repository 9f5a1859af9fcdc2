import numpy as np
import pytest

from gmm_core.landscape import likelihood_surface
from gmm_core.plots.landscape import likelihood_map

X = np.array([0.0, 1.0, 9.0, 10.0])
SURFACE = likelihood_surface(X, 1.0)
PATH = SURFACE.path(4.0, 5.0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(theme, valid):
    valid(likelihood_map(SURFACE, PATH, label="a (cm)", theme=theme))


def test_the_way_leads_to_a_top_whose_mirror_image_is_marked():
    traces = {trace.name: trace for trace in likelihood_map(SURFACE, PATH).data}
    assert (traces["way"].x[0], traces["way"].y[0]) == (4.0, 5.0)
    end, mirrored = traces["end"], traces["mirrored end"]
    assert (end.x[0], end.y[0]) == (mirrored.y[0], mirrored.x[0]) == tuple(PATH[-1])
    assert traces["surface"].z.min() == 0.0
    assert len(traces["places"].x) == 21**2
