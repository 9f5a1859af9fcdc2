"""What a column is in each class, how sure that is, and whether the classes differ in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import chdtrc, ndtri

from gmm_core.checked import is_number
from gmm_core.errors import DataError
from gmm_core.wording import counted

AT_BOUND = "a share at 0 or 1 has no standard error"
NO_TEST = "no test: there are no differences, or nothing to judge them by"
LEAST_EIGENVALUE = 1e-10  # of correlations between differences, below which there is no test


@dataclass(frozen=True, eq=False)
class ByClass:
    """A column, class by class.

    Parameters
    ----------
    levels : tuple of str
        Of a column of categories; empty for numbers.
    estimates : ndarray of shape (n_classes, m)
        Mean (m = 1), or the share of each level (m levels).
    standard_errors : ndarray of shape (n_classes, m)
        NaN where there is none, as `status` says.
    n_rows : int
        Rows that have a value.
    correction : str
        One of `CORRECTIONS`.
    statistic : float
        Of the test that the classes do not differ; under that hypothesis it follows a chi-squared
        distribution with so many `degrees` of freedom. NaN where there is no test.
    degrees : int
    status : str
        What the numbers rest on, or why some are missing.
    """

    levels: tuple[str, ...]
    estimates: np.ndarray
    standard_errors: np.ndarray
    n_rows: int
    correction: str
    statistic: float
    degrees: int
    status: str

    @property
    def p_value(self) -> float:
        """How often classes that do not differ seem to differ as much; NaN without a test."""
        return float(chdtrc(self.degrees, self.statistic)) if self.degrees else float("nan")

    def with_samples(self, samples: Sequence[np.ndarray], n_asked: int) -> ByClass:
        """Return the same with standard errors that are the spread of estimates over samples.

        Parameters
        ----------
        samples : sequence of ndarray of shape (n_classes, m)
            Estimates of those that have any, of so many samples that were asked for.
        n_asked : int

        Returns
        -------
        ByClass
            Means have the test that goes with it, none where samples are too few for one.
        """
        lost, fits = n_asked - len(samples), "to each of which the model was fitted"
        said = f"standard errors from {counted(len(samples), 'sample')}, {fits}"
        said += f"; {counted(lost, 'more sample')} without estimates" * bool(lost)
        status = f"{self.status.replace(f'; {AT_BOUND}', '')}; {said}"
        few = len(samples) < 2
        errors = np.full_like(self.estimates, np.nan) if few else np.std(samples, axis=0, ddof=1)
        if self.levels:
            return replace(self, standard_errors=errors, status=status)
        statistic, degrees = (float("nan"), 0) if few else self._tested(samples)
        status = status.replace(f"; {NO_TEST}", "") + f"; {NO_TEST}" * (not degrees)
        ask = {"statistic": statistic, "degrees": degrees, "status": status}
        return replace(self, standard_errors=errors, **ask)

    def _tested(self, samples: Sequence[np.ndarray]) -> tuple[float, int]:
        """Wald's statistic with the covariance of estimates over samples, and its degrees."""
        flat = np.reshape(samples, (len(samples), -1))
        return wald(self.estimates, np.atleast_2d(np.cov(flat, rowvar=False)))

    def intervals(self, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """Return lower and upper ends: standard errors to either side, of shares from 0 to 1.

        Parameters
        ----------
        level : float
            Between 0 and 1.

        Returns
        -------
        lower, upper : ndarray of shape (n_classes, m)

        Raises
        ------
        DataError
            When `level` is no number between 0 and 1.
        """
        if not (is_number(level) and 0.0 < level < 1.0):
            raise DataError(f"The level is {level!r}. Give a number between 0 and 1, such as 0.95.")
        far = float(ndtri(0.5 + level / 2.0)) * self.standard_errors
        lower, upper = self.estimates - far, self.estimates + far
        possible = (self.estimates >= 0.0) & (self.estimates <= 1.0) & bool(self.levels)
        return (
            np.where(possible, np.maximum(lower, 0.0), lower),
            np.where(possible, np.minimum(upper, 1.0), upper),
        )


def wald(estimates: np.ndarray, covariance: np.ndarray) -> tuple[float, int]:
    """The statistic that all classes have one estimate, (k, m), and its degrees of freedom.

    NaN where the differences have no covariance to be judged by.
    """
    k, m = estimates.shape
    differences = np.kron(np.column_stack([-np.ones(k - 1), np.eye(k - 1)]), np.eye(m))
    spread = differences @ covariance @ differences.T
    gaps, scale = differences @ estimates.ravel(), np.sqrt(np.diag(spread))
    if not len(gaps) or not (scale > 0.0).all():
        return float("nan"), 0
    correlations, standardised = spread / np.outer(scale, scale), gaps / scale
    if not np.linalg.eigvalsh(correlations)[0] > LEAST_EIGENVALUE:
        return float("nan"), 0
    return float(standardised @ np.linalg.solve(correlations, standardised)), len(gaps)
