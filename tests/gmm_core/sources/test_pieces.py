"""Rows cut anew into pieces of one size, and the next of them read in a thread."""

import threading

import numpy as np
import pytest

from gmm_core.sources.pieces import cut, read_ahead


@pytest.fixture(autouse=True)
def pieces_of_four(monkeypatch):
    monkeypatch.setattr("gmm_core.sources.pieces.PIECE_NUMBERS", 8)
    monkeypatch.setattr("gmm_core.sources.pieces.LEAST_ROWS", 1)


ROWS = np.arange(22.0).reshape(11, 2)


@pytest.mark.parametrize("sizes", [[11], [1] * 11, [3, 0, 8], [5, 6]])
def test_pieces_do_not_depend_on_chunks(sizes):
    ends = np.cumsum(sizes)
    chunks = [(ROWS[end - size : end], None, None) for size, end in zip(sizes, ends, strict=True)]
    found = [rows.tolist() for rows, *_ in cut(chunks, 2)]
    assert found == [ROWS[:4].tolist(), ROWS[4:8].tolist(), ROWS[8:].tolist()]


def test_columns_are_put_side_by_side():
    (rows, *_), *_ = cut([([ROWS[:4, 0], ROWS[:4, 1]], None, None)], 2)
    assert rows.tolist() == ROWS[:4].tolist()


def test_rows_of_no_weight_and_those_with_a_gap_make_no_piece():
    rows = ROWS.copy()
    rows[3, 0], rows[9, 1] = np.nan, np.inf
    weights = np.ones(11)
    weights[[0, 4]] = 0.0
    found = list(cut([(rows, weights, None)], 2, complete=True))
    kept = np.concatenate([rows for rows, *_ in found])
    assert kept[:, 0].tolist() == [2, 4, 10, 12, 14, 16, 20]
    assert [len(rows) for rows, *_ in found] == [4, 3]
    assert all((some == 1.0).all() for _, some, _ in found if some is not None)
    assert list(cut([(rows[3:4], None, None)], 2, complete=True)) == []


def test_what_is_read_ahead_comes_in_order_and_an_error_reaches_the_reader():
    seen = []

    def items():
        for item in range(3):
            seen.append(threading.current_thread() is threading.main_thread())
            yield item
        raise OSError("the disk is gone")

    found = []
    with pytest.raises(OSError, match="the disk is gone"):
        found.extend(read_ahead(items))
    assert seen == [False] * 3


def test_a_reader_that_stops_early_ends_the_thread():
    before = threading.active_count()
    reading = read_ahead(lambda: iter(range(1, 9)))
    assert next(reading) == 1
    reading.close()
    assert threading.active_count() == before
