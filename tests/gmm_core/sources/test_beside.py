"""Weights and labels beside rows that come in batches: of the same rows, or refused."""

import numpy as np
import pytest
from pieces import groups, in_batches

from gmm_core import DataError, GaussianMixture
from gmm_core.sources import source_of

X = groups(1500)


def test_they_go_batch_by_batch_or_for_all_rows():
    weights, labels = np.arange(1500) % 3 + 1.0, np.arange(1500) % 2
    for size in (1500, 400):
        beside = in_batches(weights, size), in_batches(labels, size)
        for given in (beside, (weights, labels)):
            source = source_of(in_batches(X, size), given[0], labels=given[1])
            assert source.weight == weights.sum()
            assert source.known.counts == {0: 750, 1: 750}


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (np.full(1500, -1), "No label is known"),
        (np.full(1500, 0.5), "labels are not all whole numbers"),
        (np.arange(1500), "more than 1,000 classes"),
        (np.zeros(400), "labels has 400 labels, and there are more rows"),
        ("class", "labels is 'class', and batches have no column"),
        (np.arange(1500) % 5, "Rows of 5 components are known, and 3 components are asked for"),
    ],
)
def test_labels_that_cannot_be_used_are_refused(labels, said):
    with pytest.raises(DataError, match=said):
        GaussianMixture(3).fit(in_batches(X, 450), labels=labels)
