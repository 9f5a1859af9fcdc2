"""Summaries of a fit: what its components are, and how sure."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from dashboard.explore.view import Chosen, View
from dashboard.fit.fitted import Fitted
from dashboard.state.chosen import SUMMARY
from gmm_core.assigned import NOISE
from gmm_core.clusters import marked_profile
from gmm_core.errors import GMMError
from gmm_core.plots import summaries
from gmm_core.plots.summaries import MOST_BARS, MOST_ROWS_IN_TRIANGLE
from gmm_core.target import cross_count


def _contingency(fit: Fitted, chosen: Chosen) -> go.Figure:
    comparison = fit.comparison
    table, noise = comparison.table, comparison.unplaced_of_each
    if chosen.shows == "soft counts" and comparison.soft_table is not None:
        table, noise = comparison.soft_table, comparison.soft_unplaced
    return summaries.contingency(
        table,
        show=chosen.shows,
        matching=comparison.matching if fit.is_matched else None,
        noise=noise,
        marked_counts=_cells_marked(fit, chosen.look.marked),
        look=chosen.look,
    )


def _cells_marked(fit: Fitted, marked: ArrayLike | None) -> np.ndarray | None:
    """Selected rows by class and cluster, and last those of noise where there are any."""
    if marked is None:
        return None
    found, some = fit.comparison, np.asarray(marked)
    codes, clusters = found.codes, found.clusters
    n_classes, n_columns = found.table.shape
    if found.unplaced_codes is not None and found.n_unplaced:
        of_noise = found.unplaced_codes >= 0
        codes = np.where(of_noise, found.unplaced_codes, codes)
        clusters = np.where(of_noise, n_columns, clusters)
        n_columns += 1
    weights = None if fit.rows.weights is None else fit.rows.weights[some]
    return cross_count(codes[some], clusters[some], n_classes, n_columns, weights)


def _bars(fit: Fitted, chosen: Chosen) -> go.Figure:
    return summaries.responsibilities(fit.resp, look=replace(chosen.look, height=360))


def _ternary(fit: Fitted, chosen: Chosen) -> go.Figure:
    return summaries.ternary(fit.resp, look=chosen.look)


def _profiles(fit: Fitted, chosen: Chosen) -> go.Figure:
    found, how = fit.profiles, chosen.profiled
    ask = {"names": fit.study.labels, "order": found.order, "in_units": how.in_units}
    if how.as_map:
        return summaries.profile_map(found, **ask, look=chosen.look)
    means, _ = _of_marked(fit, chosen.look.marked)
    return summaries.profile_lines(found, **ask, marked_means=means, of=how.bars, look=chosen.look)


def _sizes(fit: Fitted, chosen: Chosen) -> go.Figure:
    found, marked = fit.profiles, chosen.look.marked
    _, counts = _of_marked(fit, marked)
    if fit.noise is not None and counts is not None:
        counts = np.append(counts, _noise_rows(fit, np.asarray(marked)))
    noise = None
    if fit.noise is not None:
        soft = float(fit.noise["posterior rows"].iloc[0])
        noise = soft, _noise_rows(fit, np.arange(len(fit.resp)))
    ask = {"noise": noise, "marked_counts": counts}
    return summaries.sizes(found.soft_sizes, found.hard_sizes, **ask, look=chosen.look)


def _noise_rows(fit: Fitted, some: np.ndarray) -> float:
    """How many of some rows, by their positions or a mask, are most probably noise."""
    of_noise = fit.clusters[some] == NOISE
    weights = fit.rows.weights
    return float(of_noise.sum() if weights is None else weights[some] @ of_noise)


def _of_marked(
    fit: Fitted, marked: ArrayLike | None
) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Standardised means of the selected rows, and how many are in each cluster."""
    if marked is None:
        return None, None
    found = marked_profile(fit.rows.X, fit.resp, marked, fit.rows.weights)
    return found.means, found.hard_sizes


def _checks(fit: Fitted, chosen: Chosen) -> go.Figure:
    return summaries.quantiles(fit.checks, n_features=fit.mixture.n_features, look=chosen.look)


def _lacks_checks(fit: Fitted) -> str:
    try:
        _ = fit.rows.weights is None or fit.checks
    except GMMError as error:
        return str(error)
    return ""


def _lacks_target(fit: Fitted) -> str:
    if fit.study.target is None:
        return "Choose a target in the sidebar to see it here."
    return fit.incomparable


def _lacks_three(fit: Fitted) -> str:
    return "" if fit.mixture.n_components == 3 else "A triangle has room for three components."


SUMMARIES: Mapping[str, View] = MappingProxyType(
    {
        "target": View(
            SUMMARY.titles["target"],
            "Target against cluster",
            _contingency,
            _lacks_target,
            ("click",),
            sums=True,
        ),
        "triangle": View(
            SUMMARY.titles["triangle"],
            "Responsibilities of the rows in a triangle",
            _ternary,
            _lacks_three,
            most=MOST_ROWS_IN_TRIANGLE,
        ),
        "bars": View(
            SUMMARY.titles["bars"],
            "Responsibilities of the rows as stacked bars, sorted",
            _bars,
            gestures=("click", "box"),
            most=MOST_BARS,
        ),
        "profiles": View(
            SUMMARY.titles["profiles"],
            "Standardised means of the clusters",
            _profiles,
            gestures=(),
            sums=True,
        ),
        "sizes": View(
            SUMMARY.titles["sizes"],
            "Sizes of the clusters, soft and hard",
            _sizes,
            gestures=(),
            sums=True,
        ),
        "checks": View(
            SUMMARY.titles["checks"],
            "Distances of each cluster's rows against those of a normal distribution",
            _checks,
            _lacks_checks,
            gestures=("click", "box"),
        ),
    }
)
