"""Every sentence that counts says one row, and never 1 rows: all that count, with a count of 1."""

import re
from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd
import pytest

from gmm_core.checked import check_features, check_weights, checked_shares
from gmm_core.departures import FitCheck
from gmm_core.departures.low_density_rows import low_density, say_low_density
from gmm_core.departures.normality_sentences import fit_verdicts
from gmm_core.departures.skewed import Skewness
from gmm_core.departures.spurious_components import _finding
from gmm_core.em import Model
from gmm_core.em.algorithm import run
from gmm_core.em.feasible import check_fit
from gmm_core.errors import DegenerateComponentError, GMMError
from gmm_core.exporting.tables import defused
from gmm_core.mixture.mixture import Mixture
from gmm_core.names import component_names
from gmm_core.plots.summaries.quantile_panels import _axis_title
from gmm_core.plots.summaries.triangle import ternary
from gmm_core.reading import read_table
from gmm_core.results.new_rows import matched_columns, predicted
from gmm_core.results.synthetic import synthetic_rows
from gmm_core.selection.proposal import propose
from gmm_core.steps.half_steps import frame
from gmm_core.steps.narration import narrate, why_stopped
from gmm_core.table.columns import describe
from gmm_core.table.marked_rows import MarkedRows
from gmm_core.table.rows import complete_rows, finite_rows
from gmm_core.table.table_findings import findings
from gmm_core.target import agreement, compare, compared
from gmm_core.wording import all_of, counted, listed, plural

NOUNS = (
    "rows|columns|components|features|iterations|clusters|classes|cells|values|names|sheets|"
    "fields|levels|intervals|samples|folds|M-steps|characters|degrees|numbers|observations|labels"
)
WRONG = re.compile(
    rf"(?<![\d.,−/])1 (?:more |other |different |whole |drawn )*(?:{NOUNS})\b"
    r"|(?<![\d.,−])\b1 (?:are|have|do|lie|hold)\b"
    r"|\bno (?:row|column|component) are\b"
    r"|\ball 1 \w+",
    re.IGNORECASE,
)
ONE = Mixture([1.0], [[0.0]], [[[1.0]]])
TWO = Mixture([0.5, 0.5], [[0.0], [9.0]], [[[1.0]], [[1.0]]])


def said(call: Any, *args: Any, **settings: Any) -> str:
    """What a function returns or raises, in words."""
    try:
        return str(call(*args, **settings))
    except (GMMError, ValueError) as error:
        return str(error)


def errors() -> list[str]:
    single = np.zeros((1, 1))
    return [
        *(str(DegenerateComponentError(0, rows, 1)) for rows in (0.6, 1.0, 1.0004, 1.4, None)),
        said(check_fit, single, 2, Model(), names=["a"]),
        said(check_fit, np.array([[0.0], [1.0]]), 3, Model(), names=["a"]),
        said(check_fit, np.zeros((2, 1)), 2, Model(), names=["a"]),
        said(check_fit, single, 1, Model(), names=["a"]),
        said(check_fit, np.array([[0.0, 1.0]] * 2), 1, Model(), names=["a", "b"]),
        said(check_features, np.zeros((3, 2)), 1),
        said(check_weights, [1.0, 2.0], 1),
        said(check_weights, [-1.0], 1),
        said(checked_shares, [[0.5, 0.5]], 1, 1),
        said(component_names, ["a"], 2),
        said(component_names, ["a", "b"], 1),
        said(synthetic_rows, ONE, ["x", "y"], 1),
        said(synthetic_rows, ONE, ["x"], 1, components=["a", "b"]),
        said(ternary, [[1.0]]),
        said(compared, ["a"], [[1.0], [1.0]]),
        said(compare, ["a"], [0, 1]),
        said(compare, ["a"], [3], n_clusters=1),
        said(matched_columns, pd.DataFrame({"y": [1.0]}), ["x"]),
        said(matched_columns, pd.DataFrame({"x": ["a"]}), ["x"]),
        said(complete_rows, pd.DataFrame({"x": [np.nan]}), ["x"]),
        said(read_table, b"a,b\n1,2\n3\n", "t.csv"),
        said(read_table, b"a,b\n1,2\n3,4,5\n", "t.csv"),
    ]


def tables() -> list[str]:
    frames = [
        pd.DataFrame({"x": [1.0], "t": ["a"]}),
        pd.DataFrame({"x": [1.0, np.nan, 2.0], "y": [1.0, np.inf, 3.0]}),
        pd.DataFrame({"x": [1.0, 1.0, 2.0], "t": ["a", "a", "b"]}),
        pd.DataFrame({"x": [np.nan], "y": [np.inf]}),
        pd.DataFrame({"x": [1.0] * 9 + [2.0], "t": ["a"] * 9 + ["b"]}),
    ]
    told = []
    for table in frames:
        names = [name for name in table if name != "t"]
        told += [finding.sentence for finding in findings(table, names)]
        told += [column.reason for column in describe(table)]
        told.append(finite_rows(table, names).summary)
        with suppress(GMMError):
            told.append(predicted(table[["x", *names[1:]]], ["x"], ONE).summary)
    told.append(defused(pd.DataFrame({"=x": ["=1"]})).sentence)
    for rows in ([0], [0, 1]):
        told += [MarkedRows(rows, "a list").sentence(n) for n in (1, 2)]
    return told


def fits() -> list[str]:
    X = np.array([[0.0], [9.0]])
    fit, single = run(X, TWO, max_iter=1, floor=1e-6), run(X, ONE, max_iter=1)
    seen = [frame(fit, half_step) for half_step in range(3)]
    resp = np.array([[0.9, 0.1], [0.2, 0.8]])
    none = np.empty(0)
    leaning = Skewness(none, none, *[np.nan] * 3, 0, np.nan, (), (), False, 1)
    distances = FitCheck(
        none.astype(int), none, none, none, none, 1.0, *[0.0] * 8, leaning, "too few rows"
    )
    return [
        *(narrate(half, resp, None, ["1", "2"]) for half in seen),
        *(narrate(half, resp, resp[::-1], ["1", "2"], "drawn point") for half in seen),
        *(narrate(half, None, None, []) for half in (*seen, frame(single, 0))),
        why_stopped(fit, 1e-6),
        why_stopped(single, 1e-6),
        *fit_verdicts([distances], 1),
        _finding(0, 1.0, 1000.0, thin=True, few=True, held=None, alone=False),
        _finding(0, 1.0, 1.0, thin=False, few=False, held="reg_covar = 1e-06", alone=False),
        _axis_title(1)["text"],
        say_low_density(low_density([[9.0]], ONE)),
        say_low_density(low_density([[0.0]], ONE)),
        agreement(compare(["a"], [0]), ["1"]),
        agreement(compare(["a", "b"], [0, 0]), ["1", "2"]),
        agreement(compare(["a", None, "a", "b"], [0, 0, 0, 0]), ["1", "2", "3", "4"]),
        propose(np.random.default_rng(0).normal(size=(30, 1)), max_components=1).sentence,
    ]


@pytest.mark.parametrize("sentences", [errors, tables, fits])
def test_no_sentence_says_1_rows(sentences: Any) -> None:
    told = sentences()
    assert all(told) or sentences is tables
    assert [sentence for sentence in told if WRONG.search(sentence)] == []


@pytest.mark.parametrize(
    "sentence", ["the 1 rows that", "in 1 other columns", "1 of 1 rows is", "All 1 row lie", "1 do"]
)
def test_what_is_wrong_is_found(sentence: str) -> None:
    assert WRONG.search(sentence)


def test_the_words_that_all_use_agree_with_their_count() -> None:
    assert [counted(n, "row") for n in (0, 1, 2)] == ["no rows", "1 row", "2 rows"]
    assert [plural(n, "does", "do") for n in (0, 1, 1.0, 1.5, 2)] == [
        "do",
        "does",
        "does",
        "do",
        "do",
    ]
    assert [all_of(n, "row") for n in (1, 2)] == ["The only row", "All 2 rows"]
    assert listed(["a", "b", "c"], most=2) == "a, b and 1 more"
