"""A Dask collection as delayed chunks: of its rows, and of what is beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gmm_core.checked import as_real
from gmm_core.errors import DataError
from gmm_core.wording import counted, named

_ONE = {"sample_weight": "weight", "labels": "label"}


def rows_and_parts(
    collection: Any, features: Sequence[str] | None, beside: Mapping[str, Any]
) -> tuple[Any, list[str] | None, list[tuple[Any, ...]]]:
    """Return the rows, the names of their columns, and chunks of them with what is beside each.

    `beside` are the arguments sample_weight and labels: columns, collections or numbers.
    """
    rows, names, found = _rows_and_beside(collection, features, beside)
    chunks = _parts(rows)
    others = [_parts_like(chunks, name, each) for name, each in found.items()]
    return rows, names, list(zip(chunks, *others, strict=True))


def _rows_and_beside(
    collection: Any, features: Sequence[str] | None, beside: Mapping[str, Any]
) -> tuple[Any, list[str] | None, dict[str, Any]]:
    """Rows with one chunk across, the names of their columns, and the rest cut as they are."""
    if not hasattr(collection, "columns"):
        if getattr(collection, "ndim", 0) != 2:
            raise DataError(
                f"The Dask collection is a {type(collection).__name__} and no table. Give an array "
                "of shape (n_samples, n_features) or a DataFrame."
            )
        rows = collection.rechunk({1: -1})
        return rows, None, {name: _numbers(rows, name, each) for name, each in beside.items()}
    columns = {name: each for name, each in beside.items() if isinstance(each, str)}
    for name, column in columns.items():
        if column not in collection.columns:
            raise DataError(f"There is no column {column!r}. Name one that has the {_ONE[name]}s.")
    found = {
        name: collection[each] if name in columns else _numbers(collection, name, each)
        for name, each in beside.items()
    }
    others = [name for name in collection.columns if name not in columns.values()]
    chosen = list(features) if features is not None else others
    missing = [str(name) for name in chosen if name not in collection.columns]
    if missing:
        raise DataError(f"The Dask DataFrame lacks {named(missing)}. Give columns that it has.")
    return collection[chosen], [str(name) for name in chosen], found


def _numbers(rows: Any, name: str, given: Any) -> Any:
    if given is None or hasattr(given, "__dask_graph__"):
        return given
    if isinstance(given, str):
        raise DataError(
            f"{name} is {given!r}, and an array has no columns with names. Give the {_ONE[name]}s "
            "as an array."
        )
    import dask.array as da

    numbers = as_real(name, given)
    lengths = getattr(rows, "chunks", ((float("nan"),),))[0]
    if np.isnan(lengths).any() or sum(lengths) != len(numbers):
        raise DataError(
            f"{name} has {counted(len(numbers), _ONE[name])} in memory, and the chunks of "
            "the rows are of other or unknown lengths. Give a Dask collection with those chunks."
        )
    return da.from_array(numbers, chunks=(lengths,))  # pyright: ignore[reportArgumentType]


def _parts_like(chunks: list[Any], name: str, collection: Any) -> list[Any]:
    """The chunks of what is beside the rows; as many of nothing where there is none."""
    if collection is None:
        return [None] * len(chunks)
    parts = _parts(collection)
    if len(parts) != len(chunks):
        raise DataError(
            f"{name} has {counted(len(parts), 'chunk')}, and the rows have {len(chunks)}. Give "
            f"{_ONE[name]}s with the chunks of the rows."
        )
    return parts


def _parts(collection: Any) -> list[Any]:
    """The chunks of a collection as delayed values."""
    delayed = collection.to_delayed()
    return list(delayed.ravel() if isinstance(delayed, np.ndarray) else delayed)
