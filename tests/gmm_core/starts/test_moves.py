"""Moves keep all rows, and are ranked by what the expected log-likelihood gains of them."""

import numpy as np
import pytest

from gmm_core import Data, Mixture, Model, Settings, Statistics, fit_run
from gmm_core.starts import initialize
from gmm_core.starts.moves import MOST_MOVES, moved

RNG = np.random.default_rng(1)
X = np.repeat([[0.0, 0.0], [5.0, 1.0], [9.0, 7.0]], 30, axis=0) + RNG.normal(size=(90, 2))
MIXTURE = fit_run(X, Settings(3)).mixture


def expected(mixture: Mixture) -> float:
    """Expected log-likelihood of a mixture after its M-step, in nats, up to a constant."""
    log_det = np.linalg.slogdet(mixture.covariances)[1]
    return len(X) * float(mixture.weights @ (np.log(mixture.weights) - 0.5 * log_det))


@pytest.mark.parametrize("kind", ["full", "diag", "tied", "EEI"])
def test_every_move_shares_out_all_rows(kind):
    whole = Statistics.from_responsibilities(X, np.ones((90, 1)))
    for each in moved(Data(X), MIXTURE, Model(kind)):
        assert len(each.resp_sum) == 3
        assert each.resp_sum.sum() == pytest.approx(90.0)
        np.testing.assert_allclose(each.resp_x.sum(axis=0), whole.resp_x[0], rtol=1e-10)
        np.testing.assert_allclose(each.resp_xx.sum(axis=0), whole.resp_xx[0], rtol=1e-10)


def test_all_pairs_are_joined_with_each_other_cut_once_and_cut_anew_across_both_axes():
    assert len(moved(Data(X), MIXTURE, Model())) == 3 + 3 * 2


@pytest.mark.parametrize("kind", ["full", "diag"])
def test_the_first_gains_most(kind):
    gains = [expected(Model(kind).m_step(each)) for each in moved(Data(X), MIXTURE, Model(kind))]
    assert gains == sorted(gains, reverse=True)


@pytest.mark.parametrize("most", [3, 200])
def test_weights_of_rows_count_as_repetition(most):
    times = np.random.default_rng(3).integers(1, most + 1, size=90)
    times[:30] = 1  # so that features vary by weight otherwise than row by row
    weighted = moved(Data(X, times), MIXTURE, Model())
    repeated = moved(Data(np.repeat(X, times, axis=0)), MIXTURE, Model())
    for each, other in zip(weighted, repeated, strict=True):
        np.testing.assert_allclose(each.resp_xx, other.resp_xx, rtol=1e-8)


def test_other_units_change_no_move():
    scaled = MIXTURE.affine(np.array([1e-3, 1e4]), np.array([-7.0, 1e3]))
    others = moved(Data(X * [1e-3, 1e4] + [-7.0, 1e3]), scaled, Model())
    for each, other in zip(moved(Data(X), MIXTURE, Model()), others, strict=True):
        np.testing.assert_allclose(each.resp_sum, other.resp_sum, rtol=1e-6)


@pytest.mark.parametrize("kind", ["full", "tied", "EEI", "diag"])
@pytest.mark.parametrize("unit", [1e-120, 1e120])
def test_units_of_very_small_or_large_numbers_change_no_move(kind, unit):
    """Below 1e-60 determinants were next to nothing, all alike."""
    found = moved(Data(X * unit), MIXTURE.affine(np.full(2, unit), np.zeros(2)), Model(kind))
    for each, other in zip(moved(Data(X), MIXTURE, Model(kind)), found, strict=True):
        np.testing.assert_allclose(each.resp_sum, other.resp_sum, rtol=1e-9)


def test_halves_of_too_few_rows_are_not_made():
    few = np.array([[0.0, 0.0], [1.0, 0.3], [0.2, 1.0], [1.3, 1.0], [8.0, 8.0], [9.0, 8.0]])
    two = Mixture([0.6, 0.4], [[0.5, 0.5], [8.5, 8.0]], [np.eye(2), np.eye(2)])
    assert moved(Data(few), two, Model()) == []


def test_there_is_no_move_of_one_component_or_of_very_many_features():
    assert moved(Data(X), fit_run(X, Settings(1)).mixture, Model()) == []
    wide = RNG.normal(size=(60, 21))
    assert moved(Data(wide), fit_run(wide, Settings(2, "diag")).mixture, Model("diag")) == []
    assert moved(Data(X), MIXTURE, Model("VVE")) == []


def test_many_components_have_a_limited_number():
    many = Mixture(np.full(12, 1 / 12), X[::8][:12], np.broadcast_to(np.eye(2), (12, 2, 2)))
    assert len(moved(Data(np.repeat(X, 4, axis=0)), many, Model())) == MOST_MOVES


def test_groups_of_rounded_rows_may_be_flat_but_for_what_underflows():
    """Answers from 1 to 5 of 200 people, on which a logarithm of 0 was warned of."""
    rng = np.random.default_rng(2)
    level = rng.integers(0, 3, 200)[:, None]
    answers = np.clip(np.round(0.8 * rng.normal(size=(200, 4)) + 1 + 1.5 * level), 1, 5)
    start = initialize(answers, 5, "auto", random_state=0, model=Model("VEV"))
    assert start.resp_sum.sum() == pytest.approx(200.0)
