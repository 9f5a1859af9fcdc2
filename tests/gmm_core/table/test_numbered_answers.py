"""Answers that begin with their number are labels that can be read as numbers."""

import pandas as pd
import pytest

from gmm_core.reading import Choices, read_table
from gmm_core.table import columns, findings
from gmm_core.table.amounts import to_numbers
from gmm_core.table.numbered_answers import answers

SCALES = {
    "1 - disagree": ["1 - disagree", "2 - neutral", "3 - agree"],
    "1. disagree": ["1. disagree", "2. neutral", "3. agree"],
    "1 (never)": ["1 (never)", "2", "3", "4 (always)"],
    "(0) never": ["(0) never", "(1) at times", "(2) always"],
    "-1 = worse": ["-1 = worse", "0 = alike", "1 = better"],
    "1: 매우 아니다": ["1: 매우 아니다", "2: 보통", "3: 매우 그렇다"],
    "1 nie": ["1 nie", "2 selten", "3 oft", "4 immer"],
}


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_the_number_of_an_answer_is_found(scale: list[str]) -> None:
    column = pd.Series(scale * 4)
    first = -1 if scale[0].startswith("-") else 0 if scale[0].startswith("(0") else 1
    assert list(answers(column).values()) == [first + place for place in range(len(scale))]
    assert to_numbers(column).tolist()[: len(scale)] == [*answers(column).values()]


@pytest.mark.parametrize(
    "levels",
    [
        ["1a", "1b", "2a"],
        ["1 kg", "2 kg", "30 kg"],
        ["a", "b", "c"],
        ["1", "2", "3"],
        ["1 - a", "1 - b", "2 - c"],
        ["1-9", "10-19", "20-29"],
        ["1 h 5 min", "2 h 10 min", "3 h"],
        ["1 day", "2 days", "3 days"],
    ],
)
def test_what_only_looks_so_is_none(levels: list[str]) -> None:
    assert answers(pd.Series(levels * 3)) == {}


def test_a_form_of_questions_is_offered_to_be_read_as_numbers_and_then_to_be_fitted() -> None:
    said = ["1 - strongly disagree", "2 - disagree", "3 - neutral", "4 - agree"]
    rows = [(f"2021/03/04 10:{i:02d}", said[i % 4], said[i // 4 % 4], said[i // 2 % 4])
            for i in range(48)]  # fmt: skip
    heads = ("Timestamp", "I like it, as a whole.", "It is quiet.", "I'd come again.")
    frame = pd.DataFrame(rows, columns=heads)
    content = frame.to_csv(index=False).encode()
    reading = read_table(content, "form.csv")
    kinds = {each.name: each.kind for each in columns.describe(reading.frame)}
    assert kinds == {"Timestamp": "date", **dict.fromkeys(heads[1:], "label")}
    (found,) = (each for each in findings(reading.frame, ()) if each.kind == "answers")
    assert (found.columns, found.offer) == (heads[1:], "number")
    assert '"1 - strongly disagree" of "I like it, as a whole." is 1' in found.sentence
    chosen = Choices(kinds=tuple((name, "number") for name in found.columns))
    numbers = read_table(content, "form.csv", chosen).frame
    (block,) = (each for each in findings(numbers, ()) if each.kind == "items")
    assert (block.columns, block.offer) == (heads[1:], "add")
