"""predict: the rows of a path with their clusters, written batch by batch."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gmm_core.commands.models import model_at
from gmm_core.commands.places import check_place
from gmm_core.errors import DataError
from gmm_core.exporting import SavedModel
from gmm_core.gaps import Missing
from gmm_core.names import free_names
from gmm_core.results import labelled, matched_columns, predicted
from gmm_core.sources import StoredTable
from gmm_core.table import finite_rows
from gmm_core.wording import counted, plural

BATCH = 50_000  # rows


def predict(asked: argparse.Namespace) -> None:
    """Write the rows with what a model says of them to Parquet."""
    check_place(asked.out, (".parquet", ".pq"), asked.data)
    model, table = model_at(asked.model), StoredTable(asked.data)
    table.check(model.features)
    written = f"{asked.out}.part"
    try:
        missing = asked.missing or model.settings.missing
        rows, left = _write(table, model, missing, written)
        if not rows:
            raise DataError(f"{table.name} has no rows. Give a table that has.")
        os.replace(written, asked.out)
    finally:
        Path(written).unlink(missing_ok=True)
    what = ("without a value", "without values") if missing == "ml" else ("with a gap", "with gaps")
    gaps = plural(left, f"1 row {what[0]} has", f"{left:,} rows {what[1]} have")
    without = f"; {gaps} no cluster" if left else ""
    print(f"{counted(rows, 'row')} written to {asked.out}{without}", file=sys.stderr)


def _write(table: StoredTable, model: SavedModel, missing: Missing, path: str) -> tuple[int, int]:
    """Write batch by batch; the numbers of rows, and of those without a cluster.

    What stands in the table is written as it came: pandas would round large whole numbers beside
    a gap, and take a column for another kind where a batch of it is empty.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    writer, rows, left = None, 0, 0
    try:
        for batch in table.batches(table.schema.names, BATCH, floats=model.features):
            found = _new_columns(batch, model, missing)
            left += int(np.count_nonzero(found.iloc[:, -1]))  # `left_out`, whatever its name is
            new = [_as_arrow(column) for _, column in found.items()]
            whole = pa.table([*batch.columns, *new], names=[*batch.schema.names, *found])
            whole = whole.replace_schema_metadata(_kinds(batch.schema, found))
            writer = writer or ParquetWriter(path, whole.schema)
            writer.write_table(whole.cast(writer.schema))
            rows += len(found)
    finally:
        if writer is not None:
            writer.close()
    return rows, left


def _kinds(schema: Any, found: pd.DataFrame) -> dict[str, str]:
    """Of what kinds pandas is to take the columns, of the table and new."""
    import pyarrow as pa

    said = pa.Schema.from_pandas(found, preserve_index=False).pandas_metadata
    before = (schema.pandas_metadata or {}).get("columns", [])
    named = [column for column in before if column["name"] is not None]  # an index has no name
    said["columns"] = named + said["columns"]
    return {"pandas": json.dumps(said)}


def _as_arrow(column: pd.Series) -> Any:
    """A column as Arrow has it; names of clusters are text, even where no row has one."""
    import pyarrow as pa

    is_number = pd.api.types.is_numeric_dtype(column.dtype)  # of which truth is one
    return pa.array(column, None if is_number else pa.string(), from_pandas=True)


def _new_columns(batch: Any, model: SavedModel, missing: Missing) -> pd.DataFrame:
    """What is said of each row of a batch, by names that its table does not have."""
    columns = matched_columns(batch.select(list(model.features)).to_pandas(), model.features)
    if finite_rows(columns, model.features, model.logarithms, missing).kept.any():
        ask = {"logarithms": model.logarithms, "missing": missing}
        found = predicted(columns, model.features, model.mixture, **ask)
        labels = found.table(columns, model.component_names)
    else:
        labels = _without_clusters(columns, model)
    new = labels.iloc[:, columns.shape[1] :]
    return new.set_axis(free_names([*new], batch.schema.names), axis=1)


def _without_clusters(frame: pd.DataFrame, model: SavedModel) -> pd.DataFrame:
    """A batch of which no row is complete, with the columns of all others."""
    none, k = np.empty(0), model.mixture.n_components
    known = dict.fromkeys(("uncertainty", "log_density", "p_value"), none)
    return labelled(
        frame,
        np.zeros(len(frame), dtype=bool),
        np.empty((0, k)),
        measures=known | {"outlier": none.astype(bool)},
        components=model.component_names,
    )
