"""partial_fit: batches one after another, each once."""

import numpy as np
import pytest
from pieces import groups, in_batches

from gmm_core import DataError, GaussianMixture

X = groups(6000)


def test_many_passes_end_near_the_fit():
    X = groups(6000, apart=8.0)
    fit = GaussianMixture(3, random_state=0).fit(X)
    fed = GaussianMixture(3, random_state=0)
    for _ in range(20):
        for batch in in_batches(X, 300):
            fed.partial_fit(batch)
    assert 0 <= fit.score(X) - fed.score(X) < 1e-3
    assert fed.n_iter_ == len(fed.lower_bounds_) == 400
    assert not fed.converged_
    assert fed.lower_bound_ == pytest.approx(fit.lower_bound_, abs=0.05)


def test_a_fit_is_carried_on_and_so_is_a_file():
    fit = GaussianMixture(3, random_state=0, tol=1e-4).fit(X)
    again = GaussianMixture.from_json(fit.to_json())
    before = fit.score(X)
    fit.partial_fit(X[:300])
    again.partial_fit(X[:300])
    np.testing.assert_allclose(again.means_, fit.means_)
    assert before - fit.score(X) < 0.01  # a batch of many moves it little
    fit.fit(X)  # begins anew
    assert not hasattr(fit, "_stepwise")


def test_the_first_batch_needs_as_many_different_rows_as_components():
    twice = np.repeat(X[:2], 50, axis=0)
    with pytest.raises(DataError, match="The first batch has 2 different rows, and 3 components"):
        GaussianMixture(3).partial_fit(twice)
    with pytest.raises(DataError, match="partial_fit takes no known classes"):
        GaussianMixture(3).partial_fit(X, labels=np.zeros(len(X)))
    with pytest.raises(DataError, match="partial_fit takes one batch"):
        GaussianMixture(3).partial_fit([X[:100], X[100:200]])


def test_weights_count_and_features_are_those_of_the_first_batch():
    once = GaussianMixture(2, random_state=0, means_init=X[:2]).partial_fit(
        X[:200], sample_weight=np.repeat([1.0, 0.0], 100)
    )
    expected = GaussianMixture(2, random_state=0, means_init=X[:2]).partial_fit(X[:100])
    np.testing.assert_allclose(once.means_, expected.means_, rtol=1e-12)
    with pytest.raises(ValueError, match="2 features"):
        once.partial_fit(X[:50, :2])


def test_batches_alone_make_an_estimator_that_can_be_saved():
    fit = GaussianMixture(2, random_state=0).partial_fit(X[:500])
    read = GaussianMixture.from_json(fit.to_json())
    np.testing.assert_array_equal(read.means_, fit.means_)
    assert read.known_classes_.size == 0
    assert read.marginal_log_likelihood_ == fit.run_.log_likelihood


def test_after_a_batch_nothing_is_left_of_known_classes():
    labels = np.where(np.arange(600) % 3 == 0, 0, -1)
    fit = GaussianMixture(2, random_state=0).fit(X[:600], labels=labels).partial_fit(X[600:900])
    assert fit.known_classes_.size == 0
    assert fit.marginal_log_likelihood_ == fit.run_.log_likelihood


def test_another_number_of_components_begins_anew():
    fit = GaussianMixture(2, random_state=0).partial_fit(X[:500])
    fit.set_params(n_components=3).partial_fit(X[500:900])
    assert (fit.n_iter_, len(fit.lower_bounds_), fit.run_.weight) == (1, 1, 400.0)


def test_a_batch_without_a_value_is_refused():
    fit = GaussianMixture(1, missing="ml").fit(X[:50])
    with pytest.raises(DataError, match="No row of the batch has a value"):
        fit.partial_fit(np.full((3, X.shape[1]), np.nan))
