"""The sidebar: a link restores the page, and nothing that is set gets lost."""

import pytest
from expected import assert_holds, expected
from lab import UPLOAD, Lab, read

from gmm_core import datasets
from gmm_core.projection.projection import onto_principal_components
from gmm_core.steps.half_steps import frame

pytestmark = pytest.mark.usefixtures("no_other_starts")

LINK: dict[str, str | list[str]] = {
    "data": "Palmer penguins",
    "features": ["bill_length_mm", "bill_depth_mm", "body_mass_g"],
    "target": "sex",
    "k": "4",
    "structures": "true",
    "covariance": "VEE",
    "start": "random points",
    "seed": "3",
    "standardise": "true",
    "floor": "0.01",
    "x": "bill_depth (mm)",
    "y": "bill_length (mm)",
    "step": "7",
    "colour": "cluster",
}
CHOSEN = {
    "data": "penguins",
    "features": ["bill_length_mm", "bill_depth_mm", "body_mass_g"],
    "target": "sex",
    "k": 4,
    "structures": True,
    "covariance": "VEE",
    "start": "random_from_data",
    "seed": 3,
    "standardise": True,
    "floor": 0.01,
    "x": "bill_depth_mm",
    "y": "bill_length_mm",
    "step": 7,
    "colour": "cluster",
}
DEFAULT = {
    "data": "iris",
    "features": ["sepal length", "sepal width", "petal length", "petal width"],
    "target": "species",
    "k": 3,
    "structures": False,
    "covariance": "full",
    "start": "auto",
    "seed": 0,
    "standardise": False,
    "floor": 0.0,
    "x": "petal length",
    "y": "petal width",
    "step": 0,
    "colour": "mixed",
}

OF_PLAYER = ("start", "seed")
LONG_NAME = "department of the respondent in spring"


def settings(lab: Lab, *without: str) -> dict[str, object]:
    """What the controls show."""
    return {key: lab.value(key) for key in DEFAULT if key not in without}


def by_hand() -> Lab:
    """The page of the link, reached by a person."""
    lab = Lab()
    lab.choose(data="penguins", structures=True)
    fit = ("features", "target", "k", "covariance", "start", "seed", "standardise", "floor")
    lab.choose(**{key: CHOSEN[key] for key in fit})
    lab.choose(x="bill_depth_mm", y="bill_length_mm", colour="cluster")
    lab.report(step=7)
    return lab


# A link


def test_without_a_link_iris_is_shown_at_its_defaults() -> None:
    assert settings(Lab()) == DEFAULT


def test_a_link_restores_every_control() -> None:
    assert settings(Lab(**LINK)) == CHOSEN


def test_a_link_gives_the_same_page_as_a_person_who_chose_it() -> None:
    linked, chosen = Lab(**LINK), by_hand()
    assert linked.held == chosen.held != b""
    assert linked.sentences == chosen.sentences
    assert linked.link["step"] == chosen.link["step"] == "7"


def test_the_numbers_of_a_link_are_those_of_gmm_core() -> None:
    what = expected(
        "penguins",
        ("bill_length_mm", "bill_depth_mm", "body_mass_g"),
        n_components=4,
        covariance_type="VEE",
        init="random_from_data",
        seed=3,
        standardise=True,
        floor=0.01,
    )
    lab = Lab(**LINK)
    assert_holds(lab, what)
    assert lab.shown.title == "E-step 4"
    assert lab.shown.log_likelihood == frame(what.run, 7).log_likelihood


def test_a_link_restores_the_view_of_principal_components() -> None:
    lab, what = Lab(view="principal", step="3", colour="cluster"), expected()
    assert lab.value("view", "step") == ["principal", 3]
    assert lab.open_ledger["colour"] == "cluster"
    assert_holds(lab, what, onto_principal_components(what.rows.X, what.labels()))


def test_a_link_restores_the_plain_view() -> None:
    lab = Lab(plain="true", **LINK)
    assert lab.value("plain") is True
    assert lab.held == b""
    assert lab.metrics["Half-step"] == "E-step 4"


@pytest.mark.parametrize("name", datasets.names())
def test_a_link_to_a_table_shows_it_at_its_own_defaults(name: str) -> None:
    dataset = datasets.load(name)
    lab = Lab(data=dataset.title)
    assert lab.errors == []
    assert lab.value("data") == name
    assert tuple(lab.value("features")) == dataset.features
    assert lab.value("k") == (dataset.suggested_k or 3)
    assert lab.value("target") == (dataset.target or "No target")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("data", "nonsense"),
        ("data", ""),
        ("features", "nonsense"),
        ("target", "nonsense"),
        ("k", "99"),
        ("k", "0"),
        ("k", "three"),
        ("k", ""),
        ("covariance", "nonsense"),
        ("covariance", ""),
        ("covariance", "EVX"),
        ("structures", "maybe"),
        ("structures", ""),
        ("start", "nonsense"),
        ("start", ""),
        ("view", "nonsense"),
        ("view", ""),
        ("plain", "maybe"),
        ("plain", ""),
        ("seed", "-5"),
        ("seed", "99999999999"),
        ("standardise", "maybe"),
        ("floor", "-1"),
        ("floor", "nan"),
        ("floor", "inf"),
        ("floor", "1"),
        ("x", "nonsense"),
        ("step", "9999"),
        ("step", "-3"),
        ("step", "seven"),
        ("step", ""),
        ("colour", "nonsense"),
        ("colour", ""),
        ("nonsense", "1"),
    ],
)
def test_an_invalid_value_in_a_link_falls_back_to_the_default(key: str, value: str) -> None:
    others = {} if key == "step" else {"step": "1"}
    start = {"start": "watched"} if key == "start" else {}
    lab, default = Lab(**others, **{key: value}), Lab(**others, **start)
    assert lab.errors == []
    assert lab.held == default.held != b""
    shown = settings(default)
    assert {key: lab.value(key) or shown[key] for key in DEFAULT} == shown


def test_a_link_may_choose_no_feature() -> None:
    lab = Lab(features="")
    assert lab.errors == ["No feature is chosen. Choose at least one numeric column."]
    assert (lab.figures, lab.held) == ({}, b"")


def test_a_fingerprint_in_a_link_to_a_built_in_table_is_dropped() -> None:
    lab = Lab(file="abc")
    assert settings(lab) == DEFAULT
    assert "file" not in lab.link


# Another table


def test_another_table_brings_its_own_defaults() -> None:
    lab = Lab()
    lab.choose(k=5, features=["sepal length", "sepal width"], target="No target")
    lab.choose(data="penguins")
    penguins = datasets.load("penguins")
    assert tuple(lab.value("features")) == penguins.features
    assert lab.value("k", "target") == [3, "species"]
    assert lab.value("x", "y") == ["flipper_length_mm", "body_mass_g"]
    lab.choose(data="galaxies")
    assert lab.value("features", "target") == [["velocity"], "No target"]
    lab.choose(data="iris")
    assert settings(lab) == DEFAULT


def test_the_model_stays_where_only_the_table_changes() -> None:
    lab = Lab()
    lab.choose(covariance="diag", seed=7, standardise=True)
    lab.choose(data="wine")
    assert lab.value("covariance", "seed", "standardise") == ["diag", 7, True]


def test_a_feature_is_never_offered_as_target() -> None:
    lab = Lab()
    assert lab.options("target") == ["No target", "species"]
    lab.choose(features=["sepal length"], covariance="tied")
    options = ["No target", "sepal width", "petal length", "petal width", "species"]
    assert lab.options("target") == options


@pytest.mark.usefixtures("two_proposed")
@pytest.mark.parametrize(("name", "whole"), [("department", []), (LONG_NAME, [LONG_NAME])])
def test_a_name_for_which_its_box_has_no_room_stands_whole_beneath(name: str, whole: list) -> None:
    rows = "".join(f"{5 * (i % 2) + i / 70},{i % 7},{'ab'[i % 2]}\n" for i in range(40))
    lab = Lab(data=UPLOAD, start="kmeans", fit="kmeans")
    lab.upload(f"x,y,{name}\n{rows}")
    lab.choose(target=name)
    assert [read(each.value) for each in lab.app.sidebar.caption if name in each.value] == whole


# Both pages


def test_settings_stay_over_a_change_of_page() -> None:
    lab = by_hand()
    lab.visit("explore")
    assert settings(lab, "step") == {k: v for k, v in CHOSEN.items() if k != "step"}
    lab.visit("step")
    assert settings(lab) == CHOSEN


def test_a_link_stays_over_a_change_of_page() -> None:
    lab = Lab(**LINK)
    lab.visit("explore")
    assert settings(lab, "step") == {k: v for k, v in CHOSEN.items() if k != "step"}


# Errors


@pytest.mark.parametrize("page", ["step", "explore"])
def test_an_error_leaves_everything_as_it_was(page: str) -> None:
    lab = Lab(page, **LINK)
    own = () if page == "step" else ("step", *OF_PLAYER)
    lab.choose(colour="mixed")
    before = settings(lab, "step", *own), lab.figures, lab.metrics, lab.held
    lab.choose(features=[])
    assert len(lab.errors) == 1
    assert (lab.figures, lab.held) == ({}, b"")
    lab.choose(features=CHOSEN["features"])
    assert lab.errors == []
    assert (settings(lab, "step", *own), lab.figures, lab.metrics, lab.held) == before


def test_a_collapse_leaves_everything_as_it_was() -> None:
    lab = Lab(x="sepal length", colour="cluster", step="5")
    before = settings(lab), lab.held
    lab.choose(k=24)
    assert (lab.errors, lab.film["ended"]) == ([], "Collapsed")
    lab.choose(k=3)
    lab.report(step=5)
    assert settings(lab) == before[0]
