"""Greedy merges: the nearest first, each cluster called by its first point."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from gmm_core.starts.agglomeration import _Clusters, greedy_merges, mean_variance


def test_the_nearest_points_of_a_line_are_merged_first():
    points = np.array([[0.0], [100.0], [1.0], [103.0]])
    assert greedy_merges(points).tolist() == [[0, 2], [1, 3], [0, 1]]


@pytest.mark.parametrize("n", [1, 2, 7])
def test_every_point_is_merged_into_the_first(n):
    merges = greedy_merges(np.random.default_rng(n).normal(size=(n, 2)))
    assert merges.shape == (n - 1, 2)
    assert sorted(merges[:, 1].tolist()) == list(range(1, n))
    assert (merges[:, 0] < merges[:, 1]).all()


def test_points_that_coincide_have_some_variance():
    assert mean_variance(np.zeros((3, 2))) == 1.0
    assert mean_variance(np.array([[0.0, 0.0], [2.0, 4.0]])) == 2.5


# Work


def count_determinants(monkeypatch):
    """How many determinants are worked out from here on."""
    counts, det = [], np.linalg.det

    def counting(matrices):
        counts.append(int(np.prod(np.shape(matrices)[:-2], dtype=int)))
        return det(matrices)

    monkeypatch.setattr(np.linalg, "det", counting)
    return counts


def test_determinants_too_small_to_change_a_cost_are_left_out(monkeypatch):
    """With variances of 0.01, of 40 coordinates they are 10 to the minus 80."""
    counts = count_determinants(monkeypatch)
    greedy_merges(0.1 * np.random.default_rng(0).normal(size=(120, 40)))
    assert sum(counts) == 0


def test_unions_with_single_rows_take_one_determinant_together(monkeypatch):
    """One each would be 7,235, of 120 points most of which stay on their own for long."""
    counts = count_determinants(monkeypatch)
    rng = np.random.default_rng(0)
    greedy_merges(np.r_[rng.normal(size=(60, 2)), 20.0 + 30.0 * rng.normal(size=(60, 2))])
    assert sum(counts) < 2000


def test_a_determinant_by_the_lemma_is_that_of_the_union():
    points = np.random.default_rng(1).normal(size=(30, 3))
    clusters = _Clusters(points)
    for j in range(1, 10):
        clusters.join(0, j)
    others = np.arange(10, 30)
    gaps = np.sqrt(10 / 11) * (clusters.means[others] - clusters.means[0])
    held = [np.r_[points[::-1][:10], points[::-1][[other]]] for other in others]
    expected = [np.linalg.det(np.cov(rows.T, ddof=0)) for rows in held]
    np.testing.assert_allclose(clusters._determinants(0, others, gaps), expected, rtol=1e-11)


def test_wide_points_take_no_memory_for_matrices_of_each():
    points = 0.1 * np.random.default_rng(0).normal(size=(60, 50))
    assert _Clusters(points).scatter.size == 0
    assert _Clusters(points[:, :3]).scatter.shape == (60, 3, 3)


@pytest.mark.parametrize("n", [2, 7, 150])
def test_progress_is_told_up_to_the_end(n):
    shares = []
    merges = greedy_merges(np.random.default_rng(0).normal(size=(n, 2)), shares.append)
    assert shares == sorted(shares)
    assert shares[0] > 0.0
    assert shares[-1] == 1.0
    assert len(shares) <= 150
    np.testing.assert_array_equal(
        merges, greedy_merges(np.random.default_rng(0).normal(size=(n, 2)))
    )


def test_an_exception_in_the_callback_ends_the_work():
    shares = []

    def stop(share):
        shares.append(share)
        if share > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        greedy_merges(np.random.default_rng(0).normal(size=(100, 2)), stop)
    assert max(shares) < 0.35


def test_the_work_is_done_by_one_thread_and_the_others_are_given_back():
    def threads():
        return [library["num_threads"] for library in threadpool_info()]

    seen = []
    with threadpool_limits(limits=2):
        before = threads()
        greedy_merges(np.zeros((9, 2)), lambda _: seen.append(threads()))
        assert threads() == before
    assert all(number == 1 for numbers in seen for number in numbers)
