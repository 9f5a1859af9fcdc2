"""A project opens as it was saved, in a session that knows nothing of it."""

import json
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st
import uploads
from ended_runs import MOST, EndedError, Session
from lab import UPLOAD, Lab

from dashboard.state import jobs, opening, watching
from dashboard.state.uploads import OPENING, Opening
from gmm_core.exporting.projects import Project, TableFile, project_bytes, read_project

pytestmark = pytest.mark.usefixtures("no_other_starts")

FILE = uploads.good("a", "b", "c").encode()


@cache
def saved() -> bytes:
    """The project of a file whose reading, settings, names and selection are not as at first."""
    lab = Lab("explore", data=UPLOAD, to="2")
    lab.upload(FILE, "my <i>birds</i>.csv")
    lab.choose(features=["a", "c"], k=2, covariance="tied", standardise=True)
    given = {0: {"name": "=small", "place": 2}, 1: {"name": "<b>", "place": 1}}
    lab.edit("Place and name", given, "Use these names and places")
    lab.select(rows=[3, 5])
    lab.visit("choose")
    lab.visit("take_away")
    return lab.download("take_project")


def opened(content: bytes) -> Lab:
    lab = Lab()
    lab.upload(content, "a project.gmmlab", use=False)
    return lab


def test_it_holds_the_file_as_it_came_and_what_was_chosen() -> None:
    project = read_project(saved())
    assert project.file == TableFile("my <i>birds</i>.csv", FILE)
    assert project.chosen["features"] == ["a", "c"]
    assert json.loads(project.chosen["clusters"][0]) == [[2, "<b>"], [1, "=small"]]
    assert len(project.selected) == 2
    assert "grid" in project.asked


def test_it_opens_as_it_was_saved() -> None:
    lab = opened(saved())
    assert (lab.title, lab.errors, lab.hints) == ("Explore clusters", [], [])
    assert lab.value("features", "k", "covariance", "standardise") == [["a", "c"], 2, "tied", True]
    assert len(lab.marked) == 2
    again = lab.app.session_state["study"]
    assert again.names == ("<b>", "=small")
    assert "grid" in lab.app.session_state[opening.WANTED]
    lab.visit("take_away")
    assert lab.download("take_project") == saved()


def test_it_takes_the_place_of_what_was_there() -> None:
    lab = Lab("explore", data=UPLOAD)
    lab.upload(uploads.good("x", "y"), "other.csv")
    lab.choose(k=3, features=["x"])
    lab.upload(saved(), "a project.gmmlab", use=False)
    assert lab.value("features", "k") == [["a", "c"], 2]
    lab.choose(k=3)  # the uploader still shows the project
    assert lab.value("k") == 3
    assert lab.app.session_state["upload"].content == FILE


def test_of_a_table_that_comes_along_and_of_a_drawing_it_holds_what_is_needed() -> None:
    points = [[x, y] for x in (1.0, 1.5, 8.0, 8.5) for y in (1.0, 2.0, 2.5)]
    drawn = Project({"data": ["draw"], "k": ["2"]}, page="explore", points=np.array(points))
    lab = opened(project_bytes(drawn))
    assert (lab.title, lab.errors) == ("Explore clusters", [])
    assert len(lab.app.session_state["study"].dataset.frame) == 12
    lab.visit("take_away")
    again = read_project(lab.download("take_project"))
    assert again.points.tolist() == points

    lab = opened(project_bytes(Project({"data": ["faithful"], "k": ["4"]}, page="explore")))
    assert (lab.title, lab.value("data", "k")) == ("Explore clusters", ["faithful", 4])


@pytest.mark.parametrize(
    "chosen",
    [
        {"data": ["no such"], "k": ["-1"], "features": ["z"]},
        {"k": ["1e9"], "clusters": ["[[["], "means": ["x"], "read": ["{"]},
        {"what_comes_later": ["1"], "data": ["iris"]},
    ],
)
def test_what_it_says_in_vain_is_said_as_of_a_link(chosen) -> None:
    lab = opened(project_bytes(Project(chosen, page="../../etc", asked=("rm",))))
    assert (lab.title, lab.errors) == ("Step through EM", [])
    assert lab.held


def test_what_this_version_does_not_know_is_said_and_leaves_the_address() -> None:
    lab = opened(project_bytes(Project({"data": ["iris"], "later": ["1"], "k": ["2"]})))
    assert "later" not in lab.link
    (said,) = (each for each in lab.sentences if "not known here" in each)
    assert said.startswith('The project says something of "later", which is not known here')
    assert lab.value("k") == 2
    lab.choose(k=4)
    assert not any("not known here" in each for each in lab.sentences)


def test_a_fit_that_comes_out_otherwise_is_said() -> None:
    other = replace(read_project(saved()), log_likelihood=-1.0, versions={"gmm_core": "0.1.9"})
    lab = opened(project_bytes(other))
    (said,) = (warning.value for warning in lab.app.warning)
    assert "another than the one that the project was saved with, by GMM Lab 0.1.9" in said
    lab.choose(k=3)
    assert len(lab.app.warning) == 0


def test_it_is_opened_whole_wherever_a_run_is_ended(monkeypatch) -> None:
    session, ended = Session(), 0
    monkeypatch.setattr(st, "session_state", session)
    project = Project({"k": ["3"]}, file=TableFile("x.csv", b"x\n1\n"), asked=("grid",))
    for left in range(40):
        session.clear()
        session.left = MOST
        session |= {"told": 1, "k": 2, "uploader": "file", OPENING: Opening(project, "id")}
        session.left = left
        try:
            opening.carry_out()
        except EndedError:
            ended += 1
        session.left = MOST
        opening.carry_out()
        assert OPENING not in session
        assert "told" not in session
        assert session["uploader"] == "file"
        assert session["upload"].content == b"x\n1\n"
        assert session["asked"] == {"k": ["3"]}
    assert ended > 5


def test_results_that_were_asked_for_begin_where_they_are_shown(monkeypatch) -> None:
    monkeypatch.setattr(st, "session_state", {opening.WANTED: {"errors", "test"}})
    begun: list[str] = []

    def begin(job: SimpleNamespace, key: str) -> None:
        job.began, job.is_done = 1.0, True
        begun.append(key)

    monkeypatch.setattr(jobs, "begin", begin)
    work = SimpleNamespace(began=None, runs=False, is_done=False, was_stopped=False)
    watching.watch(work, "Compute standard errors", "errors")  # pyright: ignore
    assert begun == ["errors"]
    assert watching.asked_for() == ("errors", "test")  # that one waits for its page
