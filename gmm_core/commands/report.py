"""report: an HTML report of a model, with pictures of a sample of its rows."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from gmm_core.certainty import class_table, noise_line, say_classes, written_class_table
from gmm_core.clusters import correlation_table, describe, parameter_table, profiles
from gmm_core.commands.models import model_at
from gmm_core.commands.places import check_place
from gmm_core.commands.reported_rows import ReportedRows, reported_rows
from gmm_core.commands.rows import why_left_out
from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.exporting import SavedModel
from gmm_core.exporting.reports import Facts, Picture, Section, Table, report, said_of_noise
from gmm_core.extras import require
from gmm_core.gaps import shares_of
from gmm_core.maximisation import covariance_structure
from gmm_core.names import beside
from gmm_core.selection import criteria
from gmm_core.wording import counted, named
from gmm_core.written_numbers import number

MOST_DRAWN = 5000  # rows in a picture
_PRIOR = "conjugate (Fraley and Raftery, 2007); log-likelihoods are given without it"
_GAPS = "take part with what is there, as of values missing at random"
_CURVES = "Histogram of the rows, the weighted normal curve of each component, and their sum."
_AMONG = " Weights are those among rows that are not noise."


def write_report(asked: argparse.Namespace) -> None:
    """Write a report of the rows of a path under a model."""
    require("plotly", "A report with pictures")
    require("jinja2", "A report")
    from gmm_core.plots.javascript import plotly_javascript

    check_place(asked.out, (".html", ".htm"), asked.data)
    model = model_at(asked.model)
    if model.logarithms:
        raise DataError("The model is of logarithms, which a report of a path does not take yet.")
    found = reported_rows(asked.data, model)
    written = report(
        f"Clusters of {Path(asked.data).name}",
        [
            Section("Settings", [Facts(_settings(model, found))]),
            Section("Clusters", [*_clusters(model, found.sample)]),
        ],
        javascript=plotly_javascript(),
        subtitle=f"{model.mixture.n_components} components, {model.settings.covariance_type}",
        facts=_facts(model, found),
    )
    Path(asked.out).write_bytes(written)
    print(f"{asked.out} written: {len(written) / 1e6:.1f} MB", file=sys.stderr)


def _facts(model: SavedModel, found: ReportedRows) -> dict[str, str]:
    mixture, kind = model.mixture, model.settings.covariance_type
    k, d = mixture.means.shape
    parameters = criteria.n_parameters(k, d, kind, mixture.noise is not None)
    bic = criteria.bic(found.log_likelihood, parameters, found.weight)
    n = {} if model.weighting is None else {"n, by weights": f"{found.weight:,.10g}"}
    left = {"Rows left out": f"{found.left_out:,}"} if found.left_out else {}
    gaps = {"Of them with gaps": f"{found.gaps:,}"} if found.gaps else {}
    noise = {} if mixture.noise is None else {"Share of noise": number(mixture.noise.share, 4)}
    alone = "" if model.known_column is None else ", without known classes"
    return {
        "Rows": f"{found.rows:,}",
        **gaps,
        **left,
        **n,
        "Components": str(k),
        **noise,
        f"Log-likelihood{alone}": number(found.log_likelihood, 5),
        f"BIC{alone}, lower is better": number(bic, 5),
    }


def _settings(model: SavedModel, found: ReportedRows) -> dict[str, str]:
    settings = model.settings
    structure = covariance_structure(settings.covariance_type)
    gaps, weighting, noise = settings.missing == "ml", model.weighting, model.mixture.noise
    why = why_left_out(gaps=gaps, weighted=weighting is not None)
    taken = model.known_column is not None
    return {
        "Features": ", ".join(model.features),
        "Covariances": f"{structure.name} ({structure.letters})",
        **({"Prior": _PRIOR} if settings.prior else {}),
        **({"Noise": said_of_noise(noise)} if noise else {}),
        **({"Rows with gaps": _GAPS} if gaps else {}),
        **({"Rows left out": f"{found.left_out:,}, {why}"} if found.left_out else {}),
        **({} if weighting is None else {"Weights of rows": weighting.means}),
        **({"Known classes": _known(model)} if taken else {}),
        **({} if model.converged else {"Run": "stopped, not converged"}),
        "Fitted to": f"{model.rows:,} rows, log-likelihood {number(model.log_likelihood, 5)}"
        f"{' of rows and known classes together' * taken}",
        "Programs": ", ".join(f"{name} {version}" for name, version in model.versions.items()),
    }


def _known(model: SavedModel) -> str:
    rows = counted(model.known_rows, "row")
    return f"of {rows}, from the column {named([model.known_column or ''])}; they are fixed"


def _clusters(model: SavedModel, sample: Data) -> Iterator[str | Table | Picture]:
    drawn = sample.X[:: max(-(-len(sample.X) // MOST_DRAWN), 1)]
    yield (
        f"Sizes by assignment and pictures are of a sample of {len(sample.X):,} rows; weights, "
        "means and covariances are of all."
    )
    mixture, names, features = model.mixture, model.component_names, model.features
    crosses = " Grey crosses are rows of noise." * (mixture.noise is not None)
    strip = " Rows without a value on an axis stand in a shaded strip beside it."
    gaps = strip * bool(np.isnan(drawn).any())
    seen = f"Ellipses at 1, 2 and 3 standard deviations.{crosses}{gaps}"
    yield Picture(_scatter(model, drawn), seen if mixture.n_features > 1 else _CURVES)
    resp = shares_of(sample.X, mixture)
    found = profiles(sample.X, mixture, resp, sample.weights)
    yield _sizes(model, resp, sample.weights)
    yield Table(
        parameter_table(mixture, found, features, names).reset_index(),
        f"Means and standard deviations, in the units of the data.{_AMONG * bool(crosses)}",
    )
    labels = beside(features, ["component", "feature"])
    yield Table(correlation_table(mixture, labels, names).reset_index(), "Correlations")
    yield from describe(found, features, names)


def _sizes(model: SavedModel, resp: np.ndarray, weights: np.ndarray | None) -> Table:
    """The rows of each cluster, and of noise."""
    k = model.mixture.n_components
    names = model.component_names or [str(j + 1) for j in range(k)]
    classes = class_table(resp, weights, names=names)
    noise = noise_line(resp, weights)
    said = say_classes(resp, weights, names=names)
    return Table(written_class_table(classes, noise=noise), f"Clusters, in the sample. {said}")


def _scatter(model: SavedModel, rows):
    from gmm_core.plots.pictures import histogram, scatter

    resp = shares_of(rows, model.mixture)
    if rows.shape[1] == 1:
        return histogram(rows[:, 0], model.mixture, name=model.features[0], responsibilities=resp)
    return scatter(rows, model.mixture, names=model.features, responsibilities=resp, still=True)
