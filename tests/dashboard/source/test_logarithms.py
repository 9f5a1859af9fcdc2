"""Logarithms are offered with pictures, taken by one click, said on the page, and undone."""

import json

import numpy as np
import pandas as pd
import pytest
from lab import UPLOAD, Lab

from gmm_core import Logarithm, Settings, complete_rows, datasets, fit_run, read_table
from gmm_core.logarithms import logarithm_of
from gmm_core.selection import criteria
from gmm_core.written_numbers import number

pytestmark = pytest.mark.usefixtures("no_other_starts")


def spends() -> str:
    """Two groups of incomes, spends with zeros and a gap, and ages."""
    rng = np.random.RandomState(5)
    income = np.exp(np.r_[rng.normal(7.0, 0.3, 60), rng.normal(9.0, 0.5, 40)]).round(1)
    spend = np.exp(rng.normal(3.0, 1.0, 100)).round(2)
    spend[::25] = 0.0
    frame = pd.DataFrame({"income": income, "spend": spend, "age": rng.normal(50, 8, 100).round(1)})
    frame.loc[7, "spend"] = np.nan
    return frame.to_csv(index=False)


FEATURES = ("sepal length", "sepal width", "petal length", "petal width")


def press_offer(lab: Lab) -> None:
    (key,) = (b.key for b in lab.app.button if (b.key or "").endswith("-skewed"))
    lab.press(key)


def said(lab: Lab) -> str:
    return " ".join(lab.sentences).replace("\\", "").replace("\u2060", "")


@pytest.mark.usefixtures("two_proposed")
def test_from_the_offer_to_every_download(tmp_path) -> None:
    content = spends()
    lab = Lab("explore", data=UPLOAD, to="2")
    lab.upload(content, "spends.csv", use=False)
    assert "skewed to the right" in said(lab)
    pictures = lab.table("Histogram and skewness")
    assert [sum(bars) for bars in pictures["as it is"]] == [100, 99]
    assert [sum(bars) for bars in pictures["logarithm"]] == [100, 99]
    press_offer(lab)
    assert "logarithms are fitted of income and spend" in said(lab)
    lab.press("undo_changes")
    assert "logarithms are fitted" not in said(lab)
    press_offer(lab)
    lab.press("use_table")
    assert json.loads(lab.link["read"]) == {"logarithms": ["income", "spend"]}

    frame = read_table(content.encode(), "spends.csv").frame
    features = ("income", "spend", "age")
    logs = tuple(logarithm_of(name, frame[name]) for name in features[:2])
    assert logs[0].shift == 0.0
    assert logs[1].shift == frame["spend"][frame["spend"] > 0].min()
    rows = complete_rows(frame, features, logs)
    k, kind = lab.app.session_state["k"], lab.app.session_state["covariance"]
    run = fit_run(rows.X, Settings(k, kind), log_jacobian=rows.log_jacobian)
    assert lab.metrics["Log-likelihood"] == number(run.log_likelihood, 5)
    parameters = criteria.n_parameters(k, 3, kind)
    bic = criteria.bic(run.log_likelihood, parameters, 99)
    assert lab.metrics["BIC, lower is better"] == number(bic, 5)
    assert "Fitted as natural logarithms: log income and log(spend + " in said(lab)
    listed = lab.table("Most uncertain")
    place = listed["row"].to_numpy() - 1
    assert listed["spend"].tolist() == frame["spend"].iloc[place].tolist()  # in original units
    shown = lab.table("Weight, and mean")
    assert "geometric mean of income" in shown.columns
    assert "median of spend" in shown.columns

    lab.visit("choose")
    assert "in original units" in said(lab)
    lab.visit("take_away")
    assert not lab.errors
    labelled = pd.read_csv(pd.io.common.BytesIO(lab.download("take_csv")), encoding="utf-8-sig")
    pd.testing.assert_series_equal(labelled["spend"], frame["spend"])
    assert labelled["log_density"].sum() == pytest.approx(run.log_likelihood, rel=1e-9)
    model = json.loads(lab.download("take_model"))
    assert model["logarithms"] == {each.feature: each.shift for each in logs}
    assert model["log_likelihood"] == run.log_likelihood
    assert "SHIFTS = " in lab.download("take_snippet").decode()
    assert "log_jacobian=rows.log_jacobian" in lab.download("take_script").decode()
    report = lab.download("take_report").decode()
    assert "log(spend +" in report
    assert "original units" in report

    lab.visit("new_rows")
    lab.bring("new_rows", b"age,spend,income\n40,0,1000\n50,-9,1000\n", "new.csv")
    assert "1 row with values that have no logarithm is left out" in said(lab)
    assert "log income" in json.dumps(lab.figures["The new rows and the components"])
    assert lab.table("The first of the drawn rows")["income"].min() > 0.0


@pytest.mark.usefixtures("two_proposed")
def test_a_link_that_names_none_says_so_and_one_click_takes_all_that_are_skewed() -> None:
    lab = Lab("explore", data="wine", log="insulin")
    assert "This link asks for logarithms = “insulin”" in said(lab)
    assert "Fitted as natural logarithms" not in said(lab)
    assert list(lab.table("Histogram and skewness")["fitted"]) == ["log malic acid"]
    lab.press("take_logarithms")
    assert lab.link["log"] == "malic acid"
    assert "Fitted as natural logarithms: log malic acid." in said(lab)
    assert "take_logarithms" not in {button.key for button in lab.app.button}


@pytest.mark.usefixtures("two_proposed")
def test_a_control_beside_standardise_takes_logarithms_and_lets_go_of_them() -> None:
    lab = Lab("explore", data="iris", log=["petal length"])
    assert "Fitted as natural logarithms: log petal length." in said(lab)
    rows = complete_rows(datasets.load("iris").frame, FEATURES, [Logarithm("petal length")])
    run = fit_run(rows.X, Settings(3), log_jacobian=rows.log_jacobian)
    assert lab.metrics["Log-likelihood"] == number(run.log_likelihood, 5)
    lab.choose(log=[])
    assert "Fitted as natural logarithms" not in said(lab)
    plain = fit_run(complete_rows(datasets.load("iris").frame, FEATURES).X, Settings(3))
    assert lab.metrics["Log-likelihood"] == number(plain.log_likelihood, 5)


@pytest.mark.parametrize("page", ["step", "luck", "sure"])
@pytest.mark.usefixtures("two_proposed")
def test_every_page_takes_them(page: str) -> None:
    lab = Lab(page, data="wine", features=["malic acid", "proline"], log="malic acid", starts="20")
    assert not lab.errors
    assert "log malic acid" in said(lab)
