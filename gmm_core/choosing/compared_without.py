"""What noise, a prior, known classes or rows with gaps change of a fit, in numbers."""

from __future__ import annotations

from collections.abc import Sequence

from gmm_core.checked import as_annotated
from gmm_core.choosing.moved_estimates import say_moved
from gmm_core.mixture import Mixture
from gmm_core.selection import criteria
from gmm_core.wording import counted
from gmm_core.written_numbers import number, told_apart

Two = tuple[float, float]


@as_annotated
def with_and_without(
    what: str,
    log_likelihoods: Two | None,
    parameters: Two,
    n: float,
    n_apart: int,
    *,
    judged: bool = True,
    mixtures: tuple[Mixture, Mixture] | None = None,
    features: Sequence[str] = (),
    components: Sequence[str] | None = None,
) -> str:
    """Return what a part of a model changes: log-likelihood, parameters, BIC, rows and estimates.

    Parameters
    ----------
    what : str
        As "noise" or "the prior".
    log_likelihoods : tuple of two float, or None
        In nats: of the fit with it, and of that without it; with the known classes where both have
        them, else of the rows alone. None where they are of other rows, and cannot be compared.
    parameters : tuple of two int
        Of the fit with it, and of that without it.
    n : float
        What the rows count together; those of the fit without it where they are others.
    n_apart : int
        Rows that the two place differently.
    judged : bool
        Whether BIC may speak for or against it; of known classes and a prior it may not, which can
        only lower the highest log-likelihood of the rows alone.
    mixtures : tuple of two Mixture, optional
        That of the fit with it, and of that without it: by how much the estimates move is said.
    features : sequence of str
        What its features are called.
    components : sequence of str, optional
        What its components are called.

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
    rows = counted(n_apart, "row") if n_apart else "No row"
    placed = f"{rows} would be placed differently."
    moved = "" if mixtures is None else f" {say_moved(*mixtures, features, components)}"
    if log_likelihoods is None:
        return (
            f"Without {what} {n:,.10g} would be fitted, so that log-likelihoods cannot be "
            f"compared. {placed}{moved}"
        )
    here, without = (
        criteria.bic(reached, int(free), n)
        for reached, free in zip(log_likelihoods, parameters, strict=True)
    )
    verdict = f": BIC {'speaks' if here < without else 'does not speak'} for {what}"
    it = "them" if what.endswith("classes") else "it"
    told, beside = told_apart(without, here, 5)
    now, then = (number(reached, 5) for reached in log_likelihoods)
    return (
        f"Without {what} the log-likelihood would be {then} (with {it} {now}), with "
        f"{counted(int(parameters[1]), 'parameter')} ({int(parameters[0])}), and BIC "
        f"{told} ({beside}), of which lower is better{verdict * judged}. {placed}{moved}"
    )
