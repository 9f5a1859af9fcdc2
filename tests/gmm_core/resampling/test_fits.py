"""The same model fitted to samples."""

import numpy as np

from gmm_core import Mixture
from gmm_core.em import Model, Stop
from gmm_core.expectation import Data
from gmm_core.mixture import Noise
from gmm_core.resampling.fits import fits_to, matching, resampling_of


def test_components_are_matched_by_the_rows_that_they_share():
    resp = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.6, 0.4], [0.0, 0.0, 1.0]])
    places = np.array([2, 0, 1])
    np.testing.assert_array_equal(resp[:, places][:, matching(resp, resp[:, places])], resp)


def test_a_sample_on_which_a_component_collapses_has_no_fit():
    samples = [Data([[0.0], [1.0], [2.0]]), Data([[1.0], [1.0], [1.0]])]
    start = Mixture([1.0], [[1.0]], [[[1.0]]])
    fits = [fit for _, fit in fits_to(samples, 3, 5, start, Model(), Stop(), None)]
    assert fits[0] is not None
    np.testing.assert_allclose(fits[0].means, [[1.0]])
    assert fits[1:] == [None]


def test_a_mixture_with_noise_is_fitted_with_noise():
    X = np.random.default_rng(0).normal(size=(20, 1))
    noise = Noise.around(X, 0.1)
    mixture = Mixture([1.0], [[0.0]], [[[1.0]]], noise)
    assert resampling_of(X, mixture, "full", "frequency")[1].noise is noise
