"""What noise, a prior or known classes change of a fit, in numbers."""

from __future__ import annotations

from gmm_core.checked import as_annotated
from gmm_core.selection import criteria
from gmm_core.wording import counted
from gmm_core.written_numbers import number

Two = tuple[float, float]


@as_annotated
def with_and_without(
    what: str,
    log_likelihoods: Two,
    parameters: Two,
    n: float,
    n_apart: int,
    *,
    judged: bool = True,
) -> str:
    """Return what a part of a model changes: log-likelihood, parameters, BIC and clusters of rows.

    Parameters
    ----------
    what : str
        As "noise" or "the prior".
    log_likelihoods : tuple of two float
        Of the rows alone, in nats: of the fit with it, and of that without it.
    parameters : tuple of two int
        Of the fit with it, and of that without it.
    n : float
        What the rows count together.
    n_apart : int
        Rows that the two place differently.
    judged : bool
        Whether BIC may speak for or against it; of known classes it may not, which can only lower
        the log-likelihood of the rows alone.

    Returns
    -------
    str

    Examples
    --------
    >>> print(with_and_without("noise", (-180.0, -190.5), (46, 44), 150, 3))
    Without noise the log-likelihood would be −190.50 (with it −180.00), with 44 parameters (46),
    and BIC 601.47 (590.49), of which lower is better: BIC speaks for noise. 3 rows would be placed
    differently.
    """
    here, without = (
        criteria.bic(reached, int(free), n)
        for reached, free in zip(log_likelihoods, parameters, strict=True)
    )
    verdict = f": BIC {'speaks' if here < without else 'does not speak'} for {what}"
    it = "them" if what.endswith("classes") else "it"
    now, then = (number(reached, 5) for reached in log_likelihoods)
    rows = counted(n_apart, "row") if n_apart else "No row"
    return (
        f"Without {what} the log-likelihood would be {then} (with {it} {now}), with "
        f"{counted(int(parameters[1]), 'parameter')} ({int(parameters[0])}), and BIC "
        f"{number(without, 5)} ({number(here, 5)}), of which lower is better{verdict * judged}. "
        f"{rows} "
        "would be placed differently."
    )
