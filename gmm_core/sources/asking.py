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
        Whether rows with missing or infinite values are left out; they are refused otherwise. Not
        of tables in memory.
    names : sequence of str, optional
        Names of the features of a table in memory, for messages.
    missing : {"refuse", "ml"}
        Whether rows with gaps take part, as far as they are there: those in memory do.

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
        return Data.of(_chosen(X, features), sample_weight, names, missing)
    return pieces_of(X, sample_weight, features=features, complete=complete, missing=missing)


def pieces_of(
    X: Any,
    sample_weight: Any = None,
    *,
    features: Sequence[str] | None = None,
    complete: bool = False,
    missing: Missing = "refuse",
) -> Source:
    """Return rows of which `in_pieces` is true as a source; see `source_of`."""
    if allows_gaps(missing):
        raise DataError(
            'Rows that come in pieces take part whole: missing="ml" is of rows in memory. Leave it '
            "out, and leave those with gaps out by source_of(X, complete=True)."
        )
    if isinstance(X, Source):
        if sample_weight is not None:
            raise DataError("A source has its weights already. Give sample_weight with its rows.")
        return X
    if _is_table_file(X):
        from gmm_core.sources.tables import table_source

        return table_source(X, features, _of_table(sample_weight), complete=complete)
    if _is_dask(X):
        from gmm_core.sources.dask_rows import dask_source

        return dask_source(X, features, sample_weight, complete=complete)
    return _of_batches(X, sample_weight, features, complete)


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


def _of_table(sample_weight: Any) -> str | np.ndarray | None:
    if sample_weight is None or isinstance(sample_weight, str):
        return sample_weight
    return as_real("sample_weight", sample_weight)


def _of_batches(
    batches: Any, sample_weight: Any, features: Sequence[str] | None, complete: bool
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
    d = len(names) if names is not None else _table(first, None, complete).shape[1]

    def begin() -> Iterator[Chunk]:
        for batch in batches:
            rows = _table(batch, names, complete)
            if rows.shape[1] != d:
                raise DataError(
                    f"A batch has {counted(rows.shape[1], 'feature')}, and the first has {d}. "
                    "Give batches of the same features."
                )
            yield rows, None

    if not d:
        raise DataError("The batches have no feature. Give at least one column of numbers.")
    chunks = begin if sample_weight is None else lambda: _weighted(begin(), sample_weight)
    return Batches(chunks, d, names, complete=complete)


def _names(batch: Any) -> list[str] | None:
    columns = getattr(batch, "columns", None)
    return None if columns is None else [str(name) for name in columns]


def _table(batch: Any, names: Sequence[str] | None, complete: bool) -> np.ndarray:
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
        return as_table(batch, names)
    try:
        if not hides_what_it_is(batch) and np.asarray(batch).dtype.kind != "c":
            rows = np.asarray(batch, dtype=np.float64)
            return rows if rows.ndim == 2 else as_table(rows)
    except (TypeError, ValueError):
        pass
    return as_table(batch, names, gaps=True)  # names the entry


def _weighted(chunks: Iterator[Chunk], sample_weight: Any) -> Iterator[Chunk]:
    """The chunks with weights, which come batch by batch or for all rows at once."""
    from gmm_core.sources.tables import weighted

    if isinstance(sample_weight, str):
        raise DataError(
            f"sample_weight is {sample_weight!r}, and batches have no column that is none of the "
            "features. Give weights batch by batch, or for all rows."
        )
    first = None if isinstance(sample_weight, np.ndarray) else next(iter(sample_weight), None)
    if first is None or np.ndim(first) == 0:
        yield from weighted(chunks, as_real("sample_weight", sample_weight))
        return
    if iter(sample_weight) is sample_weight:
        raise DataError(
            "sample_weight is an iterator, which ends after one pass. Give weights that can be "
            "gone through again."
        )
    rest = iter(sample_weight)
    for rows, _ in chunks:
        weights = as_real("sample_weight", next(rest, ()))
        if weights.shape != (len(rows),):
            raise DataError(
                f"A batch has {counted(len(rows), 'row')}, and its weights have shape "
                f"{weights.shape}. Give one weight for each row."
            )
        yield rows, weights
    if next(rest, None) is not None:
        raise DataError(
            "There are weights of more batches than there are. Give one weight for each row."
        )
