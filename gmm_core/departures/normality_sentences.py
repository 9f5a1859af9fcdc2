"""One sentence on whether a component is normal, with the numbers that say so."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from gmm_core.checked import as_annotated
from gmm_core.departures.normality import FitCheck
from gmm_core.logarithms import Logarithm
from gmm_core.names import check_one_each, component_titles
from gmm_core.wording import counted, listed, plural
from gmm_core.written_numbers import number, p_value, signed

MOST_NAMED = 3  # features


@as_annotated
def fit_verdicts(
    checks: Sequence[FitCheck],
    n_features: int,
    components: Sequence[str] | None = None,
    *,
    features: Sequence[str] | None = None,
    logarithms: Sequence[Logarithm | None] = (),
) -> list[str]:
    """Return one sentence on each component: whether it is normal, and how not.

    Parameters
    ----------
    checks : sequence of FitCheck
        One for each component.
    n_features : int
    components : sequence of str, optional
        What a person calls each component.
    features : sequence of str, optional
        Names of the features, of which a sentence names those that lean; numbers without it.
    logarithms : sequence of Logarithm or None
        Those that are fitted, so that none is offered twice.

    Returns
    -------
    list of str

    Notes
    -----
    `fit_checks` has the rule. Distances are squared Mahalanobis distances.

    Examples
    --------
    >>> import numpy as np
    >>> from gmm_core import Mixture
    >>> from gmm_core.departures import fit_checks
    >>> x = np.random.default_rng(0).standard_t(3, size=(500, 1))
    >>> mixture = Mixture([1.0], [x.mean(axis=0)], [[[x.var()]]])
    >>> fit_verdicts(fit_checks(x, mixture, np.ones((500, 1))), 1)
    ['Component 1 has heavier tails than a normal distribution: its largest squared distance is 22,
    expected about 11.']
    """
    titles = component_titles(len(checks), components)
    names = features or [f"feature {place + 1}" for place in range(n_features)]
    check_one_each(names, n_features, "feature")
    taken = {place for place, each in enumerate(logarithms) if each is not None}
    return [
        _verdict(check, title, n_features) + _leaning(check, names, taken)
        for check, title in zip(checks, titles, strict=True)
    ]


def _verdict(check: FitCheck, title: str, d: int) -> str:
    if check.departure == "too few rows":
        rows = f"{number(check.soft_size, 2)} {plural(check.soft_size, 'row')}"
        return f"{title} holds {rows}, too few to judge {counted(d, 'feature')}."
    if check.departure in ("heavy tails", "light tails"):
        tails = check.departure.replace("heavy", "heavier").replace("light", "lighter")
        return f"{title} has {tails} than a normal distribution: {_tails(check)}."
    if check.departure in ("wider", "narrower"):
        return (
            f"{title} is {check.departure} than its covariance: its mean squared distance is "
            f"{number(check.mean, 3)}, expected {d}."
        )
    if check.departure == "skewed":
        return f"{title} is skewed{_alone(check)}{_together(check)}."
    if check.departure == "shape":
        return (
            f"{title} has another shape than a normal distribution: "
            f"{number(100 * check.share_nearer, 2)} % of its rows lie within a squared distance of "
            f"{number(check.gap_at, 2)}, expected {number(100 * check.expected_nearer, 2)} %."
        )
    return f"{title} shows no departure from a normal distribution: {_largest(check)}."


def _tails(check: FitCheck) -> str:
    """The largest distance where it stands out, or else how much the distances vary."""
    heavy = check.departure == "heavy tails"
    largest = check.observed[-1]
    if largest > check.high[-1] if heavy else largest < check.low[-1]:
        return _largest(check)
    return f"its squared distances vary {number(check.variation, 3)} times as much as they should"


def _largest(check: FitCheck) -> str:
    return (
        f"its largest squared distance is {number(check.observed[-1], 2)}, expected about "
        f"{number(check.expected[-1], 2)}"
    )


def _alone(check: FitCheck) -> str:
    """That single features lean, where all together do not."""
    return "" if check.skewness.leans_together else " in single features, if not in all together"


def _together(check: FitCheck) -> str:
    """Mardia's test, where it can be made."""
    found = check.skewness
    if found.p_value != found.p_value:
        return ""
    p = p_value(found.p_value)
    return (
        f" (Mardia's skewness {number(found.mardia, 2)}: χ²({found.degrees}) = "
        f"{number(found.chi_squared, 3)}, p {p if p[0] == '<' else f'= {p}'})"
    )


def _leaning(check: FitCheck, names: Sequence[str], taken: Collection[int]) -> str:
    """Which features lean, and of which a logarithm would help; "" where none does."""
    found = check.skewness
    if check.departure == "too few rows" or not found.skewed:
        return ""
    each = [
        f"{names[j]} {signed(found.of_features[j], 2)} (excess kurtosis "
        f"{signed(found.kurtosis[j], 2)})"
        for j in found.skewed
    ]
    some = f" of one row in {found.one_in}" * (found.one_in > 1)
    said = f" Skewness within it{some}: {listed(each, MOST_NAMED)}."
    helped = [names[j] for j in found.straightened if j not in taken][:MOST_NAMED]
    if helped:
        said += f" A logarithm of {listed(helped)} would take most of it away."
    return said
