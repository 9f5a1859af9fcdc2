"""A mixture and k-means from one start, step by step beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.fit import cached
from dashboard.look import figures, messages
from dashboard.look.theme import theme
from dashboard.state import chosen, current
from dashboard.state.asking import choice, slid
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from gmm_core.ends import placed_differently, rows_apart
from gmm_core.errors import DataError, GMMError
from gmm_core.landscape import best_k_means, k_means_steps, nearest_means, steps_of_spread
from gmm_core.matrices import Diagonal
from gmm_core.mixture import Mixture, responsibilities, standardising
from gmm_core.plots import Look
from gmm_core.plots.landscape import bordered_rows
from gmm_core.plots.pictures import outline_ranges
from gmm_core.projection import Projection
from gmm_core.table import Rows
from gmm_core.target import compare
from gmm_core.wording import counted, plural
from gmm_core.written_numbers import fixed, number

MOST_ROWS = 100_000
HEIGHT = 400


@dataclass(frozen=True, eq=False)
class Duel:
    """What starts at the same means: rows and means in the units in which distances are taken."""

    X: np.ndarray
    scale: np.ndarray
    shift: np.ndarray
    mixtures: tuple[Mixture, ...]
    hard: tuple[np.ndarray, ...]
    weights: np.ndarray | None
    is_hard: bool = False  # the mixture has shrunk to k-means

    @property
    def last(self) -> int:
        return max(len(self.hard), 0 if self.is_hard else len(self.mixtures)) - 1

    @property
    def spread(self) -> float:
        """Standard deviation of the rows about the means of k-means, in one direction."""
        return _spread(self.X, self.hard[-1], self.weights)


def _spread(X: np.ndarray, means: np.ndarray, weights: np.ndarray | None) -> float:
    gaps = X - means[nearest_means(X, means)]
    return float(np.sqrt(np.average((gaps**2).mean(axis=1), weights=weights)))


def of(study: Study, rows: Rows) -> Duel:
    """Return both runs from the start of the fit."""
    if len(rows.X) > MOST_ROWS:
        raise DataError(
            f"The steps of k-means are shown of up to {MOST_ROWS:,} rows, and there are "
            f"{len(rows.X):,}. Choose a smaller table."
        )
    if rows.gaps:
        raise DataError(
            f"k-means takes whole rows, and {counted(rows.gaps, 'row')} "
            f"{plural(rows.gaps, 'has', 'have')} gaps. Leave these out, in the sidebar, to see it "
            "beside the mixture."
        )
    plain = replace(study, settings=replace(study.settings, grid=None), order=None, names=None)
    run = cached.em_run(plain)
    return once("k-means beside", plain.fit, partial(_made, plain, rows, run.states), most=4)


def _made(study: Study, rows: Rows, states: Sequence) -> Duel:
    d = rows.X.shape[1]
    scale, shift = np.ones(d), np.zeros(d)
    if study.settings.standardise:
        scaling = standardising(rows.X)
        scale, shift = scaling.scale, scaling.shift
    X = (rows.X - shift) / scale
    mixtures = tuple(state.mixture for state in states)
    start, weights = (mixtures[0].means - shift) / scale, rows.weights
    hard = k_means_steps(X, start, weights=weights)
    return Duel(X, scale, shift, mixtures, hard, weights)


def spheres(duel: Duel, study: Study) -> tuple[Duel, str]:
    """Let a person choose the mixture, and return it in place of the fitted one."""
    if choice("Covariances of the mixture", chosen.BESIDE) == "fitted":
        return duel, ""
    percent = slid("Spread, % of that of the clusters", chosen.SPREAD, step=1, width=320)
    spread = percent / 100.0 * duel.spread
    if not spread:
        said = "Without any spread each row is wholly of the nearest mean: that is k-means."
        return replace(duel, is_hard=True), said
    make = partial(_of_spread, duel, spread)
    said = (
        f"Every component is a ball with standard deviation {number(spread, 3)}"
        f"{' (standardised)' if study.settings.standardise else ''}. The smaller it is, the less "
        "are rows shared; at 0 the mixture is k-means."
    )
    found = once("spheres", (study.fit, percent), make, most=8)
    return replace(duel, mixtures=found), said


def _of_spread(duel: Duel, spread: float) -> tuple[Mixture, ...]:
    steps = steps_of_spread(duel.X, duel.hard[0], spread, weights=duel.weights)
    return tuple(each.affine(duel.scale, duel.shift) for each in steps)


def step(duel: Duel) -> int:
    """Let a person step both; they are at their ends at first."""
    last = duel.last
    current.offer(chosen.PASS, last, range(last + 1))
    if not last:
        return 0
    at = st.session_state[chosen.PASS.key]
    with st.container(horizontal=True, wrap=False, gap="small"):
        _jump("To the start", 0, "first_page", at == 0)
        _jump("Back", at - 1, "chevron_left", at == 0)
        _jump("Step both", at + 1, "chevron_right", at == last)
        _jump("To the end", last, "last_page", at == last)
    return int(
        st.select_slider(
            "Step",
            range(last + 1),
            key=chosen.PASS.key,
            label_visibility="collapsed",
            **current.KEPT,
        )
    )


def _jump(label: str, to: int, icon: str, disabled: bool) -> None:
    is_next = label == "Step both"
    st.button(
        label if is_next else f":material/{icon}:",
        key=f"pass_{icon}",
        help=None if is_next else label,
        type="primary" if is_next else "secondary",
        disabled=disabled,
        on_click=_go,
        args=(to,),
    )


def _go(to: int) -> None:
    st.session_state[chosen.PASS.key] = to


def draw(study: Study, rows: Rows, duel: Duel, at: int, projection: Projection) -> None:
    """Show both panes at a step, with the rows that they place differently."""
    hard = _of_k_means(duel, at)
    panes = (replace(hard, name="Mixture") if duel.is_hard else _of_mixture(rows, duel, at), hard)
    clusters = [pane.resp.argmax(axis=1) for pane in panes]
    k = hard.resp.shape[1]
    apart = placed_differently(clusters[0], clusters[1], k, k)
    known = _known(study)
    ranges = outline_ranges(projection.points(rows.X), [projection.mixture(panes[0].mixture)])
    for place, (column, pane) in enumerate(zip(st.columns(2, gap="medium"), panes, strict=True)):
        with column:
            st.markdown(_heading(pane, known, duel.weights))
            picture = bordered_rows(
                projection.points(rows.X),
                projection.mixture(pane.mixture),
                labels=projection.labels,
                resp=pane.resp,
                outlines=pane.has_outlines,
                ranges=ranges,
                look=Look(theme(), marked=apart, height=HEIGHT),
            )
            about = f"{pane.name} after {counted(pane.step, 'step')}"
            figures.draw(f"duel-{place}", picture, alt=about, still=True)
    said = rows_apart([str(rows.names[int(row)]) for row in apart])
    st.markdown(messages.plain(f"{said}{' They are ringed.' if len(apart) else ''}"))
    st.caption(messages.plain(_about(study, duel, known, projection)))


@dataclass(frozen=True, eq=False)
class Pane:
    """A mixture at a step of its run, or k-means, whose borders are half-way between means."""

    name: str
    step: int
    last: int
    mixture: Mixture
    resp: np.ndarray
    has_outlines: bool


def _of_mixture(rows: Rows, duel: Duel, at: int) -> Pane:
    last = len(duel.mixtures) - 1
    mixture = duel.mixtures[min(at, last)]
    return Pane("Mixture", min(at, last), last, mixture, responsibilities(rows.X, mixture), True)


def _of_k_means(duel: Duel, at: int) -> Pane:
    last = len(duel.hard) - 1
    means = duel.hard[min(at, last)]
    variances = np.full(means.shape, duel.spread**2 or 1.0)
    halves = Mixture(np.full(len(means), 1.0 / len(means)), means, Diagonal(variances))
    resp = np.eye(len(means))[nearest_means(duel.X, means)]
    mixture = halves.affine(duel.scale, duel.shift)
    return Pane("k-means", min(at, last), last, mixture, resp, False)


def _known(study: Study) -> pd.Series | None:
    try:
        return cached.labels(study)
    except GMMError:  # it names rows; Explore says so
        return None


def _heading(pane: Pane, known: pd.Series | None, weights: np.ndarray | None) -> str:
    ended = ", at its end" if pane.step == pane.last else ""
    score = f" · ARI {_ari(pane.resp, known, weights)}" if known is not None else ""
    return f"**{pane.name}** · step {pane.step} of {pane.last}{ended}{score}"


def _ari(resp: np.ndarray, known: pd.Series, weights: np.ndarray | None) -> str:
    found = compare(known, resp.argmax(axis=1), resp.shape[1], weights=weights)
    return fixed(found.adjusted_rand_index, 3)


def _about(study: Study, duel: Duel, known: pd.Series | None, projection: Projection) -> str:
    units = "standardised units" if study.settings.standardise else "the units of the features"
    units += ", of logarithms where they are fitted" * bool(study.logarithms)
    start = "means that were placed by hand" if study.settings.means else "same means"
    text = f"Both start at the {start}. k-means takes distances in {units}."
    if len(study.features) > len(projection.labels):
        text += " Borders are those on these axes alone; rows are placed by all features."
    if known is not None:
        best = once(
            "best k-means",
            (*study.data, study.settings.standardise, len(duel.hard[0])),
            partial(best_k_means, duel.X, len(duel.hard[0]), weights=duel.weights),
            most=8,
        )
        resp = np.eye(len(best))[nearest_means(duel.X, best)]
        text += f" ARI: adjusted Rand index with the target {study.target}, never used in the fit;"
        text += f" the best of ten starts of k-means has {_ari(resp, known, duel.weights)}."
    return text
