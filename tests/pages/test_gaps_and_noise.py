"""Gaps, noise, a prior and known rows together: on every page, and in all that is taken away."""

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lab import Lab
from programs import run_program

from gmm_core.assigned import assigned
from gmm_core.exporting import read_model
from gmm_core.gaps import shares_of

pytestmark = pytest.mark.usefixtures("no_other_starts")

REFERENCE = Path(__file__).parents[1] / "reference" / "iris_gaps.csv"
EACH = [
    {"gaps": "ml"},
    {"noise": True},
    {"prior": True},
    {"gaps": "ml", "noise": True, "prior": True, "known_rows": True},
]


def upload():
    """Iris with gaps, a class for two of five rows, and twelve rows of no species."""
    rng = np.random.default_rng(3)
    frame = pd.read_csv(REFERENCE)
    species = np.repeat(["setosa", "versicolor", "virginica"], 50)
    frame["species"] = np.where(rng.random(150) < 0.4, species, "")
    far = pd.DataFrame(rng.uniform([4, 1.5, 0.8, 0], [9, 5, 8, 3], (12, 4)).round(2))
    far = far.set_axis(frame.columns[:4], axis=1).assign(species="")
    return pd.concat([frame, far]).to_csv(index=False).encode()


@pytest.mark.usefixtures("two_proposed")
@pytest.mark.parametrize("asked", EACH, ids=lambda asked: "+".join(asked))
def test_a_script_comes_to_the_numbers_of_the_page(tmp_path, asked):
    lab, content = Lab("explore", data="upload", fit="kmeans"), upload()
    lab.upload(content, "iris.csv")
    lab.choose(k=3, target="species")
    lab.choose(**asked)
    assert lab.errors == []
    said = " ".join(lab.sentences)
    for name, what in (("noise", "noise"), ("prior", "the prior"), ("gaps", "the rows with gaps")):
        assert (f"Without {what} " in said) == (name in asked)
    lab.visit("take_away")
    (tmp_path / "iris.csv").write_bytes(content)
    (tmp_path / "analysis.py").write_bytes(lab.download("take_script"))
    done = run_program(tmp_path, "analysis.py", "--out", "labelled.csv")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "differs" not in done.stdout
    theirs = pd.read_csv(tmp_path / "labelled.csv")
    ours = pd.read_csv(io.BytesIO(lab.download("take_csv")))
    assert theirs["cluster"].equals(ours["cluster"])
    model = read_model(lab.download("take_model"))
    settings = model.settings
    assert (settings.missing == "ml", settings.noise, settings.prior) == tuple(
        name in asked for name in ("gaps", "noise", "prior")
    )
    if "gaps" in asked:
        rows = ours[[*model.features]].to_numpy(float)
        found = assigned(shares_of(rows, model.mixture)) + 1
        known = "known_rows" in asked
        agrees = found == ours["cluster"].to_numpy()
        assert agrees.mean() > 0.99 if known else agrees.all()
        exec(lab.download("take_snippet"), names := {})
        shares = names["responsibilities"](ours)
        np.testing.assert_allclose(shares, shares_of(rows, model.mixture), atol=1e-9)


@pytest.mark.usefixtures("two_proposed")
def test_the_pages_take_all_of_it_and_undo_takes_it_back():
    asked = {"gaps": "ml", "noise": "true", "prior": "true", "k": "3", "to": "2", "starts": "20"}
    lab = Lab("explore", data="upload", start="kmeans", fit="kmeans", **asked)
    lab.upload(upload(), "iris.csv")
    for page in ("step", "choose", "sure", "luck", "new_rows", "take_away"):
        lab.visit(page)
        assert lab.errors == [], page
    report = lab.download("take_report").decode()
    assert "uniform over the box about all rows along the variables" in report
    assert "The log-posterior rose from" in report
    assert "Weights are those among rows that are not noise." in report
    for said in (
        "Grey crosses are rows of noise.",
        "stands in the shaded strip beside its axis",
        "component, or to noise; by posterior",
        "along the features, of volume",
        "50 rows are left out.",
    ):
        assert said in report, said
    assert lab.download("take_project")
    lab.visit("explore")
    lab.choose(noise=False)
    assert "noise" not in lab.link
    lab.press("undo")
    assert lab.link["noise"] == "true"
    for picture in ("density", "matrix", "space", "parallel"):
        lab.choose(picture=picture)
        assert lab.errors == [], picture
