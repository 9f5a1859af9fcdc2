"""A stratified sample of rows: how many of each stratum, and which."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.subsets import drawn_rows, evenly_spaced, stratified_rows

sizes = st.lists(st.integers(0, 200), min_size=1, max_size=30).filter(sum)


def strata_of(counts, seed=0):
    labels = np.repeat(np.arange(len(counts)), counts)
    return np.random.default_rng(seed).permutation(labels)


def taken(strata, rows):
    return np.bincount(strata[rows], minlength=strata.max() + 1)


@given(counts=sizes, limit=st.integers(0, 3000), least=st.integers(0, 60), seed=st.integers(0, 99))
def test_exactly_so_many_different_rows_and_every_stratum_has_its_least(counts, limit, least, seed):
    strata = strata_of(counts)
    rows = stratified_rows(strata, limit, least=least, seed=seed)
    assert len(rows) == min(limit, len(strata))
    assert (np.diff(rows) > 0).all()
    held, of_each = np.bincount(strata), taken(strata, rows)
    assert (of_each <= held).all()
    if np.minimum(held, least).sum() > limit:
        least = limit // len(counts)
    assert (of_each >= np.minimum(held, least)).all()


@given(counts=sizes, limit=st.integers(1, 3000), seed=st.integers(0, 99))
def test_without_a_least_shares_are_proportional(counts, limit, seed):
    strata = strata_of(counts)
    limit = min(limit, len(strata))
    rows = stratified_rows(strata, limit, least=0, seed=seed)
    shares = np.bincount(strata) * limit / len(strata)
    assert (np.abs(taken(strata, rows) - shares) < 1).all()


@pytest.mark.parametrize(
    ("counts", "limit", "least", "expected"),
    [
        # 50 and 10 are more than a fifth of 90 and of 10; the 140 that are left come of the 900.
        ((900, 90, 10), 200, 50, (140, 50, 10)),
        ((900, 90, 10), 500, 50, (440, 50, 10)),
        ((100, 100, 100), 60, 50, (20, 20, 20)),
        # Two of each are 6; what is left goes to the largest.
        ((60, 30, 10), 7, 50, (3, 2, 2)),
        ((7, 2, 1), 0, 1, (0, 0, 0)),
    ],
)
def test_shares_by_hand(counts, limit, least, expected):
    strata = strata_of(counts)
    assert tuple(taken(strata, stratified_rows(strata, limit, least=least))) == expected


def test_more_strata_than_rows_wanted():
    rows = stratified_rows(np.arange(1000), 10)
    assert len(rows) == 10


def test_few_rows_are_all_taken():
    np.testing.assert_array_equal(stratified_rows(np.array([3, 3, 1]), 3), [0, 1, 2])
    assert len(stratified_rows(np.array([], dtype=int), 5)) == 0


@pytest.mark.parametrize("as_labels", [lambda s: s - 7, lambda s: s * 10**12, np.int8, np.uint8])
def test_strata_may_bear_any_whole_numbers(as_labels):
    strata = strata_of((500, 120, 3))
    expected = stratified_rows(strata, 100)
    np.testing.assert_array_equal(stratified_rows(as_labels(strata), 100), expected)


def test_a_seed_gives_one_sample_and_another_seed_another():
    strata = strata_of((5000, 5000))
    first = stratified_rows(strata, 500, seed=1)
    np.testing.assert_array_equal(stratified_rows(strata, 500, seed=1), first)
    assert len(np.intersect1d(first, stratified_rows(strata, 500, seed=2))) < 100


@pytest.mark.parametrize("changed", [0.02, 0.2, 1.0])
def test_rows_mostly_stay_where_they_change_their_strata(changed):
    """Also where all of them do: a stratum gives its first rows by a priority that is theirs."""
    rng = np.random.default_rng(0)
    strata = rng.integers(4, size=50_000)
    other = np.where(rng.random(50_000) < changed, rng.integers(4, size=50_000), strata)
    before, after = stratified_rows(strata, 5000), stratified_rows(other, 5000)
    assert len(np.intersect1d(before, after)) > 0.95 * 5000


def test_a_stratum_gives_its_rows_without_preference():
    """Positions of a sample spread evenly: mean within five standard errors of the middle."""
    strata = np.repeat([0, 1], [20_000, 5000])
    rows = stratified_rows(strata, 2000)
    first = rows[rows < 20_000]
    assert first.mean() == pytest.approx(10_000, abs=5 * 20_000 / np.sqrt(12 * len(first)))


def test_few_rows_are_all_drawn():
    np.testing.assert_array_equal(drawn_rows(7, limit=7), np.arange(7))


def test_the_sample_is_fixed_ascending_and_without_repeats():
    rows = drawn_rows(100_000)
    np.testing.assert_array_equal(rows, drawn_rows(100_000))
    assert len(rows) == 5000
    assert (np.diff(rows) > 0).all()
    assert rows.max() < 100_000


def test_the_sample_covers_the_data_evenly():
    share = np.histogram(drawn_rows(100_000), bins=10, range=(0, 100_000))[0] / 5000
    np.testing.assert_allclose(share, 0.1, atol=0.02)


def test_another_seed_is_another_sample():
    assert (drawn_rows(1000, limit=10, seed=1) != drawn_rows(1000, limit=10, seed=2)).any()


@given(st.integers(0, 500), st.integers(1, 60))
def test_evenly_spaced_rows_begin_with_the_first_and_are_never_too_many(n, limit):
    rows = np.arange(n)[evenly_spaced(n, limit)]
    assert len(rows) <= limit
    assert len(rows) == n or 2 * len(rows) >= min(n, limit)
    assert rows[:1].tolist() == [0] * (n > 0)
    assert len(set(np.diff(rows).tolist())) <= 1
