"""sample: synthetic rows of a model."""

from __future__ import annotations

import argparse
from pathlib import Path

from gmm_core.commands.models import model_at
from gmm_core.commands.places import check_place
from gmm_core.exporting import csv_bytes, parquet_bytes
from gmm_core.results import synthetic_rows

_WRITERS = {".parquet": parquet_bytes, ".csv": csv_bytes}


def draw(asked: argparse.Namespace) -> None:
    """Draw rows and write them as Parquet or CSV, by the name of the file."""
    check_place(asked.out, tuple(_WRITERS))
    write = _WRITERS[Path(asked.out).suffix.lower()]
    model = model_at(asked.model)
    rows = synthetic_rows(
        model.mixture,
        model.features,
        asked.rows,
        asked.seed,
        components=model.component_names,
        logarithms=model.logarithms,
    )
    Path(asked.out).write_bytes(write(rows))
