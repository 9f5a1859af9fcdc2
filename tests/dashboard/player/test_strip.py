"""The ends of the starts so far are beside the curve, and each leads into its run."""

import pytest
from expected import expected
from lab import Lab

from dashboard.fit import ends
from gmm_core.ends import WATCHED
from gmm_core.written_numbers import number


@pytest.fixture(autouse=True)
def _of_a_few_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.MADE", {})  # other tests have made the same of more starts
    monkeypatch.setattr(ends, "FEW", 2)
    monkeypatch.setattr(ends, "MANY", 4)


def heights(lab: Lab) -> list[float | None]:
    return [each["at"] for each in lab.strip["ends"]]


def end(seed: int) -> float:
    return expected(init="random_from_data", seed=seed).run.log_likelihood


def test_each_new_start_adds_an_end_and_a_click_on_one_leads_back_into_its_run() -> None:
    lab = Lab(watched=True)
    assert heights(lab) == lab.strip["sentences"] == []
    best = WATCHED["iris"].best_known
    assert lab.strip["best"] == {"at": best, "says": number(best)}

    lab.ask(another=True)
    assert lab.value("start", "seed") == ["random_from_data", 1]
    assert (heights(lab), lab.open_ledger["step"]) == ([best], 0)  # which it reaches: level with it
    assert lab.strip["best"]["at"] >= end(0) != end(1)
    lab.report(step=lab.film.last)
    assert heights(lab) == [best, best]
    lab.ask(another=True)
    lab.ask(picked=0)
    assert lab.value("start", "seed") == ["random_from_data", 0]
    assert heights(lab) == [best, best, None]  # of the third a component collapses
    assert [each["seen"] for each in lab.strip["ends"]] == [True, False, False]
    assert lab.strip["ends"][1]["says"] == (
        f"Random points, seed 1: EM ends at {number(end(1))} after "
        f"{expected(init='random_from_data', seed=1).run.n_iter} iterations."
    )


@pytest.mark.parametrize("place", [-1, 5, True, "0", None, [0]])
def test_what_cannot_have_been_clicked_changes_nothing(place: object) -> None:
    lab = Lab(start="random", seed="3")
    lab.ask(picked=place)
    lab.ask(turned=place)
    assert lab.value("start", "seed") == ["random", 3]


def test_a_click_that_speaks_of_another_run_comes_too_late() -> None:
    lab = Lab(start="random", seed="3")
    lab.speaks_of = "another run"
    lab.ask(another=True)
    assert lab.value("start", "seed") == ["random", 3]


def test_means_that_were_placed_are_had_back_from_their_end() -> None:
    lab = Lab()
    lab.report(moved={"step": 0, "component": 0, "place": [2.0, 0.5]})
    placed = lab.link["means"]
    lab.ask(another=True)
    assert "means" not in lab.link
    assert lab.strip["ends"][1]["says"].startswith("Means placed by hand: EM ends at ")
    lab.ask(picked=1)
    assert lab.link["means"] == placed


def test_a_collapse_lies_at_the_bottom_and_is_called_one() -> None:
    lab = Lab(k="8", start="random")
    lab.report(step=lab.film.last)
    (dot,) = lab.strip["ends"]
    assert (dot["at"], lab.strip["sentences"]) == (None, [])
    collapses = "a component collapses after 16 iterations."
    assert dot["says"] == f"Random responsibilities, seed 0: {collapses}"
