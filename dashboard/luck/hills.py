"""The surface of the log-likelihood over two means, with the way of EM from where one clicks."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st

from dashboard.fit import cached
from dashboard.look import figures, messages
from dashboard.look.theme import theme
from dashboard.state import chosen, current
from dashboard.state.asking import slid
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from dashboard.state.told import set_all
from gmm_core.errors import GMMError
from gmm_core.expectation import Data
from gmm_core.fitting import Settings, fit_run
from gmm_core.landscape import Surface, likelihood_surface
from gmm_core.logarithms import log_jacobians
from gmm_core.mixture import Mixture, responsibilities
from gmm_core.plots import Look
from gmm_core.plots.landscape import likelihood_map
from gmm_core.plots.pictures import histogram
from gmm_core.table import Rows
from gmm_core.wording import counted, plural
from gmm_core.written_numbers import number

TWO_TOPS = (
    "With the means exchanged it is the same mixture, so there are two mirrored tops. Along the "
    "dotted line, where both means are equal, the highest place is the mean of all rows: a pass "
    "between the tops, where EM would rest, and which the least step aside leaves."
)
ONE_TOP = (
    "A component is as wide as all the rows, so the tops have become one: the dotted line, where "
    "both means are equal, is a ridge, and its highest place the mean of all rows."
)


@dataclass(frozen=True)
class Asked:
    """The feature that is looked at, and the known spread of both components."""

    feature: int
    spread: float


def asked(study: Study, rows: Rows) -> Asked:
    """Let a person choose a feature, and the spread of both components."""
    feature = 0
    if len(study.features) > 1:
        proposed = study.features[cached.leading(study, 1)[0]]
        label = study.label
        current.offer(chosen.FEATURE, proposed, study.features, label)
        ask = {"format_func": label, "key": chosen.FEATURE.key, "width": 260, **current.KEPT}
        feature = study.features.index(st.selectbox("Feature", study.features, **ask))
    percent = slid("Known spread, % of that of a fit", chosen.KNOWN, step=5, width=300)
    identity = (study.data, feature)
    fitted = once("spread of two", identity, partial(_fitted, *_column(rows, feature)), most=16)
    return Asked(feature, fitted * percent / 100.0)


def _column(rows: Rows, feature: int) -> tuple[np.ndarray, np.ndarray | None]:
    """The values of a feature, (n, 1), and the weights of the rows that have one."""
    x = rows.X[:, [feature]]
    there = ~np.isnan(x[:, 0])
    if there.all():
        return x, rows.weights
    return x[there], None if rows.weights is None else rows.weights[there]


def say_missing(rows: Rows, what: Asked) -> None:
    """Say how many rows have no value of the feature that is looked at."""
    gone = int(np.isnan(rows.X[:, what.feature]).sum())
    if gone:
        st.caption(
            f"{counted(gone, 'row')} without a value of it {plural(gone, 'is', 'are')} left out."
        )


def _fitted(x: np.ndarray, weights: np.ndarray | None) -> float:
    """The standard deviation that two components share in a fit; that of the data without one."""
    try:
        return float(
            fit_run(Data(x, weights), Settings(2, "tied")).mixture.standard_deviations[0, 0]
        )
    except GMMError:
        mean = np.average(x, weights=weights, axis=0)
        return float(np.sqrt(np.average((x - mean) ** 2, weights=weights, axis=0))[0])


def surface(study: Study, rows: Rows, what: Asked) -> Surface:
    """Return the surface, worked out once."""
    name, (x, weights) = study.features[what.feature], _column(rows, what.feature)
    each = log_jacobians(x, [name], study.logarithms)
    added = float(each.sum() if weights is None else each @ weights)
    make = partial(likelihood_surface, x[:, 0], what.spread, log_jacobian=added, weights=weights)
    return once("surface", (study.data, what), make, most=8)


def draw(study: Study, what: Asked, found: Surface) -> None:
    """Show the map with the way of EM, and the mixture at its end."""
    label = study.labels[what.feature]
    first, second = _start(found)
    path = found.path(first, second)
    hills, beside = st.columns([3, 2], gap="medium")
    with hills:
        figures.draw(
            "surface",
            likelihood_map(found, path, label=label, theme=theme()),
            alt="Log-likelihood over the two means, with the way of EM",
            still=True,
            on_click=_begin,
        )
    with beside:
        st.markdown(messages.plain(_said(found, path)))
        figures.draw(
            "end-of-way", _mixtures(found, path, label), alt="The mixture at the end of the way"
        )
        st.caption("Dashed: where it began. On the map, the stronger the colour the higher.")


def _start(found: Surface) -> tuple[float, float]:
    """Let a person say where EM begins; near the ridge at first, so that there is a way to go."""
    low, high = found.means[[0, -1]]
    proposed = [round(float(low + share * (high - low)), 6) for share in (0.2, 0.26)]
    values = []
    with st.container(horizontal=True):
        for choice, value, title in zip(
            (chosen.FIRST, chosen.SECOND), proposed, ("Mean 1", "Mean 2"), strict=True
        ):
            current.offer(choice, value)
            ask = {"key": choice.key, "width": 170, "format": "%.4g", **current.KEPT}
            values.append(float(st.number_input(f"{title} at the start", **ask)))
    return values[0], values[1]


def _begin(first: float, second: float) -> None:
    """Have EM begin where the map was clicked."""
    set_all({chosen.FIRST.key: first, chosen.SECOND.key: second})


def _said(found: Surface, path: np.ndarray) -> str:
    (first, second), end = path[0], path[-1]
    steps = counted(len(path) - 1, "step")
    height = number(found.log_likelihood(*end), 5)
    way = f"EM goes from {number(first)} and {number(second)} to "
    if first == second:
        return (
            f"{way}{number(end[0])} in {steps}, at log-likelihood {height}. The means begin equal, "
            "on the dotted line, and every row is shared evenly: EM cannot leave it."
        )
    return (
        f"{way}{number(end[0])} and {number(end[1])} in {steps}, at log-likelihood {height}. "
        f"{TWO_TOPS if found.has_two_tops else ONE_TOP}"
    )


def _mixtures(found: Surface, path: np.ndarray, label: str):
    end, start = (_mixture(found, means) for means in (path[-1], path[0]))
    resp = responsibilities(found.x[:, None], end)
    look = Look(theme(), height=360)
    return histogram(found.x, end, name=label, responsibilities=resp, previous=start, look=look)


def _mixture(found: Surface, means: np.ndarray) -> Mixture:
    return Mixture([0.5, 0.5], means[:, None], np.full((2, 1, 1), found.spread**2))
