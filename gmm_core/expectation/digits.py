"""How many digits a pass keeps: which mixtures the fused one is right for, and what it has lost."""

from __future__ import annotations

import numpy as np

from gmm_core.expectation.statistics import Statistics
from gmm_core.matrices import Diagonal, Shared
from gmm_core.mixture import Mixture

# Root of the largest term of the quadratic form; its rounding error is eps times its square.
LARGEST_TERM = 200.0

# Largest share of a squared shift in the second moments about the origin of a pass: what is left
# after it has been taken off has lost as many digits. About means that move little it is small.
FUSED_SHIFT = 1e4
CENTRED_SHIFT = 100.0


def needs_centring(mixture: Mixture, origin: np.ndarray, spread: np.ndarray) -> bool:
    """Return whether the fused pass could lose digits that are asked of a log-likelihood.

    `spread` (d,) is the root mean square of the rows counted from `origin`, in the features' units.
    """
    return not _largest_term(mixture, _reach(mixture, origin, spread)) < LARGEST_TERM**2


def tight_components(mixture: Mixture, origin: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Return of which components of a mixture without tilt the fused pass could lose digits, (k,).

    Those for which `needs_centring` says so of the mixture.
    """
    reach = _reach(mixture, origin, spread)
    terms = np.einsum("ki,ki->k", mixture.whitener.precision_diagonals, reach * reach)
    return np.logical_not(terms < LARGEST_TERM**2)


def parts_need_centring(mixture: Mixture, origin: np.ndarray, spread: np.ndarray) -> bool:
    """Return whether it could of some of the features alone, whichever.

    Inverse variances of a part are no larger than those of the whole, and no term is larger than
    the root of a product of two of them.
    """
    reach = _reach(mixture, origin, spread)
    terms = np.sqrt(mixture.whitener.precision_diagonals) * reach
    return not terms.sum(axis=1).max() < LARGEST_TERM


def _reach(mixture: Mixture, origin: np.ndarray, spread: np.ndarray) -> np.ndarray:
    return np.maximum(np.abs(mixture.means - origin) + mixture.standard_deviations, spread)


def _largest_term(mixture: Mixture, reach: np.ndarray) -> float:
    """A bound of the sum of the terms of each quadratic form at `reach` (k, d), the largest.

    rᵀ|P|r, and without P where that would cost as much as it saves: no more than (Σ √P_ii r_i)².
    """
    precisions = mixture.whitener.precision_diagonals
    if isinstance(mixture.matrices, Diagonal):
        return float(np.einsum("ki,ki->k", precisions, reach * reach).max())
    if isinstance(mixture.matrices, Shared):
        once = np.abs(mixture.whitener.precisions().values)
        return float(np.einsum("ki,ki->k", reach @ once, reach).max())
    return float(np.einsum("ki,ki->k", np.sqrt(precisions), reach).max()) ** 2


def shifted(found: Statistics, origin: np.ndarray, most: float) -> bool:
    """Return whether means are so far from an origin that scatter about it has lost digits."""
    shift = found.resp_means - origin
    shift *= shift
    shift *= found.resp_sum[:, None]
    within = found.matrices.diagonals
    if found.moments == "traces":
        shift, within = shift.sum(axis=1), within.sum(axis=1)
    return bool(np.count_nonzero(shift > most * within))
