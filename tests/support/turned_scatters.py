"""Scatter matrices, axes for them, and what an objective says of these."""

import numpy as np


def random_scatter(seed, k, d):
    rng = np.random.default_rng(seed)
    held = rng.uniform(2 * d, 40, size=k)
    factors = np.linalg.qr(rng.normal(size=(k, d, d)))[0] * rng.uniform(0.5, 3.0, size=(k, 1, d))
    return held[:, None, None] * (factors @ factors.transpose(0, 2, 1)), held


def random_axes(seed, d):
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(d, d)))[0]


def value(objective, scatter, held, axes):
    spread = np.einsum("ji,kjl,li->ki", axes, scatter, axes)
    return objective(np.log(spread).sum(axis=1), held, len(axes)).value


def turned(angles, d):
    """exp(X) with the angles above the diagonal, row by row, and their negatives below."""
    turn = np.zeros((d, d))
    turn[np.triu_indices(d, 1)] = angles
    # By its eigenvalues: in scipy's own exponential threads wait for one another a hundred times
    # as long as they work.
    rates, ways = np.linalg.eigh(1j * (turn.T - turn))
    return (ways * np.exp(1j * rates) @ ways.conj().T).real
