"""Parts of pages that do not take weights of rows say so in their place."""

from dashboard.look.messages import NotTakenError
from gmm_core.table import Rows


def refuse_weights(rows: Rows, why: str) -> None:
    """Return nothing where each row counts once; else end a part that goes by that."""
    if rows.weights is not None:
        raise NotTakenError(f"{why}; this part does not take weights.")
