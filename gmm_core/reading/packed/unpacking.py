"""A program of its own: a workbook or Parquet file comes in, a table of arrow goes out.

It imports nothing of `gmm_core`, so that it starts at once. What cannot be read ends it with
one line of JSON that says why.
"""

from __future__ import annotations

import json
import os
import sys
from array import array
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from importlib.util import find_spec
from io import BytesIO
from itertools import islice
from typing import Any

if __name__ == "__main__":
    # Arrow loads it where it is installed, to save functions, of which there are none here.
    sys.modules["cloudpickle"] = None  # pyright: ignore
    if sys.argv[1:2] == ["workbook"]:
        # Of a sheet arrow needs no numpy, which takes longer to load than all else here together.
        sys.modules["numpy"] = None  # pyright: ignore

if find_spec("pyarrow"):  # without it only the constants below are of use
    import pyarrow as pa

MAX_MEMORY = 2**30  # bytes of address space
MAX_SHEET_CELLS = 20_000_000  # a full sheet of 19 columns
MAX_TABLE = 2**29  # bytes of what goes out
MAX_TEXT = 200 * 2**20  # bytes of text among them: a file of text has no more
MAX_CELL = 32_767
"""Characters of one cell: the most that Excel has."""

MAX_NAMES = 400_000
"""Characters of the names of all columns, or of all sheets: a page sends them several times."""

NOTHING, NUMBER, FLAG, TEXT, MOMENT = range(5)
"""What a cell of a sheet holds."""

_NAN = float("nan")
_BEGINNING_OF_TIME = datetime(1970, 1, 1)
_ROWS = 10_000  # of a sheet at a time
_FEWEST_NUMBERS = 2  # in a column of a sheet that is taken for a table
_MANY_NUMBERS = 12  # in a sheet; one with fewer may be of notes, where ...
_MANY_TIMES = 5  # ... another has so many times as many
_LONGEST_NUMBER = 20  # characters of a number that is text
_MAX_LISTED = 1_000  # characters of a list as text, which nobody groups by


class Refusal(Exception):  # noqa: N818
    """Why a file cannot be read, for the other side to put into words."""

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.said = {"reason": reason, **details}


def sheet_table(content: bytes, sheet: str | None) -> pa.Table:
    """Return the cells of one sheet (None: the first with numbers, else with cells), or Refusal.

    Columns stand in threes: kinds (uint8), numbers (float64; of a moment the milliseconds since
    1970), texts.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = [
            each for each in book.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        names = [each.name for each in sheets]
        _check_names(names, "sheets")
        if sheet is not None and sheet not in names:
            raise Refusal("sheet", sheets=names[:20])
        is_seen = calamine.SheetVisibleEnum.Visible
        seen = [each.name for each in sheets if each.visible == is_seen]
        hidden = [each.name for each in sheets if each.visible != is_seen]
        asked = (seen, hidden) if sheet is None else ([sheet], [])
        cells, chosen, passed = _cells(book, *asked)
    except calamine.PasswordError as error:
        raise Refusal("password") from error
    arrays = [array for column in cells for array in column.arrays()]
    table = pa.table(arrays, [str(place) for place in range(len(arrays))])
    return _saying(table, {"sheet": chosen, "sheets": names, "passed": passed})


class _Column:
    """The cells of a column, packed one by one: as objects they take ten times as much."""

    def __init__(self) -> None:
        self.kinds, self.numbers = bytearray(), array("d")
        self.texts: list[str | None] = []
        self.n_characters = 0

    def extend(self, values: Sequence[Any]) -> None:
        if {*map(type, values)} <= {int, float}:
            self.kinds += bytes([NUMBER]) * len(values)
            self.numbers.extend(values)
            return
        for value in values:
            self._append(value)

    def _append(self, value: Any) -> None:
        kind, number, text = _cell(value)
        self.kinds.append(kind)
        self.numbers.append(number)
        if text is not None:
            if len(text) > MAX_CELL:
                raise Refusal("long", characters=len(text), most=MAX_CELL)
            self.texts += [None] * (len(self.kinds) - 1 - len(self.texts))
            self.texts.append(text)
            self.n_characters += len(text)

    def arrays(self) -> tuple[pa.Array, pa.Array, pa.Array]:
        n = len(self.kinds)
        texts = [*self.texts, *[None] * (n - len(self.texts))] if self.texts else None
        return (
            pa.Array.from_buffers(pa.uint8(), n, [None, pa.py_buffer(self.kinds)]),
            pa.Array.from_buffers(pa.float64(), n, [None, pa.py_buffer(self.numbers)]),
            pa.nulls(n, pa.large_string()) if texts is None else pa.array(texts, pa.large_string()),
        )


def _cells(
    book: Any, names: Sequence[str], hidden: Sequence[str]
) -> tuple[list[_Column], str, bool]:
    """The first of these sheets with a column of numbers, else the first with any cell.

    One with few numbers, as of notes, is passed over for one with many times as many; hidden ones
    are looked at where no other has numbers. Also its name, and whether one with cells was passed
    over.
    """
    filled: tuple[list[_Column], str] | None = None
    few: tuple[list[_Column], str, int] | None = None
    for name in (*names, *hidden):
        if few is not None and name in hidden:
            break
        sheet = book.get_sheet_by_name(name)
        if sheet.height * sheet.width > MAX_SHEET_CELLS:
            if few is not None:
                break
            size = {"rows": sheet.height, "columns": sheet.width}
            raise Refusal("cells", **size, most=MAX_SHEET_CELLS)
        columns = _read(sheet)
        n_numbers = sum(map(_n_numbers, columns))
        if any(_n_numbers(column) >= _FEWEST_NUMBERS for column in columns):
            if few is None and n_numbers >= _MANY_NUMBERS:
                return columns, name, filled is not None
            if few is None:
                few = columns, name, n_numbers
            elif n_numbers >= _MANY_TIMES * max(few[2], _FEWEST_NUMBERS):
                return columns, name, True
        if filled is None and any(any(column.kinds) for column in columns):
            filled = columns, name
    if few is not None:
        return few[0], few[1], filled is not None and filled[1] != few[1]
    if filled is None:
        raise Refusal("empty")
    return *filled, False


def _read(sheet: Any) -> list[_Column]:
    columns = [_Column() for _ in range(sheet.width)]
    rows = iter(sheet.iter_rows() if sheet.height else ())
    while some := list(islice(rows, _ROWS)):
        for column, values in zip(columns, zip(*some, strict=True), strict=True):
            column.extend(values)
    if sum(column.n_characters for column in columns) > MAX_TEXT:
        raise Refusal("memory")
    return columns


def _n_numbers(column: _Column) -> int:
    """How many cells are numbers, or text that begins as one: a sheet of notes has one date."""
    signed = (text for text in column.texts[:_MAX_LISTED] if text)
    return column.kinds.count(NUMBER) + sum(map(_begins_as_number, signed))


def _begins_as_number(text: str) -> bool:
    return len(text) <= _LONGEST_NUMBER and text.lstrip("+-−($€£ ")[:1].isdecimal()


def _cell(value: Any) -> tuple[int, float, str | None]:
    if isinstance(value, bool):
        return FLAG, float(value), None
    if isinstance(value, int | float):
        return NUMBER, float(value), None
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return MOMENT, (moment - _BEGINNING_OF_TIME) / timedelta(milliseconds=1), None
    text = str(value).strip()
    return (TEXT, _NAN, text) if text else (NOTHING, _NAN, None)


def _check_names(names: Sequence[str], of: str) -> None:
    if (characters := sum(map(len, names))) > MAX_NAMES:
        raise Refusal("names", characters=characters, of=of)


def parquet_table(content: bytes, max_cells: int, max_columns: int, max_rows: int) -> pa.Table:
    """Return the table of a Parquet file, with lists and structures as text.

    More cells, columns or rows than these are refused before they are read.
    """
    from pyarrow import parquet

    file = parquet.ParquetFile(pa.BufferReader(content))
    metadata = file.metadata
    _check_names(file.schema_arrow.names, "columns")
    groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
    leaves = [group.column(j).num_values for group in groups for j in range(group.num_columns)]
    n_columns = max(metadata.num_columns, len(file.schema_arrow))
    n_rows, n_cells = metadata.num_rows, max(metadata.num_rows * n_columns, sum(leaves))
    if n_columns > max_columns or n_rows > max_rows or n_cells > max_cells:
        raise Refusal("cells", rows=n_rows, columns=n_columns, most=max_cells)
    if sum(group.total_byte_size for group in groups) > MAX_TABLE:
        raise Refusal("memory")
    texts = [field.name for field in file.schema_arrow if _is_text(field.type)]
    file = parquet.ParquetFile(pa.BufferReader(content), read_dictionary=texts)
    table = file.read()
    table.validate(full=True)  # or text that is none would fail in some later use of it
    _check_texts(table)
    arrays = [_flat(column) for column in table.columns]
    return _saying(
        pa.table(arrays, [str(i) for i in range(len(arrays))]), {"names": table.column_names}
    )


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _check_texts(table: pa.Table) -> None:
    """Refuse cells that are too long, and more text than there may be, before it is written out."""
    n_bytes = 0
    for column in table.columns:
        for chunk in column.chunks:
            if pa.types.is_dictionary(chunk.type) and _is_text(chunk.type.value_type):
                n_bytes += _n_bytes(chunk.dictionary, chunk.indices)
            elif _is_text(chunk.type):
                n_bytes += _n_bytes(chunk)
    if n_bytes > MAX_TEXT:
        raise Refusal("memory")


def _n_bytes(texts: pa.Array, places: pa.Array | None = None) -> int:
    """The bytes of texts, or of those in these places.

    Gaps are passed over, not filled, and nothing becomes numpy's: for that arrow loads pandas.
    """
    from pyarrow import compute

    longest = compute.max(compute.utf8_length(texts)).as_py() or 0  # pyright: ignore
    if longest > MAX_CELL:
        raise Refusal("long", characters=longest, most=MAX_CELL)
    lengths = compute.binary_length(texts)  # pyright: ignore
    return compute.sum(lengths if places is None else lengths.take(places)).as_py() or 0  # pyright: ignore


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
        return value[:_MAX_LISTED].decode("utf-8", "replace")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)[:_MAX_LISTED]
    return str(value)[:_MAX_LISTED]


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
    status = main(*sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # all is said; threads of a library may end a process in being torn down
