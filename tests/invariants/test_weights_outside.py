"""Rows that count more than once: frequencies are repeated rows, sampling weights are not."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from outside_columns import Drawn, drawn

from gmm_core.errors import DataError
from gmm_core.outside import CORRECTIONS, ByClass, means_by_class, shares_by_class

SURE = np.eye(2)[[0, 0, 0, 1, 1]]


@pytest.fixture(scope="module")
def rows() -> Drawn:
    return drawn(300, 3)


@pytest.fixture(scope="module")
def times() -> np.ndarray:
    return np.random.default_rng(4).integers(0, 4, size=300)


def assert_same(found: ByClass, expected: ByClass) -> None:
    assert_allclose(found.estimates, expected.estimates, atol=1e-9)
    assert_allclose(found.standard_errors, expected.standard_errors, rtol=1e-6)
    assert found.statistic == pytest.approx(expected.statistic, rel=1e-6)
    assert found.degrees == expected.degrees


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_frequencies_are_repeated_rows(rows: Drawn, times: np.ndarray, correction: str) -> None:
    each = np.repeat(np.arange(300), times)
    ask, counted = {"correction": correction}, {"sample_weight": times, "kind": "frequency"}
    found = means_by_class(rows.numbers, rows.resp, **ask, **counted)
    assert_same(found, means_by_class(rows.numbers[each], rows.resp[each], **ask))
    assert found.status.startswith(f"{(times > 0).sum()} rows with a value, which stand for")
    words = rows.codes.astype(str)
    of_words = shares_by_class(words, rows.resp, **ask, **counted)
    assert_same(of_words, shares_by_class(words[each], rows.resp[each], **ask))


@pytest.mark.parametrize("correction", ["BCH", "ML"])
def test_sampling_weights_have_no_unit(rows: Drawn, times: np.ndarray, correction: str) -> None:
    ask = {"correction": correction}
    one, other = (
        means_by_class(rows.numbers, rows.resp, sample_weight=unit * times, **ask)
        for unit in (1.0, 1e4)
    )
    assert_same(one, other)
    equal = means_by_class(rows.numbers, rows.resp, sample_weight=np.full(300, 7.0), **ask)
    assert_same(equal, means_by_class(rows.numbers, rows.resp, **ask))


def test_a_row_of_weight_two_is_one_row() -> None:
    z, weights = [1.0, 2.0, 4.0, 10.0, 12.0], [2.0, 1.0, 1.0, 1.0, 1.0]
    found = means_by_class(z, SURE, sample_weight=weights)
    assert_allclose(found.estimates[:, 0], [2.0, 11.0])
    by_hand = np.sqrt(4.0 * 1.0 + 0.0 + 4.0) / 4.0  # of squares of w (z - mean)
    assert_allclose(found.standard_errors[:, 0], [by_hand, np.sqrt(1 / 2)])
    shares = shares_by_class(["a", "b", "b", "a", "b"], SURE, sample_weight=weights)
    assert_allclose(shares.estimates, [[0.5, 0.5], [0.5, 0.5]])
    by_hand = np.sqrt((4.0 + 1.0 + 1.0) * 0.25) / 4.0
    assert_allclose(shares.standard_errors[0], by_hand)


def test_what_cannot_be_weighted_is_refused(rows: Drawn) -> None:
    words = rows.codes.astype(str)
    with pytest.raises(DataError, match='Take correction "BCH"'):
        shares_by_class(words, rows.resp, correction="ML", sample_weight=np.ones(300))
    with pytest.raises(DataError, match="kind is 'survey'"):
        means_by_class(rows.numbers, rows.resp, kind="survey")
    with pytest.raises(DataError, match="one weight for each"):
        means_by_class(rows.numbers, rows.resp, sample_weight=[1.0])


def test_more_shares_than_can_be_compared_are_refused() -> None:
    words = np.tile(np.arange(200), 11).astype(str)
    resp = np.eye(11)[np.arange(2_200) % 11]
    with pytest.raises(DataError, match="200 levels, which makes 2,200 shares in 11 classes"):
        shares_by_class(words, resp)
