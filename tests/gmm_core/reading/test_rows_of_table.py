from gmm_core.reading.rows_of_table import table_width


def test_the_width_is_that_of_rows_with_values():
    text = [["A", "title"], ["with", "commas"]] * 3
    rows = [*text, ["a", "b", "c"], ["x", "1", "2"], ["y", "3", "4"]]
    assert table_width(rows) == 3
    assert table_width([["a", "b"], ["1", "2", ""], ["3", "4", ""]]) == 2
    assert table_width([]) == 0
