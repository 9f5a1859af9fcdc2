"""What is seen beside a run: true components where they are known, and synthetic rows anywhere."""

import numpy as np
from lab import Lab, trace
from numpy.testing import assert_allclose, assert_array_equal

from gmm_core import datasets
from gmm_core.plots.teaching.true_components import true_trace
from gmm_core.projection.synthetic_rows import draws


def is_offered(lab: Lab, key: str) -> bool:
    return any(toggle.key == key for toggle in lab.app.toggle)


def drawn(lab: Lab) -> np.ndarray:
    """The corners of the true components; gaps left out."""
    truth = trace(lab.film["figure"], "truth")
    both = np.array([truth["x"], truth["y"]], dtype=float)
    return both[:, ~np.isnan(both[1])]


def axes_of(lab: Lab) -> list[int]:
    """The features on the axes."""
    return [["x1", "x2"].index(label) for label in lab.film["labels"]]


def expected(lab: Lab, mixture) -> np.ndarray:
    x_range = lab.film["figure"]["layout"]["xaxis"]["range"]
    made = true_trace(mixture, tuple(x_range), "light")
    both = np.array([made["x"], made["y"]])
    return both[:, ~np.isnan(both[1])]


def test_without_being_asked_nothing_is_seen_beside_and_links_do_not_say_it() -> None:
    lab = Lab(data="three_blobs")
    assert lab.open_ledger["truth"] is lab.open_ledger["synthetic"] is False
    assert not {"truth", "synthetic"} & {*lab.link}
    lab.choose(truth=True, synthetic=True)
    assert lab.open_ledger["truth"] is lab.open_ledger["synthetic"] is True
    assert lab.link["truth"] == lab.link["synthetic"] == "true"


def test_true_components_are_those_of_the_axes_whatever_is_fitted_and_how() -> None:
    truth = datasets.load("three_blobs").truth
    assert truth is not None
    lab = Lab(data="three_blobs", truth="true", x="x2", y="x1", standardise="true")
    assert_allclose(drawn(lab), expected(lab, truth.marginal([1, 0])))
    lab.choose(features=["x2"])
    assert_allclose(drawn(lab), expected(lab, truth.marginal([1])))
    lab.choose(features=["x1", "x2"], k=2)
    assert_allclose(drawn(lab), expected(lab, truth.marginal(axes_of(lab))))


def test_of_data_that_were_measured_there_is_no_truth_to_show() -> None:
    lab = Lab(truth="true")
    assert not is_offered(lab, "truth")
    assert lab.open_ledger["truth"] is False
    assert is_offered(lab, "synthetic")


def test_a_table_of_other_features_has_its_own_chance() -> None:
    lab = Lab(data="galaxies", synthetic="true")
    chance = draws(82, 1)
    assert_array_equal(np.ravel(lab.film["normals"]), np.ravel(chance.normals))
    assert_array_equal(np.ravel(lab.film["uniforms"]), chance.uniforms)
    lab.choose(plain=True)
    assert not is_offered(lab, "synthetic")
