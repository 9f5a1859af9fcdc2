"""Rows at the end that speak of the table are told from observations."""

import pytest

from gmm_core.reading.notes import notes_below

ROWS = [["a", "1", "2"], ["b", "3", "4"]]


@pytest.mark.parametrize(
    "note",
    [
        ["Values were taken by hand", "in spring", "by Ann"],
        ["* p<0.05", "** p<0.01", "*** p<0.001"],
        ["出典：総務省", "", ""],
        ["EOF", "", ""],
    ],
)
def test_sentences_in_as_many_fields_are_notes(note):
    assert notes_below([*ROWS, note], [False] * 3, 3, [1, 2]) == 1


@pytest.mark.parametrize(
    "row", [["c", "NA", "5"], ["c", "low", "high"], ["c", "", ""], ["c", "not seen", "6"]]
)
def test_words_for_numbers_that_are_missing_are_an_observation(row):
    assert notes_below([*ROWS, row], [False] * 3, 3, [1, 2]) == 0


def test_words_that_stand_above_as_well_are_an_observation():
    refused = ["c", "not seen", "was ill"]
    assert notes_below([*ROWS, refused, ROWS[0], refused], [False] * 5, 3, [1, 2]) == 0


def test_what_stands_below_a_row_of_nothing_stands_below_a_gap():
    assert notes_below([*ROWS, ["", "", ""], ["Berlin", "", ""]], [False] * 4, 3, [1, 2]) == 2
