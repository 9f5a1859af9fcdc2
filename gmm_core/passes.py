"""The E-step's pass over the data, in two ways that give the same Statistics.

The fused pass works in quadratic features: one small matrix product gives the log-densities of a
block and one gives its sums back. It loses digits where a component is tight beside its distance
from the middle of the data, or beside their spread; there, and where the table is so small that it
is quicker, the centred pass subtracts each mean from the rows first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.blocks import sum_over_blocks
from gmm_core.data import Data
from gmm_core.density import LogJoint, normalize
from gmm_core.features import LEVELS, Moments, natural_parameters
from gmm_core.mixture import Mixture
from gmm_core.scatter import variances
from gmm_core.statistics import Statistics, mean_of

# exp of more than this leaves double precision when summed over components.
LARGEST_EXPONENT = 600.0

# Root of the largest term of the quadratic form; its rounding error is eps times its square.
LARGEST_TERM = 200.0

# Largest share of a squared shift in the second moments about the origin of a pass: what is left
# after it has been taken off has lost as many digits. About means that move little it is small.
FUSED_SHIFT = 1e4
CENTRED_SHIFT = 100.0

# Share of all rows below which what the others leave to the reference is mostly rounding.
LEAST_REST = 1e-6

# Rows x features x components up to which the centred pass takes less time.
FEW_NUMBERS = 10_000

# Features from which on half a product, component by component, takes less time than all at once.
WIDE = 24

# Rows of parameters by which OpenBLAS multiplies; the reference is not left out of a full set.
QUICK_ROWS = 4

# Share of its even weight with which a component can be the reference of a fused pass.
HEAVY_ENOUGH = 0.1

# As many rows of parameters are multiplied one by one; to pack so few costs more than it gains.
FEW_ROWS = 2


def statistics_of(data: Data, mixtures: Sequence[Mixture], level: Moments) -> list[Statistics]:
    """Return the statistics of mixtures of equally many components, each in the pass it needs.

    Parameters
    ----------
    data : Data
    mixtures : sequence of Mixture
        All with the same number of components.
    level : {"total", "diagonal", "full"}
        How much of the scatter the M-step will read.

    Returns
    -------
    list of Statistics

    Raises
    ------
    DataError
        When the data do not have the features of the mixtures.
    DegenerateComponentError
        When a covariance is not positive definite.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[-1.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> statistics_of(Data([[0.0], [2.0]]), [mixture], "full")[0].resp_sum.round(6)
    array([0.517986, 1.482014])
    """
    data.check_features(mixtures[0].n_features)
    small = len(data.X) * mixtures[0].means.size <= FEW_NUMBERS
    alone = [small or needs_centring(mixture, data.origin, data.spread) for mixture in mixtures]
    together = [mixture for mixture, is_alone in zip(mixtures, alone, strict=True) if not is_alone]
    fused = iter(fused_pass(data, together, level) if together else ())
    return [
        _centred_twice(data, mixture) if is_alone else _unless_lost(data, mixture, next(fused))
        for mixture, is_alone in zip(mixtures, alone, strict=True)
    ]


def _centred_twice(data: Data, mixture: Mixture) -> Statistics:
    """The centred pass, and again about the new means where these are far from the old."""
    found = centred_pass(data, mixture)
    if _shifted(found, mixture.means, CENTRED_SHIFT):
        return centred_pass(data, mixture, found.resp_means)
    return found


def _unless_lost(data: Data, mixture: Mixture, found: Statistics) -> Statistics:
    """What the fused pass has found, or the centred pass where that is mostly rounding."""
    rest = found.resp_sum[_reference(mixture.weights)]
    if rest < LEAST_REST * data.weight or _shifted(found, data.origin, FUSED_SHIFT):
        return _centred_twice(data, mixture)
    return found


def _shifted(found: Statistics, origin: np.ndarray, most: float) -> bool:
    shift = found.resp_means - origin
    return bool((found.resp_sum[:, None] * (shift * shift) > most * variances(found.scatter)).any())


def fused_pass(data: Data, mixtures: Sequence[Mixture], level: Moments) -> list[Statistics]:
    """Return the statistics of mixtures of equally many components in one pass over the data.

    Parameters
    ----------
    data : Data
    mixtures : sequence of Mixture
        All with the same number of components.
    level : {"total", "diagonal", "full"}
        How much of the scatter the M-step will read.

    Returns
    -------
    list of Statistics

    Notes
    -----
    Responsibilities depend on differences of the log-joint only, and their sums over components
    are known; so one component of each mixture is the reference from which the others are
    counted, and its own sums are what the others leave of the total: a row less to multiply.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[-1.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> fused_pass(Data([[0.0], [2.0]]), [mixture], "full")[0].resp_sum.round(6)
    array([0.517986, 1.482014])
    """
    form = _common_form(mixtures, level)
    theta = np.array([natural_parameters(mixture, data.origin) for mixture in mixtures])
    reference = [_reference(mixture.weights) for mixture in mixtures]
    _swap_first(theta, reference)
    tilted = theta[:, 0, data.layout.size("diagonal") :].any()
    total = data.sums("diagonal" if level == "diagonal" and not tilted else "full")
    log_likelihoods = theta[:, 0, : len(total)] @ total
    size, kept = data.layout.size(form), data.layout.size(level)
    sums = np.empty((*theta.shape[:2], kept))
    is_rest = theta.shape[1] % QUICK_ROWS > 0
    counted = slice(1 if is_rest else 0, None)
    differences = theta[:, counted, :size] - theta[:, :1, :size]
    gains, sums[:, counted] = _sums_of_ratios(data, differences, kept, is_rest)
    if is_rest:
        sums[:, 0] = total[:kept] - sums[:, 1:].sum(axis=1)
    _swap_first(sums, reference)
    log_likelihoods += gains
    return [
        _statistics(data, sums[s], level, float(log_likelihoods[s])) for s in range(len(mixtures))
    ]


def needs_centring(mixture: Mixture, origin: np.ndarray, spread: np.ndarray) -> bool:
    """Return whether the fused pass could lose digits that are asked of a log-likelihood.

    Parameters
    ----------
    mixture : Mixture
    origin : ndarray of shape (n_features,)
        From which the rows are counted.
    spread : ndarray of shape (n_features,)
        Root mean square of the rows so counted, in the units of the features.

    Returns
    -------
    bool

    Examples
    --------
    >>> needs_centring(Mixture([1.0], [[1.0]], [[[1e-12]]]), np.zeros(1), np.ones(1))
    True
    """
    reach = np.maximum(np.abs(mixture.means - origin) + mixture.standard_deviations, spread)
    terms = np.einsum("ki,ki->k", np.sqrt(mixture.precision_diagonals), reach)
    return not terms.max() < LARGEST_TERM


def form_of(mixture: Mixture) -> Moments:
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
    covariances = mixture.covariances
    if (covariances == covariances[0]).all():
        return "total"
    k, d, _ = covariances.shape
    off_diagonal = covariances.reshape(k, -1)[:, :-1].reshape(k, d - 1, d + 1)[:, :, 1:]
    return "full" if off_diagonal.any() else "diagonal"


def _common_form(mixtures: Sequence[Mixture], level: Moments) -> Moments:
    """The features that all of the mixtures need; what the M-step reads is computed in any case."""
    if level == "full":
        return "full"
    return LEVELS[max(LEVELS.index(form_of(mixture)) for mixture in mixtures)]


def _reference(weights: np.ndarray) -> int:
    """The first component, or the heaviest where that one is light: a small rest loses digits."""
    return 0 if weights[0] * len(weights) > HEAVY_ENOUGH else int(weights.argmax())


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
        ratios = _product(rows_of_theta, phi[:size]).reshape(n_mixtures, n_others, -1)
        logs, scale = _exponentiate(ratios, is_rest)
        if weights is not None:
            logs *= weights
            scale *= weights
        ratios *= scale[:, None]
        flat = ratios.reshape(len(rows_of_theta), -1)
        return logs.sum(axis=1), _product(flat, phi[:kept].T).reshape(n_mixtures, n_others, kept)

    if n_others == 0:
        return np.zeros(n_mixtures), np.empty((n_mixtures, 0, kept))
    gains, sums = data.sum_over_blocks(kernel, max(size, kept))
    return gains, sums


def _exponentiate(ratios: np.ndarray, is_rest: bool) -> tuple[np.ndarray, np.ndarray]:
    """Turn log-ratios into ratios in place; the log of their total, and what to multiply with.

    Where the reference is left out, its ratio of 1 is added.
    """
    peak = None
    if not ratios.max(initial=0.0) < LARGEST_EXPONENT:
        peak = np.maximum(ratios.max(axis=1), 0.0)
        ratios -= peak[:, None]
    np.exp(ratios, out=ratios)
    total = np.ones(ratios.shape[1]) @ ratios
    if is_rest:
        total += 1.0 if peak is None else np.exp(-peak)
    logs = np.log(total)
    return logs if peak is None else logs + peak, np.reciprocal(total, out=total)


def _product(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    if len(left) > FEW_ROWS:
        return np.dot(left, right)  # matmul holds other threads up where the product is small
    product = np.empty((len(left), right.shape[1]))
    for row, out in zip(left, product, strict=True):
        np.dot(row, right, out=out)
    return product


def _statistics(data: Data, sums: np.ndarray, level: Moments, log_likelihood: float) -> Statistics:
    d = data.X.shape[1]
    resp_sum, first = sums[:, 0], sums[:, 1 : 1 + d]
    gaps = mean_of(first, resp_sum)
    if level == "total":
        second = data.sums("full").take(data.layout.position)
        within = second - (gaps.T * resp_sum) @ gaps
        scatter = (resp_sum / resp_sum.sum())[:, None, None] * within
    elif level == "diagonal":
        scatter = np.zeros((len(sums), d, d))
        np.einsum("kii->ki", scatter)[...] = sums[:, 1 + d :] - resp_sum[:, None] * gaps * gaps
    else:
        scatter = sums.take(data.layout.position, axis=1)
        scatter -= resp_sum[:, None, None] * (gaps[:, :, None] * gaps[:, None, :])
    return Statistics(data.weight, resp_sum, data.origin + gaps, scatter, log_likelihood, level)


def centred_pass(data: Data, mixture: Mixture, about: np.ndarray | None = None) -> Statistics:
    """Return the statistics of a mixture, each mean subtracted from the rows before squaring.

    Parameters
    ----------
    data : Data
    mixture : Mixture
    about : ndarray of shape (n_components, n_features), optional
        Points about which the scatter is summed; by default the means of the mixture.

    Returns
    -------
    Statistics

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[-1.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> centred_pass(Data([[0.0], [2.0]]), mixture).resp_sum.round(6)
    array([0.517986, 1.482014])
    """
    log_joint = LogJoint(mixture)
    origin = mixture.means if about is None else about

    def kernel(rows: slice):
        joint, centred = log_joint(data.X[rows].T)
        if about is not None:
            centred = data.X[rows].T - about[:, :, None]
        resp, log_density = normalize(joint)
        if data.weights is not None:
            resp *= data.weights[rows]
            log_density *= data.weights[rows]
        first = (centred @ resp[:, :, None])[:, :, 0]
        return log_density.sum(), resp.sum(axis=1), first, _second_moments(centred, resp)

    k, d = mixture.means.shape
    value, resp_sum, first, second = sum_over_blocks(kernel, len(data.X), k * d)
    return Statistics.about(origin, data.weight, resp_sum, first, second, float(value))


def _second_moments(centred: np.ndarray, resp: np.ndarray) -> np.ndarray:
    """Sums of responsibility x outer product, (k, d, d), of centred rows (k, d, n)."""
    if centred.shape[1] < WIDE:
        return (centred * resp[:, None]) @ centred.transpose(0, 2, 1)
    second = np.empty((len(centred), centred.shape[1], centred.shape[1]))
    for rows, root, out in zip(centred, np.sqrt(resp), second, strict=True):
        weighted = rows * root
        np.dot(weighted, weighted.T, out=out)  # of a matrix and itself BLAS computes one half
    return second
