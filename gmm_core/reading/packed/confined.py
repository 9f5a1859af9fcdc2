"""Reading what others' programs packed, in a process that cannot take the server down.

The libraries that unpack workbooks and Parquet files trust the sizes that stand in the file. One
that claims a cell in the last row and column of a sheet makes them ask for more memory than there
is, which ends the process. So they run in one of their own, with limits.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from mmap import ACCESS_READ, mmap
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, NamedTuple

from gmm_core.errors import DataError, NoTableError
from gmm_core.extras import require
from gmm_core.reading.limits import check_cells, check_names
from gmm_core.wording import named

if TYPE_CHECKING:
    import pyarrow as pa

MAX_SECONDS = 20.0
"""Seconds that a small file may take, however busy the machine is."""

SECONDS_PER_MEGABYTE = 1.0
"""Seconds more for each megabyte: a workbook takes a tenth of that on a machine at rest."""

MAX_AT_ONCE = 2
"""So many files are unpacked at once, each in as much memory as `unpacking` allows."""

# Address space is what is limited. This allocator asks for no more than it uses; a thread asks for
# some 70 MB before it does anything, and libraries begin one a core, so that sound files would fail
# on a large machine.
FRUGAL = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "1",
    **dict.fromkeys(("ARROW_IO_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
}

_AT_ONCE = BoundedSemaphore(MAX_AT_ONCE)
_PROGRAM = Path(__file__).with_name("unpacking.py")


class Unpacked(NamedTuple):
    """Columns as arrow has them, and what else the program says of the file."""

    table: pa.Table
    said: dict[str, Any]


def unpack(content: bytes, what: str, name: str, *arguments: Any) -> Unpacked:
    """Return what the program in `gmm_core.reading.packed.unpacking` makes of a file.

    `what` is "workbook" or "Parquet file"; the arguments are those of `sheet_table` or
    `parquet_table` there, in types that JSON has. A file that is damaged, protected or too large is
    a DataError, a library that is not installed a MissingExtraError.
    """
    _require(what)
    import pyarrow as pa

    command = [sys.executable, "-P", str(_PROGRAM), what, *map(json.dumps, arguments)]
    environment = {**os.environ, **FRUGAL}
    seconds = MAX_SECONDS + SECONDS_PER_MEGABYTE * len(content) / 2**20
    try:
        with _AT_ONCE:
            done, made = _run(command, content, seconds, environment)
    except subprocess.TimeoutExpired as error:
        raise DataError(
            f"{name} takes longer than {seconds:.0f} seconds to read. "
            "Save the table as CSV (comma-separated values) and upload that."
        ) from error
    if done.returncode:
        # Ended by a signal without a word, most likely by its own when it was given no more memory;
        # a library may also fall when all is said.
        fallen = {"reason": "memory"} if done.returncode < 0 else {}
        raise refused(_said(done.stderr) or fallen, what, name)
    return as_unpacked(pa.ipc.open_stream(made).read_all())


def _run(
    command: list[str], content: bytes, seconds: float, environment: dict[str, str]
) -> tuple[subprocess.CompletedProcess[bytes], bytes | mmap]:
    """Run the program, and return what it wrote: once in memory, where a pipe has it twice."""
    arguments: dict[str, Any] = {"input": content, "timeout": seconds, "env": environment}
    if not hasattr(os, "memfd_create"):  # as Linux has
        done = subprocess.run(command, capture_output=True, **arguments)
        return done, done.stdout
    with open(os.memfd_create("table"), "r+b") as file:
        done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, **arguments)
        n_bytes = file.seek(0, os.SEEK_END)
        return done, mmap(file.fileno(), n_bytes, access=ACCESS_READ) if n_bytes else b""


def _require(what: str) -> None:
    for library in ("python_calamine", "pyarrow") if what == "workbook" else ("pyarrow",):
        require(library, f"Reading a {what}")


def as_unpacked(table: pa.Table) -> Unpacked:
    """Return a table of the program with what it says of the file."""
    return Unpacked(table, json.loads((table.schema.metadata or {})[b"said"]))


def _said(stderr: bytes) -> dict[str, Any]:
    """Return what the program said at its end, nothing where it was ended from without."""
    try:
        said = json.loads(stderr.splitlines()[-1])
    except (ValueError, IndexError):
        return {}
    return said if isinstance(said, dict) else {}


def refused(said: dict[str, Any], what: str, name: str) -> DataError:
    """Return the error for what the program said when it refused a file."""
    reason = said.get("reason")
    if reason == "password":
        return NoTableError(f"{name} is protected by a password. Save it without one.")
    if reason == "memory":
        return DataError(
            f"{name} claims more cells than can be held in memory. "
            "Save the table alone as CSV (comma-separated values) and upload that."
        )
    if reason == "cells":
        try:
            check_cells(said["rows"], said["columns"], name, said["most"])
        except DataError as error:
            return error
    if reason == "long":
        return DataError(
            f"{name} has a cell of {said['characters']:,} characters, and at most {said['most']:,} "
            "can be read. Shorten it, or leave its column out of the file."
        )
    if reason == "names":
        try:
            check_names(said["characters"], name, said["of"])
        except DataError as error:
            return error
    if reason == "sheet":
        sheets = named(said["sheets"])
        return DataError(f"{name} has no sheet of the chosen name. Choose one of {sheets}.")
    if reason == "empty":
        return DataError(f"{name} has no cell with anything in it. Add a header and rows below it.")
    return NoTableError(f"{name} is a {what} that is damaged or cut off. Save or copy it again.")
