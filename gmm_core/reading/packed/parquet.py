"""Tables in Parquet files: typed columns as numbers, text, dates and flags."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gmm_core.errors import DataError
from gmm_core.reading.choices import Choices
from gmm_core.reading.columns import column_names, converted
from gmm_core.reading.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from gmm_core.reading.packed.confined import refused, unpack
from gmm_core.reading.table import Reading
from gmm_core.reading.text.lines import Progress

if TYPE_CHECKING:
    import pyarrow as pa

MARK = b"PAR1"
"""What a Parquet file begins with."""

_NO_CHOICES = Choices()


def read_parquet(
    content: bytes,
    name: str = "file",
    choices: Choices = _NO_CHOICES,
    on_progress: Callable[[float], None] | None = None,
) -> Reading:
    """Return the table in a Parquet file; of the choices, only the kinds of columns apply.

    Numbers stay numbers: decimals, and whole numbers with gaps, are float64. Lists and structures
    become text, categories their values, dates stay dates; moments in a time zone that nobody knows
    are those of UTC.
    """
    progress = Progress(on_progress)
    table, said = unpack(content, "Parquet file", name, MAX_CELLS, MAX_COLUMNS, MAX_ROWS)
    progress(0.7)
    if table.num_rows == 0 or table.num_columns == 0:
        raise DataError(f"{name} has no rows. Add one row for each observation.")
    import pyarrow as pa

    labels = column_names(said["names"])
    try:
        columns = dict(zip(labels, map(_column, table.columns), strict=True))
    except (pa.ArrowException, ValueError, KeyError, OverflowError) as error:
        raise refused({}, "Parquet file", name) from error
    frame = converted(pd.DataFrame(columns, copy=False), choices.kinds, ".")
    progress(1.0)
    return Reading(frame, "", "", ".", True, format="Parquet")


def _column(array: pa.ChunkedArray) -> pd.Series:
    import pyarrow as pa

    if pa.types.is_null(array.type):
        return pd.Series(np.full(len(array), np.nan))
    return array.to_pandas()
