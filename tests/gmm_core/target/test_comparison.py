from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn import metrics

from gmm_core.errors import DataError
from gmm_core.target.classes import MAX_NUMERIC_CLASSES
from gmm_core.target.comparison import compare, compared
from gmm_core.target.comparison import rows_of as rows_of_cell
from gmm_core.target.scores import SCORES


@st.composite
def labelled_rows(draw, max_clusters=5):
    """Target and clusters of the same rows, with at most `max_clusters` of each."""
    n = draw(st.integers(1, 20))
    target = draw(st.lists(st.integers(0, max_clusters - 1), min_size=n, max_size=n))
    clusters = draw(st.lists(st.integers(0, max_clusters - 1), min_size=n, max_size=n))
    return [f"class {t}" for t in target], np.array(clusters)


def rows_of(table):
    """Target and clusters with the given counts: one row of `table` a class."""
    pairs = [(c, j) for c, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return [f"class {c}" for c, _ in pairs], [j for _, j in pairs]


def test_iris_table_has_five_misplaced_flowers():
    target = ["setosa"] * 50 + ["versicolor"] * 50 + ["virginica"] * 50
    clusters = [1] * 50 + [2] * 45 + [0] * 5 + [0] * 50
    result = compare(target, clusters)
    assert result.classes == ("setosa", "versicolor", "virginica")
    assert result.table.to_numpy().tolist() == [[0, 50, 0], [5, 0, 45], [50, 0, 0]]
    assert result.matching == ("virginica", "setosa", "versicolor")
    assert result.misplaced.tolist() == [95, 96, 97, 98, 99]
    assert result.matched_accuracy == 145 / 150
    assert (result.n_compared, result.n_missing) == (150, 0)


def test_table_is_labelled_for_people():
    table = compare(["b", "a", "b"], [0, 2, 2]).table
    assert (table.index.name, table.columns.name) == ("target", "cluster")
    assert table.index.tolist() == ["a", "b"]
    assert table.columns.tolist() == [1, 2, 3]
    assert table.to_numpy().tolist() == [[0, 0, 1], [1, 0, 1]]
    assert all(np.issubdtype(dtype, np.integer) for dtype in table.dtypes)


def test_best_matching_is_not_the_greedy_one():
    # Greedy takes the 10 first and is left with 1; the best total is 9 + 9.
    result = compare(*rows_of([[10, 9], [9, 1]]))
    assert result.matching == ("class 1", "class 0")
    assert result.matched_accuracy == 18 / 29


def test_more_clusters_than_classes_leaves_clusters_without_a_class():
    result = compare(*rows_of([[5, 1, 0, 3], [0, 4, 0, 0]]), n_clusters=5)
    assert result.matching == ("class 0", "class 1", None, None, None)
    assert result.matched_accuracy == 9 / 13
    assert result.misplaced.tolist() == [5, 6, 7, 8]


def test_more_classes_than_clusters_leaves_classes_without_a_cluster():
    result = compare(*rows_of([[5, 0], [4, 1], [0, 3]]))
    assert result.matching == ("class 0", "class 2")
    assert result.misplaced.tolist() == [5, 6, 7, 8, 9]


def test_a_match_needs_a_row_in_common():
    # The best total is 5 + 0: cluster 2 is left with class 1, of which it holds no row.
    result = compare(*rows_of([[5, 3], [1, 0]]))
    assert result.matching == ("class 0", None)
    assert result.misplaced.tolist() == [5, 6, 7, 8]
    assert compare(["a", "b"], [0, 0], n_clusters=2).matching == ("a", None)


def test_empty_clusters_have_a_column():
    result = compare(["a", "b"], [0, 2], n_clusters=4)
    assert result.table.columns.tolist() == [1, 2, 3, 4]
    assert result.table[[2, 4]].to_numpy().sum() == 0


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_rows_without_target_or_cluster_are_left_out_and_counted(missing):
    target = ["a", missing, "b", "b", "a", "a"]
    result = compare(target, [0, 0, 1, -1, missing, 1])
    assert (result.n_compared, result.n_missing) == (3, 3)
    assert result.table.to_numpy().tolist() == [[1, 1], [0, 1]]
    assert result.misplaced.tolist() == [5]


def test_positions_do_not_follow_the_index_of_a_series():
    target = pd.Series(["a", "a", "b"], index=[7, 7, 2])
    result = compare(target, pd.Series([0, 1, 1], index=[2, 7, 9]))
    assert result.misplaced.tolist() == [1]


@pytest.mark.parametrize(
    ("target", "classes"),
    [
        ([10, 9, -1], ("-1", "9", "10")),
        ([2.0, 1.0, None], ("1", "2")),
        ([0.5, 1.0, 0.25], ("0.25", "0.5", "1")),
        ([True, False, True], ("False", "True")),
        ([True, None, False], ("False", "True")),
        (["class 10", "class 2", "Class 1"], ("Class 1", "class 2", "class 10")),
        (["2", 1, "x"], ("1", "2", "x")),
        (["1", 1, "x"], ("1", "x")),
        (pd.Series(["b", "a", "a"], dtype="category"), ("a", "b")),
        (pd.array([3, None, 1], dtype="Int64"), ("1", "3")),
        (["a" + "9" * 5000, "b", "b"], ("a" + "9" * 5000, "b")),
        (["<b>", "*", ""], ("", "*", "<b>")),
    ],
)
def test_classes_are_labels_in_natural_order(target, classes):
    result = compare(target, [0, 0, 0])
    assert result.classes == classes
    assert tuple(result.table.index) == classes


def test_rows_are_counted_under_their_own_label():
    target = [10.0, 9.0, 10.0, None, 2.0]
    table = compare(target, [0, 1, 0, 1, 1]).table
    assert table.loc["10"].tolist() == [2, 0]
    assert table.loc["9"].tolist() == [0, 1]
    assert table.loc["2"].tolist() == [0, 1]


def test_one_class_and_one_cluster_agree():
    result = compare(["a"] * 4, [0] * 4)
    assert result.matching == ("a",)
    assert {getattr(result, name) for name in SCORES} == {1.0}
    assert len(result.misplaced) == 0


def test_one_cluster_tells_nothing():
    result = compare(["a", "a", "b"], [0, 0, 0])
    assert result.matched_accuracy == 2 / 3
    assert result.adjusted_rand_index == 0
    assert result.homogeneity == 0
    assert result.completeness == 1


@pytest.mark.parametrize(
    ("target", "clusters", "message"),
    [
        ([], [], "nothing to compare"),
        ([None, "a"], [0, -1], "nothing to compare"),
        (["a", "b"], [0], "2 rows and the clusters have 1"),
        (["a", "b"], [0, 0.5], "whole numbers"),
        (["a", "b"], [0, np.inf], "whole numbers"),
        (["a", "b"], ["x", "y"], "whole numbers"),
        (np.linspace(0, 1, 50), [0] * 50, "50 different numbers, so it is a measurement"),
        ([*range(25), None] * 3, [0] * 78, "25 different numbers, so it is a measurement"),
        ([f"row {i}" for i in range(30)], [0] * 30, "names rows rather than classes"),
        ([f"town {i}" for i in range(201)] * 2, [0] * 402, "201 different labels, more than a"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_sentence(target, clusters, message):
    with pytest.raises(DataError, match=message):
        compare(target, clusters)


def test_n_clusters_must_hold_all_clusters():
    with pytest.raises(DataError, match="n_clusters of at least 3"):
        compare(["a", "b"], [0, 2], n_clusters=2)


def test_as_many_numbers_as_allowed_are_labels():
    target = list(range(MAX_NUMERIC_CLASSES))
    assert len(compare(target, [0] * len(target)).classes) == MAX_NUMERIC_CLASSES


def test_many_text_labels_that_repeat_are_classes():
    target = [f"leaf {i}" for i in range(30)] * 2
    assert len(compare(target, [0] * 60).classes) == 30


@given(labelled_rows())
def test_counts_belong_together(rows):
    target, clusters = rows
    result = compare(target, clusters, n_clusters=5)
    n = len(target)
    assert result.table.to_numpy().sum() == n
    matched = sum(result.table.at[label, j + 1] for j, label in enumerate(result.matching) if label)
    assert len(result.misplaced) == n - matched
    assert result.matched_accuracy == matched / n
    kept = [label for label in result.matching if label is not None]
    assert len(set(kept)) == len(kept)


@given(labelled_rows(max_clusters=4))
def test_matching_is_the_best_of_all(rows):
    result = compare(*rows, n_clusters=4)
    counts = np.zeros((4, 4))
    counts[: len(result.classes)] = result.table.to_numpy()
    best = max(counts[list(order), range(4)].sum() for order in permutations(range(4)))
    assert round(result.matched_accuracy * result.n_compared) == best


@given(labelled_rows())
def test_matched_accuracy_is_at_least_that_of_one_cell(rows):
    result = compare(*rows)
    assert result.matched_accuracy >= result.table.to_numpy().max() / result.n_compared
    assert result.matched_accuracy >= 1 / max(result.table.shape)


@given(labelled_rows(), st.permutations(range(5)))
def test_cluster_numbers_only_order_the_columns(rows, order):
    target, clusters = rows
    order = np.array(order)
    one, other = compare(target, clusters, 5), compare(target, order[clusters], 5)
    np.testing.assert_array_equal(one.table.to_numpy(), other.table.to_numpy()[:, order])
    assert one.matching == tuple(other.matching[j] for j in order)
    assert one.misplaced.tolist() == other.misplaced.tolist()
    for name in SCORES:
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-12)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=20), st.permutations(range(5)))
def test_perfect_agreement_scores_one(target, order):
    result = compare(target, [order[t] for t in target])
    assert [getattr(result, name) for name in SCORES] == pytest.approx([1.0] * len(SCORES))
    assert len(result.misplaced) == 0


@given(labelled_rows())
def test_scores_equal_scikit_learn(rows):
    result = compare(*rows)
    reference = (
        metrics.adjusted_rand_score(*rows),
        metrics.normalized_mutual_info_score(*rows),
        *metrics.homogeneity_completeness_v_measure(*rows)[:2],
    )
    ours = (
        result.adjusted_rand_index,
        result.normalized_mutual_information,
        result.homogeneity,
        result.completeness,
    )
    assert ours == pytest.approx(reference, rel=1e-12, abs=1e-12)
    np.testing.assert_array_equal(
        result.table.to_numpy()[:, np.unique(rows[1])],
        metrics.cluster.contingency_matrix(*rows),
    )


def test_adjusted_rand_index_by_hand():
    # Table [[2, 1], [0, 3]]: 4 pairs together in both; 6 and 7 in target and clusters, 15 in all.
    expected = 6 * 7 / 15
    result = compare(*rows_of([[2, 1], [0, 3]]))
    assert result.adjusted_rand_index == pytest.approx((4 - expected) / ((6 + 7) / 2 - expected))


def test_every_score_has_a_sentence():
    result = compare(["a", "b"], [0, 1])
    for name, score in SCORES.items():
        assert isinstance(getattr(result, name), float)
        assert score.title
        assert score.sentence.endswith(".")


@st.composite
def soft_rows(draw, max_classes=4, max_clusters=5):
    """Target, which may be missing, and responsibilities of the same rows."""
    n, k = draw(st.integers(1, 20)), draw(st.integers(1, max_clusters))
    labels = st.sampled_from([None, *(f"class {c}" for c in range(max_classes))])
    target = draw(st.lists(labels, min_size=n, max_size=n).filter(any))
    parts = draw(hnp.arrays(float, (n, k), elements=st.sampled_from([0.0, 1.0, 2.0, 5.0])))
    parts[parts.sum(axis=1) == 0] = 1.0
    return target, parts / parts.sum(axis=1, keepdims=True)


def test_soft_counts_by_hand():
    resp = [[0.75, 0.25], [0.5, 0.5], [0.0, 1.0], [1.0, 0.0]]
    soft = compare(["a", "a", "b", None], [0, 0, 1, 0], resp=resp).soft_table
    assert soft.to_numpy().tolist() == [[1.25, 0.75], [0.0, 1.0]]
    assert (soft.index.name, soft.columns.name) == ("target", "cluster")
    assert soft.columns.tolist() == [1, 2]


def test_soft_counts_are_of_all_rows_of_a_class_and_noise_has_its_share():
    """Of a row that is most likely noise, the clusters have their parts all the same."""
    found = compared(["a", "a", "b", None], [[0.5, 0.25], [0.125, 0.125], [0.0, 1.0], [0.0, 0.0]])
    assert (found.n_unplaced, found.unplaced_of_each) == (1, (1, 0))
    assert found.soft_table.to_numpy().tolist() == [[0.625, 0.375], [0.0, 1.0]]
    assert found.soft_unplaced == (1.0, 0.0)


@given(soft_rows())
def test_soft_counts_sum_to_the_sizes_of_the_classes(rows):
    target, resp = rows
    result = compared(target, resp)
    assert result.soft_table.shape == result.table.shape == (len(result.classes), resp.shape[1])
    np.testing.assert_allclose(result.soft_table.sum(axis=1), result.table.sum(axis=1))
    known = np.array([label is not None for label in target])
    np.testing.assert_allclose(result.soft_table.sum(axis=0), resp[known].sum(axis=0))
    np.testing.assert_allclose(result.row_shares.sum(axis=1), 1.0)


@given(soft_rows())
def test_certain_responsibilities_are_counts(rows):
    target, resp = rows
    certain = np.eye(resp.shape[1])[resp.argmax(axis=1)]
    result = compared(target, certain)
    np.testing.assert_array_equal(result.soft_table, result.table)


@given(soft_rows())
def test_the_rows_of_each_cell_are_those_it_counts(rows):
    target, resp = rows
    result = compared(target, resp)
    n_classes, k = result.table.shape
    clusters = resp.argmax(axis=1)
    for c in range(n_classes):
        for j in range(k):
            found = rows_of_cell(result, c, j)
            assert len(found) == result.table.iloc[c, j]
            assert all(target[row] == result.classes[c] and clusters[row] == j for row in found)
        of_class = [i for i, label in enumerate(target) if label == result.classes[c]]
        assert rows_of_cell(result, c).tolist() == of_class
    for j in range(k):
        of_cluster = np.concatenate([rows_of_cell(result, c, j) for c in range(n_classes)])
        assert rows_of_cell(result, cluster=j).tolist() == sorted(of_cluster.tolist())
    assert len(rows_of_cell(result)) == result.n_compared


@pytest.mark.parametrize("cell", [(2, 0), (0, 3), (-1, 0), (0, -1)])
def test_a_cell_that_is_not_there(cell):
    with pytest.raises(DataError, match="counted from 0, was asked for"):
        rows_of_cell(compare(["a", "b"], [0, 1], 3), *cell)


def test_more_classes_than_components_and_the_other_way_round():
    target = ["a", "b", "c", "c"]
    fewer = compared(target, [[1, 0], [0.5, 0.5], [0, 1], [0, 1]])
    assert fewer.soft_table.to_numpy().tolist() == [[1, 0], [0.5, 0.5], [0, 2]]
    assert fewer.matching == ("a", "c")
    more = compared(target, np.eye(5)[[4, 1, 2, 2]])
    assert more.table.shape == (3, 5)
    assert more.matching == (None, "b", "c", None, "a")


def test_a_label_is_compared_as_it_is():
    result = compared(pd.Series([1, 2, 2, None], name="level"), np.eye(2)[[0, 1, 1, 0]])
    assert (result.classes, result.note, result.n_missing) == (("1", "2"), "", 1)


def test_a_measurement_is_cut_and_said_to_be():
    masses = pd.Series([*np.arange(2700.0, 6300.0, 25.0), np.nan], name="body_mass")
    result = compared(masses, np.full((145, 3), 1 / 3), unit="g")
    assert result.note == (
        "body_mass has 144 different numbers; it is cut into 5 intervals of about equally many "
        "rows."
    )
    assert result.classes[:2] == ("2700 to 3400 (g)", "3400 to 4200 (g)")
    assert result.table[1].sum() == 144
    assert (result.n_compared, result.n_missing) == (144, 1)
    with pytest.raises(DataError, match="so it is a measurement"):
        compare(masses, [0] * 145)


def test_intervals_stand_from_low_to_high_whatever_their_text():
    result = compared(np.linspace(-20.0, 200.0, 100), np.ones((100, 1)))
    edges = [label.split(" to ")[0].replace("−", "-") for label in result.classes]
    assert [float(edge) for edge in edges] == sorted(float(edge) for edge in edges)


def test_rows_without_responsibilities_are_left_out():
    result = compared(["a", "b", "b"], [[1.0, 0.0], [np.nan, np.nan], [0.0, 1.0]])
    assert (result.n_compared, result.n_missing) == (2, 1)
    assert result.clusters.tolist() == [0, -1, 1]
    assert result.codes.tolist() == [0, -1, 1]


@pytest.mark.parametrize("resp", [[[1.0]], [1.0, 0.0], np.ones((2, 2, 1))])
def test_responsibilities_belong_to_the_rows(resp):
    with pytest.raises(DataError, match="Give one for each row and component"):
        compared(["a", "b"], resp)


def test_responsibilities_belong_to_the_clusters():
    with pytest.raises(DataError, match=r"shape \(2, 3\)"):
        compare(["a", "b"], [0, 1], 3, resp=np.eye(2))


def test_classes_of_an_ordered_categorical_keep_their_order():
    sizes = pd.Categorical(["small", "large", None], ["small", "medium", "large"], ordered=True)
    assert compare(sizes, [0, 1, 0]).classes == ("small", "large")
