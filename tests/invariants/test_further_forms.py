"""Further tables of the kinds of which `test_real_forms` has one: what is right of each is so."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from gmm_core.fitting import Settings, fit_run
from gmm_core.reading import Choices, Reading, read_table
from gmm_core.selection import propose
from gmm_core.table import columns, complete_rows, findings


def read(frame: pd.DataFrame, **how: object) -> Reading:
    return read_table(frame.to_csv(index=False, **how).encode(), "table.csv")  # pyright: ignore


def offered(reading: Reading, features: Sequence[str]) -> list[str | None]:
    return [each.offer for each in findings(reading.frame, features, decimal=reading.decimal)]


def rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


SIDEWAYS = {
    "no names": pd.DataFrame(rng(0).normal(size=(2, 24)).round(2)),
    "names of variables": pd.DataFrame(rng(1).normal(5, 1, (4, 30)).round(1)).assign(
        **{"variable": ["mass", "width", "depth", "age"]}
    )[["variable", *range(30)]],
    "many observations": pd.DataFrame(rng(2).integers(1, 90, (5, 60)), columns=range(1900, 1960)),
    "one row": pd.DataFrame(rng(3).normal(size=(1, 15)).round(3)),
}


@pytest.mark.parametrize("name", SIDEWAYS)
def test_a_table_on_its_side_is_offered_to_be_turned(name: str) -> None:
    frame = SIDEWAYS[name].rename(
        columns=lambda label: label if label == "variable" else f"o{label}"
    )
    reading = read(frame)
    assert "turn" in offered(reading, columns.proposed_features(reading.frame))


def answers(least: int, most: int, n_items: int, seed: int, gaps: float = 0.0) -> pd.DataFrame:
    some = rng(seed)
    values = some.integers(least, most + 1, (120, n_items)).astype(float)
    values[some.random(values.shape) < gaps] = np.nan
    items = pd.DataFrame(values, columns=[f"item{i}" for i in range(n_items)]).astype("Int64")
    return items.assign(age=some.normal(40, 9, 120).round(1))


BLOCKS = {
    "one to seven": answers(1, 7, 5, 0),
    "nought to four": answers(0, 4, 8, 1),
    "one to four": answers(1, 4, 6, 2),
    "nought to ten": answers(0, 10, 4, 3),
    "with gaps": answers(1, 5, 7, 4, gaps=0.05),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_of_answers_is_a_block(name: str) -> None:
    reading = read(BLOCKS[name])
    features = columns.proposed_features(reading.frame)
    items = [label for label in reading.frame if label != "age"]
    (found,) = (each for each in findings(reading.frame, features) if each.kind == "items")
    assert list(found.columns) == items
    assert found.offer == "add" or set(items) <= set(features)


ROW_NAMES = {
    "from one": range(1, 31),
    "from nought": range(30),
    "with holes": [*range(1, 20), *range(24, 35)],
    "of a sample": np.sort(rng(5).choice(5_000, 30, replace=False)) + 1,
}


@pytest.mark.parametrize("name", ROW_NAMES)
def test_a_first_column_without_a_name_that_rises_holds_row_names(name: str) -> None:
    frame = pd.DataFrame({"": ROW_NAMES[name], "mass": rng(6).normal(size=30).round(2)})
    frame["width"] = rng(7).normal(size=30).round(2)
    reading = read(frame)
    assert columns.describe(reading.frame)[0].kind == "identifier"
    assert columns.proposed_features(reading.frame) == ("mass", "width")


def lumps(n: int, d: int, seed: int) -> np.ndarray:
    """Rows many of which share values, among which components collapse."""
    some = rng(seed)
    X = some.integers(0, 3, (n, d)) * 1.0
    X[: n // 4] = X[0]
    X[: n // 2, -1] += some.normal(size=n // 2).round(1)
    return X


@pytest.mark.parametrize(("n", "d", "seed"), [(40, 3, 0), (60, 5, 1), (80, 2, 2), (25, 4, 3)])
def test_what_is_proposed_can_be_fitted(n: int, d: int, seed: int) -> None:
    X = lumps(n, d, seed)
    found = propose(X)
    assert fit_run(X, Settings(found.n_components, found.covariance_type)).collapse is None


@pytest.mark.parametrize(("n", "d"), [(9, 2), (12, 3), (17, 6), (20, 8)])
def test_few_rows_bear_few_components_of_three_rows_or_more(n: int, d: int) -> None:
    X = rng(n).normal(size=(n, d)) * np.linspace(1.0, 9.0, d)
    found = propose(X)
    assert found.n_components <= 3
    run = fit_run(X, Settings(found.n_components, found.covariance_type))
    assert n * run.mixture.weights.min() > 2.0


TARGETS = {
    "an odd level among counts": (
        {"years": ["R", *"12345678", "9"], "role": ["g", "f"] * 5},
        "role",
    ),
    "many levels": ({"city": list("abcdefghij"), "sex": ["m", "f"] * 5}, "sex"),
    "numbers for words": ({"n": ["1", "2", "many", "1", "2"] * 2, "kind": ["a", "b"] * 5}, "kind"),
    "the last column": ({"size": list("sml") * 3 + ["s"], "verdict": ["yes", "no"] * 5}, "verdict"),
}


@pytest.mark.parametrize("name", TARGETS)
def test_the_target_is_a_column_that_a_person_would_name(name: str) -> None:
    labels, wanted = TARGETS[name]
    frame = pd.DataFrame({"x": rng(8).normal(size=60).round(2)})
    for label, levels in labels.items():
        frame[label] = levels * 6
    assert columns.proposed_targets(read(frame).frame)[0] == wanted


@pytest.mark.parametrize("place", ["first", "last", "rounded", "of parts"])
def test_a_total_row_is_offered_to_be_left_out(place: str) -> None:
    body = pd.DataFrame(
        {
            "shop": [f"shop {i}" for i in range(20)],
            "sales": rng(9).uniform(100, 900, 20).round(2),
            "cost": rng(10).uniform(50, 400, 20).round(2),
        }
    )
    sums = body[["sales", "cost"]].sum().round(1 if place == "rounded" else 2)
    total = pd.DataFrame({"shop": ["All shops"], **{name: [sums[name]] for name in sums.index}})
    if place in ("of parts", "rounded"):  # a sum in fewer digits is known by its name
        total["shop"] = {"of parts": "Subtotal", "rounded": "Total"}[place]
    parts = [total, body] if place == "first" else [body, total]
    reading = read(pd.concat(parts, ignore_index=True))
    features = columns.proposed_features(reading.frame)
    assert complete_rows(reading.frame, features).n == 21
    assert "rows" in offered(reading, features)


BODY = "".join(f"{5 + i % 7 * 0.31:.2f},{9 + i % 5 * 0.73:.2f}\n" for i in range(12))
TEXTS = {
    "joined files": (f"mass,width\n{BODY}mass,width\n{BODY}", "repeated", 24),
    "joined files with quotes": (
        f'"mass","width"\n{BODY}"mass","width"\n{BODY}',
        "repeated",
        24,
    ),
    "types below names": (f"mass,width\nfloat,float\n{BODY}", "labels", 12),
    "a rule below names": (f"mass,width\n-----,-----\n{BODY}", "labels", 12),
    "kinds of answers": (f"mass,width\nOpen-Ended Response,Response\n{BODY}", "labels", 12),
    "labels of some": (
        "mass,width,depth\nBody mass,,Bill\n" + BODY.replace("\n", ",1.5\n"),
        "labels",
        12,
    ),
    "R in Germany": (
        '"mass";"width"\n'
        + "".join(
            f'"{i}";{line}\n'.replace(",", ";").replace(".", ",")
            for i, line in enumerate(BODY.split(), 1)
        ),
        "row names",
        12,
    ),
    "Markdown": (
        "| mass | width |\n|---:|:---|\n"
        + "".join(f"| {line.replace(',', ' | ')} |\n" for line in BODY.split()),
        "labels",
        12,
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_no_observation_is_left_out_and_said(name: str) -> None:
    text, said, n_rows = TEXTS[name]
    reading = read_table(text.encode(), "table.csv")
    assert [remark.kind for remark in reading.remarks] == [said]
    assert len(reading.frame) == n_rows
    assert columns.proposed_features(reading.frame)[:2] == ("mass", "width")
    if said == "repeated":
        kept = read_table(text.encode(), "table.csv", Choices(odd="fill"))
        assert len(kept.frame) == n_rows + 1


def test_signs_for_nothing_among_numbers_are_gaps() -> None:
    cells = ["1.5", ":", "2.5", "...", "#DIV/0!", "3.5", "/", "4.5"]
    frame = pd.DataFrame({"x": range(8), "y": cells})
    assert read(frame).frame["y"].isna().tolist() == [cell[0] not in "1234" for cell in cells]


@pytest.mark.parametrize(
    "sign",
    [
        ".a",
        ".z",
        "*****",
        "#NV",
        "#N/D",
        "#VALEUR!",
        "#WERT!",
        r"\N",
        "****",
        ".A",
        "-1.#IND",
        "########",
    ],
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_what_programs_write_for_nothing_is_a_gap_wherever_it_stands(sign: str, place: str) -> None:
    rows = [(1.5, 2.5), (2.5, 3.5), (4.5, 5.5), (6.5, 1.25)]
    cells = [[str(a), str(b)] for a, b in rows]
    cells[2][0 if place == "first" else 1] = sign
    text = "x;y\n" + "".join(";".join(row) + "\n" for row in cells)
    frame = read_table(text.encode(), "table.csv").frame
    assert frame["x" if place == "first" else "y"].isna().tolist() == [False, False, True, False]


def test_hours_and_minutes_are_a_time() -> None:
    clock = [100 * (i % 24) + 7 * i % 60 for i in range(40)]
    described = columns.describe(pd.DataFrame({"time": clock, "count": clock}))
    assert [column.kind for column in described] == ["date", "feature"]


PAIRS = [(round(8 + i % 7 + 20 * (i % 2) + i / 100, 2), 3 + 5 * i % 14) for i in range(14)]


def cut(by: str, begin: str = "", end: str = "") -> str:
    return "".join(f"{begin}{a}{by}{b}{end}\n" for a, b in PAIRS)


PRINTED = {
    "YAML before a table": "---\ntitle: Birds\ntags: [a, b]\n---\nlength,width\n" + cut(","),
    "Markdown": "# Birds\n\nA table.\n\n| length | width |\n|:---|---:|\n"
    + cut(" | ", "| ", " |")
    + "\nMore text.\n",
    "PostgreSQL": " length | width \n--------+-------\n" + cut(" | ", " ") + "(14 rows)\n",
    "MySQL": "+----+----+\n| length | width |\n+----+----+\n"
    + cut(" | ", "| ", " |")
    + "+----+----+\n14 rows in set (0.00 sec)\n",
    "reStructuredText": "====== =====\nlength width\n====== =====\n" + cut(" ") + "====== =====\n",
    "comments of names and units": "# length, width\n# mm, g\n" + cut(","),
    "an end that is said": "length;width\n" + cut(";") + "END\n",
}


@pytest.mark.parametrize("name", PRINTED)
def test_a_table_that_a_program_has_printed_is_its_rows(name: str) -> None:
    reading = read_table(PRINTED[name].encode(), "table.txt")
    assert list(reading.frame) == ["length", "width"]
    assert reading.frame.to_numpy().tolist() == [list(pair) for pair in PAIRS]
    assert reading.remarks


def test_a_table_of_data_table_has_numbers_of_rows_and_ends_in_its_header() -> None:
    body = "".join(f"{i:4d}: {a:6} {b:5}\n" for i, (a, b) in enumerate(PAIRS, 1))
    reading = read_table(f"> d\n      length width\n{body}      length width\n".encode(), "t.txt")
    assert columns.proposed_features(reading.frame) == ("length", "width")
    assert reading.frame[["length", "width"]].to_numpy().tolist() == [list(pair) for pair in PAIRS]


def test_rows_may_end_in_a_separator_that_the_names_have_not() -> None:
    body = "".join(f"DEBIT,{a},{b},,\n" for a, b in PAIRS)
    reading = read_table(f"Details,Amount,Balance,Check or Slip #\n{body}".encode(), "t.csv")
    assert list(reading.frame) == ["Details", "Amount", "Balance", "Check or Slip #"]
    assert reading.frame["Amount"].tolist() == [a for a, _ in PAIRS]


@pytest.mark.parametrize(("by", "mark"), [(";", "."), ("\t", "."), ("\t", ",")])
def test_points_between_thousands_are_known_by_the_numbers_below_them(by: str, mark: str) -> None:
    people = [37 * b * b for _, b in PAIRS]
    written = [f"{n:,}".replace(",", mark) for n in people]
    body = "".join(f"s{i}{by}{n}{by}{i % 5}\n" for i, n in enumerate(written))
    reading = read_table(f"site{by}people{by}schools\n{body}".encode(), "t.csv")
    assert reading.frame["people"].tolist() == people
    assert [name for name, _ in reading.amounts] == ["people"]


def test_three_decimals_of_each_number_are_decimals() -> None:
    body = "".join(f"{a:.3f};{b}\n" for a, b in PAIRS)
    assert read_table(f"x;n\n{body}".encode(), "t.csv").frame["x"].tolist() == [a for a, _ in PAIRS]


def test_a_table_of_a_console_of_r_or_pandas_has_row_names() -> None:
    lines = "".join(f"{i} {a} {b}\n" for i, (a, b) in enumerate(PAIRS, 1))
    for below in ("", "\n[14 rows x 2 columns]\n"):
        reading = read_table(f"   length  width\n{lines}{below}".encode(), "table.txt")
        assert columns.proposed_features(reading.frame) == ("length", "width")
        assert len(reading.frame) == 14


def test_a_number_of_a_variant_is_no_amount_of_rupees() -> None:
    head = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tQUAL\n"
    body = "".join(f"1\t{100 * b}\trs{i}\t{a}\n" for i, (a, b) in enumerate(PAIRS))
    reading = read_table((head + body).encode(), "calls.vcf")
    assert reading.frame["ID"].iloc[0] == "rs0"
    assert not reading.amounts
