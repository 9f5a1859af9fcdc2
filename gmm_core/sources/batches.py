"""Batches that can be gone through again, as a source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from gmm_core.checked import as_table
from gmm_core.errors import DataError
from gmm_core.mixture import Mixture
from gmm_core.sources.pieces import Chunk, Cut, GappedPiece, Piece, cut, piece_of, read_ahead
from gmm_core.sources.source import OfPiece, OfRows, Source, added, in_order
from gmm_core.wording import counted

# Numbers that are kept of all pieces from pass to pass: 64 MB.
MOST_KEPT = 8_000_000


class Batches(Source):
    """Rows that come in batches, in every pass the same ones in the same order.

    Parameters
    ----------
    begin : callable
        () -> iterator of (rows, weights or None, known classes or None) from the first batch on.
        Rows are an array (n, d) or a list of d columns.
    n_features : int
    names : sequence of str, optional
    ahead : bool
        Whether the next batch is read in a thread; not where batches are a caller's program.
    complete : bool
        Whether rows with missing or infinite values are left out, where they are refused otherwise;
        with `gaps` those with infinite ones.
    gaps, is_labelled : bool
        As of `Source`.
    """

    def __init__(
        self,
        begin: Callable[[], Iterator[Chunk]],
        n_features: int,
        names: Sequence[str] | None = None,
        *,
        ahead: bool = False,
        complete: bool = False,
        gaps: bool = False,
        is_labelled: bool = False,
    ):
        super().__init__(n_features, names, gaps=gaps, is_labelled=is_labelled)
        self._begin, self._ahead, self._complete = begin, ahead, complete
        self._known: dict[int, dict[str, Any]] = {}
        self._n_rows: int | None = None

    def _total(self, function: OfPiece, arguments: tuple[Any, ...]) -> list[Any]:
        """The sums over all pieces, one after another."""
        totals: list[Any] = []
        for piece in self._pieces():
            totals = added(totals, function(piece, *arguments))
            self._keep(piece)
        return totals

    def of_rows(self, function: OfRows, mixture: Mixture) -> np.ndarray:
        """Return the values of all rows, in memory."""
        return in_order(
            function(as_table(rows, self.names, gaps=self.gaps), mixture)
            for rows, *_ in self._cut()
        )

    def _pieces(self) -> Iterator[Piece | GappedPiece]:
        n_rows = 0
        for place, rows in enumerate(self._cut()):
            n_rows += len(rows[0])
            known = self._known.get(place)
            yield piece_of(rows, self.names, place, gaps=self.gaps, known=known)
        self._check_same(n_rows)

    def _cut(self) -> Iterator[Cut]:
        def begin() -> Iterator[Cut]:
            ask = {"complete": self._complete, "gaps": self.gaps}
            return cut(self._begin(), self.n_features, **ask)

        return read_ahead(begin) if self._ahead else begin()

    def _check_same(self, n_rows: int) -> None:
        """Refuse rows that are not there any more: EM would go on with others."""
        if not n_rows:
            raise self._no_row()
        if self._n_rows is not None and n_rows != self._n_rows:
            raise DataError(
                f"The batches had {counted(self._n_rows, 'row')} in the first pass, and now have "
                f"{n_rows:,}. Give batches that are the same every time they are gone through."
            )
        self._n_rows = n_rows

    def _no_row(self) -> DataError:
        first = next(filter(_has_rows, self._begin()), None)
        if first is None:
            return DataError("There is no row. Give at least one.")
        if first[1] is not None and all(not np.any(weights) for _, weights, _ in self._begin()):
            return DataError("All weights of the rows are 0. Give a row that counts.")
        if not self._complete:
            return DataError("The batches hold no row to fit. Give at least one.")
        if self.gaps:
            return DataError("No row without an infinite value is there to fit. Give at least one.")
        return DataError(
            "No row without a missing or infinite value is there to fit. Leave out features with "
            'many gaps, or let rows with gaps take part (missing="ml"; on the command line '
            "--missing ml)."
        )

    def _keep(self, piece: Piece | GappedPiece) -> None:
        if isinstance(piece, GappedPiece):
            return
        known = piece.known
        size = sum(np.size(value) for value in (*known["_sums"].values(), *known.values()))
        if size * (piece.place + 1) <= MOST_KEPT:
            self._known[piece.place] = known


def _has_rows(chunk: Chunk) -> bool:
    rows = chunk[0]
    return bool(len(rows if isinstance(rows, np.ndarray) else rows[0]))
