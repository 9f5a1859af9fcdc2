"""Numbers on the pages are such as a person would write on a board, whatever the table."""

import re
from collections.abc import Iterator

import pytest
from lab import Lab

from gmm_core import datasets

pytestmark = pytest.mark.usefixtures("no_other_starts")

A_NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?(?:e[+−-]?\d+)?")
MOST_DIGITS = 5  # of BIC, which is told apart by differences


def faults(words: str) -> Iterator[str]:
    """Numbers that nobody would write so; what a ± follows has the decimals of its deviation."""
    for found in A_NUMBER.finditer(words):
        text = found[0].replace("−", "-").replace(",", "")
        paired = words[found.end() :].startswith(" ±")
        digits = re.sub(r"e.*|\D", "", text).lstrip("0")
        minus_zero = text.startswith("-") and float(text) == 0
        if minus_zero or "e" in text or ("." in text and len(digits) > MOST_DIGITS and not paired):
            yield words[max(found.start() - 30, 0) : found.end() + 10]


def said_of_the_run(lab: Lab) -> Iterator[str]:
    """All sentences of the player: of each half-step, of its end, and of two ledgers."""
    yield from lab.film["sentences"]
    yield from lab.film["ending"]
    lab.report(chosen={"kind": "component", "index": 0})
    yield from lab.open_ledger["chosen"]["sentences"]
    lab.report(chosen={"kind": "row", "index": 0})
    yield from lab.open_ledger["chosen"]["verdicts"]


def said_on_the_page(lab: Lab) -> Iterator[str]:
    """What is written out, and the numbers that stand alone."""
    yield from (each.value for each in [*lab.app.markdown, *lab.app.caption])
    yield from (each.value for each in lab.app.metric)


def columns_of(lab: Lab) -> Iterator[list[str]]:
    """The numbers of each column of each table that are written by us, as text."""
    for table in lab.app.dataframe:
        for _, column in table.value.items():
            cells = [cell for cell in column if isinstance(cell, str)]
            if cells and all(A_NUMBER.match(cell) for cell in cells):
                yield cells


def decimals(cell: str) -> list[int]:
    return [len(number.partition(".")[2]) for number in A_NUMBER.findall(cell.split(" × ")[0])]


@pytest.mark.parametrize("name", datasets.names())
def test_numbers_are_written_as_on_a_board(name: str) -> None:
    lab = Lab(data=name)
    assert [fault for words in said_of_the_run(lab) for fault in faults(words)] == []
    lab.choose(plain=True)
    assert [fault for words in said_on_the_page(lab) for fault in faults(words)] == []
    for cells in columns_of(lab):
        assert len({str(decimals(cell)) for cell in cells}) == 1
        assert [fault for cell in cells for fault in faults(cell)] == []
