"""Names that tell what a column is: a class, a label, an identifier, a code."""

from __future__ import annotations

import re

TARGET_NAMES = (
    *("species", "class", "target", "label", "group", "cluster", "diagnosis", "outcome"),
    *("종", "품종", "분류", "그룹", "집단", "라벨"),
    *("spezies", "klasse", "gruppe", "diagnose", "espèce", "espece", "classe", "groupe"),
    *("especie", "clase", "grupo", "espécie", "specie", "gruppo", "gatunek", "klasa", "grupa"),
    *("soort", "klas", "groep", "art", "laji", "luokka", "druh", "třída", "skupina", "tür"),
    *("sınıf", "faj", "osztály", "csoport", "вид", "класс", "группа", "клас", "група"),
    *("类别", "種類", "种类", "品種", "品种", "分類", "分类", "组", "グループ", "クラス"),
)
"""Names that make a column the likeliest target, the likeliest first."""

LABEL_NAMES = (
    *(*TARGET_NAMES, "type", "category", "유형", "종류", "등급", "typ", "kategorie", "tipo"),
    *("catégorie", "categorie", "categoría", "categoria", "kategoria", "тип", "категория"),
    *("类型", "類型"),
)
"""Names that make a label of whole numbers; "type" is often coarser than the classes sought."""

IDENTIFIER_NAMES = (
    *("id", "ids", "index", "idx", "nr", "no", "num", "row", "rowid", "rownames", "key"),
    *("objid", "specobjid", "eid", "iid", "oid", "recid", "rid", "docid", "itemid", "sampleid"),
    *("siteid", "stationid", "plotid", "orderid", "customerid", "patientid", "participantid"),
    *("번호", "순번", "아이디", "rank", "ranking", "rang", "순위", "排名", "序号"),
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
    *("insee", "siren", "siret", "cusip", "permno", "permco", "gvkey", "cik", "duns", "entrez"),
    *("msisdn", "imei", "imsi", "konto", "kontonr", "acct", "pmid", "doi", "orcid", "cas"),
    *("우편번호", "코드", "전화번호", "邮编", "编码", "郵便番号"),
)
"""Names of whole numbers that are no measurements, however many differ."""

KEY_NAMES = (
    *("id", "ids", "key", "uid", "uuid", "guid", "pid", "userid", "respid", "caseid", "subjid"),
    *("hid", "hhid", "iid", "gid", "sid", "tid", "cid", "fid", "objid", "siteid", "stationid"),
    *("plotid", "sampleid", "itemid", "orderid", "customerid", "patientid", "participantid"),
    "아이디",
)
"""Names of whole numbers that tell persons or things apart, where they come back."""

HOLDER_NAMES = (
    *("account", "customer", "client", "patient", "subject", "participant", "respondent", "user"),
    *("member", "employee", "student", "passenger", "person", "card", "order", "invoice"),
    *("ticket", "kunde", "klient", "proband", "patientin", "konto", "compte", "cuenta", "cliente"),
    *(
        "paciente",
        "sujeto",
        "sujet",
        "konto",
        "계좌",
        "고객",
        "환자",
        "客户",
        "账户",
        "顧客",
        "口座",
    ),
)
"""Names of what a number may stand for: a person, a thing."""

_NUMBER_OF = re.compile(
    r"(?:account|acct|customer|client|patient|subject|participant|respondent|user|member|employee"
    r"|student|passenger|card|order|invoice|ticket|case|serial|phone|item|part|policy|contract"
    r"|registration|reference|transaction|booking|receipt|batch|lot|product|stock|passport|licen[cs]e"
    r"|kunden|konto|rechnungs|bestell|auftrags|matrikel|personal|artikel|vertrags|telefon|serien"
    r"|patienten|probanden|fall|inventar|kenn)[\W_]*(?:number|numbers|nummern?|nr|no|num|code)\W*",
    re.IGNORECASE,
)


_BARE_POSTCODES = ("cap", "cp", "npa", "psc", "psč", "irsz", "postnr")


def is_postcode(name: str, least: float, greatest: float) -> bool:
    """Tell whether whole numbers of four or five digits are called as postcodes are.

    Examples
    --------
    >>> is_postcode("CAP", 10121, 98100), is_postcode("CAP", 5, 80)
    (True, False)
    """
    return name.strip().lower() in _BARE_POSTCODES and least >= 1_000 and greatest < 100_000


def is_number_of_something(name: str) -> bool:
    """Tell whether a name is that of the number of a person or a thing, such as an account.

    Examples
    --------
    >>> [is_number_of_something(name) for name in ("Kundennr.", "order_number", "wave number")]
    [True, True, False]
    """
    return bool(_NUMBER_OF.search(name))


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
