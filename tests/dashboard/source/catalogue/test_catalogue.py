"""Tables in groups: all of them, each with a picture, and one is chosen by its card."""

import json

from lab import Lab

from dashboard.state.chosen import DATA
from gmm_core import datasets


def test_every_table_has_a_card_in_its_group() -> None:
    lab = Lab(data="galaxies")
    held = lab.catalogue
    assert held["now"] == "galaxies"
    groups = {
        group["title"].partition(":")[0]: [table["name"] for table in group["tables"]]
        for group in held["groups"]
    }
    known = [name for name in datasets.names() if datasets.load(name).truth is not None]
    assert groups == {
        "To learn from": known,
        "Real": [name for name in datasets.names() if name not in known],
        "Your own": ["upload", "paste", "draw"],
    }
    cards = [card for group in held["groups"] for card in group["tables"]]
    assert {card["name"]: card["title"] for card in cards} == DATA.titles
    assert all(card.get("dots") or card.get("icon") for card in cards)
    assert len(json.dumps(held)) < 20_000


def test_a_card_that_is_clicked_is_the_table_and_in_the_link() -> None:
    lab = Lab()
    lab.pick_table("faithful")
    assert lab.catalogue["now"] == lab.value("data") == "faithful"
    assert lab.link["data"] == "faithful"
    for wrong in ("nonsense", 3, None, ["iris"], "Iris flowers"):
        lab.pick_table(wrong)
        assert lab.value("data") == "faithful"
    lab.pick_table("iris")
    assert "data" not in lab.link
