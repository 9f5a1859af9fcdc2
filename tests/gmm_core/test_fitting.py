from itertools import permutations

import numpy as np
import pytest

import gmm_core
from gmm_core import (
    COVARIANCE_STRUCTURES,
    INITIALIZERS,
    Data,
    DataError,
    DegenerateComponentError,
    GaussianMixture,
    compare,
    datasets,
    e_step,
    responsibilities,
)
from gmm_core.fitting import Grid, Settings, ends_together, fit_run
from gmm_core.selection import select_model


@pytest.mark.parametrize("init", INITIALIZERS)
def test_settings_and_the_estimator_fit_alike(table, init):
    """Same start, same seed, no floor: the same run."""
    X = table("iris")
    found = fit_run(X, Settings(3, init=init))
    estimator = GaussianMixture(3, random_state=0, reg_covar=0.0, init_params=init).fit(X)
    np.testing.assert_allclose(found.log_likelihoods, estimator.run_.log_likelihoods, rtol=1e-12)
    assert found.converged


@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("init", INITIALIZERS)
@pytest.mark.parametrize("covariance_type", COVARIANCE_STRUCTURES)
def test_every_setting_fits_iris_in_the_units_of_the_data(
    table, covariance_type, init, standardise
):
    X = table("iris")
    settings = Settings(
        3, covariance_type, init, seed=1, standardise=standardise, tol=1e-4, max_iter=300
    )
    found = fit_run(X, settings)
    assert found.log_likelihood == pytest.approx(e_step(X, found.mixture).log_likelihood)
    assert X.min() < found.mixture.means.min() < found.mixture.means.max() < X.max()
    assert np.diff(found.log_likelihoods).min() > -1e-9


@pytest.mark.parametrize("seed", range(4))
def test_components_are_listed_by_their_last_means(table, seed):
    found = fit_run(table("iris"), Settings(3, "tied", "random_from_data", seed))
    assert (np.diff(found.mixture.means[:, 0]) >= 0).all()


def test_all_states_are_listed_in_one_order(table):
    """A component keeps its place from the start to the end: each M-step belongs to its own."""
    X = table("iris")
    start = GaussianMixture(3, random_state=0).fit(X).run_.states[0].mixture
    run = gmm_core.run(X, start)
    listed = run.in_view_order()
    order = run.mixture.view_order()
    for before, after in zip(run.states, listed.states, strict=True):
        np.testing.assert_array_equal(after.mixture.means, before.mixture.means[order])
        np.testing.assert_array_equal(after.mixture.covariances, before.mixture.covariances[order])
        np.testing.assert_array_equal(after.statistics.resp_sum, before.statistics.resp_sum[order])
        np.testing.assert_array_equal(after.statistics.scatter, before.statistics.scatter[order])
        assert (after.iteration, after.log_likelihood) == (before.iteration, before.log_likelihood)


def test_the_floor_is_a_share_of_the_spread_and_says_where_it_acts(table):
    """One component of two correlated features: its thin axis is raised to the floor, no other."""
    X = table("faithful")
    sd = X.std(axis=0)
    correlations = np.corrcoef(X.T)
    thin = np.linalg.eigvalsh(correlations)[0]
    below, above = (fit_run(X, Settings(1, floor=floor)) for floor in (0.9 * thin, 2 * thin))
    assert below.states[-1].floored == ()
    np.testing.assert_allclose(below.mixture.covariances[0], np.cov(X.T, ddof=0), rtol=1e-12)
    assert above.states[-1].floored == (0,)
    raised = np.linalg.eigvalsh(above.mixture.covariances[0] / np.outer(sd, sd))
    np.testing.assert_allclose(raised, [2 * thin, 2 - thin], rtol=1e-10)


def test_floored_components_keep_their_place_when_listed_for_people(table):
    X = np.concatenate([table("faithful"), [[9.0, 130.0]] * 40])
    found = fit_run(X, Settings(3, floor=1e-3, init="kmeans", seed=1))
    narrow = np.linalg.eigvalsh(found.mixture.covariances / np.outer(X.std(0), X.std(0)))[:, 0]
    assert found.states[-1].floored
    for component in range(3):
        acted = component in found.states[-1].floored
        assert (narrow[component] == pytest.approx(1e-3, rel=1e-6)) == acted


def test_every_state_is_told_as_it_is_reached(table):
    seen = []
    found = fit_run(table("iris"), Settings(2), on_state=lambda state: seen.append(state.iteration))
    assert seen == [state.iteration for state in found.states]


def test_bad_rows_are_refused_by_name():
    X = np.column_stack([np.arange(10.0), np.full(10, 0.1)])
    with pytest.raises(DataError, match='Column "price" is constant'):
        fit_run(X, Settings(2), names=["height", "price"])


def test_a_collapse_at_the_start_says_so():
    X = np.repeat([[0.0], [1.0], [5.0]], 10, axis=0)
    with pytest.raises(DegenerateComponentError, match="collapsed at the start"):
        fit_run(X, Settings(3, init="kmeans"))


# Means that a person has placed

PLACED = ((5.0, 3.4, 1.5, 0.2), (6.6, 3.0, 5.5, 2.0), (5.9, 2.7, 4.3, 1.3))


@pytest.mark.parametrize("offset", [0.0, 1e8])
@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("covariance_type", COVARIANCE_STRUCTURES)
def test_the_first_means_are_those_that_were_placed(table, covariance_type, standardise, offset):
    X = table("iris") + offset
    means = tuple(tuple(offset + value for value in mean) for mean in PLACED)
    settings = Settings(3, covariance_type, standardise=standardise, means=means, max_iter=3)
    start = fit_run(X, settings).states[0].mixture
    atol = (1e-12 + 4e-16 * offset) if standardise else 0.0
    np.testing.assert_allclose(start.means, means, rtol=0, atol=atol)
    np.testing.assert_array_equal(start.weights, [1 / 3] * 3)
    pooled = np.broadcast_to(start.covariances[0], start.covariances.shape)
    np.testing.assert_allclose(start.covariances, pooled, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_components_keep_the_order_in_which_they_were_placed(table, order, standardise):
    X = table("iris")
    plain = fit_run(X, Settings(3, means=PLACED, standardise=standardise))
    means = tuple(PLACED[j] for j in order)
    found = fit_run(X, Settings(3, means=means, standardise=standardise))
    assert found.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-9)
    np.testing.assert_allclose(found.mixture.means, plain.mixture.means[list(order)], rtol=1e-6)


def test_neither_start_nor_seed_matters_where_means_are_placed(table):
    X = table("iris")
    one, other = (
        fit_run(X, Settings(3, init=init, seed=seed, means=PLACED))
        for init, seed in (("auto", 0), ("random", 5))
    )
    np.testing.assert_array_equal(one.log_likelihoods, other.log_likelihoods)


@pytest.mark.parametrize(
    ("means", "sentence"),
    [
        ((), r"components is 2, and that of the means placed is 0\. Place one mean"),
        (((0.0, 1.0),), r"components is 2, and that of the means placed is 1\. Place one mean"),
        (((0.0, 1.0), (2.0,)), r"Mean 2 has 1 value, and the data have 2 features"),
        (((0.0, 1.0, 2.0), (2.0, 1.0)), r"Mean 1 has 3 values, and the data have 2 features"),
        (((0.0, 1.0), (np.nan, 1.0)), r'Mean 2 is nan in column "height"'),
        (((0.0, -np.inf), (2.0, 1.0)), r'Mean 1 is -inf in column "price", where EM cannot start'),
        (((0.0, 1e200), (2.0, 1.0)), r"Give a number from −1e150 to 1e150"),
        (((2.0, 1.0), (2.0, 1.0)), r"Means 1 and 2 are at the same point.*Move one of them"),
    ],
)
def test_means_that_cannot_be_started_from_are_refused(table, means, sentence):
    with pytest.raises(DataError, match=sentence):
        fit_run(table("faithful"), Settings(2, means=means), names=["height", "price"])


def test_a_mean_placed_far_from_all_rows_is_named_when_it_finds_none(table):
    with pytest.raises(DegenerateComponentError, match="Component 2 collapsed at iteration 1"):
        fit_run(table("faithful"), Settings(2, means=((3.5, 70.0), (1e6, 1e6))))


def cigars():
    dataset = datasets.load("cigars")
    rows = dataset.frame[list(dataset.features)].to_numpy(dtype=np.float64)
    return rows, dataset.frame["origin"]


ON_THE_CIGARS = ((0.0, -0.5), (0.0, 0.5))


def matched(X, origin, found):
    return compare(origin, responsibilities(X, found.mixture).argmax(axis=1)).matched_accuracy


def test_means_placed_on_two_cigars_follow_them_at_once():
    """k-means and "auto" end at the same optimum; k-means crosses a plateau on the way to it."""
    X, origin = cigars()
    placed = fit_run(X, Settings(2, means=ON_THE_CIGARS))
    auto, k_means = (fit_run(X, Settings(2, init=init)) for init in ("auto", "kmeans"))
    for found in (placed, auto, k_means):
        assert found.log_likelihood == pytest.approx(-814.81772, abs=1e-4)
        assert matched(X, origin, found) == 1.0
    assert placed.n_iter <= 4 < auto.n_iter < 30 < k_means.n_iter
    assert placed.log_likelihoods[1] > k_means.log_likelihoods[20] + 100


def test_means_placed_on_two_cigars_reach_higher_where_k_means_stops_on_the_plateau():
    """One shared covariance and a loose tolerance."""
    X, origin = cigars()
    placed, k_means = (
        fit_run(X, Settings(2, "tied", init="kmeans", tol=1e-3, means=means))
        for means in (ON_THE_CIGARS, None)
    )
    assert k_means.converged
    assert placed.log_likelihood > k_means.log_likelihood + 150
    assert matched(X, origin, placed) == 1.0
    assert matched(X, origin, k_means) < 0.6


@pytest.fixture(scope="module")
def groups():
    rng = np.random.default_rng(3)
    return rng.normal(size=(60, 2)) + np.repeat([[0.0, 0.0], [6.0, 6.0]], 30, axis=0)


@pytest.mark.parametrize(("kind", "k"), [("full", 2), ("tied", 3), ("VVI", 1)])
def test_a_fit_of_a_table_of_fits_is_the_very_one(groups, kind, k):
    """Same log-likelihood to the last bit, its components listed as people see them."""
    grid = Grid(3, ("full", "tied", "diag"))
    run = fit_run(groups, Settings(k, kind, grid=grid))
    cell = select_model(groups, range(1, 4), grid.structures, random_state=0).cells
    name = {"VVI": "diag"}.get(kind, kind)
    assert run.log_likelihood == cell[k, name].log_likelihood
    assert (np.diff(run.mixture.means[:, 0]) >= 0).all()
    assert run.log_likelihood == pytest.approx(e_step(groups, run.mixture).log_likelihood)
    assert (run.n_iter, run.converged, run.is_complete) == (0, True, True)


def test_of_one_feature_a_structure_goes_by_its_size_alone(groups):
    grid = Grid(2, ("tied", "full"))
    runs = [fit_run(groups[:, :1], Settings(2, kind, grid=grid)) for kind in ("full", "VII")]
    assert runs[0].log_likelihood == runs[1].log_likelihood


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            Settings(4, grid=Grid(3, ("full",))),
            "has none of 4 components with full covariances. Extend it",
        ),
        (Settings(2, "tied", grid=Grid(3, ("full",))), "none of 2 components with tied"),
        (Settings(2, floor=0.1, grid=Grid(2, ("full",))), "without a covariance floor. Switch"),
        (Settings(2, standardise=True, grid=Grid(2, ("full",))), "in the units of the data"),
    ],
)
def test_what_a_table_of_fits_has_not_is_said(groups, settings, sentence):
    with pytest.raises(DataError, match=sentence):
        fit_run(groups, settings)


def test_a_cell_without_a_fit_says_why():
    X = np.random.default_rng(0).normal(size=(80, 31))
    with pytest.raises(DataError, match="none of 1 component with EVE covariance: not tried: slow"):
        fit_run(X, Settings(1, "EVE", grid=Grid(1, ("EII", "EVE"))))


# Starts that are run together


def test_ends_are_those_of_each_run(table):
    data = Data(table("iris"))
    asked = [Settings(3, "tied", init="random_from_data", seed=seed) for seed in range(3)]
    for each, end in zip(asked, ends_together(data, asked), strict=True):
        run = fit_run(data, each)
        assert end.log_likelihood == pytest.approx(run.log_likelihood, rel=1e-12)
        assert (end.n_iter, end.converged) == (run.n_iter, run.converged)


@pytest.mark.parametrize("more", [{"floor": 0.01}, {"standardise": True}, {"prior": True}])
def test_what_does_not_go_together_is_left_to_itself(table, more):
    asked = [Settings(2, init="random", seed=seed, **more) for seed in range(2)]
    assert ends_together(Data(table("iris")), asked) == [None, None]
    assert ends_together(Data(table("iris")), [Settings(2)]) == [None]


def test_a_collapse_is_left_to_its_own_run():
    rows = Data(np.append(np.random.default_rng(0).normal(size=40), np.full(12, 9.0))[:, None])
    asked = [Settings(2, init="k-means++", seed=seed) for seed in range(6)]
    found = ends_together(rows, asked)
    assert any(end is None for end in found)
