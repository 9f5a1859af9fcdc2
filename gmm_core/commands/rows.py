"""The rows that a command is given: a path, read here or by the workers of a cluster."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gmm_core.errors import DataError
from gmm_core.extras import require
from gmm_core.sources import Source, StoredTable, pieces_of
from gmm_core.wording import counted, named, plural


@contextmanager
def rows_of(asked: argparse.Namespace) -> Iterator[Source]:
    """Yield the rows of a path as a source; columns of words are left out.

    Rows with gaps are, too, or take part where that is asked for.
    """
    table = StoredTable(asked.data)
    beside = [column for column in (asked.weights, asked.labels) if column is not None]
    features = asked.features or [name for name in table.numeric if name not in beside]
    table.check(features)
    _say_what_names_are(table)
    if not asked.features:
        _say_what_is_not_fitted(table, features)
    ask = {"features": features, "labels": asked.labels, "missing": asked.missing or "refuse"}
    if asked.scheduler is None:
        yield pieces_of(asked.data, asked.weights, complete=True, **ask)
        return
    with _client(asked.scheduler):
        rows = _frame(table)[[*features, *beside]]
        yield pieces_of(rows, asked.weights, complete=True, **ask)


def say_rows(source: Source, path: str) -> None:
    """Say how many rows of a path there are, and how many are left out."""
    rows = source.summary.rows
    n = "" if source.weight == rows else f" of weight {source.weight:,.10g}"
    gaps = f", {source.summary.gaps:,} of them with gaps" * (source.summary.gaps > 0)
    known = "" if source.known is None else f", {rows - source.known.unknown:,} of known class"
    features = counted(source.n_features, "feature")
    names = "" if source.names is None else f": {named(source.names)}"
    print(f"{counted(rows, 'row')}{n}{gaps}{known}, {features}{names}", file=sys.stderr)
    if left := StoredTable(path).n_rows - rows:
        why = why_left_out(gaps=source.gaps, weighted=source.weight != rows)
        print(
            f"note: {counted(left, 'row')} {plural(left, 'is', 'are')} left out: {why}",
            file=sys.stderr,
        )


def why_left_out(*, gaps: bool, weighted: bool) -> str:
    """Return which rows of a path take no part."""
    what = "no value or an infinite one" if gaps else "a missing or infinite value"
    return f"with {what}{', or of weight 0' * weighted}"


def _say_what_is_not_fitted(table: StoredTable, features: list[str]) -> None:
    left = [name for name in table.schema.names if name not in table.numeric]
    if not features:
        raise DataError(f"{table.name} has no column of numbers. Give another file.")
    if left:
        print(
            f"note: {plural(len(left), 'column')} {named(left)} "
            f"{plural(len(left), 'does', 'do')} not hold numbers alone and "
            f"{plural(len(left), 'is', 'are')} not fitted",
            file=sys.stderr,
        )


def _say_what_names_are(table: StoredTable) -> None:
    names = table.schema.names
    if table.kind != "parquet" and all(map(_is_number, names)):
        print(
            f"note: the first line of {table.name} is taken for names, {named(names)}, and not for "
            "a row; give it a line of names if it has none",
            file=sys.stderr,
        )


def _is_number(name: str) -> bool:
    try:
        float(name.replace(",", "."))
    except ValueError:
        return False
    return True


@contextmanager
def _client(address: str) -> Iterator[Any]:
    require("distributed", "A Dask cluster")
    from distributed import Client

    try:
        client = Client(address)
    except (OSError, TimeoutError, ValueError) as error:
        raise DataError(
            f"There is no scheduler of Dask at {address} ({type(error).__name__}). Give the "
            "address that it prints when it starts."
        ) from None
    with client:
        yield client


def _frame(table: StoredTable) -> Any:
    import dask.dataframe as dd

    assert table.path is not None
    if table.kind == "parquet":
        return dd.read_parquet(table.path)
    path = Path(table.path)
    return dd.read_csv(
        path / "*" if path.is_dir() else path, sep=table.separator, decimal=table.decimal
    )
