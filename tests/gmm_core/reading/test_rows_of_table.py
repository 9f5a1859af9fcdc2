import pytest

from gmm_core.reading import read_table
from gmm_core.reading.rows_of_table import TableRows, table_width


def test_the_width_is_that_of_rows_with_values():
    text = [["A", "title"], ["with", "commas"]] * 3
    rows = [*text, ["a", "b", "c"], ["x", "1", "2"], ["y", "3", "4"]]
    assert table_width(rows) == 3
    assert table_width([["a", "b"], ["1", "2", ""], ["3", "4", ""]]) == 2
    assert table_width([]) == 0


def test_numbers_with_commas_between_them_are_no_number_with_a_unit():
    numbers = TableRows([[f"{n},{n},6 kg"] for n in range(1, 9)], None, False)
    assert numbers.units == {}
    assert numbers.values == ()
    assert TableRows([[f"{n},6 kg"] for n in range(1, 9)], None, False).units == {0: " kg"}


def test_a_last_row_that_lacks_a_name_names_no_columns():
    rows = TableRows([["1", "2"], ["3", "4"], ["5", "6"], ["a"]], None, False)
    assert not rows.names_columns(3)
    assert not rows.heads(3)
    assert rows.heads(2)


@pytest.mark.parametrize("n_rows", [3, 4, 8])
@pytest.mark.parametrize("title", ["", "T (C)\n"])
def test_fields_of_several_numbers_with_a_unit_are_columns(title, n_rows):
    content = title + "".join(f"{n},4,8 kg\n" for n in range(1, n_rows + 1))
    frame = read_table(content.encode()).frame
    assert frame.to_numpy().tolist() == [[n, 4, 8] for n in range(1, n_rows + 1)]
