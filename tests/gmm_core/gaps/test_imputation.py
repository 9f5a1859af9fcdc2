"""Filled gaps: the conditional mean by hand, and draws that vary as the values would."""

import numpy as np
import pytest

from gmm_core import Mixture
from gmm_core.gaps import imputed
from gmm_core.matrices import Diagonal

ONE = Mixture([1.0], [[0.0, 10.0]], [[[1.0, 1.2], [1.2, 4.0]]])
TWO = Mixture([0.5, 0.5], [[0.0, 0.0], [9.0, 5.0]], [np.eye(2)] * 2)


def test_means_are_conditional_on_what_is_there():
    filled = imputed([[1.0, np.nan], [np.nan, 14.0], [np.nan, np.nan]], ONE)
    np.testing.assert_allclose(filled, [[1.0, 11.2], [1.2, 14.0], [0.0, 10.0]])


def test_components_count_by_their_responsibilities():
    np.testing.assert_allclose(imputed([[9.0, np.nan], [4.5, np.nan]], TWO), [[9, 5], [4.5, 2.5]])


def test_draws_have_the_conditional_distribution():
    X = np.tile([1.0, np.nan], (20_000, 1))
    drawn = imputed(X, ONE, drawn=True, random_state=0)[:, 1]
    assert drawn.mean() == pytest.approx(11.2, abs=0.05)
    assert drawn.var() == pytest.approx(4.0 - 1.44, rel=0.03)  # Bishop (2006), eq. 2.82


@pytest.mark.parametrize("matrices", [Diagonal([[1.0, 4.0], [1.0, 1.0]]), None])
def test_draws_choose_a_component(matrices):
    mixture = TWO if matrices is None else Mixture(TWO.weights, TWO.means, matrices)
    drawn = imputed(np.full((4000, 2), np.nan), mixture, drawn=True, random_state=0)
    far = drawn[:, 0] > 4.5
    assert far.mean() == pytest.approx(0.5, abs=0.03)
    assert drawn[far, 1].mean() == pytest.approx(5.0, abs=0.1)


def test_what_is_there_stays_and_the_rows_given_too():
    X = np.array([[1.0, np.nan], [2.0, 3.0]])
    kept = X.copy()
    filled = imputed(X, ONE, drawn=True, random_state=0)
    np.testing.assert_array_equal(X, kept)
    np.testing.assert_array_equal(filled[~np.isnan(X)], X[~np.isnan(X)])
