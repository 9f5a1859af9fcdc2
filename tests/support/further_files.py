"""Further files of each kind of which `tests/uploads/cases` has one, and what is right of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import pandas as pd
from hostile_makers import Cell, xlsx
from right_tables import ANY, Right

from benchmarks.encodings import LANGUAGES, tables


@dataclass(frozen=True)
class Form:
    """A file, and what is right of it."""

    content: bytes
    right: Right


def rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def _groups(n: int, seed: int = 1, *centres: tuple[float, float]) -> list[np.ndarray]:
    """Columns of numbers in two groups."""
    some = rng(seed)
    second = some.random(n) < 0.5
    pairs = centres or ((8.0, 30.0), (20.0, 60.0))
    return [np.where(second, b, a) + some.normal(0, abs(b - a) / 18, n) for a, b in pairs]


def _xy(n: int, seed: int = 1) -> pd.DataFrame:
    x, y = _groups(n, seed)
    return pd.DataFrame({"length": x.round(1), "width": y.round(2)})


def _csv(frame: pd.DataFrame, **how: object) -> bytes:
    return frame.to_csv(index=False, **how).encode()  # pyright: ignore


def _form(frame: pd.DataFrame, features: Sequence[str], *right: object, **more: object) -> Form:
    names = [name or "column 1" for name in frame]
    return Form(_csv(frame), Right(len(frame), names, features, *right, **more))  # pyright: ignore


XY = ("length", "width")


def impossible_values() -> Iterator[tuple[str, Form]]:
    """One value that no measurement can be."""
    for name, slip in {"huge": 999999999, "of_age": 430, "below": -350, "zeros": 18000}.items():
        frame = _xy(60).assign(age=rng(2).integers(18, 68, 60))
        frame.loc[17, "age"] = slip
        yield name, _form(frame, (*XY, "age"), offer="missing")


def codes_for_nothing() -> Iterator[tuple[str, Form]]:
    """Values that instruments and programs write where they have none."""
    for name, code in {"m200": -200, "m999_9": -999.9, "1e20": 1e20, "9999": 9999}.items():
        frame = _xy(60).assign(depth=rng(4).normal(50, 9, 60).round(1))
        frame.loc[5::12, "width"] = code
        frame.loc[7::20, "depth"] = code
        yield name, _form(frame, (*XY, "depth"), offer="missing")


def rows_with_names() -> Iterator[tuple[str, Form]]:
    """Names of rows in a first column without a name."""
    places = {
        "from_one": range(1, 31),
        "from_nought": range(30),
        "with_holes": [*range(1, 20), *range(24, 35)],
        "of_a_sample": np.sort(rng(5).choice(5_000, 30, replace=False)) + 1,
    }
    for name, numbers in places.items():
        frame = pd.concat([pd.DataFrame({"": numbers}), _xy(30)], axis=1)
        yield name, _form(frame, XY, kinds={"column 1": "identifier"})


def running_numbers() -> Iterator[tuple[str, Form]]:
    """Numbers that count the rows, under a name."""
    counted = {
        "id": range(1, 41),
        "Nr.": range(40),
        "case": range(1001, 1041),
        "observation": range(7, 47),
    }
    for name, numbers in counted.items():
        frame = _xy(40)
        frame.insert(0, name, list(numbers))
        yield name.strip("."), _form(frame, XY, kinds={name: "identifier"})


def dates() -> Iterator[tuple[str, Form]]:
    """Dates and times, in words and as numbers."""
    days = pd.date_range("2004-02-20", periods=40, freq="27D")
    months = ["Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"]
    written = {
        "eight_digits": days.strftime("%Y%m%d").astype(int),
        "six_digits": pd.period_range("2001-05", periods=40, freq="M").strftime("%Y%m").astype(int),
        "names_of_months": days.strftime("%d-%b-%Y"),
        "german_months": [f"{each.day}. {months[each.month - 1]} {each.year}" for each in days],
        "points": days.strftime("%d.%m.%Y"),
        "slashes_and_clock": days.strftime("%m/%d/%Y 10:20:30 AM"),
        "with_a_zone": days.strftime("%Y-%m-%dT%H:%M:%S+01:00"),
        "quarters": [f"{1990 + i // 4}-Q{i % 4 + 1}" for i in range(40)],
    }
    for name, cells in written.items():
        frame = _xy(40)
        frame.insert(0, "when", list(cells))
        yield name, _form(frame, XY, kinds={"when": "date"})


def answers() -> Iterator[tuple[str, Form]]:
    """Blocks of items with the same few levels, beside an age."""
    scales = {
        "one_to_seven": (1, 7, 5, 0.0),
        "nought_to_four": (0, 4, 8, 0.0),
        "one_to_four": (1, 4, 6, 0.0),
        "nought_to_ten": (0, 10, 4, 0.0),
        "with_gaps": (1, 5, 7, 0.05),
    }
    for seed, (name, (least, most, n_items, gaps)) in enumerate(scales.items()):
        some = rng(seed)
        values = some.integers(least, most + 1, (120, n_items)).astype(float)
        values[some.random(values.shape) < gaps] = np.nan
        items = pd.DataFrame(values, columns=[f"item{i}" for i in range(n_items)]).astype("Int64")
        age = some.normal(40, 9, 120).round(1)
        yield name, _form(items.assign(age=age), ("age",), offer="add")


def skewed() -> Iterator[tuple[str, Form]]:
    """Amounts, incomes, counts and times with a long tail."""
    some = rng(6)
    columns = {
        "income": some.lognormal(10, 0.9, 150).round(),
        "spent": np.where(some.random(150) < 0.1, 0, some.lognormal(3, 1.2, 150).round(2)),
        "concentration": 10 ** some.normal(-2, 0.6, 150).round(3),
        "population": some.pareto(1.2, 150).round(4) * 1000 + 300,
        "lasted": some.gamma(1.2, 30, 150).round(1) + some.lognormal(2, 1, 150).round(1),
    }
    for name, values in columns.items():
        frame = pd.DataFrame({name: values, "age": some.normal(40, 9, 150).round(1)})
        yield name, _form(frame, (name, "age"), offer="logarithm")


def targets() -> Iterator[tuple[str, Form]]:
    """Columns of words, of which a person would name one for the classes."""
    labels: dict[str, tuple[dict[str, list[str]], str]] = {
        "odd_level_among_counts": (
            {"years": ["R", *"12345678", "9"], "role": ["g", "f"] * 5},
            "role",
        ),
        "many_levels": ({"city": list("abcdefghij"), "sex": ["m", "f"] * 5}, "sex"),
        "numbers_for_words": (
            {"n": ["1", "2", "many", "1", "2"] * 2, "kind": ["a", "b"] * 5},
            "kind",
        ),
        "last_column": (
            {"size": [*list("sml") * 3, "s"], "verdict": ["yes", "no"] * 5},
            "verdict",
        ),
        "telling_name": ({"species": list("aabbccaabb"), "note": ["x", "y"] * 5}, "species"),
    }
    for name, (columns, wanted) in labels.items():
        frame = _xy(60).assign(**{label: levels * 6 for label, levels in columns.items()})
        yield name, _form(frame, XY, wanted)


def totals() -> Iterator[tuple[str, Form]]:
    """Rows that are the sum of all others, or of what was put aside."""
    body = pd.DataFrame(
        {
            "shop": [f"shop {i}" for i in range(20)],
            "sales": rng(9).uniform(100, 900, 20).round(2),
            "cost": rng(10).uniform(50, 400, 20).round(2),
        }
    )
    called = {"first": "All shops", "last": "", "rounded": "Total", "of_parts": "Subtotal"}
    for place, word in called.items():
        sums = body[["sales", "cost"]].sum().round(1 if place == "rounded" else 2)
        total = pd.DataFrame({"shop": [word], **{name: [sums[name]] for name in sums.index}})
        frame = pd.concat([total, body] if place == "first" else [body, total])
        yield place, _form(frame, ("sales", "cost"), offer="rows")
    aside = [("N_unmapped", 1913470, 1913470), ("N_noFeature", 1021345, 14301218)]
    genes = [(f"ENSG{i * 37}", *rng(i).integers(3, 9_000, 2)) for i in range(40)]
    text = pd.DataFrame([*aside, *genes]).to_csv(index=False, header=False, sep="\t")
    names = ["column 1", "column 2", "column 3"]
    yield "of_an_aligner", Form(text.encode(), Right(42, names, names[1:], offer="rows"))


def on_their_side() -> Iterator[tuple[str, Form]]:
    """A few rows, each of which is what was measured."""
    some = rng(0)
    wide = {
        "no_names": pd.DataFrame(some.normal(size=(2, 24)).round(2)),
        "many_observations": pd.DataFrame(some.integers(1, 90, (5, 38))),
        "two_rows": pd.DataFrame(some.normal(size=(2, 11)).round(3)),
        "names_of_variables": pd.DataFrame(some.normal(5, 1, (4, 30)).round(1)),
    }
    for name, frame in wide.items():
        frame = frame.rename(columns=lambda place: f"o{place}")
        features = list(frame)[:10]
        if name == "names_of_variables":
            frame.insert(0, "variable", ["mass", "width", "depth", "age"])
        yield name, _form(frame, features, offer="turn")


def wide_tables() -> Iterator[tuple[str, Form]]:
    """More columns than are proposed, of which ten fall into groups."""
    for seed, n in enumerate((41, 60, 120, 300)):
        some = rng(seed)
        values = some.normal(5, 1, (40, n))
        chosen = np.sort(some.choice(n, 10, replace=False))
        values[20:, chosen] += 9
        frame = pd.DataFrame(values.round(3), columns=[f"gene {i}" for i in range(n)])
        yield f"of_{n}", _form(frame, [f"gene {i}" for i in chosen])


def weights() -> Iterator[tuple[str, Form]]:
    """A column that says how much each row counts."""
    some = rng(7)
    columns = {
        "freq": some.integers(1, 30, 60),
        "n": some.integers(1, 9, 60),
        "pweight": some.uniform(0.3, 3, 60).round(4),
        "wt": some.uniform(200, 4000, 60).round(1),
    }
    for name, values in columns.items():
        frame = _xy(60).assign(**{name: values})
        yield name, _form(frame, (*XY, name), offer="weights")  # a feature until it is said


def numbers_in_doubt() -> Iterator[tuple[str, Form]]:
    """Text that reads as numbers, with something to ask."""
    x = _xy(30)["length"]
    written = {
        "bounds": [f"< {a}" if i % 9 == 0 else f"{a}" for i, a in enumerate(x)],
        "thousands": [f"{a}k" for a in x],
        "unknown_units": [f"{a} km/h" for a in x],
        "tolerances": [f"{a} ± 0.3" for a in x],
        "either_mark": [f"{a}" if i % 2 else f"{a}".replace(".", ",") for i, a in enumerate(x)],
        "words": ["trace" if i % 11 == 3 else f"{a}" for i, a in enumerate(x)],
        "letters_of_groups": [f"{a} {'ab'[i % 2]}" for i, a in enumerate(x)],
        "high_and_low": [f"{a}{['', ' H', ' L'][i % 3]}" for i, a in enumerate(x)],
        "high_and_low_before": [f"{['', 'H ', 'L '][i % 3]}{a}" for i, a in enumerate(x)],
        "high_in_brackets": [f"{a}{['', ' (H)'][i % 2]}" for i, a in enumerate(x)],
        "arrows": [f"{a}{['', ' ↑', ' ↓'][i % 3]}" for i, a in enumerate(x)],
        "debit_and_credit": [f"{a * 1000:,.2f} {['Dr', 'Cr'][i % 2]}" for i, a in enumerate(x)],
    }
    for name, cells in written.items():
        frame = _xy(30).assign(length=cells)
        yield name, _form(frame, ("width",), ANY, offer="number")


def in_encodings() -> Iterator[tuple[str, Form]]:
    """Tables of twenty rows in encodings before Unicode."""
    called = {
        "Japanese": "Shift-JIS (Japanese)",
        "Chinese, simplified": "GB18030 (Chinese)",
        "Chinese, traditional": "Big5 (Chinese)",
        "Russian": "Windows-1251 (Cyrillic)",
        "Bulgarian": "Windows-1251 (Cyrillic)",
        "Polish": "Windows-1250 (Central European)",
        "Czech": "Windows-1250 (Central European)",
    }
    for language, encoding in called.items():
        how = LANGUAGES[language]
        for place, text in enumerate(islice(tables(how, 20), 4)):
            first = text.partition("\n")[0]
            names = first.split(next(mark for mark in ";\t," if mark in first))
            right = Right(20, names, names[-2:], ANY, encoding=encoding)
            word = language.partition(",")[0]
            yield f"{word}_{how.codec}_{place}", Form(text.encode(how.codec), right)


def of_weka() -> Iterator[tuple[str, Form]]:
    """ARFF as Weka and others write it."""
    rows = [f"{a},{b}" for a, b in _xy(30).to_numpy().tolist()]
    head = "@relation t\n@attribute length numeric\n@attribute width REAL\n"
    said = Right(30, XY, XY)
    yield "plain", Form((head + "@data\n" + "\n".join(rows)).encode(), said)
    yield (
        "with_comments",
        Form(("% by hand\n%\n" + head.upper() + "\n@DATA\n% more\n" + "\n".join(rows)).encode(),
             replace(said, features=("LENGTH", "WIDTH"), names=("LENGTH", "WIDTH"))),
    )  # fmt: skip
    classes = [f"{row},{'ab'[i % 2]}" for i, row in enumerate(rows)]
    named = replace(said, target="class", names=(*XY, "class"))
    nominal = f"{head}@attribute class {{a,b}}\n@data\n"
    yield "with_a_class", Form((nominal + "\n".join(classes)).encode(), named)
    quoted = "@relation 't 1'\n@attribute 'length mm' numeric\n@attribute \"width\" real\n@data\n"
    gaps = "\n".join([*rows[:-1], "?,4.5"])
    yield (
        "quoted_names",
        Form(
            (quoted + gaps).encode(),
            replace(said, features=("length mm", "width"), names=("length mm", "width")),
        ),
    )


def of_several_sheets() -> Iterator[tuple[str, Form]]:
    """Workbooks whose first sheet holds no numbers."""
    body: list[list[Cell]] = [["length", "width"], *_xy(30).to_numpy().tolist()]
    first: dict[str, list[list[Cell]]] = {
        "of_contents": [["Contents"], ["Birds"], ["Notes"]],
        "read_me": [["These tables"], [], ["were made by hand, ask us"]],
        "of_words": [["name", "place"], ["Ann", "Bonn"], ["Bob", "Ulm"]],
        "of_nothing": [[]],
    }
    for name, cells in first.items():
        content = xlsx({"First": cells, "Birds": body})
        yield name, Form(content, Right(30, XY, XY, encoding="", sheet="Birds"))


def of_few_rows() -> Iterator[tuple[str, Form]]:
    """As few rows as bear few components."""
    for n, d in ((9, 2), (12, 3), (17, 6), (20, 8)):
        values = rng(n).normal(size=(n, d)) * np.linspace(1.0, 9.0, d)
        frame = pd.DataFrame(values.round(2), columns=[f"shop {i}" for i in range(d)])
        yield f"{n}_of_{d}", _form(frame, list(frame))


def of_equal_rows() -> Iterator[tuple[str, Form]]:
    """Many rows that are alike, on which components collapse."""
    for n, d, seed in ((40, 2, 0), (60, 4, 1), (80, 2, 2), (30, 3, 3)):
        values = rng(seed).normal(5, 2, (n, d)).round(1)
        values[: n // 3] = values[0]
        frame = pd.DataFrame(values, columns=[f"drug {i}" for i in range(d)])
        yield f"{n}_of_{d}", _form(frame, list(frame))


KINDS = {
    "impossible": impossible_values,
    "lacking": codes_for_nothing,
    "row_names": rows_with_names,
    "numbered": running_numbers,
    "dates": dates,
    "answers": answers,
    "skewed": skewed,
    "target": targets,
    "total": totals,
    "sideways": on_their_side,
    "wide": wide_tables,
    "weights": weights,
    "doubtful": numbers_in_doubt,
    "encoding": in_encodings,
    "arff": of_weka,
    "sheets": of_several_sheets,
    "few": of_few_rows,
    "equal": of_equal_rows,
}

ENDS = {"sheets": "xlsx", "arff": "arff"}
FILES: Mapping[str, Form] = {
    f"{kind}_{name.lower()}.{ENDS.get(kind, 'csv')}": each
    for kind, make in KINDS.items()
    for name, each in make()
}
"""The files by name, which begins with their kind."""
