"""The table of classes: by hand, by weights, and as it is written."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from gmm_core.certainty.class_sizes import (
    class_table,
    say_classes,
    say_smallest,
    written_class_table,
)
from gmm_core.errors import DataError

RESP = np.array([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]])


def test_by_hand():
    table = class_table(RESP, names=["low", "2"], symbols=["●", "■"])
    assert table.index.tolist() == ["low", "Cluster 2"]
    assert table["symbol"].tolist() == ["●", "■"]
    assert table["rows"].tolist() == [1, 2]
    assert_allclose(table["posterior rows"], [1.4, 1.6])
    assert_allclose(table["average posterior"], [0.9, (0.8 + 0.7) / 2])


def test_frequencies_are_repeated_rows():
    times = [3, 1, 2]
    whole = class_table(np.repeat(RESP, times, axis=0))
    weighted = class_table(RESP, np.array(times, dtype=float))
    assert_allclose(weighted.to_numpy(dtype=float), whole.to_numpy(dtype=float))
    assert weighted["rows"].tolist() == [3, 3]


def test_the_smallest_is_marked_and_numbers_are_text():
    written = written_class_table(class_table(RESP, names=["low", "2"], symbols=["●", "■"]))
    assert written["cluster"].tolist() == ["low ●, smallest", "Cluster 2 ■"]
    titles = ["n", "%", "posterior n", "posterior %", "average posterior"]
    assert written.columns.tolist() == ["cluster", *titles]
    assert written.iloc[0].tolist()[1:] == ["1", "33.3", "1.4", "46.7", "0.900"]
    assert written_class_table(class_table(np.ones((4, 1))))["cluster"].tolist() == ["1"]


def test_a_class_without_rows_says_so():
    written = written_class_table(class_table(np.array([[0.6, 0.4]])), noun="class")
    assert written["class"].tolist() == ["1", "2, smallest"]
    assert written["average posterior"].tolist() == ["0.600", "no rows"]


def test_the_sentence_names_all_that_are_smallest():
    said = say_classes(np.eye(3)[[0, 1, 2, 2]], names=["a", "b", "3"])
    assert said.startswith("The smallest are a and b, with 25.0 % of the rows each. ")
    assert said.endswith("of the whole, 1 where every row is certain: 1.000.")
    assert say_classes(np.ones((2, 1))).startswith("Rows are assigned")


def test_the_sentence_says_noise_and_weights():
    said = say_classes([[0.9, 0.1], [0.1, 0.2]], np.array([1.0, 2.0]))
    assert "Rows count by their weights. Rows are assigned to their most probable" in said
    assert "component, or to noise; by posterior" in said


def test_of_classes_of_one_size_none_is_the_smallest():
    said = say_classes(np.eye(3))
    assert said.startswith("Each cluster has 33.3 % of the rows. Rows are assigned")
    assert written_class_table(class_table(np.eye(2)))["cluster"].tolist() == ["1", "2"]


def test_one_symbol_each():
    with pytest.raises(DataError, match="1 name is given for 2 components"):
        class_table(RESP, symbols=["●"])


@pytest.mark.parametrize("written", [say_smallest, written_class_table])
def test_another_table_is_none_of_classes(written):
    with pytest.raises(DataError, match="Give one that class_table returned"):
        written(pd.DataFrame({"rows": [3, 4]}))
