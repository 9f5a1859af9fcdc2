"""Sentences on what was not taken as it stands."""

from gmm_core.reading import remarks


def test_lines_are_called_by_their_numbers():
    assert remarks.lines_called([3, 4]) == "Lines 3 and 4"
    assert remarks.lines_called([1, 5, 9]) == "Lines 1, 5 and 9"
    assert remarks.lines_called([1200], "row") == "Row 1,200"


def test_what_stands_in_the_file_is_shown_and_cut():
    told = remarks.above([1], "x" * 500, "line").sentence
    assert "…" in told
    assert len(told) < 250
    assert remarks.below([9], "Source: us", 9, "row").changes == {"ends": 9, "odd": "fill"}


def test_an_unlike_line_is_named_with_what_became_of_it():
    told = remarks.odd([151], 2, 3, "150,13", False)
    assert told.sentence == (
        'Line 151 has 2 fields where the others have 3: "150,13". It is left out.'
    )
    many = remarks.odd(list(range(1, 2000, 2)), 2, 3, "150,13", True)
    assert many.sentence.startswith("1,000 lines (1, 3, 5, 7, 9 and 995 more) have another number")
    assert many.changes == {"odd": "leave out"}
