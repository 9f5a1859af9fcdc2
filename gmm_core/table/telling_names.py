"""Names that tell what a column is: a class, a label, an identifier, a code."""

from __future__ import annotations

import re

TARGET_NAMES = (
    *("species", "class", "target", "label", "group", "cluster", "diagnosis", "outcome"),
    *("종", "품종", "분류", "그룹", "집단", "라벨"),
)
"""Names that make a column the likeliest target, the likeliest first."""

LABEL_NAMES = (*TARGET_NAMES, "type", "category", "유형")
"""Names that make a label of whole numbers; "type" is often coarser than the classes sought."""

IDENTIFIER_NAMES = (
    *("id", "ids", "index", "idx", "nr", "no", "num", "row", "rowid", "rownames", "key"),
    *("번호", "순번", "아이디"),
)

CODE_NAMES = (
    *(
        "zip",
        "zipcode",
        "postcode",
        "postal",
        "postalcode",
        "plz",
        "postleitzahl",
        "cep",
        "pincode",
    ),
    *("code", "codes", "fips", "geoid", "phone", "telephone", "tel", "fax", "mobile", "barcode"),
    *("isbn", "ean", "upc", "sku", "gtin", "iban", "ssn", "naics", "sic", "icd", "kennziffer"),
    *("우편번호", "코드", "전화번호", "邮编", "编码", "郵便番号"),
)
"""Names of whole numbers that are no measurements, however many differ."""

KEY_NAMES = ("id", "ids", "key", "uid", "uuid", "아이디")
"""Names of whole numbers that tell persons or things apart, where they come back."""

NAMING = (
    *(*LABEL_NAMES, *IDENTIFIER_NAMES, *CODE_NAMES, *KEY_NAMES, "number", "고객"),
    *("customer", "client", "account", "user", "store"),
)
"""Names of whole numbers with few levels that never stand in for measured ones."""

_WORD = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+|\d+")


def is_named(name: str, names: tuple[str, ...]) -> bool:
    """Whether a column is named like these, by its last word."""
    return _last_word(name) in names


def name_rank(name: str) -> int:
    """How likely a label is a target, by its name; smaller is likelier."""
    return LABEL_NAMES.index(_last_word(name))


def _last_word(name: str) -> str:
    """Return what "PassengerId", "iris_class" and "No." end in, in small letters."""
    words = words_of(name)
    return words[-1] if words else ""


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in small letters."""
    return tuple(word.lower() for word in _WORD.findall(name))
