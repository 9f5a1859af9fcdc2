from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from gmm_core import Data, DataError, Model, blocks
from gmm_core.em import Stop
from gmm_core.mixture import sample
from gmm_core.selection import grid
from gmm_core.selection.bootstrap import LikelihoodRatioTest, bootstrap_lrt
from gmm_core.selection.ratios import Ratios
from gmm_core.selection.select import select_model


def test_p_value_by_hand():
    """Two of four statistics are at least 3: (1 + 2) / (1 + 4)."""
    assert LikelihoodRatioTest(3.0, np.array([1.0, 3.0, 2.0, 9.0])).p_value == 0.6


def test_two_clusters_are_found_and_one_is_let_be():
    rng = np.random.default_rng(0)
    one = rng.normal(size=(100, 2))
    two = one + np.repeat([[0.0, 0.0], [5.0, 0.0]], 50, axis=0)
    settings = {"covariance_type": "tied", "n_boot": 19, "random_state": 0}
    assert bootstrap_lrt(two, 1, **settings).p_value == 1 / 20
    assert bootstrap_lrt(one, 1, **settings).p_value > 0.05


def test_the_null_distribution_of_p_values_is_uniform():
    """Rows of one normal distribution: 0.2, 0.4, 0.6, 0.8 and 1 are as likely as one another."""
    rng = np.random.default_rng(4)
    tests = [
        bootstrap_lrt(rng.normal(size=(30, 1)), 1, "tied", n_boot=4, tol=1e-4, random_state=i)
        for i in range(25)
    ]
    assert 0.4 < np.mean([test.p_value for test in tests]) < 0.8  # 0.6 is expected


def test_no_statistic_is_negative(table):
    test = bootstrap_lrt(table("galaxies"), 3, "full", n_boot=9, random_state=0)
    assert test.statistic >= 0.0
    assert (test.bootstrap_statistics >= 0.0).all()


def test_same_seed_same_statistics(table):
    tests = [bootstrap_lrt(table("faithful"), 1, n_boot=3, random_state=3) for _ in range(2)]
    assert np.array_equal(*(test.bootstrap_statistics for test in tests))


def test_the_rows_that_a_start_is_made_of_are_drawn_by_the_seed_too(monkeypatch):
    """As above 2,000 rows, where the tree is built on some of them only."""
    monkeypatch.setattr(grid, "merge_tree", partial(grid.merge_tree, max_rows=6))
    X = np.random.default_rng(0).normal(size=(60, 2))
    first, again, *others = (
        partial(bootstrap_lrt, X, 3, "tied", n_boot=1, random_state=i)
        for i in (0, 0, *range(1, 16))
    )
    statistic = first().statistic
    assert again().statistic == statistic
    assert any(other().statistic != statistic for other in others)


def test_progress_is_told_and_can_stop_the_work(table):
    told = []
    bootstrap_lrt(
        table("faithful"), 1, n_boot=3, random_state=0, on_sample=lambda *now: told.append(now)
    )
    assert told == [(1, 3), (2, 3), (3, 3)]

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bootstrap_lrt(table("faithful"), 1, n_boot=3, random_state=0, on_sample=stop)


def test_a_larger_mixture_that_collapses_is_said_and_is_no_statistic_of_zero(table):
    """A hundred normal rows and ten equal ones; a column that is rounded to tenths."""
    spiked = np.r_[np.random.default_rng(0).normal(size=100), np.full(10, 10.0)][:, None]
    with pytest.raises(DataError, match=r"of 2 components collapses .* 1 against one more cannot"):
        bootstrap_lrt(spiked, 1, "full", n_boot=3, random_state=0)
    with pytest.raises(DataError, match="of 4 components collapses on these rows, so 3 against"):
        bootstrap_lrt(table("iris")[:, 3:], 3, "full", n_boot=3, random_state=0)


def test_samples_on_which_a_fit_collapses_are_counted_and_left_out():
    """Of eight rows, a component often gets two alone."""
    X = np.array([[0.0], [0.9], [2.1], [3.0], [20.0], [21.2], [22.0], [23.0]])
    test = bootstrap_lrt(X, 1, "full", n_boot=40, random_state=0)
    assert len(test.bootstrap_statistics) + test.n_collapsed == 40
    assert 0 < test.n_collapsed < 40
    assert np.isfinite(test.bootstrap_statistics).all()
    assert f"collapsed on {test.n_collapsed} more" in test.status


def test_what_a_p_value_rests_on_is_said():
    values = np.array([1.0, 2.0])
    assert LikelihoodRatioTest(3.0, values).status == "2 bootstrap samples"
    one_left_out = LikelihoodRatioTest(3.0, values, 1).status
    assert one_left_out.endswith("collapsed on 1 more, which is left out")
    none = LikelihoodRatioTest(3.0, np.array([]), 9)
    assert np.isnan(none.p_value)
    assert none.status.startswith("no p-value: a fit collapsed on every one of 9 bootstrap samples")


def test_what_cannot_be_tested_is_said():
    X = np.array([[0.0, 0.0], [1.0, 0.5], [0.0, 1.0], [5.0, 5.0]])
    with pytest.raises(DataError, match="0 bootstrap samples"):
        bootstrap_lrt(X, 1, n_boot=0)
    with pytest.raises(DataError, match="collapses on these rows"):
        bootstrap_lrt(X, 3, "full", n_boot=3)
    with pytest.raises(DataError, match="Choose at most 4 components"):
        bootstrap_lrt(X, 4, "tied", n_boot=3)


def test_one_tree_of_merges_serves_all_samples(table, monkeypatch):
    """It took two thirds of the time of a sample."""
    trees = []
    real = grid.merge_tree
    monkeypatch.setattr(grid, "merge_tree", lambda *a, **kw: trees.append(1) or real(*a, **kw))
    bootstrap_lrt(table("iris"), 2, n_boot=5, random_state=0)
    assert len(trees) == 1


def test_samples_are_fitted_as_well_as_from_the_hierarchical_clusters(table):
    """On the average of samples, within two standard errors: else the p-value would be too low.

    One sample ends up to 23 above or below; of which samples a seed draws, LAPACK decides.
    """
    null = grid.fit_grid(Data(table("iris")), [2], [Model("full")])[2, "full"].ascent.mixture
    rng = np.random.RandomState(0)
    samples = [Data(sample(null, 150, rng)[0]) for _ in range(24)]
    ours = np.array(Ratios(2, Model("full"), Stop(), rng).of_samples(samples, null))
    theirs = []
    for rows in samples:
        two, three = grid.fit_grid(rows, [2, 3], [Model("full")]).values()
        theirs.append(2.0 * (three.log_likelihood - two.log_likelihood))
    gains = ours - np.array(theirs)
    assert gains.mean() > -2.0 * gains.std() / np.sqrt(len(gains))


def test_samples_in_company_have_the_statistics_that_they_have_alone(table, monkeypatch):
    X = table("iris")
    together = bootstrap_lrt(X, 2, n_boot=12, random_state=0).bootstrap_statistics
    monkeypatch.setattr(blocks, "NUMBERS_ABREAST", 1)
    alone = bootstrap_lrt(X, 2, n_boot=12, random_state=0).bootstrap_statistics
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_of_a_table_of_fits_the_statistic_is_twice_the_difference_of_two_cells(table):
    """Of diabetes mclust has 370.051, 121.090 and 20.151; its second and fourth fit are not the
    best."""
    X = table("diabetes_rm")
    cells = select_model(X, range(1, 5), ["full"], ["bic"]).cells
    found = []
    for k in (1, 2, 3):
        pair = cells[k, "full"], cells[k + 1, "full"]
        found.append(bootstrap_lrt(X, k, n_boot=1, random_state=0, cells=pair).statistic)
        assert found[-1] == 2.0 * (pair[1].log_likelihood - pair[0].log_likelihood)
    assert sum(found[:2]) == pytest.approx(370.051 + 121.090, abs=1e-2)
    assert found[0] > 370.051
    assert found[2] > 20.151


def test_cells_that_collapsed_cannot_be_tested():
    X = np.array([[0.0], [1.0], [1.0], [1.0]])
    cells = select_model(X, [1, 2], ["full"], ["bic"]).cells
    with pytest.raises(DataError, match="of 2 components collapses on these rows, so 1 against"):
        bootstrap_lrt(X, 1, n_boot=2, cells=(cells[1, "full"], cells[2, "full"]))


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("status", ["collapsed; k = 1 stands here", "not tried: slow"])
def test_a_cell_that_is_no_fit_of_its_size_cannot_be_tested(table, place, status):
    """Beside no fit p was 1 / (1 + samples), and a smaller fit that stands in was tested as one."""
    X, cells = table("faithful"), select_model(table("faithful"), [2, 3], ["full"], ["bic"]).cells
    pair = [cells[2, "full"], cells[3, "full"]]
    kept = pair[place].ascent if status.startswith("collapsed") else None
    pair[place] = replace(pair[place], status=status, ascent=kept)
    with pytest.raises(DataError, match="cannot be tested"):
        bootstrap_lrt(X, 2, n_boot=2, random_state=0, cells=tuple(pair))


def test_frequencies_are_so_many_rows():
    X, times = np.array([[0.0], [1.0], [2.0], [4.0], [9.0]]), np.array([3, 1, 2, 2, 1])
    ask = {"n_boot": 9, "random_state": 0}
    counted = bootstrap_lrt(Data(X, times), 1, "tied", **ask)
    repeated = bootstrap_lrt(np.repeat(X, times, axis=0), 1, "tied", **ask)
    assert counted.statistic == pytest.approx(repeated.statistic, rel=1e-6)
    np.testing.assert_allclose(counted.bootstrap_statistics, repeated.bootstrap_statistics)
    with pytest.raises(DataError, match="no whole numbers"):
        bootstrap_lrt(Data(X, times * 0.5), 1, "tied", **ask)
    with pytest.raises(DataError, match="more than can be drawn"):
        bootstrap_lrt(Data(X, times * 1e9), 1, "tied", **ask)


@pytest.mark.parametrize("asked", [{"prior": True}, {"noise": True}], ids=str)
def test_with_a_prior_or_noise_two_clusters_are_found(asked):
    X = np.random.default_rng(0).normal(size=(40, 2)) + np.repeat([[0, 0], [8, 0]], 20, axis=0)
    settings = {"covariance_type": "EII", "n_boot": 5, "random_state": 0, "tol": 1e-4, **asked}
    assert bootstrap_lrt(X, 1, **settings).p_value == 1 / 6


def test_with_a_prior_one_cluster_is_let_be():
    X = np.random.default_rng(0).normal(size=(40, 2))
    assert bootstrap_lrt(X, 1, "EII", prior=True, n_boot=5, random_state=0, tol=1e-4).p_value > 0.2


def test_of_a_prior_the_statistic_is_of_log_likelihoods_without_it():
    X = np.random.default_rng(2).normal(size=(40, 2))
    cells = select_model(X, [1, 2], ["full"], prior=True).cells
    smaller, larger = cells[1, "full"], cells[2, "full"]
    test = bootstrap_lrt(
        X, 1, prior=True, n_boot=2, random_state=0, cells=(smaller, larger), tol=1e-3
    )
    assert test.statistic == 2.0 * (larger.log_likelihood - smaller.log_likelihood)


def test_classes_that_are_known_are_tested_against_one_more():
    """Two known classes, and rows of a third that is not."""
    rng = np.random.default_rng(1)
    centres = np.array([[0.0, 0.0], [8.0, 0.0], [0.0, 8.0]])
    kind = np.repeat([0, 1, 2], [25, 25, 15])
    X = centres[kind] + rng.normal(size=(65, 2))
    known = np.where((np.arange(65) % 3 == 0) & (kind < 2), kind, -1)
    found = bootstrap_lrt(Data(X).with_known(known), 2, "tied", n_boot=5, random_state=0, tol=1e-4)
    assert found.statistic > 4.0 * found.bootstrap_statistics.max()
