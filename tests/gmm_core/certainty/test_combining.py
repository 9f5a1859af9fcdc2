"""Combining components: entropies and merges are those of mclust, from the same posteriors."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from gmm_core.certainty import combined, entropy
from gmm_core.errors import DataError

REFERENCE = Path(__file__).parents[2] / "reference"


@pytest.fixture(scope="module")
def resp():
    table = np.loadtxt(REFERENCE / "combining_z.csv", delimiter=",", skiprows=1)
    return table[:, 2:]


def test_entropies_are_those_of_mclust(resp, reference):
    expect = reference("combining")["entropy_by_clusters"]
    assert_allclose(combined(resp).entropies, expect, atol=1e-6)


def test_merges_are_those_of_mclust(resp, reference):
    found, expect = combined(resp), reference("combining")
    matrix = np.eye(6)
    for k in range(5, 0, -1):
        matrix = np.array(expect["merge_matrices"][k - 1]) @ matrix
        assert {tuple(np.flatnonzero(row).tolist()) for row in matrix} == {*found.groups(k)}
    assert found.elbow == expect["chosen"]


def test_probabilities_of_clusters_are_sums(resp):
    found = combined(resp)
    of_clusters = found.resp(resp, 4)
    assert_allclose(of_clusters.sum(axis=1), 1.0)
    assert entropy(of_clusters) == pytest.approx(found.entropies[3])
    assert found.groups(6) == tuple((j,) for j in range(6))


def test_a_greedy_choice_is_the_best_pair_of_each_stage():
    rng = np.random.default_rng(0)
    resp = rng.dirichlet(np.full(5, 0.3), size=60)
    found = combined(resp)
    for k in range(5, 1, -1):
        groups, after = found.groups(k), found.entropies[k - 2]
        shares = found.resp(resp, k)
        others = []
        for a in range(k):
            for b in range(a + 1, k):
                merged = np.delete(shares, b, axis=1)
                merged[:, a] += shares[:, b]
                others.append(entropy(merged))
        assert after == pytest.approx(min(others))
        assert len(found.groups(k - 1)) == len(groups) - 1


def test_few_components_have_no_elbow_and_no_more_clusters_than_components():
    one, two = combined([[1.0], [1.0]]), combined([[0.9, 0.1], [0.2, 0.8]])
    assert (one.elbow, two.elbow) == (None, None)
    assert one.entropies == (0.0,)
    with pytest.raises(DataError, match="3 are asked for"):
        two.groups(3)


def test_components_that_share_no_row_have_no_elbow():
    found = combined(np.eye(5)[np.arange(40) % 5])
    assert not found.is_shared
    assert found.elbow is None
    assert found.entropies == (0.0,) * 5


def test_progress_is_told_to_the_end():
    told: list[float] = []
    combined(np.full((3, 4), 0.25), on_merge=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
