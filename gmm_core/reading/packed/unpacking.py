"""A program of its own: a workbook or Parquet file comes in, a table of arrow goes out.

It imports nothing of `gmm_core`, so that it starts at once. What cannot be read ends it with
one line of JSON that says why.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from importlib.util import find_spec
from io import BytesIO
from typing import Any

if find_spec("pyarrow"):  # without it only the constants below are of use
    import pyarrow as pa

MAX_MEMORY = 4 * 2**30  # bytes of address space
MAX_SHEET_CELLS = 20_000_000  # a full sheet of 19 columns; each cell is some 100 bytes on its way
MAX_TABLE = 2**30  # bytes of what goes out
NOTHING, NUMBER, FLAG, TEXT, MOMENT = range(5)
"""What a cell of a sheet holds."""

_BEGINNING_OF_TIME = datetime(1970, 1, 1)
_LONGEST_CELL = 1_000  # characters of a list as text, which nobody groups by


class Refusal(Exception):  # noqa: N818
    """Why a file cannot be read, for the other side to put into words."""

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.said = {"reason": reason, **details}


def sheet_table(content: bytes, sheet: str | None) -> pa.Table:
    """Return the cells of one sheet (None: the first that has cells), or raise Refusal.

    Columns stand in threes: kinds (uint8), numbers (float64; of a moment the milliseconds since
    1970), texts.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        names = [
            each.name
            for each in book.sheets_metadata
            if each.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        if sheet is not None and sheet not in names:
            raise Refusal("sheet", sheets=names[:20])
        cells, chosen = _cells(book, names if sheet is None else [sheet])
    except calamine.PasswordError as error:
        raise Refusal("password") from error
    columns = [_packed(column) for column in zip(*cells, strict=True)]
    arrays = [array for column in columns for array in column]
    table = pa.table(arrays, [str(place) for place in range(len(arrays))])
    return _saying(table, {"sheet": chosen, "sheets": names})


def _cells(book: Any, names: Sequence[str]) -> tuple[list[list[Any]], str]:
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height * sheet.width > MAX_SHEET_CELLS:
            size = {"rows": sheet.height, "columns": sheet.width}
            raise Refusal("cells", **size, most=MAX_SHEET_CELLS)
        cells = sheet.to_python()
        if any(any(cell != "" for cell in row) for row in cells):
            return cells, name
    raise Refusal("empty")


def _packed(column: Sequence[Any]) -> tuple[pa.Array, pa.Array, pa.Array]:
    if {*map(type, column)} <= {int, float}:
        kinds = pa.array(bytes([NUMBER]) * len(column), pa.uint8())
        return kinds, pa.array(column, pa.float64()), pa.nulls(len(column), pa.string())
    packed = [_cell(value) for value in column]
    kinds, numbers, texts = zip(*packed, strict=True)
    return (
        pa.array(kinds, pa.uint8()),
        pa.array(numbers, pa.float64()),
        pa.array(texts, pa.large_string()),
    )


def _cell(value: Any) -> tuple[int, float | None, str | None]:
    if isinstance(value, bool):
        return FLAG, float(value), None
    if isinstance(value, int | float):
        return NUMBER, float(value), None
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return MOMENT, (moment - _BEGINNING_OF_TIME) / timedelta(milliseconds=1), None
    text = str(value).strip()
    return (TEXT, None, text) if text else (NOTHING, None, None)


def parquet_table(content: bytes, max_cells: int, max_columns: int) -> pa.Table:
    """Return the table of a Parquet file, with lists and structures as text.

    More cells or columns than these are refused before they are read.
    """
    from pyarrow import parquet

    file = parquet.ParquetFile(pa.BufferReader(content))
    metadata = file.metadata
    groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
    leaves = [group.column(j).num_values for group in groups for j in range(group.num_columns)]
    n_columns = max(metadata.num_columns, len(file.schema_arrow))
    if n_columns > max_columns or max(metadata.num_rows * n_columns, sum(leaves)) > max_cells:
        raise Refusal("cells", rows=metadata.num_rows, columns=n_columns, most=max_cells)
    if sum(group.total_byte_size for group in groups) > MAX_TABLE:
        raise Refusal("memory")
    table = file.read()
    table.validate(full=True)  # or text that is none would fail in some later use of it
    arrays = [_flat(column) for column in table.columns]
    return _saying(
        pa.table(arrays, [str(i) for i in range(len(arrays))]), {"names": table.column_names}
    )


def _flat(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _flat(column.cast(kind.value_type))
    if pa.types.is_decimal(kind) or pa.types.is_float16(kind):
        return column.cast(pa.float64())
    if pa.types.is_date(kind):
        return column.cast(pa.timestamp("ms"))
    if pa.types.is_timestamp(kind):
        return _moments(column)
    as_it_is = (
        pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean,
        pa.types.is_null, pa.types.is_string, pa.types.is_large_string,
    )  # fmt: skip
    if any(holds(kind) for holds in as_it_is):
        return column
    return pa.array([_text(value) for value in column.to_pylist()], pa.large_string())


def _moments(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return moments in their time zone where it is known and has their years, else in UTC."""
    from pyarrow import compute

    unit, zone = column.type.unit, column.type.tz
    if zone is None:
        return column
    try:
        pa.lib.string_to_tzinfo(zone)  # pyright: ignore
        if unit != "ns":  # these reach from 1677 to 2262, and are no moments of Python
            compute.min_max(column).as_py()  # pyright: ignore
    except (ValueError, KeyError, OverflowError):  # KeyError: unknown to pytz
        return column.cast(pa.timestamp(unit))
    return column


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value[:_LONGEST_CELL].decode("utf-8", "replace")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)[:_LONGEST_CELL]
    return str(value)[:_LONGEST_CELL]


def _saying(table: pa.Table, said: dict[str, Any]) -> pa.Table:
    if table.nbytes > MAX_TABLE:
        raise Refusal("memory")
    return table.replace_schema_metadata({"said": json.dumps(said)})


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(what: str, *arguments: str) -> int:
    """Read the file from standard input and write its table to standard output."""
    _limit_memory()
    content = sys.stdin.buffer.read()
    chosen = [json.loads(argument) for argument in arguments]
    try:
        table = (sheet_table if what == "workbook" else parquet_table)(content, *chosen)
        with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as stream:
            stream.write_table(table)
    except Refusal as refusal:
        said = refusal.said
    except MemoryError:
        said = {"reason": "memory"}
    except BaseException:  # a panic of a library is no Exception
        said = {"reason": "damaged"}
    else:
        return 0
    print("\n" + json.dumps(said), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
