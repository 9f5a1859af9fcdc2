"""A run as a person steps through it: one frame for each half-step.

    0           the start: the first mixture, before any responsibilities
    2 t + 1     E-step of iteration t: the same mixture, with the responsibilities it gives
    2 t + 2     M-step: the next mixture, with those same responsibilities

The last frame is the E-step of the last mixture, so that the points bear its own
responsibilities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gmm_core.checked import as_annotated
from gmm_core.em import Run, State
from gmm_core.errors import DataError
from gmm_core.mixture import Mixture

Step = Literal["start", "E", "M"]


@dataclass(frozen=True, eq=False)
class Frame:
    """What is seen after one half-step.

    Parameters
    ----------
    half_step : int
    last : int
        The half-step with which the run ends.
    step : {"start", "E", "M"}
    iteration : int
        Number of M-steps taken.
    mixture : Mixture
        The parameters in force.
    previous : Mixture or None
        The parameters before an M-step.
    responsible : int or None
        Position in ``run.states`` of the state whose mixture gave the responsibilities in force;
        None before the first E-step.
    log_likelihood : float
        Of ``mixture``, in nats.
    gain : float
        Gain in log-likelihood over the mixture before, in nats; zero where it is the same.
    """

    half_step: int
    last: int
    step: Step
    iteration: int
    mixture: Mixture
    previous: Mixture | None
    responsible: int | None
    log_likelihood: float
    gain: float

    @property
    def is_last(self) -> bool:
        """Whether the run ends here."""
        return self.half_step == self.last

    @property
    def responsible_before(self) -> int | None:
        """Position of the state whose responsibilities were in force before this half-step."""
        return (self.half_step - 2) // 2 if self.half_step > 1 else None

    @property
    def title(self) -> str:
        """What happened, such as "M-step 3"; steps are counted from 1."""
        if self.step == "start":
            return "Start"
        return f"{self.step}-step {self.half_step // 2 + (self.step == 'E')}"


@as_annotated
def last_half_step(run: Run) -> int:
    """Return the half-step with which `run` ends.

    Parameters
    ----------
    run : Run

    Returns
    -------
    int

    Examples
    --------
    >>> from gmm_core import Mixture, run
    >>> start = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> last_half_step(run([[0.0], [0.5], [4.0], [5.0]], start, max_iter=2))
    5
    """
    run.check_complete()
    return 2 * len(run.states) - 1


@as_annotated
def frame(run: Run, half_step: int) -> Frame:
    """Return what is seen after `half_step` half-steps of `run`.

    Parameters
    ----------
    run : Run
    half_step : int
        From 0, the start, to ``last_half_step(run)``.

    Returns
    -------
    Frame

    Raises
    ------
    DataError
        When the run has no such half-step, or not all of its states are kept.

    Examples
    --------
    >>> from gmm_core import Mixture, run
    >>> start = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> fit = run([[0.0], [0.5], [4.0], [5.0]], start, max_iter=2)
    >>> [frame(fit, half_step).step for half_step in range(6)]
    ['start', 'E', 'M', 'E', 'M', 'E']
    """
    last = last_half_step(run)
    if not 0 <= half_step <= last:
        raise DataError(f"This run has half-steps 0 to {last}, not {half_step}.")
    state = run.states[half_step // 2]
    is_m_step = half_step > 0 and half_step % 2 == 0
    before = run.states[half_step // 2 - 1] if is_m_step else None
    return Frame(
        half_step=half_step,
        last=last,
        step="M" if is_m_step else "E" if half_step else "start",
        iteration=state.iteration,
        mixture=state.mixture,
        previous=before.mixture if before else None,
        responsible=(half_step - 1) // 2 if half_step else None,
        log_likelihood=state.log_likelihood,
        gain=_gain(state, before) if before else 0.0,
    )


def _gain(state: State, before: State) -> float:
    """Gain in log-likelihood; what is within rounding of the sum is none."""
    gain = state.log_likelihood - before.log_likelihood
    return gain if abs(gain) > 1e-14 * abs(state.log_likelihood) else 0.0
