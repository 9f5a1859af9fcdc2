"""Parquet and CSV files and folders of them, read batch by batch."""

import gzip

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pieces import assert_same, eight_iterations, groups, started
from pyarrow import dataset, parquet

from gmm_core import DataError, GaussianMixture
from gmm_core.sources import source_of
from gmm_core.sources.tables import StoredTable

X = groups(1500)
FRAME = pd.DataFrame(X, columns=["a", "b", "c"]).assign(
    w=np.arange(1500) % 3, word=["x", "y", "z"] * 500
)
FEATURES = ["a", "b", "c"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The same rows as files of both kinds, and as folders of two files."""
    place = tmp_path_factory.mktemp("tables")
    table = pa.Table.from_pandas(FRAME, preserve_index=False)
    parquet.write_table(table, place / "rows.parquet", row_group_size=400)
    FRAME.to_csv(place / "rows.csv", index=False)
    FRAME.to_csv(place / "rows.tsv", index=False, sep="\t")
    (place / "rows.csv.gz").write_bytes(gzip.compress((place / "rows.csv").read_bytes()))
    for kind in ("parquet", "csv"):
        (place / kind).mkdir()
    for number, part in enumerate((FRAME[:700], FRAME[700:])):
        part.to_parquet(place / "parquet" / f"{number}.parquet", index=False)
        part.to_csv(place / "csv" / f"{number}.csv", index=False)
    return place


@pytest.mark.parametrize(
    "name", ["rows.parquet", "rows.csv", "rows.tsv", "rows.csv.gz", "parquet", "csv"]
)
def test_a_path_is_fitted_as_the_table_in_memory(folder, name):
    start = started(X)
    source = source_of(folder / name, "w", features=FEATURES)
    expected = eight_iterations(X, start, sample_weight=FRAME["w"].to_numpy(dtype=float))
    assert_same(eight_iterations(source, start), expected)
    assert source.names == ("a", "b", "c")


def test_a_dataset_of_pyarrow_is_one_too(folder):
    rows = dataset.dataset(folder / "rows.parquet").filter(dataset.field("w") > 0)
    source = source_of(rows, features=FEATURES)
    np.testing.assert_array_equal(source.sample.X, X[FRAME["w"] > 0])
    weighted = source_of(folder / "rows.parquet", np.ones(1500), features=FEATURES)
    assert weighted.weight == 1500.0


def test_an_estimator_finds_its_columns_by_name(folder, tmp_path):
    numbers = tmp_path / "numbers.parquet"
    FRAME[FEATURES].to_parquet(numbers)
    fit = GaussianMixture(3, random_state=0, tol=0.01).fit(str(numbers))
    assert list(fit.feature_names_in_) == FEATURES
    expected = GaussianMixture(3, random_state=0, tol=0.01).fit(FRAME[FEATURES])
    assert (fit.predict(folder / "rows.csv") == expected.predict(FRAME[FEATURES])).all()
    assert fit.score(folder / "rows.csv", sample_weight="w") == pytest.approx(
        expected.score(FRAME[FEATURES], sample_weight=FRAME["w"]), rel=1e-12
    )


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_files_of_a_folder_may_have_their_columns_in_any_order(tmp_path, kind):
    for number, part in enumerate((FRAME[["a", "b", "c"]], FRAME[["c", "word", "b", "a"]])):
        write = part.to_parquet if kind == "parquet" else part.to_csv
        write(tmp_path / f"{number}.{kind}", index=False)
    rows = source_of(tmp_path, features=["c", "a"]).sample.X
    expected = FRAME[["c", "a"]].to_numpy()
    np.testing.assert_array_equal(rows, np.vstack([expected, expected]))


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_file_of_a_folder_without_a_column_is_named(tmp_path, kind):
    """Its rows would pass for rows with gaps, and be left out."""
    for number, part in enumerate((FRAME[["a", "b", "c"]], FRAME[["a", "c"]])):
        write = part.to_parquet if kind == "parquet" else part.to_csv
        write(tmp_path / f"{number}.{kind}", index=False)
    with pytest.raises(DataError, match=rf'1.{kind} has no column of numbers "b", which other'):
        source_of(tmp_path, features=["a", "b"], complete=True)
    assert source_of(tmp_path, features=["a", "c"]).summary.rows == 3000
    if kind == "parquet":
        part.assign(b="x").to_parquet(tmp_path / "1.parquet")
        with pytest.raises(DataError, match=r'1\.parquet has no column of numbers "b"'):
            source_of(tmp_path, features=["a", "b"])
        part.assign(b=part["a"] > 0.0).to_parquet(tmp_path / "1.parquet")  # not as 0 and 1
        with pytest.raises(DataError, match=r'1\.parquet has no column of numbers "b"'):
            source_of(tmp_path, features=["a", "b"])
        part.assign(b=part["a"] > 0.0).to_parquet(tmp_path / "0.parquet")
        part.assign(b=1.5).to_parquet(tmp_path / "1.parquet")
        with pytest.raises(DataError, match=r'1\.parquet has no column of truth values "b"'):
            source_of(tmp_path, features=["a", "b"])


def test_text_is_no_feature(folder):
    with pytest.raises(DataError, match=r'Column "word" of rows.parquet does not hold numbers'):
        source_of(folder / "rows.parquet")
    with pytest.raises(DataError, match=r'rows.csv has no column "d"'):
        source_of(folder / "rows.csv", features=["a", "d"])
    with pytest.raises(DataError, match='has no column "weight"'):
        source_of(folder / "rows.csv", "weight", features=["a"])
    assert StoredTable(folder / "csv").numeric == ("a", "b", "c", "w")


def test_whole_numbers_and_nothing_are_numbers_in_csv(tmp_path):
    path = tmp_path / "gaps.csv"
    path.write_text("x;y\n" + "1;2\n" * 4 + "1.5;\n;7\n3;4\n")
    assert source_of(path, complete=True).sample.X[-1].tolist() == [3.0, 4.0]
    with pytest.raises(DataError, match='1 in column "x", 1 in column "y"'):
        _ = source_of(path).weight


def test_decimal_commas_are_numbers_in_csv(tmp_path, folder):
    path = tmp_path / "commas.csv"
    FRAME.to_csv(path, index=False, sep=";", decimal=",")
    found = StoredTable(path)
    assert (found.separator, found.decimal, found.numeric) == (";", ",", ("a", "b", "c", "w"))
    np.testing.assert_array_equal(source_of(path, features=FEATURES).sample.X, X)
    points = tmp_path / "points.csv"
    points.write_text("place;x\n1,5;1.5\n2,5;2.5\n")
    assert StoredTable(points).numeric == ("x",)
    assert StoredTable(folder / "rows.csv").decimal == "."


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.parquet", None, "There is no file or folder"),
        ("rows.xlsx", b"PK", "neither Parquet nor CSV by its name"),
        ("rows.parquet.gz", b"", "neither Parquet nor CSV by its name"),
        (
            "broken.parquet",
            b"PAR1 and nothing",
            "broken.parquet cannot be read: Parquet magic bytes",
        ),
        ("odd.csv", b"x,y\n1,2\n3\n", "odd.csv cannot be read: CSV parse error: Row #3"),
        ("bytes.csv", b"x\n\x1b[2J\x07,1\n", r"Expected 1 columns, got 2: \?\[2J\?,1. Give"),
        ("late.csv", b"x\n" + b"1\n" * 600_000 + b"word\n", "late.csv cannot be read: "),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(tmp_path, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=said):
        _ = source_of(path).weight


def test_a_folder_of_nothing_known_is_refused(tmp_path):
    with pytest.raises(DataError, match="has no file that is known"):
        source_of(tmp_path)
    (tmp_path / "a.csv").write_text("x\n1\n")
    FRAME[["a"]].to_parquet(tmp_path / "b.parquet")
    with pytest.raises(DataError, match="has both Parquet and CSV files"):
        source_of(tmp_path)


def test_a_column_is_asked_for_once(folder):
    path = folder / "rows.parquet"
    with pytest.raises(DataError, match='Column "a" is asked for twice'):
        source_of(path, features=["a", "b", "a"])
    with pytest.raises(DataError, match='Column "b" is asked for twice'):
        source_of(path, "b", features=["a", "b"])
