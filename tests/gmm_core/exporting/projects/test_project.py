"""A project is read back as it was written, and what is none is said by name."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gmm_core.errors import DataError
from gmm_core.exporting.projects import Project, TableFile, project_bytes, read_project
from gmm_core.exporting.projects.container import SAID, TABLE, packed, unpacked
from gmm_core.table import MarkedRows

FORMER = Path(__file__).parents[3] / "former" / "projects"
WHOLE = Project(
    {"data": ["upload"], "features": ["a=b", "", "<script>가"], "clusters": ['[[1,"x"]]']},
    page="explore",
    file=TableFile("../../my\nbirds.csv", b"\xff\x00,\r\n"),
    points=np.array([[0.5, 10.0]]),
    selected=MarkedRows([7, 2], ("a", "b")),
    asked=("grid", "errors"),
    log_likelihood=-1234.0625000000002,
)


def said(project: Project = WHOLE) -> dict:
    return json.loads(unpacked(project_bytes(project))[SAID])


def with_said(**changes: object) -> bytes:
    entries = {**said(), **changes}
    entries = {name: value for name, value in entries.items() if value != "absent"}
    return packed({SAID: json.dumps(entries).encode(), TABLE: WHOLE.file.content})


def test_it_is_read_back():
    found = read_project(project_bytes(WHOLE))
    assert found.chosen == WHOLE.chosen
    assert (found.page, found.file, found.asked) == (WHOLE.page, WHOLE.file, WHOLE.asked)
    assert found.log_likelihood == WHOLE.log_likelihood
    assert found.points.tolist() == [[0.5, 10.0]]
    assert found.selected.rows.tolist() == [2, 7]
    assert found.selected.origins == ("a", "b")
    assert project_bytes(found) == project_bytes(WHOLE)


def test_of_a_table_that_comes_along_it_holds_no_bytes():
    content = project_bytes(Project({"data": ["iris"]}))
    assert list(unpacked(content)) == [SAID]
    assert read_project(content).file is None
    assert len(content) < 700


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": "x"}, "no project of GMM Lab"),
        ({"format_version": 2}, "of format version 2, and this program reads 1. Use a newer"),
        ({"chosen": ["k"]}, 'has "k" among what is chosen'),
        ({"chosen": ["__class__.x=3"]}, "among what is chosen"),
        ({"chosen": [["k", "3"]]}, "no list of texts"),
        ({"page": 3}, 'has 3 as "page", which is no text'),
        ({"file": None}, "holds one that it does not name"),
        ({"file": {"name": "x", "sha256": "0"}}, "not the one it was saved with"),
        ({"file": {"name": "x"}}, 'has no field "sha256"'),
        ({"points": [[1, 2, 3]]}, "does not have 1 × 2 numbers"),
        ({"points": [[1, 2]] * 2001}, "no list of 1 to 2,000 items"),
        ({"points": []}, "no list of 1 to 2,000 items"),
        ({"selected": {"rows": [-1], "origins": []}}, "no list of whole numbers"),
        ({"selected": {"rows": [True], "origins": []}}, "no list of whole numbers"),
        ({"log_likelihood": "x"}, "no finite number"),
        ({"asked": "absent"}, 'has no field "asked"'),
        ({"program": "import os"}, 'has a field "program", which is not known'),
    ],
)
def test_what_is_wrong_is_said(changes, sentence):
    with pytest.raises(DataError, match=sentence.replace('"', ".")):
        read_project(with_said(**changes))


def test_what_could_not_be_read_again_is_not_written():
    with pytest.raises(DataError, match="cannot be saved"):
        project_bytes(replace(WHOLE, page="x" * 10_001))


@pytest.mark.parametrize("file", sorted(FORMER.iterdir()), ids=lambda file: file.name)
def test_projects_of_every_format_are_still_read(file):
    found = read_project(file.read_bytes())
    assert found.chosen["k"] == ["2"]
    assert found.file == TableFile("my birds.csv", b"a,b\r\n1,2\r\n")
    assert found.selected.rows.tolist() == [0]
