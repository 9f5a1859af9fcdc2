"""Patterns of gaps that are fused have the statistics that they have in stacks and tables."""

import numpy as np
import pytest

from gmm_core import Model, initialize
from gmm_core.expectation import Data, gapped_pass, statistics_of
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
    data = Data.of(GAPS, weights, missing="ml")
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
    data = Data.of(rows, missing="ml")
    mixture = Model().start(initialize(X, 3, "kmeans", random_state=0))
    assert not gapped_pass._can_be_fused(data, mixture)


def test_blocks_hold_the_rows_of_each_pattern_once(monkeypatch):
    monkeypatch.setattr("gmm_core.blocks.BLOCK_SIZE", 128 * 15)
    patterns = Data.of(GAPS, missing="ml").patterns
    chosen = np.arange(len(patterns))
    (bundle,) = Bundle.of(patterns, 3, chosen)
    rows = {int(p): [] for p in chosen}
    assert len(bundle.blocks) > 1
    for block in bundle.blocks:
        for number, part in enumerate(block.parts):
            rows[block.first + number] += block.rows[part].tolist()
    assert rows == {int(p): patterns.rows(p).tolist() for p in chosen}
