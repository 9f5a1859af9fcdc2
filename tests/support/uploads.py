"""Files that people bring, good and bad, as bytes."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from gmm_core import datasets

TABLES = Path(datasets.__file__).parent / "tables"
PENGUINS = (TABLES / "penguins.csv").read_bytes()
VOWELS = (TABLES / "vowels_pb52.csv").read_bytes()
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))
HTML = "<!doctype html>\n<html><body><table><tr><td>1,2</td></tr></table></body></html>\n"


def csv(names: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table with a header; names are quoted where CSV asks for it."""
    quoted = ['"' + name.replace('"', '""') + '"' for name in names]
    lines = [quoted, *([str(value) for value in row] for row in rows)]
    return "".join(",".join(line) + "\n" for line in lines)


def with_decimal_commas(content: bytes) -> str:
    """Return a table of commas and points as spreadsheets of half of Europe write it."""
    return content.decode().replace(",", ";").replace(".", ",")


def two_groups(n_columns: int, n_rows: int = 60) -> np.ndarray:
    """Return rows (n_rows, n_columns) of two well separated groups, one after the other."""
    noise = np.random.default_rng(1).normal(size=(n_rows, n_columns))
    return (noise + 10 * (np.arange(n_rows) >= n_rows // 2)[:, None]).round(3)


def good(*names: str) -> str:
    """Return a table of two groups in columns of these names."""
    return csv(names, two_groups(len(names)))


def constant(name: str = "c") -> str:
    """Return a table whose second column is 7 in every row."""
    x = two_groups(1)[:, 0]
    return csv(["a", name], ([value, 7] for value in x))


def collinear() -> str:
    """Return a table whose last column is the sum of the others, exactly."""
    a, b = np.random.default_rng(2).integers(-50, 50, size=(2, 60))
    return csv(["a", "b", "sum"], zip(a, b, a + b, strict=True))


def collapsing() -> str:
    """Return a table with five equal rows far away, which k-means puts in one cluster."""
    return csv(["a", "b"], [*two_groups(2), *[[99.0, 99.0]] * 5])
