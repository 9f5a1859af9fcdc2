"""How far a fit is, on stderr: one line now and then."""

from __future__ import annotations

import sys
from time import monotonic

from gmm_core.em import State

EVERY = 2.0  # seconds


class Progress:
    """Tells of states as they are reached, the first at once."""

    def __init__(self, weight: float, first: int = 0):
        self._weight, self._first = weight, first
        self._began = self._last = monotonic()

    def __call__(self, state: State) -> None:
        """Say where the run is, if it has not just been said."""
        now = monotonic()
        if state.iteration and now - self._last < EVERY:
            return
        self._last = now
        print(
            f"iteration {self._first + state.iteration}: log-likelihood "
            f"{state.log_likelihood:.6f}, {state.log_likelihood / self._weight:.6f} a row, "
            f"after {now - self._began:.1f} s",
            file=sys.stderr,
        )
