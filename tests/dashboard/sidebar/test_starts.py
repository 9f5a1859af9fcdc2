"""The start of the player and that of the fit: each its own, in control, link and run."""

import pytest
from expected import expected
from lab import UPLOAD, Lab

from dashboard.fit import ends
from gmm_core.ends import WATCHED


def end(lab: Lab) -> float:
    """Where the run that the player holds ends."""
    return lab.film["log_likelihoods"][-1]


def test_the_player_opens_with_the_start_to_watch_and_the_link_names_it() -> None:
    lab, row = Lab(watched=True), WATCHED["iris"]
    assert (lab.value("start"), lab.link) == ("watched", {"start": row.init, "seed": str(row.seed)})
    assert end(lab) == expected(init=row.init, seed=row.seed).run.log_likelihood
    assert "Random points, seed 0." in lab.sentences


def test_both_iris_fits_part_the_flowers_alike() -> None:
    """50, then 45 and 5 of 50, on either page."""
    lab = Lab(watched=True)
    lab.report(step=lab.film.last)
    of_player = sorted(map(sorted, lab.counts))
    lab.visit("explore")
    assert of_player == sorted(map(sorted, lab.counts)) == [[0, 0, 50], [0, 0, 50], [0, 5, 45]]


def test_the_start_to_watch_follows_the_model_and_one_that_is_named_stays() -> None:
    lab = Lab(watched=True)
    lab.choose(k=2)
    assert lab.value("start") == "watched"
    assert lab.link["k"] == "2"
    assert lab.link["start"] in ("random_from_data", "random")
    named = Lab(start="random", seed="3")
    named.choose(k=2)
    assert (named.value("start", "seed"), named.link["start"]) == (["random", 3], "random")


def test_the_fit_keeps_the_best_of_several_whatever_the_player_begins_with() -> None:
    lab = Lab(start="random", seed="3")
    lab.visit("explore")
    assert lab.value("fit", "fit_seed") == ["auto", 0]
    assert "start" not in lab.link
    lab.choose(fit="kmeans")
    assert lab.link == {"fit": "kmeans"}
    lab.visit("step")
    assert lab.value("start", "seed") == ["random", 3]


@pytest.mark.parametrize(
    ("page", "link", "of_player", "of_fit"),
    [
        ("explore", {"start": "random", "seed": "7"}, ["random", 7], ["random", 7]),
        ("explore", {"seed": "3"}, ["auto", 3], ["auto", 3]),
        ("explore", {"start": "kmeans", "fit": "auto"}, ["kmeans", 0], ["auto", 0]),
        ("step", {"start": "random", "seed": "7"}, ["random", 7], ["auto", 0]),
        ("step", {"step": "3"}, ["auto", 0], ["auto", 0]),
    ],
)
def test_a_link_from_before_there_were_two_starts_shows_what_it_did(
    page: str, link: dict[str, str], of_player: list[object], of_fit: list[object]
) -> None:
    lab = Lab(page, watched=True, **link)
    lab.visit("step" if page == "explore" else "explore")
    lab.visit("step")
    assert lab.value("start", "seed") == of_player
    lab.visit("explore")
    assert lab.value("fit", "fit_seed") == of_fit


def test_where_both_end_at_one_fit_its_names_are_those_of_the_run() -> None:
    lab = Lab("explore", watched=True, clusters='[[2,"b"],[1,"a"],[3,"c"]]')
    lab.visit("step")
    assert lab.film["looks"]["names"] == ["b", "a", "c"]
    lab.choose(start="kmeans")
    lab.choose(start="random_from_data", seed=3)
    assert lab.film["looks"]["names"] is None


def test_why_the_best_of_several_is_watched_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    lab, best = Lab(watched=True, k="1"), "This is the best of several."
    assert f"No random start has more to see. {best}" in lab.sentences
    monkeypatch.setattr(ends, "tried", lambda *_, **__: ())
    large = Lab(watched=True, data=UPLOAD)
    large.upload("a,b\n" + "\n".join(f"{i % 7},{i * i % 11}" for i in range(60)), "large.csv")
    assert f"The table is too large to look for one. {best}" in large.sentences


def test_what_cannot_be_fitted_has_one_sentence() -> None:
    lab = Lab(watched=True, k="24", data=UPLOAD)
    lab.upload("a,b\n1,2\n3,5\n2,2\n4,1\n", "small.csv")
    assert len(lab.errors) == 1
    assert not any("best of several" in text for text in lab.sentences)


def test_another_page_knows_the_start_to_watch_of_the_model_that_is_chosen_there() -> None:
    lab = Lab("take_away", watched=True, k="2")
    links = [code.value for code in lab.app.code]
    assert all("start=random" in link for link in links)
    lab.visit("explore")
    lab.choose(k=4)
    assert lab.app.session_state["watched"] is None
    lab.visit("step")
    named = lab.link["start"], lab.link["seed"]
    lab.visit("take_away")
    assert all("start={}&seed={}".format(*named) in code.value for code in lab.app.code)
