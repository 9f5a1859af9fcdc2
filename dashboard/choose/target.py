"""What a target has to say of a table of fits, none of which has seen it."""

from collections.abc import Mapping
from functools import partial

from dashboard.fit import cached
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from gmm_core.choosing import Vocabulary, agreements, classes_unseen
from gmm_core.errors import GMMError
from gmm_core.fitting import data_of
from gmm_core.selection import Cell, Selection
from gmm_core.table import Rows

Scores = Mapping[tuple[int, str], float]
MOST_ROWS = 20_000  # of more it takes longer than a person waits


def scores(study: Study, rows: Rows, selection: Selection, made_of: tuple) -> Scores:
    """Return how each cell agrees with the target; nothing where it is no label.

    `made_of` is all that the table depends on.
    """
    try:
        known = cached.labels(study)
    except GMMError:  # it names rows, or is not known of any; Explore says so
        return {}
    if known is None or len(rows.X) > MOST_ROWS:
        return {}
    identity = (made_of, study.target)
    return once(
        "agreements",
        identity,
        partial(agreements, selection, data_of(rows), known),
        most=2,
    )


def unseen(study: Study, best: Cell | None, criterion: str, words: Vocabulary) -> list[str]:
    """Return a sentence on the classes that a criterion has not seen; none without classes."""
    try:
        known = cached.labels(study)
    except GMMError:
        return []
    if known is None or best is None or study.is_known:  # or it has seen them
        return []
    return [classes_unseen(str(study.target), known.nunique(), best, criterion, words=words)]
