"""A proposal belongs to its features: with others its sentence goes, and another one is offered."""

import numpy as np
import pandas as pd
import pytest
from lab import UPLOAD, Lab, read
from uploads import csv, two_groups

from dashboard.source import proposal
from gmm_core.datasets import load
from gmm_core.expectation import Data
from gmm_core.selection import propose

pytestmark = pytest.mark.usefixtures("no_other_starts")

LEFT = (
    "2 further columns of numbers are not fitted at first, as no more than 10 are proposed: "
    "x10, x11."
)


def said(lab: Lab) -> str:
    return read(" ".join(lab.sentences))


def buttons(lab: Lab) -> set[str | None]:
    return {button.key for button in lab.app.button}


def test_with_other_features_the_sentence_goes_and_another_proposal_is_offered() -> None:
    rng = np.random.default_rng(0)
    a, b = two_groups(2).T
    c = np.repeat([0.0, 30.0, 60.0], 20) + rng.normal(size=60).round(3)
    frame = pd.DataFrame({"a": a, "b": b, "c": c})
    lab = Lab("explore", data=UPLOAD)
    lab.upload(csv(["a", "b", "c"], frame.to_numpy().tolist()))
    assert "BIC is lowest" in said(lab)
    assert "propose_again" not in buttons(lab)
    lab.choose(features=["c"])
    assert "BIC" not in said(lab)
    lab.press("propose_again")
    found = propose(frame[["c"]])
    assert found.n_components == 3
    assert lab.value("k", "covariance") == [found.n_components, found.covariance_type]
    assert found.sentence in said(lab)
    assert "propose_again" not in buttons(lab)
    lab.choose(features=["a", "b", "c"])
    assert found.sentence not in said(lab)
    assert "BIC is lowest" in said(lab)  # of the features that were proposed


def test_a_table_that_comes_along_has_another_proposal_for_other_features() -> None:
    lab = Lab("explore", data="iris")
    assert "propose_again" not in buttons(lab)
    lab.choose(features=["petal length", "petal width"])
    lab.press("propose_again")
    found = propose(load("iris").frame[["petal length", "petal width"]])
    assert lab.value("k") == found.n_components


def test_all_that_was_left_for_later_is_added_by_one_click_and_taken_back_by_another() -> None:
    names = [f"x{j}" for j in range(12)]
    lab = Lab("explore", data=UPLOAD)
    lab.upload(csv(names, two_groups(12).tolist()), use=False)
    assert LEFT in said(lab)
    lab.press("add_all")
    assert "not fitted at first" not in said(lab)
    assert "added to the features: x10 and x11" in said(lab)
    assert "add_all" not in buttons(lab)
    lab.press("undo_changes")
    assert LEFT in said(lab)


def test_from_the_file_to_the_first_picture_is_one_click_where_nothing_is_in_doubt() -> None:
    lab = Lab("explore", data=UPLOAD)
    lab.upload(csv(["a", "b"], two_groups(2).tolist()), use=False)
    lab.press("use_table")
    assert lab.picture


def test_of_many_rows_no_more_than_nine_components_are_tried(monkeypatch) -> None:
    rng = np.random.default_rng(0)
    centres = 12.0 * np.array([[i, j] for i in range(4) for j in range(3)])
    X = np.repeat(centres, 15, axis=0) + rng.normal(size=(180, 2))
    frame = pd.DataFrame(X, columns=["a", "b"])
    assert proposal.model_of(frame, ("a", "b"), (), None).n_components == 12
    monkeypatch.setattr(proposal, "MOST_ROWS_FURTHER", 100)
    assert proposal.model_of(frame, ("a", "b"), (), None).n_components == 9


def clear_groups(n_groups: int, n_rows: int) -> str:
    """Groups that stand apart on a grid, of so many rows each."""
    centres = 12.0 * np.array([divmod(i, 4) for i in range(n_groups)])
    noise = np.random.default_rng(0).normal(size=(n_groups * n_rows, 2))
    return csv(["a", "b"], (np.repeat(centres, n_rows, axis=0) + noise).round(3).tolist())


def test_many_clear_groups_are_found_and_an_end_that_is_open_is_said() -> None:
    lab = Lab("explore", data=UPLOAD)
    lab.upload(clear_groups(12, 12), use=False)
    assert "BIC is lowest for 12 components" in said(lab)
    assert "more may be better yet" not in said(lab)
    lab = Lab("explore", data=UPLOAD)
    lab.upload(clear_groups(12, 9), use=False)  # ten components are tried, of ten rows each
    assert "BIC is lowest for 10 components" in said(lab)
    assert "The most components that were tried are best, and more may be better yet" in said(lab)


def none_spherical(_data: Data, _n_components: int, covariance: str) -> bool:
    return covariance != "spherical"


def none_at_all(*_model: object) -> bool:
    return False


def test_where_the_page_cannot_fit_what_is_best_the_next_is_proposed(monkeypatch) -> None:
    """A sweep of twenty components went back to eight where the fit of twenty collapsed."""
    frame = pd.DataFrame(two_groups(2), columns=["a", "b"])
    best = proposal.model_of(frame, ("a", "b"), (), None)
    assert (best.n_components, best.covariance) == (2, "spherical")
    monkeypatch.setattr(proposal, "_can_be_fitted", none_spherical)
    next_ = proposal.model_of(frame, ("a", "b"), (), None)
    assert (next_.n_components, next_.covariance != "spherical") == (2, True)
    monkeypatch.setattr(proposal, "_can_be_fitted", none_at_all)
    assert proposal.model_of(frame, ("a", "b"), (), None).n_components is None
