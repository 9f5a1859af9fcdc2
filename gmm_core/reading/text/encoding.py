"""Which encoding a text file is written in, found from its bytes."""

import codecs
from collections.abc import Iterator, Set
from typing import NamedTuple

from gmm_core.errors import DataError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with mark"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
ENCODINGS = {
    "UTF-8": "utf-8",
    "UTF-8 with mark": "utf-8",
    "UTF-16": "utf-16-le",
    "Windows-1252": "cp1252",
    "EUC-KR": "euc_kr",
    "CP949 (Korean)": "cp949",
    "Shift-JIS (Japanese)": "cp932",
    "GB18030 (Chinese)": "gb18030",
    "Big5 (Chinese)": "cp950",
    "Windows-1250 (Central European)": "cp1250",
    "Windows-1251 (Cyrillic)": "cp1251",
}
"""What a person can choose from, with the codec of each; the first six are also found."""

PIECE = 1 << 21  # bytes that are looked at at a time, so that a large file is never held twice
_ASCII = frozenset(map(chr, range(128)))
_CONTROL = bytes([*range(9), 0x0B, *range(0x0E, 0x20), 0x7F])


class Encoding(NamedTuple):
    """An encoding by its usual name, its codec, and the byte where the text begins."""

    name: str
    codec: str
    start: int


class _Attempt(NamedTuple):
    """What one codec makes of the bytes; ``cut`` when the last character lacks bytes."""

    foreign: frozenset[str]
    binary: bool
    cut: bool


def find_encoding(content: bytes, name: str = "file", chosen: str | None = None) -> Encoding:
    r"""Return the encoding of a text file, or `chosen` of `ENCODINGS`, where a person knows it.

    A byte-order mark decides; without one, UTF-16 shows by its zero bytes and UTF-8 by decoding
    without error. What is left is Korean (CP949, of which EUC-KR is a part) or Windows-1252: it is
    Korean when it decodes as CP949 and at least half of its different characters beyond ASCII are
    everyday Hangul, the 2,350 syllables of KS X 1001. On tables of twenty rows this simple rule is
    right more often than statistical detection, which wants prose. A file that is binary, ends
    inside a character, or is in none of these or not in the chosen one, is a DataError.

    Examples
    --------
    >>> find_encoding("이름,키\n민수,171\n".encode("euc-kr"))
    Encoding(name='EUC-KR', codec='euc_kr', start=0)
    """
    encoding = None if chosen is None else _as_chosen(content, chosen)
    attempt, encoding = _tried(content, encoding or _marked(content)) or _without_mark(content)
    binary = attempt.binary if attempt else _is_binary(content)
    if chosen is not None and (attempt is None or binary):
        raise DataError(
            f"{name} cannot be read in the encoding {chosen}. "
            "Choose another one, or leave it to be found from the file."
        )
    if binary:
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
    return encoding


def _marked(content: bytes) -> Encoding | None:
    for mark, codec, encoding in _MARKS:
        if content.startswith(mark):
            return Encoding(encoding, codec, _after(mark, content))
    return None


def _after(mark: bytes, content: bytes) -> int:
    """Return the byte after the mark, which programs that join files write more than once."""
    start = 0
    while content.startswith(mark, start):
        start += len(mark)
    return start


def _as_chosen(content: bytes, chosen: str) -> Encoding:
    marked = _marked(content)
    if marked and ENCODINGS[chosen][:5] == marked.codec[:5]:
        return marked
    codec = (chosen == "UTF-16" and _wide_codec(content)) or ENCODINGS[chosen]
    return Encoding(chosen, codec, 0)


def _tried(content: bytes, encoding: Encoding | None) -> tuple[_Attempt | None, Encoding] | None:
    if encoding is None:
        return None
    return _attempt(content, encoding.codec, encoding.start), encoding


def _without_mark(content: bytes) -> tuple[_Attempt | None, Encoding]:
    wide = _wide_codec(content)
    if wide:
        return _attempt(content, wide), Encoding("UTF-16", wide, 0)
    unicode = _attempt(content, "utf-8")
    # A lone accented letter of Windows-1252 at the very end also looks like UTF-8 cut short.
    if unicode and not (unicode.cut and not unicode.foreign):
        return unicode, Encoding("UTF-8", "utf-8", 0)
    korean = _attempt(content, "cp949")
    if korean and _is_hangul(korean.foreign):
        if _attempt(content, "euc_kr"):
            return korean, Encoding("EUC-KR", "euc_kr", 0)
        return korean, Encoding("CP949 (Korean)", "cp949", 0)
    return _attempt(content, "cp1252"), Encoding("Windows-1252", "cp1252", 0)


def _attempt(content: bytes, codec: str, start: int = 0) -> _Attempt | None:
    decoder = codecs.getincrementaldecoder(codec)("strict")
    foreign: set[str] = set()
    characters = control = 0
    for piece in _pieces(content, start):
        try:
            text = decoder.decode(piece)
        except UnicodeDecodeError:
            return None
        if not text.isascii():
            foreign.update(set(text) - _ASCII)
        characters += len(text)
        control += _control_weight(text.encode("utf-8", "surrogatepass"))
    cut = bool(decoder.getstate()[0])
    return _Attempt(frozenset(foreign), 100 * control > characters, cut)


def _pieces(content: bytes, start: int) -> Iterator[bytes]:
    return (content[i : i + PIECE] for i in range(start, len(content), PIECE))


def _wide_codec(content: bytes) -> str | None:
    """Return the UTF-16 codec whose pattern of zero bytes the beginning shows, if any.

    Digits, separators and line ends, which every table has, have a zero as their high byte.
    """
    sample = content[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < max(2, len(sample) / 20):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_hangul(foreign: Set[str]) -> bool:
    everyday = sum(map(_is_everyday_syllable, foreign))
    return everyday > 0 and 2 * everyday >= len(foreign)


def _is_everyday_syllable(character: str) -> bool:
    lead, trail = character.encode("cp949")
    return 0xB0 <= lead <= 0xC8 and trail >= 0xA1


def _is_binary(content: bytes) -> bool:
    return 100 * sum(map(_control_weight, _pieces(content, 0))) > len(content)


def _control_weight(text: bytes) -> float:
    """Return the number of control characters, of which a single NUL outweighs all text."""
    return float("inf") if b"\0" in text else len(text) - len(text.translate(None, _CONTROL))
