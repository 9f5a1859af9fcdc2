"""The report of a fit, the script that repeats it, and all else that can be taken away."""

import hashlib
from collections.abc import Iterator

import pandas as pd

from dashboard.browser.library import SOURCE
from dashboard.explore import lists, views
from dashboard.explore.views import Chosen
from dashboard.fit.fitted import Fitted
from dashboard.look import messages
from dashboard.state.session_cache import once
from dashboard.take_away import downloads
from gmm_core.certainty import most_uncertain
from gmm_core.clusters import correlation_table, parameter_table, size_table
from gmm_core.departures import say_low_density
from gmm_core.errors import GMMError
from gmm_core.exporting import Analysis, SavedModel, csv_bytes, model_of, numbers_of, script
from gmm_core.exporting.reports import (
    Facts,
    Picture,
    Section,
    Table,
    data_section,
    report,
    settings_section,
)
from gmm_core.names import beside
from gmm_core.plots import teaching
from gmm_core.selection import criteria
from gmm_core.steps import why_stopped
from gmm_core.target import SCORES, agreement
from gmm_core.wording import plural
from gmm_core.written_numbers import fixed, number

MOST_LISTED = 20


def analysis(fit: Fitted) -> Analysis:
    """Return all that must be said for the analysis to be done again."""
    study = fit.study
    source, sha256 = _source(fit)
    return Analysis(
        source,
        sha256,
        study.choices,
        study.features,
        study.target,
        study.settings,
        study.order,
        study.names,
        study.logarithms,
        study.weighting,
    )


def _source(fit: Fitted) -> tuple[str, str]:
    """Name and SHA-256 of the file to begin from; a built-in table goes by its name alone."""
    study = fit.study
    if downloads.is_drawn(study):
        points = csv_bytes(study.dataset.frame)
        return f"{fit.stem} {downloads.POINTS}", hashlib.sha256(points).hexdigest()
    if downloads.is_pasted(study):
        return downloads.PASTED_FILE, study.sha256
    return (study.dataset.title if study.sha256 else study.dataset.name), study.sha256


def model(fit: Fitted) -> SavedModel:
    """Return the fitted mixture with all that is needed to use it elsewhere."""
    study = fit.study
    return model_of(
        fit.rows.X,
        fit.run,
        study.settings,
        study.features,
        units=study.dataset.units,
        component_names=study.names,
        sha256=study.sha256,
        choices=study.choices,
        logarithms=study.logarithms,
        weights=fit.rows.weights,
        weighting=study.weighting,
    )


def excess_of_model(fit: Fitted) -> str:
    """Return why the model is too large to be saved; empty where it is not."""
    return once("excess", fit.study.identity, lambda: model(fit).excess, most=4)


def python_script(fit: Fitted) -> str:
    """Return the script that repeats the analysis from the file to the same numbers."""
    asked = analysis(fit)
    frame, run = fit.study.dataset.frame, fit.run
    return script(asked, numbers_of(asked, frame, fit.rows, run.mixture, run.log_likelihood))


def html_report(fit: Fitted, chosen: Chosen) -> bytes:
    """Return the report: what was fitted, what came of it, and how EM got there."""
    study, run = fit.study, fit.run
    n = fit.rows.n
    units = ", in original units" * bool(study.logarithms)
    facts = {
        "Rows fitted": f"{len(fit.rows.X):,}",
        **({"n, by weights": f"{n:,}"} if study.weighting else {}),
        "Components": str(run.mixture.n_components),
        f"Log-likelihood{units}": number(run.log_likelihood, 5),
        "BIC, lower is better": number(criteria.bic(run.log_likelihood, fit.n_parameters, n), 5),
    }
    asked = analysis(fit)
    return report(
        f"Clusters of {study.dataset.title}",
        [
            data_section(asked, study.dataset.frame, fit.rows),
            settings_section(asked, run),
            Section("Clusters", [*_clusters(fit, chosen)]),
            *_target(fit, chosen),
            Section("How sure the clusters are", [*_certainty(fit, chosen)]),
            Section("Whether normal distributions fit", [*_checks(fit, chosen)]),
            Section("How EM got there", [*_em(fit, chosen)]),
        ],
        javascript=SOURCE.read_text(encoding="utf-8"),
        subtitle=study.title,
        facts=facts,
    )


def _clusters(fit: Fitted, chosen: Chosen) -> Iterator[str | Table | Picture]:
    study, mixture, found = fit.study, fit.mixture, fit.profiles
    yield why_stopped(fit.run, study.settings.tol)
    yield from messages.what_is_suspicious(fit.run, fit.study.settings.model)
    yield _picture("scatter", fit, chosen, "Ellipses at 1, 2 and 3 standard deviations.")
    for name, caption in (
        ("density", "Shares of the mixture within each line; the region of each component."),
        ("matrix", "Every pair of features, with the components' marginals."),
        ("space", "Ellipsoids of the components. Drag to turn."),
    ):
        if not views.PICTURES[name].lacks(fit):
            yield _picture(name, fit, chosen, caption)
    yield Table(size_table(mixture, found, study.names), "Weights and sizes")
    yield Table(
        parameter_table(
            mixture, found, study.labels, study.names, logarithms=study.of_each
        ).reset_index(),
        "Means and standard deviations, in the units of the "
        + ("features; of logarithms the mean comes back last" if study.logarithms else "data"),
    )
    labels = beside(study.labels, ["component", "feature"])
    correlations = correlation_table(mixture, labels, study.names)
    yield Table(correlations.reset_index(), "Correlations")
    yield from fit.in_words()
    yield _picture(
        "profiles", fit, chosen, "Standardised means, with one standard deviation.", True
    )


def _target(fit: Fitted, chosen: Chosen) -> Iterator[Section]:
    """Return the section on the target; none where it cannot be compared."""
    if fit.study.target is None or not fit.study.is_truth:
        return
    try:
        comparison = fit.comparison
    except GMMError as error:
        yield Section("Target against cluster", [str(error)])
        return
    scores = {
        score.title: f"{fixed(getattr(comparison, name), 3)}. {score.sentence}"
        for name, score in SCORES.items()
    }
    yield Section(
        "Target against cluster",
        [
            *([comparison.note] if comparison.note else []),
            _picture("target", fit, chosen, "Rows of each class in each cluster.", True),
            agreement(comparison, fit.rows.names),
            Facts(scores),
        ],
    )


def _certainty(fit: Fitted, chosen: Chosen) -> Iterator[str | Table | Picture]:
    yield _picture("bars", fit, chosen, "Responsibilities of the rows, sorted.", True)
    if not views.SUMMARIES["triangle"].lacks(fit):
        yield _picture("triangle", fit, chosen, "Responsibilities of the rows in a triangle.", True)
    unsure = most_uncertain(fit.resp, MOST_LISTED)
    yield Table(
        lists.described(fit, unsure),
        plural(len(unsure), "The most uncertain row", f"The {len(unsure)} most uncertain rows"),
    )


def _checks(fit: Fitted, chosen: Chosen) -> Iterator[str | Table | Picture]:
    if lacks := views.SUMMARIES["checks"].lacks(fit):
        yield lacks
    else:
        yield from fit.verdicts
        yield _picture(
            "checks", fit, chosen, "On the line: as distances of a normal distribution.", True
        )
    yield say_low_density(fit.density)
    rows = lists.LISTS["low"](fit).rows[:MOST_LISTED]
    yield Table(
        lists.described(fit, rows),
        plural(len(rows), "The row that lies", f"The {len(rows)} rows that lie") + " farthest out",
    )


def _em(fit: Fitted, chosen: Chosen) -> Iterator[str | Table | Picture]:
    yield (
        "The E-step gives every row its responsibilities; the M-step refits every component to "
        "the rows it is responsible for. The log-likelihood never falls."
    )
    figure = teaching.animation(
        fit.rows.X,
        fit.run,
        chosen.projection,
        row_names=fit.rows.names,
        components=fit.study.names,
    )
    yield Picture(figure, "Play it, or drag the slider.", "The run of EM, half-step by half-step")
    yield Table(
        pd.DataFrame(
            {"log-likelihood": fit.run.log_likelihoods},
            index=pd.RangeIndex(fit.run.n_iter + 1, name="iteration"),
        ),
        "Log-likelihood after each iteration, in nats",
    )


def _picture(
    name: str, fit: Fitted, chosen: Chosen, caption: str, summary: bool = False
) -> Picture:
    view = (views.SUMMARIES if summary else views.PICTURES)[name]
    return Picture(view.figure(fit, chosen), caption, view.alt)
