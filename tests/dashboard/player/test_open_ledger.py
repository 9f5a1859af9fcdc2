"""Ledgers of very many features: those that the player's tables list, and no more."""

from functools import cache

import numpy as np
import pandas as pd
from numpy.testing import assert_allclose, assert_array_equal

from dashboard.player.open_ledger import Ledger, ledger
from dashboard.player.packed_film import MOST_LISTED, listed_features
from gmm_core.fitting import Settings, fit_run
from gmm_core.steps import Film, film, mean_ledger
from gmm_core.table import Rows, complete_rows

NAMES = [f"f{j}" for j in range(50)]
X = np.random.default_rng(0).normal(size=(30, len(NAMES)))
AXES = (45, 3)
LISTED = [*AXES, 0, 1, 2, *range(4, MOST_LISTED - 1)]  # of others the first


@cache
def seen() -> tuple[Film, Rows]:
    rows = complete_rows(pd.DataFrame(X, columns=pd.Index(NAMES)), NAMES)
    return film(X, fit_run(X, Settings(2, "spherical")), rows.names), rows


def opened(kind: str) -> Ledger:
    return ledger({"kind": kind, "index": 1}, *seen(), NAMES, AXES)


def test_of_few_features_all_are_listed_and_those_on_the_axes_come_first() -> None:
    assert listed_features(4, (2, 1)) == [2, 1, 0, 3]
    assert listed_features(50, AXES) == LISTED


def test_a_row_has_the_values_that_are_listed() -> None:
    about, _ = opened("row")
    assert about["values"] == [(NAMES[j], X[1, j]) for j in LISTED]


def test_a_mean_is_that_of_the_features_that_are_listed() -> None:
    (about, arrays), (shown, _) = opened("component"), seen()
    whole = vars(mean_ledger(X, shown.run, 1, rows=shown.rows, features=AXES))
    assert about["features"] == [NAMES[j] for j in LISTED]
    named = [tuple(about["features"][j] for j in pair) for pair in about["pairs"]]
    assert named == [("f45", "f45"), ("f3", "f3"), ("f45", "f3")]
    assert about["row_missing"] is None
    assert_array_equal(arrays["values"], X[whole["contributors"]][..., LISTED])
    for name in ("means_before", "means_after", "rest_means"):
        assert_allclose(arrays[name], whole[name][:, LISTED], rtol=1e-12)
    assert_allclose(arrays["spreads"], whole["spreads"], rtol=1e-12)


def test_what_is_missing_is_null_and_said_as_the_component_expects_it() -> None:
    gapped = X.copy()
    gapped[1, LISTED[0]] = gapped[1, LISTED[1]] = np.nan
    rows = complete_rows(pd.DataFrame(gapped, columns=pd.Index(NAMES)), NAMES, missing="ml")
    run = fit_run(gapped, Settings(2, "spherical", missing="ml"))
    shown = film(rows.X, run, rows.names)
    about, arrays = ledger({"kind": "row", "index": 1}, shown, rows, NAMES, AXES)
    assert [value for _, value in about["values"][:2]] == [None, None]
    assert about["missing"] == [NAMES[j] for j in sorted(AXES)]
    expected = [state.mixture.means[:, sorted(AXES)] for state in run.states]
    assert_allclose(arrays["expected"], expected)  # spheres: whatever is there of the row
    mean, of_mean = ledger({"kind": "component", "index": 0}, shown, rows, NAMES, AXES)
    assert np.shape(mean["row_missing"]) == of_mean["values"].shape
    assert not np.isnan(of_mean["values"]).any()
