"""Three tables as people bring them go from a file to a paper, as they do in a browser, too.

What is taken away is read back and held against scipy, gmm_core and a computation by hand.
"""

import base64
import io
import json
import re
import zipfile
from functools import cached_property
from html import unescape

import docx
import numpy as np
import pandas as pd
import pytest
import three_tables
from lab import UPLOAD, Lab, finished
from scipy import stats

from gmm_core import responsibilities
from gmm_core.exporting.model_file import read_model
from gmm_core.exporting.projects import read_project
from gmm_core.written_numbers import fixed, p_value

pytestmark = pytest.mark.usefixtures("no_other_starts")

UNBROKEN = "\N{NO-BREAK SPACE}"  # in tables on paper, within what is read in one piece
# What is chosen, so that nothing hangs on a proposal: features, k, covariances and logarithms.
ASKED = {
    "survey": (three_tables.SCALES, 3, "diag", ()),
    "customers": (three_tables.SPENDS, 4, "diag", three_tables.SPENDS),
    "cells": (three_tables.MARKERS, 6, "diag", ()),
}
BESIDE = {  # columns that are not fitted: categories, or numbers
    "survey": {"department": True, "tenure": False},
    "customers": {"region": True, "channel": True, "age": False},
    "cells": {"gate": True},
}


class Taken:
    """What a person takes away of a table, and what Explore showed of it."""

    def __init__(self, name: str) -> None:
        self.name, self.frame = name, three_tables.TABLES[name]()
        self.content = self.frame.to_csv(index=False).encode()
        features, k, covariance, logarithms = ASKED[name]
        said = {"k": str(k), "covariance": covariance, "features": [*features], "target": "none"}
        lab = Lab("explore", data=UPLOAD, fit="kmeans", log=[*logarithms] or [""], **said)
        lab.upload(self.content, f"{name}.csv")
        assert finished(lab).errors == []
        self.shown = lab.table("Clusters: rows by assignment")
        self.compared = lab.table("Columns against the clusters")
        lab.visit("take_away")
        self.lab = lab

    @cached_property
    def labelled(self) -> pd.DataFrame:
        return pd.read_csv(io.BytesIO(self.lab.download("take_csv")), encoding="utf-8-sig")

    @property
    def fitted(self) -> pd.DataFrame:
        return self.labelled[~self.labelled["left_out"]]

    @cached_property
    def tables(self) -> list[pd.DataFrame]:
        """The tables of the report, as they are numbered there."""
        with zipfile.ZipFile(io.BytesIO(self.lab.download("take_tables"))) as archive:
            assert archive.testzip() is None
            numbers = range(1, 1 + sum(name.endswith("csv") for name in archive.namelist()))
            contents = [archive.read(f"table {number}.csv") for number in numbers]
        return [pd.read_csv(io.BytesIO(each), dtype=str).fillna("") for each in contents]

    def table(self, column: str) -> pd.DataFrame:
        """The first table that has a column."""
        return next(each for each in self.tables if column in each.columns)


@pytest.mark.usefixtures("two_proposed")
@pytest.mark.parametrize("name", ASKED)
def test_a_table_goes_from_its_file_to_a_paper(name: str) -> None:
    taken = Taken(name)
    assert_class_table_is_counted_by_hand(taken)
    assert_columns_are_those_of_scipy(taken)
    assert_one_effect_is_computed_by_hand(taken)
    assert_report_and_word_say_the_same(taken)
    assert_project_opens_elsewhere(taken)


def by_scipy(taken: Taken, column: str, is_categories: bool) -> tuple[float, float]:
    """The effect of a column and its p, by scipy."""
    rows = taken.fitted.dropna(subset=[column])
    clusters = rows["cluster"].astype(int)
    if is_categories:
        counts = pd.crosstab(clusters, rows[column]).to_numpy()
        effect = stats.contingency.association(counts, method="cramer")
        return float(effect), float(stats.chi2_contingency(counts, correction=False).pvalue)
    groups = [group.to_numpy() for _, group in rows.groupby(clusters)[column]]
    within = sum(((group - group.mean()) ** 2).sum() for group in groups)
    total = ((rows[column] - rows[column].mean()) ** 2).sum()
    return float(np.sqrt(1 - within / total)), float(stats.f_oneway(*groups).pvalue)


def by_holm(p_values: list[float]) -> list[float]:
    """Each p times how many are not smaller, and none below a smaller one's."""
    raised, before = dict.fromkeys(range(len(p_values)), 1.0), 0.0
    for tried, place in enumerate(np.argsort(p_values)):
        before = max(before, min((len(p_values) - tried) * p_values[place], 1.0))
        raised[int(place)] = before
    return [*raised.values()]


def assert_class_table_is_counted_by_hand(taken: Taken) -> None:
    """On the page, in the table and in the report: n, shares and one average posterior."""
    fitted, (_, k, *_) = taken.fitted, ASKED[taken.name]
    shares = fitted.filter(regex=r"^responsibility_\d+$").to_numpy()
    model = read_model(taken.lab.download("take_model"))
    X = fitted[list(model.features)].to_numpy(dtype=float)
    transformed = (
        X
        if not model.logarithms
        else np.column_stack(
            [each.forward(column) for each, column in zip(model.logarithms, X.T, strict=True)]
        )
    )
    np.testing.assert_allclose(responsibilities(transformed, model.mixture), shares, atol=1e-12)
    written = taken.table("average posterior")
    assert len(written) == k
    assert written.iloc[:, 1:].to_numpy().tolist() == taken.shown.to_numpy().tolist()
    for j, (_, row) in enumerate(written.iterrows()):
        own = fitted["cluster"] == j + 1
        assert row["n"].replace(",", "") == str(int(own.sum()))
        assert row["%"] == fixed(100 * own.mean(), 1)
        assert row["posterior n"].replace(",", "") == fixed(shares[:, j].sum(), 1)
        average = sum(shares[own, j].tolist()) / int(own.sum())
        assert row["average posterior"] == fixed(average, 3)


def assert_columns_are_those_of_scipy(taken: Taken) -> None:
    """Effect and p of each, p corrected for all of them, on the page and in the report."""
    written = taken.table("three-step p").set_index("column")
    kinds = BESIDE[taken.name]
    assert set(written.index) == {*kinds} == {*taken.compared.index}
    expected = {name: by_scipy(taken, name, kinds[name]) for name in written.index}
    raised = by_holm([p for _, p in expected.values()])
    for (name, (effect, p)), corrected in zip(expected.items(), raised, strict=True):
        row = written.loc[name]
        letter = "V" if kinds[name] else "η"
        assert row["effect"] == f"{letter} = {fixed(effect, 3)}"
        assert row["p"] == p_value(p)
        assert row["p adjusted"] == p_value(corrected)
        assert row["effect"] == taken.compared.loc[name, "effect"]
    effects = [effect for effect, _ in expected.values()]
    assert effects == sorted(effects, reverse=True)


def assert_one_effect_is_computed_by_hand(taken: Taken) -> None:
    """Cramér's V of the first column of categories, cell by cell."""
    column = next(name for name, is_categories in BESIDE[taken.name].items() if is_categories)
    counts = pd.crosstab(taken.fitted["cluster"], taken.fitted[column]).to_numpy().tolist()
    rows, columns = [sum(row) for row in counts], [sum(each) for each in zip(*counts, strict=True)]
    squares = 0.0
    for count_of_row, row in zip(counts, rows, strict=True):
        for count, of_level in zip(count_of_row, columns, strict=True):
            expected = row * of_level / sum(rows)
            squares += (count - expected) ** 2 / expected
    v = (squares / sum(rows) / (min(len(rows), len(columns)) - 1)) ** 0.5
    effect = taken.table("three-step p").set_index("column").loc[column, "effect"]
    assert effect == f"V = {v:.3f}"
    if taken.name == "survey":
        assert 0.2 < v < 0.4


def assert_report_and_word_say_the_same(taken: Taken) -> None:
    page = taken.lab.download("take_report").decode()
    if taken.name == "survey":
        assert len(page.encode()) < 3_000_000
    text = unescape(re.sub(r"<[^>]+>", " ", page)).replace(UNBROKEN, " ")
    for table in (taken.table("average posterior"), taken.table("three-step p")):
        for cell in table.to_numpy().ravel():
            assert cell in text
    assert "Other columns against the clusters" in text
    order = taken.lab.order("word")
    document = docx.Document(io.BytesIO(base64.b64decode(order["word"])))
    cells = {
        tuple(cell.text.replace(UNBROKEN, " ") for cell in row.cells)
        for table in document.tables
        for row in table.rows
    }
    for row in taken.table("three-step p").to_numpy().tolist():
        assert tuple(row) in cells
    assert len(order["figures"]) >= 4
    assert all(json.dumps(each["figure"]) for each in order["figures"])


def assert_project_opens_elsewhere(taken: Taken) -> None:
    content = taken.lab.download("take_project")
    project = read_project(content)
    assert project.file.content == taken.content
    again = Lab()
    again.upload(content, f"{taken.name}.gmmlab", use=False)
    assert again.errors == []
    pd.testing.assert_frame_equal(again.table("Clusters: rows by assignment"), taken.shown)
    assert again.app.session_state["study"].features == ASKED[taken.name][0]
