"""The film of a run: all that its half-steps show, and of many rows a sample."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from gmm_core import DataError, Mixture, Run, compare, datasets, iterate, responsibilities, run
from gmm_core.fitting import Settings, fit_run
from gmm_core.steps.films import MOST_ROWS, MOST_SHARES, Film, drawn_of, film
from gmm_core.steps.half_steps import frame, last_half_step
from gmm_core.steps.lower_bound import lower_bounds
from gmm_core.steps.narration import narrate
from gmm_core.subsets import stratified_rows

ROWS = np.array([[0.0], [0.5], [4.0], [5.0], [5.5]])
START = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
NAMES = ["1", "2", "3", "5", "8"]


@pytest.fixture(scope="module")
def fit() -> Run:
    return run(ROWS, START)


def blobs(n, k, d=2, seed=0):
    """Rows (n, d) of k groups, well apart."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)) + 12 * rng.permutation(np.arange(n) % k)[:, None]


def names_of(X):
    return [str(row) for row in range(1, len(X) + 1)]


def assert_is_film_of(shown: Film, X, fitted: Run, names) -> None:
    """Every array and sentence is that of the functions of the package, on the rows drawn."""
    rows, drawn = shown.rows, X[shown.rows]
    held = [responsibilities(drawn, state.mixture) for state in fitted.states]
    assert shown.shares.dtype == shown.clusters.dtype == np.uint8
    assert_allclose(shown.shares / 100, held, atol=0.005 + 1e-12)
    assert_array_equal(shown.clusters, [resp.argmax(axis=1) for resp in held])
    assert_array_equal(shown.bounds, lower_bounds(fitted))
    noun = "point" if len(rows) == len(X) else "drawn point"
    called = [names[row] for row in rows]
    assert len(shown.sentences) == last_half_step(fitted) + 1
    for half_step, sentence in enumerate(shown.sentences):
        seen = frame(fitted, half_step)
        resp, before = (
            None if state is None else held[state]
            for state in (seen.responsible, seen.responsible_before)
        )
        assert sentence == narrate(seen, resp, before, called, noun)
        assert sentence.startswith(shown.ideas[half_step])


def assert_tables_are_compared(shown: Film, target) -> None:
    """The tables are those of `compare`, for the rows drawn."""
    tables, drawn = shown.tables, target.iloc[shown.rows]
    assert tables is not None
    assert len(tables.counts) == len(tables.matching) == len(shown.clusters)
    for counts, matching, clusters in zip(
        tables.counts, tables.matching, shown.clusters, strict=True
    ):
        comparison = compare(drawn, clusters, counts.shape[1])
        assert list(tables.classes) == comparison.table.index.tolist()
        assert_array_equal(counts, comparison.table)
        matched = [None if c < 0 else tables.classes[c] for c in matching]
        assert matched == list(comparison.matching)


# Few rows


def test_a_film_shows_the_run_whole(fit):
    shown = film(ROWS, fit, NAMES)
    assert shown.run is fit
    assert_array_equal(shown.rows, np.arange(5))
    assert shown.tables is None
    assert_is_film_of(shown, ROWS, fit, NAMES)


def test_by_hand():
    """Equal components two apart: the log-ratio of a row at x is 2 (x - 1)."""
    mixture = Mixture([0.5, 0.5], [[0.0], [2.0]], [[[1.0]], [[1.0]]])
    X = np.array([[1.0], [0.5], [2.0], [-9.0]])
    alone = Run((next(iterate(X, mixture)),), False, "max_iter", 4.0)
    shown = film(X, alone, names_of(X), pd.Series(["b", "a", None, "a"]))
    # 1 / (1 + e^-1) is 0.731, 1 / (1 + e^-2) is 0.881.
    assert shown.shares.tolist() == [[[50, 50], [73, 27], [12, 88], [100, 0]]]
    assert shown.clusters.tolist() == [[0, 0, 1, 0]]
    assert np.isnan(shown.bounds).all()
    assert shown.tables is not None
    assert shown.tables.classes == ("a", "b")
    assert shown.tables.counts.tolist() == [[[2, 0], [1, 0]]]
    assert shown.tables.matching.tolist() == [[0, -1]]
    assert "By the largest share: 3 and 1 point. Least certain: row 1," in shown.sentences[1]


def test_sentences_name_rows_as_people_do(fit):
    named = film(ROWS, fit, ["a", "b", "c", "d", "e"])
    numbered = film(ROWS, fit, NAMES)
    letters = dict(zip(NAMES, "abcde", strict=True))
    for one, other in zip(named.sentences, numbered.sentences, strict=True):
        for number, letter in letters.items():
            other = other.replace(f"row {number},", f"row {letter},")
        assert one == other


@pytest.mark.parametrize("name", ["iris", "penguins", "galaxies", "crabs"])
def test_films_of_real_tables(name):
    dataset = datasets.load(name)
    complete = dataset.frame.dropna(subset=list(dataset.features))
    X = complete[list(dataset.features)].to_numpy(dtype=float)
    fitted = fit_run(X, Settings(dataset.suggested_k or 3))
    target = None if dataset.target is None else complete[dataset.target]
    shown = film(X, fitted, names_of(X), target)
    assert_is_film_of(shown, X, fitted, names_of(X))
    if target is not None:
        assert_tables_are_compared(shown, target)


@given(
    n=st.integers(8, 60),
    d=st.integers(1, 3),
    k=st.integers(1, 4),
    n_iter=st.integers(0, 4),
    classes=st.lists(st.sampled_from(["a", "b", "c", None]), min_size=60, max_size=60),
    seed=st.integers(0, 99),
)
def test_a_film_equals_the_functions_it_is_made_of(n, d, k, n_iter, classes, seed):
    X = np.random.default_rng(seed).normal(size=(n, d))
    start = Mixture(np.full(k, 1 / k), X[:k], np.tile(np.eye(d), (k, 1, 1)))
    fitted = run(X, start, max_iter=n_iter, reg_covar=1e-3) if n_iter else one_state(X, start)
    target = pd.Series(classes[:n], dtype=object)
    shown = film(X, fitted, names_of(X), target)
    assert_is_film_of(shown, X, fitted, names_of(X))
    if target.notna().any():
        assert_tables_are_compared(shown, target)
    else:
        assert shown.tables is None


def one_state(X, start):
    return Run((next(iterate(X, start)),), False, "max_iter", float(len(X)))


def test_twenty_four_components_have_numbers_that_fit_a_byte():
    X = blobs(480, 24)
    fitted = fit_run(X, Settings(24, covariance_type="spherical", init="kmeans"))
    shown = film(X, fitted, names_of(X), pd.Series(np.arange(480) % 24).map("class {}".format))
    assert_is_film_of(shown, X, fitted, names_of(X))
    assert set(shown.clusters[-1].tolist()) == set(range(24))
    assert shown.tables is not None
    assert shown.tables.counts.shape[1:] == (24, 24)
    assert shown.tables.classes[:3] == ("class 0", "class 1", "class 2")


# Targets


def test_rows_without_a_class_are_counted_nowhere(fit):
    target = pd.Series(["a", None, "b", np.nan, "b"], dtype=object)
    shown = film(ROWS, fit, NAMES, target)
    assert_tables_are_compared(shown, target)
    assert (shown.tables.counts.sum(axis=(1, 2)) == 3).all()


def test_a_target_without_any_class_makes_no_tables(fit):
    assert film(ROWS, fit, NAMES, pd.Series([None] * 5, dtype=object)).tables is None


def test_a_target_may_bear_any_index(fit):
    target = pd.Series(list("aabbb"), index=[7, 7, 3, 0, -1])
    assert_tables_are_compared(film(ROWS, fit, NAMES, target), target)


def test_a_measurement_as_target_is_refused():
    X = blobs(200, 2)
    with pytest.raises(DataError, match="different numbers"):
        film(X, fit_run(X, Settings(2)), names_of(X), pd.Series(X[:, 0]))


# Many rows


def test_of_more_rows_than_the_limit_a_sample_is_drawn():
    X = blobs(MOST_ROWS + 700, 2)
    fitted = fit_run(X, Settings(2))
    clusters = responsibilities(X, fitted.mixture).argmax(axis=1)
    target = pd.Series(np.where(X[:, 0] > 6, "far", "near"))
    shown = film(X, fitted, names_of(X), target)
    assert_array_equal(shown.rows, stratified_rows(clusters, MOST_ROWS))
    assert_is_film_of(shown, X, fitted, names_of(X))
    assert_tables_are_compared(shown, target)
    assert shown.tables.counts[-1].sum() == MOST_ROWS
    assert "drawn points. " in shown.sentences[1]


def test_labels_that_repeat_among_all_rows_need_not_in_the_sample(monkeypatch):
    monkeypatch.setattr("gmm_core.steps.films.MOST_ROWS", 200)
    X = blobs(8000, 2)
    fitted = fit_run(X, Settings(2))
    target = pd.Series(np.arange(8000) % 180).map("class {}".format)
    shown = film(X, fitted, names_of(X), target)
    drawn = target.iloc[shown.rows]
    assert drawn.nunique() > len(drawn) / 2
    assert shown.tables.classes == tuple(f"class {i}" for i in range(180))
    in_sample = [(drawn == name).sum() for name in shown.tables.classes]
    assert_array_equal(shown.tables.counts[-1].sum(axis=1), in_sample)


def test_as_many_rows_as_the_limit_are_all_drawn():
    X = blobs(MOST_ROWS, 2)
    fitted = fit_run(X, Settings(2))
    assert_array_equal(drawn_of(X, fitted), np.arange(MOST_ROWS))


def test_no_component_is_left_out_of_a_sample():
    X = blobs(8000, 2)
    X[:30] += 500.0
    fitted = fit_run(X, Settings(3, covariance_type="spherical", init="hierarchical"))
    clusters = responsibilities(X, fitted.mixture).argmax(axis=1)
    rows = drawn_of(X, fitted)
    assert len(rows) == MOST_ROWS
    smallest = np.bincount(clusters).argmin()
    assert (clusters == smallest).sum() == 30
    assert (clusters[rows] == smallest).sum() == 30


def test_a_long_run_of_many_components_draws_fewer_rows():
    """Responsibilities are held, a byte each, up to a limit: 240 x 24 x 2083 are below it."""
    X = blobs(3000, 24)
    start = fit_run(X, Settings(24, covariance_type="spherical", init="kmeans", max_iter=1))
    state = start.states[-1]
    long = Run((state,) * 240, False, "max_iter", 3000.0)
    rows = drawn_of(X, long)
    assert len(rows) == MOST_SHARES // (240 * 24) == 2083
    assert 240 * 24 * len(rows) <= MOST_SHARES
    clusters = responsibilities(X, state.mixture).argmax(axis=1)
    assert_array_equal(rows, stratified_rows(clusters, 2083))
