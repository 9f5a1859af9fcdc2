"""Bins hold every value once, and steps of rounded data evenly."""

import numpy as np
import pytest

from gmm_core.plots.marks.bins import MOST_BINS, bin_counts, bin_edges, cells


@pytest.mark.parametrize("n", [2, 50, 3_000, 100_000])
def test_every_value_is_in_a_bin(n):
    x = np.random.default_rng(n).standard_t(3, size=n)
    edges = bin_edges(x)
    assert edges[0] <= x.min() <= x.max() <= edges[-1]
    assert len(edges) <= MOST_BINS + 2
    assert bin_counts(x, edges).sum() == n


def test_rounded_values_are_shared_out_evenly():
    x = np.repeat(np.arange(12.0), 5)
    counts = bin_counts(x, bin_edges(x))
    assert set(counts[:-1].tolist()) <= {int(counts[0])}


def test_values_that_are_all_alike_have_one_bin():
    assert bin_counts(np.full(4, 7.0), bin_edges(np.full(4, 7.0))).tolist() == [4]


def test_cells_by_hand():
    found = cells(np.array([-1.0, 0.0, 0.99, 1.0, 2.0, 2.1]), (0.0, 2.0), 2)
    assert found.tolist() == [0, 1, 1, 2, 2, 3]
