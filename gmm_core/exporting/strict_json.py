"""JSON from anywhere, read without surprises: no NaN, no key twice, no end of the stack."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from gmm_core.errors import DataError

# Parsed, each takes up to a hundred times the bytes that it has in the file. The models that fill
# a file have a fifth of as many: a list for each row of a covariance, and a few for each name.
MOST_PARTS = 500_000


def parse(content: bytes, what: str, most: int) -> Any:
    """Return what a JSON file holds.

    Parameters
    ----------
    content : bytes
        UTF-8, with a mark or without.
    what : str
        What the file is, at the beginning of a message.
    most : int
        Most bytes that are read.

    Returns
    -------
    object

    Raises
    ------
    DataError
        When the file is too large or has more than 500,000 brackets and quotes, or is anything
        but JSON with numbers that are finite and keys that occur once.

    Examples
    --------
    >>> parse(b'{"a": 1, "a": 2}', "The model", 100)
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: The model names "a" twice in one place. Give the file as it was
    downloaded.
    """
    if len(content) > most:
        raise DataError(
            f"{what} has {len(content):,} bytes, and at most {most:,} are read. "
            "Give the file as it was downloaded."
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
    return DataError(f"{what} {why}. Give the file as it was downloaded.")
