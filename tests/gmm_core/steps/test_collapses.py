"""A collapse is told by its component and its rows, and has a run up to it."""

import numpy as np
import pytest

from gmm_core import DataError
from gmm_core.fitting import Settings, fit_run
from gmm_core.steps import film, why_collapsed, why_stopped


def told(X, settings):
    found = fit_run(X, settings, up_to_collapse=True)
    return found, why_collapsed(X, found, [f"r{i}" for i in range(len(X))])


def test_the_component_and_its_rows_are_named_as_the_picture_numbers_them(table):
    """Of eight components on iris one ends on four flowers, which span three directions of four."""
    found, sentence = told(table("iris"), Settings(8, init="random"))
    assert (found.stop_reason, found.n_iter) == ("collapsed", 16)
    number = found.collapse.component + 1
    assert str(found.collapse).startswith(f"Component {number} collapsed at iteration 17")
    assert sentence.startswith(f"Component {number} collapses onto rows r")
    assert "4 rows spread in no more than 3 of 4 directions" in sentence
    assert "it has no bound" in sentence
    held = found.states[-1].statistics.resp_sum[found.collapse.component]
    assert held == pytest.approx(found.collapse.rows)


def test_a_point_that_is_there_many_times_is_told():
    X = np.r_[np.full((12, 2), 7.0), np.random.default_rng(0).normal(size=(40, 2))]
    found, sentence = told(X, Settings(2, means=((7.0, 7.0), (0.0, 0.0))))
    assert found.collapse.component == 0
    assert "onto rows r0, r1, r2, r3, r4, r5, r6, r7 and 4 more: these 12 rows are all alike" in (
        sentence
    )


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (np.full(12, 7.0), "feature 2 is the same in all of them"),
        (np.linspace(7, 8, 12), "in some direction they hardly spread"),
    ],
)
def test_rows_on_a_line_are_told(second, said):
    line = np.c_[np.linspace(7, 8, 12), second]
    X = np.r_[line, np.random.default_rng(0).normal(size=(40, 2))]
    settings = Settings(2, means=((7.5, second.mean()), (0.0, 0.0)))
    assert said in told(X, settings)[1]


def test_a_feature_with_one_value_in_a_component_is_named(table):
    """The usual reason on a real table: a code of classes among the features."""
    X = np.c_[table("iris"), np.repeat([0.0, 1.0, 2.0], 50)]
    found = fit_run(X, Settings(3), up_to_collapse=True)
    names = ["sepal length", "sepal width", "petal length", "petal width", "class"]
    said = why_collapsed(X, found, [str(row) for row in range(150)], names)
    assert "42 more: class is the same in all of them." in said
    with pytest.raises(DataError, match="feature"):
        why_collapsed(X, found, [str(row) for row in range(150)], names[:2])


def test_a_component_without_rows_has_no_likelihood_without_bound(table):
    settings = Settings(2, means=((3.5, 70.0), (1e6, 1e6)))
    assert "no row is left to it" in told(table("faithful"), settings)[1]


def test_a_run_that_ended_well_has_no_collapse(table):
    found = fit_run(table("faithful"), Settings(2), up_to_collapse=True)
    with pytest.raises(DataError, match="No collapse ended this run"):
        why_collapsed(table("faithful"), found, [])


@pytest.mark.parametrize("standardise", [False, True])
def test_a_run_up_to_a_collapse_has_a_film(table, standardise):
    X = table("iris")
    found = fit_run(X, Settings(8, init="random", standardise=standardise), up_to_collapse=True)
    shown = film(X, found, [str(i) for i in range(len(X))])
    assert len(shown.sentences) == 2 * len(found.states)
    assert np.isfinite(shown.bounds[1:]).all()
    assert "in the next one a component collapses" in why_stopped(found, 1e-6)
