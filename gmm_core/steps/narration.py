"""What a half-step does, in plain words, and then in numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.assigned import NOISE, assigned, noise_shares
from gmm_core.checked import as_annotated, checked_shares
from gmm_core.em import Run
from gmm_core.mixture import Mixture
from gmm_core.row_weights import counts_of
from gmm_core.steps.half_steps import Frame
from gmm_core.wording import counted, listed, plural
from gmm_core.written_numbers import difference, fixed, number

MOST_LISTED = 6  # clusters whose sizes a sentence lists


def moved(previous: Mixture, mixture: Mixture) -> np.ndarray:
    """Return how far each mean moved, in standard deviations of its component before the move.

    Returns
    -------
    ndarray of shape (n_components,)
        Mahalanobis distance, so it does not depend on units.

    Examples
    --------
    >>> before = Mixture([1.0], [[0.0]], [[[4.0]]])
    >>> moved(before, Mixture([1.0], [[3.0]], [[[4.0]]]))
    array([1.5])
    """
    step = mixture.means - previous.means
    whitened = previous.whitener.of_gaps(step)
    return np.linalg.norm(whitened, axis=1)


@as_annotated
def narrate(
    seen: Frame,
    resp: np.ndarray | None,
    resp_before: np.ndarray | None,
    row_names: Sequence[str],
    points: str = "point",
) -> str:
    """Return what a half-step does, naming what is seen, and then what it changed, in numbers.

    Parameters
    ----------
    seen : Frame
    resp : ndarray of shape (n_samples, n_components) or None
        Responsibilities in force; None before the first E-step.
    resp_before : ndarray of shape (n_samples, n_components) or None
        Those in force before an E-step; None before the first.
    row_names : sequence of str
        What a person calls each row.
    points : str
        What the rows are, where they are not all that are fitted, such as "drawn point".

    Returns
    -------
    str

    Examples
    --------
    >>> from gmm_core import run
    >>> from gmm_core.steps import frame
    >>> start = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> fit = run([[0.0], [0.5], [4.0], [5.0]], start)
    >>> narrate(frame(fit, 2), None, None, [])
    'Each component moves to the middle of its share of the points and takes on their spread;
    dashed is before. Component 2 moved most, by 2.200 of its standard deviations. Log-likelihood
    −7.752 (+10.11).'
    """
    return " ".join(idea_and_figures(seen, resp, resp_before, row_names, points)).rstrip()


def idea_and_figures(
    seen: Frame,
    resp: np.ndarray | None,
    resp_before: np.ndarray | None,
    row_names: Sequence[str],
    points: str = "point",
) -> tuple[str, str]:
    """Return the two parts of `narrate`; the first bears no number that one may be asked for."""
    if seen.previous is not None:
        return _m_step(seen, seen.previous)
    if resp is None:
        return _start(seen.mixture.n_components)
    for each in (resp, resp_before):
        if each is not None:
            checked_shares(each, len(row_names), seen.mixture.n_components)
    if resp.shape[1] == 1 and seen.mixture.noise is None:
        return "There is one component, and every point belongs to it with probability 1.", ""
    return _e_step(resp, resp_before, row_names, points)


def _start(n_components: int) -> tuple[str, str]:
    if n_components == 1:
        return (
            "A mixture of one component is a single cloud of points, a normal distribution. The "
            "E-step gives it all points, the M-step fits it to them.",
            "1 component is placed.",
        )
    return (
        "A mixture adds up clouds of points, each a normal distribution. EM finds them by turns: "
        "E shares the points out, M refits each cloud to its share.",
        f"{n_components} components are placed.",
    )


def _m_step(seen: Frame, previous: Mixture) -> tuple[str, str]:
    distances = moved(previous, seen.mixture)
    most = int(distances.argmax())
    gain = f" ({difference(seen.gain)})" if seen.gain else ", as before"
    now = f"Log-likelihood {number(seen.log_likelihood)}{gain}."
    is_alone = len(distances) == 1
    each = "The component" if is_alone else "Each component"
    if distances[most] < 1e-9:
        none = "it has not" if is_alone else "none"
        return f"{each} lies where its share of the points puts it: {none} moved.", now
    far = difference(distances[most], plus="").replace("<", "less than")
    which = "It moved" if is_alone else f"Component {most + 1} moved most,"
    return (
        f"{each} moves to the middle of its share of the points and takes on their spread; "
        "dashed is before.",
        f"{which} by {far} of its standard deviations. {now}",
    )


def _e_step(
    resp: np.ndarray, before: np.ndarray | None, row_names: Sequence[str], points: str
) -> tuple[str, str]:
    rest = noise_shares(resp)
    row = int(np.maximum(resp.max(axis=1), rest).argmin())
    largest, second = np.sort([*resp[row], rest[row]])[:-3:-1]
    sure = f"Least certain: row {row_names[row]}, {fixed(largest, 3)} against {fixed(second, 3)}."
    if fixed(largest, 3) == fixed(1, 3):
        sure = f"Each has a share of {fixed(1, 3)} in one component."
    return (
        f"Every point is shared out{' anew' * (before is not None)} by how well each component "
        "explains it.",
        f"{_changes(resp, before, points)} {sure}",
    )


def _changes(resp: np.ndarray, before: np.ndarray | None, points: str) -> str:
    """What an E-step did to the most probable components."""
    clusters, noise = assigned(resp), ""
    if before is None:
        counts = counts_of(clusters, resp.shape[1])
        if n_noise := int((clusters == NOISE).sum()):
            noise = f", and {n_noise:,} of noise"
        sizes = f"from {counts.min():,} to {counts.max():,}"
        if len(counts) <= MOST_LISTED:
            sizes = listed([f"{size:,}" for size in counts], most=MOST_LISTED)
        return f"By the largest share: {sizes} {plural(counts[-1], points)}{noise}."
    n_changed = int((assigned(before) != clusters).sum())
    return f"{counted(n_changed, points).capitalize()} changed sides."


@as_annotated
def why_stopped(run: Run, tol: float, reached: str = "") -> str:
    """Return why `run` ended and what that means.

    Parameters
    ----------
    run : Run
    tol : float
        Nats a row that all iterations to come had to be estimated to gain at most.
    reached : str
        How many of the starts that were tried end here, as `gmm_core.ends.reach` says it.

    Returns
    -------
    str

    Examples
    --------
    >>> from gmm_core import run
    >>> X = np.array([[0.0], [0.5], [4.0], [5.0]])
    >>> fit = run(X, Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]]), max_iter=2)
    >>> why_stopped(fit, 1e-3)
    'Stopped after 2 iterations, the most allowed; the log-likelihood was still changing.'
    """
    iterations = counted(run.n_iter, "iteration")
    rising = "log-posterior" if run.has_prior else "log-likelihood"
    if run.stop_reason == "collapsed":
        return f"Stopped after {iterations}: in the next one a component collapses."
    if not run.converged:
        return f"Stopped after {iterations}, the most allowed; the {rising} was still changing."
    if run.n_iter == 0:
        return "This fit is taken from the table of fits, at its end: EM has nothing left to climb."
    if pair := run.mixture.equal_pair():
        return _on_one_another(run, pair)
    stopped = (
        f"Converged after {iterations}: all those to come are estimated to raise the "
        f"{rising} by less than {_at_most(tol * run.weight)}."
    )
    if floored := run.states[-1].floored:
        held = ", ".join(str(component + 1) for component in floored)
        which = plural(len(floored), "component")
        return f"{stopped} The covariance floor holds {which} {held}, thinner without it."
    if run.mixture.n_components == 1 and run.mixture.noise is None:
        return f"{stopped} With one component this is the best fit there is."
    if run.mixture.components_coincide():
        return f"{stopped} All components lie on one another: this start led nowhere, try another."
    return f"{stopped} {reached or 'This is an optimum near the start, usually a local one.'}"


def _at_most(gain: float) -> str:
    """A bound as it is written on a board: rounded up, and never below 0.001."""
    thousandths = max(np.ceil(np.round(1000.0 * gain, 6)), 1.0)
    return np.format_float_positional(thousandths / 1000.0, trim="-")


def _on_one_another(run: Run, pair: tuple[int, int]) -> str:
    """Why a run has ended where EM cannot go on: of two equal components each step keeps both."""
    which = f"Components {pair[0] + 1} and {pair[1] + 1} are equal"
    if run.mixture.components_coincide():
        which = "All components lie on one another"
    return (
        f"Stopped after {counted(run.n_iter, 'iteration')}, and not at an optimum. {which}, and EM "
        "never parts equal components: this start led nowhere, try another, or fewer components."
    )
