"""The tables of a report as files, by the numbers that they have there."""

import io
import zipfile

import pandas as pd

from gmm_core.exporting.reports import Facts, Section, Table, tables_archive

NAMED = pd.DataFrame({"feature": ["=1+1"], "x": [1 / 3]}, index=pd.Index(["a"], name="feature"))


def test_each_table_is_there_in_both_forms_under_its_number():
    sections = [
        Section("a", ["text", Table(pd.DataFrame({"n": [1]}), "One & only")]),
        Section("b", [Facts({"x": "y"}), Table(NAMED, "Two")]),
    ]
    content = tables_archive(sections)
    assert content == tables_archive(sections)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["table 1.csv", "table 1.tex", "table 2.csv", "table 2.tex"]
        found = pd.read_csv(io.BytesIO(archive.read("table 2.csv")), encoding="utf-8-sig")
        assert r"\caption{One \& only}" in archive.read("table 1.tex").decode()
        assert "a & =1+1 & 0.3333" in archive.read("table 2.tex").decode()
    assert found.to_numpy().tolist() == [["a", "'=1+1", 1 / 3]]
    assert found.columns[1:].tolist() == ["feature", "x"]
