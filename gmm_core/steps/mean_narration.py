"""What an M-step made weight and mean of a component of, in words."""

from __future__ import annotations

from collections.abc import Sequence

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.names import check_one_each
from gmm_core.steps.mean_ledgers import MeanLedger
from gmm_core.wording import counted
from gmm_core.written_numbers import fixed, number, percent, tally


@as_annotated
def narrate_mean(ledger: MeanLedger, m_step: int, component: int, names: Sequence[str]) -> str:
    """Return what an M-step made the weight and the mean of a component of.

    Parameters
    ----------
    ledger : MeanLedger
        Of the component.
    m_step : int
        Position in the ledger, from 0.
    component : int
        Counted from 0.
    names : sequence of str
        What a person calls each row.

    Returns
    -------
    str

    Raises
    ------
    DataError
        When the ledger has no such M-step.

    Examples
    --------
    >>> from gmm_core import Mixture, run
    >>> from gmm_core.steps import mean_ledger
    >>> X = [[0.0], [1.0], [9.0], [10.0]]
    >>> fit = run(X, Mixture([0.5, 0.5], [[1.0], [8.0]], [[[4.0]], [[4.0]]]))
    >>> ledger = mean_ledger(X, fit, 0, n_contributors=2)
    >>> narrate_mean(ledger, 0, 0, ["a", "b", "c", "d"])
    'Component 1 holds 1.998 of 4 rows, counted by their shares, so its weight is 0.499. Its mean is
    the average of all rows, weighted by share, of which the 2 largest contributors (rows a, b) make
    up more than 99.9 %.'
    """
    if not 0 <= m_step < len(ledger.weights):
        raise DataError(
            f"This ledger has {counted(len(ledger.weights), 'M-step')}, and none at position "
            f"{m_step}. Give one from 0 on."
        )
    check_one_each(names, ledger.n_rows, "row")
    of, by = counted(ledger.n_rows, "row"), "share"
    if ledger.is_weighted:
        of, by = f"n = {tally(ledger.weight)}", "share times the weight of the row"
    return (
        f"Component {component + 1} holds {number(ledger.resp_sums[m_step])} of "
        f"{of}, counted by their shares, so its weight is "
        f"{fixed(ledger.weights[m_step], 3)}. Its mean is the average of all rows, weighted by "
        f"{by}{_contribution(ledger, m_step, names)}.{_of_gaps(ledger)}"
    )


def _of_gaps(ledger: MeanLedger) -> str:
    """How rows with gaps count, as a sentence."""
    if not ledger.has_gaps:
        return ""
    return " Where a value is missing, the row counts with what the component expects of it."


def _contribution(ledger: MeanLedger, m_step: int, names: Sequence[str]) -> str:
    """How much of the mean the contributors make up, as a clause."""
    named = [names[int(row)] for row in ledger.contributors[m_step]]
    if not named:
        return ""
    share = percent(float(ledger.shares[m_step].sum()), 1)
    some = ledger.n_candidates < ledger.n_rows
    among = f" among {ledger.n_candidates:,} of the rows" if some else ""
    if len(named) == 1:
        return f", of which the largest contributor{among} (row {named[0]}) makes up {share} %"
    return (
        f", of which the {len(named)} largest contributors{among} (rows {', '.join(named)}) make "
        f"up {share} %"
    )
