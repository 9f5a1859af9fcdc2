"""What the scores of a comparison say of the rows at hand, each in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: By the name of the score; the share in percent goes into the braces.
READINGS: Mapping[str, str] = MappingProxyType(
    {
        "matched_accuracy": "{} of the rows lie in the cluster matched to their class.",
        "adjusted_rand_index": "Agreement on pairs of rows is {} of the way from what chance gives "
        "to perfect.",
        "normalized_mutual_information": "Target and clusters share {} of the information that "
        "they hold on average.",
        "homogeneity": "Knowing the cluster of a row removes {} of the uncertainty about its "
        "class.",
        "completeness": "Knowing the class of a row removes {} of the uncertainty about its "
        "cluster.",
    }
)


def reading_of(score: str, value: float) -> str:
    """Return what a value of a score says of these rows, in one sentence.

    Parameters
    ----------
    score : str
        A name of `gmm_core.comparison.SCORES`.
    value : float

    Returns
    -------
    str
        Exact readings and no grades: how good is good enough depends on what it is for.

    Notes
    -----
    Homogeneity is 1 - H(class | cluster) / H(class), and completeness the same the other way
    round (Rosenberg and Hirschberg 2007). The adjusted Rand index is (index - expected) /
    (largest - expected) in pairs of rows (Hubert and Arabie 1985).

    Examples
    --------
    >>> reading_of("homogeneity", 0.8642)
    'Knowing the cluster of a row removes 86.4 % of the uncertainty about its class.'
    >>> reading_of("adjusted_rand_index", -0.02)
    'Target and clusters agree on fewer pairs of rows than random clusters of these sizes would.'
    """
    if score == "adjusted_rand_index" and value < 0:
        return (
            "Target and clusters agree on fewer pairs of rows than random clusters of these sizes "
            "would."
        )
    return READINGS[score].format(_percent(value))


def _percent(share: float) -> str:
    """A share in percent; nothing but all is 100 %, and nothing but none 0 %."""
    if 0.0 < share < 0.0005:
        return "less than 0.1 %"
    if 0.9995 <= share < 1.0:
        return "more than 99.9 %"
    digits = 1 if 0.0 < share < 1.0 else 0
    return f"{100.0 * share:.{digits}f} %"
