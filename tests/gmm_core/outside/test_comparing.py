"""Columns outside a fit: StepMix's numbers, hand computation, and what comes out on average."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from outside_columns import MEANS, SHARES, drawn
from scipy import stats

from gmm_core import datasets
from gmm_core.errors import DataError
from gmm_core.mixture import Mixture, responsibilities
from gmm_core.outside import CORRECTIONS, means_by_class, shares_by_class

SURE = np.eye(2)[[0, 0, 0, 1, 1]]
RESP = [[0.9, 0.1], [0.8, 0.2], [0.2, 0.8], [0.1, 0.9]]


@pytest.fixture(scope="module")
def iris(reference):
    """The rows' responsibilities, the two columns, and what StepMix made of them."""
    known, frame = reference("three_step"), datasets.load("iris").frame
    fit = Mixture(known["weights"], known["means"], known["covariances"])
    resp = responsibilities(frame[known["features"]].to_numpy(), fit)
    return resp, frame[known["column"]], frame["species"], known


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_means_and_shares_are_those_of_stepmix(iris, correction: str) -> None:
    resp, column, species, known = iris
    found = means_by_class(column, resp, correction=correction)
    assert_allclose(found.estimates[:, 0], known[correction]["means"], atol=1e-4)
    shares = shares_by_class(species, resp, correction=correction)
    assert list(shares.levels) == known["levels"]
    assert_allclose(shares.estimates, known[correction]["shares"], atol=1e-4)
    assert found.p_value < 1e-9
    assert shares.p_value < 1e-9
    if correction != "ML":  # of which samples so small are skewed
        errors = known[correction]["bootstrap_standard_errors"]
        assert_allclose(found.standard_errors[:, 0], errors, rtol=0.07)


def test_without_correction_they_are_weighted_means(iris) -> None:
    resp, column, species, _ = iris
    z = column.to_numpy()
    found = means_by_class(z, resp, correction="none")
    assert_allclose(found.estimates[:, 0], resp.T @ z / resp.sum(axis=0), rtol=1e-12)
    known = (species == "setosa").to_numpy() * 1.0
    shares = shares_by_class(species, resp, correction="none")
    assert_allclose(shares.estimates[:, 0], resp.T @ known / resp.sum(axis=0), atol=1e-12)


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_where_classes_are_sure_all_corrections_are_the_same(correction: str) -> None:
    z = [1.0, 2.0, 3.0, 10.0, 12.0]
    found = means_by_class(z, SURE, correction=correction)
    assert_allclose(found.estimates[:, 0], [2.0, 11.0], atol=1e-9)
    assert_allclose(found.standard_errors[:, 0], [np.sqrt(2 / 9), np.sqrt(1 / 2)], rtol=1e-6)
    assert found.statistic == pytest.approx(81.0 / (2 / 9 + 1 / 2), rel=1e-6)
    shares = shares_by_class(["a", "b", "b", "a", "b"], SURE, correction=correction)
    assert_allclose(shares.estimates, [[1 / 3, 2 / 3], [1 / 2, 1 / 2]], atol=1e-9)
    assert_allclose(shares.standard_errors[1], np.sqrt(0.25 / 2), rtol=1e-6)


@pytest.mark.parametrize("correction", ["BCH", "none"])
def test_of_sure_rows_the_test_of_shares_is_that_of_pearson(correction: str) -> None:
    """Though no row of some class is of some level, which left it without a test."""
    classes = np.repeat([0, 1, 2], [30, 50, 40])
    codes = np.where(classes == 0, np.arange(120) % 2, np.arange(120) % 4)
    found = shares_by_class(codes.astype(str), np.eye(3)[classes], correction=correction)
    pearson = stats.chi2_contingency(pd.crosstab(classes, codes), correction=False)
    assert found.statistic == pytest.approx(pearson.statistic, rel=1e-6)
    assert (found.degrees, found.p_value) == (pearson.dof, pytest.approx(pearson.pvalue, rel=1e-5))


def test_what_is_mixed_is_drawn_together_and_corrections_undo_that() -> None:
    many = drawn(60_000, 1)
    naive, bch, ml = (
        means_by_class(many.numbers, many.resp, correction=each).estimates[:, 0]
        for each in ("none", "BCH", "ML")
    )
    assert np.abs(naive - MEANS).max() > 0.3
    assert_allclose(bch, MEANS, atol=0.05)
    assert_allclose(ml, MEANS, atol=0.05)
    for correction in ("BCH", "ML"):
        found = shares_by_class(many.codes.astype(str), many.resp, correction=correction)
        assert_allclose(found.estimates, SHARES, atol=0.02)


@pytest.mark.parametrize("correction", ["BCH", "ML"])
def test_standard_errors_are_the_spread_over_samples(correction: str) -> None:
    samples = [drawn(500, seed) for seed in range(100)]
    of_means = [means_by_class(s.numbers, s.resp, correction=correction) for s in samples]
    of_shares = [shares_by_class(s.codes, s.resp, correction=correction) for s in samples]
    for found in (of_means, of_shares):
        spread = np.std([each.estimates for each in found], axis=0, ddof=1)
        errors = np.nanmean([each.standard_errors for each in found], axis=0)
        assert_allclose(errors, spread, rtol=0.25)


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_classes_that_do_not_differ_are_rejected_no_more_than_chance_would(
    correction: str,
) -> None:
    samples = [drawn(300, seed, alike=True) for seed in range(100)]
    ps = [
        [means_by_class(s.numbers, s.resp, correction=correction).p_value for s in samples],
        [shares_by_class(s.codes, s.resp, correction=correction).p_value for s in samples],
    ]
    assert (np.mean(np.array(ps) < 0.1, axis=1) < 0.2).all()


def test_shift_and_scale_of_the_column_go_with_the_means() -> None:
    few = drawn(300, 2)
    for correction in CORRECTIONS:
        found = means_by_class(few.numbers, few.resp, correction=correction)
        moved = means_by_class(1e6 + 1e-3 * few.numbers, few.resp, correction=correction)
        assert_allclose(moved.estimates, 1e6 + 1e-3 * found.estimates, rtol=1e-12)
        assert_allclose(moved.standard_errors, 1e-3 * found.standard_errors, rtol=1e-4)
        assert moved.statistic == pytest.approx(found.statistic, rel=1e-4)


def test_rows_without_a_value_are_left_out_and_counted() -> None:
    found = means_by_class([1.0, 2.0, np.nan, 10.0, np.inf], SURE)
    assert_allclose(found.estimates[:, 0], [1.5, 10.0])
    assert found.n_rows == 3
    assert found.status.startswith("3 rows with a value")
    shares = shares_by_class(pd.Series(["a", None, "b", "b", "b"]), SURE)
    assert_allclose(shares.estimates[0], [0.5, 0.5])


def test_a_class_whose_rows_have_no_value_has_no_estimate_and_says_so() -> None:
    for correction in CORRECTIONS:
        found = means_by_class([1.0, 2.0, 3.0, np.nan, np.nan], SURE, correction=correction)
        assert np.isnan(found.estimates[1, 0])
        assert "a class whose rows have no value has no estimate" in found.status
        assert np.isnan(found.p_value)


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_what_does_not_vary_has_no_test(correction: str) -> None:
    found = means_by_class([7.0] * 4, RESP, correction=correction)
    assert_allclose(found.estimates, 7.0)
    assert_allclose(found.standard_errors, 0.0, atol=1e-12)
    assert np.isnan(found.p_value)
    assert "no test" in found.status
    shares = shares_by_class(["a"] * 4, RESP, correction=correction)
    assert_allclose(shares.estimates, 1.0)
    assert np.isnan(shares.p_value)


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_of_one_class_there_is_the_mean_and_no_test(correction: str) -> None:
    found = means_by_class([1.0, 2.0, 6.0], np.ones((3, 1)), correction=correction)
    assert_allclose(found.estimates, 3.0)
    assert np.isnan(found.p_value)


def test_shares_outside_0_to_1_are_said() -> None:
    found = shares_by_class(["a", "a", "b", "b"], RESP)
    assert found.estimates.min() < -0.1
    assert "some estimates of shares are below 0 or above 1" in found.status


@pytest.mark.parametrize("ask", [{"correction": "LTB"}, {"correction": ""}])
def test_an_unknown_correction_is_refused(ask) -> None:
    with pytest.raises(DataError, match="Choose one of BCH, ML, none"):
        means_by_class([1.0, 2.0], SURE[2:4], **ask)


def test_values_that_do_not_belong_to_the_rows_are_refused() -> None:
    with pytest.raises(DataError, match="Give one value for each of the 5 rows"):
        means_by_class([1.0, 2.0], SURE)
    with pytest.raises(DataError, match="No row has a value"):
        means_by_class([np.nan] * 5, SURE)
    with pytest.raises(DataError, match="larger unit"):
        means_by_class([1e200, 0, 0, 0, 0], SURE)
    with pytest.raises(DataError, match="Some responsibilities are NaN"):
        means_by_class([1.0], [[np.nan, np.nan]])


def test_more_rows_than_a_block_give_the_same() -> None:
    few = drawn(4_000, 9)
    resp, z = np.tile(few.resp, (20, 1)), np.tile(few.numbers, 20)
    for correction in CORRECTIONS:
        once = means_by_class(few.numbers, few.resp, correction=correction)
        twenty = means_by_class(z, resp, correction=correction)
        assert_allclose(twenty.estimates, once.estimates, rtol=1e-7)
        assert_allclose(twenty.standard_errors, once.standard_errors / np.sqrt(20), rtol=1e-5)


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_of_categories_too_a_class_may_have_no_value(correction: str) -> None:
    column = pd.Series(["a", "b", "b", None, None])
    found = shares_by_class(column, SURE, correction=correction)
    assert_allclose(found.estimates[0], [1 / 3, 2 / 3])
    assert np.isnan(found.estimates[1]).all()
    assert "a class whose rows have no value" in found.status
    assert np.isnan(found.p_value)


def test_ml_begins_within_the_data_where_bch_leads_far_beyond_them() -> None:
    """Components without a row near their start ended in 0 / 0."""
    rng = np.random.default_rng(0)
    classes = rng.integers(3, size=300)
    resp = np.where(np.eye(3)[classes] > 0.0, 0.34, 0.33)
    found = means_by_class(rng.normal(classes, 0.1), resp, correction="ML")
    assert_allclose(found.estimates[:, 0], [0.0, 1.0, 2.0], atol=0.05)


def test_numbers_too_near_to_one_another_to_be_squared_are_refused() -> None:
    with pytest.raises(DataError, match="differ by less than 1e-150"):
        means_by_class(np.array([1.0, 2.0, 8.0, 9.0]) * 1e-170, RESP)


def test_more_levels_than_can_be_compared_are_refused_before_any_work() -> None:
    resp = np.full((400, 11), 1 / 11)
    with pytest.raises(DataError, match="200 levels, which makes 2,200 shares in 11 classes; at"):
        shares_by_class([f"level {i % 200}" for i in range(400)], resp)
