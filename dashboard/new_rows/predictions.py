"""What a model says of new rows, and rows drawn from it: made once a session, then kept."""

from functools import partial

import pandas as pd
import plotly.graph_objects as go

from dashboard.explore import controls
from dashboard.new_rows.second_file import InUse, NewRows
from dashboard.state.session_cache import once
from gmm_core.datasets import with_unit
from gmm_core.exporting import SavedModel, csv_bytes
from gmm_core.gaps import imputed
from gmm_core.logarithms import named_so
from gmm_core.plots import Look, Theme
from gmm_core.plots.pictures import mixture_figure, outline_ranges
from gmm_core.projection import Projection, leading_features, onto_features
from gmm_core.results import (
    PredictedRows,
    piece_rows,
    predicted,
    synthetic_rows,
)

SEEN_ROWS = 100


def of_rows(new: NewRows, in_use: InUse) -> PredictedRows:
    """Return what a model says of the rows of a second file."""
    model = in_use.model
    ask = {"logarithms": model.logarithms, "missing": new.missing}
    make = partial(predicted, new.frame, model.features, model.mixture, **ask)
    return once("predicted rows", (new.identity, new.missing), make, most=2)


def plane(new: NewRows, in_use: InUse) -> Projection:
    """Let a person choose the plane, the one of Explore; of a saved model it is proposed."""
    if in_use.fit is not None:
        return controls.view(in_use.fit.study)
    model, X = in_use.model, of_rows(new, in_use).rows.X
    labels = [with_unit(feature, model.units.get(feature)) for feature in model.features]
    return onto_features(leading_features(X, 2), named_so(labels, model.features, model.logarithms))


def figure(new: NewRows, in_use: InUse, projection: Projection, theme: Theme) -> go.Figure:
    """Return the picture of the new rows and the components."""
    make = partial(_figure, in_use.model, of_rows(new, in_use), projection, theme)
    seen = (projection.labels, projection.features, new.missing, theme)
    return once("picture of new rows", (new.identity, *seen), make, most=4)


def _figure(
    model: SavedModel, found: PredictedRows, projection: Projection, theme: Theme
) -> go.Figure:
    X = found.rows.X
    if found.rows.gaps and projection.features is None:
        X = imputed(X, model.mixture)
    points, mixture = projection.points(X), projection.mixture(model.mixture)
    return mixture_figure(
        points,
        mixture,
        names=projection.labels,
        responsibilities=found.responsibilities,
        ranges=outline_ranges(points, [mixture], whole=True),
        still=True,
        look=Look(theme, names=model.component_names),
    )


def first_rows(new: NewRows, in_use: InUse) -> pd.DataFrame:
    """Return the first of the new rows as they are downloaded, without making all of them."""
    return of_rows(new, in_use).table(new.frame, in_use.model.component_names, end=SEEN_ROWS)


def first_drawn(in_use: InUse, count: int, seed: int) -> pd.DataFrame:
    """Return the first of the rows that are drawn from a model."""
    make = partial(_first_drawn, in_use.model, count, seed)
    return once("first drawn rows", (in_use.identity, count, seed), make, most=8)


def _first_drawn(model: SavedModel, count: int, seed: int) -> pd.DataFrame:
    whole = piece_rows(len(model.features)) + 1  # more begin with the same rows
    return drawn(model, min(count, whole), seed).head(SEEN_ROWS)


def drawn(model: SavedModel, count: int, seed: int) -> pd.DataFrame:
    """Return rows drawn from a model."""
    ask = {"components": model.component_names, "logarithms": model.logarithms}
    return synthetic_rows(model.mixture, model.features, count, seed, **ask)


def rows_as_csv(frame: pd.DataFrame, found: PredictedRows, model: SavedModel) -> bytes:
    """Return all new rows with their clusters as CSV, from values: no cache is in reach then."""
    return csv_bytes(found.pieces(frame, model.component_names))
