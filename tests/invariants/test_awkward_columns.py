"""Columns as tables have them: each test is scipy's, or says why there is none."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from gmm_core.errors import DataError
from gmm_core.outside import (
    association_rows,
    association_table,
    associations,
    means_by_class,
    shares_by_class,
)

RNG = np.random.default_rng(15)
N, K = 60, 4
CLUSTERS = np.repeat(range(K), [30, 20, 9, 1])  # the last has one row
VALUES = RNG.normal(CLUSTERS, 1.0)
GONE = np.where(RNG.random(N) < 0.3, np.nan, VALUES)
NUMBERS = {
    "tied": VALUES.round(),
    "two values": (VALUES > 1).astype(float),
    "gaps": GONE,
    "a cluster without a value": np.where(CLUSTERS == 2, np.nan, VALUES),
    "tiny": VALUES * 1e-200,
    "smallest of all": VALUES.round() * 5e-324,
    "huge": VALUES * 1e149,
    "far away": VALUES + 1e6,
    "one outlier": np.append(VALUES[:-1], 1e4),
    "infinite": np.append(VALUES[:-1], np.inf),
}
NONE = {
    "constant": np.full(N, 3.5),
    "all missing": np.full(N, np.nan),
    "one value": np.append(np.full(N - 1, np.nan), 1.0),
    "one cluster": np.where(CLUSTERS == 0, VALUES, np.nan),
    "one a cluster": np.where(np.append(np.diff(CLUSTERS), 1) > 0, VALUES, np.nan),
    "one level": ["a"] * N,
    "no level": [None] * N,
    "a name each": [f"P{row}" for row in range(N)],
}


def by_scipy(test, values) -> Any:
    present = np.isfinite(values)
    held = [values[present & (j == CLUSTERS)] for j in range(K)]
    return test(*[each for each in held if len(each)])


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_are_those_of_scipy_whatever_their_size(name):
    values = np.asarray(NUMBERS[name])
    (found,) = associations({"x": values}, CLUSTERS, K)
    scaled = values if np.nanmax(np.abs(values)) < 1e100 else values / 1e149
    scaled = scaled * 1e200 if 0 < np.nanmax(np.abs(scaled)) < 1e-100 else scaled
    expect = by_scipy(stats.f_oneway, scaled)
    assert_allclose([found.statistic, found.p_value], [expect.statistic, expect.pvalue], rtol=1e-6)
    (found,) = associations({"x": values}, CLUSTERS, K, ranks=True)
    expect = by_scipy(stats.kruskal, values)
    assert_allclose([found.statistic, found.p_value], [expect.statistic, expect.pvalue])
    assert 0 <= found.effect <= 1
    table = pd.Series(values[np.isfinite(values)])
    clusters = CLUSTERS[np.isfinite(values)]
    assert_allclose(found.table[0, 0], table[clusters == 0].mean(), rtol=1e-9)
    deviation = scaled[(CLUSTERS == 0) & np.isfinite(scaled)].std(ddof=1)
    unit = (
        np.nanmax(np.abs(values[np.isfinite(values)])) / np.abs(scaled[np.isfinite(scaled)]).max()
    )
    assert_allclose(found.table[0, 1], deviation * unit, rtol=0.2 if unit < 1e-300 else 1e-6)


def test_levels_are_those_of_scipy_however_many():
    rows = 1800
    clusters = RNG.integers(K, size=rows)
    for levels in (2, 25, 300):
        codes = RNG.integers(levels, size=rows)
        (found,) = associations({"x": [f"n{code}" for code in codes]}, clusters, K)
        if not found.degrees:
            assert "more than a table can show" in found.status
            continue
        expect: Any = stats.chi2_contingency(pd.crosstab(clusters, codes), correction=False)
        assert_allclose([found.statistic, found.p_value], [expect.statistic, expect.pvalue])
        assert found.degrees == (expect.dof,)


@pytest.mark.parametrize("name", NONE)
def test_what_has_no_test_says_why_in_its_line(name):
    (found,) = associations({"x": NONE[name]}, CLUSTERS, K)
    table = association_table([found])
    assert table.loc[0, "test"] == "none"
    assert table.loc[0, "effect"] == "none"
    assert len(table.loc[0, "note"]) > 20
    assert not table.astype(str).apply(lambda column: column.str.contains("nan")).to_numpy().any()
    rows = association_rows(found)
    assert not rows.apply(lambda column: column.str.contains("nan")).to_numpy().any()


@pytest.mark.parametrize("name", [*NUMBERS, *NONE])
def test_with_errors_of_assignment_undone_there_is_a_number_or_a_reason(name):
    values = {**NUMBERS, **NONE}[name]
    resp = np.full((N, K), 0.02)
    resp[np.arange(N), CLUSTERS] = 0.94
    compare = means_by_class if isinstance(values, np.ndarray) else shares_by_class
    known = found_or_why(compare, values, resp)
    (tried,) = associations({"x": values}, CLUSTERS, K)
    table = association_table([tried], known={"x": known})
    said = table.loc[0, "three-step p"]
    assert said != "nan"
    assert (
        known.endswith(".")
        if isinstance(known, str)
        else known.degrees or "three-step" in str(table.loc[0, "note"])
    )


def found_or_why(compare, values, resp):
    try:
        return compare(values, resp)
    except DataError as error:
        return str(error)
