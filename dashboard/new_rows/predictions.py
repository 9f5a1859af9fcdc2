"""What a model says of new rows, and rows drawn from it: made once a session, then kept."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.new_rows.second_file import InUse, NewRows
from gmm_core.datasets import with_unit
from gmm_core.exporting import SavedModel, csv_bytes
from gmm_core.plots import Look, Theme
from gmm_core.plots.pictures import mixture_figure
from gmm_core.projection import leading_features
from gmm_core.results import PredictedRows, labelled, predicted, row_measures, synthetic_rows

SEEN_ROWS = 100


def of_rows(new: NewRows, in_use: InUse) -> PredictedRows:
    """Return what a model says of the rows of a second file."""
    return _of_rows(new.identity, new.frame, in_use.model)


@st.cache_resource(max_entries=2, scope="session", show_spinner=False)
def _of_rows(identity: tuple, _frame: pd.DataFrame, _model: SavedModel) -> PredictedRows:
    return predicted(_frame, _model.features, _model.mixture)


def figure(new: NewRows, in_use: InUse, theme: Theme) -> go.Figure:
    """Return the picture of the new rows and the components."""
    return _figure(new.identity, theme, in_use.model, of_rows(new, in_use))


@st.cache_resource(max_entries=2, scope="session", show_spinner=False)
def _figure(identity: tuple, theme: Theme, _model: SavedModel, _found: PredictedRows) -> go.Figure:
    X = _found.rows.X
    units = _model.units
    return mixture_figure(
        X,
        _model.mixture,
        names=[with_unit(feature, units.get(feature)) for feature in _model.features],
        features=leading_features(X, 2),
        responsibilities=_found.responsibilities,
        look=Look(theme, names=_model.component_names),
    )


def first_rows(new: NewRows, in_use: InUse) -> pd.DataFrame:
    """Return the first of the new rows as they are downloaded, without making all of them."""
    found = of_rows(new, in_use)
    kept = found.rows.kept[:SEEN_ROWS]
    complete = slice(int(kept.sum()))
    measures = row_measures(found.responsibilities, found.density)
    return labelled(
        new.frame.head(SEEN_ROWS),
        kept,
        found.responsibilities[complete],
        measures={name: values[complete] for name, values in measures.items()},
        components=in_use.model.component_names,
    )


def first_drawn(in_use: InUse, count: int, seed: int) -> pd.DataFrame:
    """Return the first of the rows that are drawn from a model."""
    return _first_drawn(in_use.identity, count, seed, in_use.model)


@st.cache_resource(max_entries=8, scope="session", show_spinner=False)
def _first_drawn(identity: tuple, count: int, seed: int, _model: SavedModel) -> pd.DataFrame:
    return drawn(_model, count, seed).head(SEEN_ROWS).copy()  # without holding all the others


def drawn(model: SavedModel, count: int, seed: int) -> pd.DataFrame:
    """Return rows drawn from a model."""
    names = model.component_names
    return synthetic_rows(model.mixture, model.features, count, seed, components=names)


def rows_as_csv(frame: pd.DataFrame, found: PredictedRows, model: SavedModel) -> bytes:
    """Return all new rows with their clusters as CSV, from values: no cache is in reach then."""
    return csv_bytes(found.table(frame, model.component_names))
