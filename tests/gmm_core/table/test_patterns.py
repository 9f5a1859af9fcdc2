"""Whichever way is taken, the same cells are of a pattern."""

import numpy as np
import pandas as pd
import pytest

from gmm_core.table import patterns

PATTERNS = (
    r"[+-]?[0-9]+(?:\.[0-9]*)?",
    r".*[^0-9].*",
    "[$€] ?[0-9,]+",
    "",
    "[\u0660-\u0669]+",
    "a.b",
)
CELLS = pd.Series(["1", "-2.5", "", "€ 1,000", "a\nb", "٣٤", "3" * 60, "1 ", "été"])


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("dtype", [object, "str"])
def test_few_short_cells_are_looked_at_as_many_and_long_ones_are(monkeypatch, pattern, dtype):
    cells = CELLS.astype(dtype)
    short = cells[cells.str.len() <= patterns.SHORT]
    found = [(patterns.matches(each, pattern), patterns.any_holds(each, pattern))
             for each in (cells, short, cells[:0])]  # fmt: skip
    monkeypatch.setattr(patterns, "FEW_CELLS", -1)
    for each, (of, any_of) in zip((cells, short, cells[:0]), found, strict=True):
        np.testing.assert_array_equal(of, patterns.matches(each, pattern))
        assert any_of is patterns.any_holds(each, pattern)
