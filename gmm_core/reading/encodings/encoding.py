"""Which encoding a text file is written in, found from its bytes."""

import codecs
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import numpy as np

from gmm_core.errors import DataError, NoTableError
from gmm_core.reading.encodings.letters import doubt, fields, fits
from gmm_core.reading.encodings.unprinted import SHIFTING, shifting_codec
from gmm_core.wording import counted, plural

_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le", "UTF-32"),
    (b"\0\0\xfe\xff", "utf-32-be", "UTF-32"),
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
    "EUC-JP (Japanese)": "euc_jp",
    "ISO-2022-JP (Japanese)": "iso2022_jp",
    "ISO-2022-KR (Korean)": "iso2022_kr",
    "GB18030 (Chinese)": "gb18030",
    "HZ (Chinese)": "hz",
    "Big5 (Chinese)": "cp950",
    "Windows-1250 (Central European)": "cp1250",
    "Windows-1251 (Cyrillic)": "cp1251",
    "KOI8-R (Cyrillic)": "koi8_r",
    "DOS 866 (Cyrillic)": "cp866",
    "ISO 8859-5 (Cyrillic)": "iso8859_5",
    "Windows-1253 (Greek)": "cp1253",
    "Windows-1254 (Turkish)": "cp1254",
    "Windows-1255 (Hebrew)": "cp1255",
    "Windows-1256 (Arabic)": "cp1256",
    "Windows-1257 (Baltic)": "cp1257",
    "Windows-874 (Thai)": "cp874",
    "ISO 8859-2 (Central European)": "iso8859_2",
    "DOS 850 (Western European)": "cp850",
    "DOS 852 (Central European)": "cp852",
    "Mac Roman": "mac_roman",
}
"""What a person can choose from, with the codec of each; all are also found."""

_OF_MORE_BYTES = frozenset(
    ("utf-8", "utf-16-le", "euc_kr", "cp949", "cp932", "euc_jp", "gb18030", "cp950", *SHIFTING)
)
_NAMES = {codec: name for name, codec in ENCODINGS.items() if name != "UTF-8 with mark"}

# Bytes that are looked at at a time: no more is held twice, and memory is used again.
PIECE = 1 << 18
_LIKE_ASCII = frozenset(ENCODINGS.values()) - {"utf-16-le", *SHIFTING}
# How bytes are read that are no UTF-8 among such as are, by the encoding of one byte they are in.
_BESIDE = {
    codec: f"gmm_core.{codec}" for codec in ENCODINGS.values() if codec not in _OF_MORE_BYTES
}
_LEAST_JOINED = 2  # lines of either kind in a file that was joined
_LIKELIER_JOINED = 10.0  # nats
_LOOKED_AT = 1 << 20  # bytes
_TIMES_BESIDE = 2
_ASCII = frozenset(map(chr, range(128)))
_DELETE = 0x7F
# Tab, line feed, form feed, carriage return; and what databases put between fields.
_NO_CONTROL = (0x09, 0x0A, 0x0C, 0x0D, 0x01, 0x1E, 0x1F)


class Encoding(NamedTuple):
    """An encoding by its usual name, its codec, the byte where the text begins, and any doubt."""

    name: str
    codec: str
    start: int
    doubt: str = ""
    errors: str = "strict"


class _Attempt(NamedTuple):
    """What one codec makes of the bytes; ``cut`` when the last character lacks bytes."""

    foreign: frozenset[str]
    binary: bool
    cut: bool


def find_encoding(content: bytes, name: str = "file", chosen: str | None = None) -> Encoding:
    r"""Return the encoding of a text file, or `chosen` of `ENCODINGS`, where a person knows it.

    A byte-order mark decides; without one, UTF-16 shows by its zero bytes and UTF-8 by decoding
    without error. What is left was written before Unicode: the encoding under which its letters are
    likeliest is taken (see `letters`), Windows-1252 where it is as likely as any other. Tables have
    few words, of which general detection, made for prose, takes many for another language's. A
    file that is binary, ends inside a character, or is in none of these or not in the chosen one,
    is a DataError.

    Examples
    --------
    >>> find_encoding("이름,키\n민수,171\n".encode("euc-kr"))
    Encoding(name='EUC-KR', codec='euc_kr', start=0, doubt='', errors='strict')
    """
    encoding = None if chosen is None else _as_chosen(content, chosen)
    attempt, encoding = _tried(content, encoding or _marked(content)) or _without_mark(content)
    binary = attempt.binary if attempt else _is_binary(content)
    if chosen is not None and (attempt is None or binary):
        raise DataError(
            f"{name} cannot be read in the encoding {chosen}. "
            'Choose another one in the box "Encoding", or leave it to be found from the file.'
        )
    if binary:
        raise NoTableError(
            f"{name} is not a text table: it holds binary data. "
            "Save the table as CSV (comma-separated values) and upload that."
        )
    if attempt is None:
        raise DataError(
            f"{name} is in an encoding that is not known here. "
            'Choose it in the box "Encoding", or save the file again with the encoding "UTF-8".'
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
    shifting = shifting_codec(content)
    if shifting and (attempt := _attempt(content, shifting)):
        return attempt, Encoding(_NAMES[shifting], shifting, 0)
    unicode = _attempt(content, "utf-8")
    # A lone accented letter of Windows-1252 at the very end also looks like UTF-8 cut short.
    if unicode and not (unicode.cut and not unicode.foreign):
        return unicode, Encoding("UTF-8", "utf-8", 0)
    if unicode is None and (beside := _beside_utf8(content)):
        n_bytes, codec = beside
        said = (
            f"Not all of the file is UTF-8: {counted(n_bytes, 'byte')} of the beginning "
            f"{plural(n_bytes, 'was', 'were')} read as {_NAMES[codec]}."
        )
        errors = _BESIDE[codec]
        return _attempt(content, "utf-8", errors=errors), Encoding(
            "UTF-8", "utf-8", 0, said, errors
        )
    return _by_letters(content)


def _beside_utf8(content: bytes) -> tuple[int, str] | None:
    """Return how many bytes of the beginning are no UTF-8, and in which encoding these are.

    Nearly all others are, as where some program wrote a line in the encoding of its own; or whole
    lines are, and what they say is likelier beside the others than these bytes are in any encoding,
    as where files were joined. None of a file that is in one encoding.
    """
    beginning = content[:_LOOKED_AT]
    text = beginning.decode("utf-8", "surrogateescape")
    n_beside = sum("\udc80" <= sign <= "\udcff" for sign in text)
    n_others = sum(not sign.isascii() for sign in text) - n_beside
    if n_others >= max(_TIMES_BESIDE * n_beside, 2):
        return n_beside, "cp1252"
    lines = [line for line in beginning.split(b"\n") if not line.isascii()]
    joined = [line for line in lines if _is_utf8(line)]
    if len(joined) < _LEAST_JOINED or len(joined) > len(lines) - _LEAST_JOINED:
        return None
    rest = b"\n".join(line for line in lines if not _is_utf8(line))
    found = [fit for fit in fits(fields(rest), joined=True) if fit.codec in _BESIDE][:1]
    for codec in (fit.codec for fit in found):
        try:
            anew = b"\n".join(line.decode().encode(codec) for line in joined)
        except UnicodeEncodeError:
            return None
        alike, as_it_stands = (
            fits(fields(said + b"\n" + rest), joined=True) for said in (anew, b"\n".join(joined))
        )
        likelier = max(fit.log_likelihood for fit in alike if fit.codec == codec)
        if likelier > as_it_stands[0].log_likelihood + _LIKELIER_JOINED:
            return n_beside, codec
    return None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _read_as(codec: str, error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode(codec, "replace"), error.end


for _codec, _name in _BESIDE.items():
    codecs.register_error(_name, partial(_read_as, _codec))


def _by_letters(content: bytes) -> tuple[_Attempt | None, Encoding]:
    """The likeliest encoding in which all of the file can be read."""
    of_mac = _ends_as_on_old_macs(content)
    some = content[:_LOOKED_AT].replace(b"\r", b"\n") if of_mac else content
    found = fits(fields(some), of_mac=of_mac)
    for place, fit in enumerate(found):
        if attempt := _attempt(content, fit.codec):
            doubtful = doubt(*found[place : place + 2]) if found[place + 1 :] else None
            is_smaller = fit.codec == "cp949" and _attempt(content, "euc_kr")
            name = "EUC-KR" if is_smaller else _NAMES[fit.codec]
            said = _say_doubt(name, _NAMES[found[place + 1].codec], *doubtful) if doubtful else ""
            return attempt, Encoding(name, ENCODINGS[name], 0, said)
    return None, Encoding("", "", 0)


def _ends_as_on_old_macs(content: bytes) -> bool:
    """Whether lines end in a carriage return alone, as spreadsheets for the Mac write them."""
    return b"\n" not in content and content.count(b"\r") > 1


def _say_doubt(name: str, other: str, letters: str, others: str) -> str:
    return (
        f"The encoding is in doubt: as {name} the file has {letters}, where as {other} it would "
        f"have {others}."
    )


def _attempt(content: bytes, codec: str, start: int = 0, errors: str = "strict") -> _Attempt | None:
    decoder = codecs.getincrementaldecoder(codec)(errors)
    foreign: set[str] = set()
    characters = control = 0
    for piece in _pieces(content, start):
        if piece.isascii() and codec in _LIKE_ASCII and not decoder.getstate()[0]:
            characters += len(piece)
            control += _control_weight(piece)
            continue
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


def _is_binary(content: bytes) -> bool:
    return 100 * sum(map(_control_weight, _pieces(content, 0))) > len(content)


def _control_weight(text: bytes) -> float:
    """Return the number of control characters, of which a single NUL outweighs all text."""
    if b"\0" in text:
        return float("inf")
    codes = np.frombuffer(text, np.uint8)
    low = codes < ord(" ")
    for code in _NO_CONTROL:
        low &= codes != code
    return float(np.count_nonzero(low) + np.count_nonzero(codes == _DELETE))
