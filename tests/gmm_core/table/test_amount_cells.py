"""Numbers as people and programs write them in text, beyond signs and thousands."""

import pandas as pd
import pytest

from gmm_core.table.amount_cells import are_dressed, cells_of, notation_of
from gmm_core.table.amounts import amount, certain, to_numbers

READ = {
    "millions of a currency": (["€110.5M", "€565K", "€0", "€0.07M"], [110.5e6, 565e3, 0, 70e3]),
    "millions in words": (["3,4 Mio.", "120 Tsd", "1 Mrd"], [3.4e6, 120e3, 1e9]),
    "two letters": (["1.2k", "3.4M", "200"], [1200, 3.4e6, 200]),
    "negative": (["-$1.2M", "($5K)", "$3"], [-1.2e6, -5e3, 3]),
    "wide digits": (["５００", "６２．５"], [500, 62.5]),
    "Arabic digits": (["٣٤", "٢٫٥"], [34, 2.5]),
    "quoted by a spreadsheet": (['="12.5"', '="-3"'], [12.5, -3]),
    "an apostrophe": (["'12.5", "'3"], [12.5, 3]),
    "single quotes": (["'12.5'", "'3'"], [12.5, 3]),
    "typographic quotes": (["“12.5”", "„3“", "«4»"], [12.5, 3, 4]),
    "Fortran": (["1.25D+02", "2.5D-01"], [125, 0.25]),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_plain_to_a_person_is_read_at_once(name: str) -> None:
    cells, values = READ[name]
    assert certain(pd.Series(cells)) is not None
    assert to_numbers(pd.Series(cells)).tolist() == values


NO_NUMBERS = {
    "metres or millions": ["3 m", "4 m"],
    "kelvin or thousands": ["300 K", "20 K"],
    "codes in apostrophes": ["'0012", "'0003"],
    "codes with letters": ["1", "1a", "2", "3", "4b"],
    "mostly notes": ["1.5a", "2.5b", "3.5c", "4"],
}


@pytest.mark.parametrize("name", NO_NUMBERS)
def test_what_may_be_something_else_stays_text(name: str) -> None:
    assert amount(pd.Series(NO_NUMBERS[name])) is None


@pytest.mark.parametrize("note", ["12.3 e", "12.3*", "~12.3", "12.3ab", "ca. 12.3", "12.3 ††"])
def test_a_note_at_a_number_is_in_doubt_and_said(note: str) -> None:
    cells = pd.Series([note, "4.5", "8.1", "2.2"])
    found = amount(cells)
    assert found is not None
    assert certain(cells) is None
    assert to_numbers(cells).tolist() == [12.3, 4.5, 8.1, 2.2]
    assert (found.n_noted, found.noted) == (1, note)
    assert f'of 1 cell, such as "{note}"' in found.sentence


def test_bounds_are_left_as_gaps() -> None:
    cells = pd.Series(["< 0.5", "1.5", "2.5", "3.5", "4.5"])
    found = amount(cells)
    assert found is not None
    assert found.unreadable == "< 0.5"
    assert to_numbers(cells).isna().tolist() == [True, False, False, False, False]


@pytest.mark.parametrize("dtype", ["object", "string"])
def test_long_cells_of_signs_are_judged_at_once(dtype: str) -> None:
    """Each was tried at every sign of it: of such a column it took minutes."""
    signs = ["5 (" + "1" * 30_000, "٣" * 30_000 + "\nx", "\u200b1" * 15_000 + "\nx"]
    cells = pd.Series([*signs, "1.5", "2.5"] * 8, dtype=dtype)
    assert not are_dressed(cells)
    assert notation_of(cells_of(cells), ".").readable.sum() == 16


@pytest.mark.parametrize("cell", ["٣٤", "5 ½", "1\u200b2", "“12”", "– 3", '="1.5"'])
def test_what_no_program_takes_for_a_number_is_dressed(cell: str) -> None:
    assert are_dressed(pd.Series([cell, "2"]))
    assert not are_dressed(pd.Series(["12", "2"]))
