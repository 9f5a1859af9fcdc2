"""Words in the names of rows that are no observations: totals, averages, deviations, limits."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+")


def _said(text: str) -> str:
    """The words of a text in small letters, without what stands between and about them."""
    return " ".join(_WORD.findall(text.casefold()))


_WORDS = frozenset(
    map(
        _said,
        (
            # Sums: English, German, French, Spanish, Italian, Portuguese, Dutch, ...
            *("total", "totals", "subtotal", "sum", "sums", "summe", "gesamt", "gesamtsumme"),
            *("insgesamt", "zwischensumme", "gesamtergebnis", "teilergebnis", "summen"),
            *("somme", "sous-total", "ensemble", "totale", "totali", "somma", "subtotale"),
            *("suma", "totais", "soma", "totaal", "subtotaal", "som", "eindtotaal"),
            # ... of the north, ...
            *("summa", "totalt", "delsumma", "sum i alt", "i alt", "ialt", "alls", "samtals"),
            *("yhteensä", "summa yhteensä", "kokku", "kopā", "iš viso", "viso"),
            # ... the east, ...
            *("ogółem", "razem", "łącznie", "suma końcowa", "suma częściowa", "celkem", "součet"),
            *("spolu", "súčet", "összesen", "végösszeg", "részösszeg", "ukupno", "skupaj"),
            *("итого", "всего", "сумма", "итог", "общий итог", "разом", "усього", "сума"),
            *("общо", "всичко", "σύνολο", "toplam", "genel toplam", "ara toplam"),
            # ... and Asia.
            *("합계", "총계", "소계", "총합", "전체", "合计", "总计", "小计", "总和"),
            *("總計", "小計"),
            *("合計", "総計", "計", "総合計", "المجموع", "الإجمالي", "סה״כ", "סך הכל"),
            *("tổng", "tổng cộng", "tổng số", "รวม", "รวมทั้งหมด", "jumlah", "total keseluruhan"),
            *("कुल", "योग", "مجموع", "جمع"),
            # Means.
            *("mean", "average", "avg", "mittelwert", "mittel", "durchschnitt", "moyenne"),
            *("gesamtdurchschnitt", "gesamtmittel"),
            *("promedio", "media", "média", "gemiddelde", "medelvärde", "gennemsnit"),
            *("gjennomsnitt", "keskiarvo", "średnia", "průměr", "priemer", "átlag", "prosjek"),
            *("среднее", "среднее значение", "середнє", "μέσος όρος", "ortalama", "المتوسط"),
            *("평균", "平均", "平均值", "均值", "平均値", "trung bình", "ค่าเฉลี่ย", "rata-rata"),
        ),
    )
)
_BESIDE_TOTALS = frozenset(
    (
        *("sd", "std", "stdev", "st dev", "std dev", "standard deviation", "min", "max", "minimum"),
        *("maximum", "median", "n", "count", "standardabweichung", "표준편차", "최소"),
        *("최대", "중앙값"),
        *("cv", "variance", "range", "mode", "se", "sem", "rsd", "quartile"),
        *("skewness", "kurtosis"),
        *("mediane", "médiane", "mediana", "écart type", "varianz", "spannweite", "desvest"),
        *("медиана", "минимум", "максимум", "中位数", "標準偏差", "标准差", "最小值", "最大值"),
    )
)
"""Words of rows that are no observations either, beside a total or another of them at an end."""

_OF_ALL = frozenset(
    (
        *("median", "count", "minimum", "maximum", "std dev", "stdev", "standard deviation"),
        *("standardabweichung", "écart type", "médiane", "lod", "loq", "mdl", "detection limit"),
        *("limit of detection", "limit of quantification"),
        *("quantification limit", "nachweisgrenze"),
        *("bestimmungsgrenze", "reporting limit", "points possible"),
        *("max points", "maximum points"),
        *("possible points", "out of", "reference range", "upper limit", "lower limit"),
        *("limite de détection", "표준편차", "중앙값"),
        # What the aligner STAR counts of no gene, above those of genes.
        *("n unmapped", "n multimapping", "n nofeature", "n ambiguous"),
    )
)
"""Words of which one row alone, at an end, is no observation: nobody and nothing is called so."""

_QUANTILE = re.compile(r"[0-9]{1,2}(?:\.[0-9])? ?%(?:ile)?|cv ?\(?%\)?", re.I)
_COUNTED_ASIDE = "__"
"""What the names of rows begin with in which counting programs put what is of no gene."""

_PHRASES = frozenset(
    (
        *("grand total", "sub total", "all rows", "total general", "total général"),
        *("total geral", "totale generale", "totaal generaal", "in total", "overall total"),
        *("average total", "overall mean", "media general", "média geral", "overall average"),
        *("grand mean", "moyenne générale", "promedio general", "media complessiva"),
    )
)


def is_total(text: str) -> bool:
    """Tell whether a name says that a row is a total or an average, and nothing else.

    Examples
    --------
    >>> is_total("Sub-total:"), is_total("Total shops")
    (True, False)
    """
    said = _said(text)
    return said in _WORDS or said in _PHRASES


def is_hint(text: str) -> bool:
    """Tell whether a name begins or ends with such a word.

    Examples
    --------
    >>> is_hint("League average"), is_hint("the average shop")
    (True, False)
    """
    words = _WORD.findall(text.casefold())
    return bool(words) and not {words[0], words[-1]}.isdisjoint(_WORDS)


def is_summary(text: str) -> bool:
    """Tell whether a name is of another summary: a deviation, a quantile, the least, a limit.

    Examples
    --------
    >>> [is_summary(text) for text in ("Std. Dev.", "25%", "Max", "LOD", "Oslo")]
    [True, True, True, True, False]
    """
    said = _said(text)
    is_quantile = bool(_QUANTILE.fullmatch(text.strip()))
    return said in _BESIDE_TOTALS or said in _OF_ALL or is_quantile


def is_of_no_observation(texts: Sequence[str]) -> bool:
    """Tell whether one of the names of a row is one that no observation has.

    Examples
    --------
    >>> is_of_no_observation(["Detection limit"]), is_of_no_observation(["Max"])
    (True, False)
    """
    return any(_said(text) in _OF_ALL or text.startswith(_COUNTED_ASIDE) for text in texts)
