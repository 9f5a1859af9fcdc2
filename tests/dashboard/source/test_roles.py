"""Each column has a role, which a person can change before the table is used, and a link keeps."""

import json

import numpy as np
import pytest
import uploads
from lab import UPLOAD, Lab, read
from uploads import csv

EDITED = "What each column is"
NAMES = ["person", "a", "b", "town", "count"]


def table() -> str:
    rows = uploads.two_groups(2)
    towns = np.where(np.arange(len(rows)) % 2, "north", "south")
    return csv(
        NAMES,
        [
            [f"P{i:03d}", *row, town, 1 + i % 3]
            for i, (row, town) in enumerate(zip(rows, towns, strict=True))
        ],
    )


def looked_at() -> Lab:
    lab = Lab("explore", data=UPLOAD)
    lab.upload(table(), "people.csv", use=False)
    return lab


def roles(lab: Lab) -> dict[str, str]:
    shown = lab.table(EDITED)
    return dict(zip(shown["column"], shown["role"], strict=True))


@pytest.mark.usefixtures("untried")
def test_each_column_has_a_role() -> None:
    found = roles(looked_at())
    assert list(found) == NAMES
    assert (found["person"], found["a"], found["b"], found["town"]) == (
        *("identifier", "feature", "feature", "describe"),
    )


def test_roles_are_changed_and_the_proposal_is_for_the_features_that_are_ticked() -> None:
    lab = looked_at()
    lab.edit(EDITED, {1: {"role": "describe"}, 3: {"role": "ignore"}, 0: {"role": "describe"}})
    assert roles(lab) == {
        **{"person": "describe", "a": "describe", "b": "feature"},
        **{"town": "ignore", "count": "describe"},
    }
    (told,) = (text for text in lab.sentences if text.startswith("Fitted at first"))
    assert read(told).startswith("Fitted at first: b. BIC is lowest for 2 components")
    lab.press("use_table")
    assert lab.value("features") == ["b"]
    assert lab.value("k") == 2
    assert "town" not in lab.options("target")
    said = json.loads(lab.link["read"])
    again = Lab("explore", **lab.link)
    again.upload(table(), "people.csv", use=False)
    assert again.value("features") == ["b"]
    assert json.loads(again.link["read"]) == said
    assert said["roles"] == {"a": "describe", "town": "ignore", "person": "describe"}


@pytest.mark.usefixtures("untried")
def test_a_weight_is_one_and_is_no_feature() -> None:
    lab = looked_at()
    lab.edit(EDITED, {4: {"role": "weight"}})
    assert roles(lab)["count"] == "weight"
    assert lab.table(EDITED)["read as"].tolist()[4] == "frequencies"
    lab.edit(EDITED, {4: {"role": "feature"}})
    assert roles(lab)["count"] == "feature"
    lab.press("undo_changes")
    assert roles(lab) == roles(looked_at())


def test_what_is_no_number_cannot_be_fitted() -> None:
    lab = looked_at()
    before = roles(lab)
    lab.edit(EDITED, {3: {"role": "feature"}})
    assert any("holds no numbers, so it can be no feature" in error for error in lab.errors)
    lab.press("use_table")
    assert lab.value("features") == [name for name, role in before.items() if role == "feature"]
