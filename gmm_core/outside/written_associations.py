"""Columns against clusters as tables for people, the three-step values beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.names import beside, component_titles
from gmm_core.outside.association import Association
from gmm_core.outside.by_class import NO_TEST, ByClass
from gmm_core.written_columns import plus_minus_column
from gmm_core.written_numbers import fixed, number, p_value, tally

LEADING = ("column", "rows", "test", "effect", "p", "p adjusted", "three-step p", "note")


@as_annotated
def association_table(
    found: Sequence[Association],
    titles: Mapping[str, str] | None = None,
    known: Mapping[str, ByClass | str] | None = None,
) -> pd.DataFrame:
    """Return a row for each column, as text: its test, its effect, and the three-step p beside it.

    Parameters
    ----------
    found : sequence of Association
    titles : mapping of str to str, optional
        What columns are called, with their units.
    known : mapping of str to ByClass or str, optional
        The same columns with errors of assignment undone, or why there is nothing.

    Returns
    -------
    DataFrame
        Columns column, rows, test, effect, p, p adjusted, three-step p (where `known` is given)
        and note.

    Examples
    --------
    >>> from gmm_core.outside import associations
    >>> found = associations({"town": ["a", "b", "a", "b", "b"]}, [0, 1, 0, 1, 1], 2)
    >>> association_table(found)[["column", "effect", "p"]]
      column     effect     p
    0   town  V = 1.000  .025
    """
    rows = []
    for each in found:
        three = known.get(each.column, "") if known else ""
        rows.append(
            (
                _called(each, titles),
                f"{each.n_rows:,}",
                each.test_in_words.partition(", p")[0],
                _effect(each),
                p_value(each.p_value),
                p_value(each.adjusted),
                three if isinstance(three, str) else p_value(three.p_value),
                _note(each, three),
            )
        )
    table = pd.DataFrame(rows, columns=list(LEADING))
    return table if known else table.drop(columns="three-step p")


@as_annotated
def association_rows(
    found: Association,
    clusters: Sequence[str] | None = None,
    known: ByClass | str = "",
) -> pd.DataFrame:
    """Return one column against the clusters, as text: cross-table with shares, or means.

    Parameters
    ----------
    found : Association
    clusters : sequence of str, optional
        What a person calls each cluster; numbers from 1 without it.
    known : ByClass or str
        The same column with errors of assignment undone.

    Returns
    -------
    DataFrame
        A row for each level, or for mean ± standard deviation, and for the three-step values,
        which are ± their standard errors; a column for each cluster.

    Examples
    --------
    >>> from gmm_core.outside import associations
    >>> (found,) = associations({"town": ["a", "b", "a", "b", "b"]}, [0, 1, 0, 1, 0], 2)
    >>> association_rows(found, ["low", "high"])
              low          high
    a  2 (66.7 %)     0 (0.0 %)
    b  1 (33.3 %)   2 (100.0 %)
    n           3             2
    """
    names = beside(component_titles(len(found.table), clusters, "Cluster"), [""])
    three = known if isinstance(known, ByClass) else None
    rows = _of_levels(found, three) if found.levels else _of_numbers(found, three)
    rows["n"] = [tally(size) for size in found.sizes.tolist()]
    return pd.DataFrame.from_dict(rows, orient="index", columns=names)


def _of_levels(found: Association, known: ByClass | None) -> dict[str, list[str]]:
    rows = {}
    for place, level in enumerate(beside(found.levels, ["n"])):
        counts, shares = found.table[:, place].tolist(), found.shares[:, place].tolist()
        rows[level] = [_counted(*each) for each in zip(counts, shares, strict=True)]
        at = known.levels.index(found.levels[place]) if known is not None else 0
        if known is not None:
            estimates, errors = known.estimates[:, at], known.standard_errors[:, at]
            pairs = zip(estimates.tolist(), errors.tolist(), strict=True)
            rows[f"{level}, three-step"] = [_percent(*each) for each in pairs]
    return rows


def _of_numbers(found: Association, known: ByClass | None) -> dict[str, list[str]]:
    means, deviations = found.table.T
    rows = {"mean ± sd": _written(means, deviations)}
    if known is not None:
        rows["mean ± se, three-step"] = _written(known.estimates[:, 0], known.standard_errors[:, 0])
    return rows


def _written(values: np.ndarray, spreads: np.ndarray) -> list[str]:
    sure = np.isfinite(spreads)
    written = iter(plus_minus_column(values[sure], spreads[sure]))
    return [
        next(written) if is_sure else number(value) if value == value else "none"
        for value, is_sure in zip(values.tolist(), sure.tolist(), strict=True)
    ]


def _counted(count: float, share: float) -> str:
    return f"{tally(count)} ({fixed(100.0 * share, 1)} %)" if share == share else "none"


def _percent(share: float, error: float) -> str:
    if share != share:
        return "none"
    spread = f" ± {fixed(100.0 * error, 1)}" if error == error else ""
    return f"{fixed(100.0 * share, 1)}{spread} %"


def _effect(found: Association) -> str:
    return f"{found.effect_name} = {fixed(found.effect, 3)}" if found.degrees else "none"


def _note(found: Association, three: ByClass | str) -> str:
    """What a test rests on, and why there is none, of the three-step values either."""
    is_untested = isinstance(three, ByClass) and not three.degrees
    _, has_rows, rests = found.status.partition(" with a value")
    said = [
        rests.removeprefix("; ") if has_rows else found.status,
        f"three-step: {NO_TEST}" * is_untested,
    ]
    return "; ".join(filter(None, said))


def _called(found: Association, titles: Mapping[str, str] | None) -> str:
    return (titles or {}).get(found.column, found.column)
