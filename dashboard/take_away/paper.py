"""The report of a fit for a paper: what was done, what came of it, and how far to trust it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.choose.controls import VOCABULARIES
from dashboard.explore import against, captions, lists
from dashboard.explore.against import Comparing
from dashboard.explore.pictures import PICTURES
from dashboard.explore.summaries import SUMMARIES
from dashboard.explore.view import Chosen, Profiled
from dashboard.fit import ends, grid
from dashboard.fit.fitted import Fitted
from dashboard.look import messages
from dashboard.state.chosen import CRITERION, WORDS
from dashboard.take_away import document
from gmm_core.certainty import class_table, most_uncertain, say_classes, written_class_table
from gmm_core.choosing import MIXTURE, Vocabulary
from gmm_core.departures import say_low_density
from gmm_core.ends import reach
from gmm_core.errors import GMMError
from gmm_core.exporting.papers import (
    Fitting,
    comparison_printed,
    correlations_by_cluster,
    fit_paragraph,
    for_a_page,
    method_paragraph,
    parameters_by_cluster,
)
from gmm_core.exporting.reports import (
    Facts,
    Picture,
    Section,
    Table,
    data_section,
    settings_section,
)
from gmm_core.logarithms import named_so
from gmm_core.maximisation import covariance_structure
from gmm_core.outside import association_rows
from gmm_core.plots import component_labels, glyphs, teaching
from gmm_core.plots.choosing import criterion_lines
from gmm_core.plots.summaries import MOST_AS_LINES
from gmm_core.selection import Selection
from gmm_core.steps import why_stopped
from gmm_core.target import SCORES, agreement
from gmm_core.wording import counted, plural
from gmm_core.written_numbers import fixed, number

MOST_LISTED = 10
# Values of a row in a list, on paper; one less for so many letters of a cluster's name.
MOST_VALUES, LEAST_VALUES, LETTERS = 5, 2, 16
MOST_MATRICES = 4
MOST_PAIRED = 8  # features, of which every pair can be seen on paper
NEARLY = 0.99  # of the way of the log-likelihood
Part = str | Facts | Table | Picture


@dataclass(frozen=True, eq=False)
class Compared:
    """The table of fits that was made, and how it is spoken of."""

    selection: Selection
    criterion: str
    words: Vocabulary
    thorough: bool


@dataclass(frozen=True, eq=False)
class Beside:
    """What is known beside the fit: the table of fits, if it was made, other starts' ends, and the
    columns that were not fitted."""

    compared: Compared | None
    reached: str
    columns: Comparing | None


def beside(fit: Fitted) -> Beside:
    """Return what is known of these rows beside the fit; a download cannot look for it."""
    starts = ends.few(fit.study)
    reached = reach(fit.run.log_posterior, starts, fit.rows.n)
    return Beside(_compared(fit), reached, against.comparing(fit))


def _compared(fit: Fitted) -> Compared | None:
    asked = grid.asked(len(fit.study.features))
    job = grid.of(fit.study, fit.rows, asked)
    if not job.is_done:
        return None
    criterion = st.session_state.get(CRITERION.key, CRITERION.default)
    words = VOCABULARIES.get(st.session_state.get(WORDS.key, WORDS.default), MIXTURE)
    return Compared(job.made, criterion, words, asked.thorough)


def sections(fit: Fitted, chosen: Chosen, others: Beside) -> list[Section]:
    """Return what goes on paper."""
    study, cited = fit.study, set[str]()
    asked = document.analysis(fit)
    method = Section("Method", [*_method(fit, cited), *settings_section(asked, fit.run).parts])
    compared = others.compared
    comparison = [*_comparison(fit, compared, cited)] if compared else []
    return [
        method,
        data_section(asked, study.dataset.frame, fit.rows),
        *([Section("Comparison of models", comparison)] if comparison else []),
        Section("Clusters", [*_clusters(fit, chosen, others.reached)]),
        *_columns(fit, others.columns),
        *_target(fit, chosen),
        Section("How sure the clusters are", [*_certainty(fit, chosen)]),
        Section("Whether normal distributions fit", [*_checks(fit, chosen)]),
        Section("References", sorted(cited)),
    ]


def in_motion(fit: Fitted, chosen: Chosen) -> Section:
    """Return what no paper can show: the run of EM, and the data to be turned."""
    return Section("In motion", [*_in_motion(fit, chosen)], on_paper=False)


def _method(fit: Fitted, cited: set[str]) -> Iterator[str]:
    fitting = replace(_fitting(fit), alone=fit.of_rows_alone(fit.run))
    said, references = fit_paragraph(
        fit.study.settings, fit.run, fit.resp, fitting, fit.rows.weights
    )
    cited |= {*references}
    yield said


def _fitting(fit: Fitted, thorough: bool = False) -> Fitting:
    study, rows, settings = fit.study, fit.rows, fit.study.settings
    return Fitting(
        tuple(named_so(study.features, study.features, study.logarithms)),
        len(rows.X),
        int(len(rows.kept) - len(rows.X)),
        settings.tol,
        settings.max_iter,
        thorough,
        bool(study.logarithms),
        rows.weighed,
        rows.gaps,
        rows.n_missing,
        settings.prior,
        settings.noise,
        rows.n_known,
        rows.causes,
    )


def _comparison(fit: Fitted, others: Compared, cited: set[str]) -> Iterator[Part]:
    selection, words, settings = others.selection, others.words, fit.study.settings
    cell = selection.cells.get((settings.n_components, settings.covariance_type))
    cell = cell if cell is not None and cell.ascent is not None else None
    if cell is not None:
        fitting = _fitting(fit, others.thorough)
        ask: dict[str, Any] = {"criterion": others.criterion, "words": words}
        said, references = method_paragraph(selection, cell, fitting, **ask)
        cited |= {*references}
        yield said
    table, note = comparison_printed(selection, words=words)
    yield Table(table, f"Models that were compared. {note}")
    title = words.title(others.criterion)
    figure = criterion_lines(selection.cells.values(), others.criterion, chosen=cell, words=words)
    yield Picture(figure, f"{title} by the number of {words.component}s. Lower is better.")


def _clusters(fit: Fitted, chosen: Chosen, reached: str) -> Iterator[Part]:
    study, mixture, weights = fit.study, fit.mixture, fit.rows.weights
    k = mixture.n_components
    names = study.names or [str(j + 1) for j in range(k)]
    yield why_stopped(fit.run, study.settings.tol, reached)
    yield from messages.what_is_suspicious(fit.run, study.settings.model)
    classes = class_table(fit.resp, weights, names=names, symbols=glyphs(k))
    said = say_classes(fit.resp, weights, names=names)
    known = " Rows of known class are of its cluster." * study.is_known
    yield Table(written_class_table(classes, noise=fit.noise), f"Clusters. {said}{known}")
    yield from fit.in_words()
    units = "the features" if study.logarithms else "the data"
    among = " Weights are those among rows that are not noise." * (mixture.noise is not None)
    caption = f"Means ± standard deviations within clusters, in the units of {units}.{among}"
    for table in parameters_by_cluster(mixture, study.labels, study.names):
        yield Table(table, caption)
    yield from _correlations(fit)
    yield _picture("scatter", fit, chosen, f"{_seen_in(chosen)}{_marks(fit)}")
    if not PICTURES["matrix"].lacks(fit) and mixture.n_features <= MOST_PAIRED:
        caption = "Every pair of features, with the components' marginals."
        yield _picture("matrix", fit, chosen, caption)
    how = Profiled(as_map=mixture.n_features > MOST_AS_LINES)
    caption = f"Standardised means of the clusters. {captions.about_profiles(fit, how)}"
    yield _picture("profiles", fit, replace(chosen, profiled=how), caption, True)


def _seen_in(chosen: Chosen) -> str:
    if len(chosen.projection.labels) == 1:
        return "Histogram of the rows, the weighted normal curve of each component, and their sum."
    return "Ellipses at 1, 2 and 3 standard deviations."


def _marks(fit: Fitted) -> str:
    """How rows are drawn that are noise, or of known class."""
    noise = " Grey crosses are rows of noise." * (fit.mixture.noise is not None)
    return noise + " Rows of known class have a dark edge." * fit.study.is_known


def _correlations(fit: Fitted) -> Iterator[Part]:
    tables = correlations_by_cluster(fit.mixture, fit.study.labels, fit.study.names)
    if len(tables) > MOST_MATRICES:
        yield f"The {len(tables)} matrices of correlations are in the file of the model."
        return
    for whose, table in tables:
        yield Table(table, f"Correlations of the features within {whose}.")
    if not tables and fit.mixture.n_features > 1 and _is_straight(fit):
        yield "Within clusters the features are uncorrelated, by the structure of the model."


def _is_straight(fit: Fitted) -> bool:
    return covariance_structure(fit.study.settings.covariance_type).letters[2] == "I"


def _columns(fit: Fitted, columns: Comparing | None) -> Iterator[Section]:
    """Return the section on the columns that were not fitted; none where none was compared."""
    made = None if columns is None else columns.made
    if columns is None or made is None:
        return
    strongest = made.found[0]
    names = component_labels(fit.mixture.n_components, fit.study.names)
    by_cluster = association_rows(strongest, names, made.known[strongest.column])
    called = columns.labels[strongest.column]
    yield Section(
        "Other columns against the clusters",
        [
            Table(columns.table(made), f"Columns that were not fitted. {columns.rests_on(made)}"),
            *(
                Table(each, f"{called} in each cluster: the strongest of these columns.")
                for each in for_a_page(by_cluster)
            ),
        ],
    )


def _target(fit: Fitted, chosen: Chosen) -> Iterator[Section]:
    """Return the section on the target; none where it is not the truth."""
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


def _certainty(fit: Fitted, chosen: Chosen) -> Iterator[Part]:
    yield _picture("bars", fit, chosen, "Responsibilities of the rows, sorted.", True)
    if not SUMMARIES["triangle"].lacks(fit):
        yield _picture("triangle", fit, chosen, "Responsibilities of the rows in a triangle.", True)
    unsure = most_uncertain(fit.resp, MOST_LISTED)
    yield Table(
        _listed(fit, unsure),
        plural(len(unsure), "The most uncertain row.", f"The {len(unsure)} most uncertain rows."),
    )


def _listed(fit: Fitted, rows: np.ndarray) -> pd.DataFrame:
    """Rows with what a page is wide enough for: no responsibilities, and a few of their values."""
    labels = component_labels(fit.mixture.n_components, fit.study.names)
    whole = lists.described(fit, rows)
    names = [name for name in whole.columns if name not in labels]
    most = max(LEAST_VALUES, MOST_VALUES - max(map(len, labels)) // LETTERS)
    return whole.loc[:, names[: len(names) - max(0, fit.mixture.n_features - most)]]


def _checks(fit: Fitted, chosen: Chosen) -> Iterator[Part]:
    if lacks := SUMMARIES["checks"].lacks(fit):
        yield lacks
    else:
        yield from fit.verdicts
        yield _picture(
            "checks", fit, chosen, "On the line: as distances of a normal distribution.", True
        )
    yield say_low_density(fit.density)
    rows = lists.LISTS["low"](fit).rows[:MOST_LISTED]
    yield Table(
        _listed(fit, rows),
        plural(len(rows), "The row that lies", f"The {len(rows)} rows that lie") + " farthest out.",
    )


def _in_motion(fit: Fitted, chosen: Chosen) -> Iterator[Part]:
    yield (
        f"The E-step gives every row{_not_known(fit)} its responsibilities; the M-step refits "
        f"every component to the rows it is responsible for. {_way(fit)}"
    )
    figure = teaching.animation(
        fit.rows.X,
        fit.run,
        chosen.projection,
        row_names=fit.rows.names,
        components=fit.study.names,
    )
    yield Picture(figure, "Play it, or drag the slider.", "The run of EM, half-step by half-step")
    if not PICTURES["space"].lacks(fit):
        yield _picture("space", fit, chosen, "Ellipsoids of the components. Drag to turn.")


def _not_known(fit: Fitted) -> str:
    return " but those of known class" * fit.study.is_known


def _way(fit: Fitted) -> str:
    """How what never falls rose, in a sentence."""
    has_prior = fit.study.settings.prior
    reached = fit.run.log_posteriors if has_prior else np.asarray(fit.run.log_likelihoods)
    what = "log-posterior" if has_prior else "log-likelihood"
    first, last = number(float(reached[0]), 5), number(float(reached[-1]), 5)
    if len(reached) == 1 or reached[-1] <= reached[0]:
        return f"The {what} was {last} from the start."
    nearly = int(np.argmax(reached >= reached[0] + NEARLY * (reached[-1] - reached[0])))
    return (
        f"The {what} rose from {first} to {last} in "
        f"{counted(len(reached) - 1, 'iteration')}, 99 % of the way by iteration {nearly}"
        f"{'; it never falls' * (not fit.study.settings.floor)}."
    )


def _picture(
    name: str, fit: Fitted, chosen: Chosen, caption: str, summary: bool = False
) -> Picture:
    view = (SUMMARIES if summary else PICTURES)[name]
    whole = f"{caption} {captions.about_gaps(name, fit, chosen)}".strip()
    return Picture(view.figure(fit, chosen), whole, view.alt)
