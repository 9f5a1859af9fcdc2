"""How well the letters of a table fit each of the encodings that came before Unicode.

A small model of writing for each: how often a letter beyond ASCII follows another, a plain letter
or neither, and how common that letter is. The encoding under which the fields are likeliest is the
one they were most probably written in.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from gmm_core.reading.encodings.frequent_letters import HANGUL, KANJI, SIMPLIFIED, TRADITIONAL

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
_NO_WORD = re.compile(r"[^\W\d_]{40}")
_POLISH = re.compile(r"£(?=[^\W\d])|(?<=[a-ln-wyz])³|Ł(?=[ \d])")  # no sign, and no letter
# Where Western languages hardly have these letters: Turkish and Baltic ones have the same bytes.
_OUT_OF_PLACE = re.compile(r"ç(?=[bcdfghjklmnpqrstvwxz])|(?<=[^\W\d_])þ")
_MISPLACED = -2.0  # nats
# In nats, before any letter is seen: files of the commonest encoding should stay what they are.
_PRIOR = {"cp1252": 8.0, "cp1250": 4.5, "euc_jp": -2.0, "cp1254": 1.0, "cp1257": 0.0}
_PRIOR |= {"cp1253": -6.0, "cp1255": -6.0, "cp1256": -13.0, "cp874": -8.0}
# The same letters in other places, as they were written before Windows and beside it.
_PRIOR |= {
    "koi8_r": -2.0,
    "cp866": -2.0,
    "iso8859_5": -2.0,
    "iso8859_2": 0.0,
    "cp850": -5.0,
    "cp852": -5.0,
    "mac_roman": -5.0,
}
_OF_ANY_BYTE = frozenset(
    ("koi8_r", "cp866", "iso8859_5", "cp850", "cp852", "mac_roman", "cp1256", "iso8859_2")
)
_LEAST_SEEN = 6  # letters beyond ASCII from which on an encoding of any byte is believed
_LEAST_RARE = 18  # and from which on the rarest: its capitals are where Japanese syllables are

# Rows: what stands before, in the order of `_PLAIN`, `_LETTER`, `_OTHER`; columns: what follows.
_LATIN = ((0.75, 0.10, 0.15), (0.72, 0.03, 0.25), (0.80, 0.05, 0.15))
_CYRILLIC = ((0.65, 0.01, 0.34), (0.01, 0.81, 0.18), (0.05, 0.75, 0.20))
_IDEOGRAPHIC = ((0.65, 0.01, 0.34), (0.01, 0.61, 0.38), (0.05, 0.75, 0.20))
_WITHIN = {_PLAIN: math.log(1 / 40), _OTHER: math.log(1 / 30)}


OF_MAC = 11.0
"""Nats: so much likelier is the Mac's own encoding where lines end as they do on old ones."""

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


def fits(some: Sequence[bytes], *, joined: bool = False, of_mac: bool = False) -> list[LetterFit]:
    """Return how the fields fit each encoding in which they can be read, the likeliest first.

    Fields of a file that was `joined` from others are not judged by how many letters there are: in
    the other part the words are known. Of a file whose lines end `of_mac` few letters are enough
    for the Mac's own encoding.

    Examples
    --------
    >>> [fit.codec for fit in fits([word.encode("cp1250") for word in ("źródło", "płeć")])][:2]
    ['cp1250', 'cp1252']
    """
    texts = {codec: _decoded(some, codec) for codec in _LETTERS}
    for codec, usual in _LIKE.items():
        if texts[codec] == texts[usual]:
            texts[codec] = None  # no letter of it
    seen = sum(len(_FOREIGN.findall(field)) for field in some)
    if seen < _LEAST_SEEN:
        texts |= dict.fromkeys(set(_OF_ANY_BYTE) - ({"mac_roman"} if of_mac else set()))
    if seen < _LEAST_RARE and not joined:
        texts["iso8859_5"] = None
    found = [_fit(codec, decoded) for codec, decoded in texts.items() if decoded is not None]
    found = [_whatever_the_case(fit, texts) for fit in found]
    if of_mac:
        found = [
            replace(fit, log_likelihood=fit.log_likelihood + OF_MAC)
            if fit.codec == "mac_roman"
            else fit
            for fit in found
        ]
    return sorted(found, key=lambda fit: -fit.log_likelihood)


def _whatever_the_case(fit: LetterFit, texts: Mapping[str, list[str] | None]) -> LetterFit:
    """How likely Cyrillic is in an older encoding beside the usual one, capitals or not.

    What are capitals in one are small letters in the other.
    """
    usual, own = texts["cp1251"], texts[fit.codec]
    if fit.codec not in ("koi8_r", "cp866", "iso8859_5") or usual is None or own is None:
        return fit
    small = [
        _fit(codec, [text.lower() for text in said]).log_likelihood
        for codec, said in ((fit.codec, own), ("cp1251", usual))
    ]
    beside = _fit("cp1251", usual).log_likelihood + small[0] - small[1]
    return replace(fit, log_likelihood=beside)


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
    steps = _IDEOGRAPHIC if codec in _DOUBLE else _CYRILLIC if codec in _OTHER_SCRIPTS else _LATIN
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
    if codec in _OTHER_SCRIPTS and any(map(_NO_WORD.search, texts)):
        common += _LONGEST * _NONE  # no word of such a script is so long
    languages = _LETTERS[codec]
    likeliest = max(_letters(counts, language, codec) for language in range(len(languages)))
    letters = tuple(letter for letter, _ in counts.most_common() if letter != _CUT)
    if codec == "cp1252":
        common += _MISPLACED * sum(len(_OUT_OF_PLACE.findall(text)) for text in texts)
    likelihood = _PRIOR.get(codec, 0.0) + common + likeliest - math.log(len(languages))
    return LetterFit(codec, likelihood, letters)


def _written_out(text: str) -> str:
    """The text without powers of metres, and without signs that stand where a letter would."""
    return _POLISH.sub(_CUT, _UNIT.sub("m", text))


def _what(character: str) -> int:
    is_letter = character.isalpha() or unicodedata.category(character) == "Mn"  # a vowel above
    if character in _SIGNS or not is_letter:
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
    share = shares.get(small if small in shares else character, 0.0)
    share *= 1.0 if small == character else 0.3
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

_LIKE = {"cp1250": "cp1252", "cp1254": "cp1252", "cp1257": "cp1252", "iso8859_2": "cp1250"}
"""Encodings that have most letters where a usual one has them."""

_OTHER_SCRIPTS = frozenset(
    ("cp1251", "koi8_r", "cp866", "iso8859_5", "cp1253", "cp1255", "cp1256", "cp874"),
)
"""Encodings of scripts in which hardly any letter is one of ASCII."""

_CYRILLIC_LETTERS = "оаеинтрслвкпмдуяызьбгчйжхшющцэфёъіїєґўјћђљњџ"

# The letters beyond ASCII of each language, the commonest first.
_WESTERN = (
    "éèàêçôîùâûëïœæü",  # French
    "äöüßé",  # German
    "áéíóñúü",  # Spanish
    "ãçáéíóõêâúàôü",  # Portuguese
    "àèòùìéó",  # Italian
    "äåöéü",  # Swedish, Finnish
    "øåæéöä",  # Danish, Norwegian
)
_CENTRAL = ("łąęóśżćńź", "íáéěýřžčšůúňťďó", "čšžćđ")  # Polish, Czech, Croatian and Slovene
_LETTERS: Mapping[str, Sequence[str]] = {
    "cp1252": (
        *_WESTERN,
        "áðíéþöúóæý",  # Icelandic
        "àéèíóòçúïü",  # Catalan
        "ëéïöüèê",  # Dutch, Albanian
        "õäöüšž",  # Estonian
        "éäöüáíóàèçñøåãêæõôúëïâîßùûœìòýšžðþÿ",  # names of people and places from everywhere
    ),
    "cp1250": (
        *_CENTRAL,
        "áéíýčľžšúťňôďäĺŕó",  # Slovak
        "áéöőóíüúű",  # Hungarian
        "ăâîţşșț",  # Romanian
    ),
    "cp1251": (_CYRILLIC_LETTERS,),
    "koi8_r": (_CYRILLIC_LETTERS[:33],),
    "cp866": (_CYRILLIC_LETTERS[:33],),
    "iso8859_5": (_CYRILLIC_LETTERS[:33],),
    "cp1253": ("αοιετσνηυρπκμλωςγθδάόίέήύβχφξζώψϊϋΐΰ",),
    "cp1254": ("ışğüçöİâîû",),
    "cp1255": ("יהולאמרתבשנדחעםפקטגצךןסזכףץ",),
    "cp1256": ("الينمروتبةعدسفهكقحجشطصخذضثزىغئءؤأإآظپچژگ",),
    "cp1257": (
        "ėšįžūčųąę",  # Lithuanian
        "āīēšņļžķūčģ",  # Latvian
    ),
    "cp874": ("านรกอเง่มย้ลวดทสตะปบคหัแจพิชีขใไถโธผภซณศฐ์ูุืึำญษ็ฎฟฉฬฮฆฌฑฒฏๆ",),
    **dict.fromkeys(("iso8859_2", "cp852"), (*_CENTRAL, "áéöőóíüúű")),  # the last is Hungarian
    **dict.fromkeys(("cp850", "mac_roman"), _WESTERN),
    **dict.fromkeys(_DOUBLE, ("",)),
}
