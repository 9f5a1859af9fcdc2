"""What is too large is refused in a sentence, and what is just small enough is not."""

import pytest

from gmm_core import DataError
from gmm_core.reading.limits import MAX_BYTES, MAX_CELLS, check_bytes, check_cells


def test_as_many_bytes_as_allowed():
    check_bytes(MAX_BYTES, "birds.csv")
    with pytest.raises(DataError, match=r"birds\.csv"):
        check_bytes(MAX_BYTES + 1, "birds.csv")


def test_as_many_cells_as_allowed():
    check_cells(MAX_CELLS, 1, "birds.csv")
    with pytest.raises(DataError, match=r"birds\.csv"):
        check_cells(MAX_CELLS + 1, 1, "birds.csv")
