"""What a person takes away of one file, read back and held against gmm_core and the pages."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import three_tables
from numpy.testing import assert_allclose, assert_array_equal
from pandas.testing import assert_frame_equal
from programs import run_program
from scipy.stats import chi2_contingency

from gmm_core import datasets, responsibilities
from gmm_core.exporting.model_file import read_model
from gmm_core.exporting.projects import TableFile, read_project
from gmm_core.exporting.saved_model import SavedModel
from gmm_core.written_numbers import fixed, number, p_value

TABLES = Path(datasets.__file__).parent / "tables"
LEFT_OUT = {
    "penguins": "342 of 344 rows are fitted; 2 rows with missing values are left out.",
    "survey": "316 of 400 rows are fitted; 84 rows with missing values are left out.",
}
CLUSTERS = "Clusters. The smallest"  # how the caption of the class table begins
FACT = re.compile(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>")
TABLE = re.compile(r'<b>Table \d+\.</b> (.*?)</p>.*?<table aria-labelledby="[^"]*">(.*?)</table>')
ROW, CELL = re.compile(r"<tr>(.*?)</tr>"), re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>")


@dataclass(frozen=True, eq=False)
class Taken:
    """What a person takes away of one file, by what it is, and what the pages showed of it."""

    file_name: str
    content: bytes
    counts: dict[str, dict[str, int]]
    metrics: dict[str, str]
    target: str
    files: Mapping[str, bytes]

    @cached_property
    def original(self) -> pd.DataFrame:
        return pd.read_csv(io.BytesIO(self.content))

    @cached_property
    def labelled(self) -> pd.DataFrame:
        return pd.read_csv(io.BytesIO(self.files["csv"]))

    @property
    def fitted(self) -> pd.DataFrame:
        return self.labelled.query("not left_out")

    @property
    def shares(self) -> np.ndarray:
        """Responsibilities of the rows that are fitted, (n_samples, n_components)."""
        return self.fitted.filter(regex=r"^responsibility_\d+$").to_numpy()

    @cached_property
    def model(self) -> SavedModel:
        return read_model(self.files["model"])


def file_of(name: str) -> bytes:
    """The file of a table; that of wine, which scikit-learn has, and made ones are written."""
    made = three_tables.TABLES.get(name)
    if made is None and name != "wine":
        return (TABLES / f"{name}.csv").read_bytes()
    frame = made() if made else datasets.load(name).frame
    return frame.to_csv(index=False).encode()


def assert_agrees(taken: Taken, folder: Path) -> None:
    """All files say the same, and what the pages showed."""
    assert_tables_agree(taken)
    assert_model_agrees(taken)
    assert_snippet_agrees(taken)
    assert_project_holds(taken)
    assert_paper_agrees(taken)
    assert_script_repeats(taken, folder)


def assert_tables_agree(taken: Taken) -> None:
    """CSV and Parquet hold the original and its clusters; Explore counts what stands there."""
    table, original = taken.labelled, taken.original
    assert_frame_equal(table.iloc[:, : original.shape[1]], original)
    parquet = pd.read_parquet(io.BytesIO(taken.files["parquet"]))
    assert_frame_equal(parquet.convert_dtypes(), table.convert_dtypes(), check_exact=True)
    features = list(taken.model.features)
    incomplete = np.isnan(original[features].to_numpy()).any(axis=1).tolist()
    assert table["left_out"].tolist() == incomplete
    assert table["cluster"].isna().tolist() == incomplete
    assert_allclose(taken.shares.sum(axis=1), 1, atol=1e-12)
    assert_array_equal(taken.shares.argmax(axis=1) + 1, taken.fitted["cluster"])
    written = taken.fitted.groupby([taken.target, "cluster"]).size().to_frame().reset_index()
    shown = {
        (name, float(cluster.split()[0])): count
        for name, clusters in taken.counts.items()
        for cluster, count in clusters.items()
    }
    assert {(str(name), cluster): n for name, cluster, n in written.to_numpy()} == shown


def assert_model_agrees(taken: Taken) -> None:
    model = taken.model
    X = taken.fitted[list(model.features)].to_numpy(dtype=float)
    assert_array_equal(responsibilities(X, model.mixture), taken.shares)
    assert model.rows == len(X)
    assert taken.metrics["Log-likelihood"] == number(model.log_likelihood, 5)
    assert_allclose(taken.fitted["log_density"].sum(), model.log_likelihood, rtol=1e-12)


def assert_snippet_agrees(taken: Taken) -> None:
    names: dict = {}
    exec(taken.files["snippet"], names)
    assert_allclose(names["responsibilities"](taken.fitted), taken.shares, atol=1e-9)
    assert names["clusters"](taken.fitted).astype(float).tolist() == list(taken.fitted["cluster"])


def assert_project_holds(taken: Taken) -> None:
    project = read_project(taken.files["project"])
    assert project.file == TableFile(taken.file_name, taken.content)
    assert project.log_likelihood == taken.model.log_likelihood


def assert_paper_agrees(taken: Taken) -> None:
    """The workbook is the table; of the paper's, one average posterior and one V are by hand."""
    table = pd.read_excel(io.BytesIO(taken.files["xlsx"]), engine="calamine")
    # Excel's numbers have a digit or two fewer.
    assert_allclose(table["responsibility_1"], taken.labelled["responsibility_1"], rtol=1e-14)
    first = taken.fitted.query("cluster == 1")
    with zipfile.ZipFile(io.BytesIO(taken.files["tables"])) as tables:
        names = [name for name in tables.namelist() if name.endswith("csv")]
        papers = [pd.read_csv(io.BytesIO(tables.read(name))) for name in names]
    (classes,) = (paper for paper in papers if "average posterior" in paper)
    assert int(classes["n"][0]) == len(first)
    average = first["responsibility_1"].sum() / len(first)
    assert classes["average posterior"][0] == pytest.approx(average, abs=5.1e-4)
    (columns,) = (paper.set_index("column") for paper in papers if "three-step p" in paper)
    written = columns.loc[taken.target]
    counts = pd.crosstab(taken.fitted["cluster"], taken.fitted[taken.target]).to_numpy()
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    chi_squared = ((counts - expected) ** 2 / expected).sum()
    v = (chi_squared / counts.sum() / (min(counts.shape) - 1)) ** 0.5
    assert written["effect"] == f"V = {fixed(v, 3)}"
    assert written["p"] == p_value(chi2_contingency(counts, correction=False).pvalue)


def assert_script_repeats(taken: Taken, folder: Path) -> None:
    """The script finds the same numbers in the same file, and writes the same clusters."""
    folder.mkdir()
    (folder / taken.file_name).write_bytes(taken.content)
    (folder / "analysis.py").write_bytes(taken.files["script"])
    done = run_program(folder, "analysis.py", taken.file_name, "--out", "again.csv")
    assert done.returncode == 0, done.stderr
    again = pd.read_csv(folder / "again.csv")
    # Another process may add in another order, as its memory is aligned.
    assert_frame_equal(again, taken.labelled.loc[:, again.columns], rtol=1e-9, atol=1e-9)


def assert_report_agrees(facts: Mapping[str, str], classes: list[list[str]], taken: Taken) -> None:
    """The numbers that come first in a report, and its class table with the header first."""
    for name in ("Log-likelihood", "BIC, lower is better"):
        assert facts[name] == taken.metrics[name]
    assert facts["Rows fitted"] == f"{len(taken.fitted):,}"
    assert facts["Components"] == str(taken.shares.shape[1])
    head, *rows = classes
    at = head.index("n")
    sizes = taken.fitted["cluster"].value_counts().sort_index()
    assert [int(row[at].replace(",", "")) for row in rows] == sizes.tolist()


def read_report(page: bytes) -> tuple[dict[str, str], list[list[str]]]:
    """The numbers that come first in a report, and its class table, as they are written."""
    header, _, rest = page.decode().partition("</header>")
    facts = {unescape(name): unescape(said) for name, said in FACT.findall(header)}
    (classes,) = (cells for caption, cells in TABLE.findall(rest) if caption.startswith(CLUSTERS))
    return facts, [[unescape(each) for each in CELL.findall(row)] for row in ROW.findall(classes)]
