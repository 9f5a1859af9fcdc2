"""Where plain EM ends from the start of a cell is said where that is elsewhere."""

from dataclasses import replace

import pytest
import streamlit as st

from dashboard.choose import plain_steps
from dashboard.state.study import Study
from gmm_core import datasets, run, select_model
from gmm_core.fitting import Settings
from gmm_core.selection import Cell
from gmm_core.table import complete_rows
from gmm_core.written_numbers import difference

FAITHFUL = datasets.load("faithful")
ROWS = complete_rows(FAITHFUL.frame, FAITHFUL.features)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(st, "caption", found.append)
    return found


def say(cell: Cell, **settings: bool) -> None:
    study = Study(FAITHFUL, FAITHFUL.features, None, Settings(2, **settings))  # pyright: ignore
    plain_steps.say(study, (), ROWS, cell)


@pytest.fixture(scope="module")
def cells() -> dict:
    return dict(select_model(ROWS.X, range(1, 5), ["EVE", "full"]).cells)


def test_it_is_said_by_how_much_plain_steps_end_elsewhere(said, cells) -> None:
    """Those from the start of this cell end 0.9 nats lower."""
    cell = cells[4, "EVE"]
    plain = run(ROWS.X, cell.ascent.start, covariance_type="EVE", max_iter=10_000)
    gap = plain.log_likelihood - cell.log_likelihood
    assert gap < -0.5
    say(cell)
    assert said == [
        "EM has leapt on its way here: plain steps from its start end "
        f"{difference(-gap, plus='')} nats lower."
    ]


def test_nothing_is_said_where_they_end_there_or_no_leap_was_made(said, cells) -> None:
    say(cells[2, "full"])
    say(replace(cells[2, "full"], ascent=None))
    say(cells[4, "EVE"], prior=True)
    assert said == []


def test_of_large_tables_it_is_said_that_it_was_not_looked_at(said, cells, monkeypatch) -> None:
    monkeypatch.setattr(plain_steps, "SMALL", 0)
    say(cells[4, "EVE"])
    assert said[0].endswith("is not looked at for so many rows.")
