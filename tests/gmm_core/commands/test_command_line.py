"""The command line: files in, files out, one sentence and exit code 2 for what cannot be done."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pieces import groups
from pyarrow import parquet

from gmm_core import Settings, fit_run, responsibilities, select_model
from gmm_core.commands import fit as fitting
from gmm_core.commands import main
from gmm_core.commands.progress import Progress
from gmm_core.expectation import Data, Gapped
from gmm_core.exporting import model_of as saved_of
from gmm_core.exporting import read_model, to_json
from gmm_core.row_weights import Weighting
from gmm_core.selection import criteria
from gmm_core.table import complete_rows
from gmm_core.written_numbers import from_log, number

ROOT = Path(__file__).parents[3]
X = groups(900, apart=8.0)
FRAME = pd.DataFrame(X, columns=["a", "b", "c"]).assign(
    word=["x", "y", "z"] * 300, n=np.arange(900) % 3 + 1
)
FEATURES = ["--features", "a", "b", "c"]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with rows as both kinds of file, and a model of them."""
    folder = tmp_path_factory.mktemp("commands")
    FRAME.assign(no=0).to_parquet(folder / "rows.parquet")
    (folder / "names.csv").write_text("a,b\n")
    (folder / "rows_alone.csv").write_text("1,2\n2,1\n3,5\n4,1\n")
    gaps = FRAME.copy()
    gaps.loc[3, "b"] = np.nan
    gaps.to_csv(folder / "gaps.csv", index=False)
    kinds = {"size": np.linspace(0.0, 1.0, 40), "kind": np.repeat([0.0, 9.0], 20)}
    pd.DataFrame(kinds).to_csv(folder / "kinds.csv", index=False)
    gaps.assign(c=np.nan).to_parquet(folder / "none.parquet")
    (folder / "none.json").write_text("{}")
    (folder / "taken.json").mkdir()
    (folder / "damaged").mkdir()
    FRAME.to_parquet(folder / "damaged/a.parquet")
    (folder / "damaged/b.parquet").write_bytes(b"no rows of numbers")
    asked = ["fit", f"{folder}/rows.parquet", "-k", "3", *FEATURES]
    assert main([*asked, "--out", f"{folder}/model.json"]) == 0
    return folder


def test_a_folder_that_takes_no_file_is_refused_before_anything_is_read(place, capsys, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    asked = ["fit", f"{place}/rows.parquet", "-k", "3", "--out", f"{place}/new.json"]
    assert main(asked) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(
        f"error: Nothing can be written to the folder {place} (Permission denied)"
    )


def model_of(path):
    return read_model(path.read_bytes())


def test_a_fit_is_that_of_the_app(place):
    found, expected = model_of(place / "model.json"), fit_run(X, Settings(3))
    np.testing.assert_allclose(found.mixture.means, expected.mixture.means, rtol=1e-9)
    assert found.log_likelihood == pytest.approx(expected.log_likelihood, rel=1e-12)
    assert (found.features, found.rows, found.settings) == (("a", "b", "c"), 900, Settings(3))


def test_a_first_line_of_numbers_is_said_to_be_taken_for_names(place, capsys):
    assert main(["fit", f"{place}/rows_alone.csv", "-k", "1", "--out", f"{place}/alone.json"]) == 0
    assert 'rows_alone.csv is taken for names, "1" and "2", and not' in capsys.readouterr().err


def test_columns_of_words_and_rows_with_gaps_are_left_out_and_said(place, capsys):
    out = place / "all.json"
    assert main(["fit", f"{place}/gaps.csv", "-k", "2", "--weights", "n", "--out", str(out)]) == 0
    said = capsys.readouterr().err
    assert 'column "word" does not hold numbers alone and is not fitted' in said
    assert "899 rows of weight" in said
    assert "iteration 0: log-likelihood" in said
    assert "converged after" in said
    model = model_of(out)
    assert (model.features, model.rows) == (("a", "b", "c"), 899)
    assert model.weight == FRAME["n"].sum() - FRAME["n"][3]


def test_a_fit_that_was_stopped_is_carried_on_from_its_model(place, capsys, monkeypatch):
    """As after a crash: nothing is left of the process but the file."""
    monkeypatch.setattr(fitting, "SAVED_EVERY", 0.0)
    out = place / "stopped.json"
    asked = ["fit", f"{place}/rows.parquet", "-k", "3", *FEATURES, "--tol", "0", "--init", "random"]
    whole = place / "whole.json"
    assert main([*asked, "--max-iter", "30", "--out", str(whole)]) == 0

    class Interrupted(Progress):
        def __call__(self, state):
            if state.iteration == 20:
                raise KeyboardInterrupt
            super().__call__(state)

    monkeypatch.setattr(fitting, "Progress", Interrupted)
    assert main([*asked, "--max-iter", "30", "--out", str(out)]) == 130
    assert "can be carried on with --resume" in capsys.readouterr().err
    assert main([*asked, "--max-iter", "11", "--resume", "--out", str(out)]) == 0  # 19 were taken
    found, expected = model_of(out), model_of(whole)
    assert found.log_likelihood == pytest.approx(expected.log_likelihood, rel=1e-13)
    np.testing.assert_allclose(found.mixture.means, expected.mixture.means, rtol=1e-12)
    assert main([*asked[:3], "4", *asked[4:], "--resume", "--out", str(out)]) == 2
    assert "cannot be carried on: it has 3 components, and -k is 4." in capsys.readouterr().err


def test_a_selection_prints_its_table_and_saves_the_best(place, capsys):
    out = place / "best.json"
    asked = ["select", f"{place}/rows.parquet", "-k", "1-3", *FEATURES]
    assert main([*asked, "--covariance", "EEI", "VVV", "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert "6 of 6: k = 3" in said.err
    best = select_model(X, range(1, 4), ["EEI", "VVV"]).best("bic")
    model = model_of(out)
    assert model.settings.n_components == best.n_components == 3
    assert model.log_likelihood == pytest.approx(best.log_likelihood, rel=1e-12)
    assert said.out.splitlines()[0].split()[:2] == ["n_components", "covariance_type"]


def test_predictions_are_written_batch_by_batch(place, monkeypatch, capsys):
    monkeypatch.setattr("gmm_core.commands.predict.BATCH", 100)
    out = place / "clusters.parquet"
    asked = ["predict", f"{place}/gaps.csv", "--model", f"{place}/model.json", "--out", str(out)]
    assert main(asked) == 0
    found = pd.read_parquet(out)
    mixture = model_of(place / "model.json").mixture
    expected = responsibilities(np.delete(X, 3, axis=0), mixture).argmax(axis=1) + 1
    assert len(found) == 900
    assert found["cluster"].isna().sum() == 1
    assert found["word"].tolist() == FRAME["word"].tolist()
    assert "900 rows written to" in (said := capsys.readouterr().err)
    assert "1 row with a gap has no cluster" in said
    assert found["cluster"].dropna().tolist() == expected.tolist()


def test_rows_of_a_model_are_drawn(place):
    for name in ("drawn.parquet", "drawn.csv"):
        asked = ["sample", "--model", f"{place}/model.json", "-n", "50", "--out", f"{place}/{name}"]
        assert main(asked) == 0
    assert pd.read_parquet(place / "drawn.parquet").shape == (50, 4)
    assert len(pd.read_csv(place / "drawn.csv")) == 50


def test_a_report_opens_without_a_network(place):
    out = place / "report.html"
    asked = ["report", f"{place}/rows.parquet", "--model", f"{place}/model.json"]
    assert main([*asked, "--out", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    assert "Clusters of rows.parquet" in page
    assert "900" in page
    assert "<script src" not in page


def test_noise_and_a_prior_are_asked_for(place):
    out = place / "noise.json"
    rows = np.vstack([X, np.random.default_rng(0).uniform(-30.0, 30.0, size=(60, 3))])
    pd.DataFrame(rows, columns=["a", "b", "c"]).to_parquet(place / "noisy.parquet")
    asked = ["fit", f"{place}/noisy.parquet", "-k", "3", "--noise", "--prior", "--out", str(out)]
    assert main(asked) == 0
    model = model_of(out)
    assert (model.settings.noise, model.settings.prior) == (True, True)
    assert 0.03 < model.mixture.noise.share < 0.1
    assert main([*asked, "--resume"]) == 0
    assert model_of(out).log_likelihood == pytest.approx(model.log_likelihood, abs=0.1)
    asked.remove("--noise")
    assert main([*asked, "--resume"]) == 2


def test_a_report_of_a_model_of_rows_with_gaps_takes_them(place):
    gaps = pd.read_csv(place / "gaps.csv")[["a", "b", "c", "n"]]
    gaps.loc[10:30, "a"] = np.nan
    gaps.loc[5, ["a", "b", "c"]] = np.nan
    gaps.to_parquet(place / "gapped.parquet")
    settings = Settings(3, missing="ml", noise=True)
    rows = gaps[["a", "b", "c"]].to_numpy()
    rows = rows[~np.isnan(rows).all(axis=1)]
    run = fit_run(rows, settings)
    model, out = saved_of(rows, run, settings, ["a", "b", "c"]), place / "gapped.html"
    model = replace(model, converged=False, log_likelihood=-1234.5)
    model = replace(model, known_column="n", known_rows=7)
    (place / "gapped.json").write_bytes(to_json(model))
    asked = ["report", f"{place}/gapped.parquet", "--model", f"{place}/gapped.json"]
    assert main([*asked, "--out", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    for said in ("899", "Of them with gaps", "Share of noise", number(run.log_likelihood, 5)):
        assert said in page
    noise = model.mixture.noise
    for said in (
        "take part with what is there, as of values missing at random",
        "not converged",
        "log-likelihood −1234.5 of rows and known classes together",
        "of 7 rows, from the column &#34;n&#34;; they are fixed",
        "Log-likelihood, without known classes",
        "1, with no value or an infinite one",
        f"along the features, of volume {from_log(noise.log_volume)}",
        "Weights are those among rows that are not noise.",
        "Grey crosses are rows of noise.",
    ):
        assert said in page, said


def test_a_report_takes_sampling_weights_as_the_fit_did(place):
    weighting = Weighting("n", "sampling")
    rows = complete_rows(FRAME, ["a", "b", "c"], weighting=weighting)
    settings = Settings(3)
    run = fit_run(Data(rows.X, rows.weights), settings)
    ask = {"weights": rows.weights, "weighting": weighting}
    model = saved_of(rows.X, run, settings, ["a", "b", "c"], **ask)
    (place / "sampling.json").write_bytes(to_json(model))
    asked = ["report", f"{place}/rows.parquet", "--model", f"{place}/sampling.json", "--out"]
    assert main([*asked, f"{place}/sampling.html"]) == 0
    page = (place / "sampling.html").read_text(encoding="utf-8")
    bic = criteria.bic(run.log_likelihood, 29, 900)
    for said in ("900", number(run.log_likelihood, 5), number(bic, 5), "sampling weights"):
        assert said in page, said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([], "The following arguments are required: command. Ask with --help"),
        (["fit", "x.parquet", "-k", "two", "--out", "m"], "Argument -k/--components: invalid int"),
        (
            ["fit", "x.parquet", "-k", "2", "--out", "m.json"],
            "There is no file or folder x.parquet",
        ),
        (["fit", "{0}/rows.parquet", "-k", "2", "--out", "{0}/none/m.json"], "There is no folder"),
        (
            ["fit", "{0}/rows.parquet", "-k", "0", "--out", "{0}/m.json"],
            "components is 0",
        ),
        (
            ["fit", "{0}/rows.parquet", "-k", "2", "--features", "d", "--out", "m.json"],
            'no column "d"',
        ),
        (
            ["fit", "{0}/rows.parquet", "-k", "2", "--covariance", "x", "--out", "m.json"],
            "covariance",
        ),
        (
            ["fit", "{0}/kinds.csv", "-k", "2", "--init", "kmeans", "--out", "{0}/m.json"],
            'do not vary in "kind"',
        ),
        (["select", "{0}/rows.parquet", "-k", "some"], "-k is 'some'"),
        (["select", "{0}/rows.parquet", "-k", "4-2"], "-k is '4-2'"),
        (
            ["select", "{0}/rows.parquet", "-k", "1-999999999999", *FEATURES],
            "more than 1,000 numbers",
        ),
        (
            ["select", "{0}/kinds.csv", "-k", "2", "--covariance", "VEE", "EVV", "--prior"],
            "No mixture can be fitted: there is no conjugate prior for the covariance structure",
        ),
        (["fit", "{0}/none.parquet", "-k", "2", "--out", "m.json"], "No row without a missing"),
        (["fit", "{0}/names.csv", "-k", "2", "--out", "m.json"], "no row below a line of names"),
        (
            ["fit", "{0}/rows.parquet", "-k", "2", *FEATURES, "--weights", "no", "--out", "m.json"],
            "All weights of the rows are 0",
        ),
        (
            ["fit", "{0}/damaged", "-k", "2", "--out", "m.json"],
            "b.parquet in damaged cannot be read",
        ),
        (
            ["sample", "--model", "{0}/none.json", "-n", "5", "--out", "rows.csv"],
            "none.json cannot be used: the file is JSON, but no model of GMM Lab. Give a model",
        ),
        (
            ["predict", "{0}/rows.parquet", "--model", "no.json", "--out", "o.parquet"],
            "no model no.json",
        ),
        (["predict", "{0}/rows.parquet", "--model", "{0}/gaps.csv", "--out", "o.pq"], "model file"),
        (["sample", "--model", "{0}/model.json", "-n", "5", "--out", "rows.txt"], "--out is rows"),
        (
            ["fit", "{0}/rows.parquet", "-k", "2", "--scheduler", "nowhere", "--out", "m.json"],
            "Dask",
        ),
    ],
)
def test_an_error_is_one_sentence_and_exit_code_2(place, capsys, asked, said):
    assert main([part.format(place) for part in asked]) == 2
    found = capsys.readouterr().err.splitlines()
    assert found[-1].startswith("error: ")
    assert said in found[-1]
    assert not any("Traceback" in line for line in found)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["predict", "{0}/rows.parquet", "--out", "{0}/rows.parquet"], "of the rows that are read"),
        (["predict", "{0}", "--out", "{0}/new.parquet"], "of the rows that are read"),
        (["predict", "{0}/rows.parquet", "--out", "{0}/c.xlsx"], "ends in .parquet or .pq"),
        (["report", "{0}/rows.parquet", "--out", "{0}/r.pdf"], "ends in .html or .htm"),
        (["report", "{0}/rows.parquet", "--out", "{0}/none/r.html"], "There is no folder"),
        (["fit", "{0}/gaps.csv", "-k", "2", "--out", "{0}/gaps.csv"], "ends in .json"),
        (["select", "{0}/rows.parquet", "--out", "{0}/none/b.json"], "There is no folder"),
        (["select", "{0}/gaps.csv", "--table", "{0}/gaps.csv"], "--table is"),
        (["fit", "{0}/gaps.csv", "-k", "2", "--out", "{0}/taken.json"], "taken.json is a folder"),
    ],
)
def test_nothing_is_written_over_the_rows_nor_under_a_name_of_another_kind(
    place, capsys, asked, said
):
    files = {file: file.stat().st_mtime_ns for file in place.iterdir()}
    model = ["--model", "{0}/model.json"] if asked[0] in ("predict", "report") else []
    assert main([part.format(place) for part in (*asked, *model)]) == 2
    assert said in capsys.readouterr().err
    assert files == {file: file.stat().st_mtime_ns for file in place.iterdir()}


def test_python_runs_the_package(place):
    done = subprocess.run(
        [sys.executable, "-m", "gmm_core", "fit", "nowhere.csv", "-k", "2", "--out", "m.json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: There is no file or folder nowhere.csv. Give the path of one.\n"


def test_what_stands_in_the_table_is_written_as_it_came(place, monkeypatch):
    monkeypatch.setattr("gmm_core.commands.predict.BATCH", 400)
    ids = (np.arange(900) + 2**60 + 1).tolist()
    ids[500] = None  # beside which pandas would round the others
    late = [None] * 800 + [1] * 100
    rows = {name: X[:, j] for j, name in enumerate("abc")}
    rows |= {"id": pa.array(ids, pa.int64()), "cluster": pa.array(late, pa.date32())}
    table, out = pa.table(rows), place / "as_it_came.parquet"
    parquet.write_table(table, place / "ids.parquet")
    asked = [f"{place}/ids.parquet", "--model", f"{place}/model.json", "--out", str(out)]
    assert main(["predict", *asked]) == 0
    found = parquet.read_table(out)
    assert found.select(table.column_names).equals(table)
    assert str(pd.read_parquet(out)["cluster_gmm"].dtype) == "Int64"  # also beside gaps
    assert not list(place.glob("*.part"))


def test_a_batch_without_a_complete_row_has_no_cluster_and_the_same_columns(place):
    features = [name for name in FRAME if pd.api.types.is_numeric_dtype(FRAME[name])]
    gone = FRAME.head(2).assign(**dict.fromkeys(features, np.nan))
    gone.to_parquet(place / "gone.parquet")
    out = place / "none.parquet"
    asked = [f"{place}/gone.parquet", "--model", f"{place}/model.json", "--out", str(out)]
    assert main(["predict", *asked]) == 0
    found = pd.read_parquet(out)
    assert len(found) == 2
    assert found["cluster"].isna().all()
    assert found["left_out"].all()


def test_rows_with_gaps_and_known_classes_take_part_where_that_is_asked_for(place, capsys):
    frame = FRAME[["a", "b", "c"]].copy()
    frame.loc[10:30, "a"] = np.nan
    classes = np.where(np.arange(len(frame)) % 9 == 0, np.arange(len(frame)) % 2, np.nan)
    frame.assign(known=classes).to_parquet(place / "partly.parquet")
    asked = ["fit", f"{place}/partly.parquet", "-k", "2", "--missing", "ml", "--labels", "known"]
    assert (
        main([*asked, "--noise", "--prior", "--tol", "1e-3", "--out", f"{place}/partly.json"]) == 0
    )
    assert (
        '21 of them with gaps, 100 of known class, 3 features: "a", "b" and "c"'
        in capsys.readouterr().err
    )
    model = read_model((place / "partly.json").read_bytes())
    components = np.where(np.isnan(classes), -1, classes).astype(int)
    data = Gapped(frame.to_numpy()).with_known(components)
    ask = {"missing": "ml", "noise": True, "prior": True, "tol": 1e-3}
    expected = fit_run(data, Settings(2, **ask))
    np.testing.assert_allclose(model.mixture.means, expected.mixture.means, rtol=1e-9)
    assert model.settings.missing == "ml"
    selected = ["select", *asked[1:2], "-k", "2", "--covariance", "diag", *asked[4:], "--noise"]
    assert main([*selected, "--tol", "1e-3", "--out", f"{place}/best.json"]) == 0
    best = read_model((place / "best.json").read_bytes())
    assert best.mixture.noise is not None
    assert best.settings.missing == "ml"
    for each in (model, best):
        assert (each.known_column, each.known_rows) == ("known", 100)


def test_rows_that_are_left_out_are_said(place, capsys):
    for name in ("gaps.csv", "gaps.parquet"):
        frame = pd.read_csv(place / "gaps.csv")
        frame.loc[0, "n"] = 0
        getattr(frame, "to_csv" if name == "gaps.csv" else "to_parquet")(place / name, index=False)
        asked = ["fit", f"{place}/{name}", "-k", "1", *FEATURES, "--weights", "n"]
        assert main([*asked, "--out", f"{place}/left.json"]) == 0
        said = capsys.readouterr().err
        note = "2 rows are left out: with a missing or infinite value, or of weight 0"
        assert f"note: {note}" in said
        asked = ["report", f"{place}/{name}", "--model", f"{place}/left.json"]
        assert main([*asked, "--out", f"{place}/left.html"]) == 0
        capsys.readouterr()
        page = (place / "left.html").read_text(encoding="utf-8")
        assert "2, with a missing or infinite value, or of weight 0" in page
    assert main(["select", f"{place}/kinds.csv", "-k", "1", "--covariance", "full"]) == 0
    assert "left out" not in capsys.readouterr().err


def test_a_damaged_model_is_not_carried_on_and_what_to_do_is_said(place, capsys):
    whole, damaged = (place / "model.json").read_bytes(), place / "damaged.json"
    damaged.write_bytes(whole[: len(whole) // 2])
    asked = ["fit", f"{place}/rows.parquet", "-k", "3", *FEATURES, "--out", str(damaged)]
    assert main([*asked, "--resume"]) == 2
    said = capsys.readouterr().err
    assert "cannot be carried on: the model file is no JSON" in said
    assert "Leave out --resume to begin anew" in said
    assert damaged.read_bytes() == whole[: len(whole) // 2]
