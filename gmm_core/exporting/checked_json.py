"""JSON from anywhere, read without surprises: each field of its type, or refused by name."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import numpy as np

from gmm_core.checked import LARGEST
from gmm_core.errors import DataError

# Longer names come from no table that can be read.
LONGEST_TEXT = 10_000

# Parsed, each takes up to a hundred times the bytes that it has in the file. The models that fill
# a file have a fifth of as many: a list for each row of a covariance, and a few for each name.
MOST_PARTS = 500_000


AS_DOWNLOADED = "Give the file as it was downloaded."


class Fields:
    """The entries of an object in a file, each asked for by its name and type.

    `what` begins each message; anything but a dict of exactly these `names`, and perhaps of those
    that are `optional`, is a DataError.
    """

    def __init__(
        self, entries: object, what: str, names: Sequence[str], optional: Sequence[str] = ()
    ):
        self._what = what
        if not isinstance(entries, dict):
            self.refuse("is no object with named fields")
        for name in names:
            if name not in entries:
                self.refuse(f'has no field "{name}"')
        for name in entries:
            if name not in (*names, *optional):
                self.refuse(f'has a field "{name[:40]}", which is not known')
        self._entries: Mapping[str, Any] = entries

    def refuse(self, why: str) -> NoReturn:
        """Raise the error that says why the object cannot be used."""
        raise DataError(f"{self._what} {why}. {AS_DOWNLOADED}")

    def part(self, name: str, names: Sequence[str], optional: Sequence[str] = ()) -> Fields:
        """Return the object that stands in a field."""
        return Fields(self._entries[name], f'The part "{name}" of the file', names, optional)

    def is_null(self, name: str) -> bool:
        """Whether nothing stands in a field, or an optional one is not there."""
        return self._entries.get(name) is None

    def text(self, name: str) -> str:
        """Return a text of at most 10,000 characters."""
        value = self._entries[name]
        if not _is_text(value):
            self._mistyped(name, "no text")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self._entries[name]
        if not isinstance(values, list) or not all(map(_is_text, values)):
            self._mistyped(name, "no list of texts")
        return tuple(values)

    def pairs(self, name: str) -> dict[str, str]:
        """Return a dict from text to text."""
        values = self._entries[name]
        if not isinstance(values, dict) or not all(map(_is_text, [*values, *values.values()])):
            self._mistyped(name, "no object of texts")
        return dict(values)

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self._entries[name]
        if not isinstance(value, bool):
            self._mistyped(name, "neither true nor false")
        return value

    def whole(self, name: str, least: int = 0, most: int = 2**53 - 1) -> int:
        """Return a whole number between two others, both allowed."""
        value = self._entries[name]
        if type(value) is not int or not least <= value <= most:
            self._mistyped(name, f"no whole number from {least:,} to {most:,}")
        return value

    def flag_or_whole(self, name: str) -> bool | int:
        """Return true, false or a whole number from 0."""
        return self.flag(name) if isinstance(self._entries[name], bool) else self.whole(name)

    def whole_numbers(self, name: str, most: int) -> tuple[int, ...]:
        """Return a list of whole numbers from 0."""
        values = self._entries[name]
        known = isinstance(values, list) and all(type(value) is int for value in values)
        if not known or not all(0 <= value <= most for value in values):
            self._mistyped(name, f"no list of whole numbers from 0 to {most:,}")
        return tuple(values)

    def number(self, name: str) -> float:
        """Return a finite number."""
        value = self._entries[name]
        if not _is_finite(value):
            self._mistyped(name, "no finite number")
        return float(value)

    def array(self, name: str, *shape: int) -> np.ndarray:
        """Return numbers from −1e150 to 1e150 in lists of lists of this shape."""
        values = self._entries[name]
        if not _has_shape(values, shape):
            sizes = " × ".join(f"{size:,}" for size in shape)
            self.refuse(f'does not have {sizes} numbers from −1e150 to 1e150 as "{name}"')
        return np.array(values, dtype=np.float64)

    def length(self, name: str, most: int) -> int:
        """Return how long the list in a field is, which has at least one item."""
        values = self._entries[name]
        if not isinstance(values, list) or not 1 <= len(values) <= most:
            self._mistyped(name, f"no list of 1 to {most:,} items")
        return len(values)

    def depth(self, name: str) -> int:
        """Return how many lists stand within one another at the beginning of a field."""
        values, depth = self._entries[name], 0
        while isinstance(values, list) and values:
            values, depth = values[0], depth + 1
        return depth

    def _mistyped(self, name: str, why: str) -> NoReturn:
        found = repr(self._entries[name])
        shown = found if len(found) <= 40 else f"{found[:39]}…"
        self.refuse(f'has {shown} as "{name}", which is {why}')


def _is_text(value: object) -> bool:
    """Whether this is text that can be written down again; half of a surrogate pair cannot."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        return False
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _is_finite(value: object) -> bool:
    if type(value) is int:
        return abs(value) <= LARGEST
    return type(value) is float and math.isfinite(value)


def _has_shape(values: object, shape: Sequence[int]) -> bool:
    """Whether these are lists of lists of this shape with numbers that can be squared."""
    if not shape:
        return _is_finite(values) and abs(values) <= LARGEST  # pyright: ignore
    if not isinstance(values, list) or len(values) != shape[0]:
        return False
    return all(_has_shape(value, shape[1:]) for value in values)


def parse(content: bytes, what: str, most: int) -> Any:
    """Return what a JSON file in UTF-8 holds, with a mark or without; `what` begins each message.

    Refused are more than `most` bytes, more than 500,000 brackets and quotes, and anything but JSON
    with numbers that are finite and keys that occur once.
    """
    if len(content) > most:
        raise DataError(
            f"{what} has {len(content):,} bytes, and at most {most:,} are read. {AS_DOWNLOADED}"
        )
    if sum(map(content.count, (b"[", b"{", b'"'))) > MOST_PARTS:
        raise _wrong(what, f"has more than {MOST_PARTS:,} lists, names and texts")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong(what, "is not text in UTF-8") from None
    try:
        return json.loads(
            text,
            object_pairs_hook=lambda pairs: _once_each(what, pairs),
            parse_constant=lambda name: _refused(what, name),
        )
    except DataError:
        raise
    except RecursionError:
        raise _wrong(what, "is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise _wrong(what, f"is no JSON: line {error.lineno} cannot be read") from None
    except ValueError:  # a whole number of thousands of digits
        raise _wrong(what, "holds a number that is too long") from None


def _once_each(what: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _wrong(what, f'names "{key[:40]}" twice in one place')
        found[key] = value
    return found


def _refused(what: str, constant: str) -> NoReturn:
    raise _wrong(what, f"holds {constant}, which is no finite number")


def _wrong(what: str, why: str) -> DataError:
    return DataError(f"{what} {why}. {AS_DOWNLOADED}")


def written(entries: Mapping[str, Any]) -> bytes:
    """Return an object as JSON in UTF-8: a line a field, and every number with all its digits."""
    lines = [f"{json.dumps(name)}: {_line(name, value)}" for name, value in entries.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _line(name: str, value: Any) -> str:
    try:
        line = json.dumps(value, ensure_ascii=False, allow_nan=False)
        line.encode()
    except (TypeError, ValueError):  # no type of JSON, NaN, infinity, or half of a surrogate pair
        shown = repr(value)
        shown = shown if len(shown) <= 40 else f"{shown[:39]}…"
        raise DataError(
            f'"{name}" is {shown}, which JSON cannot hold. Give finite numbers and text.'
        ) from None
    return line


def check_written(content: bytes, read: Callable[[bytes], object]) -> bytes:
    """Return what is written, if it can be read again, and say why not otherwise."""
    try:
        read(content)
    except DataError as error:
        why = str(error).removesuffix(AS_DOWNLOADED).strip()
        raise DataError(f"It cannot be saved, as the file could not be read again. {why}") from None
    return content


def check_format(whole: object, name: str, versions: Sequence[int], what: str, source: str) -> None:
    """Refuse JSON that is of another format, or of another version; what is no object is let pass.

    Parameters
    ----------
    whole : object
        As it was parsed; `Fields` says that it is no object.
    name, versions
        Those that are read; the last is the newest.
    what : str
        What is held, such as "model".
    source : str
        Which file to give instead, after "Give a file that".
    """
    if not isinstance(whole, dict):
        return
    if whole.get("format") != name:
        raise DataError(f"The file is JSON, but no {what} of GMM Lab. Give a file that {source}.")
    found = whole.get("format_version")
    if type(found) is not int or found not in versions:
        raise DataError(
            f"The {what} is of format version {str(found)[:40]}, and this program reads "
            f"{versions[-1]}. Use a newer GMM Lab."
        )
