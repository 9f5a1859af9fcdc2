"""Examples drawn from mixtures that are known, each from a fixed seed."""

from __future__ import annotations

from string import ascii_uppercase

import numpy as np
import pandas as pd

from gmm_core.datasets.dataset import Dataset
from gmm_core.mixture import Mixture

# Fewer digits than a double holds: the same table on every machine, and fit to be read.
DECIMALS = 3


def _draw(truth: Mixture, n_samples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows (n_samples, d) drawn from `truth`, and the component (n_samples,) of each."""
    rng = np.random.default_rng(seed)
    component = rng.choice(truth.n_components, size=n_samples, p=truth.weights)
    z = rng.standard_normal((n_samples, truth.n_features))
    # Cholesky, not an eigendecomposition: its signs do not depend on the machine's LAPACK.
    roots = np.linalg.cholesky(truth.covariances)
    X = truth.means[component] + np.einsum("nij,nj->ni", roots[component], z)
    return X.round(DECIMALS), component


def _dataset(
    name: str, truth: Mixture, *, title: str, note: str, n_samples: int, seed: int
) -> Dataset:
    X, component = _draw(truth, n_samples, seed)
    d = truth.n_features
    features = ["x"] if d == 1 else [f"x{i + 1}" for i in range(d)]
    frame = pd.DataFrame(X, columns=pd.Index(features))
    return Dataset(
        name=name,
        title=f"{title} (generated)",
        frame=frame.assign(origin=[ascii_uppercase[j] for j in component]),
        features=tuple(features),
        target="origin",
        units={},
        source=f"Drawn by GMM Lab from a known mixture, seed {seed}",
        citation="None: generated data.",
        licence="BSD-3-Clause, as GMM Lab itself.",
        note=f"{note} {n_samples} rows; the column origin names the component of each.",
        suggested_k=truth.n_components,
        truth=truth,
    )


def _normals(weights: list[float], means: list[float], sds: list[float]) -> Mixture:
    """One-dimensional mixture from standard deviations."""
    return Mixture(np.array(weights), np.array(means)[:, None], np.square(sds)[:, None, None])


def two_bumps() -> Dataset:
    """1-D: two normal curves that overlap."""
    return _dataset(
        "two_bumps",
        _normals([0.6, 0.4], [0.0, 3.0], [1.0, 1.0]),
        title="Two bumps",
        note="One feature, two overlapping normal curves of equal width.",
        n_samples=300,
        seed=1,
    )


def three_bumps() -> Dataset:
    """1-D: three normal curves that overlap, of different widths."""
    return _dataset(
        "three_bumps",
        _normals([0.3, 0.45, 0.25], [-4.0, 0.0, 2.5], [1.2, 0.8, 0.5]),
        title="Three bumps",
        note="One feature, three overlapping normal curves of different widths.",
        n_samples=450,
        seed=2,
    )


def three_blobs() -> Dataset:
    """2-D: three clusters of different shapes with a little overlap."""
    covariances = [[[1.0, 0.4], [0.4, 0.8]], [[0.7, -0.3], [-0.3, 0.9]], [[1.2, 0.0], [0.0, 0.4]]]
    truth = Mixture(
        np.array([0.4, 0.35, 0.25]),
        np.array([[0.0, 0.0], [4.0, 1.0], [1.5, 4.0]]),
        np.array(covariances),
    )
    return _dataset(
        "three_blobs",
        truth,
        title="Three blobs",
        note="Three well-shaped clusters with a little overlap: an easy first example.",
        n_samples=400,
        seed=3,
    )


def cigars() -> Dataset:
    """2-D: two parallel clusters, long and thin, that k-means cuts across."""
    truth = Mixture(
        np.array([0.5, 0.5]),
        np.array([[0.0, -0.5], [0.0, 0.5]]),
        np.tile(np.diag([3.0**2, 0.15**2]), (2, 1, 1)),
    )
    return _dataset(
        "cigars",
        truth,
        title="Two cigars",
        note="Two parallel clusters, long and thin (standard deviations 3 and 0.15, 1 apart): "
        "k-means cuts across both. From that start EM crosses a plateau before it turns to "
        "follow them, so a loose tolerance stops it too early. Two means placed by hand, one "
        "on each, or the best of several starts lead there at once.",
        n_samples=300,
        seed=4,
    )


def nested() -> Dataset:
    """2-D: a narrow cluster inside a wide one, with the same mean."""
    truth = Mixture(
        np.array([0.5, 0.5]),
        np.zeros((2, 2)),
        np.array([0.5**2 * np.eye(2), 3.0**2 * np.eye(2)]),
    )
    return _dataset(
        "nested",
        truth,
        title="One inside the other",
        note="Two round clusters with the same mean and different widths (standard deviations "
        "0.5 and 3): only the width tells them apart.",
        n_samples=400,
        seed=5,
    )


def unequal_sizes() -> Dataset:
    """2-D: one large cluster beside two small ones."""
    truth = Mixture(
        np.array([0.85, 0.1, 0.05]),
        np.array([[0.0, 0.0], [5.0, 1.5], [4.0, -3.5]]),
        np.array([3.0 * np.eye(2), 0.25 * np.eye(2), 0.25 * np.eye(2)]),
    )
    return _dataset(
        "unequal_sizes",
        truth,
        title="Unequal sizes",
        note="One large wide cluster (85 % of the rows) beside two small narrow ones (10 % and "
        "5 %): k-means cuts the large one, a mixture has weights for it.",
        n_samples=600,
        seed=6,
    )
