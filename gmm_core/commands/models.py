"""Models as files: written whole or not at all, and read."""

from __future__ import annotations

import os
from pathlib import Path

from gmm_core.errors import DataError
from gmm_core.exporting import SavedModel, read_model, to_json


def write_model(model: SavedModel, path: str) -> None:
    """Write a model beside its place first, so that a crash leaves what was there."""
    written = Path(f"{path}.part")
    written.write_bytes(to_json(model))
    os.replace(written, path)


def model_at(
    path: str,
    cannot: str = "be used",
    advice: str = "Give a model that fit has written, or the app.",
) -> SavedModel:
    """Return the model in a file; what is wrong with it is said with its name, and the advice."""
    if not Path(path).is_file():
        raise DataError(f"There is no model {path}. Give a file that fit has written.")
    try:
        return read_model(Path(path).read_bytes())
    except DataError as error:
        why = str(error).split(". ", 1)[0]
        raise DataError(f"{path} cannot {cannot}: {why[:1].lower()}{why[1:]}. {advice}") from None
