"""What a finding offers is done by one click, said, in the link, and undone by another."""

import json

import pytest
from lab import UPLOAD, Lab

from gmm_core.table import columns

ROWS = range(60)
CODES = "co,no2\n" + "".join(
    f"{-200 if i % 7 == 0 else 8 + 20 * (i % 2) + i % 5},{20 + 40 * (i % 2) + i % 11}\n"
    for i in ROWS
)
TOTAL = "shop,sales,cost\n" + "".join(f"F{i},{800 + 7 * i},{90 + 31 * (i % 9)}\n" for i in ROWS)
TOTAL += f"Total,{sum(800 + 7 * i for i in ROWS)},{sum(90 + 31 * (i % 9) for i in ROWS)}\n"
SIDEWAYS = "variable," + ",".join(f"obs{i}" for i in ROWS) + "\n"
SIDEWAYS += "".join(
    f"{name}," + ",".join(str(at + (i % many) * 1.5) for i in ROWS) + "\n"
    for name, at, many in (("mass", 8, 7), ("width", 40, 11))
)
ANSWERS = "Q1,Q2,Q3,age\n" + "".join(
    f"{1 + i % 5},{1 + (2 * i) % 5},{1 + (i * i) % 5},{20 + 1.5 * (i * 7 % 60)}\n"
    for i in range(80)
)

LEFT = (
    "2 further columns of numbers are not fitted at first, as no more than 10 are proposed: "
    "x10, x11."
)


def looked_at(content: str) -> Lab:
    lab = Lab(data=UPLOAD)
    lab.upload(content, "table.csv", use=False)
    return lab


def press_offer(lab: Lab, kind: str) -> None:
    (key,) = (
        button.key
        for button in lab.app.button
        if (button.key or "").startswith("offer-") and button.key.endswith(f"-{kind}")
    )
    lab.press(key)


def said(lab: Lab) -> str:
    return " ".join(lab.sentences).replace("\\", "").replace("\u2060", "")


@pytest.mark.usefixtures("untried")
def test_codes_are_made_missing_and_come_back() -> None:
    lab = looked_at(CODES)
    assert "likely a code for a missing value" in said(lab)
    press_offer(lab, "code")
    assert "As you wish" in said(lab)
    assert "likely a code" not in said(lab)
    assert lab.table("What each column is").set_index("column")["missing"]["co"] == 9
    lab.press("use_table")
    assert json.loads(lab.link["read"]) == {"missing": [["co", -200.0]]}
    lab.press("read_again")
    lab.press("undo_changes")
    assert "likely a code" in said(lab)


@pytest.mark.usefixtures("untried")
def test_total_rows_are_left_out() -> None:
    lab = looked_at(TOTAL)
    assert "Row 61 is no observation" in said(lab)
    press_offer(lab, "total")
    assert "1 row left out" in said(lab)
    assert "60 rows" in said(lab)


@pytest.mark.usefixtures("untried")
def test_a_table_on_its_side_is_turned() -> None:
    lab = looked_at("A survey\n\n" + SIDEWAYS)
    (box,) = (box for box in lab.app.number_input if box.label == "The table begins at line")
    box.set_value(2).run()
    press_offer(lab, "sideways")
    assert list(lab.table("The first rows").columns) == ["variable", "mass", "width"]
    assert "Fitted at first: mass, width." in said(lab)
    lab.press("use_table")
    assert json.loads(lab.link["read"]) == {"turned": True, "begins": 2}


@pytest.mark.usefixtures("untried")
def test_a_block_of_answers_is_fitted_by_one_click() -> None:
    lab = looked_at(ANSWERS)
    assert "Fitted at first: age." in said(lab)
    press_offer(lab, "items")
    assert "Fitted at first: Q1, Q2, Q3, age." in said(lab)
    assert "a rough model for five levels" in said(lab)


@pytest.mark.usefixtures("untried")
def test_what_is_not_fitted_at_first_is_named() -> None:
    names = [f"x{i}" for i in range(columns.MAX_PROPOSED + 2)]
    rows = [",".join(str((i * (j + 3) * 37) % 101 / 4) for j in range(len(names))) for i in ROWS]
    lab = looked_at("\n".join([",".join(names), *rows]))
    assert LEFT in said(lab)


@pytest.mark.usefixtures("untried")
def test_numbered_answers_are_fitted_by_one_click() -> None:
    levels = ("1 = never", "2 = sometimes", "3 = often", "4 = always")
    lab = looked_at("x,mood\n" + "".join(f"{i * 7 % 60}.5,{levels[i % 4]}\n" for i in ROWS))
    press_offer(lab, "answers")
    assert "Fitted at first: x, mood." in said(lab)
    lab.press("read_as_found")
    assert "Fitted at first: x. Clusters are compared with mood." in said(lab)
    assert "As you wish" not in said(lab)


@pytest.mark.usefixtures("untried")
def test_standardised_and_left_out_features_come_back() -> None:
    lab = looked_at("a,b\n" + "".join(f"{i * 7 % 60}.5,{(i * 11 % 37) * 1e6}\n" for i in ROWS))
    press_offer(lab, "scales")
    assert "As you wish: features are standardised." in said(lab)
    lab.press("undo_changes")
    assert not lab.app.session_state["standardise"]
    lab = looked_at("a,b\n" + "".join(f"{i * 7 % 50}.25,{(i * 7 % 50) * 2 + 0.5}\n" for i in ROWS))
    lab.press("add_all")
    press_offer(lab, "dependent")
    assert "As you wish: not fitted: b." in said(lab)
    lab.press("undo_changes")
    assert "As you wish" not in said(lab)


@pytest.mark.usefixtures("untried")
def test_of_many_long_names_few_are_told() -> None:
    names = [f"{i} {'concentration of it ' * 3}" for i in range(40)]
    rows = [",".join(str((i * (j + 3) * 37) % 101 / 4) for j in range(40)) for i in ROWS]
    lab = looked_at("\n".join([",".join(names), *rows]))
    assert "30 further columns" in said(lab)
    assert "and 26 more." in said(lab)
    assert len(said(lab)) < 3_000


@pytest.mark.usefixtures("untried")
def test_a_target_is_said_once() -> None:
    lab = looked_at("x,kind\n" + "".join(f"{i * 7 % 60}.5,{'ab'[i % 2]}\n" for i in ROWS))
    assert "Clusters are compared with kind." in said(lab)
    assert "few levels" not in said(lab)
