"""What is given as rows of Dask, and beside them, told apart and checked."""

import numpy as np
import pandas as pd
import pytest
from pieces import assert_same, eight_iterations, groups, need_dask, started

from gmm_core import DataError
from gmm_core.expectation import Gapped

need_dask()

import dask  # noqa: E402
import dask.array as da  # noqa: E402
import dask.dataframe as dd  # noqa: E402

from gmm_core.sources import source_of  # noqa: E402

X = groups(2000)
ROWS = da.from_array(X, chunks=(300, 2))
FRAME = pd.DataFrame(X, columns=["a", "b", "c"]).assign(w=np.arange(2000) % 3)


@pytest.mark.parametrize(
    ("rows", "weights", "said"),
    [
        (ROWS[:, 0], None, "no table"),
        (ROWS, "w", "an array has no columns"),
        (ROWS, np.ones(3), "sample_weight has 3 weights in memory"),
        (ROWS, da.ones(2000, chunks=1000), "sample_weight has 2 chunks, and the rows have 7"),
        (dd.from_pandas(FRAME, npartitions=2), "v", "There is no column 'v'"),
    ],
)
def test_what_cannot_be_fitted_is_refused(rows, weights, said):
    with dask.config.set(scheduler="threads"), pytest.raises(DataError, match=said):
        source_of(rows, weights)


def test_gaps_and_known_classes_are_columns_or_collections():
    rows = np.where(np.random.default_rng(0).random(X.shape) < 0.2, np.nan, X)
    classes = np.where(np.arange(len(X)) % 5 == 0, np.arange(len(X)) % 2, -1)
    data = Gapped(rows).with_known(classes)
    expected = eight_iterations(data, started(X))
    frame = pd.DataFrame(rows, columns=["a", "b", "c"]).assign(known=classes)
    given = (
        (da.from_array(rows, chunks=(300, 2)), da.from_array(classes, chunks=300)),
        (da.from_array(rows, chunks=(300, 3)), classes),
        (dd.from_pandas(frame, npartitions=3), "known"),
    )
    with dask.config.set(scheduler="threads"):
        for collection, labels in given:
            source = source_of(collection, missing="ml", labels=labels)
            assert_same(eight_iterations(source, started(X)), expected)
