"""What a person has each column do: be fitted, describe clusters, name rows, weigh, or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dashboard.state import uploads
from dashboard.state.uploads import Understanding, Upload
from gmm_core.datasets import Dataset
from gmm_core.errors import DataError
from gmm_core.table import columns
from gmm_core.table.columns import Column
from gmm_core.wording import quoted

FEATURE, DESCRIBE, IDENTIFIER, WEIGHT, IGNORE = ROLES = (
    *("feature", "describe", "identifier", "weight", "ignore"),
)
HELP = (
    "A feature is fitted. What describes is not, and clusters are compared in it. An identifier "
    "names the rows. A weight says how much each row counts. What is ignored is nowhere seen but "
    "in the table that is taken away."
)
_REASON = "you say so"


def of_columns(described: Iterable[Column], table: Dataset) -> list[str]:
    """Return the role that each column has now."""
    weight = table.weighting.column if table.weighting else None
    fixed = {"identifier": IDENTIFIER, "ignored": IGNORE}
    return [
        FEATURE
        if column.name in table.features
        else WEIGHT
        if column.name == weight
        else fixed.get(column.kind, DESCRIBE)
        for column in described
    ]


def as_said(described: tuple[Column, ...], roles: Mapping[str, str]) -> tuple[Column, ...]:
    """Return what columns are where a person has said what they are for."""
    return tuple(_as_said(column, roles.get(column.name)) for column in described)


def _as_said(column: Column, role: str | None) -> Column:
    if role == IGNORE:
        return replace(column, kind="ignored", reason=_REASON)
    if role == IDENTIFIER:
        return replace(column, kind="identifier", reason=_REASON)
    if role == DESCRIBE and column.kind == "identifier":
        return replace(column, kind="label", reason=_REASON)
    return column


def added(understood: Understanding) -> set[str]:
    """Return the columns that a person has as features."""
    return {*understood.added, *(n for n, role in understood.roles if role == FEATURE)}


def left_out(understood: Understanding) -> set[str]:
    """Return the columns that a person has not as features."""
    others = (n for n, role in understood.roles if role != FEATURE)
    return {*understood.left_out, *understood.weights[:1], *others}


def change(upload: Upload, table: Dataset, wanted: Mapping[str, str]) -> None:
    """Have columns do something else than before; an error where one cannot."""
    understood = uploads.understanding(upload)
    weights, roles = understood.weights, dict(understood.roles)
    numeric = columns.numeric(table.frame)
    for name, role in wanted.items():
        if role in (FEATURE, WEIGHT) and name not in numeric:
            raise DataError(
                f"{quoted(name)} holds no numbers, so it can be no {role}. Read it as numbers "
                "first, in the column *read as*."
            )
        roles.pop(name, None)
        if weights[:1] == (name,):
            weights = ()
        if role == WEIGHT:
            weights = (name, "frequency")
        else:
            roles[name] = role
    kept = {
        part: tuple(name for name in getattr(understood, part) if name not in wanted)
        for part in ("added", "left_out")
    }
    uploads.understand(upload, weights=weights, roles=tuple(roles.items()), **kept)
