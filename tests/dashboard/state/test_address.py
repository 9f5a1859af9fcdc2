"""The address: all that a link says is kept or replaced, and a page turned to has it at once."""

import uploads
from lab import Lab


def test_a_page_turned_to_says_what_is_chosen_there_at_once() -> None:
    lab = Lab(k="4", covariance="tied", plain="true", step="3")
    assert lab.link["step"] == "3"
    lab.visit("explore")
    assert {"k": "4", "covariance": "tied"}.items() <= lab.link.items()
    assert "step" not in lab.link
    lab.visit("step")
    assert lab.link["step"] == "3"


def test_of_two_parts_of_a_page_the_one_that_was_told_last_has_the_address() -> None:
    lab = Lab()
    lab.report(step=2)
    assert lab.link == {"start": "auto", "seed": "0", "step": "2"}
    lab.choose(k=4)
    assert lab.link == {"k": "4", "start": "auto", "seed": "0"}


def test_what_is_not_ours_stays_in_the_address() -> None:
    lab = Lab(lesson="7", k="4")
    lab.visit("explore")
    assert lab.link == {"lesson": "7", "k": "4"}


def test_names_of_columns_are_whole_whatever_is_in_them() -> None:
    names = ["a & b=c", "1 + 1 #%20"]
    lab = Lab("explore", data="upload")
    lab.upload(uploads.good("x", *names))
    lab.choose(features=names)
    assert lab.link["features"] == names
