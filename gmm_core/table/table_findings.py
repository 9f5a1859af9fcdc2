"""What a person should know of a table before it is fitted, the gravest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gmm_core.checked import as_annotated
from gmm_core.logarithms import logarithm_of, needs_logarithm
from gmm_core.subsets import evenly_spaced
from gmm_core.table import suspect_findings
from gmm_core.table.amounts import Amounts, amount, clock
from gmm_core.table.columns import Column, as_floats, describe, proposed_targets
from gmm_core.table.dependence import dependences
from gmm_core.table.finding import KINDS, Examined, Finding
from gmm_core.table.numeric_kinds import MAX_LEVELS
from gmm_core.table.repeats import commonest, repeated_rows
from gmm_core.wording import counted, listed, named, plural
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


@as_annotated
def findings(
    frame: pd.DataFrame,
    features: Sequence[str],
    described: Sequence[Column] | None = None,
    decimal: str = ".",
) -> tuple[Finding, ...]:
    """Return what is worth knowing of a table before some of its columns are fitted.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    features : sequence of str
        The columns to fit; others than those with numbers are passed over.
    described : sequence of Column, optional
        What `describe` says of the table.
    decimal : {".", ","}
        The decimal mark of the table, for numbers in text.

    Returns
    -------
    tuple of Finding
        First those about the features and rows to fit, then the others; each in the order of
        `KINDS`, and of the table.

    Examples
    --------
    >>> inches = [1.0, 2.0, 4.0, 7.0, 9.0]
    >>> frame = pd.DataFrame({"inch": inches, "cm": [2.54 * x for x in inches]})
    >>> for finding in findings(frame, ["inch", "cm"]):
    ...     print(finding.kind, finding.columns, finding.offer)
    dependent ('cm',) leave out
    >>> print(finding.sentence)
    "cm" follows exactly from what stands before it: cm = 2.54 inch. So it adds nothing, and full
    and tied covariances cannot be fitted to both. Leave it out of the features.
    """
    columns = tuple(described or describe(frame))
    table = Examined(frame, columns, tuple(str(name) for name in features), decimal)
    found = [finding for look in _LOOKS for finding in look(table)]
    order = {column.name: place for place, column in enumerate(columns)}

    def severity(finding: Finding) -> tuple[bool, int, int]:
        fitted = not finding.columns or not set(finding.columns).isdisjoint(table.features)
        first = min((order[name] for name in finding.columns), default=0)
        return not fitted, KINDS.index(finding.kind), first

    return tuple(sorted(found, key=severity))


def _of_kind(
    kind: str, one: str, several: str, rest: str, *, called: str = "", leave_out: bool = False
) -> Callable[[Examined], Iterator[Finding]]:
    """A look at the columns of a kind, of which all there is to say is the same."""

    def look(table: Examined) -> Iterator[Finding]:
        if names := table.of_kind(kind):
            sentence = f"{named(names)} {plural(len(names), one, several)} {rest}"
            offer = table.leave_out(names) if leave_out else None
            yield Finding(called or kind, names, sentence, offer)

    return look


_constants = _of_kind(
    "constant",
    *("has", "have"),
    "the same value in every row. A constant says nothing of groups, and a normal distribution "
    "cannot be fitted to it. Leave it out of the features.",
    leave_out=True,
)
_empty = _of_kind("empty", "has", "have", "no value in any row and cannot be used.")
_identifiers = _of_kind(
    "identifier",
    *("tells", "tell"),
    "rows apart, with another value in each, and so nothing of groups. Leave identifiers out of "
    "the features; they come back in every download.",
    leave_out=True,
)


def _dates(table: Examined) -> Iterator[Finding]:
    """Say which columns hold dates; clocks alone can be read as numbers."""
    clocks = {
        name: found
        for name in table.of_kind("date")
        if (found := clock(table.series[name], table.decimal)) is not None
    }
    if days := tuple(name for name in table.of_kind("date") if name not in clocks):
        yield Finding(
            "date",
            days,
            f"{named(days)} {plural(len(days), 'holds', 'hold')} dates, which are not fitted. If "
            "time matters, add a column of numbers to the file, such as days since the first.",
        )
    if not clocks:
        return
    examples = listed([f'"{name}" ({found.reading})' for name, found in clocks.items()])
    doubts = " ".join(dict.fromkeys(found.doubt for found in clocks.values()))
    yield Finding(
        "date",
        tuple(clocks),
        f"{examples} {plural(len(clocks), 'holds', 'hold')} times, which are not fitted as they "
        f"stand. {doubts} Take them as numbers to make them features.",
        "number",
    )


_texts = _of_kind(
    "text",
    *("is", "are"),
    "text of many different values: too many for groups, and nothing that is measured. Text is "
    "not fitted and comes back in every download.",
)
_codes_of_things = _of_kind(
    "code",
    *("is", "are"),
    "numbers that stand for something, by name or by digits: a place, a person, an account. They "
    "measure nothing. "
    "They are not proposed as features, and come back in every download.",
    called="number code",
    leave_out=True,
)


def _categories(table: Examined) -> Iterator[Finding]:
    targets = proposed_targets(table.frame, table.columns)
    others = {name for block in table.items for name in block.columns} | {*table.weights}
    labels = [c for c in table.columns if c.kind == "label" and c.name not in others]
    levels = {c.name: c.distinct for c in labels}
    few = [name for name in levels if levels[name] <= MAX_LEVELS and name not in targets]
    names = (*targets, *few)
    if names:
        told = _counts({name: levels[name] for name in names}, plural(levels[names[0]], "level"))
        yield Finding(
            "category",
            names,
            f"{told} {plural(len(names), 'has', 'have')} few levels, as known groups do. "
            "Groups are not fitted; choose one as the target to compare clusters with.",
            "target",
        )


def _amounts(table: Examined) -> Iterator[Finding]:
    judged = {name: amount(table.series[name], table.decimal) for name in table.of_kind("amount")}
    found = {name: amounts for name, amounts in judged.items() if amounts}
    if len(found) == 1:
        ((name, amounts),) = found.items()
        yield Finding(
            "amount",
            (name,),
            f'"{name}" is text, which cannot be fitted. {amounts.sentence} Take it as numbers '
            "to make it a feature.",
            "number",
        )
    elif found:
        yield Finding("amount", tuple(found), _say_amounts(found), "number")


def _say_amounts(found: Mapping[str, Amounts]) -> str:
    """How several columns of text read as numbers, and what is in doubt."""
    examples = [f'"{name}" ({amounts.reading})' for name, amounts in found.items()]
    sentences = [
        f"{listed(examples)} are text, which cannot be fitted, and read as numbers.",
        *_say_doubts(found),
        "Take them as numbers to make them features.",
    ]
    return " ".join(sentences)


def _say_doubts(found: Mapping[str, Amounts]) -> Iterator[str]:
    undecided = [name for name, amounts in found.items() if amounts.undecided]
    if undecided:
        mark = "point" if found[undecided[0]].decimal == "." else "comma"
        yield (
            f"No cell of {named(undecided)} shows for certain which mark is the decimal mark; "
            f"it is taken to be the {mark}, as in the rest of the table."
        )
    for doubt in dict.fromkeys(amounts.doubt for amounts in found.values() if amounts.doubt):
        doubtful = [name for name, amounts in found.items() if amounts.doubt == doubt]
        yield f"Of {named(doubtful)}: {doubt[0].lower()}{doubt[1:]}"
    if noted := {name: amounts.n_noted for name, amounts in found.items() if amounts.n_noted}:
        example = found[next(iter(noted))].noted
        yield (
            f'Notes at numbers, such as in "{example}", would be left out: '
            f"{_counts(noted, plural(max(noted.values()), 'cell'))}."
        )
    unreadable = {name: amounts.n_unreadable for name, amounts in found.items()}
    unreadable = {name: count for name, count in unreadable.items() if count}
    if unreadable:
        example = found[next(iter(unreadable))].unreadable
        yield (
            f'Cells that cannot be read, such as "{example}", would be missing: '
            f"{_counts(unreadable, plural(max(unreadable.values()), 'cell'))}."
        )


def _missing(table: Examined) -> Iterator[Finding]:
    gaps = [column for column in table.columns if column.missing and column.kind != "empty"]
    if not gaps:
        return
    n, most = len(table.frame), sorted(gaps, key=lambda column: -column.missing)
    told = _counts({column.name: column.missing for column in most}, f"of {counted(n, 'row')}")
    sparse = [c.name for c in most if c.name in table.features and 2 * c.missing > n]
    left_out = sum(np.isnan(table.numbers[name]) for name in table.features)
    lost = int(np.count_nonzero(left_out))
    effect = (
        "A row with a gap in a feature is not fitted: with these features, "
        f"{lost:,} of {counted(n, 'row')}."
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
        told = _counts(counts, f"of {counted(len(table.frame), 'row')}")
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
    again, first = repeated_rows(table.frame.loc[:, kept])
    if len(again):
        aside = "" if all(kept) else ", identifiers aside"
        repeat = plural(len(again), "row repeats", "rows repeat")
        yield Finding(
            "duplicates",
            (),
            f"{len(again):,} {repeat} an earlier one in all columns{aside}, such as row "
            f"{again[0] + 1:,}, which repeats row {first[0] + 1:,}. If an observation was entered "
            "twice it counts twice; remove it from the file. Rounded values may agree by chance.",
            rows=tuple(int(row) for row in again[:MAX_EXAMPLES]),
        )


def _heaped(table: Examined) -> Iterator[Finding]:
    heaps: dict[str, str] = {}
    constant = table.of_kind("constant")
    for name, numbers in table.numbers.items():
        finite = numbers[np.isfinite(numbers)]
        if name in constant or len(finite) < HEAPED_ROWS:
            continue
        value, rows = commonest(finite)
        if rows >= max(HEAPED_ROWS, HEAPED_SHARE * len(finite)):
            heaps[name] = f'"{name}" ({as_entered(value)} in {rows:,} of {len(finite):,} rows)'
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
    names = tuple(name for name, values in table.numbers.items() if needs_logarithm(values))
    if not names:
        return
    zeros = tuple(name for name in names if logarithm_of(name, table.numbers[name]).shift)
    added = (
        f" The smallest value above 0 is added to {named(zeros)} before, as there are zeros."
        if zeros
        else ""
    )
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
        f'The standard deviation of "{widest}" is {number(spreads[widest], 3)}, that of '
        f'"{narrowest}" {number(spreads[narrowest], 3)}. The best fit with a full, tied or diag '
        "covariance does not depend on such units; where k-means starts does, and so do spherical "
        "covariances and a covariance floor under them. Standardise the features to give each the "
        "same say there.",
        "standardise",
    )


def _dependent(table: Examined) -> Iterator[Finding]:
    if not table.features:
        return
    if not _may_depend(table):
        return
    values = np.column_stack(list(table.numbers.values()))
    found = dependences(values if table.complete.all() else values[table.complete])
    for dependence in found[:MAX_EQUATIONS]:
        name = table.features[dependence.column]
        both = plural(len(dependence.on), "both", "all of them")
        yield Finding(
            "dependent",
            (name,),
            f'"{name}" follows exactly from what stands before it: '
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
    some = np.column_stack([numbers[rows] for numbers in table.numbers.values()])
    return bool(dependences(some))


_LOOKS = (
    *suspect_findings.LOOKS,
    *(_constants, _dependent, _infinite, _missing, _identifiers, _duplicates, _heaped),
    *(_skewed, _scales, _amounts, _categories, _dates, _codes_of_things, _texts, _empty),
)


def _deviation(numbers: NDArray[np.float64]) -> float:
    """The standard deviation of finite numbers; scaled, as their squares may not be finite."""
    finite = numbers[np.isfinite(numbers)]
    size = np.abs(finite).max(initial=0.0)
    return float(size * np.std(finite / size)) if size > 0 else 0.0


def _counts(counts: Mapping[str, int], of_what: str) -> str:
    """Names with their counts; of what they are counts is said once."""
    shown = [f'"{name}" ({count:,})' for name, count in counts.items()]
    return listed([f"{shown[0][:-1]} {of_what})", *shown[1:]])
