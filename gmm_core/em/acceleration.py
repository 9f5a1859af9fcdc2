"""EM where only its end matters: plain steps, and between them leaps in the space of Statistics.

Varadhan and Roland (2008), Scand. J. Statist. 35, 335-353, scheme S3 of SQUAREM, on the sums that
a step leaves behind instead of the parameters: every M-step takes any valid sums, so that one leap
serves all covariance structures, and what it leads to is a mixture of the structure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gmm_core.em.algorithm import at_rest, run_until
from gmm_core.em.history import History
from gmm_core.em.model import Model
from gmm_core.em.stopping import Stop
from gmm_core.em.sums import SumsAboutOrigin
from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation import Data, Statistics, statistics_of
from gmm_core.mixture import Mixture
from gmm_core.sources import Source
from gmm_core.wording import counted

# No leap before so many steps: the first ones lead to a neighbourhood, and a leap to another.
PLAIN_STEPS = 12

# A start may be of another structure, so that the first step may lead lower; none after it does.
OWN_STEPS = 2

# The longest leap is so many times as long after one that was as long as it might be, and as much
# shorter after one that was refused.
LONGER = 4.0

# A leap to what are no statistics is halved towards the plain steps so many times.
HALVINGS = 6

# So many leaps in a row, with plain steps at rest after each, must have found no more: near a
# saddle plain steps look like the end, and leaps lead away from it the faster.
QUIET_LEAPS = 3


@dataclass(frozen=True, eq=False)
class Ascent:
    """What remains of EM where only its end matters.

    Parameters
    ----------
    start : Mixture
    mixture : Mixture
        The end.
    log_likelihoods : ndarray of shape (n_iter + 1,)
        From the start to the end, in nats; they never fall, but for what a covariance floor does.
    converged : bool
    """

    start: Mixture
    mixture: Mixture
    log_likelihoods: np.ndarray
    converged: bool

    def __repr__(self) -> str:
        """One line: what it holds would fill a screen."""
        how = "converged" if self.converged else "not converged"
        return (
            f"<Ascent: {counted(self.n_iter, 'iteration')}, {how}, log-likelihood "
            f"{self.log_likelihood:.6f}>"
        )

    @property
    def n_iter(self) -> int:
        """Number of steps and leaps taken."""
        return len(self.log_likelihoods) - 1

    @property
    def log_likelihood(self) -> float:
        """Log-likelihood of the end, in nats."""
        return float(self.log_likelihoods[-1])

    @classmethod
    def of(cls, data: Data | Source, start: Mixture, model: Model, stop: Stop) -> Ascent:
        """Return the end of EM from `start`, with leaps on the way.

        Parameters
        ----------
        data : Data or Source
        start : Mixture
        model : Model
        stop : Stop
            Its `max_iter` counts leaps that were refused, too.

        Returns
        -------
        Ascent
            The last two steps are plain; with a prior or noise all are.

        Raises
        ------
        DegenerateComponentError
            When a component collapses in a plain step, or is so flat that rounding makes the
            log-likelihood fall.

        Examples
        --------
        >>> start = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
        >>> Ascent.of(Data([[0.0], [0.5], [4.0], [5.0]]), start, Model(), Stop()).converged
        True
        """
        if not model.leaps:
            return cls.in_plain_steps(data, start, model, stop)
        climber = _Climber(data, start, model)
        converged = climber.rests(stop)
        return cls(start, climber.mixture, np.array(climber.reached), converged)

    @classmethod
    def in_plain_steps(
        cls, data: Data | Source, start: Mixture, model: Model, stop: Stop
    ) -> Ascent:
        """Return the end of the very steps of `run`; arguments and errors as of `of`."""
        found = run_until(data, start, model, stop, history=History("last"))
        return cls(start, found.mixture, np.array(found.log_likelihoods), found.converged)

    @classmethod
    def abreast(
        cls,
        tasks: Sequence[tuple[Data | Source, Mixture, Model]],
        stop: Stop,
        *,
        leaps: bool = True,
    ) -> list[Ascent | None]:
        """Return the ascent of each task, small ones of one shape step by step together.

        Parameters
        ----------
        tasks : sequence of (Data or Source, Mixture, Model)
            As for `of`.
        stop : Stop
            For each of them.
        leaps : bool
            Without them each ends where `run` does, which from a start between two optima may be
            at another one.

        Returns
        -------
        list of Ascent or None
            None where a component collapses.

        Examples
        --------
        >>> start = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
        >>> task = (Data([[0.0], [0.5], [4.0], [5.0]]), start, Model())
        >>> [ascent.converged for ascent in Ascent.abreast([task, task], Stop())]
        [True, True]
        """
        from gmm_core.em.abreast import ascents  # which takes the steps and leaps of this module

        return ascents(tasks, stop, leaps)

    @staticmethod
    def is_quicker_abreast(data: Data | Source, n_components: int, model: Model) -> bool:
        """Return whether fits of a model to these rows are worth their calls only together."""
        from gmm_core.em.abreast import are_quicker_together

        return are_quicker_together(data, n_components, model)

    @staticmethod
    def shares_calls(n_rows: int, n_features: int, n_components: int) -> bool:
        """Return whether fits of such a size climb step by step together."""
        from gmm_core.em.abreast import shares_calls

        return shares_calls(n_rows, n_features, n_components)


class _Climber:
    """A mixture on its way, with the plain steps since its last leap."""

    def __init__(self, data: Data | Source, start: Mixture, model: Model):
        self._data, self._model = data, model
        self._sums = SumsAboutOrigin(data, model.structure.moments)
        self._metric = self._sums.metric(start.n_components)
        self._longest = 1.0
        self._leap_gain = 0.0
        self._passes = -1
        self.reached: list[float] = []
        self._arrive(start, self._expected(start))

    def rests(self, stop: Stop) -> bool:
        """Climb until there is nothing left to gain; False where the passes run out."""
        quiet = 0
        while self._passes < stop.max_iter:
            self._step()
            self._refuse_fall(stop)
            if len(self._trail) < 3:
                continue
            quiet = quiet + 1 if self._is_quiet(stop.tol) else 0
            if quiet == QUIET_LEAPS:
                return True
            if len(self.reached) > PLAIN_STEPS:
                self._leap()
        return False

    def _refuse_fall(self, stop: Stop) -> None:
        """Raise for the flattest component where a step led lower, by more than rounding."""
        model, reached = self._model, self.reached
        if len(reached) <= OWN_STEPS or model.reg_covar or model.floor:  # which may lower it
            return
        if reached[-2] - reached[-1] > stop.largest_fall * self._data.weight:
            eigenvalues = self.mixture.matrices.eigenvalues()
            flattest = int(np.argmin(eigenvalues[:, 0] / eigenvalues[:, -1]))
            raise DegenerateComponentError(flattest, float(self._trail[-1].resp_sum[flattest]))

    def _is_quiet(self, tol: float) -> bool:
        """Whether the plain steps are at rest, and the leap before them gained nothing either."""
        weight = self._data.weight
        if self._leap_gain >= tol * weight:
            return False
        return at_rest([value / weight for value in self._plain], self.mixture, tol)

    def _step(self) -> None:
        mixture = self._model.m_step(self._trail[-1], self.mixture)
        self.mixture, statistics = mixture, self._expected(mixture)
        self._trail.append(statistics)
        self._plain = [*self._plain[-2:], statistics.log_likelihood]
        self.reached.append(statistics.log_likelihood)

    def _arrive(self, mixture: Mixture, statistics: Statistics) -> None:
        """Begin another trail of plain steps."""
        self.mixture, self._trail = mixture, [statistics]
        self._plain = [statistics.log_likelihood]
        self.reached.append(statistics.log_likelihood)

    def _expected(self, mixture: Mixture) -> Statistics:
        self._passes += 1
        return self._data.total(statistics_of, [mixture], self._model.structure.moments)[0]

    def _leap(self) -> None:
        """Leap from the last two steps; stay where that leads lower."""
        here, self._leap_gain = self.reached[-1], 0.0
        target = self._target()
        self._trail = self._trail[-1:]
        if target is None:
            return
        landed = self._expected_or_none(target)
        if landed is None or not landed.log_likelihood >= here:
            self._longest = max(self._longest / LONGER, LONGER)
            return
        self._leap_gain = landed.log_likelihood - here
        self._arrive(target, landed)

    def _expected_or_none(self, mixture: Mixture) -> Statistics | None:
        try:
            return self._expected(mixture)
        except DegenerateComponentError:
            return None

    def _target(self) -> Mixture | None:
        """The M-step of extrapolated sums; None where there are none beyond the plain step."""
        first, second, third = (self._sums.vector(each) for each in self._trail[-3:])
        step, bend = second - first, third - second - (second - first)
        length = self._length(step, bend)
        for _ in range(HALVINGS):
            if not length > 1.0:
                return None
            sums = first + (2.0 * length) * step + (length * length) * bend
            mixture = self._maximised(sums)
            if mixture is not None:
                return mixture
            length = (length + 1.0) / 2.0
        return None

    def _length(self, step: np.ndarray, bend: np.ndarray) -> float:
        """How many steps at once: scheme S3, within a bound that grows where it is reached."""
        step, bend = step * self._metric, bend * self._metric
        squares = float(bend @ bend)
        if not squares > 0.0:
            return 0.0
        length = float(np.sqrt((step @ step) / squares))
        if self._longest > 1.0 and length >= self._longest:
            length, self._longest = self._longest, self._longest * LONGER
        elif self._longest == 1.0:
            self._longest = LONGER
        return length

    def _maximised(self, sums: np.ndarray) -> Mixture | None:
        last = self._trail[-1]
        statistics = self._sums.statistics(sums, last)
        if statistics is None:
            return None
        try:
            return self._model.m_step(statistics, self.mixture)
        except DegenerateComponentError:
            return None
