"""Which states of a run are kept: all of them, its two ends, or as many as memory allows."""

from __future__ import annotations

from typing import Literal

from gmm_core.em.states import Run, State, StopReason
from gmm_core.errors import DataError, DegenerateComponentError

Keep = Literal["all", "last", "ends"]
KEEPS: tuple[Keep, ...] = ("all", "last", "ends")

# "ends" keeps all states of a run up to so many bytes; of one that takes more the first and last so
# many, or as many of them as do not take more either.
MOST_BYTES = 8_000_000
N_ENDS = 16


class History:
    """The states of a run as they are reached, and the log-likelihoods of all of them.

    Parameters
    ----------
    keep : {"all", "last", "ends"}
        "all": every state, with its statistics. "last": the start and the last one. "ends": every
        one up to 8 MB in all, or else the first and last sixteen, or fewer where these take more.
        Those of the last two have no statistics.
    """

    def __init__(self, keep: Keep):
        if keep not in KEEPS:
            raise DataError(f"keep is {keep!r}. Choose one of {', '.join(KEEPS)}.")
        self.keep = keep
        self.log_likelihoods: list[float] = []
        self._states: list[State] = []
        self._bytes = 0

    def add(self, state: State) -> None:
        """Take in the next state, and let go what is not to be kept."""
        self.log_likelihoods.append(state.log_likelihood)
        if self.keep == "all":
            self._states.append(state)
            return
        self._states.append(state.bare)
        self._bytes += state.mixture.nbytes
        if self.keep == "last":
            del self._states[1:-1]
        elif self._bytes > MOST_BYTES:
            n = min(N_ENDS, max(MOST_BYTES // (2 * state.mixture.nbytes), 1))
            del self._states[n:-n]

    @property
    def states(self) -> tuple[State, ...]:
        """Those that are kept, in their order."""
        return tuple(self._states)

    def run(
        self,
        reason: StopReason,
        weight: float,
        collapse: DegenerateComponentError | None = None,
    ) -> Run:
        """Return the run of these states, which a collapse may have ended."""
        climb = None if self.keep == "all" else tuple(self.log_likelihoods)
        return Run(self.states, reason == "converged", reason, weight, climb, collapse)
