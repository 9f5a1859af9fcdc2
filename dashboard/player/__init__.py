"""The EM player: a keyed component that holds a whole run and steps it in the browser."""

import hashlib
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from dashboard.browser import library
from dashboard.browser.heard import Heard
from dashboard.browser.modules import script
from dashboard.browser.packing import joined
from dashboard.fit import cached
from dashboard.look import messages
from dashboard.look.theme import theme
from dashboard.player import elsewhere, remedies, strip
from dashboard.player.beside import Beside, true_components
from dashboard.player.open_ledger import Chosen, Ledger, checked, found, ledger, packed_ledger
from dashboard.player.packed_film import Captions, packed_film
from dashboard.player.reports import are_places, is_move
from dashboard.sidebar import placed
from dashboard.state import address, position
from dashboard.state.current import adopt, settled
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from gmm_core.assigned import assigned
from gmm_core.em import Run
from gmm_core.plots import Theme
from gmm_core.projection import Projection
from gmm_core.steps import Film, from_here, why_collapsed, why_stopped
from gmm_core.table import Rows
from gmm_core.target import agreement, compare

HERE = Path(__file__).parent
KEY = "player"
MOST_SUSPICIOUS = 2  # components that are told of one by one: room is kept for what is told
MOST_COMPARED = 5000  # rows; other starts of more take longer than a person waits
# In the order in which they need one another; the last has the entry.
MODULES = (
    *("../browser/unpack", "../browser/page", "../browser/plotly"),
    *("kept", "numbers", "colours", "shapes", "film", "brush", "webgl", "twin", "picture", "room"),
    *("said", "hands", "ascent", "readouts", "ledgers", "explainer", "keys", "transport"),
    "player",
)
_player = component(
    "gmm_player",
    html=(HERE / "player.html").read_text(encoding="utf-8"),
    css=(HERE / "player.css").read_text(encoding="utf-8"),
    js=script(HERE / f"{name}.js" for name in MODULES),
    isolate_styles=False,
)


def draw(
    study: Study,
    rows: Rows,
    film: Film,
    projection: Projection,
    colour: str,
    equal: bool,
    beside: Beside,
) -> None:
    """Draw the player at the half-step that was seen last; another run begins at its start."""
    adopt("ledger", study.data, {"chosen": None})
    seen = position.half_step(study, film.run)
    _draw(study, rows, film, projection, colour, equal, beside, seen, settled())


@st.fragment  # a report of the player need not run the page: thirty may step at once
def _draw(
    study: Study,
    rows: Rows,
    film: Film,
    projection: Projection,
    colour: str,
    equal: bool,
    beside: Beside,
    opened_at: int,
    drawn_with: tuple,
) -> None:
    """Draw the player, and keep in the link the step that it reports.

    Nothing that it is given depends on that step, or each report would bring the run again. A
    report that arrives together with another choice must not run this part alone.
    """
    if placed.starts_anew() or settled() != drawn_with:
        st.rerun()
    packed, film_id = _film_of(study, rows, film, projection, equal)
    run_id = hashlib.sha256(repr(study.identity).encode()).hexdigest()[:16]
    asked = st.session_state.get("chosen")
    chosen, notice = found(asked, rows, film.run.mixture.n_components)
    opened = packed_ledger(
        film_id,
        _ledger(chosen, study, rows, film, projection) if chosen else None,
        asked=asked,
        notice=notice,
        run=run_id,
        step=opened_at,
        colour=colour,
        truth=beside.truth,
        synthetic=beside.synthetic,
        can_undo=placed.can_undo(study),
        plotly=library.address(),
    )
    _player(
        key=KEY,
        data=joined(packed, opened),
        on_step_change=Heard(partial(_reported_step, run_id)),
        on_chosen_change=Heard(partial(_reported_choice, run_id)),
        on_moved_change=Heard(partial(_moved, run_id, study, film, projection)),
        on_placed_change=Heard(partial(_placed, run_id, study, projection)),
        on_undo_change=Heard(partial(_undone, run_id, study)),
        on_remedy_change=Heard(partial(_remedied, run_id, study)),
    )
    step = position.half_step(study, film.run)
    position.keep_in_link(step)
    address.show("player-address")
    strip.draw(study, rows, film.run, run_id, step)


def _film_of(
    study: Study, rows: Rows, film: Film, projection: Projection, equal: bool
) -> tuple[bytes, str]:
    plane = (projection.labels, projection.features, study.names)
    target = (study.target, study.is_truth)
    identity = (study.identity, target, plane, equal, theme())
    make = partial(_packed_film, study, rows, film, projection, equal, theme())
    return once("packed film", identity, make, most=3)


def _packed_film(
    study: Study, rows: Rows, film: Film, projection: Projection, equal: bool, theme: Theme
) -> tuple[bytes, str]:
    captions = Captions(
        title=study.title,
        features=study.labels,
        first=projection.features or (),
        row_names=rows.names,
        last_row=len(rows.kept),
        ending=_ending(study, rows, film),
        components=study.names,
        remedies=_remedies(study, film.run),
        to_come=elsewhere.at_most(rows, film.run),
        known=rows.components,
        equal=equal,
        is_truth=study.is_truth,
    )
    truth = true_components(study, projection)
    points = cached.points(study, projection)
    packed = packed_film(film, points, projection, captions, theme, truth)
    return packed, hashlib.sha256(packed).hexdigest()[:16]


def _remedies(study: Study, run: Run) -> list[tuple[str, str]]:
    """What is offered where the run ends in a collapse."""
    offered = remedies.remedies(study, run.collapse) if run.collapse is not None else []
    return [(each.name, each.label) for each in offered]


def _ending(study: Study, rows: Rows, film: Film) -> list[str]:
    """What is said where the run ends."""
    if film.run.collapse is not None:
        return [why_collapsed(rows.X, film.run, rows.names, study.labels)]
    sentences = [why_stopped(film.run, study.settings.tol)]
    if study.settings.means is not None and len(rows.X) <= MOST_COMPARED:
        sentences.append(f"{from_here(film.run)} {cached.other_ends(study)}")
    known = cached.labels(study) if film.tables is not None else None
    if known is not None and study.is_truth:
        clusters = assigned(cached.shares(study, film.run, len(film.run.states) - 1))
        k = film.run.mixture.n_components
        comparison = compare(known, clusters, k, weights=rows.weights)
        sentences.append(agreement(comparison, rows.names))
    suspicious = messages.what_is_suspicious(film.run, study.settings.model, MOST_SUSPICIOUS)
    return [*sentences, *suspicious]


def _ledger(chosen: Chosen, study: Study, rows: Rows, film: Film, projection: Projection) -> Ledger:
    """The ledger of what is chosen, worked out once, not at every step that is reported."""
    axes = projection.features or range(min(rows.X.shape[1], 2))
    identity = (study.identity, chosen["kind"], chosen["index"], tuple(axes))
    make = partial(ledger, chosen, film, rows, study.labels, axes)
    return once("ledger", identity, make, most=8)


def _heard(event: str, run_id: str) -> list[Any]:
    """What the player reports, if it is of the run that it was last given; a report may be late."""
    said = st.session_state.get(KEY, {}).get(event)  # the page may have been left meanwhile
    return [said.get("value")] if isinstance(said, dict) and said.get("run") == run_id else []


def _reported_step(run_id: str) -> None:
    for step in _heard("step", run_id):
        if type(step) is int:  # True is no step
            st.session_state["step"] = max(step, 0)


def _reported_choice(run_id: str) -> None:
    for choice in _heard("chosen", run_id):
        st.session_state["chosen"] = checked(choice)


def _moved(run_id: str, study: Study, film: Film, projection: Projection) -> None:
    """Start anew where a mean was dragged to."""
    for said in _heard("moved", run_id):
        if is_move(said, film.run, len(projection.labels)):
            step, component, place = said["step"], said["component"], said["place"]
            placed.move(study, film.run, step, component, place, projection)


def _placed(run_id: str, study: Study, projection: Projection) -> None:
    """Start anew from the places that were clicked."""
    for places in _heard("placed", run_id):
        if are_places(places, study.settings.n_components, len(projection.labels)):
            placed.put(study, places, projection)


def _undone(run_id: str, study: Study) -> None:
    """Go back to the start before the last placing."""
    if _heard("undo", run_id) == [True]:
        placed.undo(study)


def _remedied(run_id: str, study: Study) -> None:
    """Fit anew with what was offered against a collapse."""
    for name in _heard("remedy", run_id):
        remedies.choose(study, name)
