"""What each column of a table is for: a measurement to fit, a label to compare with, or neither."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gmm_core.table.amounts import amount
from gmm_core.table.dependence import dependences
from gmm_core.wording import counted

Kind = Literal["feature", "label", "identifier", "constant", "text", "date", "empty", "amount"]

MAX_PROPOSED = 10
"""More features than these are never proposed: the first ones in the order of the table are."""

LEAST_PRESENT = 0.5
"""Share of the values that a column must have to be proposed."""

LEAST_COMPLETE = 0.1
"""Share of the rows that must be complete in all the features that are proposed."""

PROPOSAL_RULE = (
    f"Proposed are the first {MAX_PROPOSED} columns of measured numbers in the order of the table: "
    "no identifiers, constants or labels, none with more than half of its values missing or whose "
    "gaps would leave less than a tenth of the rows, and none that follows exactly from earlier "
    "ones."
)
"""How features are proposed, for the screen."""

SAMPLE_ROWS = 10_000
"""Whether text is dates or amounts is judged on so many cells, evenly spaced."""

MAX_LEVELS = 20
"""A column with more levels is proposed as a target under no name."""

ROWS_PER_LEVEL = 10
"""Whole numbers that come back in so many rows each, on average, are taken for labels."""

TARGET_NAMES = (
    *("species", "class", "target", "label", "group", "cluster", "diagnosis", "outcome"),
    *("종", "품종", "분류", "그룹", "집단", "라벨"),
)
"""Names that make a column the likeliest target, the likeliest first."""

LABEL_NAMES = (*TARGET_NAMES, "type", "category", "유형")
"""Names that make a label of whole numbers; "type" is often coarser than the classes sought."""

IDENTIFIER_NAMES = (
    *("id", "ids", "index", "idx", "nr", "no", "num", "row", "rowid", "rownames", "key"),
    *("번호", "순번", "아이디"),
)
CODE_NAMES = (
    *(*LABEL_NAMES, *IDENTIFIER_NAMES, "code", "customer", "client", "account", "user", "store"),
    *("zip", "postcode", "plz", "number", "코드", "고객"),
)
"""Names of whole numbers with few levels that never stand in for measured ones."""

_WORD = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+|\d+")
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ].*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}([T ].*)?")


@dataclass(frozen=True)
class Column:
    """One column as a person would describe it.

    Attributes
    ----------
    name : str
        The name of the column.
    kind : str
        "feature" (measured numbers), "label", "identifier", "constant", "text", "date", "empty" or
        "amount" (text that reads as numbers: percents, currencies, thousands separators).
    reason : str
        One plain sentence: why the column is of this kind.
    distinct : int
        Number of different values; missing and infinite ones are not counted.
    missing : int
        Number of rows without a value.
    """

    name: str
    kind: Kind
    reason: str
    distinct: int
    missing: int


def describe(frame: pd.DataFrame) -> tuple[Column, ...]:
    """Return what each column is, in the order of the table.

    Whole numbers are an identifier when all differ and either count up by one or are named like
    one ("id", "nr", ...). They are a label when named like one ("class", ...), when each of at
    most 20 levels comes back in 10 rows or more on average (a year, a rating), or when the
    levels come back evenly, the rarest at least half as often as the commonest (a person who is
    measured several times). Text is dates or amounts when 10,000 of its cells, evenly spaced, are.
    Other text is a label when it has 2 to 20 levels with more than one row each on average. All
    counts are of all rows.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)

    Returns
    -------
    tuple of Column
        What the functions below need; they describe the table again where it is not given.

    Examples
    --------
    >>> frame = pd.DataFrame({"nr": [1, 2, 3, 4], "mass": [3.1, 2.9, 4, 3.3], "sex": list("mfmf")})
    >>> for column in describe(frame):
    ...     print(f"{column.name}: {column.kind}. {column.reason}")
    nr: identifier. Every value differs and they count up by one.
    mass: feature. Numbers with 4 different values.
    sex: label. Text with 2 levels.
    """
    return tuple(_describe(str(name), column) for name, column in frame.items())


def numeric(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the columns that can be chosen as features: all that hold any finite number.

    Constants, labels and identifiers among them are included; the choice is a person's.

    Examples
    --------
    >>> numeric(pd.DataFrame({"x": [1.5, 2.5], "name": ["a", "b"], "year": [2007, 2007]}))
    ('x', 'year')
    """
    return tuple(
        str(name) for name, column in frame.items() if is_numeric(column) and len(_values(column))
    )


def proposed_features(
    frame: pd.DataFrame, described: Sequence[Column] | None = None
) -> tuple[str, ...]:
    """Return the columns to fit at first, by `PROPOSAL_RULE`: measured numbers, at most ten.

    Columns are taken in the order of the table, which its author chose. Left out are those with
    more than half of their values missing, one with which less than a tenth of the rows would be
    complete, and one that is a linear function of those taken before it, as no covariance with a
    tilt can be fitted to all of them. Where no numbers are measured, whole numbers with few levels
    are proposed by the same rule, except those that are named like a label or a code (pictures with
    few grey levels are such a table), and unless there is text that reads as numbers.

    Examples
    --------
    >>> frame = pd.DataFrame({"id": [7, 9, 8, 1], "inch": [1.5, 2.5, 1.5, 3.0]})
    >>> proposed_features(frame.assign(cm=2.54 * frame["inch"], width=[2.5, 1.0, 1.5, 1.5]))
    ('inch', 'width')
    """
    numbers = set(numeric(frame))
    described = described or describe(frame)
    columns = [column for column in described if column.name in numbers]
    measured = [column.name for column in columns if column.kind == "feature"]
    coded = [c.name for c in columns if c.kind == "label" and not _is_named(c.name, CODE_NAMES)]
    has_amounts = any(column.kind == "amount" for column in described)
    return _proposed(frame, measured) or (() if has_amounts else _proposed(frame, coded))


def proposed_targets(
    frame: pd.DataFrame, described: Sequence[Column] | None = None
) -> tuple[str, ...]:
    """Return the columns that look like known classes, the likeliest first.

    First come labels in text that bear a name such as "species" or "class"; then the other labels
    in text, those with more levels first and of these the last in the table, where tables usually
    have their classes; then whole numbers that bear such a name.

    Examples
    --------
    >>> frame = pd.DataFrame({"sex": list("mfmf"), "species": list("aabb"), "class": [1, 1, 2, 2]})
    >>> proposed_targets(frame)
    ('species', 'sex', 'class')
    """
    numbers = set(numeric(frame))
    columns = described or describe(frame)
    labels = [c for c in columns if c.kind == "label" and c.distinct <= MAX_LEVELS]
    text = [column for column in labels if column.name not in numbers]
    named = [column.name for column in text if _is_named(column.name, TARGET_NAMES)]
    others = [column for column in reversed(text) if column.name not in named]
    others.sort(key=lambda column: -column.distinct)
    codes = [c.name for c in labels if c.name in numbers and _is_named(c.name, LABEL_NAMES)]
    return (
        *sorted(named, key=_name_rank),
        *(column.name for column in others),
        *sorted(codes, key=_name_rank),
    )


def is_numeric(column: pd.Series) -> bool:
    """Tell whether a column holds numbers; true and false are not numbers.

    Examples
    --------
    >>> is_numeric(pd.Series([1, 2])), is_numeric(pd.Series([True, False]))
    (True, False)
    """
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def as_floats(column: pd.Series) -> NDArray[np.float64]:
    """Return the numbers of a numeric column, NaN where there is none.

    Examples
    --------
    >>> as_floats(pd.Series([1, None], dtype="Int64"))
    array([ 1., nan])
    """
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def _proposed(frame: pd.DataFrame, names: Sequence[str]) -> tuple[str, ...]:
    """The first columns that leave enough rows and are independent of one another."""
    taken: dict[str, NDArray[np.float64]] = {}
    complete = np.ones(len(frame), dtype=bool)
    for label, column in frame.items():
        if len(taken) == MAX_PROPOSED:
            break
        if str(label) not in names:
            continue
        numbers = as_floats(column)
        present = np.isfinite(numbers)
        with_it = complete & present
        if present.mean() < LEAST_PRESENT or with_it.mean() < LEAST_COMPLETE:
            continue
        if not _follows(numbers, list(taken.values()), with_it):
            taken[str(label)], complete = numbers, with_it
    return tuple(taken)


def _follows(
    numbers: NDArray[np.float64], earlier: list[NDArray[np.float64]], complete: NDArray[np.bool_]
) -> bool:
    """Whether a column is a linear function of earlier ones; asked of some rows, then of all."""
    if not earlier:
        return False
    rows = np.flatnonzero(complete)
    for some in (rows[:: len(rows) // SAMPLE_ROWS + 1], rows):
        X = np.column_stack([column[some] for column in (*earlier, numbers)])
        if not any(found.column == len(earlier) for found in dependences(X)):
            return False
    return True


def _describe(name: str, column: pd.Series) -> Column:
    values = _values(column)
    distinct = _n_distinct(values)
    if distinct == 0:
        kind, reason = "empty", "No row has a value."
    elif distinct == 1:
        kind, reason = "constant", "Every row has the same value."
    elif is_numeric(column):
        kind, reason = _numeric_kind(name, values, distinct)
    else:
        kind, reason = _text_kind(values, distinct)
    return Column(name, kind, reason, distinct, missing=int(column.isna().sum()))


def _values(column: pd.Series) -> pd.Series:
    """Return the values that are there, without infinite ones."""
    if not pd.api.types.is_float_dtype(column):
        return column.dropna()  # as they are: float64 would make long identifiers alike
    numbers = as_floats(column)
    return pd.Series(numbers[np.isfinite(numbers)])


def _n_distinct(values: pd.Series) -> int:
    """The number of different values; floats are sorted, ten times as fast as hashing them."""
    if values.dtype == np.float64:
        return len(np.unique(values.to_numpy()))
    return int(values.nunique())


def _all_whole(values: pd.Series) -> bool:
    if pd.api.types.is_integer_dtype(values):
        return True
    numbers = values.to_numpy()
    return all(bool((some % 1 == 0).all()) for some in (numbers[:SAMPLE_ROWS], numbers))


def _numeric_kind(name: str, values: pd.Series, distinct: int) -> tuple[Kind, str]:
    whole = _all_whole(values)
    if whole and distinct == len(values):
        if (values.diff().iloc[1:] == 1).all():
            return "identifier", "Every value differs and they count up by one."
        if _is_named(name, IDENTIFIER_NAMES) or name.lower().startswith("unnamed"):
            return "identifier", "Every value differs and the name is that of an identifier."
    elif whole and (reason := _reason_for_label(name, values, distinct)):
        return "label", reason
    return "feature", f"Numbers with {counted(distinct, 'different value')}."


def _reason_for_label(name: str, values: pd.Series, distinct: int) -> str:
    """Return why these whole numbers are a label, and "" if they are none."""
    counts = values.value_counts()
    few = distinct <= MAX_LEVELS
    if few and _is_named(name, LABEL_NAMES):
        return f"{distinct} whole numbers, and the name is that of a label."
    if few and len(values) >= ROWS_PER_LEVEL * distinct:
        return (
            f"Only {counted(distinct, 'different whole number')} in {counted(len(values), 'row')}."
        )
    if counts.min() >= max(2, counts.max() / 2):
        return f"{distinct} whole numbers that come back about evenly."
    return ""


def _text_kind(values: pd.Series, distinct: int) -> tuple[Kind, str]:
    some = values.iloc[:: len(values) // SAMPLE_ROWS + 1]
    if pd.api.types.is_datetime64_any_dtype(values) or all(
        _DATE.fullmatch(str(value)) for value in some
    ):
        return "date", "Dates, which are not fitted."
    if found := amount(some):
        signed = f" in {found.unit}" if found.unit else ""
        return "amount", f'Text that reads as numbers{signed}, such as "{found.example}".'
    if distinct == len(values):
        return "identifier", "Text that differs in every row."
    if distinct <= MAX_LEVELS:
        return "label", f"Text with {counted(distinct, 'level')}."
    return "text", f"Text with {counted(distinct, 'different value')}."


def _is_named(name: str, names: tuple[str, ...]) -> bool:
    return _last_word(name) in names


def _name_rank(name: str) -> int:
    return LABEL_NAMES.index(_last_word(name))


def _last_word(name: str) -> str:
    """Return what "PassengerId", "iris_class" and "No." end in, in small letters."""
    words = _WORD.findall(name)
    return words[-1].lower() if words else ""
