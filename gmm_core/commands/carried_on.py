"""Whether a run is carried on as it was begun: with the same settings, and of the same rows."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from gmm_core.commands.models import model_at
from gmm_core.errors import DataError
from gmm_core.expectation import Data, PartlyKnown
from gmm_core.exporting import SavedModel
from gmm_core.fitting import Settings
from gmm_core.mixture import Mixture
from gmm_core.row_weights import Weighting
from gmm_core.sources import Source
from gmm_core.wording import counted, listed, named

# By which log-likelihoods of the same rows may differ, of their size and a nat a row: rows that are
# summed in other pieces differ by 1e-13.
ROUNDING = 1e-9

_ANEW = "Leave out --resume to begin anew, or give another --out."


def carried_on(asked: argparse.Namespace, source: Source, settings: Settings) -> SavedModel | None:
    """Return the model that a run goes on from, if it was fitted so; None where there is none."""
    if not asked.resume or not Path(asked.out).exists():
        return None
    known = model_at(asked.out, "be carried on", _ANEW)
    if found := [*_differences(known, source, settings, asked)]:
        _refuse(asked, "; ".join(found))
    return known


def check_rows(
    known: SavedModel, log_likelihood: float, source: Source, asked: argparse.Namespace
) -> None:
    """Raise unless the model has the log-likelihood of these rows that its file says."""
    if _is_same(log_likelihood, known):
        return
    if source.is_labelled:
        (alone,) = source.total(_without_classes, known.mixture)
        if _is_same(alone, known):
            _refuse(asked, f"it was fitted without known classes, and --labels is {asked.labels}")
    weights = ["weights"] * (asked.weights is not None)
    others = listed(["values of the features", *weights, "known classes"], last=" or ")
    _refuse(
        asked,
        f"its log-likelihood was {known.log_likelihood:.6f} with the rows it was fitted to and is "
        f"{log_likelihood:.6f} with these, so that {others} are others",
    )


def named_as(known: SavedModel, saved: SavedModel) -> SavedModel:
    """Return a model with the names, units and choices that a person gave the one before."""
    names = known.component_names
    return replace(saved, units=known.units, component_names=names, choices=known.choices)


def _refuse(asked: argparse.Namespace, why: str) -> None:
    raise DataError(f"{asked.out} cannot be carried on: {why}. {_ANEW}")


def _is_same(log_likelihood: float, known: SavedModel) -> bool:
    most = ROUNDING * (abs(known.log_likelihood) + known.n)
    return abs(log_likelihood - known.log_likelihood) <= most


def _differences(
    known: SavedModel, source: Source, settings: Settings, asked: argparse.Namespace
) -> Iterator[str]:
    """What the model has otherwise than is asked for, and what is asked for."""
    then = known.settings
    if known.features != (source.names or known.features) or source.n_features != len(
        known.features
    ):
        yield f"it is of {named(known.features)}, not of {named(source.names or ())}"
    if then.n_components != settings.n_components:
        yield f"it has {counted(then.n_components, 'component')}, and -k is {asked.components}"
    if then.model.covariance_type != settings.model.covariance_type:
        yield f"its covariances are {then.covariance_type}, and --covariance is {asked.covariance}"
    if then.floor != settings.floor:
        yield f"its floor is {then.floor:g}, and --floor is {settings.floor:g}"
    for option, has, asks in (
        ("prior", then.prior, settings.prior),
        ("noise", then.noise, settings.noise),
        ("missing ml", then.missing == "ml", settings.missing == "ml"),
    ):
        if has != asks:
            yield f"it was fitted with{'' if has else 'out'} --{option}"
    if then.standardise or known.logarithms:
        scaled = "logarithms" if known.logarithms else "scaled features"
        yield f"it was fitted to {scaled}, which only the app does"
    yield from _other_rows(known, source, asked)


def _other_rows(known: SavedModel, source: Source, asked: argparse.Namespace) -> Iterator[str]:
    weighting = None if asked.weights is None else Weighting(asked.weights, "frequency")
    if known.weighting != weighting:
        yield f"its rows count {_by(known.weighting)}, and now {_by(weighting)}"
    rows = source.summary.rows
    if known.rows != rows:
        yield f"it was fitted to {counted(known.rows, 'row')}, and these are {rows:,}"
    elif weighting == known.weighting and abs(known.n - source.weight) > ROUNDING * known.n:
        yield f"its rows count {known.n:,.10g} together, and these {source.weight:,.10g}"


def _by(weighting: Weighting | None) -> str:
    if weighting is None:
        return "once each"
    sampling = "sampling weights of " * (weighting.kind == "sampling")
    return f"by {sampling}{named([weighting.column])}"


def _without_classes(piece: Data, mixture: Mixture) -> list[float]:
    """The log-likelihood of a piece as if no class were known."""
    rows = piece.rows if isinstance(piece, PartlyKnown) else piece
    found = rows.log_density(mixture)
    return [float(found.sum() if rows.weights is None else rows.weights @ found)]
