"""By how much the estimates of two fits to one table differ, at most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.mixture import Mixture
from gmm_core.names import component_titles
from gmm_core.written_numbers import fixed, number

# What moves less is not named: standard deviations of a mean, share of a deviation, share of rows.
FEW_SDS, FEW_PERCENT, FEW_ROWS = 0.1, 0.05, 0.01


def say_moved(
    here: Mixture, there: Mixture, features: Sequence[str], components: Sequence[str] | None
) -> str:
    """Return which mean, standard deviation and weight move most from one fit to another.

    Components are matched so that their means are nearest, in standard deviations of the first.
    """
    order = _matched(here, there)
    means, sds, weights = there.means[order], there.standard_deviations[order], there.shares[order]
    names = component_titles(here.n_components, components, "component")
    moves = (means - here.means) / here.standard_deviations
    factors = np.log(sds / here.standard_deviations)
    j, mean = _most(moves)
    i, sd = _most(factors)
    heavier = int(np.abs(weights - here.shares).argmax())
    gain = weights[heavier] - here.shares[heavier]
    if abs(moves[j, mean]) < FEW_SDS and abs(factors[i, sd]) < FEW_PERCENT and abs(gain) < FEW_ROWS:
        return (
            f"Estimates would hardly move: means by {_at_most(moves[j, mean], 2)} of a standard "
            f"deviation, standard deviations by {_at_most(100 * np.expm1(factors[i, sd]), 0)} %, "
            f"weights by {_at_most(gain, 3)}."
        )
    return (
        f"Of the means that of {features[mean]} in {names[j]} would move most, by "
        f"{number(means[j, mean] - here.means[j, mean], 3)} ({_sds(moves[j, mean])}); of the "
        f"standard deviations that of {features[sd]} in {names[i]}, by "
        f"{_percent(np.expm1(factors[i, sd]))}; of the weights that of {names[heavier]}, by "
        f"{fixed(gain, 3)}."
    )


def _matched(here: Mixture, there: Mixture) -> np.ndarray:
    from scipy.optimize import linear_sum_assignment  # loaded at need

    apart = (there.means[None] - here.means[:, None]) / here.standard_deviations[:, None]
    return linear_sum_assignment(np.square(apart).sum(axis=2))[1]


def _most(moves: np.ndarray) -> tuple[int, int]:
    """Component and feature of the largest."""
    j, feature = np.unravel_index(int(np.abs(moves).argmax()), moves.shape)
    return int(j), int(feature)


def _at_most(move: float, places: int) -> str:
    """A size, up or down; what would be written as nothing is less than the least that is not."""
    text = fixed(abs(move), places)
    return f"at most {text}" if float(text) else f"less than {fixed(10.0**-places, places)}"


def _sds(move: float) -> str:
    return f"{fixed(abs(move), 2)} of a standard deviation"


def _percent(share: float) -> str:
    return f"{fixed(100.0 * share, 0)} %"
