"""A column that was not fitted, compared between classes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import LARGEST, as_annotated, as_real, checked_shares
from gmm_core.errors import DataError
from gmm_core.outside.assignment import Assignment
from gmm_core.outside.by_class import AT_BOUND, NO_TEST, ByClass, wald
from gmm_core.outside.likelihood_of_means import means_by_likelihood
from gmm_core.outside.likelihood_of_shares import shares_by_likelihood
from gmm_core.outside.weighted import Weights, weighted_means, weighted_shares
from gmm_core.row_weights import Counting, WeightKind
from gmm_core.target import class_codes
from gmm_core.wording import counted, plural, shown

SEEN = 5e-4  # of shares, with three decimals
MOST_SHARES = 2_000  # classes times levels

CORRECTIONS = {
    "BCH": "rows weighted so that errors of assignment cancel (Bolck, Croon and Hagenaars 2004)",
    "ML": "maximum likelihood with known errors of assignment (Vermunt 2010)",
    "none": "rows weighted by their responsibilities",
}
"""How membership, which is uncertain, is taken into account."""


@as_annotated
def means_by_class(
    values: ArrayLike,
    resp: ArrayLike,
    *,
    correction: str = "BCH",
    sample_weight: ArrayLike | None = None,
    kind: WeightKind = "sampling",
    on_pass: Callable[[int], None] | None = None,
) -> ByClass:
    """Return the mean of a number in each class, with standard errors and a test.

    The third of three steps: a mixture is fitted, rows are assigned to their most probable class,
    and a column is compared between classes. Assigned rows are mixed with those of other classes,
    which draws their means together. "BCH" weights rows by the inverse of the errors of assignment,
    and takes nothing for granted of the column. "ML" takes it as normal within each class, with a
    variance of its own; sizes of classes and errors of assignment are those of the fit. Standard
    errors are those of a sandwich, and take the fit and its errors of assignment as known: they are
    too small where classes overlap and rows are few, and `resampling.compared_anew` makes up for
    that. The test is Wald's.

    Parameters
    ----------
    values : array_like of shape (n_samples,)
        NaN and infinite ones are left out.
    resp : array_like of shape (n_samples, n_components)
        Of the fit, in which the column had no part.
    correction : {"BCH", "ML", "none"}
        With "none" means are weighted by the responsibilities.
    sample_weight : array_like of shape (n_samples,), optional
        How much each row counts.
    kind : {"sampling", "frequency"}
        What the weights say: how many of a population a row stands for, or how many equal rows.
        Estimates are the same; frequencies make standard errors smaller.
    on_pass : callable, optional
        Called with the number of passes of "ML" so far, for progress.

    Returns
    -------
    ByClass
        `estimates` of shape (n_components, 1), in the unit of the column.

    Raises
    ------
    DataError
        When there is no value, a class has no row, or the likelihood has no maximum.

    References
    ----------
    Bolck, Croon and Hagenaars (2004). Estimating latent structure models with categorical
    variables: One-step versus three-step estimators. Political Analysis 12.
    Vermunt (2010). Latent class modeling with covariates: Two improved three-step approaches.
    Political Analysis 18.

    Examples
    --------
    >>> resp = [[0.9, 0.1], [0.8, 0.2], [0.2, 0.8], [0.1, 0.9]]
    >>> found = means_by_class([1.0, 2.0, 8.0, 9.0], resp)
    >>> found.estimates.round(2).tolist(), round(found.statistic, 1), found.degrees
    ([[-0.0], [10.0]], 196.0, 1)
    """
    z, shares = as_real("The column", values), _checked(resp, correction)
    counting = Counting.of(sample_weight, kind, len(shares))
    present = _present(z, np.isfinite(z), counting, shares)
    assignment, (z, shift, scale) = Assignment(shares, counting), _standardised(z[present])
    counts = counting.among(present)
    means, covariance = weighted_means(z, _weights(assignment, present, correction), counts)
    at_rest = True
    if correction == "ML" and scale and np.isfinite(means).all():
        of_rows = assignment.assigned[present]
        means, covariance, at_rest = means_by_likelihood(
            *(z, of_rows, assignment.joint, means, counts),
            on_pass,
        )
    unit = scale or 1.0
    errors = unit * np.sqrt(np.diag(covariance))[:, None]
    statistic, degrees = wald(means[:, None], covariance)
    said = [*_said(means, degrees), *_not_at_rest(at_rest)]
    return ByClass(
        *((), unit * means[:, None] + shift, errors, len(z), correction, statistic, degrees),
        status=_joined(counts, said),
    )


@as_annotated
def shares_by_class(
    values: ArrayLike,
    resp: ArrayLike,
    *,
    correction: str = "BCH",
    sample_weight: ArrayLike | None = None,
    kind: WeightKind = "sampling",
) -> ByClass:
    """Return the share of each category in each class, with standard errors and a test.

    As `means_by_class` does for a number. The test of "BCH" and "none" is Wald's with the
    covariance that shares would have if classes did not differ, which is Pearson's chi-squared
    where rows are surely of their classes; that of "ML" compares likelihoods.

    Parameters
    ----------
    values : array_like of shape (n_samples,)
        Labels; missing ones are left out.
    resp : array_like of shape (n_samples, n_components)
        Of the fit, in which the column had no part.
    correction : {"BCH", "ML", "none"}
    sample_weight : array_like of shape (n_samples,), optional
    kind : {"sampling", "frequency"}
        As in `means_by_class`. "ML" takes no sampling weights, since its standard errors come of
        rows that count as many.

    Returns
    -------
    ByClass
        `estimates` of shape (n_components, n_levels). Those of "BCH" may lie a little below 0 or
        above 1, which `status` says.

    Raises
    ------
    DataError
        When the column is no label, there is no value, a class has no row, or there are more than
        `MOST_SHARES` shares.

    Examples
    --------
    >>> resp = [[0.9, 0.1], [0.8, 0.2], [0.2, 0.8], [0.1, 0.9]]
    >>> found = shares_by_class(["a", "b", "b", "b"], resp, correction="none")
    >>> found.levels, found.estimates.round(2).tolist()
    (('a', 'b'), [[0.45, 0.55], [0.05, 0.95]])
    """
    shares = _checked(resp, correction)
    counting = Counting.of(sample_weight, kind, len(shares))
    codes, levels = class_codes(values, what="column")
    k, m = shares.shape[1], len(levels)
    _check_size(k, m)
    present = _present(codes, codes >= 0, counting, shares)
    assignment, codes, counts = (
        Assignment(shares, counting),
        codes[present],
        counting.among(present),
    )
    if correction == "ML":
        return _by_likelihood(codes, levels, assignment, assignment.assigned[present], counts)
    weights = _weights(assignment, present, correction)
    found = weighted_shares(codes, m, weights, counts)
    estimates, errors = found.of_classes, np.sqrt(np.einsum("caca->ca", found.covariance))
    # Sampling weights may go with the levels: then rows alone witness the spread.
    of_equal = found.covariance_of_equal(robust=counts.kind == "sampling")
    of_equal = of_equal[:, :-1, :, :-1]  # the last level follows
    statistic, degrees = wald(estimates[:, :-1], of_equal.reshape(k * (m - 1), k * (m - 1)))
    said = [*_said(estimates, degrees), *_beyond(estimates)]
    return ByClass(
        *(levels, estimates, errors, len(codes), correction, statistic, degrees),
        status=_joined(counts, said),
    )


def _by_likelihood(
    codes: np.ndarray,
    levels: tuple[str, ...],
    assignment: Assignment,
    assigned: np.ndarray,
    counting: Counting,
) -> ByClass:
    if counting.kind == "sampling":
        raise DataError(
            'Shares by correction "ML" do not take sampling weights. Take correction "BCH".'
        )
    k, m = assignment.n_classes, len(levels)
    cells = np.bincount(assigned * m + codes, counting.in_sums, minlength=k * m)
    counts = cells.reshape(k, m)
    estimates, errors, statistic, at_rest = shares_by_likelihood(counts, assignment.joint)
    degrees = (k - 1) * (m - 1) if np.isfinite(estimates).all() else 0
    said = [*_said(estimates, degrees), *_not_at_rest(at_rest)]
    said += [AT_BOUND] * bool(np.isnan(errors).any())
    statistic = statistic if degrees else float("nan")
    return ByClass(
        *(levels, estimates, errors, len(codes), "ML", statistic, degrees),
        status=_joined(counting, said),
    )


def _checked(resp: ArrayLike, correction: str) -> np.ndarray:
    if correction not in CORRECTIONS:
        raise DataError(
            f"There is no correction {shown(correction)}. Choose one of {', '.join(CORRECTIONS)}."
        )
    shares = checked_shares(resp)
    if not np.isfinite(shares).all():
        raise DataError("Some responsibilities are NaN. Give those of rows that have a cluster.")
    return shares


def _check_size(n_classes: int, n_levels: int) -> None:
    """Their covariance has the square of so many numbers."""
    if n_classes * n_levels > MOST_SHARES:
        raise DataError(
            f"The column has {counted(n_levels, 'level')}, which makes {n_classes * n_levels:,} "
            f"shares in {n_classes} {plural(n_classes, 'class', 'classes')}; at most "
            f"{MOST_SHARES:,} are compared. Join levels, or leave the column out."
        )


def _present(
    column: np.ndarray, has_value: np.ndarray, counting: Counting, shares: np.ndarray
) -> np.ndarray:
    """Whether each row has a value, and counts."""
    if column.shape != (len(shares),):
        raise DataError(
            f"The column has shape {column.shape}. Give one value for each of the "
            f"{counted(len(shares), 'row')} of the responsibilities."
        )
    present = has_value & (counting.in_sums > 0.0)
    if not present.any():
        raise DataError("No row has a value of the column. Choose one that has.")
    return present


def _weights(assignment: Assignment, present: np.ndarray, correction: str) -> Weights:
    """Of the rows that have a value."""
    if correction == "none":
        resp = assignment.resp[present]
        return lambda rows: resp[rows]
    undone, assigned = assignment.undone, assignment.assigned[present]
    return lambda rows: undone[assigned[rows]]


def _standardised(z: np.ndarray) -> tuple[np.ndarray, float, float]:
    """With mean 0 and deviation 1, and what undoes it; a deviation of 0 where all are equal."""
    if np.abs(z).max() > LARGEST:
        raise DataError(f"The column has numbers beyond {LARGEST:g}. Give it in a larger unit.")
    if z.min() == z.max():
        return np.zeros(len(z)), float(z[0]), 0.0
    shift, scale = float(z.mean()), float(z.std())
    if scale < 1.0 / LARGEST:
        raise DataError(
            f"The numbers of the column differ by less than {1.0 / LARGEST:g}. Give it in a "
            "smaller unit."
        )
    return (z - shift) / scale, shift, scale


def _said(estimates: np.ndarray, degrees: int) -> list[str]:
    """What there is to say of what is missing."""
    said = []
    if not np.isfinite(estimates).all():
        said.append("a class whose rows have no value has no estimate")
    if not degrees:
        said.append(NO_TEST)
    return said


def _beyond(shares: np.ndarray) -> list[str]:
    beyond = (shares < -SEEN).any() or (shares > 1.0 + SEEN).any()
    return ["some estimates of shares are below 0 or above 1, as those of ML never are"] * bool(
        beyond
    )


def _not_at_rest(at_rest: bool) -> list[str]:
    return [] if at_rest else ["EM did not come to rest"]


def _joined(counting: Counting, said: list[str]) -> str:
    n, kind = len(counting.in_sums), counting.kind
    rows = f"{counted(n, 'row')} with a value"
    if kind == "frequency":
        rows += f", which {plural(n, 'stands', 'stand')} for {counting.in_sums.sum():,.0f}"
    return "; ".join([rows + ", weighted" * (kind == "sampling"), *said])
