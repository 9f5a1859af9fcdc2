"""The same numbers as R's mclust, from the same start partitions."""

from itertools import islice, pairwise

import numpy as np
import pytest

from gmm_core import Mixture, Statistics, covariance_structure, iterate, m_step, run
from gmm_core.mixture import log_joint
from gmm_core.selection.criteria import bic, n_parameters
from gmm_core.starts import merge_tree

MODELS = ("EII", "VII", "EEI", "VEI", "EVI", "VVI", "EEE", "VEE", "EVE", "EEV", "VEV", "EVV", "VVV")
SETS = ("iris", "faithful", "diabetes_rm")
# mclust stops the inner iterations of these two before they are done.
LOG_LIKELIHOOD = {"VEE": 1e-6, "EVE": 2e-6}
COVARIANCES = {"VEE": 2e-6, "EVE": 5e-6}
CASES = [
    *((name, model, k) for name in SETS for model in MODELS for k in (2, 3, 4)),
    *(("galaxies", model, k) for model in ("E", "V") for k in (2, 3, 4)),
]
ONE_DIMENSION = {
    "E": ("E", "EII", "EEI", "EVI", "EEE", "EVE", "EEV", "EVV"),
    "V": ("V", "VII", "VEI", "VVI", "VEE", "VVE", "VEV", "VVV"),
}
# mclust's M-step of VVE is not that of maximum likelihood.
VVE = [(name, k) for name in SETS for k in (2, 3, 4)]


def one_hot(partition, k):
    return np.eye(k)[[int(letter) - 1 for letter in partition]]


def soft(partition, k):
    """The soft start of the reference: 10 onehot + 1 + (7 i + 3 k) mod 5, i and k from 1."""
    rows, components = np.arange(1, len(partition) + 1)[:, None], np.arange(1, k + 1)
    shares = 10 * one_hot(partition, k) + 1 + (7 * rows + 3 * components) % 5
    return shares / shares.sum(axis=1, keepdims=True)


STARTS = {"onehot": one_hot, "soft": soft}


@pytest.fixture(params=CASES, ids=lambda case: "-".join(map(str, case)))
def case(request, table, reference):
    """Rows, start partition and expected numbers of one model, and its names here."""
    name, model, k = request.param
    known = reference(f"{name}_mclust")
    found = next(c for c in known["cases"] if (c["model"], c["G"]) == (model, k))
    expected = found | {"start": known["weights_and_means"][str(k)]}
    types = ONE_DIMENSION.get(model, (model,))
    return table(name), known["start_partitions"][str(k)], k, types, expected


def statistics_of(X, partition, k, start):
    return Statistics.from_responsibilities(X, STARTS[start](partition, k))


def correlations_by(known, found):
    """Both in units of the known standard deviations."""
    known = np.reshape(known, found.shape)
    sd = np.sqrt(np.diagonal(known, axis1=1, axis2=2))
    scale = sd[:, :, None] * sd[:, None, :]
    return known / scale, found / scale


@pytest.mark.parametrize("start", STARTS)
def test_m_step_equals_mclust(case, start):
    X, partition, k, types, expected = case
    tolerance = COVARIANCES.get(expected["model"], 1e-12)
    for covariance_type in types:
        mixture = m_step(statistics_of(X, partition, k, start), covariance_type)
        known = expected["start"][start]
        np.testing.assert_allclose(mixture.weights, known["pro"], rtol=1e-13)
        np.testing.assert_allclose(
            mixture.means, np.reshape(known["mean"], mixture.means.shape), rtol=1e-13
        )
        theirs, ours = correlations_by(expected["sigma"][start], mixture.covariances)
        np.testing.assert_allclose(ours, theirs, atol=tolerance)


@pytest.mark.parametrize(("key", "start"), [("", "onehot"), ("_soft", "soft")])
def test_log_likelihood_after_1_2_5_and_10_iterations_equals_mclust(case, key, start):
    X, partition, k, types, expected = case
    tolerance = LOG_LIKELIHOOD.get(expected["model"], 1e-10)
    for covariance_type in types:
        first = m_step(statistics_of(X, partition, k, start), covariance_type)
        states = list(islice(iterate(X, first, covariance_type), 10))
        for m_steps, known in expected[f"loglik_after{key}"].items():
            found = states[int(m_steps) - 1].log_likelihood
            assert found == pytest.approx(known, rel=tolerance)


def converged(X, partition, k, covariance_type):
    start = m_step(statistics_of(X, partition, k, "onehot"), covariance_type)
    return run(X, start, covariance_type=covariance_type, tol=1e-13, max_iter=2000)


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


def expected_log_likelihood(covariances, statistics):
    """The part of Q that the covariances make up, without constants."""
    spread = np.trace(np.linalg.solve(covariances, statistics.scatter), axis1=1, axis2=2).sum()
    return -0.5 * (statistics.resp_sum @ np.linalg.slogdet(covariances)[1] + spread)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize(("name", "k"), VVE)
@pytest.mark.parametrize(("model", "tolerance"), [("VEE", 1e-12), ("EVE", 5e-7), ("VVE", 5e-7)])
def test_m_steps_with_inner_iterations_are_exact(
    table, reference, name, k, start, model, tolerance
):
    partition = reference(f"{name}_mclust")["start_partitions"][str(k)]
    statistics = statistics_of(table(name), partition, k, start)
    known = next(
        c["sigma_exact"]
        for c in reference(f"{name}_exact")["cases"]
        if (c["model"], c["G"], c["start"]) == (model, k, f"mstep_{start}")
    )
    found = covariance_structure(model).m_step(statistics.scatter, statistics.resp_sum)
    theirs, ours = correlations_by(known, found)
    np.testing.assert_allclose(ours, theirs, atol=tolerance)
    q = expected_log_likelihood(found, statistics)
    assert q >= expected_log_likelihood(np.array(known), statistics) - 2e-12 * abs(q)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize(("name", "k"), VVE)
def test_m_step_of_vve_is_better_than_that_of_mclust(table, reference, name, k, start):
    known = reference(f"{name}_mclust")
    theirs = next(c for c in known["cases"] if (c["model"], c["G"]) == ("VVE", k))
    statistics = statistics_of(table(name), known["start_partitions"][str(k)], k, start)
    ours = covariance_structure("VVE").m_step(statistics.scatter, statistics.resp_sum)
    assert expected_log_likelihood(ours, statistics) > expected_log_likelihood(
        np.array(theirs["sigma"][start]), statistics
    )


@pytest.mark.parametrize(("name", "k"), VVE)
def test_em_of_vve_is_the_exact_one_and_never_falls(table, reference, name, k):
    X, known = table(name), reference(f"{name}_exact")["vve_em"]
    partition = reference(f"{name}_mclust")["start_partitions"][str(k)]
    fit = converged(X, partition, k, "VVE")
    found = [state.log_likelihood for state in fit.states]
    expected = next(em for em in known if em["G"] == k)
    for m_steps, log_likelihood in expected["loglik_after_exact"].items():
        assert found[int(m_steps) - 1] == pytest.approx(log_likelihood, rel=1e-8)
    assert found[-1] == pytest.approx(expected["loglik_exact"], rel=1e-8)
    assert all(after >= before - 1e-12 * abs(before) for before, after in pairwise(found))


@pytest.mark.parametrize(
    ("covariance_type", "optimum"),
    [
        ("EII", -401.802175789),
        ("spherical", -384.314095061),
        ("EEI", -361.425522043),
        ("VEI", -339.468727261),
        ("EVI", -338.788848314),
        ("diag", -307.177571598),
        ("tied", -256.354043126),
        ("VEE", -237.560162796),
        ("EVE", -258.105496917),
        ("EEV", -231.175786623),
        ("VEV", -186.073283404),
        ("EVV", -222.783812984),
        ("full", -180.185477131),
    ],
)
def test_iris_reaches_the_known_local_optimum(table, reference, covariance_type, optimum):
    partition = reference("iris_mclust")["start_partitions"]["3"]
    fit = converged(table("iris"), partition, 3, covariance_type)
    assert fit.converged
    assert fit.log_likelihood == pytest.approx(optimum, abs=2e-9)


def test_a_warm_start_changes_nothing_but_the_work(table, reference):
    """One M-step from the statistics of the optimum, with and without the mixture before."""
    partition = reference("iris_mclust")["start_partitions"]["3"]
    for covariance_type in ("VEI", "VEE", "VEV", "EVE", "VVE"):
        mixture: Mixture = converged(table("iris"), partition, 3, covariance_type).mixture
        statistics = Statistics.from_responsibilities(table("iris"), soft(partition, 3))
        cold = m_step(statistics, covariance_type)
        warm = m_step(statistics, covariance_type, previous=mixture)
        np.testing.assert_allclose(warm.covariances, cold.covariances, atol=1e-7)


def test_common_axes_are_no_worse_than_those_of_mclust_where_minima_are_several(table):
    """EVE on wine in standard units: from the axes of the pool alone, 0.68 nats below mclust."""
    X = table("wine")
    X = (X - X.mean(axis=0)) / X.std(axis=0, ddof=1)
    labels = merge_tree(X).labels(3)
    mixture = m_step(Statistics.from_responsibilities(X, np.eye(3)[labels]), "EVE")
    joint = log_joint(X, mixture)
    assert joint[np.arange(len(X)), labels].sum() >= -2352.5710 - 1e-3
    assert np.logaddexp.reduce(joint, axis=1).sum() == pytest.approx(-2334.752, abs=2e-3)
