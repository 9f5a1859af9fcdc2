"""A proposal belongs to its features: with others its sentence goes, and another one is offered."""

import numpy as np
import pandas as pd
from lab import UPLOAD, Lab, read
from uploads import csv, two_groups

from dashboard.source import proposal
from gmm_core.datasets import load
from gmm_core.selection import propose

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
