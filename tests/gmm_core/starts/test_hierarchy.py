"""The merge tree equals mclust's, and is what its definition says."""

import re
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import multivariate_normal

from gmm_core.errors import DataError
from gmm_core.starts.hierarchy import MergeTree, QuantileBins, merge_tree

seeds = st.integers(0, 2**32 - 1)


def normal_rows(seed, n=12, d=2):
    """Rows among which no two pairs are equally far apart."""
    return np.random.default_rng(seed).normal(size=(n, d))


def same_partition(first, second):
    pairs = np.column_stack([first, second])
    n_pairs = len(np.unique(pairs, axis=0))
    return n_pairs == len(np.unique(first)) == len(np.unique(second))


def term(points, alpha):
    """T of the definition, from the rows themselves."""
    size, p = points.shape
    centred = points - points.mean(axis=0)
    W = centred.T @ centred
    volume = np.linalg.det(W / size) if size > p else 0.0
    return size * np.log(volume + (np.trace(W) + alpha) / size)


def cheapest_pair(slots, points, alpha):
    """The last of the cheapest pairs i < j, j outer and i inner; ties within 1e-10."""

    def cost(i, j):
        union, parts = slots[i] + slots[j], (slots[i], slots[j])
        joined = term(points[union], alpha)
        return round(joined - sum(term(points[part], alpha) for part in parts), 10)

    pairs = [(i, j) for j in range(len(slots)) for i in range(j)]
    costs = [cost(i, j) for i, j in pairs]
    return pairs[max(at for at, value in enumerate(costs) if value == min(costs))]


def brute_force_merges(points):
    """The merges by the definition, every cost computed anew before every merge."""
    alpha = ((points - points.mean(axis=0)) ** 2).mean() or 1.0
    slots, merges = [[row] for row in range(len(points))], []
    while len(slots) > 1:
        i, j = cheapest_pair(slots, points, alpha)
        merges.append(sorted([min(slots[i]), min(slots[j])]))
        slots[i] = slots[i] + slots[j]
        last = slots.pop()
        if j < len(slots):
            slots[j] = last
    return merges


@pytest.mark.parametrize("name", ["iris", "faithful", "diabetes_rm"])
def test_every_merge_is_that_of_mclust(name, table, reference):
    merges = merge_tree(table(name)).merges
    np.testing.assert_array_equal(merges + 1, reference(f"{name}_hc")["merges"])


@pytest.mark.parametrize("name", ["iris", "faithful", "diabetes_rm", "galaxies"])
def test_every_partition_is_that_of_mclust(name, table, reference):
    tree = merge_tree(table(name))
    for n_clusters, letters in reference(f"{name}_hc")["partitions"].items():
        expected = [int(letter) - 1 for letter in letters]
        np.testing.assert_array_equal(tree.labels(int(n_clusters)), expected)


@pytest.mark.parametrize("name", ["iris", "faithful", "diabetes_rm"])
def test_coordinates_are_those_of_mclust_up_to_sign(name, table, reference):
    expected = np.array(reference(f"{name}_hc")["coordinates_first5"])
    found = merge_tree(table(name)).coordinates[:5]
    signs = np.sign(found[0] * expected[0])
    np.testing.assert_allclose(found * signs, expected, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("name", ["iris", "faithful"])
def test_ties_do_not_hang_on_rounding(name, table, reference):
    X, rng = table(name), np.random.default_rng(0)
    for _ in range(5):
        noisy = X * (1.0 + 2e-16 * rng.choice([-1, 0, 1], size=X.shape))
        np.testing.assert_array_equal(
            merge_tree(noisy).merges + 1, reference(f"{name}_hc")["merges"]
        )


@given(seeds, st.integers(1, 11), st.integers(2, 4))
def test_each_merge_is_the_cheapest_pair(seed, n, d):
    tree = merge_tree(normal_rows(seed, n, d))
    assert tree.merges.tolist() == brute_force_merges(tree.coordinates)


@given(seeds, st.integers(18, 24), st.integers(2, 3))
@settings(max_examples=10)
def test_each_merge_of_larger_clusters_is_the_cheapest_pair(seed, n, d):
    tree = merge_tree(normal_rows(seed, n, d))
    assert tree.merges.tolist() == brute_force_merges(tree.coordinates)


@given(seeds, st.integers(12, 18))
def test_of_equally_cheap_pairs_the_last_is_merged(seed, n):
    on_a_grid = np.random.default_rng(seed).integers(3, size=(n, 2))
    tree = merge_tree(on_a_grid)
    assert tree.merges.tolist() == brute_force_merges(tree.coordinates)


@given(seeds, st.integers(1, 30), st.integers(2, 5))
def test_each_partition_refines_the_one_before(seed, n, d):
    tree = merge_tree(normal_rows(seed, n, d))
    partitions = [tree.labels(k) for k in range(1, n + 1)]
    assert [len(np.unique(labels)) for labels in partitions] == list(range(1, n + 1))
    for coarse, fine in pairwise(partitions):
        assert all(len(set(coarse[fine == cluster])) == 1 for cluster in set(fine))


@given(seeds, st.integers(1, 30), st.integers(1, 3), st.integers(5, 40))
def test_clusters_are_numbered_by_first_appearance(seed, n, d, max_rows):
    tree = merge_tree(normal_rows(seed, n, d), max_rows=max_rows, random_state=seed)
    for k in range(1, min(n, max_rows) + 1):
        _, first = np.unique(tree.labels(k), return_index=True)
        assert first.tolist() == sorted(first)
        assert len(first) == k


@given(
    seeds,
    st.lists(st.integers(-9, 9), min_size=3, max_size=3),
    st.lists(st.integers(-(10**8), 10**8), min_size=3, max_size=3),
)
def test_shifting_and_scaling_a_column_changes_no_partition(seed, exponents, shifts):
    X, scale = normal_rows(seed, 40, 3), 10.0 ** np.array(exponents)
    moved = merge_tree((X + shifts) * scale)
    for k in (2, 3, 5, 9):
        np.testing.assert_array_equal(moved.labels(k), merge_tree(X).labels(k))


@given(seeds)
def test_the_order_of_rows_changes_no_partition_without_ties(seed):
    X, order = normal_rows(seed, 30, 3), np.random.default_rng(seed).permutation(30)
    for k in (2, 4, 8):
        assert same_partition(merge_tree(X[order]).labels(k), merge_tree(X).labels(k)[order])


@given(seeds, st.sampled_from([40, 2000]))
def test_groups_far_apart_are_found_whatever_their_shapes(seed, max_rows):
    rng = np.random.default_rng(seed)
    group = np.append([0, 1, 2], rng.integers(3, size=120))
    spreads = np.array([[1.0, 0.1], [0.1, 1.0], [0.3, 0.3]])
    centres = np.array([[0.0, 0.0], [9.0, 9.0], [9.0, -9.0]])
    X = centres[group] + spreads[group] * rng.uniform(-1.0, 1.0, size=(len(group), 2))
    tree = merge_tree(X, max_rows=max_rows, random_state=seed)
    np.testing.assert_array_equal(tree.labels(3), group)


def test_a_constant_column_is_left_out():
    X = normal_rows(0)
    padded = np.insert(X, 1, 0.1, axis=1)
    np.testing.assert_array_equal(merge_tree(padded).merges, merge_tree(X).merges)


def test_the_same_column_twice_spans_one_direction():
    x = np.array([0.0, 1.0, 10.0, 11.0, 12.5, 0.7])
    tree = merge_tree(np.column_stack([x, 1e6 - 3e3 * x]))
    assert tree.coordinates.shape == (6, 1)
    assert tree.labels(2).tolist() == [0, 0, 1, 1, 1, 0]
    assert tree.merges.tolist() == brute_force_merges(tree.coordinates)


def test_a_sum_of_columns_adds_no_direction():
    X = normal_rows(3, 20, 3)
    tree = merge_tree(np.column_stack([X, X.sum(axis=1)]))
    assert tree.coordinates.shape == (20, 3)
    assert len(np.unique(tree.labels(4))) == 4


def test_many_features_are_compared_by_their_leading_coordinates():
    X = normal_rows(8, 200, 120)
    X[:100] += 6.0
    tree = merge_tree(X)
    assert tree.coordinates.shape == (200, 50)
    assert (np.diff(tree.coordinates.var(axis=0)) <= 0).all()
    assert tree.labels(2).tolist() == [0] * 100 + [1] * 100


def test_up_to_fifty_features_no_coordinate_is_left_out():
    assert merge_tree(normal_rows(8, 80, 50)).coordinates.shape == (80, 50)


def test_progress_of_a_tree_is_told_and_an_exception_ends_it():
    shares = []
    merge_tree(normal_rows(9, 50), on_progress=shares.append)
    assert shares[-1] == 1.0

    def stop(share):
        raise InterruptedError(f"{share:.2f}")

    with pytest.raises(InterruptedError, match=r"0\.01"):
        merge_tree(normal_rows(9, 50), on_progress=stop)


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_no_more_rows_than_features_make_a_whole_tree(n):
    tree = merge_tree(normal_rows(4, n, 5))
    assert tree.merges.shape == (n - 1, 2)
    assert tree.labels(1).tolist() == [0] * n
    assert tree.labels(n).tolist() == list(range(n))


@pytest.mark.parametrize("n", [1, 2, 7])
def test_rows_that_are_all_alike_make_a_whole_tree(n):
    tree = merge_tree(np.full((n, 3), 0.1))
    assert sorted(tree.merges[:, 1]) == list(range(1, n))
    assert tree.labels(n).tolist() == list(range(n))


def test_more_rows_than_max_rows_are_drawn_by_random_state():
    X = normal_rows(5, 60)
    first, again, other = (merge_tree(X, max_rows=20, random_state=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.rows, again.rows)
    np.testing.assert_array_equal(first.labels(4), again.labels(4))
    assert len(set(first.rows)) == 20
    assert set(first.rows) != set(other.rows)
    assert first.rows.tolist() == sorted(first.rows)


def test_up_to_max_rows_every_row_is_in_the_tree():
    X = normal_rows(5, 20)
    np.testing.assert_array_equal(merge_tree(X, max_rows=20).rows, np.arange(20))
    np.testing.assert_array_equal(merge_tree(X, max_rows=20).merges, merge_tree(X).merges)


def test_rows_outside_the_tree_leave_the_clusters_inside_it_alone():
    tree = merge_tree(normal_rows(6, 80), max_rows=30, random_state=0)
    inside = MergeTree(tree.merges, np.arange(30), tree.coordinates[tree.rows])
    for k in (1, 2, 5, 30):
        assert same_partition(tree.labels(k)[tree.rows], inside.labels(k))


def test_rows_outside_the_tree_go_to_their_likeliest_cluster():
    tree = merge_tree(normal_rows(7, 80), max_rows=30, random_state=0)
    labels, points = tree.labels(4), tree.coordinates[tree.rows]
    alpha = points.var(axis=0).mean()

    def log_score(cluster):
        held = points[labels[tree.rows] == cluster]
        covariance = held.T @ (held - held.mean(axis=0)) / len(held) + np.eye(2) * alpha / len(held)
        normal = multivariate_normal(held.mean(axis=0), covariance)
        return np.log(len(held)) + normal.logpdf(tree.coordinates)

    outside = np.setdiff1d(np.arange(80), tree.rows)
    likeliest = np.argmax([log_score(cluster) for cluster in range(4)], axis=0)
    np.testing.assert_array_equal(labels[outside], likeliest[outside])


def test_quantile_bins_by_hand():
    tree = merge_tree([[7.0], [1.0], [3.0], [2.0], [9.0]])
    assert isinstance(tree, QuantileBins)
    # Halves are cut at the median 3, which belongs to the upper bin; thirds at 7/3 and 17/3.
    assert tree.labels(2).tolist() == [0, 1, 0, 1, 0]
    assert tree.labels(3).tolist() == [0, 1, 2, 1, 0]


@given(arrays(float, st.integers(1, 25), elements=st.integers(-4, 4)))
def test_quantile_bins_are_intervals_and_none_is_empty(x):
    for k in range(1, len(np.unique(x)) + 1):
        labels = QuantileBins(x).labels(k)
        held = [x[labels == cluster] for cluster in range(k)]
        assert labels.max() == k - 1
        for one, other in combinations(held, 2):
            assert one.max() < other.min() or other.max() < one.min()


@given(seeds, st.integers(1, 60), st.data())
def test_quantile_bins_hold_about_as_many_rows_each(seed, n, data):
    k = data.draw(st.integers(1, n))
    counts = np.bincount(QuantileBins(normal_rows(seed, n, 1)[:, 0]).labels(k))
    assert counts.max() - counts.min() <= 2


@pytest.mark.parametrize("n_clusters", [0, -1, 4, 2.5, "2", None])
def test_partitions_that_do_not_exist_are_refused(n_clusters):
    with pytest.raises(DataError, match=r"made of 3 rows. Ask for a whole number from 1 to 3"):
        merge_tree(normal_rows(0, 3)).labels(n_clusters)
    with pytest.raises(DataError, match=r"made of 2 distinct values. Ask for .* from 1 to 2"):
        QuantileBins(np.array([1.0, 1.0, 2.0])).labels(n_clusters)


@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([1.0, 2.0], "shape (2,), which is no table"),
        (np.empty((0, 2)), "Give at least one row and one feature"),
        (np.empty((3, 0)), "Give at least one row and one feature"),
        ([[1.0, np.nan]], 'missing values: 1 in column "2"'),
        ([["a", "b"]], "Row 1 of column \"1\" holds 'a', which is no number"),
        ([[1.0, 2.0], [3.0]], "do not all hold the same number of values"),
    ],
)
def test_what_is_no_table_of_numbers_is_refused(X, message):
    with pytest.raises(DataError, match=re.escape(message)):
        merge_tree(X)


@pytest.mark.parametrize("max_rows", [0, -3, 1.5, None])
@pytest.mark.parametrize("d", [1, 2])
def test_a_tree_of_no_rows_is_refused(max_rows, d):
    with pytest.raises(DataError, match=r"max_rows is .* Give a whole number"):
        merge_tree(normal_rows(0, 5, d), max_rows=max_rows)
