"""What rows of text above numbers say of the columns."""

from gmm_core.reading.header_rows import naming, units_of

BELOW = [["1", "2", "3"], ["4", "5", "6"]]
ALL = [0, 1, 2]


def test_one_row_names():
    found = naming([["a", "b", "c"]], BELOW, ALL)
    assert (found.names, found.header, found.aside) == (("a", "b", "c"), 1, 0)


def test_names_below_merged_cells_are_joined():
    assert naming([["a", "", "b"], ["x", "y", "x"]], BELOW, ALL).names == ("a x", "a y", "b x")
    merged = naming([["id", "a", ""], ["", "x", "y"]], BELOW, ALL)
    assert merged.names == ("id", "a x", "a y")


def test_a_row_that_says_the_same_of_all_is_a_title():
    found = naming([["", "T", "T"], ["id", "x", "y"]], BELOW, ALL)
    assert (found.above, found.names) == (1, ("id", "x", "y"))


def test_units_go_with_their_columns():
    found = naming([["a", "b", "c"], ["s", "-", "(kPa)"]], BELOW, ALL)
    assert (found.what, found.aside) == ("units", 1)
    assert units_of(found, ["a", "b", "c"]) == {"a": "s", "c": "kPa"}
    assert naming([["a", "b", "c"], ["s", "-", "kPa"]], BELOW, ALL, units=False).units == ()


def test_units_of_repeated_names_stay_units():
    found = naming([["T", "T", "p"], ["K", "°C", "Pa"]], BELOW, ALL)
    assert (found.names, found.units) == (("T", "T", "p"), ("K", "°C", "Pa"))


def test_words_that_come_back_below_are_observations():
    below = [*BELOW, ["lost", "7", "8"]]
    assert naming([["a", "b", "c"], ["lost", "gone", "away"]], below, ALL).aside == 0
    assert naming([["a", "b", "c"], ["far", "gone", "away"]], below, ALL).what == "labels"
    assert naming([["a", "b", "c"], ["gone", "gone", "away"]], below, ALL).aside == 0


def test_the_types_of_orange():
    rows = [["a", "b", "c"], ["c", "d", "s"], ["", "class", "meta"]]
    found = naming(rows, BELOW, ALL)
    assert (found.what, found.aside, found.texts, found.target) == ("types", 2, (1, 2), 1)
    listed = naming([["a", "b", "c"], ["c", "low high", "string"]], BELOW, ALL)
    assert (listed.what, listed.aside, listed.texts) == ("types", 1, (1, 2))
