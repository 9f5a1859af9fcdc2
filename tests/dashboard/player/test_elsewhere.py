"""At its end a run is held against other starts and the fit of Explore, in figures of gmm_core."""

import numpy as np
import pytest
from expected import expected
from lab import Lab

from dashboard.fit import ends
from dashboard.player import elsewhere
from gmm_core.ends import best_end, reach, rows_apart, tried
from gmm_core.ends.differences import placed_differently
from gmm_core.fitting import Settings
from gmm_core.written_numbers import difference

LOWER = {"start": "random_from_data", "seed": "3"}  # ends below the best of several, of iris


@pytest.fixture(autouse=True)
def _of_a_few_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.MADE", {})  # other tests have made the same of more starts
    monkeypatch.setattr(ends, "FEW", 2)
    monkeypatch.setattr(ends, "MANY", 4)


def test_a_lower_end_is_held_against_sixty_starts_and_against_the_fit_of_explore() -> None:
    run, best = expected(init="random_from_data", seed=3), expected()
    end, fit = run.run.log_likelihood, best.run.log_likelihood
    starts = tried(run.rows.X, Settings(3), most=ends.MANY)
    clusters = [each.resp(-1).argmax(axis=1) for each in (run, best)]
    rows = [run.rows.names[row] for row in placed_differently(*clusters, 3, 3)]
    gap = difference(fit - end, plus="")
    apart = f"It ends {gap} below the fit of Explore. {rows_apart(rows)}"

    lab = Lab(**LOWER)
    assert lab.strip["sentences"] == []  # its end is not told beforehand
    lab.report(step=lab.film.last)
    assert lab.strip["sentences"] == [reach(end, starts, 150), apart]
    assert " below the best of 4 random starts; 2 of 4 reach that." in lab.strip["sentences"][0]
    assert lab.strip["best"]["at"] == max(best_end(starts), fit, -180.1855)
    assert [name for name, _ in lab.strip["buttons"]] == ["watch", "explore"]

    lab.ask(turned="watch")
    assert lab.value("start", "seed") == ["auto", 0]
    lab.report(step=lab.film.last)
    assert lab.strip["buttons"] == []


def test_the_end_of_a_run_is_explored() -> None:
    lab = Lab(**LOWER)
    lab.report(step=lab.film.last)
    lab.ask(turned="explore")
    assert lab.title == "Explore clusters"
    assert lab.value("fit", "fit_seed") == ["random_from_data", 3]


def test_a_better_fit_that_is_known_is_said_though_no_start_came_there() -> None:
    lab = Lab(data="wine", start="random", seed="61", fit="random", fit_seed="61")
    lab.report(step=lab.film.last)
    assert lab.strip["sentences"][-1] == (
        "A better fit is known: the highest of all these is 6.223 below the best end known."
    )


def test_the_plain_view_says_the_same_and_leads_there() -> None:
    lab = Lab(**LOWER, plain="true")
    assert not any("random starts" in text for text in lab.sentences)
    lab.press("last_page")
    (said,) = (text for text in lab.sentences if "random starts" in text)
    assert said.startswith("This run ends ")
    lab.press("way_watch")
    assert lab.value("start") == "auto"


def test_where_no_start_can_be_tried_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ends, "many", lambda _: ())
    lab = Lab(start="kmeans", k="2", floor="0.003")
    lab.report(step=lab.film.last)
    assert lab.strip["sentences"][0] == elsewhere.NO_TIME
    assert np.isfinite(lab.strip["best"]["at"])
