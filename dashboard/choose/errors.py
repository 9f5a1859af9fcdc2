"""Standard errors and stability of a fit: the same model on other rows, watched as it runs."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from dashboard.fit.fitted import Fitted
from dashboard.look import figures, messages
from dashboard.look.tables import RIGHT, with_intervals
from dashboard.look.theme import theme
from dashboard.state import chosen, watching
from dashboard.state.asking import choice, number
from dashboard.state.jobs import Job, Tell, job
from gmm_core.choosing import Vocabulary
from gmm_core.exporting import csv_bytes
from gmm_core.fitting import data_of
from gmm_core.mixture import standardising
from gmm_core.names import beside
from gmm_core.plots import Look, component_labels
from gmm_core.plots.summaries import profile_lines
from gmm_core.resampling import Resampled, Stability, error_table, resampled, stability

Made = TypeVar("Made")
STABLE_SAMPLES = 100


def parameters(fit: Fitted, level: float, words: Vocabulary) -> None:
    """Offer standard errors, and show them in a table and beside the profiles."""
    method = choice(
        "Method",
        chosen.METHOD,
        help="Bootstrap: rows drawn with replacement. Weighted: all rows with random weights. "
        "Parametric: rows drawn from the fit. Jackknife: all rows but one, each in turn.",
    )
    times = number("Samples", chosen.TIMES, width=150) if method != "jackknife" else 2
    made = _errors(fit, method, times)
    watching.watch(made, "Compute standard errors", "errors")
    if not made.is_done:
        return
    found = made.made
    st.caption(f"{messages.plain(_capital(found.status))}.")
    _table(fit, found, level, words)
    about = "Standardised means with one standard error"
    figures.draw("errors", _profiles(fit, found), alt=about)
    st.caption("Means beside that of all rows; bars reach one standard error to either side.")


def clusters(fit: Fitted, words: Vocabulary) -> None:
    """Offer stability, and say of each cluster whether it comes back."""
    made = _stability(fit)
    watching.watch(made, f"Draw the rows anew {STABLE_SAMPLES} times", "stability")
    if not made.is_done:
        return
    found, names = made.made, _names(fit)
    called = [f"{words.cluster.capitalize()} {name}" for name in names]
    sentences = [found.sentence(j, name) for j, name in enumerate(called)]
    together = [
        f" Two of its rows stay together in {100 * value:.0f} % of the samples."
        if value == value
        else ""
        for value in found.mean_together.tolist()
    ]
    st.markdown(messages.bullets(map("".join, zip(sentences, together, strict=True))))
    st.caption(
        "Jaccard value: the rows that a cluster and the most similar one of a sample share, "
        "divided by the rows of either; Hennig (2007)."
    )


def _errors(fit: Fitted, method: str, times: int) -> Job[Resampled]:
    work = partial(_resampled, fit, method, times)
    return job("standard errors", (fit.study.identity, method, times), work)


def _resampled(fit: Fitted, method: str, times: int, tell: Tell) -> Resampled:
    """The errors in the units of the data."""
    found = on_samples(partial(resampled, method=method, n_samples=times), fit, tell)
    if not fit.study.settings.standardise:
        return found
    scaling = standardising(fit.rows.X, fit.rows.weights)
    return found.affine(scaling.scale, scaling.shift)


def _stability(fit: Fitted) -> Job[Stability]:
    work = partial(stability, n_samples=STABLE_SAMPLES)
    return job("stability", fit.study.identity, lambda tell: on_samples(work, fit, tell))


def on_samples(work: Callable[..., Made], fit: Fitted, tell: Tell) -> Made:
    """Do work on samples of the rows; where features were standardised, so are samples."""

    def samples(done: int, total: int) -> None:
        tell(done / total, f"{done:,} of {total:,} samples")

    tell(0.0, "Drawing samples")
    data, mixture, settings = data_of(fit.rows), fit.mixture, fit.study.settings
    if settings.standardise:
        scaling = standardising(data.X, data.weights)
        data = data.with_rows(scaling.apply(data.X), data.weights)
        mixture = mixture.affine(1.0 / scaling.scale, -scaling.shift / scaling.scale)
    stop = {"tol": settings.tol, "max_iter": settings.max_iter, "random_state": settings.seed}
    weighting = fit.rows.weighting
    kind = {"kind": weighting.kind} if weighting else {}
    return work(data, mixture, settings.model_of(data), on_sample=samples, **kind, **stop)


def _table(fit: Fitted, found: Resampled, level: float, words: Vocabulary) -> None:
    table = error_table(found, fit.study.labels, fit.study.names, level=level)
    parts = dict(iter(table.replace({"parameter": {"weight": "mean"}}).groupby("parameter")))
    _shown(fit, parts["mean"], "Weights and means", words)
    with st.expander("Variances"):
        _shown(fit, parts["variance"], "Variances", words)
    units = " Those of a logarithm are in its units." * bool(fit.study.logarithms)
    st.caption(f"Estimate ± standard error, then the interval of {100 * level:.0f} %.{units}")
    st.download_button(
        "Standard errors (CSV)",
        lambda: csv_bytes(table.rename(columns={"component": words.component})),
        file_name=f"{fit.stem} standard errors.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="take_errors",
    )


def _shown(fit: Fitted, table: pd.DataFrame, what: str, words: Vocabulary) -> None:
    """Parameters by components: each feature's numbers with the same decimals."""
    names = beside(_names(fit), [words.component])
    rows = {name: _cells(part) for name, part in table.groupby("feature", sort=False)}
    shown = pd.DataFrame(
        list(rows.values()),
        columns=pd.Index(names),
        index=pd.Index([str(name) or "weight" for name in rows]),
    )
    st.dataframe(
        shown,
        column_config=dict.fromkeys(names, RIGHT),
        alt=f"{what} of each {words.component} with standard errors and intervals",
    )


def _cells(rows: pd.DataFrame) -> list[str]:
    return with_intervals(
        *(rows[name] for name in ("estimate", "standard error", "lower", "upper"))
    )


def _profiles(fit: Fitted, found: Resampled) -> Any:
    errors = found.standard_errors.means / fit.profiles.scale
    bars = replace(fit.profiles, deviations=errors)
    return profile_lines(bars, names=fit.study.labels, look=Look(theme(), names=fit.study.names))


def _names(fit: Fitted) -> list[str]:
    return component_labels(fit.mixture.n_components, fit.study.names)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
