"""What cross-validation says of cells, best first."""

import numpy as np
import pytest

from gmm_core.choosing import PROFILES, held_out_in_words
from gmm_core.errors import DataError
from gmm_core.selection import HeldOut, Selection, select_model

X = [[0.0], [1.0], [1.5], [9.0], [9.5], [11.0]]
BASE = np.array([-2.0, -2.2, -1.8, -2.0, -2.1, -1.9])


@pytest.fixture(scope="module")
def selection() -> Selection:
    return select_model(X, [1, 2, 3], ["tied"])


def test_differences_are_of_the_same_rows(selection: Selection) -> None:
    wide = np.array([0.0, 9.0, -9.0, 0.0, 5.0, -5.0])
    found = {
        (1, "tied"): HeldOut(BASE + wide - 0.5 + 0.01 * BASE),
        (2, "tied"): HeldOut(BASE + wide),
        (3, "tied"): HeldOut(np.full(6, np.nan)),
    }
    best, other, none = held_out_in_words(selection, found, words=PROFILES)
    assert best.startswith("2 profiles, E: −2.00 ± ")
    assert best.endswith("nats a row, the highest of 2 fits.")
    error = np.std(0.01 * BASE, ddof=1) / np.sqrt(6)
    assert other == (
        f"1 profile, E: lower by 0.520 (standard error {error:#.3g}), a clear difference."
    )
    assert none == "3 profiles, E: no value: fits collapsed without 6 of 6 rows."


def test_one_fit_is_not_said_to_be_the_highest(selection: Selection) -> None:
    (said,) = held_out_in_words(selection, {(1, "tied"): HeldOut(BASE)})
    assert said == "1 component, E: −2.0000 ± 0.0577 nats a row."
    assert held_out_in_words(selection, {}) == []


def test_equal_fits_are_as_high(selection: Selection) -> None:
    both = {(k, "tied"): HeldOut(BASE) for k in (1, 2)}
    assert held_out_in_words(selection, both)[1] == "2 components, E: as high."


def test_what_is_not_of_the_table_is_refused(selection: Selection) -> None:
    with pytest.raises(DataError, match="no cell"):
        held_out_in_words(selection, {(9, "tied"): HeldOut(BASE)})
    rows = {(1, "tied"): HeldOut(BASE), (2, "tied"): HeldOut(BASE[:3])}
    with pytest.raises(DataError, match="on other rows"):
        held_out_in_words(selection, rows)
