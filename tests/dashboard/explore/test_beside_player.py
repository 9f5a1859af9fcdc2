"""Explore says where the player's run, or the best of several, ends elsewhere, and leads there."""

from expected import expected
from lab import Lab

from gmm_core.ends import rows_apart
from gmm_core.ends.differences import placed_differently
from gmm_core.written_numbers import difference

LOWER = {"init": "random_from_data", "seed": 3}  # ends below the best of several, of iris


def test_it_says_by_how_much_and_which_rows_and_each_leads_to_the_other() -> None:
    lab = Lab(start="random_from_data", seed="3")
    best, run = expected(), expected(**LOWER)
    gap = difference(best.run.log_likelihood - run.run.log_likelihood, plus="")
    clusters = [each.resp(-1).argmax(axis=1) for each in (best, run)]
    rows = rows_apart([best.rows.names[row] for row in placed_differently(*clusters, 3, 3)])

    lab.visit("explore")
    of_player = f"The run in the player begins elsewhere and ends {gap} below this fit. {rows}"
    assert of_player in lab.sentences
    assert [link.proto.label for link in lab.app.get("page_link")] == ["Watch that run"]
    lab.press("explore_end")
    assert lab.value("fit", "fit_seed") == ["random_from_data", 3]
    assert of_player not in lab.sentences
    assert f"The best of several ends {gap} above this fit. {rows}" in lab.sentences
    lab.press("explore_best")
    assert lab.value("fit", "fit_seed") == ["auto", 0]
    assert of_player in lab.sentences


def test_of_a_run_that_nobody_has_seen_the_end_that_is_written_down_is_told() -> None:
    lab = Lab("explore", watched=True, data="wine")
    said = "The run in the player begins elsewhere and ends 6.223 below this fit."
    assert any(text.startswith(said) for text in lab.sentences)


def test_where_both_end_at_one_fit_nothing_is_said() -> None:
    lab = Lab(watched=True)
    lab.visit("explore")
    assert not any("elsewhere" in text or "above this fit" in text for text in lab.sentences)
