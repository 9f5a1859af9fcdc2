"""Components that are likely accidents: maxima of the likelihood that say little of the data."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from gmm_core.checked import as_annotated
from gmm_core.matrices import Diagonal, Shared
from gmm_core.mixture import Mixture
from gmm_core.wording import listed, plural
from gmm_core.written_numbers import number

THIN = 10.0  # true components of the classic tables are up to 7 times thinner than the average
FLAT = 100.0  # rows that share a rounded value, under a small floor, are 150 times and more
POINT = 10_000.0

LEAST_HELD = 2.5
"""A component that holds fewer rows, by its weight, is no group, but one row or two."""

HELD = 2.0  # a variance of at most so many times what holds it up is not that of the rows

ADVICE = (
    "Use fewer components, a tied or spherical covariance, another start, or a covariance floor "
    "above 0."
)
ADVICE_WITH_FLOOR = "Use fewer components, a tied or spherical covariance, or another start."
ADVICE_TO_ONE = (
    "Leave out the feature that does not vary, or one of those that determine one another."
)


@dataclass(frozen=True)
class Suspicion:
    """A component that is likely spurious, and why.

    Parameters
    ----------
    component : int
        Index of the component, counted from 0; the finding counts from 1.
    rows : float
        Rows that it holds.
    ratio : float
        How many times it is thinner, along its thinnest direction, than the components are on
        average along the same direction; a ratio of standard deviations.
    finding : str
        What is suspicious, fit for the screen.
    advice : str
        What can be done; the same for all components of a fit.
    """

    component: int
    rows: float
    ratio: float
    finding: str
    advice: str = ADVICE

    @property
    def sentence(self) -> str:
        """What is suspicious and what can be done."""
        return f"{self.finding} {self.advice}"


@as_annotated
def spurious(
    mixture: Mixture,
    weight: float,
    *,
    reg_covar: float = 0.0,
    floored: Collection[int] = (),
    floor_helps: bool = True,
    lone: bool = False,
) -> tuple[Suspicion, ...]:
    """Return the components of a fit that are likely spurious maxima of the likelihood.

    The likelihood has no bound: a component on a few rows that happen to lie near one plane gains
    more the thinner it is. McLachlan and Peel (2000), Finite Mixture Models, section 3.10, ask to
    look for components of few rows and small eigenvalues.

    Parameters
    ----------
    mixture : Mixture
        A fit, with one or more components.
    weight : float
        Total weight of the rows; their number where no sample weights are given.
    reg_covar : float
        What the fit has added to every variance, in squared units of the features.
    floored : collection of int
        Components whose covariance a floor has raised, counted from 0.
    floor_helps : bool
        Whether a floor can be advised: none is set, and the structure can have one.
    lone : bool
        Whether components that hold one row or two are named, too, however thick: as where all
        have one covariance. Not where all hold few.

    Returns
    -------
    tuple of Suspicion
        In the order of the components; empty where none is suspicious. It does not depend on
        the units or, where covariances are not diagonal, on any affine map of the data.

    Notes
    -----
    Thickness is measured in the average covariance of the components, so features that are
    nearly collinear in all of them count for nothing. One that is at least 10 times thinner than
    the average is suspicious when one of these holds:

    - Its rows are few. The first d rows determine a plane, and a further row lies within 1/q of
      it with a chance of about 1/q. Among n rows there are binom(n, d) planes, so that r rows in
      one of them are likely an accident while (r - d) log q < log binom(n, d). Where covariances
      are diagonal, planes are parallel to the axes: one row determines one, and there are n d.
      One row beyond those that determine the plane, or one and a half as responsibilities go, is
      no evidence at all.
    - It is flat: 100 times thinner than the average and than its own longest direction. Rows that
      share a rounded value do that, however many.
    - It is a point, 10,000 times thinner than the average.

    However thin, a component is suspicious when nothing but `reg_covar` or a floor holds it up in
    some direction: without them it would have collapsed, and the likelihood has no maximum there.

    Over fits of iris, wine, faithful, diabetes and galaxies with the accepted numbers of
    components, true components stay below 8 times, or hold three times the rows that the first
    rule asks for; iris with 8 or 9 full covariances gives accidents of 3 to 7 rows, 20 to 500
    times thinner, and one layer of 29 rows with the same petal width.

    Examples
    --------
    >>> fit = Mixture([0.98, 0.02], [[0.0], [5.0]], [[[1.0]], [[1e-6]]])
    >>> (suspicion,) = spurious(fit, 100)
    >>> suspicion.component, suspicion.rows, round(suspicion.ratio)
    (1, 2.0, 990)
    """
    thickness = np.sqrt(_relative_variances(mixture))
    ratio, flatness = 1.0 / thickness[:, 0], thickness[:, -1] / thickness[:, 0]
    rows = mixture.shares * weight
    few = _few_rows(mixture, rows, ratio, weight)
    thin = few | ((ratio >= FLAT) & (flatness >= FLAT)) | (ratio >= POINT)
    ridged = mixture.matrices.eigenvalues()[:, 0] <= HELD * reg_covar
    held = dict.fromkeys(floored, "a covariance floor")
    held |= dict.fromkeys(np.flatnonzero(ridged).tolist(), f"reg_covar = {reg_covar:g}")
    advice = ADVICE if floor_helps and not floored else ADVICE_WITH_FLOOR
    advice = advice if mixture.n_components > 1 else ADVICE_TO_ONE
    alone = (rows < LEAST_HELD) & (lone and weight > 2 * LEAST_HELD * mixture.n_components)
    return tuple(
        Suspicion(j, float(rows[j]), float(ratio[j]), finding, advice)
        for j in range(mixture.n_components)
        if (finding := _finding(j, rows[j], ratio[j], thin[j], few[j], held.get(j), bool(alone[j])))
    )


@as_annotated
def held_by_few(mixture: Mixture, weight: float, but: Collection[int] = ()) -> tuple[str, ...]:
    """Return a sentence on the components that hold one or two rows; nothing where none does.

    Parameters
    ----------
    mixture : Mixture
        A fit, of several components.
    weight : float
        Total weight of the rows; their number where no sample weights are given.
    but : collection of int
        Components that are named already.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> fit = Mixture([0.98, 0.02], [[0.0], [5.0]], [[[1.0]], [[1.0]]])
    >>> held_by_few(fit, 100)
    ('Component 2 holds one row or two (2.00 by its weight), which are no group: choose fewer
    components.',)
    """
    rows = mixture.shares * weight
    few = [j for j in np.flatnonzero(rows < LEAST_HELD).tolist() if j not in but]
    if not few or mixture.n_components == 1:
        return ()
    names = listed([str(j + 1) for j in few])
    held = listed([number(round(float(rows[j]), 3), 3) for j in few])
    what = plural(len(few), f"Component {names} holds", f"Components {names} hold")
    its = plural(len(few), "its weight", "their weights")
    each = plural(len(few), "one row or two", "one row or two each")
    return (f"{what} {each} ({held} by {its}), which are no group: choose fewer components.",)


def _relative_variances(mixture: Mixture) -> np.ndarray:
    """Variances along the axes of each component in units of their average, ascending, (k, d)."""
    matrices, tiny = mixture.matrices, np.finfo(float).eps
    if isinstance(matrices, Shared):
        return np.ones(mixture.means.shape)
    if isinstance(matrices, Diagonal):
        average = np.maximum(mixture.weights @ matrices.values, np.finfo(float).tiny)
        return np.sort(np.maximum(matrices.values / average, tiny**2), axis=1)
    average = np.einsum("k,kij->ij", mixture.weights, matrices.values)
    scale = np.sqrt(average.diagonal())
    eigenvalues, axes = np.linalg.eigh(average / np.outer(scale, scale))
    whitening = axes / np.sqrt(np.maximum(eigenvalues, tiny)) / scale[:, None]
    relative = np.linalg.eigvalsh(matrices.seen(whitening.T))
    return np.maximum(relative, tiny**2)


def _few_rows(mixture: Mixture, rows: np.ndarray, ratio: np.ndarray, weight: float) -> np.ndarray:
    """Whether as many rows lie near some plane by accident, for each component."""
    d = mixture.n_features
    if not mixture.matrices.tilted:
        determining, log_planes = 1, np.log(weight * d)
    else:
        determining = d
        log_planes = gammaln(weight + 1) - gammaln(d + 1) - gammaln(max(weight - d, 0) + 1)
    beyond = rows - determining
    return (beyond < 1.5) | (beyond * np.log(ratio) < log_planes)


def _finding(
    component: int, rows: float, ratio: float, thin: bool, few: bool, held: str | None, alone: bool
) -> str:
    """What is suspicious of a component; nothing where it is as a component should be."""
    is_thin = thin and ratio >= THIN
    if held is None and not is_thin and not alone:
        return ""
    holds = f"Component {component + 1} holds {number(rows, 3)} {plural(rows, 'row')} and "
    if held is not None:
        return (
            f"{holds}has no variance of its own in some direction: only {held} keeps it from "
            "collapsing, as where rows share one value."
        )
    if not is_thin:
        return f"{holds}is no group."
    cause = "an accident of few rows" if few else "made by rows that share one rounded value"
    return (
        f"{holds}is {ratio:,.0f} times thinner than the components are on average; a maximum like "
        f"this is often {cause}."
    )
