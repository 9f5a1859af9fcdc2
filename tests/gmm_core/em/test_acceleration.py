"""Leaps on the way: the same ends sooner, and all that holds of plain EM."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm_core import (
    COVARIANCE_STRUCTURES,
    Data,
    DegenerateComponentError,
    Mixture,
    Model,
    e_step,
    initialize,
    m_step,
    merge_tree,
    run,
)
from gmm_core.em import Ascent, Stop, acceleration
from gmm_core.expectation import Statistics
from gmm_core.starts import from_labels

TYPES = tuple(COVARIANCE_STRUCTURES)
types = st.sampled_from(TYPES)


def from_tree(X, k, kind):
    return m_step(from_labels(X, merge_tree(X).labels(k), k), kind)


def ascent(X, k, kind, start=None, stop=None):
    start = start or from_tree(X, k, kind)
    return Ascent.of(Data(X), start, Model(kind), stop or Stop())


def blobs(seed, kind):
    """Three groups that overlap, in units of their own where the structure allows them."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(60, 2)) + rng.normal(scale=2.0, size=(3, 2))[rng.integers(3, size=60)]
    return X * [1.0, 100.0] if COVARIANCE_STRUCTURES[kind].scalable else X


@pytest.fixture
def passes(monkeypatch):
    """Counts passes over the data."""
    counted = []
    real = acceleration.statistics_of
    monkeypatch.setattr(
        acceleration, "statistics_of", lambda *given: counted.append(1) or real(*given)
    )
    return counted


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6), kind=types, k=st.integers(1, 4))
def test_the_log_likelihood_never_falls(seed, kind, k):
    X = blobs(seed, kind)
    try:
        found = ascent(X, k, kind)
    except DegenerateComponentError:
        return
    values = found.log_likelihoods
    assert (np.diff(values) >= -1e-10 * np.abs(values[1:]).max()).all()
    assert found.log_likelihood == e_step(X, found.mixture).log_likelihood
    assert values[0] == pytest.approx(e_step(X, found.start).log_likelihood, rel=1e-12)


@settings(max_examples=30)
@given(seed=st.integers(0, 10**6), kind=types)
def test_units_and_order_of_components_change_nothing(seed, kind):
    X, scale, shift = blobs(seed, kind), np.array([8.0, 8.0]), np.array([-3.0, 1e3])
    if COVARIANCE_STRUCTURES[kind].scalable:
        scale = np.array([8.0, 0.25])
    start = m_step(initialize(X, 3, random_state=seed), kind)
    stop = Stop(max_iter=40)
    try:
        found = ascent(X, 3, kind, start, stop)
        moved = ascent(X * scale + shift, 3, kind, start.affine(scale, shift), stop)
        turned = ascent(X, 3, kind, start.permuted([2, 0, 1]), stop)
    except DegenerateComponentError:
        return
    jacobian = len(X) * np.log(scale).sum()
    assert moved.log_likelihood + jacobian == pytest.approx(found.log_likelihood, abs=1e-3)
    assert turned.log_likelihood == pytest.approx(found.log_likelihood, abs=1e-3)


@pytest.mark.parametrize("kind", TYPES)
def test_the_end_is_that_of_plain_em(table, kind):
    X = table("faithful")
    found = ascent(X, 2, kind)
    plain = run(X, found.start, covariance_type=kind, tol=1e-10)
    assert found.converged
    assert found.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-3)
    np.testing.assert_allclose(found.mixture.means, plain.mixture.means, rtol=1e-2)


@pytest.mark.parametrize("kind", ["EII", "diag", "tied", "full"])
def test_the_end_is_of_its_structure(table, kind):
    """Its M-step, with its covariances as scatter, leaves them as they are."""
    mixture = ascent(table("iris"), 3, kind).mixture
    scatter = mixture.covariances * mixture.weights[:, None, None]
    again = COVARIANCE_STRUCTURES[kind].m_step(scatter, mixture.weights, mixture.covariances)
    np.testing.assert_allclose(again, mixture.covariances, rtol=1e-8, atol=1e-10)


def test_where_plain_em_is_slow_it_takes_a_third_of_the_passes(table, passes):
    """Four overlapping components of faithful: more than 500 plain steps each."""
    X, plain = table("faithful"), 0
    for k, kind in ((4, "diag"), (6, "EEI"), (8, "full")):
        start = from_tree(X, k, kind)
        plain += run(X, start, covariance_type=kind).n_iter
        ascent(X, k, kind, start)
    assert len(passes) < plain / 3


def test_the_last_steps_are_plain(table):
    X = table("iris")
    found = ascent(X, 3, "full")
    again = run(X, found.mixture, covariance_type="full", max_iter=1)
    gains = np.append(np.diff(found.log_likelihoods), again.log_likelihood - found.log_likelihood)
    assert (gains[-3:] < 1e-6 * len(X)).all()


def test_one_component_is_at_rest_at_once(table):
    assert ascent(table("iris"), 1, "full").n_iter <= 5


def test_passes_run_out(table, passes):
    found = ascent(table("iris"), 3, "tied", stop=Stop(max_iter=20))
    assert not found.converged
    assert len(passes) == 21  # and the start's
    assert not ascent(table("faithful"), 2, "full", stop=Stop(0.0, 30)).converged


def test_a_leap_that_leads_lower_is_not_taken(table, monkeypatch):
    """With leaps ten times too long, the log-likelihoods rise all the same."""
    real = acceleration._Climber._length
    monkeypatch.setattr(acceleration._Climber, "_length", lambda *given: 10.0 * real(*given))
    found = ascent(table("faithful"), 3, "full")
    assert (np.diff(found.log_likelihoods) > -1e-9).all()
    plain = run(table("faithful"), found.start, covariance_type="full")
    assert found.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-2)


def test_a_collapse_in_a_plain_step_is_an_error():
    X = np.repeat([0.0, 1.0, 2.0, 3.5], [10, 10, 10, 1])[:, None]
    with pytest.raises(DegenerateComponentError):
        ascent(X, 4, "full", m_step(initialize(X, 4, [[0.0], [1.0], [2.0], [3.5]]), "full"))


def test_where_rounding_moves_it_up_and_down_a_component_has_collapsed(table, monkeypatch):
    """A component flat to the last digit: steps went on until the passes ran out."""
    X, real, counted = table("faithful"), acceleration.statistics_of, []
    spread = np.cov(X.T)
    start = Mixture([0.5, 0.5], [[2.0, 54.0], [4.3, 80.0]], [spread, spread])

    def shaken(*given):
        counted.append(1)
        (found,) = real(*given)
        reached = found.log_likelihood + 0.1 * (-1.0) ** len(counted)
        sums = found.weight, found.resp_sum, found.resp_means, found.matrices
        return [Statistics(*sums, reached, found.moments)]

    monkeypatch.setattr(acceleration, "statistics_of", shaken)
    with pytest.raises(DegenerateComponentError):
        ascent(X, 2, "full", start, Stop(max_iter=200))
    assert len(counted) < 20
    assert ascent(X, 2, "full", start, Stop(0.2, 200)).converged  # it moves by less than that


def test_a_start_of_another_structure_may_lead_lower_at_first(table):
    X = table("iris")
    start = from_tree(X, 3, "full")
    tied = Ascent.of(Data(X), start, Model("tied"), Stop())
    (beside, _) = Ascent.abreast([(Data(X), start, Model("tied"))] * 2, Stop())
    assert tied.log_likelihoods[1] < tied.log_likelihoods[0]
    assert beside.log_likelihood == pytest.approx(tied.log_likelihood, rel=1e-9)


def test_weights_count_as_repeated_rows(table):
    X = table("faithful")[:80]
    weights = np.arange(80) % 3 + 1.0
    start = from_tree(X, 2, "full")
    weighted = Ascent.of(Data(X, weights), start, Model("full"), Stop(1e-9))
    repeated = ascent(np.repeat(X, weights.astype(int), axis=0), 2, "full", start, Stop(1e-9))
    assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood, abs=1e-5)


@pytest.mark.parametrize("unit", [1e-120, 1e120])
@pytest.mark.parametrize("kind", ["full", "tied", "diag"])
def test_leaps_are_the_same_in_units_of_very_small_and_very_large_numbers(unit, kind):
    """Beyond 1e100 squares of sums were beyond all numbers, and a warning said so."""
    X = blobs(3, "full")
    start = from_tree(X, 3, kind)
    scaled = start.affine(np.full(2, unit), np.zeros(2))
    one, other = ascent(X, 3, kind, start), ascent(X * unit, 3, kind, scaled)
    (beside, _) = Ascent.abreast([(Data(X * unit), scaled, Model(kind))] * 2, Stop())
    shift = X.size * np.log(unit)
    for found in (other, beside):
        assert found.log_likelihood + shift == pytest.approx(one.log_likelihood, rel=1e-6)
