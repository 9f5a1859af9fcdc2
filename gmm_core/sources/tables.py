"""Parquet and CSV files, folders of them and pyarrow datasets, read batch by batch."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from csv import reader
from pathlib import Path
from typing import Any

import numpy as np

from gmm_core.errors import DataError
from gmm_core.extras import require
from gmm_core.sources.batches import Batches
from gmm_core.sources.beside import with_beside
from gmm_core.sources.pieces import Chunk, rows_in_piece
from gmm_core.wording import cut, named, plural

_FORMATS = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
}
_SEPARATORS = (",", ";", "\t")
_BUFFER = 2**20  # bytes that are read of a column at a time
_WAY_TO_IT = re.compile(
    r"^(Error creating dataset\. .*? file\?: )?"
    r"(Could not open \w+ input source '.*?': )?(Invalid: )?"
)
_NAMED = re.compile(r"Could not open \w+ input source '(.*?)': ")
_HEADER = 1_000_000  # characters of a first line, at most
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+(e[+-]?\d+)?", re.IGNORECASE)
_DECIMAL_POINT = re.compile(r"[+-]?\d*\.\d+(e[+-]?\d+)?", re.IGNORECASE)


class StoredTable:
    """Columns of a table that is read in batches.

    Parameters
    ----------
    dataset : str, os.PathLike or pyarrow.dataset.Dataset
        Of a path, a Parquet or CSV file, or a folder of files of one of both kinds.

    Raises
    ------
    DataError
        When there is no such file, or none that is known.
    """

    def __init__(self, dataset: Any):
        require("pyarrow", "Reading a path or a dataset in batches")
        self.path = os.fspath(dataset) if isinstance(dataset, str | os.PathLike) else None
        self._given = dataset if self.path is None else None
        self.kind = "" if self.path is None else _kind(Path(self.path))
        if self.kind == "csv":
            self._check_lines()
        with self._said():
            self.schema = self._opened().schema

    @property
    def numeric(self) -> tuple[str, ...]:
        """The columns of numbers."""
        return tuple(field.name for field in self.schema if _is_number(field.type))

    @property
    def n_rows(self) -> int:
        """How many rows there are; those of CSV are read for it."""
        with self._said():
            return self._opened().count_rows()

    def _check_lines(self) -> None:
        """Refuse a file of text of which no type of a column can be told: it has no row."""
        assert self.path is not None
        file = _first_file(Path(self.path))
        if len([line for line in _first_lines(file) if line.strip()]) < 2:
            name = _file_in(self.name, "", "" if file == Path(self.path) else file.name)
            raise DataError(
                f"{name} has no row below a line of names. Give a file with rows of numbers."
            )

    @property
    def separator(self) -> str:
        """What stands between the columns of CSV."""
        assert self.path is not None
        return _separator(Path(self.path))

    @property
    def decimal(self) -> str:
        """What stands before the decimals in CSV."""
        assert self.path is not None
        return _decimal(Path(self.path))

    def check(self, features: Sequence[str], what: str = "features") -> None:
        """Raise where a column is not there or not of numbers."""
        missing = [name for name in features if name not in self.schema.names]
        if missing:
            raise DataError(
                f"{self.name} has no {plural(len(missing), 'column')} {named(missing)}. "
                f"Give {what} among {named(self.schema.names)}."
            )
        words = [name for name in features if name not in self.numeric]
        if words:
            raise DataError(
                f"{plural(len(words), 'Column')} {named(words)} of {self.name} "
                f"{plural(len(words), 'does', 'do')} not hold numbers. Name the {what} that do."
            )
        self._check_each_file(features)

    def _check_each_file(self, asked: Sequence[str]) -> None:
        """Refuse a folder of which a file lacks a column: its rows would seem to have gaps."""
        if self.path is None or not Path(self.path).is_dir():
            return
        truths = {field.name for field in self.schema if _is_truth(field.type)}
        for file in sorted(filter(_is_data, Path(self.path).rglob("*"))):
            with self._said(file.name):
                known = self._columns_of(file, truths)
            if lost := [name for name in asked if name not in known]:
                of = "truth values" if {*lost} <= truths else "numbers"
                raise _unlike_others(file.name, f"{plural(len(lost), 'column')} of {of}", lost)

    def _columns_of(self, file: Path, truths: set[str]) -> set[str]:
        """The columns of a file: of numbers, or of truths where those of others are; of CSV all."""
        if self.kind == "parquet":
            from pyarrow.parquet import read_schema

            return {
                field.name
                for field in read_schema(file)
                if _is_number(field.type) and _is_truth(field.type) == (field.name in truths)
            }
        assert self.path is not None
        return {*next(reader([_first_line(file)], delimiter=_separator(Path(self.path))))}

    @property
    def name(self) -> str:
        """What messages call it."""
        return "The dataset" if self.path is None else Path(self.path).name

    def batches(
        self, columns: Sequence[str], size: int, floats: Sequence[str] = ()
    ) -> Iterator[Any]:
        """Yield record batches of some columns, in the order of the table.

        Of CSV those of `floats` are read as such, whatever the first lines look like.
        """
        with self._said():
            dataset = self._opened(floats)
            if self.kind == "parquet":
                for fragment in dataset.get_fragments():
                    with self._said(Path(fragment.path).name):
                        yield from _of_parquet(dataset.filesystem, fragment.path, columns, size)
            else:
                few = {"batch_readahead": 1, "fragment_readahead": 1}
                yield from dataset.to_batches(columns=list(columns), batch_size=size, **few)

    def _opened(self, floats: Sequence[str] = ()) -> Any:
        from pyarrow import dataset

        if self._given is not None:
            return self._given
        assert self.path is not None
        kind = self.kind if self.kind == "parquet" else _csv(Path(self.path), floats)
        return dataset.dataset(self.path, format=kind)

    @contextmanager
    def _said(self, file: str = "") -> Iterator[None]:
        """Say in a sentence what pyarrow finds wrong with a file, of a folder's with which."""
        import pyarrow as pa

        try:
            yield
        except (pa.ArrowException, OSError) as error:
            name = _file_in(self.name, str(error), file)
            raise DataError(f"{name} cannot be read: {_why(error)}. Give another file.") from None


def _file_in(folder: str, said: str, file: str) -> str:
    """The file of a folder that is known to be meant, or that pyarrow names; or the file itself."""
    found = _NAMED.search(said)
    name = file or (folder if found is None else Path(found[1]).name)
    return folder if name == folder else f"{name} in {folder}"


def _why(error: Exception) -> str:
    """What pyarrow says itself, without its way to the file; of odd bytes none go to a terminal."""
    said = _WAY_TO_IT.sub("", str(error).split("\n", 1)[0]).split(". ", 1)[0].rstrip(".")
    return cut("".join(letter if letter.isprintable() else "?" for letter in said), 100)


def table_source(
    dataset: Any,
    features: Sequence[str] | None,
    weights: str | np.ndarray | None,
    labels: str | np.ndarray | None = None,
    *,
    complete: bool = False,
    gaps: bool = False,
) -> Batches:
    """Return the numeric columns of a path or dataset, or some of them, as a source.

    `weights` and `labels` name a column each, or are one number for each row.
    """
    table = StoredTable(dataset)
    by_name = {
        what: each
        for what, each in (("weights", weights), ("labels", labels))
        if isinstance(each, str)
    }
    for what, column in by_name.items():
        table.check([column], what)
    if features is None:
        features = [name for name in table.schema.names if name not in by_name.values()]
    table.check(features)
    if not features:
        raise DataError(f"{table.name} has no column to fit. Name the features that are.")
    asked = [*features, *by_name.values()]
    if twice := sorted({name for name in asked if asked.count(name) > 1}):
        raise DataError(
            f"{plural(len(twice), 'Column')} {named(twice)} {plural(len(twice), 'is', 'are')} "
            "asked for twice. Name each feature once, and weights and labels that are none of them."
        )
    d, size = len(features), rows_in_piece(len(features))

    def begin() -> Iterator[Chunk]:
        for batch in table.batches(asked, size, floats=asked):
            columns = [_numbers(batch.column(j)) for j in range(len(asked))]
            named_ones = dict(zip(by_name, columns[d:], strict=True))
            yield columns[:d], named_ones.get("weights"), named_ones.get("labels")

    given = (None if isinstance(each, str) else each for each in (weights, labels))
    return Batches(
        with_beside(begin, *given),
        d,
        [str(name) for name in features],
        ahead=True,
        complete=complete,
        gaps=gaps,
        is_labelled=labels is not None,
    )


def _of_parquet(filesystem: Any, path: str, columns: Sequence[str], size: int) -> Iterator[Any]:
    """Batches of a file that is read through a small buffer, where a scan holds row groups."""
    from pyarrow.parquet import ParquetFile

    with (
        filesystem.open_input_file(path) as stream,
        ParquetFile(stream, pre_buffer=False, buffer_size=_BUFFER) as file,
    ):
        if lost := [name for name in columns if name not in file.schema_arrow.names]:
            raise _unlike_others(Path(path).name, plural(len(lost), "column"), lost)
        for batch in file.iter_batches(size, columns=list(columns), use_threads=False):
            yield batch.select(list(columns))  # in that order, whatever the order in the file


def _unlike_others(file: str, what: str, lost: Sequence[str]) -> DataError:
    return DataError(
        f"{file} has no {what} {named(lost)}, which other files of its folder have. Give a folder "
        "of files of the same columns."
    )


def _numbers(column: Any) -> np.ndarray:
    """A column in double precision, with NaN where there is nothing."""
    import pyarrow as pa

    if column.type != pa.float64():
        column = column.cast(pa.float64())
    return column.to_numpy(zero_copy_only=False)


def _is_number(kind: Any) -> bool:
    from pyarrow import types

    tests = (types.is_floating, types.is_integer, types.is_decimal, types.is_boolean)
    return any(test(kind) for test in tests)


def _is_truth(kind: Any) -> bool:
    from pyarrow import types

    return types.is_boolean(kind)


def _kind(path: Path) -> str:
    if not path.exists():
        raise DataError(f"There is no file or folder {path}. Give the path of one.")
    if path.is_file():
        return _of_name(path)
    kinds = {_of_name(file) for file in path.rglob("*") if _is_data(file)}
    if len(kinds) != 1:
        found = "no file that is known" if not kinds else "both Parquet and CSV files"
        raise DataError(
            f"The folder {path} has {found}. Give a folder of Parquet files, or of CSV files."
        )
    return kinds.pop()


def _is_data(file: Path) -> bool:
    """Whether a file is one of a dataset's: pyarrow takes no notice of hidden ones."""
    return file.is_file() and not file.name.startswith((".", "_"))


def _of_name(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    kind = _FORMATS.get(suffixes[-1] if suffixes else "")
    if kind is None or (kind == "parquet" and path.suffix.lower() == ".gz"):
        raise DataError(
            f"{path.name} is neither Parquet nor CSV by its name. Give a file that ends in "
            f"{', '.join(_FORMATS)}."
        )
    return kind


def _csv(path: Path, floats: Sequence[str]) -> Any:
    """The format of CSV, some columns of which are read as numbers throughout."""
    import pyarrow as pa
    from pyarrow import csv
    from pyarrow.dataset import CsvFileFormat

    return CsvFileFormat(
        parse_options=csv.ParseOptions(delimiter=_separator(path)),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(floats, pa.float64()),
            strings_can_be_null=True,
            decimal_point=_decimal(path),
        ),
    )


def _separator(path: Path) -> str:
    """The separator that stands most often in the first line."""
    return max(_SEPARATORS, key=_first_line(_first_file(path)).count)


def _decimal(path: Path) -> str:
    """A comma, where it stands between digits of the first rows and a point does not."""
    separator = _separator(path)
    if separator == ",":
        return "."
    cells = [
        cell.strip(' "')
        for line in _first_lines(_first_file(path))[1:]
        for cell in line.split(separator)
    ]
    points = any(map(_DECIMAL_POINT.fullmatch, cells))
    return "," if not points and any(map(_DECIMAL_COMMA.fullmatch, cells)) else "."


def _first_file(path: Path) -> Path:
    return path if path.is_file() else min(filter(_is_data, path.rglob("*")))


def _first_line(file: Path) -> str:
    return _first_lines(file)[0]


def _first_lines(file: Path) -> list[str]:
    """The lines of the first megabyte; the last of them may end early."""
    import pyarrow as pa

    with pa.input_stream(str(file)) as stream:
        text = stream.read(_HEADER).decode("utf-8-sig", errors="replace")
    return [line.rstrip("\r") for line in text.split("\n")]
