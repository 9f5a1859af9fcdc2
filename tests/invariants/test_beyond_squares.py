"""Columns of which no square, sum or difference is a number are judged, and refused where fitted.

Warnings are errors here as in all tests: none comes of an overflow.
"""

import re

import numpy as np
import pandas as pd
import pytest
from hostile_makers import xlsx
from lab import UPLOAD, Lab

from gmm_core import DataError
from gmm_core.expectation import Data
from gmm_core.fitting import Settings, fit_run
from gmm_core.table import columns, findings
from gmm_core.table.suspect.missing_codes import likely_codes
from gmm_core.table.suspect.total_rows import total_rows

N = 24
RNG = np.random.default_rng(0)
Y = RNG.normal(size=N).round(3)
COLUMNS = {
    "of either sign": [1e308, -1e308, 1e308] * 8,
    "above zero": [1e308, 1.2e308, 1.7e308] * 8,
    "one among small": [1e308, *range(1, N)],
    "below the least normal": [1e-308, 2e-308, 3e-308, 5e-324] * 6,
    "with squares beyond": [1e200, -3e200, 2e200] * 8,
    "constant": [1e308] * N,
    "zeros": [0.0, 0.0, 1e308] * 8,
    "two groups": [*RNG.normal(1e308, 1e306, N // 2), *RNG.normal(-1e308, 1e306, N // 2)],
    "all sizes": 10.0 ** np.linspace(-300, 308, N),
    "infinite, too": [1e308, np.inf, -np.inf] * 8,
}


def beside(column: str) -> pd.DataFrame:
    names = [f"row {i}" for i in range(N)]
    return pd.DataFrame({"name": names, "x": COLUMNS[column], "z": COLUMNS[column][::-1], "y": Y})


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_is_judged_without_an_overflow(column: str) -> None:
    frame = beside(column)
    described = columns.describe(frame)
    columns.proposed_targets(frame, described)
    for features in (columns.proposed_features(frame, described), ("x", "z", "y")):
        for found in findings(frame, features, described, "."):
            assert not re.search(r"\b(inf|nan)\b", found.sentence)


@pytest.mark.parametrize("size", [1.0, 1e302])
def test_a_total_and_a_code_are_found_whatever_the_unit(size: float) -> None:
    sales = np.array([*RNG.uniform(1.0, 9.0, 11).round(3), 0.0])
    sales[-1] = sales.sum()
    shops = pd.DataFrame({"shop": [f"shop {i}" for i in range(12)], "sales": sales * size * 1e4})
    assert total_rows(shops, columns.describe(shops)) == (11,)
    filled = pd.DataFrame({"y": [*Y * size, 1.7e308, 1.7e308]})
    (code,) = likely_codes(filled, columns.describe(filled))
    assert (code.value, code.rows) == (1.7e308, 2)


@pytest.mark.parametrize("column", ["of either sign", "above zero", "two groups"])
def test_means_are_numbers_and_a_fit_is_refused_in_a_sentence(column: str) -> None:
    X = np.column_stack([COLUMNS[column], Y])
    np.testing.assert_allclose(
        Data(X).origin / 1e300, (X / 1e300).mean(axis=0), rtol=1e-12, atol=1e-300
    )
    with pytest.raises(DataError, match="in another unit"):
        fit_run(X, Settings(2, "full"))


@pytest.mark.usefixtures("untried")
def test_a_workbook_of_them_is_shown() -> None:
    lab = Lab("explore", data=UPLOAD)
    for column in COLUMNS:
        frame = beside(column)[["x", "y"]].replace([np.inf, -np.inf], np.nan)
        cells = [list(frame), *([float(x) for x in row] for row in frame.dropna().to_numpy())]
        lab.upload(xlsx({"Sheet": cells}), "table.xlsx", use=False)
        assert (lab.errors, lab.can_use) == ([], True), column
