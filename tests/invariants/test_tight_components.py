"""Components far tighter than the data lose no digits: beside the same sums in 64-bit mantissas."""

import numpy as np
import pytest

from gmm_core import Mixture, e_step, log_density, responsibilities

EXTENDED = np.longdouble
pytestmark = pytest.mark.skipif(
    np.finfo(EXTENDED).eps >= np.finfo(float).eps / 100,
    reason="long double is no wider than double here",
)

WIDTHS = [10.0**-exponent for exponent in range(8)]
KINDS = ("spherical", "diag", "tied", "correlated")


def shape_of(kind, d, component):
    """A covariance of size one: round, unequal along the axes, or tilted with correlation 0.999."""
    if kind == "spherical":
        return np.eye(d) * (1.0 + 0.5 * component)
    if kind == "diag":
        return np.diag(0.5 + np.roll(np.arange(d), component))
    if kind == "tied":
        return 0.7 * np.eye(d) + 0.3
    signs = np.where((np.arange(d) * (component // 2)) % 2, -1.0, 1.0)
    return np.outer(signs, signs) * (0.001 * np.eye(d) + 0.999)


def tight_mixture(kind, d, width):
    """Two tight components that overlap, one alone, and a wide one about all of them.

    Where all share one covariance, the wide one is as tight as the others.
    """
    sizes = np.array([width, width, width, width if kind == "tied" else 1.0])
    covariances = [shape_of(kind, d, j) * size**2 for j, size in enumerate(sizes)]
    step = np.linspace(1.0, 0.5, d)
    means = np.array([0.3 * step, 0.3 * step + 1.5 * width, -0.7 * step[::-1], 0.1 * step])
    return Mixture([0.3, 0.2, 0.3, 0.2], means, covariances)


def rows_of(mixture, n_samples, seed=0):
    """Rows drawn from the mixture."""
    rng = np.random.default_rng(seed)
    k, d = mixture.means.shape
    roots = np.linalg.cholesky(mixture.covariances)
    component = rng.choice(k, size=n_samples, p=mixture.weights)
    noise = np.einsum("nij,nj->ni", roots[component], rng.normal(size=(n_samples, d)))
    return mixture.means[component] + noise


def lower_root(covariance):
    """Cholesky factor, in the precision of the covariance."""
    d = len(covariance)
    root = np.zeros_like(covariance)
    for i in range(d):
        for j in range(i + 1):
            rest = covariance[i, j] - root[i, :j] @ root[j, :j]
            root[i, j] = np.sqrt(rest) if i == j else rest / root[j, j]
    return root


def extended_log_joint(X, mixture):
    """log(weight x density) in extended precision, (n, k)."""
    rows = X.astype(EXTENDED)
    columns = []
    for weight, mean, covariance in zip(
        mixture.weights, mixture.means, mixture.covariances, strict=True
    ):
        root = lower_root(covariance.astype(EXTENDED))
        whitened = (rows - mean.astype(EXTENDED)).T
        for i in range(len(root)):
            whitened[i] = (whitened[i] - root[i, :i] @ whitened[:i]) / root[i, i]
        constant = np.log(EXTENDED(weight)) - np.log(np.diagonal(root)).sum()
        constant -= EXTENDED(len(root)) * np.log(2 * EXTENDED(np.pi)) / 2
        columns.append(constant - (whitened**2).sum(axis=0) / 2)
    return np.column_stack(columns)


def extended(X, mixture):
    """Responsibilities and log-densities in extended precision."""
    joint = extended_log_joint(X, mixture)
    largest = joint.max(axis=1, keepdims=True)
    shares = np.exp(joint - largest)
    total = shares.sum(axis=1, keepdims=True)
    return shares / total, (largest + np.log(total))[:, 0]


def assert_as_in_extended_precision(X, mixture):
    resp, log_densities = extended(X, mixture)
    total = float(log_densities.sum())
    assert e_step(X, mixture).log_likelihood == pytest.approx(total, rel=1e-10)
    assert log_density(X, mixture).sum() == pytest.approx(total, rel=1e-10)
    np.testing.assert_allclose(responsibilities(X, mixture), resp.astype(float), rtol=0, atol=1e-8)


@pytest.mark.parametrize("d", [1, 2, 4])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", WIDTHS)
def test_log_likelihood_and_responsibilities(width, kind, d):
    mixture = tight_mixture(kind, d, width)
    X = rows_of(mixture, 300)
    resp, _ = extended(X, mixture)
    assert ((resp > 0.05) & (resp < 0.95)).any(axis=1).sum() > 10  # the tight two do overlap
    assert_as_in_extended_precision(X, mixture)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [1.0, 1e-3, 1e-7])
def test_many_rows(width, kind):
    """More than any block of rows holds."""
    mixture = tight_mixture(kind, 2, width)
    assert_as_in_extended_precision(rows_of(mixture, 40_000), mixture)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [1.0, 1e-3, 1e-7])
def test_data_far_from_zero(width, kind):
    """Rows and means are rounded alike, to a hundredth of the tightest width."""
    mixture = tight_mixture(kind, 2, width)
    shifted = Mixture(mixture.weights, mixture.means + 1e6 * width, mixture.covariances)
    assert_as_in_extended_precision(rows_of(shifted, 300), shifted)


@pytest.mark.parametrize("width", [1e-2, 1e-7])
def test_a_tight_component_far_from_all_rows_takes_none_and_makes_no_nan(width):
    mixture = tight_mixture("correlated", 2, width)
    X = rows_of(mixture, 100)
    means = mixture.means + np.array([0.0, 0.0, 1e3, 0.0])[:, None]
    far = Mixture(mixture.weights, means, mixture.covariances)
    assert_as_in_extended_precision(X, far)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", WIDTHS)
def test_statistics_in_units_of_the_tight_components(width, kind):
    """What the M-step reads: rows held, means and scatter to 1e-7 of each component's own width."""
    mixture = tight_mixture(kind, 2, width)
    X = rows_of(mixture, 300)
    resp, _ = extended(X, mixture)
    statistics = e_step(X, mixture)
    held = resp.sum(axis=0)
    np.testing.assert_allclose(statistics.resp_sum, held.astype(float), rtol=1e-8)
    for j, covariance in enumerate(mixture.covariances):
        own = np.sqrt(np.diagonal(covariance))
        mean = resp[:, j] @ X.astype(EXTENDED) / held[j]
        centred = X - mean
        scatter = (resp[:, j, None] * centred).T @ centred / held[j]
        gap = (statistics.resp_means[j] - mean) / own
        np.testing.assert_allclose(gap.astype(float), 0.0, atol=1e-7)
        gap = (statistics.scatter[j] / held[j] - scatter) / np.outer(own, own)
        np.testing.assert_allclose(gap.astype(float), 0.0, atol=1e-7)


@pytest.mark.parametrize("width", [1.0, 1e-4, 1e-7])
def test_sample_weights(width):
    mixture = tight_mixture("correlated", 2, width)
    X = rows_of(mixture, 300)
    weights = np.random.default_rng(1).integers(0, 5, size=300).astype(float)
    total = float(extended(X, mixture)[1] @ weights)
    assert e_step(X, mixture, weights).log_likelihood == pytest.approx(total, rel=1e-10)
