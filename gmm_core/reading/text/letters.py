"""How well the letters of a table fit each of the encodings that came before Unicode.

A small model of writing for each: how often a letter beyond ASCII follows another, a plain letter
or neither, and how common that letter is. The encoding under which the fields are likeliest is the
one they were most probably written in.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gmm_core.reading.text.frequent_letters import HANGUL, KANJI, SIMPLIFIED, TRADITIONAL

MOST_FIELDS = 2_000
"""So many different fields with letters beyond ASCII are judged."""

_MOST_SEEN = 20_000  # fields, among which others are looked for
_LONGEST = 200  # bytes of a field that are judged
_FOREIGN = re.compile(rb"[\x80-\xff]")
_ENDS = re.compile(rb'[,;\t"\r\n]')  # none of these is part of a character of two bytes

_PLAIN, _LETTER, _OTHER = range(3)
"""What a character is: a letter of ASCII, another letter, or no letter."""

_SIGNS = "°±µμªº²³€£¥¢’“”‘–—…½«»§®©·×№•™¿¡、。（）：％，"
_SIGN, _RARE_SIGN = math.log(0.8 / 20), math.log(0.05 / 100)
_NONE = math.log(1e-6)  # of a letter that the language has not
_WITHIN_A_WORD = math.log(0.01)  # of a capital after a small letter
_CUT = "\ufffd"  # stands for a character that lacks bytes
_UNIT = re.compile("m[²³]")
_POLISH = re.compile(r"£(?=[^\W\d])|(?<=[a-ln-wyz])³|Ł(?=[ \d])")  # no sign, and no letter
# In nats, before any letter is seen: files of the commonest encoding should stay what they are.
_PRIOR = {"cp1252": 8.0, "cp1250": 4.5, "euc_jp": -2.0}

# Rows: what stands before, in the order of `_PLAIN`, `_LETTER`, `_OTHER`; columns: what follows.
_LATIN = ((0.75, 0.10, 0.15), (0.72, 0.03, 0.25), (0.80, 0.05, 0.15))
_CYRILLIC = ((0.65, 0.01, 0.34), (0.01, 0.81, 0.18), (0.05, 0.75, 0.20))
_IDEOGRAPHIC = ((0.65, 0.01, 0.34), (0.01, 0.61, 0.38), (0.05, 0.75, 0.20))
_WITHIN = {_PLAIN: math.log(1 / 40), _OTHER: math.log(1 / 30)}


DOUBT = 3.5
"""Nats: where the likeliest encoding is no likelier than this beside the next, it is in doubt."""


@dataclass(frozen=True)
class LetterFit:
    """How likely the fields are in an encoding, and their letters beyond ASCII, commonest first."""

    codec: str
    log_likelihood: float
    letters: tuple[str, ...]


def doubt(found: LetterFit, other: LetterFit) -> tuple[str, str] | None:
    r"""Return three letters as either encoding has them, None where there is no doubt.

    Examples
    --------
    >>> doubt(*fits(["Krakově".encode("cp1250")])[:2])
    ('ì', 'ě')
    """
    if found.log_likelihood - other.log_likelihood > DOUBT or found.letters == other.letters:
        return None
    return _beside(found, other), _beside(other, found)


def _beside(one: LetterFit, other: LetterFit) -> str:
    own = [letter for letter in one.letters if letter not in other.letters]
    return ", ".join((own or list(one.letters))[:3])


def fields(content: bytes) -> list[bytes]:
    r"""Return the different fields with bytes beyond ASCII, digits aside, from the beginning.

    Examples
    --------
    >>> fields("né,x,né\nà 1,à 2\n".encode("cp1252"))
    [b'n\xe9', b'\xe0 1']
    """
    found: dict[bytes, bytes] = {}
    for seen, field in enumerate(_all_fields(content)):
        found.setdefault(field.translate(None, b"0123456789"), field)
        if len(found) == MOST_FIELDS or seen == _MOST_SEEN:
            break
    return list(found.values())


def _all_fields(content: bytes) -> Iterator[bytes]:
    end = 0
    while first := _FOREIGN.search(content, end):
        begin = max(content.rfind(mark, end, first.start()) for mark in (b",", b";", b"\t", b"\n"))
        begin = max(begin + 1, end, first.start() - _LONGEST)
        mark = _ENDS.search(content, first.start())
        end = mark.start() if mark else len(content)
        yield content[begin : min(end, first.start() + _LONGEST)].strip(b'" ')


def fits(some: Sequence[bytes]) -> list[LetterFit]:
    """Return how the fields fit each encoding in which they can be read, the likeliest first.

    Examples
    --------
    >>> [fit.codec for fit in fits([word.encode("cp1250") for word in ("źródło", "płeć")])][:2]
    ['cp1250', 'cp1252']
    """
    texts = {codec: _decoded(some, codec) for codec in _LETTERS}
    if texts["cp1250"] == texts["cp1252"]:
        texts["cp1250"] = None  # no letter of it
    found = [_fit(codec, decoded) for codec, decoded in texts.items() if decoded is not None]
    return sorted(found, key=lambda fit: -fit.log_likelihood)


def _decoded(some: Sequence[bytes], codec: str) -> list[str] | None:
    try:
        return [_text(field, codec, field is some[-1]) for field in some]
    except UnicodeDecodeError:
        return None


def _text(field: bytes, codec: str, last: bool) -> str:
    """The field; a file, and what is judged of a long field, may end inside a character."""
    try:
        return field.decode(codec)
    except UnicodeDecodeError as error:
        may_be_cut = last or len(field) >= _LONGEST
        if not may_be_cut or error.end < len(field) or "incomplete" not in error.reason:
            raise
        return field[: error.start].decode(codec) + _CUT


def _fit(codec: str, texts: Sequence[str]) -> LetterFit:
    steps = _IDEOGRAPHIC if codec in _DOUBLE else _CYRILLIC if codec == "cp1251" else _LATIN
    counts: Counter[str] = Counter()
    common = 0.0
    for text in texts:
        before, small = _OTHER, False
        for character in _written_out(text):
            what = _what(character)
            common += math.log(steps[before][what])
            if character.isascii():
                common += _WITHIN[what]
            else:
                counts[character] += 1
                common += _WITHIN_A_WORD if small and character.isupper() else 0.0
            before, small = what, what == _LETTER and character.islower()
    languages = _LETTERS[codec]
    likeliest = max(_letters(counts, language, codec) for language in range(len(languages)))
    letters = tuple(letter for letter, _ in counts.most_common() if letter != _CUT)
    likelihood = _PRIOR.get(codec, 0.0) + common + likeliest - math.log(len(languages))
    return LetterFit(codec, likelihood, letters)


def _written_out(text: str) -> str:
    """The text without powers of metres, and without signs that stand where a letter would."""
    return _POLISH.sub(_CUT, _UNIT.sub("m", text))


def _what(character: str) -> int:
    if not character.isalpha() or character in _SIGNS:
        return _OTHER
    return _PLAIN if character.isascii() else _LETTER


def _letters(counts: Mapping[str, int], language: int, codec: str) -> float:
    """The log-probability of the letters themselves in one language of an encoding."""
    return sum(
        count * _log_share(character, codec, language) for character, count in counts.items()
    )


@cache
def _log_share(character: str, codec: str, language: int) -> float:
    if character == _CUT:
        return _NONE
    if _what(character) == _OTHER:
        return _SIGN if character in _SIGNS else _RARE_SIGN
    if codec in _DOUBLE:
        return _ideographic(character, codec)
    shares = _shares(_LETTERS[codec][language])
    small = character.lower()
    share = shares.get(small, 0.0) * (1.0 if small == character else 0.3)
    return math.log(share) if share else _NONE


@cache
def _shares(letters: str) -> dict[str, float]:
    """Shares of the letters of a language, which are listed by how common they are."""
    weights = {letter: 1 / (rank + 1.5) for rank, letter in enumerate(letters)}
    total = sum(weights.values())
    return {letter: weight / total for letter, weight in weights.items()}


def _ideographic(character: str, codec: str) -> float:
    """The log-probability of a letter among those of its kind, and of the kind."""
    if character in _COMMON[codec]:
        return math.log(0.7 / len(_COMMON[codec]))
    lead = character.encode(codec)
    for (first, last), share, size in _DOUBLE[codec]:
        if first <= lead <= last and (codec != "cp949" or lead[-1] >= 0xA1):
            return math.log(share / size)
    return math.log(1e-8)


# For each encoding of two bytes: from which character to which, their share, and how many they are.
_DOUBLE: Mapping[str, Sequence[tuple[tuple[bytes, bytes], float, int]]] = {
    "cp949": (((b"\xb0\xa1", b"\xc8\xfe"), 0.3, 2_350), ((b"\xca\xa1", b"\xfd\xfe"), 0.001, 4_888)),
    "cp932": (
        ((b"\xa6", b"\xdf"), 0.1, 58),
        ((b"\x82\x4f", b"\x82\x9a"), 0.02, 62),
        ((b"\x82\x9f", b"\x82\xf1"), 0.3, 83),
        ((b"\x83\x40", b"\x83\x96"), 0.3, 86),
        ((b"\x88\x9f", b"\x97\xfe"), 0.3, 2_965),
        ((b"\x98\x40", b"\xea\xa4"), 0.01, 3_390),
    ),
    "euc_jp": (
        ((b"\xa3\xb0", b"\xa3\xfa"), 0.02, 62),
        ((b"\xa4\xa1", b"\xa4\xf3"), 0.3, 83),
        ((b"\xa5\xa1", b"\xa5\xf6"), 0.3, 86),
        ((b"\xb0\xa1", b"\xcf\xd3"), 0.3, 2_965),
        ((b"\xd0\xa1", b"\xf4\xa6"), 0.01, 3_390),
        ((b"\x8e\xa6", b"\x8e\xdf"), 0.005, 58),
    ),
    "gb18030": (
        ((b"\xa3\xa1", b"\xa3\xfe"), 0.02, 94),
        ((b"\xb0\xa1", b"\xd7\xf9"), 0.3, 3_755),
        ((b"\xd8\xa1", b"\xf7\xfe"), 0.01, 3_008),
    ),
    "cp950": (
        ((b"\xa2\xaf", b"\xa3\x43"), 0.02, 62),
        ((b"\xa4\x40", b"\xc6\x7e"), 0.3, 5_401),
        ((b"\xc9\x40", b"\xf9\xd5"), 0.01, 7_652),
    ),
}
_COMMON: Mapping[str, frozenset[str]] = {
    "cp949": frozenset(HANGUL),
    "cp932": frozenset(KANJI),
    "euc_jp": frozenset(KANJI),
    "gb18030": frozenset(SIMPLIFIED),
    "cp950": frozenset(TRADITIONAL),
}

# The letters beyond ASCII of each language, the commonest first.
_LETTERS: Mapping[str, Sequence[str]] = {
    "cp1252": (
        "éèàêçôîùâûëïœæü",  # French
        "äöüßé",  # German
        "áéíóñúü",  # Spanish
        "ãçáéíóõêâúàôü",  # Portuguese
        "àèòùìéó",  # Italian
        "äåöéü",  # Swedish, Finnish
        "øåæéöä",  # Danish, Norwegian
        "áðíéþöúóæý",  # Icelandic
        "àéèíóòçúïü",  # Catalan
        "ëéïöüèê",  # Dutch, Albanian
        "õäöüšž",  # Estonian
        "éäöüáíóàèçñøåãêæõôúëïâîßùûœìòýšžðþÿ",  # names of people and places from everywhere
    ),
    "cp1250": (
        "łąęóśżćńź",  # Polish
        "íáéěýřžčšůúňťďó",  # Czech
        "áéíýčľžšúťňôďäĺŕó",  # Slovak
        "áéöőóíüúű",  # Hungarian
        "čšžćđ",  # Croatian, Slovene
        "ăâîţşșț",  # Romanian
    ),
    "cp1251": ("оаеинтрслвкпмдуяызьбгчйжхшющцэфёъіїєґўјћђљњџ",),
    **dict.fromkeys(_DOUBLE, ("",)),
}
