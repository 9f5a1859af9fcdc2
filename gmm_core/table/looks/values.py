"""What is said of values and rows: gaps, infinite, repeated and heaped ones, scales, dependence."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gmm_core.blocks import pieces
from gmm_core.logarithms import logarithm_of, needs_logarithm
from gmm_core.subsets import evenly_spaced
from gmm_core.table.dependence import dependences
from gmm_core.table.described_columns import as_floats
from gmm_core.table.finding import Examined, Finding, with_counts
from gmm_core.table.repeats import commonest, repeated_rows
from gmm_core.wording import counted, listed, named, plural, quoted
from gmm_core.written_numbers import as_entered, number

LARGE_RATIO = 100.0
"""Standard deviations further apart than this are said to be on very different scales."""

HEAPED_SHARE = 0.1
"""A feature is heaped when one value stands in this share of the rows or more, ..."""

HEAPED_ROWS = 5
"""... and in no fewer rows than these."""

DEPENDENT_ROWS = 20_000
"""Whether columns follow from others is looked at in so many rows first, evenly spaced."""

MAX_EQUATIONS = 5
"""So many dependences are told one by one, and the rest together."""

MAX_EXAMPLES = 5


def _missing(table: Examined) -> Iterator[Finding]:
    gaps = [column for column in table.columns if column.missing and column.kind != "empty"]
    if not gaps:
        return
    n, most = len(table.frame), sorted(gaps, key=lambda column: -column.missing)
    told = with_counts({column.name: column.missing for column in most}, f"of {counted(n, 'row')}")
    sparse = [c.name for c in most if c.name in table.features and 2 * c.missing > n]
    left_out = sum(np.isnan(table.numbers[name]) for name in table.features)
    lost = int(np.count_nonzero(left_out))
    effect = (
        "A row with a gap in a feature is left out, unless it is chosen to take part: with these "
        f"features, {lost:,} of {counted(n, 'row')}."
        if lost
        else "None of them is in a feature, so that no row is left out for it."
    )
    advice = f" Leave {named(sparse)} out of the features to keep more rows." if sparse else ""
    yield Finding(
        "missing",
        tuple(sparse) or tuple(column.name for column in gaps),
        f"Values are missing in {told}. {effect}{advice}",
        "leave out" if sparse else None,
    )


def _infinite(table: Examined) -> Iterator[Finding]:
    counts = {
        name: int(np.isinf(as_floats(column)).sum())
        for name, column in table.series.items()
        if pd.api.types.is_float_dtype(column)
    }
    counts = {name: count for name, count in counts.items() if count}
    if counts:
        told = with_counts(counts, f"of {counted(len(table.frame), 'row')}")
        yield Finding(
            "infinite",
            tuple(counts),
            f"Values are infinite in {told}, as a number beyond 1.8e308 or a division by zero is. "
            "A row with one in a feature is not fitted. Correct it in the file, or leave the "
            "column out.",
        )


def _duplicates(table: Examined) -> Iterator[Finding]:
    names = {column.name for column in table.columns if column.kind != "identifier"}
    told_apart = any(
        column.name in names and column.distinct == len(table.frame) for column in table.columns
    )
    if told_apart or not names:
        return
    kept = [str(label) in names for label in table.frame.columns]
    again = repeated_rows(table.frame.loc[:, kept], MAX_EXAMPLES)
    if again.count:
        aside = "" if all(kept) else ", identifiers aside"
        repeat = plural(again.count, "row repeats", "rows repeat")
        yield Finding(
            "duplicates",
            (),
            f"{again.count:,} {repeat} an earlier one in all columns{aside}, such as row "
            f"{again.rows[0] + 1:,}, which repeats row {again.first[0] + 1:,}. If an observation "
            "was entered twice it counts twice; remove it from the file. Rounded values may agree "
            "by chance.",
            rows=tuple(again.rows),
        )


def _heaped(table: Examined) -> Iterator[Finding]:
    heaps: dict[str, str] = {}
    constant = table.of_kind("constant")
    for name, numbers in table.numbers.items():
        finite = _finite(numbers)
        if name in constant or len(finite) < HEAPED_ROWS:
            continue
        value, rows = commonest(finite)
        if rows >= max(HEAPED_ROWS, HEAPED_SHARE * len(finite)):
            heaps[name] = (
                f"{quoted(name, 60)} ({as_entered(value)} in {rows:,} of {len(finite):,} rows)"
            )
    if heaps:
        yield Finding(
            "heaped",
            tuple(heaps),
            f"One value comes back often in {listed(list(heaps.values()))}. A component of rows "
            "that share a value has no spread there, so that its covariance collapses. If that "
            "happens, choose fewer components, a tied covariance or a covariance floor above 0, "
            "or leave the column out.",
        )


def _skewed(table: Examined) -> Iterator[Finding]:
    values = {name: np.delete(x, table.totals) for name, x in table.numbers.items()}
    names = tuple(name for name, x in values.items() if needs_logarithm(x))
    if not names:
        return
    zeros = tuple(name for name in names if logarithm_of(name, table.numbers[name]).shift)
    have = f"{named(zeros, most=2)} {plural(len(zeros), 'has', 'have')}" if zeros else ""
    which = "there are" if zeros == names else have
    added = f" As {which} zeros, the smallest value above 0 is added before." if zeros else ""
    yield Finding(
        "skewed",
        names,
        f"{named(names)} {plural(len(names), 'is', 'are')} skewed to the right, as incomes and "
        "times are: skewness above 1, that of the logarithm at most half as large. A normal "
        "distribution fits the logarithm better, and several components may be needed without "
        f"it.{added} Tables go back in the units of the file.",
        "logarithm",
    )


def _scales(table: Examined) -> Iterator[Finding]:
    constant = table.of_kind("constant")
    spreads = {name: _deviation(x) for name, x in table.numbers.items() if name not in constant}
    spreads = {name: spread for name, spread in spreads.items() if spread > 0}
    if not spreads:
        return
    widest, narrowest = max(spreads, key=spreads.__getitem__), min(spreads, key=spreads.__getitem__)
    if spreads[narrowest] * LARGE_RATIO >= spreads[widest]:
        return
    names = tuple(name for name in table.features if name in (widest, narrowest))
    yield Finding(
        "scales",
        names,
        f"The standard deviation of {quoted(widest, 60)} is {number(spreads[widest], 3)}, that of "
        f"{quoted(narrowest, 60)} {number(spreads[narrowest], 3)}. The best fit with a full, tied "
        "or diag covariance does not depend on such units; where k-means starts does, and so do "
        "spherical covariances and a covariance floor under them. Standardise the features to give "
        "each the same say there.",
        "standardise",
    )


def _dependent(table: Examined) -> Iterator[Finding]:
    if not table.features:
        return
    if not _may_depend(table):
        return
    found = dependences([*table.numbers.values()], None if table.complete.all() else table.complete)
    for dependence in found[:MAX_EQUATIONS]:
        name = table.features[dependence.column]
        both = plural(len(dependence.on), "both", "all of them")
        yield Finding(
            "dependent",
            (name,),
            f"{quoted(name, 60)} follows exactly from what stands before it: "
            f"{dependence.equation(table.features)}. So it adds nothing, and full and tied "
            f"covariances cannot be fitted to {both}. Leave it out of the features.",
            "leave out",
        )
    rest = tuple(table.features[dependence.column] for dependence in found[MAX_EQUATIONS:])
    if rest:
        yield Finding(
            "dependent",
            rest,
            f"{named(rest)} {plural(len(rest), 'follows', 'follow')} exactly from other "
            "features as well. Leave them out of the features.",
            "leave out",
        )


def _may_depend(table: Examined) -> bool:
    """Whether some rows show a dependence, as those of a large table would do if all did."""
    rows = np.flatnonzero(table.complete)
    if len(rows) <= DEPENDENT_ROWS:
        return True
    rows = rows[evenly_spaced(len(rows), DEPENDENT_ROWS)]
    return bool(dependences([numbers[rows] for numbers in table.numbers.values()]))


def _deviation(numbers: NDArray[np.float64]) -> float:
    """The standard deviation of finite numbers; scaled, as their squares may not be finite."""
    finite = _finite(numbers)
    size = max(finite.max(initial=0.0), -finite.min(initial=0.0))
    if size == 0.0:
        return 0.0
    parts = [*pieces(len(finite))]
    mean = sum(float((finite[rows] / size).sum()) for rows in parts) / len(finite)
    squares = (float(((finite[rows] / size - mean) ** 2).sum()) for rows in parts)
    return float(size) * sqrt(sum(squares) / len(finite))


def _finite(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """The finite numbers; where all are, these are not held a second time."""
    there = np.isfinite(numbers)
    return numbers if there.all() else numbers[there]


LOOKS = (_dependent, _infinite, _missing, _duplicates, _heaped, _skewed, _scales)
