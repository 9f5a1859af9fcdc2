"""A collapse is played up to its end, where it is explained and something is offered against it."""

import pytest
from lab import Lab

pytestmark = pytest.mark.usefixtures("no_other_starts")

COLLAPSING = {"k": "8", "start": "random"}  # of iris


@pytest.mark.parametrize(
    ("remedy", "chosen"),
    [
        ("floor", {"floor": 0.001}),
        ("prior", {"prior": True}),
        ("tied", {"covariance": "tied"}),
        ("start", {"start": "random", "seed": 1}),
    ],
)
def test_what_is_offered_against_a_collapse_is_chosen(remedy: str, chosen: dict) -> None:
    lab = Lab(**COLLAPSING)
    film = lab.film
    assert (lab.errors, film["ended"], film["n_states"]) == ([], "Collapsed", 17)
    (sentence,) = film["ending"]
    assert "collapses onto rows" in sentence
    assert "it has no bound" in sentence
    assert [name for name, _ in film["remedies"]] == ["floor", "prior", "tied", "start"]
    lab.report(remedy=remedy)
    assert {key: lab.value(key) for key in chosen} == chosen
    assert lab.film["n_states"] != 17
    if remedy != "start":
        assert lab.film["remedies"] == []


def test_where_no_row_is_left_to_a_component_at_its_start_another_start_is_offered_alone() -> None:
    """Nothing else helps: its first M-step has no row of which to take a mean."""
    lab = Lab(start="placed", means="3.5,5.7,-1.3,3;5.1,2.5,3,1.1;6.6,3,4.4,1.4")
    (sentence,) = lab.film["ending"]
    assert "no row is left to it" in sentence
    assert [name for name, _ in lab.film["remedies"]] == ["start"]
    lab.report(remedy="start")
    assert lab.film["n_states"] > 1


def test_what_is_not_offered_is_not_chosen() -> None:
    lab = Lab(**COLLAPSING, floor="1e-9")
    before = lab.held
    lab.report(remedy="floor")
    lab.report(remedy=["tied"])
    assert lab.held == before


def test_other_pages_keep_their_sentence_and_lead_to_the_run() -> None:
    lab = Lab("explore", **COLLAPSING)
    (error,) = lab.errors
    number = error.split()[1]
    lab.choose(fit_seed=0)
    lab.press("watch_collapse")
    assert lab.film["ending"][0].startswith(f"Component {number} collapses")


def test_a_collapse_at_the_start_has_its_remedies_beside_it() -> None:
    lab = Lab(k="8", start="kmeans")
    assert "collapsed at the start" in lab.errors[0]
    assert lab.link == {"k": "8", "start": "kmeans", "seed": "0"}
    lab.press("remedy_floor")
    assert (lab.errors, lab.value("floor")) == ([], 0.001)


def test_the_plain_view_offers_them_too() -> None:
    lab = Lab(**COLLAPSING, plain="true")
    lab.press("last_page")
    assert any("collapses onto rows" in text for text in lab.sentences)
    lab.press("remedy_tied")
    assert lab.value("covariance") == "tied"
