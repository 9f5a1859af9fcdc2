"""How sure: what the page says of classes, parameters and clusters is what gmm_core says."""

import io

import numpy as np
import pandas as pd
import pytest
from expected import expected
from lab import KEY, Lab
from numpy.testing import assert_allclose

from gmm_core.certainty import class_table, classification_table
from gmm_core.em import Model
from gmm_core.mixture import standardising
from gmm_core.plots import component_labels
from gmm_core.resampling import error_table, resampled, stability
from gmm_core.written_numbers import fixed

FAITHFUL = {"data": "faithful", "k": "2", "covariance": "tied"}


def finished(lab: Lab) -> Lab:
    for job in lab.app.session_state[KEY]["job"].values():
        job.wait()
    lab._run()
    return lab


def test_classes_are_those_of_gmm_core_in_the_words_asked_for() -> None:
    lab, what = Lab("sure", words="profile"), expected()
    resp = what.resp(-1)
    sizes = lab.table("Sizes of each class")
    assert [int(n) for n in sizes["rows"]] == class_table(resp)["rows"].tolist()
    assert [name for name in sizes.index if name.endswith("(smallest)")] == [
        f"{component_labels(3)[class_table(resp)['rows'].argmin()]} (smallest)"
    ]
    table = lab.table("Average posterior probabilities by assigned class")
    expect = classification_table(resp)
    assert table.to_numpy().tolist() == [[fixed(v, 3) for v in row] for row in expect.tolist()]


def test_standard_errors_are_those_of_gmm_core() -> None:
    lab = Lab("sure", **FAITHFUL, times="20", method="parametric", level="90")
    lab.press("start_errors")
    lab = finished(lab)
    what = expected("faithful", n_components=2, covariance_type="tied")
    found = resampled(
        what.rows.X,
        what.run.mixture,
        Model("tied"),
        method="parametric",
        n_samples=20,
        random_state=0,
    )
    table = error_table(found, what.labels(), level=0.9)
    read = pd.read_csv(io.BytesIO(lab.download("take_errors")))
    for name in ("estimate", "standard error", "lower", "upper"):
        assert_allclose(read[name], table[name], rtol=1e-12)
    shown = lab.table("Weights and means of each component")
    weight = table.iloc[0]
    assert shown.iloc[0, 0].startswith(f"{fixed(weight['estimate'], 4)} ± ")
    assert "Standardised means with one standard error" in lab.figures
    assert any("20 samples (rows drawn from the fit)" in said for said in lab.sentences)
    assert lab.link["method"] == "parametric"


def test_of_a_standardised_fit_errors_are_in_the_units_of_the_data() -> None:
    link = {**FAITHFUL, "covariance": "spherical", "standardise": "true", "times": "20"}
    lab = Lab("sure", **link)
    lab.press("start_errors")
    lab = finished(lab)
    what = expected("faithful", n_components=2, covariance_type="spherical", standardise=True)
    scaling = standardising(what.rows.X)
    mixture = what.run.mixture.affine(1 / scaling.scale, -scaling.shift / scaling.scale)
    found = resampled(
        scaling.apply(what.rows.X), mixture, Model("spherical"), n_samples=20, random_state=0
    )
    read = pd.read_csv(io.BytesIO(lab.download("take_errors")))
    of_means = read[read["parameter"] == "mean"]["standard error"].to_numpy().reshape(2, 2)
    assert_allclose(of_means, scaling.scale * found.standard_errors.means, rtol=1e-9)


def test_each_cluster_is_said_to_come_back_or_not() -> None:
    lab = Lab("sure", **FAITHFUL)
    lab.press("start_stability")
    lab = finished(lab)
    what = expected("faithful", n_components=2, covariance_type="tied")
    found = stability(what.rows.X, what.run.mixture, Model("tied"), random_state=0)
    (said,) = (each for each in lab.sentences if each.startswith("- Cluster 1"))
    assert f"mean Jaccard value {found.mean_jaccard[0]:.2f} over 100 samples" in said
    assert f"stay together in {100 * found.mean_together[0]:.0f} % of the samples" in said


def test_more_rows_than_the_jackknife_takes_are_an_error_beside_the_rest() -> None:
    rng = np.random.default_rng(0)
    rows = "\n".join(f"{x:.3f}" for x in rng.normal(size=5001))
    lab = Lab("sure", data="upload", method="jackknife")
    lab.upload(f"x\n{rows}")
    lab.press("start_errors")
    lab = finished(lab)
    (error,) = lab.errors
    assert error.startswith("The jackknife fits the model as often as there are rows")
    assert lab.table("Sizes of each cluster") is not None


@pytest.mark.parametrize("asked", ["999999", "1"])
def test_a_link_that_asks_for_too_many_or_few_samples_says_so(asked: str) -> None:
    lab = Lab("sure", **FAITHFUL, times=asked)
    assert lab.value("times") == 999
    assert any("This link asks for samples" in said for said in lab.sentences)
