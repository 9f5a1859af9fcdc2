"""M-steps of the covariance structures that need no inner iteration.

Celeux and Govaert (1995), Gaussian parsimonious clustering models, sections 2.1 to 2.3. W_k is
the scatter matrix of component k, n_k the rows that it holds, n all rows, d the features. Without
tilt the diagonals of the W_k are all that is read, `spread` (..., k, d), and all that is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from gmm_core.scatter import MStep, along, relative_eigenvalues


def rows_of_one_volume(log_det: np.ndarray, resp_sum: np.ndarray, d: int) -> np.ndarray:
    """Return by how many rows to divide each scatter so that covariances have one volume, (..., k).

    n |W_k|^(1/d) / Σ_l |W_l|^(1/d): Celeux and Govaert (1995), section 2.1, model [λB_k]. A
    singular scatter, of log-determinant minus infinity, has no shape of finite length: it keeps its
    own rows.
    """
    singular = np.isneginf(log_det)
    if singular.all():
        return resp_sum
    roots = np.exp((log_det - log_det.max(axis=-1, keepdims=True)) / d)
    share = resp_sum.sum(axis=-1, keepdims=True) / roots.sum(axis=-1, keepdims=True)
    return np.where(singular, resp_sum, roots * share)


def _log(values: np.ndarray) -> np.ndarray:
    """Logarithm; minus infinity for what is not positive."""
    return np.log(values, where=values > 0, out=np.full(values.shape, -np.inf))


def _eii(spread, resp_sum, previous=None):
    """One variance: tr(Σ W_k) / (n d)."""
    made = np.empty(spread.shape)
    variance = spread.sum(axis=(-2, -1)) / (resp_sum.sum(axis=-1) * spread.shape[-1])
    made[...] = variance[..., None, None]
    return made


def _vii(spread, resp_sum, previous=None):
    """tr(W_k) / (n_k d)."""
    volumes = spread.sum(axis=-1) / (resp_sum * spread.shape[-1])
    return np.repeat(volumes[..., None], spread.shape[-1], axis=-1)


def _eei(spread, resp_sum, previous=None):
    """diag(Σ W_k) / n."""
    made = np.empty(spread.shape)
    made[...] = (spread.sum(axis=-2) / resp_sum.sum(axis=-1)[..., None])[..., None, :]
    return made


def _evi(spread, resp_sum, previous=None):
    """diag(W_k), divided so that all have one determinant."""
    rows = rows_of_one_volume(_log(spread).sum(axis=-1), resp_sum, spread.shape[-1])
    return spread / rows[..., None]


def _vvi(spread, resp_sum, previous=None):
    """diag(W_k) / n_k."""
    return spread / resp_sum[..., None]


def _eee(scatter, resp_sum, previous=None):
    """Σ W_k / n."""
    covariances = np.empty(scatter.shape)
    one = scatter.sum(axis=-3) / resp_sum.sum(axis=-1)[..., None, None]
    covariances[...] = one[..., None, :, :]
    return covariances


def _eev(scatter, resp_sum, previous=None):
    """Each keeps its axes; their ordered eigenvalues are pooled."""
    eigenvalues, axes = np.linalg.eigh(scatter)
    pooled = eigenvalues.sum(axis=-2) / resp_sum.sum(axis=-1)[..., None]
    return along(axes, np.maximum(pooled, 0.0)[..., None, :])


def _evv(scatter, resp_sum, previous=None):
    """W_k, divided so that all have one determinant."""
    log_det = _log(relative_eigenvalues(scatter, resp_sum)).sum(axis=-1)
    log_det += scatter.shape[-1] * np.log(resp_sum)
    return scatter / rows_of_one_volume(log_det, resp_sum, scatter.shape[-1])[..., None, None]


def _vvv(scatter, resp_sum, previous=None):
    """W_k / n_k."""
    return scatter / resp_sum[..., None, None]


WITHOUT_TILT: Mapping[str, MStep] = MappingProxyType(
    {"EII": _eii, "VII": _vii, "EEI": _eei, "EVI": _evi, "VVI": _vvi}
)
CLOSED_FORM: Mapping[str, MStep] = MappingProxyType(
    {"EEE": _eee, "EEV": _eev, "EVV": _evv, "VVV": _vvv}
)
