"""Rare signs, places and other quotes cut lines; what only looks so does not."""

import pytest

from gmm_core.reading import Choices, read_table
from gmm_core.reading.text.rewritten_lines import CUT, by_places, by_rare_sign, requoted, unboxed

ROWS = [f"s{i} {8 + i}.4 {20 + i}.5" for i in range(6)]


def cut(separator: str) -> list[str]:
    return [line.replace(" ", separator) for line in ["site mass width", *ROWS]]


@pytest.mark.parametrize("sign", ["^", "~", ":", "::", "¦", "§", "#", "\x1f", "\xa0", "，"])
def test_a_sign_that_cuts_all_lines_separates(sign: str) -> None:
    lines = cut(sign)
    found = by_rare_sign(lines)
    assert found is not None
    assert found.separator == sign
    assert found.of_line(lines[1]).split(CUT) == ROWS[0].split()


@pytest.mark.parametrize(
    "lines",
    [
        ["time", "10:20", "10:30", "10:40"],
        ["begin:end", "10:20", "10:30", "10:40"],
        ["price $", "12 $", "13 $", "14 $"],
        ["mail", "ann@example.org", "bob@example.org"],
        ["a^b", "x^y", "u^v"],
        ["x^2,width", "1.5,2", "2.5,3"],
    ],
)
def test_a_sign_in_the_fields_separates_nothing(lines: list[str]) -> None:
    assert by_rare_sign(lines) is None


def test_places_cut_lines_that_are_printed_and_no_others() -> None:
    lines = ["site      mass  width", "lake one   8.4   23.5", "pond             17.5"]
    found = by_places(lines)
    assert found is not None
    assert [found.of_line(line).split(CUT) for line in lines[1:]] == [
        ["lake one", "8.4", "23.5"],
        ["pond", "", "17.5"],
    ]
    assert by_places([" ".join(line.split()) for line in lines]) is None


def test_a_line_that_keeps_to_no_place_is_cut_at_its_spaces() -> None:
    found = by_places(["site    mass  width", "one      8.4   23.5", "two            17.5"])
    assert found is not None
    assert found.of_line("a three 8.4 17.5").split(CUT) == ["a", "three", "8.4", "17.5"]


def test_apostrophes_are_no_quotes() -> None:
    assert requoted(["canton,sum", "ZH,1'234.50", "BE,12'000.75"]) is None
    assert requoted(["name,x", "O'Hara,1", "D'Arcy,2"]) is None
    assert requoted(["path,x", '"C:\\new\\",1', '"C:\\old\\",2']) is None


def test_a_separator_that_a_person_chooses_is_taken() -> None:
    text = "\n".join(cut("^"))
    chosen = read_table(text.encode(), "t.csv", Choices(separator="^"))
    assert list(chosen.frame) == ["site", "mass", "width"]
    assert read_table(text.encode(), "t.csv").summary == (
        "UTF-8, separated by carets, decimal point"
    )
    assert list(read_table(text.encode(), "t.csv", Choices(separator="")).frame) == [
        "site^mass^width"
    ]


PLACES = [("s0", 8.4, 20.5), ("s1", 8.9, 23.5), ("s2", 9.1, 17.0), ("s3", 30.2, 60.4)]
TOP = ["+------+------+------+", "|------+------+------|"]
BOXED = {
    "list of Stata": [
        "     +-----------------------+",
        "     | site    mass    width |",
        "     |-----------------------|",
        *(f"{i}. | {a}    {b:4.1f}    {c:5.1f} |" for i, (a, b, c) in enumerate(PLACES, 1)),
        "     +-----------------------+",
    ],
    "list of Stata with its command": [
        ". list site mass width, sep(2)",
        "",
        "     | site    mass    width |",
        "     |-----------------------|",
        *(f"{i:3d}. | {a}    {b:4.1f}    {c:5.1f} |" for i, (a, b, c) in enumerate(PLACES, 1)),
    ],
    "box of DuckDB": [
        "┌──────┬────────┬────────┐",
        "│ site │  mass  │ width  │",
        "│ text │ double │ double │",
        "├──────┼────────┼────────┤",
        *(f"│ {a}   │ {b:6.1f} │ {c:6.1f} │" for a, b, c in PLACES),
        "└──────┴────────┴────────┘",
    ],
    "double lines": [
        "╔══════╦══════╦═══════╗",
        "║ site │ mass │ width ║",
        "╠══════╬══════╬═══════╣",
        *(f"║ {a}   │ {b:4.1f} │ {c:5.1f} ║" for a, b, c in PLACES),
    ],
    "Jira": ["||site||mass||width||", *(f"|{a}|{b}|{c}|" for a, b, c in PLACES)],
    "Jira with spaces": [
        "|| site || mass || width ||",
        *(f"| {a} | {b} | {c} |" for a, b, c in PLACES),
    ],
    "IPAC": [
        "\\catalog = x",
        "| site |  mass  |  width |",
        "| char | double | double |",
        "|      |   kg   |   mm   |",
        "| null |  null  |  null  |",
        *(f"  {a}     {b:6.1f}   {c:6.1f} " for a, b, c in PLACES),
    ],
    "IPAC of two rows": [
        "|site |mass  |width |",
        "|char |real  |real  |",
        *(f" {a}   {b:5.1f}  {c:5.1f} " for a, b, c in PLACES),
    ],
}


@pytest.mark.parametrize("kind", BOXED)
def test_a_box_is_taken_off(kind: str) -> None:
    reading = read_table("\n".join(BOXED[kind]).encode() + b"\n")
    frame = reading.frame
    assert [*frame][-3:] == ["site", "mass", "width"]
    assert [*frame[["site", "mass", "width"]].itertuples(index=False, name=None)] == PLACES
    assert reading.separator in ("|", " ")
    assert reading.units == ({"mass": "kg", "width": "mm"} if kind == "IPAC" else {})


def test_bars_between_fields_are_no_box() -> None:
    assert unboxed(["site|mass", "s0|8.4", "s1|8.9"]) is None
    assert unboxed(["| site | mass |", "| s0 | 8.4 |", "| s1 | 8.9 |"]) is None
    assert unboxed(["a||b", "1||2", "3||4"]) is None
