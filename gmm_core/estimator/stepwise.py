"""Stepwise EM: the statistics are an average that each batch moves a little, then an M-step.

Cappé and Moulines (2009), J. R. Statist. Soc. B 71, 593-613: s <- (1 - g) s + g s_batch, of
statistics a row. With the gains below it ends near where EM does, not at the same point.
"""

from __future__ import annotations

from dataclasses import dataclass

from gmm_core.em import Model
from gmm_core.expectation import Data, Statistics, statistics_of
from gmm_core.mixture import Mixture

# Liang and Klein (2009), Online EM for unsupervised models: the t-th batch has (t + 2)^-0.6.
LATER, FADING = 2.0, 0.6


@dataclass(frozen=True, eq=False)
class Stepwise:
    """A mixture on its way through batches.

    Parameters
    ----------
    mixture : Mixture
    average : Statistics
        Of one row: what the batches so far have had on average, the last ones most.
    batches : float
        How many the average has seen; where it begins with a fit, as many as its rows would make.
    """

    mixture: Mixture
    average: Statistics
    batches: float = 0.0

    @classmethod
    def of(cls, mixture: Mixture, log_likelihood: float, batches: float = 0.0) -> Stepwise:
        """Return the beginning at a mixture, whose statistics of a row are its own moments.

        `log_likelihood` is that of a row, in nats.
        """
        weights, scatter = mixture.weights, mixture.matrices.times(mixture.weights)
        average = Statistics(1.0, weights, mixture.means, scatter, log_likelihood)
        return cls(mixture, average, batches)

    def after(self, batch: Data, model: Model, gain: float | None = None) -> Stepwise:
        """Return what comes after a batch.

        Parameters
        ----------
        batch : Data
        model : Model
        gain : float, optional
            How far the batch moves the average, above 0 and at most 1; (t + 2)^-0.6 by default for
            the t-th batch, from 0. With 1, of all rows, it is an iteration of EM.

        Raises
        ------
        DegenerateComponentError
            When a component has no rows left, or they are flat.
        """
        g = (self.batches + LATER) ** -FADING if gain is None else gain
        (found,) = statistics_of(batch, [self.mixture], model.structure.moments)
        average = found.times(g / found.weight)
        if g < 1.0:
            average = self.average.times(1.0 - g) + average
        mixture = model.m_step(average, self.mixture)
        return Stepwise(mixture, average, self.batches + 1.0)
