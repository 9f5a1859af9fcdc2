"""Why a model is proposed, in words: what was compared, what was best, and what came next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gmm_core.selection.supported import best_by_size, bic
from gmm_core.selection.table import Cell
from gmm_core.wording import all_of, counted, plural
from gmm_core.written_numbers import fixed

OPEN_END = (
    "The most components that were tried are best, and more may be better yet: often a sign that "
    "columns are not normal within groups. Look at their shapes, and at logarithms."
)


@dataclass(frozen=True)
class Compared:
    """What was compared: so many sizes and structures, on so many of the rows."""

    most: int
    n_structures: int
    n_used: int
    n_rows: int
    passed_over: bool
    log_jacobian: float

    def bic(self, cell: Cell) -> str:
        """BIC in the units of the table, as it is written."""
        return fixed(bic(cell) - 2.0 * self.log_jacobian, 1)

    @property
    def said(self) -> str:
        """What was compared, as the end of a sentence."""
        tried = plural(self.most, "1 component", f"1 to {self.most} components")
        structures = "four" if self.n_structures == 4 else "two"
        on = (
            all_of(self.n_rows, "row").lower()
            if self.n_used == self.n_rows
            else f"a sample of {self.n_used:,} of {self.n_rows:,} rows"
        )
        accidents = ", not counting fits with components that are likely accidents"
        return f"among {tried} and {structures} structures, on {on}{accidents * self.passed_over}."


def proposal_sentence(best: Cell, sound: Sequence[Cell], what: Compared, is_open: bool) -> str:
    """Why a cell is proposed, what comes next, and whether more components may be better yet."""
    lowest = min(sound, key=bic, default=best)
    gain = bic(best) - bic(lowest)
    is_lower = lowest.n_components != best.n_components and gain > 0.0
    verb = "speaks" if is_lower else "is lowest"
    parts = [f"BIC {verb} for {_called(best)}: {what.bic(best)}, {what.said}"]
    if is_lower:
        components = counted(lowest.n_components, "component")
        more = lowest.n_components > best.n_components
        why = "which chance alone can bring" if more else "which is little, and these stand apart"
        parts.append(f"It is lower by {gain:.1f} for {components}, {why}.")
    elif next_ := _runner_up(best, sound):
        parts.append(f"Next: {_called(next_)}, {what.bic(next_)}.")
    return " ".join([*parts, *([OPEN_END] if is_open else [])])


def _runner_up(best: Cell, sound: Sequence[Cell]) -> Cell | None:
    """The best of another number of components."""
    others = [cell for cell in best_by_size(sound) if cell.n_components != best.n_components]
    return min(others, key=bic, default=None)


def _called(cell: Cell) -> str:
    k = cell.n_components
    covariance = {"tied": "one covariance shared by all"}.get(
        cell.covariance_type, f"{cell.covariance_type} {plural(k, 'covariance')}"
    )
    return f"{counted(k, 'component')} with {covariance}"
