"""What a caller gives as rows, told apart: in memory, in batches, on a path, or of Dask."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from gmm_core.checked import as_annotated, as_real, as_table, hides_what_it_is
from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.gaps import Missing, allows_gaps
from gmm_core.sources.batches import Batches
from gmm_core.sources.beside import with_beside
from gmm_core.sources.known_classes import checked_classes
from gmm_core.sources.pieces import Chunk
from gmm_core.sources.source import Source
from gmm_core.wording import counted, named

# A list of tables is one of batches; of these, a list of lists of numbers is one table.
_BUILT_IN = (str, bytes, list, tuple, dict, set, frozenset, range)


@as_annotated
def source_of(
    X: Any,
    sample_weight: Any = None,
    *,
    features: Sequence[str] | None = None,
    complete: bool = False,
    names: Sequence[str] | None = None,
    missing: Missing = "refuse",
    labels: Any = None,
) -> Data | Source:
    """Return rows as a source: what EM asks for sums, wherever the rows are.

    Parameters
    ----------
    X : array_like, path, dataset, Dask collection or batches
        A table in memory; the path of a Parquet or CSV file, or of a folder of them; a
        ``pyarrow.dataset.Dataset``; an array or a DataFrame of Dask; or 2-D batches (arrays or
        DataFrames) in a list or in anything else that begins anew when it is iterated over.
    sample_weight : array_like of shape (n_samples,), str, batches or Dask collection, optional
        By which rows count, one of weight 0 not at all: numbers for all rows in their order; the
        name of a column that is none of the features; for batches, weights batch by batch; for
        Dask, a collection with the chunks of `X`.
    features : sequence of str, optional
        Columns to take, in this order; all by default, which must then be of numbers.
    complete : bool
        Whether rows with missing or infinite values are left out; they are refused otherwise. With
        ``missing="ml"`` rows with infinite values are. Not of tables in memory.
    names : sequence of str, optional
        Names of the features of a table in memory, for messages.
    missing : {"refuse", "ml"}
        With "ml" rows with missing values (NaN) take part with what is there of them; see `run`.
    labels : array_like of int, str, batches or Dask collection, optional
        The class of each row, or -1 where it is not known; a missing value says so, too. They are
        given as weights are. The first components are those of the classes, in their order.

    Returns
    -------
    Data or Source

    Raises
    ------
    DataError
        When `X` is an iterator, which ends after one pass, or nothing of the above.

    Examples
    --------
    >>> half = np.array([[0.0], [1.0]])
    >>> source_of([half, half + 2.0]).weight
    4.0
    >>> source_of(batch for batch in [half])
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: X is an iterator, which ends after one pass, and EM passes over the
    rows many times. Give batches that can be gone through again: a list of them, a path, or an
    object that begins anew when it is iterated over.
    """
    if isinstance(X, Data):
        return Data.of(X, sample_weight)
    if not in_pieces(X):
        data = Data.of(_chosen(X, features), sample_weight, names, missing)
        return data if labels is None else data.with_known(_components(labels))
    ask = {"features": features, "complete": complete, "missing": missing, "labels": labels}
    return pieces_of(X, sample_weight, **ask)


def pieces_of(
    X: Any,
    sample_weight: Any = None,
    *,
    features: Sequence[str] | None = None,
    complete: bool = False,
    missing: Missing = "refuse",
    labels: Any = None,
) -> Source:
    """Return rows of which `in_pieces` is true as a source; see `source_of`."""
    gaps = allows_gaps(missing)
    if isinstance(X, Source):
        if sample_weight is not None or labels is not None:
            given = "weights" if labels is None else "known classes"
            raise DataError(f"A source has its {given} already. Give them with its rows.")
        return X
    kind = {"complete": complete, "gaps": gaps}
    if _is_table_file(X):
        from gmm_core.sources.tables import table_source

        beside = _of_table("sample_weight", sample_weight), _of_table("labels", labels)
        return table_source(X, features, *beside, **kind)
    if _is_dask(X):
        from gmm_core.sources.dask_rows import dask_source

        return dask_source(X, features, sample_weight, labels, **kind)
    return _of_batches(X, features, sample_weight, labels, **kind)


def in_pieces(X: Any) -> bool:
    """Return whether rows are a source, or something of which `source_of` makes one, not a table.

    Examples
    --------
    >>> in_pieces([[1.0], [2.0]]), in_pieces([np.zeros((2, 1))]), in_pieces("rows.parquet")
    (False, True, True)
    """
    if isinstance(X, Source) or _is_table_file(X) or _is_dask(X):
        return True
    if isinstance(X, list | tuple):
        return bool(len(X)) and getattr(X[0], "ndim", 0) == 2
    return (
        hasattr(X, "__iter__")
        and not isinstance(X, _BUILT_IN)
        and not any(hasattr(X, name) for name in ("__array__", "shape", "__dataframe__"))
    )


def has_names(X: Any) -> bool:
    """Return whether what `in_pieces` takes has columns that are known by names."""
    if _is_table_file(X) or isinstance(X, Source):
        return not isinstance(X, Source)  # which has chosen its columns
    if _is_dask(X):
        return hasattr(X, "columns")
    return iter(X) is not X and _names(next(iter(X), None)) is not None


def _chosen(X: Any, features: Sequence[str] | None) -> Any:
    """Some columns of a table in memory."""
    if features is None:
        return X
    known = _names(X) or []
    if missing := [name for name in features if name not in known]:
        raise DataError(f"X has no column {named(missing)}. Give features that it has.")
    return X[list(features)]


def _is_table_file(X: Any) -> bool:
    dataset = sys.modules.get("pyarrow.dataset")
    is_dataset = dataset is not None and isinstance(X, dataset.Dataset)
    return isinstance(X, str | os.PathLike) or is_dataset


def _is_dask(X: Any) -> bool:
    return "dask" in sys.modules and hasattr(X, "__dask_graph__")


def _of_table(name: str, given: Any) -> str | np.ndarray | None:
    return given if given is None or isinstance(given, str) else as_real(name, given)


def _components(labels: Any) -> np.ndarray:
    """Of each row the place of its class among those known, or -1."""
    classes = checked_classes(as_real("labels", labels))
    known = np.unique(classes[classes >= 0])
    return np.where(classes >= 0, np.searchsorted(known, classes), -1)


def _of_batches(
    batches: Any,
    features: Sequence[str] | None,
    sample_weight: Any,
    labels: Any,
    *,
    complete: bool,
    gaps: bool,
) -> Batches:
    if iter(batches) is batches:
        raise DataError(
            "X is an iterator, which ends after one pass, and EM passes over the rows many times. "
            "Give batches that can be gone through again: a list of them, a path, or an object "
            "that begins anew when it is iterated over."
        )
    first = next(iter(batches), None)
    if first is None:
        raise DataError("The batches hold no row to fit. Give at least one.")
    names = features if features is not None else _names(first)
    d = len(names) if names is not None else _table(first, None, complete, gaps).shape[1]

    def begin() -> Iterator[Chunk]:
        for batch in batches:
            rows = _table(batch, names, complete, gaps)
            if rows.shape[1] != d:
                raise DataError(
                    f"A batch has {counted(rows.shape[1], 'feature')}, and the first has {d}. "
                    "Give batches of the same features."
                )
            yield rows, None, None

    if not d:
        raise DataError("The batches have no feature. Give at least one column of numbers.")
    chunks = with_beside(begin, sample_weight, labels)
    kind = {"complete": complete, "gaps": gaps, "is_labelled": labels is not None}
    return Batches(chunks, d, names, **kind)


def _names(batch: Any) -> list[str] | None:
    columns = getattr(batch, "columns", None)
    return None if columns is None else [str(name) for name in columns]


def _table(batch: Any, names: Sequence[str] | None, complete: bool, gaps: bool) -> np.ndarray:
    """A batch as numbers; of a DataFrame the columns of the first, wherever they stand."""
    if names is not None:
        columns = _names(batch)
        if columns is None or not set(names) <= set(columns):
            raise DataError(
                "A batch lacks columns of the first, or of the features. Give batches of the same "
                "columns."
            )
        batch = batch[list(names)]
    if not complete:
        return as_table(batch, names, gaps=gaps)
    try:
        if not hides_what_it_is(batch) and np.asarray(batch).dtype.kind != "c":
            rows = np.asarray(batch, dtype=np.float64)
            return rows if rows.ndim == 2 else as_table(rows)
    except (TypeError, ValueError):
        pass
    return as_table(batch, names, gaps=True)  # names the entry
