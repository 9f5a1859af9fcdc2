"""The E-step's pass over the data, in the one of two ways that is right for a mixture.

The fused pass is the quicker one on large tables. It loses digits where a component is tight beside
its distance from the middle of the data, or beside their spread; there, and where tables are small
or features many, the centred pass is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from gmm_core.checked import check_features
from gmm_core.expectation.centred import centred_pass
from gmm_core.expectation.data import MANY_FEATURES, Data
from gmm_core.expectation.digits import CENTRED_SHIFT, FUSED_SHIFT, needs_centring, shifted
from gmm_core.expectation.fused import fused_pass, reference_of
from gmm_core.expectation.gapped import Gapped
from gmm_core.expectation.gapped_pass import gapped_pass
from gmm_core.expectation.partly_centred import partly_centred_pass
from gmm_core.expectation.partly_known import PartlyKnown, one_component
from gmm_core.expectation.statistics import Statistics
from gmm_core.matrices import Diagonal, Matrices
from gmm_core.mixture import Mixture
from gmm_core.scatter import Moments, without_tilt

# Share of all rows below which what the others leave to the reference is mostly rounding.
LEAST_REST = 1e-6

# Where the centred pass takes less time: up to so many rows x features x components, and where all
# pairs of many features are asked for.
FEW_NUMBERS = 10_000


def statistics_of(data: Data, mixtures: Sequence[Mixture], level: Moments) -> list[Statistics]:
    """Return the statistics of mixtures of equally many components, each in the pass it needs.

    Parameters
    ----------
    data : Data
    mixtures : sequence of Mixture
        All with the same number of components.
    level : {"total_diagonal", "total", "traces", "diagonal", "full"}
        How much of the scatter the M-step will read; more may be computed.

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
    k, d = mixtures[0].means.shape
    check_features(data.X, d)
    if isinstance(data, PartlyKnown):
        data.check_known(mixtures[0].n_components)
        return [_of_pieces(data, mixture, level) for mixture in mixtures]
    if isinstance(data, Gapped):
        return [gapped_pass(data, mixture, level, _of_table) for mixture in mixtures]
    quicker = len(data.X) * k * d <= FEW_NUMBERS or (level == "full" and d >= MANY_FEATURES)
    quicker = quicker or mixtures[0].noise is not None  # which only the centred pass knows
    if quicker:
        return [_centred_twice(data, mixture, level) for mixture in mixtures]
    alone = [needs_centring(mixture, data.origin, data.spread) for mixture in mixtures]
    together = [mixture for mixture, is_alone in zip(mixtures, alone, strict=True) if not is_alone]
    fused = iter(fused_pass(data, together, level) if together else ())
    return [
        _centred_twice(data, mixture, level)
        if is_alone
        else _unless_lost(data, mixture, next(fused))
        for mixture, is_alone in zip(mixtures, alone, strict=True)
    ]


def _of_pieces(data: PartlyKnown, mixture: Mixture, level: Moments) -> Statistics:
    """The statistics of the unknown rows, and of the known ones class by class."""
    found = [] if data.unknown is None else statistics_of(data.unknown, [mixture], level)
    for component, rows in data.known.items():
        (of_class,) = statistics_of(rows, [one_component(mixture, component)], level)
        found.append(of_class.of_component(component, mixture.shares))
    return sum(found[1:], start=found[0])


def _of_table(data: Data, mixture: Mixture) -> Statistics:
    return statistics_of(data, [mixture], "full")[0]


def _centred_twice(data: Data, mixture: Mixture, level: Moments) -> Statistics:
    """The centred pass, and again about the new means where these are far from the old.

    A start may be of another structure than is fitted; the lower bound of its M-step reads all.
    """
    if type(mixture.matrices) is Matrices and mixture.n_features < MANY_FEATURES:
        level = "full"
    found = _partly_centred(data, mixture, level) or centred_pass(data, mixture, level)
    if shifted(found, mixture.means, CENTRED_SHIFT):
        return centred_pass(data, mixture, level, found.resp_means)
    return found


def _partly_centred(data: Data, mixture: Mixture, level: Moments) -> Statistics | None:
    """The pass that subtracts some of the means, where there is one and it loses no digits."""
    is_large = data.X.size * mixture.n_components > FEW_NUMBERS
    if not (data.is_wide and is_large and without_tilt(level) and mixture.noise is None):
        return None
    if not isinstance(mixture.matrices, Diagonal):
        return None
    return partly_centred_pass(data, mixture)


def _unless_lost(data: Data, mixture: Mixture, found: Statistics) -> Statistics:
    """What the fused pass has found, or the centred pass where that is mostly rounding."""
    rest = found.resp_sum[reference_of(mixture.weights)]
    if rest < LEAST_REST * data.weight or shifted(found, data.origin, FUSED_SHIFT):
        return _centred_twice(data, mixture, found.moments)
    return found
