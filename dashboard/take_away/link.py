"""The links that restore the pages as they are seen."""

from urllib.parse import urlencode

import streamlit as st

from dashboard.explore import controls, lists
from dashboard.explore.pictures import PICTURES
from dashboard.explore.summaries import SUMMARIES
from dashboard.fit.fitted import Fitted
from dashboard.state import address, current
from dashboard.state.chosen import CHOICES, LIST, PICTURE, SUMMARY, UPLOAD, Option
from dashboard.state.study import Study
from dashboard.take_away import downloads

PAGES = {"Explore clusters": "explore", "Step through EM": ""}
"""Pages with choices of their own, and where they are."""
VIEWS = {"picture": PICTURE, "summary": SUMMARY, "list": LIST}


def links(fit: Fitted) -> dict[str, str]:
    """Return the address of each of these pages, with all that is chosen.

    A page takes from a link what is its own only where the link leads to it.
    """
    base = (st.context.url or "").rstrip("/").rpartition("/")[0]
    asked = urlencode(chosen(fit), doseq=True)
    return {title: f"{base}/{path}{asked and '?'}{asked}" for title, path in PAGES.items()}


def what_is_lacking(study: Study) -> str:
    """Return what a person must bring beside a link."""
    if downloads.is_pasted(study):
        return ", together with the file of the pasted table (it is known by its fingerprint):"
    if study.sha256:
        return ", together with the same file (it is known by its fingerprint):"
    return "; a drawing is not kept in it:" if downloads.is_drawn(study) else ":"


def chosen(fit: Fitted) -> dict[str, list[str]]:
    """All that is chosen, as the address of a page says it."""
    own = {name: value for name, value in address.said().items() if name not in CHOICES}
    lacking = _lacking(fit)
    at_first = {key: _first(VIEWS[key], without) for key, without in lacking.items()}
    linked = current.linked(defaults=at_first)
    said = own | {key: linked[key] for key in linked if _is_there(key, linked[key], fit, lacking)}
    player = current.study_of_player()
    if player is None or st.session_state.get("run") != player.identity:
        said.pop("step", None)  # it is of another run
    elif step := st.session_state.get("step"):
        said["step"] = [str(step)]
    if downloads.is_pasted(fit.study):
        said["data"] = [UPLOAD]  # its bytes, which a paste may not bring
    return said


def _lacking(fit: Fitted) -> dict[str, set[str]]:
    """What a fit has not, of the things that depend on it."""
    return {
        "picture": controls.lacking(PICTURES, fit),
        "summary": controls.lacking(SUMMARIES, fit),
        "list": lists.lacking(fit),
    }


def _first(offered: Option, without: set[str]) -> str:
    return next(name for name in offered.titles if name not in without)


def _is_there(key: str, said: list[str], fit: Fitted, lacking: dict[str, set[str]]) -> bool:
    """Whether a page of this fit has what is said; it may have been chosen for another."""
    if key in ("x", "y"):
        return said[0] in (*fit.study.features, *fit.study.labels)
    return said[0] not in lacking.get(key, ())
