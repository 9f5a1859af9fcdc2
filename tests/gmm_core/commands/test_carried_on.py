"""A run is carried on with the rows and settings that it was begun with, and with no others."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pieces import groups

from gmm_core.commands import main
from gmm_core.exporting import read_model, to_json

X = groups(300, apart=5.0)
KNOWN = np.where(np.arange(300) % 5 == 0, np.arange(300) % 3, -1)
FRAME = pd.DataFrame(X, columns=["a", "b", "c"]).assign(
    n=np.arange(300) % 3 + 1, known=KNOWN, none=np.where(KNOWN < 0, -1, (KNOWN + 1) % 3)
)
AS_BEGUN = ["--weights", "n", "--labels", "known"]


def fitted(place, rows, out, *asked, features=("a", "b", "c"), k="3"):
    where = ["--features", *features, "--out", str(place / out)]
    return main(["fit", str(place / rows), "-k", k, *where, "--max-iter", "2", *asked])


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with rows, others of the same shape, and a run that was begun."""
    folder = tmp_path_factory.mktemp("carried_on")
    FRAME.to_parquet(folder / "rows.parquet")
    FRAME.iloc[:-1].to_parquet(folder / "fewer.parquet")
    FRAME.assign(a=FRAME["a"].where(FRAME.index != 7, 0.5)).to_parquet(folder / "other.parquet")
    weighed = FRAME.assign(n=FRAME["n"].to_numpy()[::-1])
    weighed.to_parquet(folder / "weighed.parquet")
    weighed.assign(n=FRAME["n"] + 1).to_parquet(folder / "heavier.parquet")
    assert fitted(folder, "rows.parquet", "begun.json", *AS_BEGUN, "--init", "random") == 0
    assert fitted(folder, "rows.parquet", "plain.json", "--init", "random") == 0
    return folder


@pytest.mark.parametrize(
    ("rows", "asked", "why"),
    [
        ("fewer.parquet", AS_BEGUN, "it was fitted to 300 rows, and these are 299"),
        ("other.parquet", AS_BEGUN, "so that values of the features, weights or known classes are"),
        ("weighed.parquet", AS_BEGUN, "values of the features, weights or known classes are"),
        ("heavier.parquet", AS_BEGUN, "its rows count 600 together, and these 900"),
        ("rows.parquet", ["--labels", "known"], 'its rows count by "n", and now once each'),
        ("rows.parquet", ["--weights", "n", "--labels", "none"], "known classes are others"),
        ("rows.parquet", ["--weights", "n"], "known classes are others"),
        ("rows.parquet", [*AS_BEGUN, "--noise"], "it was fitted without --noise"),
        ("rows.parquet", [*AS_BEGUN, "--prior"], "it was fitted without --prior"),
        ("rows.parquet", [*AS_BEGUN, "--missing", "ml"], "it was fitted without --missing ml"),
        ("rows.parquet", [*AS_BEGUN, "--floor", "0.1"], "its floor is 0, and --floor is 0.1"),
        ("rows.parquet", [*AS_BEGUN, "--covariance", "tied"], "its covariances are full, and"),
    ],
)
def test_another_run_is_not_carried_on(place, rows, asked, why, capsys):
    before = (place / "begun.json").read_bytes()
    assert fitted(place, rows, "begun.json", *asked, "--resume") == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert "begun.json cannot be carried on: " in said
    assert why in said
    assert said.endswith("Leave out --resume to begin anew, or give another --out.")
    assert (place / "begun.json").read_bytes() == before


def test_features_and_components_are_named_together(place, capsys):
    ask = {"features": ("b", "a"), "k": "2"}
    assert fitted(place, "rows.parquet", "plain.json", "--resume", **ask) == 2
    said = capsys.readouterr().err
    assert 'it is of "a", "b" and "c", not of "b" and "a"; it has 3 components, and -k is 2' in said


def test_known_classes_that_were_not_there_are_named(place, capsys):
    assert fitted(place, "rows.parquet", "plain.json", "--labels", "known", "--resume") == 2
    assert "it was fitted without known classes, and --labels is known" in capsys.readouterr().err


def test_the_same_rows_in_other_pieces_go_on_and_names_are_kept(place, capsys):
    begun = read_model((place / "begun.json").read_bytes())
    assert not begun.converged
    given = replace(begun, component_names=("p", "q", "r"), units={"a": "cm"})
    (place / "named.json").write_bytes(to_json(given))
    FRAME.to_csv(place / "rows.csv", index=False)
    assert fitted(place, "rows.csv", "named.json", *AS_BEGUN, "--resume") == 0
    assert "converged after" in capsys.readouterr().err
    found = read_model((place / "named.json").read_bytes())
    assert (found.component_names, dict(found.units)) == (("p", "q", "r"), {"a": "cm"})
    assert found.log_likelihood > begun.log_likelihood
