"""What a model selection leaves behind: its cells, their table, and the best of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from gmm_core.departures import Suspicion
from gmm_core.em import Ascent
from gmm_core.errors import DataError
from gmm_core.selection.cross_validation import HeldOut
from gmm_core.selection.grid import NO_OPTIMUM, Key
from gmm_core.selection.judging import CLARITY, CRITERIA
from gmm_core.wording import counted, listed

HELD_OUT = "cv"
"""The name of the criterion that is of rows held out: the one of which higher is better."""

HELD_OUT_ERROR = "cv_se"

REFUSED = "cannot be fitted: "
"""How the status of a cell begins that was not tried, before the reason."""

NAMES = (*CRITERIA, *CLARITY, HELD_OUT)
"""All that a selection can be asked for."""


@dataclass(frozen=True, eq=False)
class Cell:
    """One mixture of a selection.

    Parameters
    ----------
    n_components : int
    covariance_type : str
    letters : str
        mclust's name of the covariance structure; one letter in one dimension.
    ascent : Ascent or None
        Start, end and log-likelihoods; None where every start collapsed, or the rows cannot be
        fitted with the structure.
    parameters : int
        Number of free parameters.
    criteria : mapping of str to float
        By name, with the standard error of cv as cv_se; NaN where there is no fit.
    status : str
        As in `Fit`: "converged", "stopped at max_iter", "no optimum: components ... are equal", "no
        gain over ...", "collapsed; ... stands here", the last two perhaps with "(stopped at
        max_iter)", or "collapsed"; and "cannot be fitted: ..." with the reason, where the rows do
        not allow the structure.
    suspicions : tuple of Suspicion
        Components that are likely accidents, by `spurious`.
    cv_status : str
        What cv rests on, or why it is NaN; empty where there was none to be had.
    """

    n_components: int
    covariance_type: str
    letters: str
    ascent: Ascent | None
    parameters: int
    criteria: Mapping[str, float]
    status: str
    suspicions: tuple[Suspicion, ...]
    cv_status: str = ""

    def __repr__(self) -> str:
        """One line: what it holds would fill a screen."""
        return (
            f"<Cell: {counted(self.n_components, 'component')}, {self.letters}, log-likelihood "
            f"{self.log_likelihood:.6f}, {self.status}>"
        )

    @property
    def log_likelihood(self) -> float:
        """Log-likelihood of the fit, in nats; NaN where there is none."""
        return float("nan") if self.ascent is None else self.ascent.log_likelihood

    @property
    def has_equals(self) -> bool:
        """Whether EM has ended at two equal components, which is no optimum."""
        return self.status.startswith(NO_OPTIMUM)

    def with_held_out(self, held_out: HeldOut | None) -> Cell:
        """Return the cell with the criterion "cv"; NaN where it was not cross-validated."""
        cv, error, status = float("nan"), float("nan"), "not cross-validated"
        if held_out is not None:
            cv, error, status = held_out.mean, held_out.standard_error, held_out.status
        return replace(
            self,
            criteria={**self.criteria, HELD_OUT: cv, HELD_OUT_ERROR: error},
            cv_status=status,
        )

    def with_log_jacobian(self, log_jacobian: float, n_samples: float) -> Cell:
        """Return the cell with all numbers in the units before a change of them."""
        if self.ascent is None:
            return self
        moved = dict.fromkeys(CRITERIA, -2.0 * log_jacobian)
        moved[HELD_OUT] = log_jacobian / n_samples
        climb = self.ascent.log_likelihoods + log_jacobian
        return replace(
            self,
            ascent=replace(self.ascent, log_likelihoods=climb),
            criteria={name: value + moved.get(name, 0.0) for name, value in self.criteria.items()},
        )


@dataclass(frozen=True, eq=False)
class Selection:
    """What `select_model` found.

    Parameters
    ----------
    cells : mapping
        (number of components, covariance structure) -> `Cell`.
    """

    cells: Mapping[Key, Cell]

    def __repr__(self) -> str:
        """One line: `table` has the rest."""
        cells = self.cells.values()
        k = [str(each) for each in sorted({cell.n_components for cell in cells})]
        structures = [*dict.fromkeys(cell.letters for cell in cells)]
        return (
            f"<Selection: {counted(len(self.cells), 'cell')}, k = {listed(k, 20)}; "
            f"{listed(structures, 14)}; .table and .best() say more>"
        )

    def with_log_jacobian(self, log_jacobian: float, n_samples: float) -> Selection:
        """Return the selection with log-likelihoods and criteria in the units before a change.

        Parameters
        ----------
        log_jacobian : float
            Sum of log |dy/dx| over the rows, in nats, where the selection is of y.
        n_samples : float
            Number of rows, or their weight.

        Returns
        -------
        Selection
            Every criterion holds -2 log L, so that their order stays; cv is of a row on average.

        Examples
        --------
        >>> from gmm_core.selection import select_model
        >>> of_y = select_model([[0.0], [1.0], [1.5], [9.0], [9.5], [11.0]], [1], ["tied"])
        >>> of_x = of_y.with_log_jacobian(-10.0, 6)
        >>> round(of_x.best("bic").criteria["bic"] - of_y.best("bic").criteria["bic"], 9)
        20.0
        """
        if log_jacobian == 0.0:
            return self
        moved = {
            key: cell.with_log_jacobian(log_jacobian, n_samples) for key, cell in self.cells.items()
        }
        return Selection(moved)

    def with_held_out(self, held_out: Mapping[Key, HeldOut]) -> Selection:
        """Return the selection with the criterion "cv" of some cells.

        Parameters
        ----------
        held_out : mapping
            As `cells`, of those that were cross-validated.

        Returns
        -------
        Selection
            Of the other cells cv is NaN.

        Examples
        --------
        >>> from gmm_core.selection import cross_validated, select_model
        >>> X = [[0.0], [1.0], [1.5], [9.0], [9.5], [11.0]]
        >>> selection = select_model(X, [1, 2], ["tied"])
        >>> one = cross_validated(X, 1, "tied", folds=3, random_state=0)
        >>> selection.with_held_out({(1, "tied"): one}).table["cv"].round(2).tolist()
        [-3.5, nan]
        """
        if not held_out:
            return self
        return Selection(
            {key: cell.with_held_out(held_out.get(key)) for key, cell in self.cells.items()}
        )

    @property
    def table(self) -> pd.DataFrame:
        """One row a cell: criteria are lower where better, but cv, nats a row, is higher."""
        return pd.DataFrame([_row(cell) for cell in self.cells.values()])

    def best(self, criterion: str = "bic") -> Cell:
        """Return the best cell: that of the lowest criterion, or of the highest cv.

        A cell of which two components are equal is no optimum, and the best only among such.

        Parameters
        ----------
        criterion : str
            One of `CRITERIA`, or "cv", if the selection was made with it.

        Returns
        -------
        Cell

        Raises
        ------
        DataError
            When the criterion was not asked for, or no mixture has a value of it.

        Examples
        --------
        >>> from gmm_core.selection import select_model
        >>> selection = select_model([[0.0], [1.0], [1.5], [9.0], [9.5], [11.0]], [1, 2], ["tied"])
        >>> selection.best("bic").n_components
        2
        """
        asked = next(iter(self.cells.values())).criteria
        known = [name for name in asked if name in CRITERIA or name == HELD_OUT]
        if criterion not in known:
            raise DataError(
                f"There is no criterion {criterion!r} in this selection. "
                f"Choose one of {', '.join(known)}."
            )
        sign = -1.0 if criterion == HELD_OUT else 1.0
        fitted = [cell for cell in self.cells.values() if np.isfinite(cell.criteria[criterion])]
        if not fitted:
            self._check_any_tried()
            where = "with some fold left out" if criterion == HELD_OUT else "on these rows"
            raise DataError(
                f"Every mixture collapsed {where}. Choose fewer components or covariances with "
                "fewer parameters."
            )
        return min(fitted, key=lambda cell: (cell.has_equals, sign * cell.criteria[criterion]))

    def _check_any_tried(self) -> None:
        """Raise with the reason of the first where no mixture was tried."""
        tried = [cell for cell in self.cells.values() if not cell.status.startswith(REFUSED)]
        if not tried:
            why = next(iter(self.cells.values())).status.removeprefix(REFUSED)
            raise DataError(
                f"No mixture can be fitted: {why[:1].lower()}{why[1:]}. Choose other covariance "
                "structures, sizes or settings."
            )


def _row(cell: Cell) -> dict[str, Any]:
    return {
        "n_components": cell.n_components,
        "covariance_type": cell.covariance_type,
        "letters": cell.letters,
        "log_likelihood": cell.log_likelihood,
        "parameters": cell.parameters,
        **cell.criteria,
        **({"cv_status": cell.cv_status} if HELD_OUT in cell.criteria else {}),
        "iterations": 0 if cell.ascent is None else cell.ascent.n_iter,
        "status": cell.status,
        "spurious": bool(cell.suspicions),
    }
