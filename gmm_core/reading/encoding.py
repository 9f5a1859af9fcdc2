"""Which encoding a text file is written in, found from its bytes."""

import codecs
import re
from typing import NamedTuple

from gmm_core.errors import DataError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with mark"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


class Decoded(NamedTuple):
    """The text of a file, and the encoding that it was written in by its usual name."""

    text: str
    encoding: str


class _Attempt(NamedTuple):
    """What one codec makes of the bytes; ``cut`` when the last character lacks bytes."""

    text: str
    cut: bool


def decode(content: bytes, name: str = "file") -> Decoded:
    r"""Return the text of a file and the name of its encoding.

    A byte-order mark decides; without one, UTF-16 shows by its zero bytes and UTF-8 by decoding
    without error. What is left is Korean (CP949, of which EUC-KR is a part) or Windows-1252: it
    is Korean when it decodes as CP949 and at least half of its different characters beyond ASCII
    are everyday Hangul, the 2,350 syllables of KS X 1001. On tables of twenty rows this simple
    rule is right more often than statistical detection, which wants prose.

    Parameters
    ----------
    content : bytes
        The whole file.
    name : str
        Name of the file, for error messages.

    Returns
    -------
    Decoded
        The text without its mark, and one of "UTF-8", "UTF-8 with mark", "UTF-16",
        "Windows-1252", "CP949 (Korean)" and "EUC-KR".

    Raises
    ------
    DataError
        If the file is binary, ends inside a character or is in none of these encodings.

    Examples
    --------
    >>> decode("이름,키\n민수,171\n".encode("euc-kr")).encoding
    'EUC-KR'
    """
    attempt, encoding = _by_mark(content) or _without_mark(content)
    if _is_binary(attempt.text if attempt else content.decode("latin-1")):
        raise DataError(
            f"{name} is not a text table: it holds binary data. "
            "Save the table as CSV (comma-separated values) and upload that."
        )
    if attempt is None:
        raise DataError(
            f"{name} is in an encoding that is not known here. "
            'Save it again with the encoding "UTF-8".'
        )
    if attempt.cut:
        raise DataError(
            f"{name} ends in the middle of a character, so a part of it is missing. "
            "Save or copy the whole file again."
        )
    return Decoded(attempt.text.lstrip("\ufeff"), encoding)


def _by_mark(content: bytes) -> tuple[_Attempt | None, str] | None:
    for mark, codec, encoding in _MARKS:
        if content.startswith(mark):
            return _attempt(content, codec), encoding
    return None


def _without_mark(content: bytes) -> tuple[_Attempt | None, str]:
    wide = _wide_codec(content)
    if wide:
        return _attempt(content, wide), "UTF-16"
    unicode = _attempt(content, "utf-8")
    # A lone accented letter of Windows-1252 at the very end also looks like UTF-8 cut short.
    if unicode and not (unicode.cut and unicode.text.isascii()):
        return unicode, "UTF-8"
    korean = _attempt(content, "cp949")
    if korean and _is_hangul(korean.text):
        plain = _attempt(content, "euc_kr") is not None
        return korean, "EUC-KR" if plain else "CP949 (Korean)"
    return _attempt(content, "cp1252"), "Windows-1252"


def _attempt(content: bytes, codec: str) -> _Attempt | None:
    decoder = codecs.getincrementaldecoder(codec)("strict")
    try:
        text = decoder.decode(content)
    except UnicodeDecodeError:
        return None
    return _Attempt(text, cut=bool(decoder.getstate()[0]))


def _wide_codec(content: bytes) -> str | None:
    """Return the UTF-16 codec whose pattern of zero bytes the beginning shows, if any.

    Digits, separators and line ends, which every table has, have a zero as their high byte.
    """
    sample = content[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < max(2, len(sample) / 20):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_hangul(text: str) -> bool:
    foreign = set(_NOT_ASCII.findall(text))
    everyday = sum(map(_is_everyday_syllable, foreign))
    return everyday > 0 and 2 * everyday >= len(foreign)


def _is_everyday_syllable(character: str) -> bool:
    lead, trail = character.encode("cp949")
    return 0xB0 <= lead <= 0xC8 and trail >= 0xA1


def _is_binary(text: str) -> bool:
    return "\0" in text or 100 * len(_CONTROL.findall(text)) > len(text)
