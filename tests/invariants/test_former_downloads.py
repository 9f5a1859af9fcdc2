"""What people took away before is of use as it was: programs, saved models, and tables."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from programs import ROOT, Done, run_program
from streamlit.testing.v1 import AppTest

from gmm_core import predicted
from gmm_core.exporting.model_file import read_model
from gmm_core.exporting.tables import csv_bytes
from gmm_core.reading import read_table

FORMER = ROOT / "tests" / "former"
TABLES = {"voegel": "voegel.csv", "shares": "shares.csv", "drawn": "Your drawing points.csv"}
NEW_ROWS = {
    "penguins_full": "some penguins.csv",
    "voegel": "new birds.csv",
    "iris_spherical": "some irises.csv",
    "diabetes_vev": "some patients.csv",
    "galaxies": "some galaxies.csv",
    "shares": "new shares.csv",
}
FIRST_ROWS = "The first of the new rows"
OpenPage = Callable[..., AppTest]
AS_READ = json.loads((FORMER / "tables" / "as_read.json").read_text(encoding="utf-8"))


def names_of(folder: str, suffix: str) -> list[str]:
    found = (FORMER / folder).glob(f"*{suffix}")
    return sorted(path.name.removesuffix(suffix) for path in found)


def as_frame(content: bytes, **ask: object) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), encoding="utf-8-sig", **ask)  # pyright: ignore


def own_columns(content: bytes) -> pd.DataFrame:
    """The columns of the table that was labelled, letter by letter."""
    return as_frame(content, dtype=str, keep_default_na=False).loc[:, :"cluster"].iloc[:, :-1]


def assert_same_labels(content: bytes, kept: bytes) -> None:
    """The table is the same to the letter, and so is what the model says but for rounding."""
    assert content.splitlines()[0] == kept.splitlines()[0]
    assert content.count(b"\r\n") == kept.count(b"\r\n")
    pd.testing.assert_frame_equal(own_columns(content), own_columns(kept))
    pd.testing.assert_frame_equal(as_frame(content), as_frame(kept), rtol=1e-7, atol=1e-10)


# Programs


def ran(tmp_path: Path, name: str, table: str = "") -> Done:
    """Run a program in a folder of its own, beside the table that it begins from, or another."""
    kept = FORMER / "scripts" / f"{name}.py.txt"
    (tmp_path / "analysis.py").write_bytes(kept.read_bytes())
    if name in TABLES:
        content = (FORMER / "tables" / (table or TABLES[name])).read_bytes()
        (tmp_path / TABLES[name]).write_bytes(content)
    return run_program(tmp_path, "analysis.py", "--out", "labelled.csv")


@pytest.mark.parametrize("name", names_of("scripts", ".py.txt"))
def test_a_program_comes_to_the_same_numbers_and_the_same_table(tmp_path: Path, name: str) -> None:
    done = ran(tmp_path, name)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "differs from" not in done.stdout
    kept = (FORMER / "scripts" / f"{name}.labelled.csv").read_bytes()
    assert_same_labels((tmp_path / "labelled.csv").read_bytes(), kept)


def test_a_program_refuses_another_table(tmp_path: Path) -> None:
    done = ran(tmp_path, "voegel", "shares.csv")
    assert done.returncode == 1
    assert "is not the file that was analysed" in done.stderr


# Saved models


def test_every_saved_model_has_rows_to_try_it_on() -> None:
    assert names_of("models", ".json") == names_of("models", ".predicted.csv") == sorted(NEW_ROWS)


@pytest.mark.parametrize(("name", "rows"), NEW_ROWS.items())
def test_a_saved_model_says_the_same_of_the_same_rows(name: str, rows: str) -> None:
    model = read_model((FORMER / "models" / f"{name}.json").read_bytes())
    frame = read_table((FORMER / "models" / rows).read_bytes(), rows, model.choices).frame
    found = predicted(frame, model.features, model.mixture)
    content = csv_bytes(found.table(frame, model.component_names))
    assert_same_labels(content, (FORMER / "models" / f"{name}.predicted.csv").read_bytes())


def use_saved_model(app: AppTest) -> None:
    """Choose on New rows to bring a saved model; the value of that choice stands here alone."""
    app.segmented_control(key="model_from").set_value("a saved model").run()


def bring(app: AppTest, place: int, name: str) -> None:
    """Bring a file of the kept models to the uploader at a place of the page."""
    content = (FORMER / "models" / name).read_bytes()
    app.file_uploader[place].set_value((name, content, "text/csv")).run()


@pytest.mark.parametrize(("name", "rows"), NEW_ROWS.items())
def test_a_saved_model_opens_on_new_rows(open_page: OpenPage, name: str, rows: str) -> None:
    app = open_page("new_rows", {})
    use_saved_model(app)
    bring(app, 0, f"{name}.json")
    bring(app, 1, rows)
    assert [each.value for each in (*app.error, *app.exception)] == []
    kept = as_frame((FORMER / "models" / f"{name}.predicted.csv").read_bytes())
    (seen,) = (each.value for each in app.dataframe if each.proto.alt.startswith(FIRST_ROWS))
    written = as_frame(seen.to_csv(index=False).encode())
    numbers = [column for column in kept.loc[:, "cluster":] if column != "cluster_name"]
    pd.testing.assert_frame_equal(
        written.filter(numbers), kept.filter(numbers), rtol=1e-7, atol=1e-10
    )


# Tables


def kind_of(column: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(column):
        return "truth"
    return "number" if pd.api.types.is_numeric_dtype(column) else "other"


@pytest.mark.parametrize("name", AS_READ)
def test_a_table_that_was_taken_is_read_as_before(name: str) -> None:
    frame = read_table((FORMER / name).read_bytes(), Path(name).name).frame
    read = {
        column: {
            "kind": kind_of(values),
            "values": [None if pd.isna(value) else value for value in values.tolist()],
        }
        for column, values in frame.items()
    }
    assert read == AS_READ[name]
    assert list(read) == list(AS_READ[name])


def test_rows_that_were_selected_are_those_of_the_labelled_table() -> None:
    selected, whole = (
        read_table((FORMER / name).read_bytes(), Path(name).name).frame
        for name in ("tables/voegel selected rows.csv", "scripts/voegel.labelled.csv")
    )
    rows = selected.pop("row") - 1
    expected = whole.iloc[rows].reset_index(drop=True)
    pd.testing.assert_frame_equal(selected, expected, check_dtype=False)
