"""predict: the rows of a path with their clusters, written batch by batch."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd

from gmm_core.commands.models import model_at
from gmm_core.commands.places import check_place
from gmm_core.errors import DataError
from gmm_core.exporting import SavedModel
from gmm_core.results import labelled, matched_columns, predicted
from gmm_core.sources import TableFile
from gmm_core.table import finite_rows
from gmm_core.wording import counted, plural

BATCH = 50_000  # rows


def predict(asked: argparse.Namespace) -> None:
    """Write the rows with what a model says of them to Parquet."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    check_place(asked.out, (".parquet", ".pq"), asked.data)
    model, table = model_at(asked.model), TableFile(asked.data)
    table.check(model.features)
    written, rows, left = f"{asked.out}.part", 0, 0
    writer = None
    try:
        for frame in _labelled(table, model):
            batch = pa.Table.from_pandas(frame, preserve_index=False)
            writer = writer or ParquetWriter(written, batch.schema)
            writer.write_table(batch.cast(writer.schema))
            rows, left = rows + len(frame), left + int(np.count_nonzero(frame["left_out"]))
    finally:
        if writer is not None:
            writer.close()
    if writer is None:
        raise DataError(f"{table.name} has no rows. Give a table that has.")
    os.replace(written, asked.out)
    gaps = plural(left, "1 row with a gap has", f"{left:,} rows with gaps have")
    without = f"; {gaps} no cluster" if left else ""
    print(f"{counted(rows, 'row')} written to {asked.out}{without}", file=sys.stderr)


def _labelled(table: TableFile, model: SavedModel) -> Iterator[pd.DataFrame]:
    for batch in table.batches(table.schema.names, BATCH, floats=model.features):
        frame = batch.to_pandas()
        columns = matched_columns(frame, model.features)
        if finite_rows(columns, model.features, model.logarithms).kept.any():
            found = predicted(frame, model.features, model.mixture, logarithms=model.logarithms)
            yield found.table(frame, model.component_names)
        else:
            yield _without_clusters(frame, model)


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
