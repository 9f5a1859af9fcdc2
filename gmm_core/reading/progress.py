"""How much of a file has been read, as a share that only rises."""

from __future__ import annotations

from collections.abc import Callable


class Progress:
    """Tell a listener the share of the work that is done, in steps of a hundredth or more.

    Parameters
    ----------
    listener : callable, optional
        Takes a share from 0 to 1.

    Examples
    --------
    >>> told = []
    >>> progress = Progress(told.append)
    >>> progress(0.5), progress(0.2), progress.within(0.5, 1.0)(0.5)
    (None, None, None)
    >>> told
    [0.5, 0.75]
    """

    def __init__(self, listener: Callable[[float], None] | None = None) -> None:
        self._listener, self._share = listener, 0.0

    def __call__(self, share: float) -> None:
        """Tell the share, unless it is hardly more than was told."""
        if self._listener and (share >= self._share + 0.01 or share == 1.0 > self._share):
            self._share = share
            self._listener(share)

    def within(self, first: float, last: float) -> Callable[[float], None]:
        """Return what tells the share of one part of the work, which goes from first to last."""
        return lambda share: self(first + (last - first) * share)
