"""An analysis says what is needed to do it again, and nothing that cannot be done."""

import numpy as np
import pandas as pd
import pytest

from gmm_core.errors import DataError
from gmm_core.exporting.analysis import Analysis, Numbers, numbers_of
from gmm_core.exporting.reports.sections import data_section, settings_section
from gmm_core.fitting import Settings, fit_run
from gmm_core.mixture.density import responsibilities
from gmm_core.reading.choices import Choices
from gmm_core.selection import criteria
from gmm_core.table.rows import complete_rows
from gmm_core.target.comparison import compared
from gmm_core.target.scores import SCORES


def analysis(**changes):
    asked = {
        "source": "iris.csv",
        "sha256": "0a" * 32,
        "choices": Choices(),
        "features": ("x",),
        "target": None,
        "settings": Settings(3),
    }
    return Analysis(**(asked | changes))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sha256": "12"}, "is no SHA-256"),
        ({"sha256": "0A" * 32}, "is no SHA-256"),
        ({"features": ()}, "No feature is chosen"),
        ({"order": (0, 1)}, r"The order of the components is \(0, 1\), and there are 3"),
        ({"order": (0, 1, 1)}, "each number from 0 to 2 once"),
        ({"names": ("a", "b")}, "There are 2 names for 3 components"),
    ],
)
def test_what_cannot_be_done_again_is_refused(changes, sentence):
    with pytest.raises(DataError, match=sentence):
        analysis(**changes)


def test_two_analyses_of_the_same_choices_are_equal():
    assert analysis(order=(2, 0, 1)) == analysis(order=(2, 0, 1))
    assert hash(analysis()) == hash(analysis())
    assert not analysis().is_built_in
    assert analysis(sha256="").is_built_in


@pytest.fixture
def study(table):
    X = table("iris")
    frame = pd.DataFrame(X[:, 2:].copy(), columns=["l", "w"])
    frame["species"] = np.repeat(["a", "b", "c"], 50)
    frame["row"] = [f"r{i}" for i in range(150)]
    frame.loc[[3, 70], "l"] = np.nan
    asked = analysis(features=("l", "w"), target="species", settings=Settings(3, init="kmeans"))
    rows = complete_rows(frame, asked.features)
    return asked, frame, rows, fit_run(rows.X, asked.settings)


def test_numbers_are_those_of_the_fit(study):
    asked, frame, rows, run = study
    found = numbers_of(asked, frame, rows, run.mixture, run.log_likelihood)
    resp = responsibilities(rows.X, run.mixture)
    assert (found.rows, found.fitted) == (150, 148)
    assert found.bic == criteria.bic(run.log_likelihood, 17, 148)
    assert found.sizes == tuple(np.bincount(resp.argmax(axis=1)).tolist())
    comparison = compared(frame["species"][rows.kept], resp)
    assert found.counts == tuple(map(tuple, comparison.table.to_numpy().tolist()))
    assert found.scores == {name: getattr(comparison, name) for name in SCORES}


@pytest.mark.parametrize("target", [None, "row"])
def test_a_target_that_is_none_is_compared_with_nothing(study, target):
    _, frame, rows, run = study
    asked = analysis(features=("l", "w"), target=target)
    found = numbers_of(asked, frame, rows, run.mixture, run.log_likelihood)
    assert found.counts is None
    assert found.scores is None


def test_numbers_go_by_their_names_and_those_not_known_are_left_out():
    found = Numbers(9, 8, -5.0, 14.5, (3, 5), scores={"homogeneity": 1.0}).as_dict()
    assert found == {
        **{"rows": 9, "fitted": 8, "log_likelihood": -5.0, "bic": 14.5, "sizes": [3, 5]},
        "homogeneity": 1.0,
    }


def test_sections_say_what_was_fitted_and_how(study):
    asked, frame, rows, run = study
    facts, left_out, table = data_section(asked, frame, rows).parts
    assert facts.entries["Source"] == "iris.csv"
    assert facts.entries["SHA-256"] == "0a" * 32
    assert facts.entries["Features"] == "l, w"
    assert left_out == rows.summary
    assert table.frame.loc["l", "missing"] == 2
    assert table.frame.loc["w", "mean"] == pytest.approx(rows.X[:, 1].mean())
    (facts,) = settings_section(asked, run).parts
    assert facts.entries["Components"] == "3"
    assert facts.entries["Covariances"] == "full (VVV)"
    assert "seed 0" in facts.entries["Start"]
    assert facts.entries["Run"].startswith("converged after")
    placed = analysis(settings=Settings(1, means=((0.0, 0.0),), floor=1e-6, standardise=True))
    (facts,) = settings_section(placed, run).parts
    assert facts.entries["Start"] == "means placed by hand"
    assert facts.entries["Features for the fit"] == "standardised"
    assert facts.entries["Covariance floor"] == "0.000001 of the variance"
