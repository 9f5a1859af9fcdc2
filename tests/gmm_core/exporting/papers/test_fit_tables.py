"""Parameters as a paper prints them: features down, clusters across, no matrix twice."""

import numpy as np
import pytest

from gmm_core import Mixture
from gmm_core.exporting.papers.fit_tables import (
    MOST_ACROSS,
    correlations_by_cluster,
    parameters_by_cluster,
)


def mixture(k, covariance):
    d = len(covariance)
    return Mixture(np.full(k, 1 / k), np.arange(k * d).reshape(k, d) * 1.0, [covariance] * k)


def test_means_and_standard_deviations_stand_across():
    of = Mixture([0.25, 0.75], [[1.5, -20], [3, 4]], [np.diag([0.25, 16]), np.diag([4, 1])])
    (table,) = parameters_by_cluster(of, ["a (cm)", "weight"], ["small", "large"])
    assert table.columns.tolist() == ["small", "large"]
    assert table.index.tolist() == ["weight", "a (cm)", "weight (feature)"]
    assert table.to_numpy().tolist() == [
        [".25", ".75"],
        ["1.50 ± 0.50", "3.00 ± 2.00"],
        ["−20.00 ± 4.00", "4.00 ± 1.00"],
    ]


@pytest.mark.parametrize(("k", "widths"), [(1, [1]), (7, [7]), (9, [5, 4]), (24, [6, 6, 6, 6])])
def test_many_clusters_take_several_tables_of_one_width(k, widths):
    tables = parameters_by_cluster(mixture(k, [[1.0]]), ["a"])
    assert [table.shape[1] for table in tables] == widths
    assert max(widths) <= MOST_ACROSS
    assert [name for table in tables for name in table] == [f"Cluster {j + 1}" for j in range(k)]


def test_a_matrix_that_all_clusters_share_stands_once():
    ((whose, table),) = correlations_by_cluster(mixture(3, [[4, -1.8], [-1.8, 1]]), ["a", "b"])
    assert whose == "all clusters"
    assert table.loc["b"].tolist() == ["−.90"]


def test_matrices_that_differ_stand_each_for_itself():
    of = Mixture([0.5, 0.5], np.zeros((2, 2)), [[[1, 0.5], [0.5, 1]], [[1, 0.25], [0.25, 4]]])
    found = correlations_by_cluster(of, ["a", "b"], ["low", "high"])
    assert [(whose, table.loc["b", "a"]) for whose, table in found] == [
        ("low", ".50"),
        ("high", ".12"),
    ]


@pytest.mark.parametrize("d", [1, 3, 13])
def test_where_there_is_nothing_to_say_there_is_no_table(d):
    assert correlations_by_cluster(mixture(2, np.eye(d) * 2.0), [f"x{j}" for j in range(d)]) == []
