"""What is said of a table: each thing that matters once, with its numbers, the gravest first."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gmm_core.datasets
from gmm_core.reading.text.read_csv import read_csv
from gmm_core.table.columns import describe, numeric, proposed_features
from gmm_core.table.looks import values
from gmm_core.table.table_findings import KINDS, Finding, findings

TABLES = Path(gmm_core.datasets.__file__).parent / "tables"
N = 60


def measured(n: int = N, **columns) -> pd.DataFrame:
    """A column "x" of which nothing is to be said, and those that are given."""
    x = np.random.default_rng(0).normal(size=n)
    return pd.DataFrame({"x": x} | columns)


def other(n: int = N, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=n)


def found(kind: str, frame: pd.DataFrame, features: tuple[str, ...] = ("x",)) -> Finding:
    (finding,) = (f for f in findings(frame, features) if f.kind == kind)
    return finding


def kinds(frame: pd.DataFrame, features: tuple[str, ...] = ("x",)) -> list[str]:
    return [finding.kind for finding in findings(frame, features)]


def test_nothing_is_said_of_plain_measurements() -> None:
    assert findings(measured(y=other()), ["x", "y"]) == ()


def test_a_constant() -> None:
    frame = measured(c=np.full(N, 7.5))
    assert found("constant", frame, ("x", "c")) == Finding(
        "constant",
        ("c",),
        '"c" has the same value in every row. A constant says nothing of groups, and a normal '
        "distribution cannot be fitted to it. Leave it out of the features.",
        "leave out",
    )
    assert found("constant", frame).offer is None


def test_an_identifier_is_offered_to_be_left_out_where_it_is_a_feature() -> None:
    frame = measured(id=np.arange(N), name=[f"n{i}" for i in range(N)])
    finding = found("identifier", frame, ("x", "id"))
    assert (finding.columns, finding.offer) == (("id", "name"), "leave out")
    assert finding.sentence.startswith('"id" and "name" tell rows apart')
    assert found("identifier", frame).offer is None


def test_dates_text_and_empty_columns() -> None:
    frame = measured(
        day=["2024-01-31"] * (N - 1) + ["2024-02-01"],
        town=[f"town {i % 25}" for i in range(N)],
        gap=[None] * N,
    )
    assert kinds(frame) == ["date", "text", "empty"]
    assert found("empty", frame).sentence == '"gap" has no value in any row and cannot be used.'


def test_categories_are_offered_as_targets_the_likeliest_first() -> None:
    frame = measured(sex=list("mf") * 30, species=list("abc") * 20, year=[1, 2] * 30)
    finding = found("category", frame)
    assert (finding.columns, finding.offer) == (("species", "sex", "year"), "target")
    assert finding.sentence.startswith(
        '"species" (3 levels), "sex" (2) and "year" (2) have few levels'
    )


def amounts(frame: pd.DataFrame) -> list:
    return [f for f in findings(frame, ["x"], decimal=",") if f.kind == "amount"]


def test_an_amount_is_offered_as_numbers() -> None:
    (told,) = amounts(measured(share=[f"{i} %" for i in range(N)]))
    assert (told.columns, told.offer) == (("share",), "number")
    assert 'in %: "0 %" is 0.' in told.sentence


def test_many_amounts_are_offered_as_numbers_together_with_what_is_in_doubt() -> None:
    columns = {f"price {j}": [f"€ {i}.234" for i in range(1, N + 1)] for j in range(43)}
    share = ["none", *(f"{i} %" for i in range(1, N))]
    (told,) = amounts(measured(**columns, share=share))
    assert told.columns == (*columns, "share")
    assert told.sentence.startswith('"price 0" ("€ 1.234" is 1234), "price 1" ("€ 1.234" is 1234),')
    assert "and 39 more are text, which cannot be fitted, and read as numbers." in told.sentence
    assert "is taken to be the comma, as in the rest of the table" in told.sentence
    assert 'such as "none", would be missing: "share" (1 cell).' in told.sentence


def test_missing_values_by_column_and_the_rows_that_they_cost() -> None:
    frame = measured(y=other(), note=[None] * 30 + ["a"] * 30)
    frame.loc[:1, "x"] = np.nan
    frame.loc[1:3, "y"] = np.nan
    finding = found("missing", frame, ("x", "y"))
    assert finding.columns == ("x", "y", "note")
    assert finding.sentence == (
        'Values are missing in "note" (30 of 60 rows), "y" (3) and "x" (2). A row with a gap in a '
        "feature is left out, unless it is chosen to take part: with these features, 4 of 60 rows."
    )
    assert finding.offer is None


def test_a_feature_that_is_mostly_missing_is_offered_to_be_left_out() -> None:
    frame = measured(y=other())
    frame.loc[:40, "y"] = np.nan
    finding = found("missing", frame, ("x", "y"))
    assert (finding.columns, finding.offer) == (("y",), "leave out")
    assert finding.sentence.endswith('Leave "y" out of the features to keep more rows.')
    assert "no row is left out for it" in found("missing", frame).sentence


def test_infinite_values() -> None:
    frame = measured(y=other())
    frame.loc[2:3, "y"] = [np.inf, -np.inf]
    finding = found("infinite", frame, ("x", "y"))
    assert finding.columns == ("y",)
    assert finding.sentence.startswith('Values are infinite in "y" (2 of 60 rows), as a number')


def test_duplicate_rows_and_where_they_are() -> None:
    frame = measured(id=np.arange(N))
    frame.loc[10:18, "x"] = frame.loc[20:28, "x"].to_numpy()
    finding = found("duplicates", frame)
    assert (finding.columns, finding.rows) == ((), (20, 21, 22, 23, 24))
    assert finding.sentence.startswith(
        "9 rows repeat an earlier one in all columns, identifiers aside, such as row 21, which "
        "repeats row 11."
    )


def test_rows_that_one_column_tells_apart_are_no_duplicates() -> None:
    assert "duplicates" not in kinds(measured(sex=list("mf") * 30))
    assert "duplicates" not in kinds(pd.DataFrame({"id": range(5)}), ())


def test_very_different_scales() -> None:
    frame = measured(wide=1e4 * other(), middle=other(seed=2))
    finding = found("scales", frame, ("x", "middle", "wide"))
    assert finding.offer == "standardise"
    assert set(finding.columns) == {min(("x", "middle"), key=lambda c: frame[c].std()), "wide"}
    assert "does not depend on such units" in finding.sentence
    assert "scales" not in kinds(frame, ("x", "middle"))


@pytest.mark.parametrize(("ratio", "said"), [(99.0, False), (101.0, True)])
def test_the_ratio_of_scales_that_is_said(ratio: float, said: bool) -> None:
    x = other()
    frame = pd.DataFrame({"x": x, "y": ratio * np.random.default_rng(5).permutation(x)})
    assert ("scales" in kinds(frame, ("x", "y"))) is said


def test_scales_whose_squares_are_no_numbers() -> None:
    assert "scales" in kinds(measured(y=1e200 * other()), ("x", "y"))


def test_a_dependence_is_told_with_its_equation() -> None:
    x = other()
    frame = pd.DataFrame({"inch": x, "cm": 2.54 * x, "y": other(seed=2)})
    frame["total"] = frame["inch"] + frame["y"]
    told = [f for f in findings(frame, list(frame)) if f.kind == "dependent"]
    assert [(f.columns, f.offer) for f in told] == [
        (("cm",), "leave out"),
        (("total",), "leave out"),
    ]
    assert "cm = 2.54 inch." in told[0].sentence
    assert "total = inch + y." in told[1].sentence


def test_many_dependences_are_told_together() -> None:
    frame = measured(**{f"y{i}": (i + 2) * other() for i in range(9)})
    told = [f for f in findings(frame, list(frame)) if f.kind == "dependent"]
    assert [f.columns for f in told[:5]] == [(f"y{i}",) for i in range(1, 6)]
    assert told[5].columns == ("y6", "y7", "y8")


def test_columns_that_are_no_features_depend_on_nothing() -> None:
    frame = pd.DataFrame({"x": other(), "y": 2 * other()})
    assert "dependent" not in kinds(frame, ("x",))


def test_heaped_values() -> None:
    y = other()
    y[:6] = 0.25
    finding = found("heaped", measured(y=y), ("x", "y"))
    assert finding.columns == ("y",)
    assert '"y" (0.25 in 6 of 60 rows)' in finding.sentence
    y[5] = 0.5
    assert "heaped" not in kinds(measured(y=y), ("x", "y"))


def test_what_concerns_the_fit_comes_first_and_kinds_in_their_order() -> None:
    frame = measured(c=np.ones(N), id=np.arange(N), y=other(), sex=list("mf") * 30)
    frame["z"] = frame["y"] * 3
    frame.loc[0, "x"] = np.nan
    assert kinds(frame, ("x", "y", "z", "id")) == [
        "dependent", "missing", "identifier", "constant", "category",
    ]  # fmt: skip


def test_many_columns_are_not_all_named() -> None:
    frame = measured(**{f"c{i}": np.ones(N) for i in range(7)})
    finding = found("constant", frame)
    assert len(finding.columns) == 7
    assert finding.sentence.startswith('"c0", "c1", "c2", "c3", "c4" and 2 more have the same')


def test_a_description_that_is_given_is_used() -> None:
    frame = measured(sex=list("mf") * 30)
    assert findings(frame, ["x"], describe(frame)) == findings(frame, ["x"])
    assert findings(frame, ["x"], describe(frame)[:1]) == ()


def test_the_tables_that_come_with_the_package() -> None:
    frame = read_csv((TABLES / "penguins.csv").read_bytes()).frame
    assert kinds(frame, proposed_features(frame)) == ["missing", "scales", "category"]
    crabs = read_csv((TABLES / "crabs.csv").read_bytes()).frame
    assert "dependent" not in kinds(crabs, proposed_features(crabs))


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(), st.text(max_size=3), st.just("5 %")
)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=12), st.booleans())
def test_any_table_gets_findings_in_their_order(rows: list, all_features: bool) -> None:
    frame = pd.DataFrame(rows, columns=["a", "b", "c"])
    features = numeric(frame) if all_features else proposed_features(frame)
    told = findings(frame, features)
    fitted = [not f.columns or bool(set(f.columns) & set(features)) for f in told]
    order = [(not fits, KINDS.index(f.kind)) for f, fits in zip(told, fitted, strict=True)]
    assert order == sorted(order)
    assert told == findings(frame, features)
    for finding in told:
        assert set(finding.columns) <= {"a", "b", "c"}
        assert all(0 <= row < len(frame) for row in finding.rows)
        assert finding.sentence.endswith(".")


def test_totals_are_passed_over_by_place_whatever_rows_are_called() -> None:
    sales = [8.5, -200.0, 27.0, 9.5, -200.0, 31.0, 12.0, 30.5, 8.0, 27.5]
    frame = pd.DataFrame({"shop": [*"abcdefghij", "Total"], "sales": [*sales, sum(sales)]})
    told = found("code", frame, ("sales",)).codes
    assert told == (("sales", -200.0),)
    assert found("code", frame.set_axis([0] * 11), ("sales",)).codes == told


def test_doubts_of_several_columns_are_said_of_each() -> None:
    frame = pd.DataFrame(
        {
            "rating": ["4/5", "3/5", "5/5", "1/5"],
            "speed": ["10.5 km/h", "9 km/h", "12 km/h", "3.5 km/h"],
            "mass": ["5.9 ± 0.3", "6.1 ± 0.2", "7 ± 0.1", "8 ± 0.5"],
            "lap": ["1:23:45", "0:59:00", "1:10:00", "1:11:11"],
        }
    )
    found = {finding.kind: finding for finding in findings(frame, [])}
    sentence = found["amount"].sentence
    assert 'Of "rating": all are out of the same number, which is left out.' in sentence
    assert 'Of "speed": what stands at all numbers is taken for a unit and left out.' in sentence
    assert 'such as in "5.9 ± 0.3", would be left out: "mass" (4 cells)' in sentence
    assert found["amount"].offer == found["date"].offer == "number"
    assert '"lap" ("1:23:45" is 5025) holds times' in found["date"].sentence


def test_a_dependence_of_a_large_table_is_looked_for_in_some_of_its_rows(monkeypatch) -> None:
    monkeypatch.setattr(values, "DEPENDENT_ROWS", 50)
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(400, 2)), columns=["a", "b"])
    assert "dependent" not in kinds(frame.assign(c=rng.normal(size=400)), ("a", "b", "c"))
    assert "dependent" in kinds(frame.assign(c=frame["a"] + frame["b"]), ("a", "b", "c"))


def test_a_total_makes_no_column_skewed() -> None:
    shops = [f"F{i}" for i in range(24)]
    sales, cost = np.random.default_rng(3).integers(100, 900, (2, 24)).astype(float)
    frame = pd.DataFrame({"shop": shops, "sales": sales, "cost": cost})
    assert "skewed" not in kinds(frame, ("sales", "cost"))
    frame.loc[24] = ["Total", sales.sum(), cost.sum()]
    assert kinds(frame, ("sales", "cost"))[0] == "total"
    assert "skewed" not in kinds(frame, ("sales", "cost"))


def test_what_is_not_fitted_is_not_to_be_left_out() -> None:
    frame = measured(c=np.full(N, 7.5))
    assert not found("constant", frame).sentence.endswith("Leave it out of the features.")


def test_a_long_name_is_cut() -> None:
    name = "n" * 400
    frame = measured(**{name: np.where(np.arange(N) < 9, np.nan, other())})
    assert len(found("missing", frame, ("x", name)).sentence) < 300
