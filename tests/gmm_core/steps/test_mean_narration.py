"""The sentences on a mean bear the numbers of its ledger."""

import re

import numpy as np
import pytest

from gmm_core import DataError, Mixture, run
from gmm_core.fitting import Settings, fit_run
from gmm_core.steps.mean_ledgers import mean_ledger
from gmm_core.steps.mean_narration import narrate_mean

X = np.array([[0.0], [1.0], [9.0], [10.0]])
START = Mixture([0.5, 0.5], [[1.0], [8.0]], [[[4.0]], [[4.0]]])


@pytest.fixture(scope="module")
def fit():
    return run(X, START, max_iter=3, tol=0.0)


def test_the_sentence_bears_the_numbers_of_the_ledger(table):
    rows = table("iris")
    found = fit_run(rows, Settings(3))
    names = [str(row + 1) for row in range(150)]
    ledger = mean_ledger(rows, found, 1)
    last = len(found.states) - 2
    named = ", ".join(names[row] for row in ledger.contributors[last])
    assert narrate_mean(ledger, last, 1, names) == (
        f"Component 2 holds {ledger.resp_sums[last]:.2f} of 150 rows, counted by their shares, so "
        f"its weight is {ledger.weights[last]:.3f}. Its mean is the average of all rows, weighted "
        f"by share, of which the 5 largest contributors (rows {named}) make up "
        f"{100 * ledger.shares[last].sum():.1f} %."
    )
    some = mean_ledger(rows, found, 1, n_contributors=1, rows=np.arange(10))
    assert re.search(
        r"the largest contributor among 10 of the rows \(row \d+\) makes up less than 0\.1 %\.$",
        narrate_mean(some, 0, 1, names),
    )


def test_the_sentence_ends_where_no_contributor_is_asked_for(fit):
    sentence = narrate_mean(mean_ledger(X, fit, 0, n_contributors=0), 0, 0, list("abcd"))
    assert sentence.endswith("the average of all rows, weighted by share.")
    empty = mean_ledger(X, fit, 0, rows=[])
    assert narrate_mean(empty, 0, 0, list("abcd")) == sentence


def test_one_row_is_told_in_the_singular():
    row = np.array([[3.0]])
    start = Mixture([1.0], [[2.0]], [[[1.0]]])
    found = run(row, start, max_iter=1, tol=0.0, reg_covar=1.0)
    assert narrate_mean(mean_ledger(row, found, 0), 0, 0, ["7"]) == (
        "Component 1 holds 1.000 of 1 row, counted by their shares, so its weight is 1.000. Its "
        "mean is the average of all rows, weighted by share, of which the largest contributor "
        "(row 7) makes up 100 %."
    )


@pytest.mark.parametrize("m_step", [-1, 3])
def test_an_m_step_outside_the_run_is_refused(fit, m_step):
    with pytest.raises(DataError, match=f"3 M-steps, and none at position {m_step}"):
        narrate_mean(mean_ledger(X, fit, 0), m_step, 0, list("abcd"))
