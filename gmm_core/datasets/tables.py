"""Tables shipped as CSV, each described by an entry of ``tables/datasets.json``."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from gmm_core.datasets.dataset import Dataset

FOLDER = Path(__file__).parent / "tables"
# datasets.json also counts rows, bytes and missing values: the tests hold the files to them.
_TAKEN = ("title", "target", "units", "source", "citation", "licence", "note", "suggested_k")


def read(name: str) -> Dataset:
    """Return the shipped table of this name; reads two files."""
    about = json.loads((FOLDER / "datasets.json").read_text(encoding="utf-8"))[name]
    return Dataset(
        name=name,
        frame=pd.read_csv(FOLDER / about["file"], encoding="utf-8"),
        features=tuple(about["features"]),
        **{field: about[field] for field in _TAKEN},
    )
