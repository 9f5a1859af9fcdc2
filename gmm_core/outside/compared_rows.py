"""Columns compared between classes, as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.names import component_titles
from gmm_core.outside.by_class import ByClass

ESTIMATES = ("column", "level", "class", "estimate", "standard error", "lower", "upper")
TESTS = ("rows", "correction", "chi-squared", "degrees of freedom", "p", "status")


@as_annotated
def compared_table(
    found: Mapping[str, ByClass],
    classes: Sequence[str] | None = None,
    *,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return a row for each class of each number, and of each level of a column of categories.

    Parameters
    ----------
    found : mapping of str to ByClass
        By the name of the column.
    classes : sequence of str, optional
        What a person calls each class; numbers from 1 without it.
    level : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        Columns column, level ("" of a number), class, estimate, standard error, lower and upper;
        and, the same in all rows of a column, rows, correction, chi-squared, degrees of freedom,
        p and status.

    Examples
    --------
    >>> from gmm_core.outside import means_by_class
    >>> found = means_by_class([1.0, 2.0, 8.0, 9.0], [[1, 0], [1, 0], [0, 1], [0, 1]])
    >>> compared_table({"x": found}, ["low", "high"])[["column", "class", "estimate"]]
      column class  estimate
    0      x   low       1.5
    1      x  high       8.5
    """
    if len({len(each.estimates) for each in found.values()}) > 1:
        raise DataError("The columns are compared between other classes. Give those of one fit.")
    rows = [row for name, each in found.items() for row in _rows(name, each, classes, level)]
    return pd.DataFrame(rows, columns=[*ESTIMATES, *TESTS])


def _rows(
    name: str, found: ByClass, classes: Sequence[str] | None, level: float
) -> list[tuple[object, ...]]:
    lower, upper = found.intervals(level)
    numbers = (found.estimates, found.standard_errors, lower, upper)
    test = (found.n_rows, found.correction, found.statistic, found.degrees, found.p_value)
    titles = component_titles(len(found.estimates), classes)
    return [
        (name, text, title, *(float(each[j, i]) for each in numbers), *test, found.status)
        for i, text in enumerate(found.levels or ("",))
        for j, title in enumerate(titles)
    ]
