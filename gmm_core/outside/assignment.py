"""Which class each row is assigned to, and how often that is wrong."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from gmm_core.errors import DataError
from gmm_core.row_weights import Counting
from gmm_core.wording import plural

LEAST_SINGULAR = 1e-8  # of the errors of assignment, below which they cannot be undone


class Assignment:
    """Rows assigned to their most probable class, as responsibilities (n, k) have it.

    `counting` says how much each counts; once without it.
    """

    def __init__(self, resp: np.ndarray, counting: Counting | None = None):
        self.resp = resp
        self.n_classes = resp.shape[1]
        self.assigned = resp.argmax(axis=1)
        self.counts = (counting or Counting.once(len(resp))).in_sums
        self.sizes = self.counts @ resp / self.counts.sum()

    @cached_property
    def errors(self) -> np.ndarray:
        """How rows of each class (row) are assigned (column), shares; (k, k). Vermunt (2010), 6."""
        sums = np.stack(
            [
                np.bincount(self.assigned, self.counts * each, self.n_classes)
                for each in self.resp.T
            ],
            axis=0,
        )
        return sums / sums.sum(axis=1, keepdims=True)

    @cached_property
    def undone(self) -> np.ndarray:
        """Weights of the classes (column) for a row assigned to a class (row): `errors` inverted.

        Bolck, Croon and Hagenaars (2004), in the form of Vermunt (2010), section 3.
        """
        self.check()
        return np.linalg.inv(self.errors)

    @cached_property
    def joint(self) -> np.ndarray:
        """How many rows, a share, are assigned to a class (row) and of a class (column)."""
        self.check()
        return (self.sizes[:, None] * self.errors).T

    def check(self) -> None:
        """Raise where nothing can be known of a class from the rows as they are assigned."""
        held = np.bincount(self.assigned, self.counts, minlength=self.n_classes)
        empty = [str(j + 1) for j in np.flatnonzero((held == 0.0) | (self.sizes == 0.0))]
        if empty:
            raise DataError(
                f"No row is assigned to {plural(len(empty), 'class', 'classes')} "
                f"{', '.join(empty)}, so that "
                'errors of assignment cannot be undone. Take fewer classes, or correction "none".'
            )
        if np.linalg.svd(self.errors, compute_uv=False)[-1] < LEAST_SINGULAR:
            raise DataError(
                "The classes overlap so much that errors of assignment cannot be undone. "
                'Take fewer classes, or correction "none".'
            )
