"""Rows with gaps and rows of known class in pieces: as in memory, whatever the pieces."""

import numpy as np
import pandas as pd
import pytest
from pieces import assert_same, eight_iterations, groups, in_batches, started

from gmm_core import DataError, GaussianMixture, Model, select_model
from gmm_core.em import check_fit
from gmm_core.expectation import Data, Gapped
from gmm_core.sources import source_of, summary

X = groups(1500)
WEIGHTS = np.random.default_rng(5).integers(0, 4, size=len(X)).astype(float)
LABELS = np.where(np.arange(len(X)) % 7 == 0, np.digitize(X[:, 0], [48, 52]) * 2, -1)
START = started(X)


def gapped():
    rng = np.random.default_rng(3)
    rows = np.where(rng.random(X.shape) < 0.3, np.nan, X)
    rows[:40] = X[:40]  # pieces without a gap, and one without a value
    rows[200:420] = np.nan
    return rows


ROWS = gapped()


@pytest.fixture(autouse=True, scope="module")
def small_pieces():
    """Pieces of a hundred rows, as larger tables have more of them."""
    patch = pytest.MonkeyPatch()
    patch.setattr("gmm_core.sources.pieces.PIECE_NUMBERS", 3 * 100)
    patch.setattr("gmm_core.sources.pieces.LEAST_ROWS", 1)
    yield
    patch.undo()


@pytest.fixture(params=["batches", "parquet", "csv"])
def rows_of(request, tmp_path):
    """Makes of a table and what is beside it what `source_of` takes."""

    def made(rows, **beside):
        if request.param == "batches":
            given = {name: in_batches(numbers, 450) for name, numbers in beside.items()}
            return in_batches(rows, 450), given
        frame = pd.DataFrame(rows, columns=["a", "b", "c"]).assign(**beside)
        path = tmp_path / f"rows.{request.param}"
        _ = frame.to_csv(path, index=False) if request.param == "csv" else frame.to_parquet(path)
        return path, {name: name for name in beside}

    return made


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("structure", ["full", "diag"])
def test_gaps_in_pieces_are_those_in_memory(rows_of, structure, weighted):
    start = started(X, structure=structure)
    beside = {"sample_weight": WEIGHTS} if weighted else {}
    rows, given = rows_of(ROWS, **beside)
    expected = eight_iterations(ROWS, start, structure, missing="ml", **beside)
    assert_same(
        eight_iterations(source_of(rows, missing="ml", **given), start, structure), expected
    )


def test_the_first_pass_knows_what_is_there():
    source, data = source_of(in_batches(ROWS, 77), missing="ml"), Gapped(ROWS)
    found = source.summary
    assert (found.rows, found.left_out) == (len(data.X), len(ROWS) - len(data.X))
    assert found.gaps == int(np.isnan(data.X).any(axis=1).sum())
    np.testing.assert_array_equal(found.low, np.nanmin(ROWS, axis=0))
    np.testing.assert_array_equal(found.high, np.nanmax(ROWS, axis=0))
    np.testing.assert_allclose(source.counts, data.counts, rtol=1e-12)
    np.testing.assert_allclose(source.origin, data.origin, rtol=1e-12)
    np.testing.assert_allclose(source.spread, data.spread, rtol=1e-12)
    np.testing.assert_array_equal(source.sample.X, data.X)
    assert not source.total_is_fixed


def test_complete_rows_are_the_same_bits_where_gaps_are_allowed():
    batches = in_batches(X, 450)
    expected = eight_iterations(source_of(batches), START)
    found = eight_iterations(source_of(batches, missing="ml"), START)
    np.testing.assert_array_equal(found.log_likelihoods, expected.log_likelihoods)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("gaps", [False, True])
def test_known_classes_in_pieces_are_those_in_memory(rows_of, gaps, weighted):
    rows, missing = (ROWS, "ml") if gaps else (X, "refuse")
    beside = {"labels": LABELS.astype(float)}
    beside |= {"sample_weight": WEIGHTS} if weighted else {}
    given_rows, given = rows_of(rows, **beside)
    start = started(X, k=4)
    components = np.where(LABELS >= 0, LABELS // 2, -1)
    data = Data.of(rows, WEIGHTS if weighted else None, missing=missing).with_known(components)
    source = source_of(given_rows, missing=missing, **given)
    assert_same(eight_iterations(source, start), eight_iterations(data, start))
    assert source.known.classes.tolist() == [0, 2, 4]


@pytest.mark.parametrize(
    "asked",
    [
        {"missing": "ml"},
        {"missing": "ml", "noise": True},
        {"missing": "ml", "prior": "conjugate", "reg_covar": 0.0},
        {"noise": True},
        {"prior": "conjugate", "reg_covar": 0.0},
        {"missing": "ml", "noise": True, "prior": "conjugate", "reg_covar": 0.0},
    ],
)
@pytest.mark.parametrize(("labelled", "weighted"), [(False, True), (True, False), (True, True)])
def test_an_estimator_fits_all_of_it_in_pieces_as_in_memory(asked, labelled, weighted):
    rows = ROWS if "missing" in asked else X
    beside = ({"labels": LABELS} if labelled else {}) | (
        {"sample_weight": WEIGHTS} if weighted else {}
    )
    ask = {"random_state": 0, "tol": 0.01} | asked
    with pytest.warns() if "missing" in asked else _nothing():
        expected = GaussianMixture(3, **ask).fit(rows, **beside)
        found = GaussianMixture(3, **ask).fit(in_batches(rows, 450), **beside)
    np.testing.assert_allclose(found.lower_bounds_, expected.lower_bounds_, rtol=1e-11)
    np.testing.assert_allclose(found.means_, expected.means_, rtol=1e-9)
    assert found.known_classes_.tolist() == expected.known_classes_.tolist()
    marginal = expected.marginal_log_likelihood_
    assert found.marginal_log_likelihood_ == pytest.approx(marginal, rel=1e-11)
    batches = in_batches(rows, 450)
    assert (found.predict(batches) == expected.predict(rows)).all()
    weights = beside.get("sample_weight")
    for score in ("score", "bic"):
        of_all = getattr(expected, score)(rows, sample_weight=weights)
        assert getattr(found, score)(batches, sample_weight=weights) == pytest.approx(of_all)


def _nothing():
    from contextlib import nullcontext

    return nullcontext()


def test_a_start_sees_rare_classes_among_many_rows(monkeypatch):
    monkeypatch.setattr(summary, "SAMPLE_ROWS", 300)
    labels = np.full(len(X), -1)
    labels[-2:] = 1
    labels[:4] = 0
    source = source_of(in_batches(X, 450), labels=labels)
    data = source.sample
    assert np.bincount(data.components + 1)[1:].tolist() == [4, 2]
    assert 300 <= len(data.X) <= 306


def test_a_prior_of_many_rows_with_gaps_is_near_that_in_memory(monkeypatch):
    expected = Model("VVV").with_prior(Gapped(ROWS), 3).prior
    monkeypatch.setattr(summary, "SAMPLE_ROWS", 1000)
    found = Model("VVV").with_prior(source_of(in_batches(ROWS, 450), missing="ml"), 3).prior
    np.testing.assert_allclose(found.mean, expected.mean, rtol=1e-3)
    np.testing.assert_allclose(found.scale, expected.scale, rtol=0.05, atol=0.05)


def test_structures_are_compared_with_gaps_and_known_classes_in_pieces(monkeypatch):
    monkeypatch.setattr("gmm_core.sources.pieces.PIECE_NUMBERS", 3 * 700)
    ask = {"n_components": [3], "covariance_types": ["VVI"], "tol": 1e-6}
    components = np.where(LABELS >= 0, LABELS // 2, -1)
    data = Gapped(ROWS).with_known(components)
    source = source_of(in_batches(ROWS, 450), missing="ml", labels=LABELS)
    for rows in (source, source_of(in_batches(ROWS, 450), missing="ml")):
        whole = data if rows is source else Gapped(ROWS)
        found, expected = select_model(rows, **ask), select_model(whole, **ask)
        for key, cell in found.cells.items():
            assert cell.log_likelihood == pytest.approx(
                expected.cells[key].log_likelihood, rel=1e-5
            )


def test_rows_without_any_value_are_no_rows():
    nothing = source_of([np.full((5, 2), np.nan)], missing="ml")
    with pytest.raises(DataError, match="No row has a value"):
        check_fit(nothing, 1, Model())
    with pytest.raises(DataError, match="There are no rows to fit"):
        GaussianMixture(missing="ml").fit([np.full((5, 2), np.nan)])
