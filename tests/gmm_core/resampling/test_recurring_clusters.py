"""Which clusters come back, by hand."""

import numpy as np
import pytest

from gmm_core import Data, DataError, Mixture
from gmm_core.resampling.recurring_clusters import Stability, _jaccard, _together, stability


def test_values_by_hand():
    """Cluster 1 shares 6 of 10 rows with the most similar one; cluster 2 has none in the sample."""
    shared = np.array([[6, 2, 0], [0, 0, 0], [2, 0, 5]])
    np.testing.assert_allclose(_jaccard(shared), [6 / 10, np.nan, 5 / 7])
    np.testing.assert_allclose(_together(shared, shared), [(30 + 2) / 56, np.nan, (2 + 20) / 42])


def test_groups_far_apart_come_back_and_halves_of_one_do_not():
    rng = np.random.default_rng(0)
    X = np.vstack([rng.normal(size=(60, 1)), rng.normal(50.0, 1.0, size=(40, 1))])
    half = Mixture([0.3, 0.3, 0.4], [[-0.6], [0.6], [50.0]], [[[0.6]], [[0.6]], [[1.0]]])
    found = stability(X, half, n_samples=25, random_state=0)
    assert found.mean_jaccard[2] == 1.0
    assert (found.mean_jaccard[:2] < 0.85).all()
    assert found.mean_together[2] == 1.0
    assert "highly stable" in found.sentence(2, "Component 3")


def test_each_reading_has_its_sentence():
    found = Stability(np.array([[0.9, 0.8, 0.7, 0.2, np.nan]]), np.ones((1, 5)))
    said = [found.sentence(j, "It") for j in range(5)]
    assert ["highly" in said[0], "is stable" in said[1], "pattern" in said[2]] == [True] * 3
    assert said[3].endswith("should not be relied on (mean Jaccard value 0.20 over 1 sample).")
    assert said[4] == "It: no value, since no row is assigned to it."
    none = Stability(np.empty((0, 1)), np.empty((0, 1)), 9)
    assert none.sentence(0, "It") == "It: no value, since every sample collapsed."


def test_other_features_are_refused():
    with pytest.raises(DataError, match="feature"):
        stability(np.ones((4, 2)), Mixture([1.0], [[0.0]], [[[1.0]]]))


def test_frequencies_come_back_like_the_repeated_rows():
    rng = np.random.default_rng(0)
    X = np.concatenate([rng.normal(size=40), rng.normal(3.0, 1.0, size=40)])[:, None]
    times = rng.integers(1, 4, size=80)
    fit = Mixture([0.5, 0.5], [[0.0], [3.0]], [[[1.0]], [[1.0]]])
    ask = {"n_samples": 60, "random_state": 0}
    counted, each = (
        stability(rows, fit, **ask) for rows in (Data(X, times), np.repeat(X, times, axis=0))
    )
    np.testing.assert_allclose(counted.mean_jaccard, each.mean_jaccard, atol=0.05)
    np.testing.assert_allclose(counted.mean_together, each.mean_together, atol=0.05)
    survey = stability(Data(X, times / times.mean()), fit, kind="sampling", **ask)
    assert ((survey.mean_jaccard > 0.5) & (survey.mean_jaccard <= 1.0)).all()


def test_pairs_of_rows_are_counted_by_their_weights():
    """Weights 1, 2 and 3 in one cluster, of which the third leaves: 2 (1 x 2) of 22 pairs stay."""
    shared = np.array([[3.0, 3.0], [0.0, 0.0]])
    selves = np.array([[5.0, 9.0], [0.0, 0.0]])
    np.testing.assert_allclose(_together(shared, selves), [4 / 22, np.nan])
