"""Where the responsibilities of one row come from, in every state of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated, as_real
from gmm_core.errors import DataError
from gmm_core.gaps import expected_of
from gmm_core.matrices import LOG_2_PI
from gmm_core.mixture import Mixture, as_rows, normalize
from gmm_core.wording import counted, plural
from gmm_core.written_numbers import from_log, told_apart


@dataclass(frozen=True, eq=False)
class RowLedger:
    """The factors of one row's responsibilities, state by state and component by component.

    Logarithms are natural, so that nothing vanishes however far the row lies. Of a row with gaps
    distances, log-determinants and densities are those of the features that are there.

    Parameters
    ----------
    weights : ndarray of shape (n_states, n_components)
        Shares of all rows; where some are noise, those of a component are less than its weight.
    distances : ndarray of shape (n_states, n_components)
        Squared Mahalanobis distances of the row from the means; they have no unit.
    log_determinants : ndarray of shape (n_states, n_components)
        log |Σ|: how far each component spreads.
    log_densities : ndarray of shape (n_states, n_components)
        In nats: -(d log 2π + log |Σ| + distance) / 2.
    log_products : ndarray of shape (n_states, n_components)
        log(weight x density), in nats.
    log_sums : ndarray of shape (n_states,)
        Log-density of the row under the whole mixture, in nats.
    responsibilities : ndarray of shape (n_states, n_components)
        exp(log_products - log_sums).
    noise : ndarray of shape (n_states, 2)
        Share of noise and its log-density, that of its box, in nats: the same for every row. 0 and
        minus infinity where there is none.
    missing : ndarray of int, shape (n_missing,)
        Features that the row does not have.
    expected : ndarray of shape (n_states, n_components, n_missing)
        What each component expects of them, given what is there.
    """

    weights: np.ndarray
    distances: np.ndarray
    log_determinants: np.ndarray
    log_densities: np.ndarray
    log_products: np.ndarray
    log_sums: np.ndarray
    responsibilities: np.ndarray
    noise: np.ndarray
    missing: np.ndarray
    expected: np.ndarray

    @property
    def has_noise(self) -> bool:
        """Whether some of what the row is may be noise."""
        return bool((self.noise[:, 0] > 0).any())

    @property
    def log_noise(self) -> np.ndarray:
        """log(share x density) of noise, (n_states,), in nats."""
        return _log(self.noise[:, 0]) + self.noise[:, 1]


@as_annotated
def row_ledger(x: ArrayLike, mixtures: Sequence[Mixture]) -> RowLedger:
    """Return where the responsibilities of one row come from, under each of the mixtures.

    Parameters
    ----------
    x : array_like of shape (n_features,)
        NaN where a value is missing.
    mixtures : sequence of Mixture
        Those of a run's states, or any of as many components and features.

    Returns
    -------
    RowLedger
        Bishop (2006), eqs. 2.43 and 9.13.

    Raises
    ------
    DataError
        When there is no mixture, they do not have the same shape, or `x` is no row of theirs, or
        one without any value.
    DegenerateComponentError
        When a covariance is not positive definite.

    Examples
    --------
    >>> mixture = Mixture([0.1, 0.9], [[-1.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> ledger = row_ledger([0.0], [mixture])
    >>> ledger.distances, ledger.responsibilities.round(12)
    (array([[1., 1.]]), array([[0.1, 0.9]]))
    """
    if len({mixture.means.shape for mixture in mixtures}) != 1:
        raise DataError(
            "A ledger needs mixtures of as many components and features. Give those of one run."
        )
    whole = _row(x, mixtures[0].n_features)
    missing = np.flatnonzero(np.isnan(whole))
    expected = np.array([_expected(whole, mixture, missing) for mixture in mixtures])
    weights = np.array([mixture.shares for mixture in mixtures])
    noise = np.array([_noise_of(mixture, ~np.isnan(whole)) for mixture in mixtures])
    mixtures = [_of_what_is_there(whole, mixture) for mixture in mixtures]
    row = whole[~np.isnan(whole)]
    distances = np.array([_squared_distances(row, mixture) for mixture in mixtures])
    log_determinants = np.array([-2.0 * mixture.whitener.half_log_det for mixture in mixtures])
    log_densities = -0.5 * (len(row) * LOG_2_PI + log_determinants + distances)
    log_products = _log(weights) + log_densities
    log_noise = _log(noise[:, 0]) + noise[:, 1]
    some_noise = [log_noise] if (noise[:, 0] > 0).any() else []
    resp, log_sums = normalize(np.vstack([log_products.T, *some_noise]))
    resp = resp[: weights.shape[1]]
    return RowLedger(
        weights,
        distances,
        log_determinants,
        log_densities,
        log_products,
        log_sums,
        np.ascontiguousarray(resp.T),
        noise,
        missing,
        expected,
    )


def _noise_of(mixture: Mixture, observed: np.ndarray) -> tuple[float, float]:
    """Share of noise, and its log-density at what is there of the row."""
    if mixture.noise is None:
        return 0.0, -np.inf
    return mixture.noise.share, float(mixture.noise.of_share(1.0).log_products(observed))


def _row(x: ArrayLike, n_features: int) -> np.ndarray:
    (row,) = as_rows(as_real("The row", x)[None], n_features, gaps=True)
    if np.isnan(row).all():
        raise DataError("The row has no value at all. Give one of which some are there.")
    return row


def _of_what_is_there(row: np.ndarray, mixture: Mixture) -> Mixture:
    """The mixture of the features that a row has."""
    there = ~np.isnan(row)
    return mixture if there.all() else mixture.marginal(np.flatnonzero(there).tolist())


def _expected(row: np.ndarray, mixture: Mixture, missing: np.ndarray) -> np.ndarray:
    """What each component expects of the features that are missing, (k, n_missing)."""
    if not len(missing):
        return np.empty((mixture.n_components, 0))
    every = range(mixture.n_components)
    return np.array([expected_of(row[None], mixture, j).values[0, missing] for j in every])


def _squared_distances(row: np.ndarray, mixture: Mixture) -> np.ndarray:
    """Of one row from each component, (k,)."""
    return (mixture.whitener.of_gaps(row - mixture.means) ** 2).sum(axis=1)


def log_ratio_terms(ledger: RowLedger, state: int, one: int, other: int) -> np.ndarray:
    """Return what makes one component more probable for the row than another: three terms in nats.

    They are the log-ratio of the weights, half the difference of the log-determinants (a component
    that spreads wider is lower everywhere near its mean) and half the difference of the squared
    distances. Together they are the log-ratio of the responsibilities; the weight of `one` is above
    0.
    """
    weight_one, weight_other = _log(ledger.weights[state, [one, other]])
    spread, distance = (
        0.5 * (part[state, other] - part[state, one])
        for part in (ledger.log_determinants, ledger.distances)
    )
    return np.array([weight_one - weight_other, spread, distance])


def verdict(x: ArrayLike, mixture: Mixture, ledger: RowLedger, state: int) -> str:
    """Say which component the row belongs to, and why where its mean is not the nearest.

    The nearest mean is the nearest as the eye judges it: a straight line, every feature in units of
    its standard deviation under the whole mixture. So it depends on no unit, and is near to what a
    picture shows whose axes fit the data. The reasons given are the fewest of `log_ratio_terms`,
    largest first, that outweigh all that speaks for the nearest. Components whose probabilities are
    the same to three digits count as equally probable.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[0.0], [4.0]], [[[9.0]], [[0.25]]])
    >>> verdict([2.3], mixture, row_ledger([2.3], [mixture]), 0)
    "The mean of component 2 is nearest, but component 1 is more probable (0.976 against 0.0243):
    counted in each component's own standard deviations, component 1 is nearer (squared distance
    0.588 against 11.6)."
    """
    if ledger.log_noise[state] > ledger.log_products[state].max():
        return (
            "The row is most probably noise "
            f"({from_log(ledger.log_noise[state] - ledger.log_sums[state], 3)}): each component is "
            "so thin there that a density alike everywhere is higher."
        )
    if mixture.n_components == 1 and ledger.has_noise:
        rest = from_log(ledger.log_noise[state] - ledger.log_sums[state], 3)
        return f"The row is most probably of the one component, and noise with probability {rest}."
    if mixture.n_components == 1:
        return "With one component the row belongs to it with probability 1."
    winner = int(ledger.log_products[state].argmax())
    shares = [from_log(share, 3) for share in ledger.log_products[state] - ledger.log_sums[state]]
    alike = [j for j, share in enumerate(shares) if share == shares[winner]]
    nearest = _nearest(x, mixture, ledger.log_products[state])
    everywhere = f"over all {mixture.n_features} features" if mixture.n_features > 2 else ""
    if len(ledger.missing):
        n_there = mixture.n_features - len(ledger.missing)
        everywhere = (
            f"over the {counted(n_there, 'feature')} that {plural(n_there, 'is', 'are')} there"
        )
    if nearest not in alike:
        opening = f"{everywhere} the mean of component {nearest + 1} is nearest".lstrip()
        return (
            f"{opening[0].upper()}{opening[1:]}, but component {winner + 1} is more probable "
            f"({shares[winner]} against {shares[nearest]}): "
            f"{_reasons(ledger, state, winner, nearest)}."
        )
    if len(alike) > 1:
        named = ", ".join(str(j + 1) for j in alike[:-1])
        return (
            f"Components {named} and {alike[-1] + 1} are about equally probable "
            f"({shares[winner]} each)."
        )
    return (
        f"Component {winner + 1} is the most probable ({shares[winner]}), "
        f"and its mean is {f'the nearest {everywhere}'.rstrip()}."
    )


@as_annotated
def verdicts(x: ArrayLike, mixtures: Sequence[Mixture], ledger: RowLedger) -> list[str]:
    """Return the `verdict` on a row in every state.

    Parameters
    ----------
    x : array_like of shape (n_features,)
    mixtures : sequence of Mixture
        Those of the ledger.
    ledger : RowLedger
        Of `x`.

    Returns
    -------
    list of str

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[-1.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> verdicts([0.5], [mixture], row_ledger([0.5], [mixture]))
    ['Component 2 is the most probable (0.731), and its mean is the nearest.']
    """
    for mixture in mixtures:
        _row(x, mixture.n_features)
    return [verdict(x, mixture, ledger, state) for state, mixture in enumerate(mixtures)]


def _nearest(x: ArrayLike, mixture: Mixture, log_products: np.ndarray) -> int:
    """The component whose mean the eye finds nearest; of several, the most probable."""
    row = as_real("The row", x)
    mixture, row = _of_what_is_there(row, mixture), row[~np.isnan(row)]
    centred = mixture.means - mixture.weights @ mixture.means
    spread = np.sqrt(mixture.weights @ (mixture.variances + centred**2))
    gaps = np.linalg.norm((row - mixture.means) / spread, axis=1)
    near = np.flatnonzero(gaps <= gaps.min() * (1.0 + 1e-9))
    return int(near[log_products[near].argmax()])


def _reasons(ledger: RowLedger, state: int, winner: int, nearest: int) -> str:
    """Why the winner is more probable: the fewest terms that decide it, with their numbers."""
    terms = log_ratio_terms(ledger, state, winner, nearest)
    balance, reasons = terms[terms < 0].sum(), []
    for term in np.argsort(-terms, kind="stable").tolist():
        reasons.append(_reason(ledger, state, winner, nearest, term))
        balance += terms[term]
        if balance > 0:
            break
    return ", and ".join(reasons)


def _reason(ledger: RowLedger, state: int, winner: int, nearest: int, term: int) -> str:
    if term == 0:
        weights = _against(*ledger.weights[state, [winner, nearest]])
        return f"component {winner + 1} has the larger weight ({weights})"
    if term == 1:
        spreads = _against(*ledger.log_determinants[state, [nearest, winner]])
        return (
            f"component {nearest + 1} is so wide that its density is low even near its mean "
            f"(log-determinant {spreads})"
        )
    distances = _against(*ledger.distances[state, [winner, nearest]])
    return (
        f"counted in each component's own standard deviations, component {winner + 1} is nearer "
        f"(squared distance {distances})"
    )


def _against(one: float, other: float) -> str:
    return " against ".join(told_apart(one, other, 3))


def _log(weights: np.ndarray) -> np.ndarray:
    """A weight of zero has the logarithm -inf, and that is no accident to warn of."""
    return np.log(weights, out=np.full(weights.shape, -np.inf), where=weights > 0)
