"""A second file and a saved model: what a person brings to use a mixture on new rows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, cast

import pandas as pd
import streamlit as st

from dashboard.fit import fitted
from dashboard.fit.fitted import Fitted
from dashboard.look.messages import WaitingError, plain
from dashboard.state import line, uploads
from dashboard.state.asking import choice
from dashboard.state.chosen import NEW_GAPS
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from dashboard.state.uploads import Upload
from dashboard.take_away import document
from gmm_core.errors import DataError
from gmm_core.exporting import SavedModel, read_model
from gmm_core.gaps import Missing
from gmm_core.reading import Choices, Reading, read_table
from gmm_core.results import matched_columns
from gmm_core.table.columns import gap_counts
from gmm_core.wording import counted, cut, listed

HELP = (
    "Given a cluster by what is there of them, they go by the values that they have, as of values "
    "missing at random. The log-density of such a row is that of its values alone."
)
FITTED, SAVED = "the fit of these pages", "a saved model"


@dataclass(frozen=True, eq=False)
class InUse:
    """A model, what it is known by in caches, and what files about it are called."""

    model: SavedModel
    identity: tuple
    stem: str
    fit: Fitted | None = None  # of these pages; none of a saved model


@dataclass(frozen=True, eq=False)
class NewRows:
    """The table of a second file, what it is known by in caches, and the name of the file.

    ``missing`` says whether rows with gaps are given clusters, too.
    """

    frame: pd.DataFrame
    identity: tuple
    stem: str
    missing: Missing


def model(study: Study) -> InUse:
    """Let a person choose the model: what is fitted here, or what was saved before.

    Nothing is fitted for a saved one, so that it is of use where nothing can be.
    """
    chosen = st.segmented_control(
        "Model",
        [FITTED, SAVED],
        default=FITTED,
        required=True,
        key="model_from",
        persist_state="session",
    )
    if chosen == SAVED:
        return _saved()
    fit = fitted.fitted(study)
    identity = (study.identity, study.names)
    own = once("own model", identity, partial(document.model, fit), most=2)
    return InUse(own, identity, fit.stem, fit)


def _saved() -> InUse:
    file = _file("model_file", "Model (JSON)", type=["json"])
    if file is None:
        raise WaitingError("Upload a model that was saved on Take away, as a JSON file.")
    found = once("saved model", file.sha256, partial(read_model, file.content), most=2)
    names = listed([*map(cut, found.features)])
    st.caption(
        plain(
            f"In use: {file.name}, {counted(found.mixture.n_components, 'component')} of "
            f"{names}, fitted to {counted(found.rows, 'row')}."
        )
    )
    return InUse(found, (file.sha256,), Path(file.name).stem)


def table(in_use: InUse) -> NewRows:
    """Let a person bring the file of new rows, and say how it is read."""
    if in_use.model.weighting is not None:
        st.caption(
            plain(
                "The model was fitted to rows with weights, those of the column "
                f'"{in_use.model.weighting.column}". New rows count once each.'
            )
        )
    file = _file("new_rows", "File of new rows", label_visibility="collapsed")
    if file is None:
        raise WaitingError("Upload a file (CSV, Excel or Parquet) to see the clusters of its rows.")
    reading, way = _reading(file, in_use.model)
    st.caption(
        plain(f"In use: {file.name}, {counted(len(reading.frame), 'row')}, {reading.summary}{way}.")
    )
    identity = (file.sha256, *in_use.identity)
    missing = _missing(reading.frame, in_use.model, identity)
    return NewRows(reading.frame, identity, Path(file.name).stem, missing)


def _missing(frame: pd.DataFrame, model: SavedModel, identity: tuple) -> Missing:
    """Let a person choose what becomes of rows with gaps: at first what did in the fit."""
    at_first = model.settings.missing
    if not {*model.features} <= {*frame.columns}:
        return at_first
    found = once("gaps of new rows", identity, partial(gap_counts, frame, model.features), most=4)
    if not found.rows:
        return at_first
    title = f"{counted(found.rows, 'row')} with gaps"
    return cast(Missing, choice(title, NEW_GAPS, default=at_first, help=HELP))


def _file(key: str, label: str, **ask: Any) -> Upload | None:
    """Let a person bring a file, which stays over pages until they remove it.

    The uploader itself forgets the file with its page; then a button removes it.
    """
    ask = {"on_change": partial(_keep, key), **ask}
    is_shown = uploads.brought(_place(key), st.file_uploader(label, key=key, **ask))
    uploads.say_refused(_place(key))
    file: Upload | None = st.session_state.get(_place(key))
    if file is not None and not is_shown:
        st.button(
            plain(f"Remove {file.name}"),
            key=f"remove_{key}",
            type="tertiary",
            icon=":material/close:",
            on_click=partial(uploads.drop, _place(key)),
        )
    return file


def _keep(key: str) -> None:
    file = st.session_state[key]
    if file is None:
        uploads.emptied(_place(key))
    else:
        uploads.keep(_place(key), file)


def _place(key: str) -> str:
    return f"brought_{key}"


def _reading(file: Upload, model: SavedModel) -> tuple[Reading, str]:
    """A file as it is read, once a session, and in which way."""
    identity = (file.sha256, file.name, model.choices, model.features)
    make = partial(line.in_turn, partial(_read, file, model), len(file.content), line.LONG_READ)
    return once("reading of new rows", identity, make, most=2)


def _read(file: Upload, model: SavedModel) -> tuple[Reading, str]:
    with uploads.progress(file) as on_progress:
        read = partial(read_table, file.content, file.name, on_progress=on_progress)
        return _best(read, model)


def _best(read: Callable[[Choices], Reading], model: SavedModel) -> tuple[Reading, str]:
    """The first reading of a file that has the model's features as numbers, and how it came about.

    Where none has, the one with most of them: what it lacks can be said best.
    """
    tried = []
    error = None
    for choices, way in _ways(model.choices):
        try:
            reading = read(choices)
        except DataError as refused:
            error = refused
            continue
        if _fits(reading.frame, model.features):
            return reading, way
        tried.append((reading, way))
    if error is not None and not tried:
        raise error
    return max(tried, key=lambda read: len({*model.features} & {*read[0].frame.columns}))


def _ways(chosen: Choices) -> list[tuple[Choices, str]]:
    """How to read a file: with the choices made for the fitted one, some of them, or none."""
    if chosen == Choices():
        return [(chosen, "")]
    kinds = [(Choices(kinds=chosen.kinds), "; kinds of columns as chosen for the fitted table")]
    return [
        (chosen, "; read with the choices made for the fitted table"),
        *(kinds if chosen.kinds and chosen != kinds[0][0] else []),
        (Choices(), "; read as found, without the choices made for the fitted table"),
    ]


def _fits(frame: pd.DataFrame, features: tuple[str, ...]) -> bool:
    try:
        matched_columns(frame, features)
    except DataError:
        return False
    return True
