"""The fused pass: the E-step of a block as one small matrix product, a softmax, and one back.

Log-densities of Gaussians are linear in quadratic features, so responsibilities are a softmax of
theta · phi, and the sums that an M-step needs are responsibilities times phi.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from gmm_core.expectation.data import Data
from gmm_core.expectation.features import natural_parameters
from gmm_core.expectation.ratios import product, shared_out
from gmm_core.expectation.statistics import Statistics, mean_of, share_of
from gmm_core.expectation.wide import sums_of_wide
from gmm_core.matrices import Diagonal, Matrices, Shared, of_traces
from gmm_core.mixture import Mixture
from gmm_core.scatter import FORMS, Form, Moments

# OpenBLAS multiplies so many rows of parameters at once. Where the components fill such sets, to
# leave the reference out saves nothing, and its sums are computed like those of the others.
QUICK_ROWS = 4

# Share of its even weight with which a component can be the reference of a fused pass.
HEAVY_ENOUGH = 0.1

# Log-weight of a component without weight, in nats: products of matrices make NaN of infinities.
LEAST_LOG = -1e300


def fused_pass(data: Data, mixtures: Sequence[Mixture], level: Moments) -> list[Statistics]:
    """Return the statistics of mixtures of equally many components in one pass over the data.

    Responsibilities depend on differences of the log-joint only, and their sums over components are
    known; so one component of each mixture is the reference from which the others are counted, and
    its own sums are what the others leave of the total: a row less to multiply.
    """
    form = _common_form(mixtures, level)
    is_wide = data.is_wide and form != "full"
    if level == "traces" and not is_wide:
        level = "diagonal"  # which costs little more where features are few
    natural = [natural_parameters(mixture, data.origin, form) for mixture in mixtures]
    theta = np.array([each for each, _ in natural])
    np.maximum(theta[..., 0], LEAST_LOG, out=theta[..., 0])
    reference = [reference_of(mixture.weights) for mixture in mixtures]
    log_likelihoods = np.array(
        [
            _of_all_rows(data, rows_of_theta[j], precisions, j)
            for (rows_of_theta, precisions), j in zip(natural, reference, strict=True)
        ]
    )
    _swap_first(theta, reference)
    size, whole = data.places.size(form), _of_all_components(data, level)
    sums = np.empty((*theta.shape[:2], len(whole)))
    is_rest = theta.shape[1] % QUICK_ROWS > 0
    counted = slice(1 if is_rest else 0, None)
    differences = theta[:, counted, :size] - theta[:, :1, :size]
    if not differences.size:
        gains = 0.0
    elif is_wide:
        gains, sums[:, counted] = sums_of_wide(data, differences, level, is_rest)
    else:
        gains, sums[:, counted] = _sums_of_ratios(data, differences, len(whole), is_rest)
    if is_rest:
        sums[:, 0] = whole - sums[:, 1:].sum(axis=1)
    _swap_first(sums, reference)
    log_likelihoods += gains
    return [
        _statistics(data, sums[s], level, float(log_likelihoods[s])) for s in range(len(mixtures))
    ]


# The features whose sums an M-step reads; of traces |x|² in place of x².
_READ: Mapping[Moments, Form] = MappingProxyType(
    {"total_diagonal": "total", "total": "total", "diagonal": "diagonal", "full": "full"}
)


def _of_all_components(data: Data, level: Moments) -> np.ndarray:
    """The sums that an M-step reads, over all components: they belong to the data."""
    if level == "traces":
        return np.append(data.sums("total"), data.squares.sum())
    return data.sums(_READ[level])


def form_of(mixture: Mixture) -> Form:
    """Return the features in which the components of a mixture differ.

    Parameters
    ----------
    mixture : Mixture

    Returns
    -------
    {"total", "diagonal", "full"}

    Examples
    --------
    >>> form_of(Mixture([0.5, 0.5], [[-1.0], [1.0]], [[[1.0]], [[1.0]]]))
    'total'
    """
    if mixture.matrices.alike:
        return "total"
    return "full" if mixture.matrices.tilted else "diagonal"


def reference_of(weights: np.ndarray) -> int:
    """Return the component from which the others of a mixture are counted.

    The first, or the heaviest where that one is light: a small rest loses digits.
    """
    return 0 if weights[0] * len(weights) > HEAVY_ENOUGH else int(weights.argmax())


def _common_form(mixtures: Sequence[Mixture], level: Moments) -> Form:
    """The features that all of the mixtures need; what the M-step reads is computed in any case."""
    if level == "full":
        return "full"
    return FORMS[max(FORMS.index(form_of(mixture)) for mixture in mixtures)]


def _of_all_rows(data: Data, theta: np.ndarray, precisions: Matrices, component: int) -> float:
    """log(weight x density) of one component, of theta and a matrix, summed over all rows."""
    d = data.X.shape[1]
    linear = theta[: 1 + d] @ data.sums("total")
    if precisions.tilted:
        return float(linear - 0.5 * np.vdot(precisions.one(component), data.products))
    return float(linear - 0.5 * precisions.diagonals[component] @ data.squares)


def _swap_first(stack: np.ndarray, components: list[int]) -> None:
    """Let a component of each mixture in a stack change places with its first."""
    for rows, j in zip(stack, components, strict=True):
        if j:
            rows[[0, j]] = rows[[j, 0]]


def _sums_of_ratios(
    data: Data, differences: np.ndarray, kept: int, is_rest: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Summed log of the total ratio to the reference, and sums of responsibility x phi.

    `differences` are those of theta from the reference's; `is_rest` says that it is left out.
    """
    n_mixtures, n_others, size = differences.shape
    rows_of_theta = differences.reshape(-1, size)

    def kernel(phi: np.ndarray, weights: np.ndarray | None):
        ratios = product(rows_of_theta, phi[:size])
        logs = shared_out(ratios.reshape(n_mixtures, n_others, -1), weights, is_rest)
        return logs, product(ratios, phi[:kept].T).reshape(n_mixtures, n_others, kept)

    gains, sums = data.sum_over_blocks(kernel, max(size, kept))
    return gains, sums


def _statistics(data: Data, sums: np.ndarray, level: Moments, log_likelihood: float) -> Statistics:
    d = data.X.shape[1]
    resp_sum, first = sums[:, 0], sums[:, 1 : 1 + d]
    gaps = mean_of(first, resp_sum)
    return Statistics(
        data.weight,
        resp_sum,
        data.origin + gaps,
        _scatter(data, sums, gaps, level),
        log_likelihood,
        level,
    )


def _scatter(data: Data, sums: np.ndarray, gaps: np.ndarray, level: Moments) -> Matrices:
    """Scatter about the means, as much of it as is read."""
    resp_sum, d = sums[:, 0], data.X.shape[1]
    share = share_of(resp_sum)
    if level == "total_diagonal":
        return Diagonal(share[:, None] * (data.squares - resp_sum @ (gaps * gaps)))
    if level == "total":
        return Shared(data.products - (gaps.T * resp_sum) @ gaps, share)
    if level == "diagonal":
        return Diagonal(sums[:, 1 + d :] - resp_sum[:, None] * gaps * gaps)
    if level == "traces":
        traces = sums[:, 1 + d] - resp_sum * np.einsum("ki,ki->k", gaps, gaps)
        return of_traces(traces, np.maximum(data.squares - resp_sum @ (gaps * gaps), 0.0))
    scatter = sums.take(data.places.position, axis=1)
    scatter -= resp_sum[:, None, None] * (gaps[:, :, None] * gaps[:, None, :])
    return Matrices(scatter)
