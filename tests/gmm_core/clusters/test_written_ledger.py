"""The account of one row in words and numbers."""

import numpy as np

from gmm_core import Mixture
from gmm_core.clusters.row_ledgers import row_ledger
from gmm_core.clusters.written_ledger import ledger_table

ALONE = Mixture([1.0], [[0.0]], [[[1.0]]])
MIXTURE = Mixture([0.25, 0.75], [[0.0], [2.0]], [[[1.0]], [[4.0]]])


def test_the_ledger_by_hand():
    """Densities 0.24197 and 0.17603 at x = 1; products 0.060493 and 0.132024; sum 0.192517."""
    found = ledger_table([1.0], MIXTURE, ["small", "large"])
    assert list(found.index) == ["small", "large", "Sum"]
    assert found["squared distance"].tolist() == ["1.000", "0.250", ""]
    assert found["density"].tolist() == ["0.2420", "0.1760", ""]
    assert found["weight × density"].tolist() == ["0.0605", "0.1320", "0.1925"]
    assert found["responsibility"].tolist() == ["0.314", "0.686", "1.000"]


def test_a_row_far_away_has_a_ledger_of_numbers_too_small_for_a_float():
    found = ledger_table([500.0], MIXTURE)
    assert found["density"].tolist()[0] == "0"  # beside the other it is nothing
    assert found.loc["Component 2", "responsibility"] == "1.000"
    assert ledger_table([500.0], ALONE)["density"].iloc[0].endswith(" × 10⁻⁵⁴²⁸⁸")
    exponent = row_ledger([500.0], [MIXTURE]).log_densities[0, 0] / np.log(10.0)
    assert np.floor(exponent) == -54288
