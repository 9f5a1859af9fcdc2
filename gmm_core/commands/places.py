"""Where a command writes, which is checked before hours have gone into what belongs there."""

from __future__ import annotations

import tempfile
from pathlib import Path

from gmm_core.errors import DataError
from gmm_core.wording import listed


def check_place(
    path: str, endings: tuple[str, ...], data: str | None = None, option: str = "--out"
) -> None:
    """Refuse a place of another kind, of no use to write to, or of the rows themselves."""
    place = Path(path)
    if place.suffix.lower() not in endings:
        raise DataError(
            f"{option} is {path}. Give a name that ends in {listed(endings, last=' or ')}."
        )
    if not place.parent.is_dir():
        raise DataError(f"There is no folder {place.parent} for {option}. Make it first.")
    if data is not None and Path(data).resolve() in (place.resolve(), *place.resolve().parents):
        raise DataError(f"{option} is {path}, of the rows that are read. Give another place.")
    if place.is_dir():
        raise DataError(f"{path} is a folder. Give the name of a file for {option}.")
    try:
        tempfile.TemporaryFile(dir=place.parent).close()
    except OSError as error:
        raise DataError(
            f"Nothing can be written to the folder {place.parent} ({error.strerror}). Give another "
            f"place for {option}."
        ) from None
