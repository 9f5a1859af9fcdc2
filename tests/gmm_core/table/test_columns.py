"""Measurements are proposed as features, labels as targets, and neither is the other."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gmm_core.datasets
from gmm_core.reading.text.read_csv import read_csv
from gmm_core.table.columns import (
    MAX_PROPOSED,
    PROPOSAL_RULE,
    WIDE,
    describe,
    numeric,
    proposed_features,
    proposed_targets,
)

TABLES = Path(gmm_core.datasets.__file__).parent / "tables"


def kinds(frame: pd.DataFrame) -> dict[str, str]:
    return {column.name: column.kind for column in describe(frame)}


def kind(name: str, values: list) -> str:
    return kinds(pd.DataFrame({name: values}))[name]


def bundled(name: str) -> pd.DataFrame:
    return read_csv((TABLES / f"{name}.csv").read_bytes()).frame


@pytest.mark.parametrize(
    ("name", "features", "targets"),
    [
        (
            "penguins",
            ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"),
            ("species", "island", "sex"),
        ),
        ("vowels_pb52", ("f0", "f1", "f2", "f3"), ("word", "ipa", "vowel", "type", "sex")),
        ("crabs", ("fl", "rw", "cl", "cw", "bd"), ("group", "sex", "sp")),
        ("diabetes_reaven_miller", ("relwt", "glufast", "glutest", "instest", "sspg"), ("group",)),
        ("quakes", ("lat", "long", "depth", "mag", "stations"), ()),
        ("faithful", ("eruptions", "waiting"), ()),
        ("galaxies", ("velocity",), ()),
    ],
)
def test_proposals_for_the_tables_that_come_with_the_package(
    name: str, features: tuple[str, ...], targets: tuple[str, ...]
) -> None:
    frame = bundled(name)
    assert proposed_features(frame) == features
    assert proposed_targets(frame) == targets


# Identifiers


# Labels


# Constants, dates, nothing


def test_a_constant_can_be_chosen_and_is_not_proposed() -> None:
    frame = pd.DataFrame({"c": [1.5, 1.5, np.nan], "i": [2.0, 2.0, np.inf], "x": [1.5, 2.5, 2.0]})
    assert kinds(frame) == {"c": "constant", "i": "constant", "x": "feature"}
    assert numeric(frame) == ("c", "i", "x")
    assert proposed_features(frame) == ("x",)


def test_nullable_numbers() -> None:
    frame = pd.DataFrame({"n": pd.array([4, 9, None], "Int64"), "x": pd.array([1.5, None, 2.5])})
    assert proposed_features(frame) == ("n", "x")


@pytest.mark.parametrize("name", ["Klasse", "groupe", "especie", "grupo", "вид", "类别", "品種"])
def test_the_target_is_known_by_its_name_in_other_languages(name: str) -> None:
    frame = pd.DataFrame({"x": [1.5, 2.5] * 6, name: list("ab") * 6, "place": list("xyz") * 4})
    assert proposed_targets(frame)[0] == name


def test_codes_never_stand_in_for_features() -> None:
    frame = pd.DataFrame({"Customer": [*range(1000, 1010)] * 6, "Price": ["$5", "$6"] * 30})
    assert proposed_features(frame) == proposed_features(frame[["Customer"]]) == ()


def test_a_target_is_a_column_of_few_words() -> None:
    frame = pd.DataFrame(
        {
            "pos": list("GFC") * 20,
            "experience": ["R", *map(str, range(1, 15))] * 4,
            "state": [f"s{chr(97 + i % 15)}" for i in range(60)],
            "paid": ["yes", "no"] * 30,
        }
    )
    assert proposed_targets(frame) == ("paid", "pos", "state")
    assert proposed_targets(frame.drop(columns="paid")) == ("pos", "state")


# Proposals


def test_at_most_ten_features_are_proposed() -> None:
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(5, WIDE))).add_prefix("x")
    assert proposed_features(frame) == tuple(f"x{i}" for i in range(MAX_PROPOSED))
    assert len(numeric(frame)) == WIDE


def test_a_wide_table_proposes_the_columns_that_fall_into_groups() -> None:
    x = np.random.default_rng(0).normal(size=(80, 963))
    x[:40, 500:520] += 6.0
    proposed = proposed_features(pd.DataFrame(x).add_prefix("gene "))
    assert len(proposed) == MAX_PROPOSED
    assert set(proposed) <= {f"gene {i}" for i in range(500, 520)}


def test_codes_are_proposed_when_nothing_else_is_numeric() -> None:
    grey = {f"pixel {i}": [0, i % 2, 0, 1] * 20 for i in range(2)}
    frame = pd.DataFrame(grey | {"target": [0, 0, 1, 1] * 20})
    assert proposed_features(frame) == ("pixel 0", "pixel 1")


def test_targets_with_telling_names_come_first() -> None:
    frame = pd.DataFrame(
        {
            "sex": list("mfmfmf"),
            "class": [1, 1, 2, 2, 3, 3],
            "island": list("aabbcc"),
            "iris_class": list("ababab"),
            "Species": list("xyxyxy"),
            "year": [1, 1, 1, 2, 2, 2],
        }
    )
    assert proposed_targets(frame) == ("Species", "iris_class", "island", "sex", "class")


def test_korean_names() -> None:
    frame = pd.DataFrame({"성별": list("남여남여"), "품종": list("가가나나"), "키": [1.5, 2, 3, 4]})
    assert proposed_targets(frame) == ("품종", "성별")


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(), st.text(max_size=2), st.just("가")
)


@given(st.lists(VALUES, max_size=12))
def test_every_column_is_of_one_kind_and_features_are_no_targets(values: list) -> None:
    frame = pd.DataFrame({"x": values, "y": range(len(values))})
    assert [column.name for column in describe(frame)] == ["x", "y"]
    assert not set(proposed_features(frame)) & set(proposed_targets(frame))
    assert set(proposed_features(frame)) <= set(numeric(frame))


def test_the_ten_are_the_first_that_are_complete_enough_and_independent() -> None:
    x = np.random.default_rng(0).normal(size=(40, 14))
    frame = pd.DataFrame(x).add_prefix("x")
    frame["x1"] = 2.54 * frame["x0"]
    frame["x3"] = frame["x0"] + frame["x2"]
    frame.loc[:20, "x4"] = np.nan
    frame.loc[:19, "x5"] = np.nan
    assert proposed_features(frame) == ("x0", "x2", *(f"x{i}" for i in range(5, 13)))


def test_gaps_in_different_rows_do_not_use_up_the_table() -> None:
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(50, 3))).add_prefix("x")
    frame.loc[:24, "x0"] = np.nan
    frame.loc[25:45, "x1"] = np.nan
    assert proposed_features(frame) == ("x0", "x2")


def test_the_rule_is_a_sentence() -> None:
    assert PROPOSAL_RULE.startswith("Proposed are the first 10 columns of measured numbers")


def test_a_description_that_is_given_is_not_made_again() -> None:
    frame = bundled("penguins")
    described = describe(frame)
    assert proposed_features(frame, described) == proposed_features(frame)
    assert proposed_targets(frame, described) == proposed_targets(frame)
    assert proposed_features(frame, described[:1]) == ()
    assert hash(described) == hash(describe(frame))


# Amounts, and columns of many rows


def test_text_that_reads_as_numbers_is_an_amount() -> None:
    frame = pd.DataFrame({"share": ["12 %", "5 %", "7 %"], "cost": ["€ 5", "€ 6", "€ 5"]})
    assert kinds(frame) == {"share": "amount", "cost": "amount"}
    assert describe(frame)[0].reason == 'Text that reads as numbers in %, such as "12 %".'
    assert numeric(frame) == proposed_targets(frame) == ()
    assert kind("size", ["1,234", "2,000", "12"]) == "amount"
    assert kind("size", ["12", "13", "12"]) == "label"
