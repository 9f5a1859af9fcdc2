"""Columns of text that are numbers with signs, read at once where nothing is in doubt."""

from collections.abc import Collection

import pandas as pd

from gmm_core.reading.columns import converted
from gmm_core.table import amounts, is_numeric


def revealed(
    frame: pd.DataFrame, decimal: str, separator: str, kept: Collection[str]
) -> tuple[pd.DataFrame, tuple[tuple[str, str], ...]]:
    """Return the table with such columns as numbers, and for each a phrase that says how it reads.

    Columns that a person has said the kind of are kept as they are.

    Examples
    --------
    >>> frame = pd.DataFrame({"shop": ["a", "b"], "sales": ["8,396.14", "511.2"]})
    >>> table, said = revealed(frame, ".", ",", ())
    >>> table["sales"].tolist(), said
    ([8396.14, 511.2], (('sales', '"8,396.14" is 8396.14'),))
    """
    texts = {
        str(name): column
        for name, column in frame.items()
        if str(name) not in kept and not is_numeric(column)
    }
    # Most text is no numbers either way, which one look at it tells.
    likely = _certain(texts, decimal, True)
    found = _certain({name: texts[name] for name in likely}, decimal, False)
    if len(found) < len(likely) and separator == "," and decimal == ".":
        points = any(_has_point(texts[name]) for name in found)
        if points or any(_has_fractions(column) for _, column in frame.items()):
            found = likely
    said = tuple((name, amount.reading) for name, amount in found.items())
    return converted(frame, dict.fromkeys(found, "number").items(), decimal), said


def _certain(
    texts: dict[str, pd.Series], decimal: str, point_shown: bool
) -> dict[str, amounts.Amounts]:
    found = {name: amounts.certain(text, decimal, point_shown) for name, text in texts.items()}
    return {name: amount for name, amount in found.items() if amount}


def _has_point(column: pd.Series) -> bool:
    """Whether amounts that are read for certain have a decimal point, or commas in a row."""
    cells = column.dropna().astype(str).head(100)
    return bool(cells.str.contains(r"\.[0-9]{1,2}(?![0-9])|,[0-9]{3},[0-9]", regex=True).any())


def _has_fractions(column: pd.Series) -> bool:
    return is_numeric(column) and bool((column.head(100).dropna() % 1 != 0).any())
