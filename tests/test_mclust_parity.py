"""The same numbers as R's mclust, from the same start partitions."""

from itertools import islice

import numpy as np
import pytest

from gmm_core import Statistics, iterate, m_step, run
from gmm_core.criteria import bic, n_parameters

MODELS = ("VVV", "EEE", "VVI", "VII")
CASES = [
    *((name, model, k) for name in ("iris", "faithful", "diabetes_rm") for model in MODELS
      for k in (2, 3, 4)),
    *(("galaxies", "V", k) for k in (2, 3, 4)),
]  # fmt: skip
ONE_DIMENSION = {"V": ("full", "diag", "spherical")}


def one_hot(partition, k):
    return np.eye(k)[[int(letter) - 1 for letter in partition]]


def soft(partition, k):
    """The soft start of the reference: 10 onehot + 1 + (7 i + 3 k) mod 5, i and k from 1."""
    rows, components = np.arange(1, len(partition) + 1)[:, None], np.arange(1, k + 1)
    shares = 10 * one_hot(partition, k) + 1 + (7 * rows + 3 * components) % 5
    return shares / shares.sum(axis=1, keepdims=True)


@pytest.fixture(params=CASES, ids=lambda case: "-".join(map(str, case)))
def case(request, table, reference):
    """Rows, start partition and expected numbers of one model, and its names here."""
    name, model, k = request.param
    known = reference(f"{name}_mclust")
    expected = next(c for c in known["cases"] if (c["model"], c["G"]) == (model, k))
    types = ONE_DIMENSION.get(model, (model,))
    return table(name), known["start_partitions"][str(k)], k, types, expected


def covariances_of(expected, k, d):
    sigma = expected["sigmasq"] if "sigmasq" in expected else expected["sigma"]
    return np.reshape(sigma, (k, d, d))


@pytest.mark.parametrize(("kind", "resp"), [("onehot", one_hot), ("soft", soft)])
def test_m_step_equals_mclust(case, kind, resp):
    X, partition, k, types, expected = case
    for covariance_type in types:
        mixture = m_step(Statistics.from_responsibilities(X, resp(partition, k)), covariance_type)
        known = expected[f"mstep_{kind}"]
        np.testing.assert_allclose(mixture.weights, known["pro"], rtol=1e-13)
        np.testing.assert_allclose(
            mixture.means, np.reshape(known["mean"], mixture.means.shape), rtol=1e-13
        )
        sigma = covariances_of(known, k, X.shape[1])
        sd = np.sqrt(np.diagonal(sigma, axis1=1, axis2=2))
        scale = sd[:, :, None] * sd[:, None, :]
        np.testing.assert_allclose(mixture.covariances / scale, sigma / scale, atol=1e-12)


@pytest.mark.parametrize(("key", "resp"), [("", one_hot), ("_soft", soft)])
def test_log_likelihood_after_1_2_5_and_10_iterations_equals_mclust(case, key, resp):
    X, partition, k, types, expected = case
    for covariance_type in types:
        start = m_step(Statistics.from_responsibilities(X, resp(partition, k)), covariance_type)
        states = list(islice(iterate(X, start, covariance_type), 10))
        for m_steps, known in expected[f"loglik_after{key}"].items():
            found = states[int(m_steps) - 1].log_likelihood
            assert found == pytest.approx(known, rel=1e-10)


def converged(X, partition, k, covariance_type):
    start = m_step(Statistics.from_responsibilities(X, one_hot(partition, k)), covariance_type)
    return run(X, start, covariance_type=covariance_type, tol=1e-12, max_iter=1000)


def test_converged_log_likelihood_and_bic_equal_mclust(case):
    X, partition, k, types, expected = case
    for covariance_type in types:
        found = converged(X, partition, k, covariance_type).log_likelihood
        assert found == pytest.approx(expected["em_tight"]["loglik"], rel=1e-10)
        df = n_parameters(k, X.shape[1], covariance_type)
        assert df == expected["df"]
        assert bic(expected["em"]["loglik"], df, len(X)) == pytest.approx(
            -expected["em"]["bic"], rel=1e-12
        )


@pytest.mark.parametrize(
    ("covariance_type", "optimum"),
    [
        ("full", -180.185477131),
        ("tied", -256.354043126),
        ("diag", -307.177571598),
        ("spherical", -384.314095061),
    ],
)
def test_iris_reaches_the_known_local_optimum(table, reference, covariance_type, optimum):
    partition = reference("iris_mclust")["start_partitions"]["3"]
    fit = converged(table("iris"), partition, 3, covariance_type)
    assert fit.converged
    assert fit.log_likelihood == pytest.approx(optimum, abs=2e-9)
