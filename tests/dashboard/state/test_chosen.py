"""What links say of what can be chosen: short names, former names, and anything at all."""

import random
from typing import Any

import pytest
import uploads
from lab import Lab

from dashboard.state import watching
from dashboard.state.chosen import (
    CHOICES,
    NO_TARGET,
    OTHERS,
    TARGET,
    Number,
    OfData,
    Option,
    checked,
    found,
)
from dashboard.state.chosen import FEATURES as OF_DATA
from dashboard.state.session_cache import KEY
from gmm_core.maximisation.structures import COVARIANCE_STRUCTURES

pytestmark = pytest.mark.usefixtures("no_other_starts")

NONSENSE = (
    *("", "0", "1", "-1", "2.5", "inf", "-inf", "nan", "1e309", "-1e309", "9" * 400, "0x10"),
    *("true", "TRUE", "maybe", "iris", "Iris flowers", "VVE", "EVX", "\x00", "\ud800", "½", "٣"),
    *("<b>x</b>", "**x**", "[a](b)", "$z$", "%00", "a" * 5000, "nonsense", "1_000", "+7", " 3"),
)
OPTIONS = [choice for choice in CHOICES.values() if isinstance(choice, Option)]


def generated(seed: int) -> dict[str, list[str]]:
    """A link of which any part may be anything."""
    drawn = random.Random(seed)
    keys = drawn.sample([*CHOICES, "nonsense", "embed"], drawn.randint(1, 8))
    return {key: drawn.choices(NONSENSE, k=drawn.randint(1, 3)) for key in keys}


@pytest.mark.parametrize("part", range(10))
def test_of_any_link_what_is_possible_is_taken_and_the_rest_is_said(part: int) -> None:
    for seed in range(50 * part, 50 * part + 50):
        query = generated(seed)
        said = checked(query)
        for key, value in said.values.items():
            assert is_possible(key, value), (query, key)
        told = {key for key in query if key in CHOICES and any(query[key])} - {*said.values}
        told |= {"structures"} & {*query} if said.values.get("covariance") in OTHERS else set()
        assert {key_of(sentence) for sentence in said.sentences} <= told
        assert told - {key_of(sentence) for sentence in said.sentences} <= {"structures"}
        assert all(len(sentence) < 200 for sentence in said.sentences)


def key_of(sentence: str) -> str:
    """What a sentence speaks of."""
    called = {f"This link asks for {choice.called} =": key for key, choice in CHOICES.items()}
    return next((key for start, key in called.items() if sentence.startswith(start)), "data")


def is_possible(key: str, value: Any) -> bool:
    """Whether a control can hold this value."""
    choice = CHOICES[key]
    if isinstance(choice, Number):
        return type(value) is (int if choice.whole else float) and (
            choice.least <= value <= choice.most
        )
    if isinstance(choice, Option):
        return value in choice.titles
    return isinstance(value, list if isinstance(choice, OfData) else bool)


@pytest.mark.parametrize("choice", OPTIONS, ids=lambda choice: choice.key)
def test_an_option_is_found_by_its_short_name_and_by_its_title(choice: Option) -> None:
    for name, title in choice.titles.items():
        assert checked({choice.key: [name]}).values[choice.key] == name
        assert checked({choice.key: [title]}).values[choice.key] == name
        assert choice.read(choice.write(name)) == name


@pytest.mark.parametrize("name", COVARIANCE_STRUCTURES)
def test_a_covariance_is_found_by_either_of_its_names(name: str) -> None:
    letters = COVARIANCE_STRUCTURES[name].letters
    values = checked({"covariance": [letters]}).values
    assert values == checked({"covariance": [name]}).values
    assert values["covariance"] == name
    assert ("structures" in values) == (name == letters)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"k": "25"}, "This link asks for k = 25, and at most 24 is possible."),
        ({"k": "inf"}, "This link asks for k = “inf”, and that is no whole number."),
        ({"k": "2.5"}, "This link asks for k = 2.5, and that is no whole number."),
        ({"seed": "-5"}, "This link asks for seed = -5, and at least 0 is possible."),
        ({"floor": "1"}, "This link asks for covariance floor = 1, and at most 0.999 is possible."),
        ({"data": "foo"}, "Data “foo” is not known: Iris flowers is shown."),
        (
            {"plain": "yes"},
            "This link asks for plain view = “yes”, and that is neither true nor false.",
        ),
        (
            {"size": "9" * 400},
            f"This link asks for point size = “{'9' * 40}…”, and that is none of its options.",
        ),
    ],
)
def test_what_cannot_be_restored_is_said(query: dict[str, str], sentence: str) -> None:
    said = checked({key: [text] for key, text in query.items()})
    assert (said.values, said.sentences) == ({}, (sentence,))


def test_names_of_data_are_found_as_they_are_and_as_they_were_shown() -> None:
    names = ["Masse [kg]", r"Masse \[kg\]", "none"]
    assert found(OF_DATA, ["Masse [kg]"], names) == ["Masse [kg]"]
    assert found(OF_DATA, [r"Masse \[kg\]"], names) == [r"Masse \[kg\]"]
    assert found(OF_DATA, [r"Masse \[kg\]"], names[:1]) == ["Masse [kg]"]
    assert found(OF_DATA, ["Masse [kg] (g)"], names, lambda name: f"{name} (g)") == ["Masse [kg]"]
    assert found(TARGET, ["none"], [NO_TARGET, *names]) == ["none"]
    assert found(TARGET, ["none"], [NO_TARGET]) == found(TARGET, [NO_TARGET], [NO_TARGET])


# On the page

WORST = [
    {"k": "inf"},
    {"k": "1e309"},
    {"k": "9" * 400},
    {"seed": "-inf"},
    {"floor": "-1e309"},
    {"k": "25", "data": "foo"},
    {"features": "nonsense", "covariance": "EVX"},
    {"target": "[a](b)", "start": "<b>x</b>"},
    {"x": "$z$", "view": "\x00"},
    {"picture": "9" * 400, "step": "-inf", "plain": "½"},
]


@pytest.mark.parametrize("link", WORST, ids=str)
def test_the_worst_links_open_the_page_and_one_caption_says_what_is_lacking(
    link: dict[str, str],
) -> None:
    lab = Lab(**link)
    assert lab.errors == []
    assert set(lab.link) & set(link) <= {"start", "seed"}  # which links name always
    assert not lab.link.items() & link.items()
    (said,) = (text.value for text in lab.app.caption if "link asks for" in text.value)
    assert said.count("This link asks for") + said.count("is not known") == len(link)
    lab.choose(k=2)
    assert not any("This link asks for" in text for text in lab.sentences)


def test_what_a_link_lacks_is_said_until_something_is_chosen_though_controls_come_later(
    monkeypatch,
) -> None:
    monkeypatch.setattr(watching, "SMALL", 0)
    lab = Lab("choose", data="foo", to="2")
    assert any("is not known" in text for text in lab.sentences)
    lab.press("start_grid")
    for job in lab.app.session_state[KEY]["job"].values():
        job.wait()
    lab.visit("choose")
    assert lab.table("BIC").size
    assert any("is not known" in text for text in lab.sentences)
    lab.choose(criterion="aic")
    assert not any("is not known" in text for text in lab.sentences)


def test_the_text_of_a_link_is_text() -> None:
    lab = Lab(start="[a](b) **c**")
    assert any(r"“\[a\](b) \*\*c\*\*”" in text for text in lab.sentences)


NOW = {
    "data": ("Palmer penguins", "penguins"),
    "start": ("k-means", "kmeans"),
    "covariance": ("EEE", "tied"),
    "target": ("No target", "none"),
    "x": ("bill_depth (mm)", "bill_depth_mm"),
    "picture": ("Density and regions", "density"),
    "summary": ("Q-Q", "checks"),
    "list": ("Low density", "low"),
    "colour": ("cluster", "cluster"),
    "size": ("uncertainty", "uncertainty"),
}


def test_the_address_shows_short_names_where_a_link_had_titles() -> None:
    former = {key: was for key, (was, _) in NOW.items()}
    lab = Lab("explore", **former)  # pyright: ignore[reportArgumentType]
    now = {key: name for key, (_, name) in NOW.items()}
    assert lab.link == now | {"fit": now.pop("start")}  # of a page without the player


def test_the_address_shows_short_names_of_planes() -> None:
    lab = Lab("explore", view="principal components")
    assert lab.link == {"view": "principal"}


def test_the_address_shows_the_names_of_columns_as_they_are() -> None:
    lab = Lab("explore", data="Upload a table", features=r"Masse \[kg\]")
    lab.upload(uploads.good("Masse [kg]", "b"))
    assert lab.errors == []
    assert lab.link["features"] == "Masse [kg]"
    assert lab.link["data"] == "upload"


def test_the_address_shows_short_names_of_what_cells_show() -> None:
    assert Lab("explore", shows="rows").link == {}
    lab = Lab("explore", shows="shares of a class")
    assert lab.link == {"shows": "row shares"}
