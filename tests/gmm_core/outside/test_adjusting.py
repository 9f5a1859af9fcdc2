"""p-values raised for how many were tried, against scipy and by hand."""

import numpy as np
from numpy.testing import assert_allclose
from scipy.stats import false_discovery_control

from gmm_core.outside.adjusting import adjusted, benjamini_hochberg, holm


def test_holm_by_hand():
    assert_allclose(holm(np.array([0.02, 0.01, 0.5, 0.03])), [0.06, 0.04, 0.5, 0.06])


def test_benjamini_hochberg_is_that_of_scipy():
    p = np.random.default_rng(0).uniform(size=12) ** 3
    assert_allclose(benjamini_hochberg(p), false_discovery_control(p))


def test_a_test_that_was_not_made_was_not_tried():
    assert_allclose(adjusted(np.array([0.01, np.nan, 0.04]), "Holm"), [0.02, np.nan, 0.04])
    assert len(adjusted(np.array([]), "Holm")) == 0
