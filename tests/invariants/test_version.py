"""One version, wherever it is said."""

import re
import tomllib
from pathlib import Path

import gmm_core
from dashboard.look import navigation
from gmm_core import Choices, Settings
from gmm_core.exporting import Analysis, script
from gmm_core.exporting.analysis import Numbers
from gmm_core.exporting.reports import report
from gmm_core.exporting.saved_model import versions
from gmm_core.version import VERSION

ROOT = Path(__file__).parents[2]


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_project_takes_its_version_from_the_package():
    settings = tomllib.loads(text_of("pyproject.toml"))
    assert "version" not in settings["project"]
    assert settings["tool"]["setuptools"]["dynamic"] == {
        "version": {"attr": "gmm_core.version.VERSION"}
    }


def test_a_program_finds_it_where_packages_have_it():
    assert gmm_core.__version__ == VERSION


def test_the_changelog_begins_with_this_version():
    assert re.findall(r"^## (.+)$", text_of("CHANGELOG.md"), re.MULTILINE)[0] == VERSION


def test_a_citation_names_this_version_and_the_holders_of_the_licence():
    said = dict(re.findall(r"^(?:  - )?(\w+): (.+)$", text_of("CITATION.cff"), re.MULTILINE))
    assert (said["title"], said["version"], said["license"]) == ("GMM Lab", VERSION, "BSD-3-Clause")
    assert said["name"].removeprefix("The ") in text_of("LICENSE")


def test_what_is_taken_away_says_the_version():
    asked = Analysis("iris", "", Choices(), ("x",), None, Settings(1))
    assert f"gmm_core {VERSION} or" in script(asked, Numbers(1, 1, 0.0, 0.0, (1,)))
    assert VERSION.encode() in report("Iris", [], javascript="")
    assert versions()["gmm_core"] == VERSION


def test_the_menu_says_the_version_and_leads_nowhere(monkeypatch):
    configured = {}
    monkeypatch.setattr(navigation.st, "set_page_config", lambda **asked: configured.update(asked))
    monkeypatch.setattr(navigation.st, "navigation", lambda *_, **__: None)
    navigation.navigation()
    (said,) = configured["menu_items"].values()
    assert f"GMM Lab {VERSION}" in said
    assert "](" not in said
    assert "http" not in said
