"""Standard errors of columns beside a fit that include those of the fit."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from outside_columns import FITTED, drawn

from gmm_core import run
from gmm_core.errors import DataError
from gmm_core.mixture import Mixture, responsibilities, sample
from gmm_core.outside import means_by_class, shares_by_class
from gmm_core.resampling import compared_anew

X = np.concatenate([np.arange(10.0), 100.0 + np.arange(12.0)])[:, None]
APART = Mixture([0.5, 0.5], [[4.5], [105.5]], [[[8.0]], [[12.0]]])
RESP = responsibilities(X, APART)


def test_where_classes_lie_apart_they_are_those_of_a_bootstrap_by_hand() -> None:
    z = np.sqrt(np.arange(22.0))
    known = means_by_class(z, RESP)
    anew = compared_anew(X, APART, "full", {"z": z}, {"z": known}, n_samples=300, random_state=3)
    rng, means = np.random.RandomState(3), []
    for _ in range(300):
        counts = rng.multinomial(22, np.full(22, 1 / 22))
        means.append(
            [np.average(z[half], weights=counts[half]) for half in (slice(10), slice(10, 22))]
        )
    assert_allclose(anew["z"].standard_errors[:, 0], np.std(means, axis=0, ddof=1), rtol=1e-6)
    assert_allclose(anew["z"].estimates, known.estimates)
    assert anew["z"].status.endswith("300 samples, to each of which the model was fitted")
    covariance = np.cov(np.array(means).T)
    gap = float(np.diff(known.estimates[:, 0])[0])
    expect = gap**2 / (covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    assert anew["z"].statistic == pytest.approx(expect, rel=1e-6)


def test_where_classes_overlap_they_are_larger_than_with_the_fit_as_known() -> None:
    rows, classes = sample(FITTED, 400, random_state=5)
    fit = run(rows, FITTED, covariance_type="EII").mixture
    resp = responsibilities(rows, fit)
    z = np.random.default_rng(0).normal(5.0 * classes)
    known = means_by_class(z, resp)
    anew = compared_anew(rows, fit, "EII", {"z": z}, {"z": known}, n_samples=40, random_state=0)
    assert anew["z"].standard_errors.mean() > 1.15 * known.standard_errors.mean()


def test_categories_may_lack_a_level_in_a_sample_and_values_may_be_missing() -> None:
    labels = pd.Series(["a", "b"] * 11)
    labels[0], labels[21] = None, "rare"
    known = shares_by_class(labels, RESP)
    ask = {"n_samples": 40, "random_state": 0}
    anew = compared_anew(X, APART, "full", {"y": labels}, {"y": known}, **ask)["y"]
    assert anew.levels == ("a", "b", "rare")
    assert (anew.statistic, anew.degrees) == (known.statistic, known.degrees)
    assert 0.0 < anew.standard_errors[1, 2] < 0.2
    assert_allclose(anew.standard_errors, known.standard_errors, atol=0.06)


def test_samples_without_estimates_are_left_out_and_counted() -> None:
    z = np.full(22, np.nan)
    z[[3, 15]] = 1.0, 2.0  # each is in two of three samples
    known = means_by_class(z, RESP)
    anew = compared_anew(X, APART, "full", {"z": z}, {"z": known}, n_samples=30, random_state=0)
    assert "more samples without estimates" in anew["z"].status


def test_too_few_samples_and_unknown_columns_are_refused() -> None:
    known = {"z": means_by_class(X[:, 0], RESP)}
    with pytest.raises(DataError, match="n_samples is 1"):
        compared_anew(X, APART, "full", {"z": X[:, 0]}, known, n_samples=1)
    with pytest.raises(DataError, match="no comparison of 'y'"):
        compared_anew(X, APART, "full", {"y": X[:, 0]}, known)


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    known = {"z": means_by_class(drawn(22, 0).numbers, RESP)}
    ask = {"n_samples": 3, "on_sample": lambda *now: told.append(now)}
    compared_anew(X, APART, "full", {"z": drawn(22, 0).numbers}, known, **ask)
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("column", "told"),
    [
        (np.arange(21.0), "has shape"),
        (np.arange(44.0), "has shape"),
        (X, "has shape"),
        (["a", "b"] * 11, "not of numbers"),
    ],
)
def test_a_column_that_was_not_compared_is_refused(column, told: str) -> None:
    known = {"z": means_by_class(X[:, 0], RESP)}
    with pytest.raises(DataError, match=told):
        compared_anew(X, APART, "full", {"z": column}, known)


def test_comparisons_of_other_levels_or_classes_are_refused() -> None:
    known = {"z": shares_by_class(["a", "b"] * 11, RESP)}
    with pytest.raises(DataError, match="other levels"):
        compared_anew(X, APART, "full", {"z": ["a", "c"] * 11}, known)
    other = {"z": means_by_class(X[:, 0], np.ones((22, 1)))}
    with pytest.raises(DataError, match="2 components of the mixture"):
        compared_anew(X, APART, "full", {"z": X[:, 0]}, other)
