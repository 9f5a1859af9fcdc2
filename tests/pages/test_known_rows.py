"""Rows of known class on every page: they keep their component, and what that changes is said."""

import io
import re

import numpy as np
import pandas as pd
import pytest
from lab import Lab, finished, trace

from gmm_core.datasets import load
from gmm_core.exporting import read_model

pytestmark = pytest.mark.usefixtures("no_other_starts")

IRIS = load("iris").frame
KNOWN = np.arange(150) % 5 == 0
TABLE = IRIS.assign(species=IRIS["species"].astype(object).where(KNOWN))
FEATURES = [str(name) for name in IRIS.columns[:4]]


@pytest.mark.usefixtures("two_proposed")
def test_known_rows_go_from_the_switch_to_the_script(tmp_path):
    lab = Lab("explore", data="upload")
    lab.upload(TABLE.to_csv(index=False).encode())
    lab.choose(features=FEATURES, k=3, target="species")
    lab.choose(known_rows=True)
    assert lab.errors == []
    said = " ".join(lab.sentences)
    assert "30 of 150 rows are of a known class" in said
    assert "that of the rows alone is" in said
    sizes = lab.table("Clusters: rows by assignment and by posterior")
    names = [name.split()[0].rstrip(",") for name in sizes.index]
    assert names == ["setosa", "versicolor", "virginica"]
    edges = np.array(trace(lab.view()["figure"], "rows")["marker"]["line"]["width"])
    assert (edges > 1).sum() == 30

    lab.visit("step")
    film, codes = lab.film, lab.film["known"]
    assert (codes >= 0).sum() == 30
    for clusters in film["clusters"]:
        assert (clusters[codes >= 0] == codes[codes >= 0]).all()

    lab.visit("take_away")
    table = pd.read_csv(io.BytesIO(lab.download("take_csv")))
    agrees = table["cluster_name"].to_numpy() == IRIS["species"].astype(str).to_numpy()
    assert agrees[KNOWN].all()
    assert agrees.mean() > 0.9
    report = lab.download("take_report").decode()
    assert "Target, its known rows used" in report
    assert "Of 30 rows the class was known, and fixed: such rows count as certain." in report
    alone = re.findall(r"that of the rows alone is (−[\d.]+)", said)[0]
    assert f"known classes; that of the rows alone was {alone[:7]}" in report
    assert "Log-likelihood, with known classes" in report
    assert "Rows of known class have a dark edge." in report
    assert "gives every row but those of known class its responsibilities" in report
    assert read_model(lab.download("take_model")).known_rows == 30
    assert "begun from the rows of known class" in report
    assert "Rows of known class are of its cluster." in report
    assert "Columns that were not fitted" not in report  # of which the classes were used
    program = lab.download("take_script").decode()
    assert "is_known=True" in program
    assert lab.link["known_rows"] == "true"


def test_a_link_says_at_once_that_the_target_is_used():
    lab = Lab("sure", known_rows="true", k="3")
    (target,) = [box for box in lab.app.selectbox if box.key == "target"]
    assert target.label == "Target, its known rows used"
    lab.choose(target="No target")
    (target,) = [box for box in lab.app.selectbox if box.key == "target"]
    assert target.label == "Target, never used in the fit"


def test_a_criterion_of_known_rows_has_seen_the_classes():
    lab = finished(Lab("choose", known_rows="true", k="3", to="3"))
    assert not any("has not seen the classes" in said for said in lab.sentences)
    assert any("the lowest of" in said for said in lab.sentences)


def test_what_a_prior_changes_is_said_with_the_known_classes_of_both_fits():
    said = " ".join(Lab("explore", known_rows="true", k="3", prior="true").sentences)
    number = r"(−[\d.]+)"
    joint, alone, reached = (
        float(re.findall(sentence + number, said)[0].replace("−", "-"))
        for sentence in (
            "rows and known classes together is ",
            "Without the prior the log-likelihood would be ",
            r"\(with it ",
        )
    )
    assert reached == pytest.approx(joint, abs=0.1)
    assert alone > reached  # which a prior can only lower
