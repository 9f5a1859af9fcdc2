"""Frequencies are repeated rows; sampling weights of one scale are those of another."""

import numpy as np
import pandas as pd
import pytest

from gmm_core import (
    Data,
    DataError,
    Logarithm,
    Settings,
    compared,
    complete_rows,
    fit_run,
    run,
    select_model,
)
from gmm_core.certainty import (
    class_table,
    classification_table,
    combined,
    entropy,
    relative_entropy,
)
from gmm_core.clusters import marked_profile, profiles
from gmm_core.landscape import ends_of
from gmm_core.mixture import responsibilities, standardising
from gmm_core.row_weights import Counting, Weighting, counts_of, effective_size
from gmm_core.selection import CLARITY, CRITERIA
from gmm_core.steps import mean_ledger

FREQUENCY = Weighting("n", "frequency")
SAMPLING = Weighting("n", "sampling")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    X = rng.normal(size=(40, 2)) + np.repeat([[0.0, 0.0], [4.0, 3.0]], 20, axis=0)
    frame = pd.DataFrame(X, columns=["x", "y"])
    frame["group"] = np.repeat(["a", "b"], 20)
    frame.loc[5, "group"] = "b"
    return frame.assign(n=rng.integers(1, 6, 40))


@pytest.fixture(scope="module")
def both(table):
    """The rows with their frequencies, and repeated."""
    rows = complete_rows(table, ["x", "y"], weighting=FREQUENCY)
    return rows, np.repeat(rows.X, table["n"], axis=0)


@pytest.mark.parametrize("structure", ["full", "tied", "diag", "spherical", "VEV"])
@pytest.mark.parametrize("floor", [0.0, 0.05])
def test_frequencies_are_repeated_rows_from_the_same_start(both, structure, floor) -> None:
    rows, X = both
    means = ((0.3, 0.1), (3.0, 3.0))
    settings = Settings(2, structure, floor=floor, means=means, standardise=True)
    weighted, repeated = fit_run(Data(rows.X, rows.weights), settings), fit_run(X, settings)
    assert weighted.n_iter == repeated.n_iter
    assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood, rel=1e-10)
    for part in ("weights", "means", "covariances"):
        found, expected = (getattr(each.mixture, part) for each in (weighted, repeated))
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12)
    assert rows.n == len(X)


def test_criteria_and_clarity_of_frequencies_are_those_of_repeated_rows(both) -> None:
    rows, X = both
    asked = ["tied"], [*CRITERIA, *CLARITY]
    (weighted,) = select_model(Data(rows.X, rows.weights), [1], *asked).cells.values()
    (repeated,) = select_model(X, [1], *asked).cells.values()
    for name in asked[1]:
        assert weighted.criteria[name] == pytest.approx(repeated.criteria[name], rel=1e-10)


@pytest.fixture(scope="module")
def fits(both):
    rows, X = both
    start = fit_run(X, Settings(2)).mixture
    weighted = run(rows.X, start, sample_weight=rows.weights)
    return weighted, run(X, start)


def test_what_is_known_of_classes_is_that_of_repeated_rows(table, both, fits) -> None:
    (rows, X), (weighted, repeated) = both, fits
    some, every = (responsibilities(each, weighted.mixture) for each in (rows.X, X))
    pairs = [
        (class_table(some, rows.weights), class_table(every)),
        (classification_table(some, rows.weights), classification_table(every)),
        (relative_entropy(some, rows.weights), relative_entropy(every)),
        (combined(some, weights=rows.weights).entropies, combined(every).entropies),
    ]
    for found, expected in pairs:
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12)
    here = profiles(rows.X, weighted.mixture, some, rows.weights)
    there = profiles(X, repeated.mixture, every)
    for name in ("means", "deviations", "soft_sizes", "hard_sizes"):
        np.testing.assert_allclose(getattr(here, name), getattr(there, name), rtol=1e-9)
    assert here.hard_sizes.dtype.kind == "i"
    marked = marked_profile(rows.X, some, [0, 25], rows.weights)
    of_row = np.repeat(np.arange(40), table["n"])
    in_full = marked_profile(X, every, np.flatnonzero(np.isin(of_row, [0, 25])))
    np.testing.assert_allclose(marked.means, in_full.means, rtol=1e-9)
    assert marked.hard_sizes.tolist() == in_full.hard_sizes.tolist()


def test_a_target_agrees_as_that_of_repeated_rows(table, both, fits) -> None:
    (rows, X), (fit, _) = both, fits
    found = compared(table["group"], responsibilities(rows.X, fit.mixture), weights=rows.weights)
    target = table["group"].repeat(table["n"]).reset_index(drop=True)
    expected = compared(target, responsibilities(X, fit.mixture))
    assert found.table.to_numpy().tolist() == expected.table.to_numpy().tolist()
    assert found.matching == expected.matching
    for score in (
        *("matched_accuracy", "adjusted_rand_index", "normalized_mutual_information"),
        *("homogeneity", "completeness"),
    ):
        assert getattr(found, score) == pytest.approx(getattr(expected, score), rel=1e-10)
    assert found.weight_off == len(expected.misplaced)


def test_the_sums_of_an_m_step_are_those_of_repeated_rows(both, fits) -> None:
    (rows, X), (weighted, repeated) = both, fits
    found = mean_ledger(rows.X, weighted, 1, features=[0, 1], weights=rows.weights)
    expected = mean_ledger(X, repeated, 1, features=[0, 1])
    for name in ("resp_sums", "weights", "means_after", "spreads"):
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), rtol=1e-9)
    parts = found.shares.sum(axis=1) + found.rest_shares
    np.testing.assert_allclose(parts, 1.0, rtol=1e-12)


def test_many_starts_climb_with_weights(both) -> None:
    rows, X = both
    (found,) = {round(each.log_likelihood, 3) for each in ends_of(X, Settings(1), 1)}
    ends = ends_of(Data(rows.X, rows.weights), Settings(1), 1)
    assert {round(each.log_likelihood, 3) for each in ends} == {found}


def test_sampling_weights_are_of_mean_one_whatever_their_scale(table) -> None:
    small, large = (
        complete_rows(table.assign(n=scale * table["n"]), ["x"], weighting=SAMPLING)
        for scale in (1e-3, 1e9)
    )
    np.testing.assert_allclose(small.weights, large.weights, rtol=1e-12)
    assert small.weights.mean() == pytest.approx(1.0)
    assert small.n == len(table)
    by_hand = table["n"].sum() ** 2 / (table["n"] ** 2).sum()
    assert effective_size(small.weights) == pytest.approx(by_hand)
    assert f"as much as {by_hand:.2f} of equal weight" in small.weighed


def test_the_log_jacobian_is_weighted(table) -> None:
    frame = table.assign(x=table["x"].abs() + 1.0)
    rows = complete_rows(frame, ["x"], [Logarithm("x")], FREQUENCY)
    assert rows.log_jacobian == pytest.approx(-(frame["n"] * np.log(frame["x"])).sum())


def test_rows_of_weight_0_and_without_one_are_left_out_and_said(table) -> None:
    frame = table.assign(n=table["n"].astype(float))
    frame.loc[[0, 1], "n"], frame.loc[2, "n"], frame.loc[3, "x"] = 0.0, np.nan, np.nan
    rows = complete_rows(frame, ["x"], weighting=FREQUENCY)
    assert rows.summary == (
        "36 of 40 rows are fitted; 1 row with missing values, 1 row with no weight and 2 rows "
        "with weight 0 are left out."
    )
    assert rows.weights.tolist() == frame["n"].iloc[4:].tolist()


@pytest.mark.parametrize(
    ("values", "kind", "sentence"),
    [
        ([1.0, -2.0, 3.0], "sampling", "below 0 in 1 row, first in row 2"),
        ([1.0, 2.0, np.inf], "sampling", "infinite in 1 row, first in row 3"),
        ([0.0, 0.0, 0.0], "sampling", "No row that could be fitted has a weight above 0"),
        ([np.nan] * 3, "frequency", "No row that could be fitted has a weight above 0"),
        ([1.0, 2.5, 3.0], "frequency", r"has 2\.5\d* in row 2, and a frequency is a whole number"),
        ([1.0, 1e16, 3.0], "frequency", "add up to more than"),
        (["a", "b", "c"], "frequency", "does not hold numbers only"),
        ([True, False, True], "frequency", "does not hold numbers only"),
    ],
)
def test_what_is_no_weight_is_refused_in_a_sentence(values, kind, sentence) -> None:
    frame = pd.DataFrame({"x": [1.0, 2.0, 3.0], "w": values})
    with pytest.raises(DataError, match=sentence) as refused:
        complete_rows(frame, ["x"], weighting=Weighting("w", kind))
    assert "\n" not in str(refused.value)


def test_a_column_of_weights_is_no_feature_and_must_be_there(table) -> None:
    with pytest.raises(DataError, match="it is no feature"):
        complete_rows(table, ["x", "n"], weighting=FREQUENCY)
    with pytest.raises(DataError, match='no column "m" of weights'):
        complete_rows(table, ["x"], weighting=Weighting("m", "frequency"))
    with pytest.raises(DataError, match="'frequency' or 'sampling'"):
        Weighting("n", "importance")  # pyright: ignore[reportArgumentType]


def test_groups_are_counted_by_weights() -> None:
    groups = np.array([0, 2, 2])
    assert counts_of(groups, 3).tolist() == [1, 0, 2]
    assert counts_of(groups, 3, np.array([0.5, 1.0, 1.0])).tolist() == [0.5, 0.0, 2.0]


def test_standardising_goes_by_weights(both) -> None:
    rows, X = both
    found, expected = standardising(rows.X, rows.weights), standardising(X)
    np.testing.assert_allclose(found.shift, expected.shift, rtol=1e-12)
    np.testing.assert_allclose(found.scale, expected.scale, rtol=1e-12)


RESP = np.array([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5]])
TAKING_WEIGHTS = {
    "entropy": lambda w: entropy(RESP, w),
    "relative entropy": lambda w: relative_entropy(RESP, w),
    "classification": lambda w: classification_table(RESP, w),
    "classes": lambda w: class_table(RESP, w),
    "combined": lambda w: combined(RESP, weights=w),
    "compared": lambda w: compared(["a", "b", "a"], RESP, weights=w),
    "marked": lambda w: marked_profile(np.eye(3), RESP, [0, 1], w),
    "standardising": lambda w: standardising(np.eye(3), w),
}


@pytest.mark.parametrize("name", TAKING_WEIGHTS)
def test_weights_that_are_none_are_refused_by_all_that_take_them(name: str) -> None:
    """A single one was taken for all rows, and others ended in NaN or errors of numpy."""
    for weights, told in (
        ([2.0], "weights has shape"),
        ([1.0, 1.0], "weights has shape"),
        ([0.0, 0.0, 0.0], "weights is 0 for every row"),
        ([1.0, np.nan, 1.0], "weights is missing or infinite for 1 row"),
        ([-1.0, 1.0, 1.0], "weights is negative for 1 row"),
    ):
        with pytest.raises(DataError, match=told):
            TAKING_WEIGHTS[name](np.array(weights))


def test_of_rows_with_weight_0_there_is_no_mean_and_no_agreement() -> None:
    weights = np.array([0.0, 1.0, 2.0])
    assert marked_profile(np.eye(3), RESP, [0], weights).means is None
    with pytest.raises(DataError, match="have weight 0"):
        compared(["a", None, None], RESP, weights=weights)


def test_what_is_no_number_is_no_weight() -> None:
    with pytest.raises(DataError, match='The column "n" is not of numbers'):
        FREQUENCY.of(["a"])
    for weights in ([], [0.0], [np.nan], [-1.0]):
        with pytest.raises(DataError, match="Give"):
            effective_size(weights)


def test_a_column_of_frequencies_says_what_n_is():
    said = Weighting("times", "frequency").said(np.array([1.0, 2.0, 4.0]))
    assert said == 'The column "times" says how often each row counts: 3 rows stand for n = 7.'


def test_weights_of_an_unknown_kind_are_refused():
    with pytest.raises(DataError, match="Give 'frequency' or 'sampling'"):
        Counting.of([1.0, 2.0], "often", 2)
