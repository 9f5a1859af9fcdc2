"""What was found, as a table."""

import numpy as np
import pytest

from gmm_core.errors import DataError
from gmm_core.outside import compared_table, means_by_class, shares_by_class

SURE = np.eye(2)[[0, 0, 0, 1, 1]]


def test_each_number_and_level_has_a_row_for_each_class() -> None:
    mean = means_by_class([1.0, 2.0, 3.0, 10.0, 12.0], SURE)
    shares = shares_by_class(["a", "b", "b", "a", "b"], SURE)
    table = compared_table({"x": mean, "kind": shares}, ["low", "high"], level=0.9)
    assert table["column"].tolist() == ["x"] * 2 + ["kind"] * 4
    assert table["level"].tolist() == ["", "", "a", "a", "b", "b"]
    assert table["class"].tolist() == ["low", "high"] * 3
    assert table["estimate"][1] == pytest.approx(11.0)
    lower, upper = mean.intervals(0.9)
    assert (table["lower"][0], table["upper"][0]) == (lower[0, 0], upper[0, 0])
    assert set(table["p"][2:]) == {shares.p_value}
    assert compared_table({}).empty


def test_columns_of_two_fits_are_refused() -> None:
    one = means_by_class([1.0, 2.0], np.ones((2, 1)))
    two = means_by_class([1.0, 2.0, 3.0, 10.0, 12.0], SURE)
    with pytest.raises(DataError, match="Give those of one fit"):
        compared_table({"a": one, "b": two})
