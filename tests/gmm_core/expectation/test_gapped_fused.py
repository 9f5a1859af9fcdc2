"""Patterns of gaps that are fused have the statistics that they have in stacks and tables."""

import numpy as np
import pytest

from gmm_core import Model, initialize
from gmm_core.expectation import Data, Gapped, gapped_pass, statistics_of
from gmm_core.expectation.gapped_fused import Bundle

RNG = np.random.default_rng(4)
X = RNG.normal(size=(900, 4)) + 3.0 * RNG.integers(3, size=(900, 1))
GAPS = np.where(RNG.random(X.shape) < 0.25, np.nan, X)
WEIGHTS = RNG.integers(0, 3, size=900).astype(float)


def passed(data, mixture, fused, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(gapped_pass, "_can_be_fused", lambda *_: fused)
        return statistics_of(data, [mixture], "full")[0]


@pytest.mark.parametrize("weights", [None, WEIGHTS], ids=["once", "weighted"])
@pytest.mark.parametrize("noise", [False, True])
@pytest.mark.parametrize("kind", ["full", "tied"])
def test_they_are_those_of_stacks(kind, noise, weights, monkeypatch):
    data = Gapped(GAPS, weights)
    model = Model(kind).with_noise(data) if noise else Model(kind)
    mixture = model.start(initialize(X, 3, "kmeans", random_state=0)).with_noise(model.noise)
    assert gapped_pass._can_be_fused(data, mixture)
    found, expected = (passed(data, mixture, fused, monkeypatch) for fused in (True, False))
    assert found.log_likelihood == pytest.approx(expected.log_likelihood, rel=1e-12)
    np.testing.assert_allclose(found.resp_sum, expected.resp_sum, rtol=1e-11)
    np.testing.assert_allclose(found.resp_means, expected.resp_means, rtol=1e-11)
    np.testing.assert_allclose(found.scatter, expected.scatter, rtol=1e-10, atol=1e-10)


def test_far_from_the_middle_they_are_not_fused():
    rows = np.where(np.isnan(GAPS), np.nan, np.where(np.arange(900)[:, None] < 30, 1e5, GAPS))
    data = Gapped(rows)
    mixture = Model().start(initialize(X, 3, "kmeans", random_state=0))
    assert not gapped_pass._can_be_fused(data, mixture)


@pytest.mark.parametrize("weights", [None, 1.0 + WEIGHTS], ids=["once", "weighted"])
def test_blocks_hold_the_rows_of_each_pattern_once(weights, monkeypatch):
    monkeypatch.setattr("gmm_core.gaps.patterns.BLOCK_SIZE", 128 * 15)
    monkeypatch.setattr("gmm_core.gaps.patterns.STACKED", 128 * 15)
    data = Gapped(GAPS, weights)
    ones = np.ones(len(data.X)) if data.weights is None else data.weights
    patterns = data.patterns
    (bundle,) = Bundle.of(data, patterns, 3, np.arange(len(patterns)))
    assert len(bundle.blocks) > 1
    found = {int(p): [] for p in range(len(patterns))}
    for block in bundle.blocks:
        assert len(set(block.places.tolist())) == len(block.places)
        counts = np.ones(block.centred[:, 0].shape) if block.counts is None else block.counts
        for place, columns, count in zip(block.places, block.centred, counts, strict=True):
            found[int(place)] += [(*row, n) for row, n in zip(columns.T, count, strict=True) if n]
    for p, rows in found.items():
        own = patterns.rows(p)
        there = np.where(patterns.observed[p], data.X[own] - data.origin, 0.0)
        expected = np.column_stack([there, ones[own]])
        assert sorted(rows) == sorted(map(tuple, expected))


def test_sums_do_not_depend_on_the_number_of_threads(monkeypatch):
    monkeypatch.setattr("gmm_core.gaps.patterns.STACKED", 128 * 15)
    monkeypatch.setattr("gmm_core.blocks.FEW_BLOCKS", 0)
    data = Data.of(GAPS, WEIGHTS, missing="ml")
    mixture = Model().start(initialize(X, 3, "kmeans", random_state=0))
    found = []
    for n_cores in (1, 3):
        monkeypatch.setattr("gmm_core.blocks._n_cores", lambda n=n_cores: n)
        sums = statistics_of(data, [mixture], "full")[0]
        found.append((sums.log_likelihood, sums.resp_means.tobytes(), sums.scatter.tobytes()))
    assert found[0] == found[1]
