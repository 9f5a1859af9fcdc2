"""Columns against clusters: what scipy has, what hands compute, and what weights mean."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from gmm_core.errors import DataError
from gmm_core.outside import associations
from gmm_core.row_weights import Weighting


def drawn(n=90, k=3, seed=0):
    rng = np.random.default_rng(seed)
    clusters = rng.integers(k, size=n)
    numbers = rng.normal(clusters * 0.7, 1.0).round(1)  # some are tied
    levels = np.array(list("abcd"))[np.minimum(rng.integers(4, size=n), clusters + 1)]
    return clusters, numbers, levels


def test_categories_are_those_of_scipy():
    clusters, _, levels = drawn()
    (found,) = associations({"kind": levels}, clusters, 3)
    counts = pd.crosstab(clusters, levels).to_numpy()
    expect = stats.chi2_contingency(counts, correction=False)
    assert_allclose([found.statistic, found.p_value], [expect.statistic, expect.pvalue])
    assert found.degrees == (expect.dof,)
    assert_allclose(found.effect, stats.contingency.association(counts))
    np.testing.assert_array_equal(found.table, counts)
    assert_allclose(found.shares.sum(axis=1), 1.0)


def test_a_cross_table_by_hand():
    # 2 x 2 of 10, 20, 30, 40: chi-squared 100 (10 x 40 - 20 x 30)^2 / (30 x 70 x 40 x 60).
    kind = np.repeat(["a", "b", "a", "b"], [10, 20, 30, 40])
    (found,) = associations({"kind": kind}, np.repeat([0, 0, 1, 1], [10, 20, 30, 40]), 2)
    chi_squared = 100 * 200**2 / (30 * 70 * 40 * 60)
    assert_allclose([found.statistic, found.effect], [chi_squared, np.sqrt(chi_squared / 100)])
    assert_allclose(found.shares, [[1 / 3, 2 / 3], [3 / 7, 4 / 7]])
    assert found.status == "100 rows with a value"


def test_numbers_are_those_of_scipy():
    clusters, numbers, _ = drawn()
    parts = [numbers[clusters == j] for j in range(3)]
    (found,) = associations({"x": numbers}, clusters, 3)
    expect = stats.f_oneway(*parts)
    assert_allclose([found.statistic, found.p_value], [expect.statistic, expect.pvalue])
    assert found.degrees == (2, 87)
    assert_allclose(found.table, [[part.mean(), part.std(ddof=1)] for part in parts])
    (found,) = associations({"x": numbers}, clusters, 3, ranks=True)
    expect = stats.kruskal(*parts)
    assert_allclose([found.statistic, found.p_value], [expect.statistic, expect.pvalue])
    assert_allclose(found.effect**2, found.statistic / 89)


def test_eta_by_hand():
    # Means 1 and 5 about 3, two rows each: 16 between, 2 + 2 within.
    (found,) = associations({"x": [0.0, 2.0, 4.0, 6.0]}, [0, 0, 1, 1], 2)
    assert_allclose([found.statistic, found.effect], [16 / (4 / 2), np.sqrt(16 / 20)])


@pytest.mark.parametrize("ranks", [False, True])
def test_frequencies_are_repeated_rows(ranks):
    clusters, numbers, levels = drawn(40)
    times = np.random.default_rng(1).integers(1, 5, size=40)
    columns = {"x": numbers, "kind": levels}
    repeated = {name: np.repeat(values, times) for name, values in columns.items()}
    weights = Weighting("n", "frequency").of(times)
    found = associations(columns, clusters, 3, weights=weights, ranks=ranks)
    expect = associations(repeated, np.repeat(clusters, times), 3, ranks=ranks)
    for one, other in zip(found, expect, strict=True):
        assert one.column == other.column
        assert one.degrees == other.degrees
        assert_allclose(one.table, other.table)
        assert_allclose([one.statistic, one.p_value], [other.statistic, other.p_value])


def test_the_strongest_comes_first_and_p_is_raised_for_all_that_were_tried():
    clusters, numbers, levels = drawn()
    rng = np.random.default_rng(3)
    columns = {"noise": rng.normal(size=90), "x": numbers, "kind": levels, "id": range(90)}
    columns["names"] = [f"P{i}" for i in range(90)]
    found = associations(columns, clusters, 3)
    effects = [each.effect for each in found]
    assert effects[:-1] == sorted(effects[:-1], reverse=True)
    assert found[-1].column == "names"
    assert "names rows rather than classes" in found[-1].status
    p = np.array([each.p_value for each in found[:-1]])
    by_hand = np.maximum.accumulate(np.sort(p) * [4, 3, 2, 1]).clip(max=1.0)
    assert_allclose(sorted(each.adjusted for each in found[:-1]), by_hand)
    assert np.isnan(found[-1].adjusted)
    found = associations(columns, clusters, 3, adjustment="Benjamini-Hochberg")
    p = [each.p_value for each in found[:-1]]
    assert_allclose([each.adjusted for each in found[:-1]], stats.false_discovery_control(p))


def test_labels_too_many_to_compare_are_said_of_the_column_that_has_them():
    """Nobody has chosen it: it is no target."""
    clusters = np.repeat([0, 1, 2], 300)
    labels = [f"street {i % 298}" for i in range(900)]
    (found,) = associations({"street": labels}, clusters, 3)
    assert found.status == (
        "The column holds 298 different labels, more than a table can show; join them to one with "
        "at most 200."
    )
    assert (found.n_rows, found.sizes.tolist()) == (900, [300, 300, 300])


def test_gaps_are_left_out_and_small_counts_said():
    kind = pd.Series(["a", "b", None, "a", "b", "b"])
    (found,) = associations({"kind": kind}, [0, 0, 0, 1, 1, 1], 2)
    assert found.n_rows == 5
    assert found.status == "5 rows with a value; 4 of 4 cells expect fewer than 5 rows, p is rough"
    (found,) = associations({"x": [1.0, np.nan, 3.0, np.inf]}, [0, 0, 1, 1], 2)
    assert found.n_rows == 2
    assert found.test_in_words == "none"


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ([np.nan] * 4, "No row has a value of the column. Choose one that has."),
        ([7.0] * 4, "4 rows with a value; no test: values do not differ, or too few clusters"),
        (["a"] * 4, "4 rows with a value; no test: there is one level"),
        ([1e200, 1.0, 2.0, 3.0], "The column has numbers beyond 1e+150. Give it in a larger"),
    ],
)
def test_what_cannot_be_compared_says_why(values, status):
    (found,) = associations({"x": values}, [0, 0, 1, 1], 2)
    assert found.status.startswith(status)
    assert np.isnan([found.statistic, found.p_value, found.effect, found.adjusted]).all()


def test_an_empty_cluster_has_no_part_in_a_test():
    clusters, numbers, levels = drawn()
    columns = {"x": numbers, "kind": levels}
    whole, gap = associations(columns, clusters, 3), associations(columns, clusters, 4)
    for one, other in zip(whole, gap, strict=True):
        assert (one.degrees, one.statistic) == (other.degrees, other.statistic)
        assert other.sizes[3] == 0


def test_a_large_offset_costs_no_digits():
    clusters, numbers, _ = drawn()
    near, far = (associations({"x": numbers + by}, clusters, 3)[0] for by in (0.0, 1e9))
    assert_allclose(near.statistic, far.statistic, rtol=1e-5)


def test_a_column_of_another_length_is_refused():
    with pytest.raises(DataError, match='The column "x" has 2 values for 3 rows'):
        associations({"x": [1.0, 2.0]}, [0, 1, 1], 2)
    with pytest.raises(DataError, match="There is no adjustment 'none'"):
        associations({}, [0], 1, adjustment="none")
