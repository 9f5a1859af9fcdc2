"""What the player gets: packs of JSON and arrays in one binary blob.

A component's ``bytes`` must be the whole of its data; inside a dict they would become text.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm_core import plots

KINDS = {np.dtype("uint8"): "u8", np.dtype("int32"): "i32", np.dtype("float64"): "f64"}
NAME = 16  # letters that name a pack by what it holds
DIGITS = 7  # of a number of single precision
ALIGNMENT = 8  # bytes; JavaScript reads no number of 8 bytes from another place


def pack(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Return one pack: the length of a header, the header, and its arrays; deflated.

    Bytes are held as differences along the first axis, since little changes from state to state.
    """
    described, parts, offset = {}, [], 0
    for name, array in arrays.items():
        differences = array.dtype == np.uint8
        stored = np.diff(array, axis=0, prepend=np.zeros_like(array[:1])) if differences else array
        content = np.ascontiguousarray(stored).tobytes()
        padding = -len(content) % ALIGNMENT
        described[name] = {
            "kind": KINDS[array.dtype],
            "offset": offset,
            "shape": array.shape,
            "differences": differences,
        }
        parts += [content, bytes(padding)]
        offset += len(content) + padding
    text = json.dumps({**header, "arrays": described}, allow_nan=False).encode()
    text += b" " * (-(len(text) + 4) % ALIGNMENT)
    return zlib.compress(b"".join([len(text).to_bytes(4, "little"), text, *parts]))


def named(packed: bytes) -> tuple[str, bytes]:
    """Return what a pack is called, by what it holds, and the pack behind its name."""
    name = hashlib.sha256(packed).hexdigest()[:NAME]
    return name, name.encode() + packed


def joined(*packs: bytes) -> bytes:
    """Return packs one after another, each behind its length."""
    return b"".join(len(each).to_bytes(4, "little") + each for each in packs)


def figure_json(figure: go.Figure) -> dict[str, Any]:
    """Return a figure as plain JSON: arrays as lists, what is not a number as null."""
    return _plain(plots.parts(figure))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, np.ndarray):
        return (
            _numbers(value)
            if value.ndim == 1 and value.dtype.kind in "biuf"
            else _plain(value.tolist())
        )
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value


def _numbers(values: np.ndarray) -> list[Any]:
    """One list of numbers; those of a figure are too many to be looked at one by one."""
    listed = (_in_few_digits(values) if values.dtype == np.float32 else values).tolist()
    for place in np.flatnonzero(~np.isfinite(values)).tolist():
        listed[place] = None
    return listed


def _in_few_digits(values: np.ndarray) -> np.ndarray:
    """Numbers of single precision to the seven digits that it has; others would be sent for naught.

    The largest decides, since it is against that that the others are drawn.
    """
    largest = float(np.abs(values).max(initial=0.0, where=np.isfinite(values)))
    if not largest > 0.0:
        return values
    return np.round(values.astype(np.float64), DIGITS - int(np.ceil(np.log10(largest))))
