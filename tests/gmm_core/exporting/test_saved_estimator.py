"""A fitted estimator goes to JSON and back to the last bit, and nonsense ends in a sentence."""

import json
import warnings
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.exceptions import NotFittedError

from gmm_core import COVARIANCE_STRUCTURES, VERSION, DataError, GaussianMixture

ATTRIBUTES = (
    *("weights_", "means_", "covariances_", "precisions_", "precisions_cholesky_", "converged_"),
    *("n_iter_", "lower_bound_", "lower_bounds_", "floored_", "suspicions_", "n_features_in_"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


def again(fit):
    return GaussianMixture.from_json(fit.to_json())


@pytest.mark.parametrize("kind", COVARIANCE_STRUCTURES)
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), exponent=st.integers(-8, 8), weighted=st.booleans())
def test_a_fit_of_every_structure_comes_back_to_the_last_bit(kind, seed, exponent, weighted):
    rng = np.random.default_rng(seed)
    X = rng.normal(rng.normal(0, 3, (40, 1)), 1.0, (40, 3)) * 10.0**exponent
    weights = rng.uniform(0.5, 2.0, 40) if weighted else None
    before = GaussianMixture(2, covariance_type=kind, reg_covar=0.0, random_state=0, max_iter=20)
    before.set_params(covariance_floor=0.0 if kind in ("EVI", "EVE", "EVV") else 1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before.fit(X, sample_weight=weights)
    after = again(before)
    for name in ATTRIBUTES:
        np.testing.assert_array_equal(getattr(after, name), getattr(before, name), name)
    np.testing.assert_array_equal(after.predict_proba(X), before.predict_proba(X))
    assert (after.score(X), after.bic(X)) == (before.score(X), before.bic(X))
    np.testing.assert_array_equal(after.sample(5, 1)[0], before.sample(5, 1)[0])
    assert after.get_params() == before.get_params()
    assert after.to_json() == before.to_json()


def test_names_of_columns_and_given_starts_come_back(table):
    frame = pd.DataFrame(table("faithful"), columns=["eruptions", "waiting"])
    first = np.array([[2.0, 55.0], [4.0, 80.0]])
    given = {"means_init": first, "weights_init": [0.5, 0.5], "verbose": False}
    before = GaussianMixture(np.int64(2), random_state=0, **given)
    after = again(before.fit(frame))
    np.testing.assert_array_equal(after.feature_names_in_, before.feature_names_in_)
    np.testing.assert_array_equal(after.means_init, first)
    np.testing.assert_array_equal(after.predict(frame), before.predict(frame))
    with pytest.raises(ValueError, match="feature names"):
        after.predict(frame.rename(columns={"waiting": "wait"}))
    np.testing.assert_array_equal(again(after.fit(frame)).means_, before.means_)


def test_what_was_set_by_hand_is_what_is_kept(table):
    X = table("faithful")
    fit = GaussianMixture(2, random_state=0).fit(X)
    fit.means_ += 1.0
    fit.precisions_cholesky_ = fit.precisions_cholesky_ * 2
    after = again(fit)
    np.testing.assert_array_equal(after.predict_proba(X), fit.predict_proba(X))
    np.testing.assert_array_equal(after.sample(9, 0)[0], fit.sample(9, 0)[0])


def test_a_run_is_carried_on_after_it_was_saved(table):
    X = table("iris")
    parts = GaussianMixture(3, random_state=0, max_iter=4, warm_start=True, tol=0.0)
    whole = GaussianMixture(3, random_state=0, max_iter=8, tol=0.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        carried = again(parts.fit(X)).fit(X)
        whole.fit(X)
    np.testing.assert_array_equal(carried.means_, whole.means_)


def test_it_holds_nothing_that_is_run_and_says_the_version(table):
    entries = json.loads(GaussianMixture(2).fit(table("faithful")).to_json())
    assert entries["versions"]["gmm_core"] == VERSION


def test_diagonal_covariances_are_kept_as_they_are_not_dense():
    X = np.random.default_rng(0).normal(size=(60, 100))
    content = GaussianMixture(1, covariance_type="diag").fit(X).to_json()
    assert len(content) < 30_000


def test_before_a_fit_there_is_nothing_to_save():
    with pytest.raises(NotFittedError):
        GaussianMixture().to_json()


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"random_state": np.random.RandomState(0)}, "random_state is a stream.*whole number"),
        ({"random_state": np.random.default_rng(0)}, "random_state is a stream.*whole number"),
        ({"tol": -1.0}, "tol is -1"),
        ({"tol": np.nan}, "JSON cannot hold"),
        ({"max_iter": 2.5}, "cannot be saved.*no whole number"),
        ({"covariance_type": "round"}, "no covariance structure named"),
        ({"means_init": [[1.0]]}, 'does not have 2 × 2 numbers.*"means_init"'),
        ({"order": "size"}, "order"),
        ({"n_init": object()}, "JSON cannot hold"),
    ],
)
def test_a_parameter_that_could_not_be_read_again_is_not_written(table, parameters, message):
    fit = GaussianMixture(2, random_state=0).fit(table("faithful")).set_params(**parameters)
    with pytest.raises(DataError, match=message):
        fit.to_json()


@pytest.fixture(scope="module")
def entries(table):
    return json.loads(GaussianMixture(2, random_state=0).fit(table("faithful")).to_json())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": "GMM Lab model"}, "no estimator of GMM Lab"),
        ({"format_version": 2}, "Use a newer GMM Lab"),
        ({"weights_": [0.9, 0.9]}, "sum to 1"),
        ({"weights_": [1.0]}, "does not have 2 numbers"),
        ({"means_": [[1.0, 2.0], [3.0, None]]}, "does not have 2 × 2 numbers"),
        ({"covariances_": [[[1.0, 2.0], [2.0, 1.0]]] * 2}, "not all positive definite"),
        ({"covariances_": [[[1.0, 2.0], [0.0, 9.0]]] * 2}, "not symmetric"),
        ({"precisions_cholesky_": [[[0.0, 0.0], [0.0, 0.0]]] * 2}, "cannot be inverted"),
        ({"covariance_type": "round"}, "no covariance structure"),
        ({"n_components": 10**6, "n_features": 10**6}, "too many"),
        ({"feature_names": ["a"]}, 'has 1 "feature_names" for 2 features'),
        ({"stop_reason": "bored"}, "stop_reason"),
        ({"weight": 0.0}, "not above 0"),
        ({"n_iter_": -1}, "no whole number"),
        ({"lower_bounds_": []}, "lower_bounds_"),
        ({"floored_": [5]}, "floored_"),
        ({"floored_": [1, 0]}, "not in order"),
        ({"parameters": {}}, 'no field "n_components"'),
        ({"parameters": None}, "no object"),
        ({"more": 1}, 'a field "more", which is not known'),
    ],
)
def test_nonsense_is_one_sentence(entries, changes, message):
    with pytest.raises(DataError, match=message):
        GaussianMixture.from_json(json.dumps(entries | changes))


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff", "\ud800", None, 5, b"null"])
def test_what_is_no_file_of_ours_is_refused(content):
    with pytest.raises(DataError):
        GaussianMixture.from_json(content)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_value_in_any_field_is_taken_or_refused(entries, data):
    changed = dict(entries, parameters=dict(entries["parameters"]))
    part = changed["parameters"] if data.draw(st.booleans()) else changed
    part[data.draw(st.sampled_from(sorted(part)))] = data.draw(JSON)
    with suppress(DataError):
        GaussianMixture.from_json(json.dumps(changed))
