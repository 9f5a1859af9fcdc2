"""Tables of numbers in disguise, accounts, codes or answers, and what is right of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

N = 60


@dataclass(frozen=True)
class Values:
    """A table, the features that are right of it, and what its buttons offer."""

    text: str
    features: Sequence[str]
    buttons: Sequence[str] = ()


def _pairs() -> list[tuple[float, float]]:
    rng = np.random.default_rng(1)
    second = rng.random(N) < 0.5
    return [
        (round(float(a), 2), round(float(b), 1))
        for a, b in zip(
            np.where(second, 5200.0, 1300.0) + rng.normal(0, 150, N),
            np.where(second, 60.0, 20.0) + rng.normal(0, 3, N),
            strict=True,
        )
    ]


PAIRS = _pairs()


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]], by: str = ",") -> str:
    lines = [heads, *rows]
    return "".join(by.join(f'"{cell}"' if by in f"{cell}" else f"{cell}" for cell in line) + "\n"
                   for line in lines)  # fmt: skip


def _german(number: float) -> str:
    return f"{number:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


def amounts() -> dict[str, Values]:
    """Money and shares as programs of several countries write them."""
    both = ("sales", "share")
    written = {
        "of_the_us": [(f"{a:,.2f}", f"{b} %") for a, b in PAIRS],
        "in_parentheses": [(f"(${a:,.2f})" if i % 3 else f"${a:,.2f}", f"{b}%")
                           for i, (a, b) in enumerate(PAIRS)],
        "of_the_swiss": [(f"CHF {a:,.2f}".replace(",", "'"), b) for a, b in PAIRS],
        "of_korea": [(f"₩{int(a * 10):,}", b) for a, b in PAIRS],
        "of_india": [(f"Rs. {int(a * 100):,}", b) for a, b in PAIRS],
        "with_thin_spaces": [(f"{a:,.1f}".replace(",", "\u2009"), b) for a, b in PAIRS],
        "in_millions": [(f"${a / 1000:.1f}M", b) for a, b in PAIRS],
    }  # fmt: skip
    found = {
        f"amounts_{name}.csv": Values(_table(both, rows), both) for name, rows in written.items()
    }
    sap = [(f"{_german(a)}{'-' if i % 4 == 0 else ''}", _german(b))
           for i, (a, b) in enumerate(PAIRS)]  # fmt: skip
    euros = [(f"{_german(a)} €", f"{b} %".replace(".", ",")) for a, b in PAIRS]
    found["amounts_of_sap.csv"] = Values(_table(both, sap, ";"), both)
    found["amounts_in_euros.csv"] = Values(_table(both, euros, ";"), both)
    doubtful = [(f"<{5:.1f}" if i % 9 == 0 else f"{a}", b) for i, (a, b) in enumerate(PAIRS)]
    found["amounts_below_a_limit.csv"] = Values(
        _table(both, doubtful), ["share"], ["Read as numbers"]
    )
    lettered = [(f"{a} {'ab'[i % 2]}", b) for i, (a, b) in enumerate(PAIRS)]
    found["amounts_with_letters.csv"] = Values(
        _table(both, lettered), ["share"], ["Read as numbers"]
    )
    return found


def accounts() -> dict[str, Values]:
    """Numbers that stand for a person, a place or a thing, beside what is measured."""
    rng = np.random.default_rng(2)
    columns = {
        "Account": rng.integers(1_000_000_000, 9_999_999_999, N),
        "Kundennr.": rng.integers(1_000, 9_999, N),
        "customer_id": rng.choice([1012, 1447, 2020, 5531, 7777, 8120, 9001], N),
        "IBAN": [f"DE{number:020d}" for number in rng.integers(10**17, 10**18, N)],
        "phone number": rng.integers(2_000_000_000, 9_999_999_999, N),
        "ZIP": rng.integers(10_000, 99_999, N),
        "Order Number": [536365 + i // 3 for i in range(N)],
        "EAN": rng.integers(4_000_000_000_000, 9_000_000_000_000, N),
        "station_id": rng.choice([3987, 4411, 5100], N),
    }
    return {
        f"accounts_{place}.csv": Values(
            _table(
                (name, "sales", "age"), [(c, *pair) for c, pair in zip(cells, PAIRS, strict=True)]
            ),
            ("sales", "age"),
        )
        for place, (name, cells) in enumerate(columns.items())
    }


def codes_and_answers() -> dict[str, Values]:
    """Codes beyond what was measured, and answers with a number before them."""
    rng = np.random.default_rng(3)
    found = {}
    for codes in ((98, 99), (88, 98), (-7, -8, -9), (999,)):
        ages = rng.integers(18, 80, 200).astype(int)
        for place, code in enumerate(codes):
            ages[3 + place :: 10 * len(codes)] = code
        rows = [(age, *PAIRS[i % N]) for i, age in enumerate(ages)]
        name = "_".join(str(code).replace("-", "m") for code in codes)
        found[f"codes_{name}.csv"] = Values(
            _table(("age", "sales", "share"), rows), ("age", "sales", "share"), ["Take as missing"]
        )
    said = ["1 - disagree", "2 - neutral", "3 - agree", "4 - agree, much"]
    answered = [(*(said[k] for k in rng.integers(0, 4, 3)), *PAIRS[i]) for i in range(N)]
    found["answers_with_numbers.csv"] = Values(
        _table(("q1", "q2", "q3", "sales", "share"), answered), ("sales", "share"),
        ["Read as numbers"],
    )  # fmt: skip
    return found


FILES: Mapping[str, Values] = amounts() | accounts() | codes_and_answers()
"""The tables by name."""
