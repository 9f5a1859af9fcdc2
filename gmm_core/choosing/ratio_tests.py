"""What a likelihood-ratio test says, in words."""

from __future__ import annotations

from gmm_core.checked import as_annotated
from gmm_core.choosing.vocabulary import MIXTURE, Vocabulary
from gmm_core.selection import LikelihoodRatioTest
from gmm_core.wording import counted
from gmm_core.written_numbers import number, p_value

LEVEL = 0.05


@as_annotated
def said_of_test(
    test: LikelihoodRatioTest, n_components: int, *, words: Vocabulary = MIXTURE
) -> str:
    """Return what a bootstrap test of so many components against one more says.

    Parameters
    ----------
    test : LikelihoodRatioTest
    n_components : int
        Of the null hypothesis.
    words : Vocabulary

    Returns
    -------
    str

    Examples
    --------
    >>> import numpy as np
    >>> said_of_test(LikelihoodRatioTest(9.0, np.arange(19) / 9.0), 1)
    'Twice the gain in log-likelihood from 1 component to 2 is 9.000. Of 19 bootstrap samples drawn
    from the fit with 1 component, 0 gain as much: p = .050. One component more fits better than
    chance would have it.'
    """
    k = n_components
    gain = (
        f"Twice the gain in log-likelihood from {words.counted(k)} to {k + 1} is "
        f"{number(test.statistic)}"
    )
    values = test.bootstrap_statistics
    if not len(values):
        return f"{gain}; {test.status}"
    as_much = int((values >= test.statistic).sum())
    left_out = f" ({test.status.partition('; ')[2]})" if test.n_collapsed else ""
    more = f"One {words.component} more fits "
    verdict = (
        f"{more}better than chance would have it."
        if test.p_value <= LEVEL
        else f"{more}no better than chance may have it."
    )
    return (
        f"{gain}. Of {counted(len(values), 'bootstrap sample')} drawn from the fit with "
        f"{words.counted(k)}{left_out}, {as_much} gain as much: p = {p_value(test.p_value)}. "
        f"{verdict}"
    )
