"""W of covariances kept in few numbers is that of the same covariances as dense arrays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DegenerateComponentError
from gmm_core.matrices import Diagonal, Matrices, Shared
from gmm_core.mixture.whitening import whitening_of

K, D, N = 3, 4, 5
seeds = st.integers(0, 2**32 - 1)


def drawn(kind, rng):
    root = rng.normal(size=(D, D)) + 2 * np.eye(D)
    if kind == "diagonal":
        return Diagonal(rng.uniform(0.1, 3.0, size=(K, D)))
    return Shared(root @ root.T, np.ones(K))


@pytest.mark.parametrize("kind", ["diagonal", "shared"])
@given(seed=seeds)
def test_it_is_that_of_the_dense_covariances(kind, seed):
    rng = np.random.default_rng(seed)
    covariances = drawn(kind, rng)
    few, dense = whitening_of(covariances), whitening_of(Matrices(covariances.dense))
    rows, gaps = rng.normal(size=(K, D, N)), rng.normal(size=(K, D))
    scatter = Matrices(rng.normal(size=(K, D, D)))
    scatter = Matrices(scatter.values @ scatter.values.transpose(0, 2, 1))
    for found, expected in (
        (few.dense, dense.dense),
        (few.half_log_det, dense.half_log_det),
        (few.precisions().dense, dense.precisions().dense),
        (few.precision_diagonals, dense.precision_diagonals),
        (few.of_rows(rows), dense.of_rows(rows)),
        (few.of_component(1, rows[1]), dense.of_component(1, rows[1])),
        (few.of_gaps(gaps), dense.of_gaps(gaps)),
        (few.traces(scatter), dense.traces(scatter)),
        (few.traces(covariances), np.full(K, D)),
    ):
        np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-8)


def test_a_variance_of_zero_names_its_component():
    with pytest.raises(DegenerateComponentError) as error:
        whitening_of(Diagonal([[1.0, 1.0], [1.0, 0.0]]))
    assert error.value.component == 1
