import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gmm_core import Data, DataError, GaussianMixture, Mixture, Model, log_density, sample
from gmm_core.mixture import Noise
from gmm_core.selection import select_model
from gmm_core.selection.cross_validation import cross_validated, cross_validated_grid

TWO = Mixture([0.4, 0.6], [[0.0, 0.0], [6.0, 0.0]], [np.eye(2), np.eye(2)])


@pytest.fixture(scope="module")
def drawn():
    return sample(TWO, 200, random_state=0)[0]


def test_one_normal_distribution_by_hand(drawn):
    """One component, two folds: each row under mean and covariance of the rows left in."""
    held_out = cross_validated(drawn, 1, "full", folds=2, random_state=5)
    fold = np.random.RandomState(5).permutation(len(drawn)) % 2
    for number in (0, 1):
        rest = drawn[fold != number]
        one = Mixture([1.0], [rest.mean(axis=0)], [np.cov(rest.T, ddof=0)])
        expected = log_density(drawn[fold == number], one)
        np.testing.assert_allclose(held_out.log_densities[fold == number], expected, rtol=1e-9)
    assert held_out.mean == held_out.log_densities.mean()
    assert held_out.status == "200 rows, each under a fit without it"
    spread = np.var(held_out.log_densities, ddof=1)
    assert held_out.standard_error == pytest.approx(np.sqrt(spread / len(drawn)))


def test_rows_left_out_choose_the_true_number_of_components(drawn):
    means = [cross_validated(drawn, k, "EII", random_state=0).mean for k in (1, 2, 3)]
    assert int(np.argmax(means)) == 1
    truth = log_density(drawn, TWO)
    assert abs(means[1] - truth.mean()) < 0.05


def test_same_seed_same_folds(drawn):
    same = [cross_validated(drawn, 2, random_state=7).log_densities for _ in range(2)]
    other = cross_validated(drawn, 2, random_state=8).log_densities
    assert np.array_equal(*same)
    assert not np.array_equal(same[0], other)


def test_one_mixture_alone_and_in_a_grid_have_the_same_folds(drawn):
    grid = cross_validated_grid(Data(drawn), [1, 2], [Model("tied")], folds=5, random_state=2)
    alone = cross_validated(drawn, 2, "tied", folds=5, random_state=2)
    np.testing.assert_allclose(grid[2, "tied"].log_densities, alone.log_densities, rtol=1e-6)


def test_weights_count_in_the_fits_and_in_the_mean(drawn):
    """By hand: frequencies are repeated rows, sampling weights are not."""
    weights = np.random.default_rng(1).integers(1, 4, size=len(drawn))
    ask = {"folds": 2, "random_state": 5, "sample_weight": weights}
    held_out = cross_validated(drawn, 1, "full", **ask)
    fold = np.random.RandomState(5).permutation(len(drawn)) % 2
    for number in (0, 1):
        rest, times = drawn[fold != number], weights[fold != number]
        covariance = np.cov(rest.T, ddof=0, fweights=times)
        one = Mixture([1.0], [np.average(rest, axis=0, weights=times)], [covariance])
        expected = log_density(drawn[fold == number], one)
        np.testing.assert_allclose(held_out.log_densities[fold == number], expected, rtol=1e-9)
    repeated = np.repeat(held_out.log_densities, weights)
    assert held_out.mean == pytest.approx(repeated.mean())
    error = repeated.std(ddof=1) / np.sqrt(len(repeated))
    assert held_out.standard_error == pytest.approx(error)
    survey = cross_validated(drawn, 1, "full", kind="sampling", **ask)
    assert survey.mean == pytest.approx(held_out.mean)
    away = weights * (survey.log_densities - survey.mean)
    by_hand = np.sqrt(away @ away / (1.0 - 1.0 / len(drawn))) / weights.sum()
    assert survey.standard_error == pytest.approx(by_hand)
    table = select_model(Data(drawn, weights), [1], ["full"], ["cv"]).table
    assert np.isfinite(table["cv"]).all()


def test_a_fit_that_collapses_has_no_number():
    """Full covariances in 3 dimensions, and a fold's fit with 3 rows."""
    X = np.random.default_rng(0).normal(size=(5, 3))
    held_out = cross_validated(X, 1, "full", folds=2, random_state=0)
    assert np.isnan(held_out.mean)
    assert held_out.status == "no value: fits collapsed without 5 of 5 rows"


def test_folds_with_fewer_values_than_components_have_no_number():
    """Without the row at 3.5 there are three values for four components; with it, a collapse."""
    x = np.repeat([0.0, 1.0, 2.0, 3.5], [10, 10, 10, 1])[:, None]
    held_out = cross_validated(x, 4, "tied", random_state=0)
    assert np.isnan(held_out.log_densities).all()
    assert np.isnan([held_out.mean, held_out.standard_error]).all()
    assert held_out.status.startswith("no value")


@settings(max_examples=30)
@given(
    arrays(float, st.tuples(st.integers(4, 12), st.integers(1, 2)), elements=st.integers(0, 3)),
    st.integers(1, 4),
    st.sampled_from(["EII", "VII"]),
)
def test_whatever_can_be_fitted_can_be_cross_validated(X, k, kind):
    assume(max(k, 2) <= len(np.unique(X, axis=0)) and k <= len(X) // 2)
    held_out = cross_validated(X, k, kind, folds=2, random_state=0)
    assert not np.isinf(held_out.log_densities).any()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"folds": 1}, "1 fold was asked for, of 200 rows"),
        ({"folds": 2.5}, "folds is 2.5. Give a whole number"),
        ({"tol": -1.0}, "tol is -1.0"),
        ({"folds": 201}, "from 2 to 200"),
        ({"n_components": 199, "folds": 2}, "fewer than 199 components"),
        ({"covariance_type": "XYZ"}, "no covariance structure named 'XYZ'"),
    ],
)
def test_what_cannot_be_done_is_said(drawn, arguments, message):
    settings = {"n_components": 2, "covariance_type": "spherical"} | arguments
    with pytest.raises(DataError, match=message):
        cross_validated(drawn, **settings)


def test_progress_is_told_to_its_end_and_can_end_the_work(drawn):
    told = []
    cross_validated(drawn, 1, "EII", folds=4, random_state=0, on_progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len({share for share in told if share in (0.25, 0.5, 0.75, 1.0)}) == 4

    def stop(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        cross_validated(drawn, 1, "EII", folds=4, random_state=0, on_progress=stop)


def folds_of(n):
    """Two folds, as the seed 5 has them."""
    fold = np.random.RandomState(5).permutation(n) % 2
    return [(fold == number, fold != number) for number in (0, 1)]


def test_a_prior_by_hand(drawn):
    """Fraley and Raftery (2007) of the rows of each fit: the mean of a lone component is theirs,

    and its covariance gains theirs as by nu + d + 2 rows, with nu = d + 2.
    """
    held_out = cross_validated(drawn, 1, "full", prior=True, folds=2, random_state=5)
    for inside, outside in folds_of(len(drawn)):
        rest = drawn[outside]
        n, d = rest.shape
        scatter = n * np.cov(rest.T, ddof=0)
        covariance = (np.cov(rest.T) + scatter) / ((d + 2) + d + 2 + n)
        expected = log_density(drawn[inside], Mixture([1.0], [rest.mean(axis=0)], [covariance]))
        np.testing.assert_allclose(held_out.log_densities[inside], expected, rtol=1e-9)


def test_noise_has_the_box_of_the_rows_that_are_fitted(drawn):
    X = np.vstack([drawn, [[30.0, 30.0], [-20.0, 25.0], [12.0, -40.0], [-9.0, 40.0]]])
    held_out = cross_validated(X, 1, "full", noise=True, folds=2, random_state=5)
    for inside, outside in folds_of(len(X)):
        (cell,) = select_model(X[outside], [1], ["full"], noise=True).cells.values()
        found, box = cell.ascent.mixture, Noise.around(X[outside], 0.5)
        of_one = log_density(X[inside], Mixture([1.0], found.means, found.covariances))
        share = found.noise.share
        expected = np.log((1.0 - share) * np.exp(of_one) + share / box.volume)
        np.testing.assert_allclose(held_out.log_densities[inside], expected, atol=0.01)
    without = cross_validated(X, 1, "full", folds=2, random_state=5)
    assert held_out.mean > without.mean + 0.3


def test_of_a_row_with_gaps_it_is_the_density_of_what_is_there(drawn):
    X = drawn.copy()
    X[::3, 1] = np.nan
    held_out = cross_validated(X, 1, "full", missing="ml", folds=2, random_state=5)
    for inside, outside in folds_of(len(X)):
        one = GaussianMixture(1, missing="ml", reg_covar=0, tol=1e-9).fit(X[outside])
        expected = one.score_samples(X[inside])
        np.testing.assert_allclose(held_out.log_densities[inside], expected, atol=1e-3)
    with pytest.raises(DataError, match="missing"):
        cross_validated(X, 1, "full")


def test_a_fit_knows_classes_and_what_is_held_out_is_the_row(drawn):
    """By hand where all are known: means and covariances of the classes of the other rows."""
    known = (drawn[:, 0] > 3.0).astype(int)
    data = Data(drawn).with_known(known)
    held_out = cross_validated(data, 2, "full", folds=2, random_state=5)
    for inside, outside in folds_of(len(drawn)):
        each = [drawn[outside & (known == j)] for j in (0, 1)]
        sizes = [len(rows) / outside.sum() for rows in each]
        means = [rows.mean(axis=0) for rows in each]
        two = Mixture(sizes, means, [np.cov(rows.T, ddof=0) for rows in each])
        expected = log_density(drawn[inside], two)
        np.testing.assert_allclose(held_out.log_densities[inside], expected, rtol=1e-9)
    table = select_model(data, [2], ["full"], ["cv"]).table
    assert np.isfinite(table["cv"]).all()


def test_a_fold_without_gaps_or_known_classes_is_fitted_without(drawn):
    X, known = drawn.copy(), np.full(len(drawn), -1)
    X[7, 0], known[9] = np.nan, 0
    data = Data.of(X, missing="ml").with_known(known)
    held_out = cross_validated(data, 2, "tied", noise=True, prior=True, folds=4, random_state=0)
    assert np.isfinite(held_out.log_densities).all()
