"""Columns against clusters as they are written."""

import numpy as np
import pandas as pd

from gmm_core.outside import (
    association_rows,
    association_table,
    associations,
    means_by_class,
    shares_by_class,
)

CLUSTERS = np.repeat([0, 1], [4, 6])
RESP = np.where(CLUSTERS[:, None] == [0, 1], 0.9, 0.1)
X = np.arange(10.0)
KIND = np.array(list("aabbbbbbba"))


def test_the_table_has_each_columns_test_and_the_three_step_p_beside_it():
    found = associations({"x": X, "kind": KIND}, CLUSTERS, 2)
    known = {"x": means_by_class(X, RESP), "kind": "Too few rows."}
    table = association_table(found, {"x": "x (cm)"}, known).set_index("column")
    assert table.index.tolist() == ["x (cm)", "kind"]
    assert table.loc["x (cm)", "test"] == "F(1, 8) = 21.33"
    assert table.loc["x (cm)", "effect"] == "η = 0.853"
    assert table["three-step p"].tolist() == ["< .001", "Too few rows."]
    assert table.loc["kind", "note"] == "4 of 4 cells expect fewer than 5 rows, p is rough"
    assert "three-step p" not in association_table(found)


def test_where_there_is_no_three_step_test_the_note_says_why():
    found = associations({"x": X, "kind": np.full(10, "a")}, CLUSTERS, 2)
    known = {"x": means_by_class(X, RESP), "kind": shares_by_class(np.full(10, "a"), RESP)}
    table = association_table(found, known=known).set_index("column")
    assert table.loc["kind", "three-step p"] == "none"
    assert table.loc["kind", "note"].endswith(
        "three-step: no test: there are no differences, or nothing to judge them by"
    )
    assert table.loc["x", "note"] == ""


def test_a_number_has_means_with_spreads_and_three_step_means_with_errors():
    (found,) = associations({"x": X}, CLUSTERS, 2)
    rows = association_rows(found, ["low", "2"], means_by_class(X, RESP))
    assert rows.columns.tolist() == ["low", "Cluster 2"]
    assert rows.loc["mean ± sd"].tolist() == ["1.50 ± 1.29", "6.50 ± 1.87"]
    assert rows.loc["n"].tolist() == ["4", "6"]
    assert rows.loc["mean ± se, three-step"].str.contains("±").all()


def test_categories_are_counted_with_shares_and_a_level_called_n_keeps_its_name():
    kind = pd.Series(KIND).replace("a", "n")
    (found,) = associations({"kind": kind}, CLUSTERS, 2)
    rows = association_rows(found, known=shares_by_class(kind, RESP, correction="none"))
    assert rows.index.tolist() == [
        "b",
        "b, three-step",
        "n (feature)",
        "n (feature), three-step",
        "n",
    ]
    assert rows.loc["b"].tolist() == ["2 (50.0 %)", "5 (83.3 %)"]


def test_what_has_no_value_is_none():
    (found,) = associations({"x": [1.0, 2.0, 3.0]}, [0, 0, 1], 3)
    assert association_rows(found).loc["mean ± sd"].tolist() == ["1.500 ± 0.707", "3.000", "none"]
