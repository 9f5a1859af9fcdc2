"""From the same start every iteration equals scikit-learn's, and the estimator's fits do."""

from itertools import islice

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture as Theirs

from gmm_core import GaussianMixture, Mixture, covariance_structure, iterate

ITERATIONS = (1, 2, 5, 10)
TYPES = ("full", "tied", "diag", "spherical")
RELATIVE = 1e-9

pytestmark = pytest.mark.filterwarnings(
    "ignore::sklearn.exceptions.ConvergenceWarning"  # tol=0 asks for an exact number of iterations
)


def spread_out_rows(X, k):
    """k rows of the data, apart along the first feature."""
    order = np.argsort(X[:, 0], kind="stable")
    return X[order[np.linspace(0, len(X) - 1, 2 * k + 1).astype(int)[1::2]]]


def given_start(X, k, covariance_type):
    """Unequal weights, rows as means, and the precision of each whole feature; exact in both."""
    weights = np.arange(2.0, k + 2) / np.arange(2.0, k + 2).sum()
    variances = np.tile(X.var(axis=0), (k, 1))
    if covariance_type == "spherical":
        variances[:] = variances.mean()
    dense = variances[:, :, None] * np.eye(X.shape[1])
    start = Mixture(weights, spread_out_rows(X, k), dense)
    precisions = covariance_structure(covariance_type).compact(
        (1 / variances)[:, :, None] * np.eye(X.shape[1])
    )
    return start, {
        "weights_init": weights,
        "means_init": start.means,
        "precisions_init": precisions,
    }


def assert_same_mixture(ours, weights, means, covariances):
    """Equal to 1e-9, means and covariances in units of the component's standard deviations."""
    sd = ours.standard_deviations
    np.testing.assert_allclose(ours.weights, weights, rtol=RELATIVE)
    np.testing.assert_allclose(ours.means / sd, means / sd, rtol=RELATIVE, atol=RELATIVE)
    scale = sd[:, :, None] * sd[:, None, :]
    np.testing.assert_allclose(ours.covariances / scale, covariances / scale, atol=RELATIVE)


def dense(covariances, covariance_type, k, d):
    return covariance_structure(covariance_type).kept(covariances, k, d).dense


@pytest.mark.parametrize("reg_covar", [0.0, 1e-6])
@pytest.mark.parametrize("covariance_type", TYPES)
@pytest.mark.parametrize(
    ("name", "k"), [("iris", 3), ("faithful", 2), ("wine", 3), ("random_10", 4)]
)
def test_every_iteration_equals_scikit_learn(table, name, k, covariance_type, reg_covar):
    X = table(name)
    start, parameters = given_start(X, k, covariance_type)
    states = list(islice(iterate(X, start, covariance_type, reg_covar=reg_covar), 11))
    for iterations in ITERATIONS:
        theirs = Theirs(
            k,
            covariance_type=covariance_type,
            tol=0.0,
            max_iter=iterations,
            reg_covar=reg_covar,
            **parameters,
        ).fit(X)
        state = states[iterations]
        covariances = dense(theirs.covariances_, covariance_type, *start.means.shape)
        assert_same_mixture(state.mixture, theirs.weights_, theirs.means_, covariances)
        assert state.log_likelihood == pytest.approx(theirs.score(X) * len(X), rel=RELATIVE)
        # their bound belongs to the parameters before the last M-step
        before = states[iterations - 1].log_likelihood
        assert before == pytest.approx(theirs.lower_bound_ * len(X), rel=RELATIVE)


@pytest.mark.parametrize("init_params", ["kmeans", "random"])
@pytest.mark.parametrize("covariance_type", TYPES)
def test_seeded_fits_equal_scikit_learn(table, covariance_type, init_params):
    X = table("iris")
    settings = {
        "covariance_type": covariance_type,
        "init_params": init_params,
        "random_state": 0,
        "max_iter": 10,
        "tol": 0.0,
    }
    theirs = Theirs(3, **settings).fit(X)
    ours = GaussianMixture(3, **settings).fit(X)
    covariances = dense(theirs.covariances_, covariance_type, 3, 4)
    assert_same_mixture(ours.run_.mixture, theirs.weights_, theirs.means_, covariances)
    np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))


@pytest.mark.parametrize("covariance_type", TYPES)
@pytest.mark.parametrize("name", ["iris", "faithful", "diabetes_rm", "galaxies"])
def test_exact_iterations_equal_those_on_record(table, reference, name, covariance_type):
    X = table(name)
    fits = [
        fit
        for fit in reference(f"{name}_sklearn")["fits"]
        if fit["params"]["covariance_type"] == covariance_type and "tol" in fit["params"]
    ]
    first = next(fit["params"] for fit in fits if "weights_init" in fit["params"])
    ours = GaussianMixture(**first).set_params(max_iter=10)
    log_likelihoods = ours.fit(X).run_.log_likelihoods
    assert sorted(fit["params"]["max_iter"] for fit in fits) == list(ITERATIONS)
    for fit in fits:
        iterations = fit["params"]["max_iter"]
        assert log_likelihoods[iterations] == pytest.approx(fit["total_loglik"], rel=RELATIVE)
        np.testing.assert_allclose(
            log_likelihoods[:iterations] / len(X), fit["lower_bounds"], rtol=RELATIVE
        )


@pytest.mark.parametrize("name", ["iris", "faithful", "diabetes_rm", "galaxies"])
@pytest.mark.parametrize("covariance_type", TYPES)
def test_fitted_parameters_on_record_give_the_same_labels_and_criteria(
    table, reference, name, covariance_type
):
    X = table(name)
    known = next(
        fit
        for fit in reference(f"{name}_sklearn")["fits"]
        if fit["params"]
        == {"n_components": 3, "covariance_type": covariance_type, "random_state": 0}
    )
    # scikit-learn tests convergence one M-step later, so it makes the same iterations and one more
    ours = GaussianMixture(
        3, covariance_type=covariance_type, random_state=0, tol=0.0, max_iter=known["n_iter"]
    ).fit(X)
    covariances = dense(np.array(known["covariances"]), covariance_type, 3, X.shape[1])
    assert_same_mixture(
        ours.run_.mixture, np.array(known["weights"]), np.array(known["means"]), covariances
    )
    assert "".join(map(str, ours.predict(X))) == known["labels"]
    assert ours.score(X) * len(X) == pytest.approx(known["total_loglik"], rel=RELATIVE)
    assert ours.bic(X) == pytest.approx(known["bic"], rel=RELATIVE)
    assert ours.aic(X) == pytest.approx(known["aic"], rel=RELATIVE)
