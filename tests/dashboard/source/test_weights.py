"""A column of weights is named in the assistant or in the sidebar, and every page goes by it."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from lab import KEY, UPLOAD, Lab, read
from programs import run_program

from gmm_core import Data, Settings, complete_rows, datasets, fit_run, read_table
from gmm_core.row_weights import Weighting
from gmm_core.selection import criteria
from gmm_core.written_numbers import number

pytestmark = pytest.mark.usefixtures("no_other_starts")

FEATURES = ("length", "width")


def counted() -> str:
    """Rows of two groups, counted; the first one was not seen."""
    rng = np.random.RandomState(3)
    X = 1.2 * rng.normal(size=(200, 2)) + np.repeat([[0.0, 0.0], [9.0, 8.0]], 100, axis=0)
    frame = pd.DataFrame(X.round(), columns=list(FEATURES)).astype(int)
    frame["kind"] = np.repeat(["low", "high"], 100)
    frame = frame.groupby([*FEATURES, "kind"], as_index=False).size()
    frame.loc[0, "size"] = 0
    return frame.rename(columns={"size": "freq"}).to_csv(index=False)


def said(lab: Lab) -> str:
    return read(" ".join(lab.sentences))


def test_from_the_offer_to_every_download(tmp_path) -> None:
    content = counted()
    lab = Lab("explore", data=UPLOAD, to="2")
    lab.upload(content, "counted.csv", use=False)
    assert '"freq" may say how much each row counts' in said(lab)
    (key,) = (b.key for b in lab.app.button if (b.key or "").endswith("-weights-sampling"))
    lab.press(key)
    assert "freq holds sampling weights" in said(lab)
    lab.press("undo_changes")
    (key,) = (b.key for b in lab.app.button if (b.key or "").endswith("-weights"))
    lab.press(key)
    assert "freq is no feature: it holds how often each row counts." in said(lab)
    lab.press("use_table")
    assert json.loads(lab.link["read"]) == {"weights": ["freq", "frequency"]}
    assert "freq" not in lab.options("features")

    frame = read_table(content.encode(), "counted.csv").frame
    weighting = Weighting("freq", "frequency")
    rows = complete_rows(frame, FEATURES, weighting=weighting)
    k, kind = lab.app.session_state["k"], lab.app.session_state["covariance"]
    assert k == 2
    run = fit_run(Data(rows.X, rows.weights), Settings(k, kind))
    assert lab.metrics["Log-likelihood"] == number(run.log_likelihood, 5)
    bic = criteria.bic(run.log_likelihood, criteria.n_parameters(k, 2, kind), rows.n)
    assert lab.metrics["BIC, lower is better"] == number(bic, 5)
    assert f"{len(frame) - 1} rows stand for n = {frame['freq'].sum()}" in said(lab)
    assert "1 row with weight 0 is left out" in said(lab)
    assert sum(map(sum, lab.counts)) == frame["freq"].sum()
    lab.choose(summary="sizes")
    hard = [trace for trace in lab.view("summary")["figure"]["data"] if trace["name"] == "hard"]
    assert sum(int(text) for text in hard[0]["text"]) == frame["freq"].sum()

    lab.visit("choose")
    for job in lab.app.session_state[KEY]["job"].values():
        job.wait()
    lab.visit("choose")
    assert f"n = {frame['freq'].sum()}" in said(lab)
    assert "does not take" not in said(lab)
    lab.visit("sure")
    assert lab.options("outside") == ["kind"]  # weights say nothing of clusters
    assert sum(map(int, lab.table("Sizes of each")["n"])) == frame["freq"].sum()
    assert "does not take" not in said(lab)
    assert not lab.errors
    lab.visit("take_away")
    assert not lab.errors
    labelled = pd.read_csv(io.BytesIO(lab.download("take_csv")), encoding="utf-8-sig")
    assert labelled["left_out"].sum() == 1
    model = json.loads(lab.download("take_model"))
    assert model["row_weights"] == {"column": "freq", "kind": "frequency", "total": rows.n}
    assert model["log_likelihood"] == run.log_likelihood
    bound = run.log_likelihood / rows.n
    assert f"lower_bound_ = {bound!r}" in lab.download("take_snippet").decode()
    report = lab.download("take_report").decode()
    assert "says how often each row counts" in report
    (tmp_path / "counted.csv").write_text(content)
    (tmp_path / "again.py").write_bytes(lab.download("take_script"))
    assert run_program(tmp_path, "again.py", "counted.csv").returncode == 0

    lab.visit("new_rows")
    lab.bring("new_rows", content.encode(), "new.csv")
    assert not lab.errors
    assert "New rows count once each" in said(lab)


def test_the_page_asks_which_of_two_things_a_column_says() -> None:
    lab = Lab("explore", data="iris", features=["sepal length", "sepal width"])
    lab.choose(weight="petal length")
    assert 'what the column "petal length" says' in lab.hints[0]
    assert "Log-likelihood" not in lab.metrics
    lab.choose(weight_kind="sampling")
    assert not lab.hints
    assert "150 rows, and they tell as much as" in said(lab)
    assert (lab.link["weight"], lab.link["weight_kind"]) == ("petal length", "sampling")
    lab.choose(weight="Each row counts once")
    assert "weight" not in said(lab).split("sampling")[0] or "tell as much" not in said(lab)


def test_weights_that_are_none_are_said_in_a_sentence() -> None:
    lab = Lab("explore", data="iris", features=["sepal width"], weight="petal width")
    lab.choose(weight_kind="frequency")
    assert "a frequency is a whole number" in read(lab.errors[0])
    lab = Lab("explore", data="iris", weight="gone", weight_kind="frequency")
    assert "This link asks for weights of rows = “gone”" in said(lab)


@pytest.mark.parametrize("page", ["step", "luck"])
def test_other_pages_go_by_weights_of_a_link(page: str) -> None:
    link = {"data": "iris", "k": "2", "weight": "petal length", "weight_kind": "sampling"}
    lab = Lab(page, features=["sepal length", "sepal width"], starts="20", **link)
    assert not lab.errors
    assert "of equal weight" in said(lab)
    if page == "step":
        lab.report(chosen={"kind": "component", "index": 0})
        assert lab.open_ledger["chosen"]["is_weighted"] is True
        petals = datasets.load("iris").frame["petal length"]
        assert lab.film["counts"][-1].sum(axis=1) == pytest.approx(
            petals.groupby(datasets.load("iris").frame["species"]).sum() * 150 / petals.sum()
        )
    else:
        for part in ("kmeans", "surface"):
            lab.choose(part=part)
            assert "does not take weights" not in said(lab)
            assert not lab.errors


def test_a_role_is_chosen_in_the_list_of_columns() -> None:
    lab = Lab("explore", data=UPLOAD)
    lab.upload(counted().replace("freq", "seen"), "counted.csv", use=False)
    names = list(lab.table("What each column is")["column"])
    lab.edit("What each column is", {names.index("seen"): {"read as": "frequencies"}})
    assert "seen is no feature: it holds how often each row counts." in said(lab)
    lab.press("use_table")
    assert "rows stand for n = " in said(lab)
