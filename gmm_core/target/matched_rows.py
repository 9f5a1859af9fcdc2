"""How many rows lie in the cluster of their class, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from gmm_core.checked import as_annotated
from gmm_core.target.comparison import Comparison
from gmm_core.wording import all_of, counted, listed, plural
from gmm_core.written_numbers import tally

EXAMPLES = 3  # rows that are named where they are too many to name them all


@as_annotated
def agreement(comparison: Comparison, row_names: Sequence[str], most: int = 12) -> str:
    """Return how many rows lie in the cluster of their class, and which do not.

    Parameters
    ----------
    comparison : Comparison
    row_names : sequence of str
        What a person calls each row that was compared.
    most : int
        Of more rows, only examples are named.

    Returns
    -------
    str

    Examples
    --------
    >>> from gmm_core import compare
    >>> agreement(compare(["a", "a", "b", "b"], [0, 0, 1, 0]), ["1", "2", "3", "4"])
    '3 of 4 rows lie in the cluster matched to their class. 1 does not: row 4.'
    """
    n, off = comparison.n_compared, comparison.misplaced
    without = comparison.n_missing - comparison.n_unplaced
    aside = f" with a target ({without:,} without)" if without else ""
    if comparison.n_unplaced:
        each = listed([f"{count:,} {name}" for name, count in comparison.unplaced], EXAMPLES)
        aside += (
            f" {'and' if aside else 'with'} a cluster ({comparison.n_unplaced:,} of noise: {each})"
        )
    if not len(off):
        return f"{all_of(n, 'row')}{aside} {_lies(n)} class."
    names = [row_names[int(row)] for row in off]
    few = f": {plural(len(off), 'row')} {', '.join(names)}"
    some = f", such as rows {listed(names[:EXAMPLES])}"
    return (
        f"{n - len(off):,} of {counted(n, 'row')}{aside} {_lies(n - len(off))} "
        f"class. {len(off):,} {plural(len(off), 'does', 'do')} not"
        f"{few if len(off) <= most else some}.{_by_weight(comparison)}"
    )


def _by_weight(comparison: Comparison) -> str:
    if comparison.weight_compared is None or comparison.weight_off is None:
        return ""
    off, whole = tally(comparison.weight_off), tally(comparison.weight_compared)
    return f" Counted by their weights, {off} of {whole} do not."


def _lies(n: int) -> str:
    return f"{plural(n, 'lies', 'lie')} in the cluster matched to {plural(n, 'its', 'their')}"
