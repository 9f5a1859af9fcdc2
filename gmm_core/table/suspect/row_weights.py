"""Columns that may say how much each row counts, by their names and values."""

from __future__ import annotations

import numpy as np

from gmm_core.table.telling_names import is_named, words_of

FREQUENCY_NAMES = (
    *("freq", "freqs", "frequency", "frequencies", "fweight", "fwt", "count", "counts", "n"),
    *("häufigkeit", "häufigkeiten", "anzahl", "effectif", "effectifs", "frecuencia", "frequenza"),
    *("frequência", "nobs", "빈도", "频数", "度数"),
)
WEIGHT_NAMES = (
    *(
        "wt",
        "wgt",
        "wght",
        "pweight",
        "pwt",
        "sampwt",
        "sampweight",
        "finalwt",
        "finalwgt",
        "weights",
    ),
    *("perwt", "hhwt", "hhweight", "dweight", "pspwght", "fnlwgt", "wtfinal", "weightvec"),
    *("gewichtung", "gewichtungsfaktor", "poids", "pond", "ponderacion", "ponderación", "가중치"),
    *("ponderation", "pondération", "权重"),
    # As large surveys call them: NHANES, GSS, BRFSS, CPS, ESS, PISA, TIMSS, PIAAC, ALLBUS, SOEP.
    *("wtmec", "wtint", "wtsaf", "wtdrd", "wtss", "wtssall", "wtssnr", "wtssps", "llcpwt"),
    *("wtfinl", "wtsupp", "asecwt", "earnwt", "anweight", "fstuwt", "totwgt", "spfwt", "wghtpew"),
    *("phrf", "hhrf", "perweight", "instwt", "fexp", "facexp"),
)
BESIDE_WEIGHT = frozenset(
    ("sample", "sampling", "survey", "final", "person", "household", "design", "post", "rake")
)
"""Words with which a weight is none of a body: final_weight, WGT_FINAL."""

_EXPANDS = ("expansion", "expansión", "exp")

MEAN_ONE = 0.02
"""A column called a weight, as of a body, is one of rows where its mean is so near to 1, ..."""

SMALL_COUNT = 12
"""... or where it counts: whole numbers from 0 or 1 that are no larger."""


def may_be_weights(name: str, values: np.ndarray) -> bool:
    """Whether a numeric column may say how much each row counts.

    Examples
    --------
    >>> may_be_weights("Freq", np.array([3.0, 12.0])), may_be_weights("weight", np.array([61.5]))
    (True, False)
    """
    there = np.isfinite(values)
    present = values if there.all() else values[there]
    if not len(present) or present.min() < 0.0 or present.min() == present.max():
        return False
    if is_named(name, FREQUENCY_NAMES):
        return bool((present == np.floor(present)).all())
    words = {*words_of(name)}
    if not words.isdisjoint(("obs", "cases", "rows")) and not words.isdisjoint(("n", "num")):
        return bool((present == np.floor(present)).all())
    if not words.isdisjoint(("factor", "fac")) and not words.isdisjoint(_EXPANDS):
        return True  # as censuses of Spanish-speaking countries call it
    says_weight = not words.isdisjoint(("weight", *WEIGHT_NAMES))
    bare = name.rstrip("0123456789yYrR_ ")  # of which years a weight is: WTMEC2YR
    if (
        is_named(name, WEIGHT_NAMES)
        or is_named(bare, WEIGHT_NAMES)
        or (says_weight and not words.isdisjoint(BESIDE_WEIGHT))
    ):
        return True
    return is_named(name, ("weight", "gewicht")) and (_have_mean_one(present) or _count(present))


def _have_mean_one(values: np.ndarray) -> bool:
    return abs(float(values.mean()) - 1.0) <= MEAN_ONE


def _count(values: np.ndarray) -> bool:
    is_small = values.min() <= 1.0 and values.max() <= SMALL_COUNT
    return bool(is_small and (values == np.floor(values)).all())
