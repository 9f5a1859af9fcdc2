"""How well cells foretell rows that they have not seen: cross-validation on request."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import streamlit as st

from dashboard.look import messages
from dashboard.state import chosen, watching
from dashboard.state.asking import choice
from dashboard.state.jobs import Job, Tell, job
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from gmm_core.choosing import Vocabulary, held_out_in_words, ranked
from gmm_core.errors import GMMError
from gmm_core.fitting import Settings, data_of
from gmm_core.selection import Cell, HeldOut, Selection, cross_validated
from gmm_core.table import Rows
from gmm_core.wording import counted

FOLDS, BEST = 10, 5
Key = tuple[int, str]
Found = dict[Key, HeldOut | str]  # or why there is nothing


def section(
    study: Study, rows: Rows, selection: Selection, cell: Cell, criterion: str, words: Vocabulary
) -> Selection:
    """Offer to cross-validate cells, say what came of it, and return the table with it."""
    folds = min(FOLDS, len(rows.X))
    st.markdown(
        f"The rows are shuffled into {counted(folds, 'fold')}, the same for all cells. Each fold "
        "is foretold by a fit to the others: higher is better, and nothing is taken off for "
        "parameters."
    )
    cells = _asked(selection, cell, criterion)
    found = _found(study)
    work = _cross_validated(study, rows, cells, found, words)
    label = f"Cross-validate {words.cell(cells[0])}" if len(cells) == 1 else "Cross-validate"
    if any(_key(each) not in found for each in cells):
        watching.watch(work, label, "held_out")
    there = {key: each for key, each in found.items() if key in selection.cells}
    held_out = {key: each for key, each in there.items() if isinstance(each, HeldOut)}
    said = held_out_in_words(selection, held_out, words=words)
    for key, why in there.items():
        said += [f"{words.cell(selection.cells[key])}: {why}"] if isinstance(why, str) else []
    st.markdown(messages.bullets(said))
    return selection.with_held_out(held_out)


def _asked(selection: Selection, cell: Cell, criterion: str) -> Sequence[Cell]:
    which = choice("Cells", chosen.WHICH)
    if which == "best":
        return ranked(selection, criterion)[:BEST] or [cell]
    return list(selection.cells.values()) if which == "all" else [cell]


def _found(study: Study) -> Found:
    """What was found of these rows, with these seeds, of any table; threads add to it."""
    settings = study.settings
    identity = (*study.data, settings.prior, settings.noise, settings.seed)
    return once("held out", identity, dict, most=4)


def _cross_validated(
    study: Study, rows: Rows, cells: Sequence[Cell], found: Found, words: Vocabulary
) -> Job[None]:
    identity = (id(found), *map(_key, cells))
    return job("held out", identity, partial(_made, rows, cells, found, study.settings, words))


def _made(
    rows: Rows, cells: Sequence[Cell], found: Found, asked: Settings, words: Vocabulary, tell: Tell
) -> None:
    ends = Settings(1)
    like = {"prior": asked.prior, "noise": asked.noise, "random_state": asked.seed}
    left = [cell for cell in cells if _key(cell) not in found]
    for place, cell in enumerate(left):

        def progress(share: float, place: int = place, cell: Cell = cell) -> None:
            many = f" ({place + 1} of {len(left)})" * (len(left) > 1)
            tell((place + share) / len(left), f"{words.cell(cell)}{many}")

        progress(0.0)
        ask = like | {"folds": min(FOLDS, len(rows.X)), "on_progress": progress}
        ask |= {"kind": rows.weighting.kind} if rows.weighting else {}
        try:
            found[_key(cell)] = cross_validated(
                data_of(rows),
                cell.n_components,
                cell.covariance_type,
                tol=ends.tol,
                max_iter=ends.max_iter,
                **ask,
            ).with_log_jacobians(_log_jacobians(rows))
        except GMMError as error:
            found[_key(cell)] = str(error)


def _log_jacobians(rows: Rows) -> np.ndarray:
    return np.zeros(len(rows.X)) if rows.log_jacobians is None else rows.log_jacobians


def _key(cell: Cell) -> Key:
    return cell.n_components, cell.covariance_type
