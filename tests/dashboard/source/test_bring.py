"""One's own table or project is brought beside the title of the first page."""

import pytest
import uploads
from lab import UPLOAD, Lab

from gmm_core.exporting.projects.project import Project, project_bytes

FILE = uploads.good("a", "b")


def moves_aside(lab: Lab) -> bool:
    sheets = [html.proto.body for html in lab.app.get("html")]  # pyright: ignore
    return any('[data-testid="stStatusWidget"] { position: relative' in sheet for sheet in sheets)


def test_a_table_is_brought_there_and_leads_to_its_clusters() -> None:
    lab = Lab()
    lab.upload(FILE, "my birds.csv", use=False)
    assert lab.can_use
    assert lab.app.file_uploader[0].value is None  # the one of the sidebar, from now on
    lab.press("use_table")
    assert (lab.title, lab.errors) == ("Explore clusters", [])
    assert lab.link["named"] == "my birds.csv"
    assert lab.link["rows"] == "60"


def test_a_link_that_asks_for_an_upload_lands_where_it_leads_to() -> None:
    lab = Lab(data=UPLOAD, k="2")
    assert len(lab.app.file_uploader) == 1  # in the sidebar
    lab.upload(FILE)
    assert (lab.title, lab.value("k")) == ("Step through EM", 2)


def test_it_is_offered_on_the_first_page_to_those_with_no_table_of_their_own() -> None:
    assert (len(Lab("explore").app.file_uploader), moves_aside(Lab("explore"))) == (0, False)
    lab = Lab()
    assert moves_aside(lab)  # what says that the page is at work: its place is that of the button
    lab.upload(FILE)
    lab.visit("step")
    assert (len(lab.app.file_uploader), moves_aside(lab)) == (1, False)


def test_a_damaged_project_is_said_there_and_the_page_stays() -> None:
    lab = Lab()
    lab.upload(project_bytes(Project({"data": ["iris"]}))[:-4], "x.gmmlab")
    assert lab.errors == [
        "The project is damaged and cannot be opened. Give the file as it was downloaded."
    ]
    assert lab.value("data") == "iris"
    lab.app.file_uploader[0].clear()
    lab.upload(FILE)
    assert (lab.title, lab.errors) == ("Explore clusters", [])


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04 and so on", b"a,b\n1,2\n"])
def test_a_file_that_is_called_a_project_and_does_not_begin_as_one_is_no_workbook(content) -> None:
    lab = Lab()
    damaged = content or b"\0\0\0\0" + project_bytes(Project({"data": ["iris"]}))[4:]
    lab.upload(damaged, "x.GMMLAB")
    (said,) = lab.errors
    assert said == (
        "x.GMMLAB is called a project of GMM Lab and is none, or it is damaged. Give the file as "
        "it was downloaded."
    )
    assert lab.value("data") == "iris"
