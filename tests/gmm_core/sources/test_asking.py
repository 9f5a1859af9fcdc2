"""What a caller may give as rows, and what is refused in a sentence."""

import numpy as np
import pandas as pd
import pytest

from gmm_core import DataError, GaussianMixture
from gmm_core.expectation import Data
from gmm_core.sources import Batches, has_names, in_pieces, pieces_of, source_of

HALF = np.array([[0.0, 1.0], [2.0, 5.0]])


def test_tables_in_memory_are_not_pieces():
    for rows in (HALF, HALF.tolist(), pd.DataFrame(HALF), [HALF[0], HALF[1]], [], None, {}):
        assert not in_pieces(rows)
    assert isinstance(source_of(HALF), Data)


def test_a_source_and_data_are_taken_as_they_are():
    source, data = source_of([HALF]), Data(HALF)
    assert source_of(source) is source
    assert source_of(data) is data
    with pytest.raises(DataError, match="has its weights already"):
        source_of(source, [1.0, 1.0])


def test_one_pass_iterators_are_refused():
    for once in (iter([HALF]), (batch for batch in [HALF])):
        with pytest.raises(DataError, match="an iterator, which ends after one pass"):
            GaussianMixture(1).fit(once)
        fit = GaussianMixture(1).fit(HALF)
        for ask in (fit.predict, fit.predict_proba, fit.score_samples, fit.score, fit.bic):
            with pytest.raises(DataError, match="Give an array, a table, a list of batches"):
                ask(once)
    with pytest.raises(DataError, match="sample_weight is an iterator"):
        _ = source_of([HALF], iter([np.ones(2)])).weight


def test_batches_of_other_columns_are_refused():
    with pytest.raises(DataError, match="A batch has 1 feature, and the first has 2"):
        _ = source_of([HALF, HALF[:, :1]]).weight
    frames = [pd.DataFrame(HALF, columns=["a", "b"]), pd.DataFrame(HALF, columns=["a", "c"])]
    with pytest.raises(DataError, match="lacks columns of the first"):
        _ = source_of(frames).weight
    with pytest.raises(DataError, match="shape"):
        _ = source_of([HALF, HALF[0]]).weight


def test_columns_of_batches_are_found_by_their_names():
    frames = [
        pd.DataFrame(HALF, columns=["a", "b"]),
        pd.DataFrame(HALF[:, ::-1], columns=["b", "a"]),
    ]
    source = pieces_of(frames, features=["b"])
    assert isinstance(source, Batches)
    assert source.names == ("b",)
    assert source.sample.X.ravel().tolist() == [1.0, 5.0, 1.0, 5.0]
    assert has_names(frames)
    assert not has_names([HALF])


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (np.ones(3), "sample_weight has 3 weights, and there are more rows"),
        (np.ones(5), "sample_weight has 5 weights, and there are 4 rows"),
        ([np.ones(2), np.ones(1)], "A batch has 2 rows, and its weights have shape"),
        ([np.ones(2)], "A batch has 2 rows, and its weights have shape"),
        ("w", "batches have no column"),
        (np.array([1.0, -1.0, 1.0, 1.0]), "negative for 1 row"),
    ],
)
def test_weights_that_are_not_one_for_each_row_are_refused(weights, said):
    with pytest.raises(DataError, match=said):
        _ = source_of([HALF, HALF], weights).weight


def test_words_and_complex_numbers_are_named_where_gaps_are_left_out():
    words = [pd.DataFrame({"a": ["1", "x"]})]
    with pytest.raises(DataError, match="Row 2 of column \"a\" holds 'x'"):
        _ = source_of(words, complete=True).weight
    with pytest.raises(DataError, match="which is no number"):
        _ = source_of([HALF.astype(complex)], complete=True).weight


def test_batches_without_a_column_and_weights_of_more_batches_are_refused():
    with pytest.raises(DataError, match="no feature"):
        source_of([np.zeros((3, 0))])
    with pytest.raises(DataError, match="weights of more batches"):
        _ = source_of([HALF], [np.ones(2), np.ones(2)]).weight
