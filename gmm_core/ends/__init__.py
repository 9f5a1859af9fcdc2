"""Where does EM end from many starts, and which of them is worth watching?

`tried` runs random starts to their ends, and `start_to_watch` chooses one of them by a rule; for
tables that come along the choice is kept in `WATCHED`.
"""

from gmm_core.ends.bundled_starts import WATCHED
from gmm_core.ends.differences import placed_differently
from gmm_core.ends.many_starts import KINDS, Tried, are_one_end, best_end, tried
from gmm_core.ends.sentences import apart, reach, rows_apart
from gmm_core.ends.watching import Watched, start_to_watch

__all__ = [
    "KINDS",
    "WATCHED",
    "Tried",
    "Watched",
    "apart",
    "are_one_end",
    "best_end",
    "placed_differently",
    "reach",
    "rows_apart",
    "start_to_watch",
    "tried",
]
