import numpy as np
from turned_scatters import random_scatter

from gmm_core.maximisation import descents
from gmm_core.maximisation.structures import covariance_structure


def test_axes_are_not_sought_where_a_variance_along_them_is_rounding_alone(monkeypatch):
    """As of a component that is about to collapse; each turn of it was shortened eleven times."""
    turned, real = [], descents._turned_abreast
    monkeypatch.setattr(
        descents, "_turned_abreast", lambda *given: turned.append(len(given[0])) or real(*given)
    )
    scatter, held = random_scatter(3, 3, 4)
    flat = scatter.copy()
    flat[1] = np.diag([1.0, 2.0, 3.0, 0.0])
    before = np.array([np.eye(4)] * 3)
    for kind in ("EVE", "VVE"):
        del turned[:]
        m_steps = covariance_structure(kind).m_steps
        both = m_steps(np.array([scatter, flat]), np.array([held] * 2), np.array([before] * 2))
        assert set(turned) == {1}
        alone = m_steps(scatter[None], held[None], before[None])
        np.testing.assert_array_equal(both[0], alone[0])
