import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import datasets
from gmm_core.errors import DataError
from gmm_core.target.intervals import MAX_INTERVALS, binned

NAN, INF = np.nan, np.inf
ANY = st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=60)
FEW_VALUES = st.lists(st.sampled_from([-1.5, 0.0, 0.25, 3.0, 1e6]), min_size=1, max_size=60)
MOST = sys.float_info.max


def sizes(cut):
    return cut.labels.value_counts(sort=False).tolist()


def test_body_masses_of_penguins_are_cut_at_round_numbers():
    masses = datasets.load("penguins").frame["body_mass_g"]
    cut = binned(masses, unit="g")
    assert cut.cuts == (3500.0, 3810.0, 4300.0, 5000.0)
    assert cut.intervals == (
        "2700 to 3500 (g)",
        "3500 to 3810 (g)",
        "3810 to 4300 (g)",
        "4300 to 5000 (g)",
        "5000 to 6300 (g)",
    )
    assert sizes(cut) == [71, 70, 58, 76, 67]
    assert cut.labels.isna().sum() == 2
    assert cut.sentence == (
        "body_mass_g has 94 different numbers; it is cut into 5 intervals of about equally many "
        "rows."
    )


def test_a_value_at_a_cut_belongs_to_the_interval_above():
    cut = binned(np.arange(10.0), n_intervals=2)
    assert cut.cuts == (5.0,)
    assert cut.labels.tolist() == ["0 to 5"] * 5 + ["5 to 9"] * 5


def test_a_value_that_many_rows_share_is_an_interval_of_its_own():
    values = np.r_[np.zeros(60), np.linspace(0.5, 10, 40)]
    cut = binned(values, name="rain")
    assert cut.intervals[0] == "0"
    assert sizes(cut)[0] == 60
    assert cut.sentence.startswith("rain has 41 different numbers; it is cut into 3 intervals of ")
    assert cut.sentence.endswith(" rows, since equal numbers stay together.")


def test_one_value_stays_one_interval():
    cut = binned([7.0] * 30)
    assert (cut.intervals, cut.cuts) == (("7",), ())
    assert cut.sentence == (
        "The target has 1 different number; it stays one interval, since no cut parts its rows "
        "at all evenly."
    )


def test_rows_without_a_finite_number_are_in_no_interval():
    cut = binned([1.0, NAN, 2.0, INF, -INF], n_intervals=2)
    assert cut.labels.isna().tolist() == [False, True, False, True, True]


def test_labels_keep_index_name_and_order():
    column = pd.Series(pd.array([30, 10, None, 20], dtype="Int64"), index=[5, 5, 2, 9], name="age")
    labels = binned(column, n_intervals=3).labels
    assert labels.index.tolist() == [5, 5, 2, 9]
    assert labels.name == "age"
    assert labels.cat.ordered
    assert labels.cat.categories.tolist() == ["10", "20", "30"]


def test_edges_have_a_true_minus_and_zero_has_none():
    cut = binned(-np.linspace(0.001, 5, 40), n_intervals=2)
    assert cut.intervals == ("−5.0 to −2.5", "−2.5 to 0.0")


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (["a", "b"], "The target does not hold numbers only"),
        ([NAN, INF], "The target holds no finite number"),
        (pd.Series([], dtype=float, name="mass"), "mass holds no finite number"),
    ],
)
def test_what_cannot_be_cut_is_said(target, message):
    with pytest.raises(DataError, match=f"^{message}"):
        binned(target)


@pytest.mark.parametrize("scale", [1e-300, 1e-9, 1.0, 1e9, 1e300])
@pytest.mark.parametrize("offset", [0.0, -3.0])
def test_every_scale_is_cut_evenly(scale, offset):
    values = (np.random.default_rng(1).normal(size=500) + offset) * scale
    cut = binned(values)
    assert len(cut.intervals) == MAX_INTERVALS
    # Each cut may be off its quantile by 2 % of the rows.
    assert max(abs(size - 100) for size in sizes(cut)) <= 2 * 0.02 * 500


@given(st.one_of(ANY, FEW_VALUES), st.integers(1, 7))
def test_every_finite_value_lies_in_its_interval(values, n_intervals):
    values = np.array(values)
    if not np.isfinite(values).any():
        with pytest.raises(DataError):
            binned(values, n_intervals=n_intervals)
        return
    cut = binned(values, n_intervals=n_intervals)
    assert 1 <= len(cut.intervals) <= n_intervals
    assert len(set(cut.intervals)) == len(cut.intervals) == len(cut.cuts) + 1
    assert list(cut.cuts) == sorted(set(cut.cuts))
    codes = cut.labels.cat.codes.to_numpy()
    edges = [-INF, *cut.cuts, INF]
    for value, code in zip(values, codes, strict=True):
        if code < 0:
            assert not np.isfinite(value)
        else:
            assert edges[code] <= value < edges[code + 1]
    least = np.isfinite(values).sum() / (2 * n_intervals)
    assert len(cut.cuts) == 0 or min(sizes(cut)) >= least


@given(st.lists(st.sampled_from([-MOST, -1.0, 5e-324, 0.0, 1.0, MOST]), min_size=1, max_size=40))
def test_the_widest_of_numbers_are_cut_without_a_warning(values):
    cut = binned(values)
    assert sum(sizes(cut)) == len(values)


@given(FEW_VALUES, st.randoms())
def test_the_order_of_rows_changes_nothing(values, random):
    other = list(values)
    random.shuffle(other)
    one, two = binned(values), binned(other)
    assert (one.cuts, one.intervals, one.sentence) == (two.cuts, two.intervals, two.sentence)
