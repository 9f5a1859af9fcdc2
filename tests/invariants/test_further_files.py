"""Files of each kind beside `tests/uploads/cases` end as they should: in gmm_core, on the page."""

import re
from pathlib import Path

import pytest
from further_files import FILES
from kinds_of_files import ALL, KINDS
from lab import UPLOAD, Lab
from remembered import remembered
from right_tables import assert_shown, assert_understood

from dashboard.source import stages
from dashboard.source.proposal import model_of
from gmm_core.fitting import Settings, fit_run
from gmm_core.reading import read_table
from gmm_core.table import complete_rows

read_once = remembered(read_table)  # for all that is asked of a file here


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page has the readings that are tested, and reads what is not."""
    monkeypatch.setattr(stages, "read_table", read_once)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_understood_as_a_person_would(name: str) -> None:
    assert_understood(read_once(FILES[name].content, name), FILES[name].right)


@pytest.mark.usefixtures("readings", "untried")
def test_each_file_ends_so_on_the_page() -> None:
    lab = Lab("explore", data=UPLOAD)
    for name, form in FILES.items():
        lab.upload(form.content, name, use=False)
        assert_shown(lab, form.right)


FITTED = [name for name in FILES if name.startswith(("few_", "equal_"))]


@pytest.mark.parametrize("name", FITTED)
def test_what_is_proposed_can_be_fitted_and_holds_three_rows_a_component(name: str) -> None:
    form = FILES[name]
    frame, features = read_once(form.content, name).frame, tuple(form.right.features)
    found = model_of(frame, features, (), None)
    assert found.n_components is not None
    X = complete_rows(frame, features).X
    run = fit_run(X, Settings(found.n_components, found.covariance))
    assert run.collapse is None
    assert len(X) * run.mixture.weights.min() > 2.0


@pytest.mark.usefixtures("readings")
def test_what_is_proposed_is_fitted_on_the_page() -> None:
    lab = Lab("explore", data=UPLOAD)
    for name in FITTED:
        lab.upload(FILES[name].content, name)
        assert lab.errors == [], name
        assert lab.figures, name


TABLES = (Path(__file__).parents[2] / "docs" / "tables.md").read_text()


def test_the_table_of_kinds_says_how_many_files_hold_each() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ((?:\d\d(?:, )?)*|none) \| (\d+) \|$", TABLES, re.MULTILINE)
    told = {kind: (cases, int(n)) for kind, cases, n in rows}
    counted = {
        kind: (", ".join(each.cases) or "none", len(each.files)) for kind, each in KINDS.items()
    }
    assert told == counted
    assert min(n for _, n in counted.values()) >= 4


def test_each_pattern_of_a_kind_has_a_file() -> None:
    for kind, each in KINDS.items():
        assert len(each.files) >= len(each.patterns), kind
    assert len(set(ALL)) == len(ALL)
