"""The links that restore the pages as they are seen."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.explore import controls, lists, views
from dashboard.fit import cached
from dashboard.fit.fitted import Fitted
from dashboard.sidebar import sidebar
from dashboard.source import source
from dashboard.state.study import Study
from dashboard.take_away import downloads

PAGES = {"Explore clusters": "explore", "Step through EM": ""}
"""Pages with choices of their own, and where they are."""


def links(fit: Fitted) -> dict[str, str]:
    """Return the address of each of these pages, with all that is chosen.

    A page takes from a link what is its own only where the link leads to it.
    """
    base = (st.context.url or "").rstrip("/").rpartition("/")[0]
    asked = urlencode(_chosen(fit), doseq=True)
    return {title: f"{base}/{path}{asked and '?'}{asked}" for title, path in PAGES.items()}


def what_is_lacking(study: Study) -> str:
    """Return what a person must bring beside a link."""
    if downloads.is_pasted(study):
        return ", together with the file of the pasted table (it is known by its fingerprint):"
    if study.sha256:
        return ", together with the same file (it is known by its fingerprint):"
    return "; a drawing is not kept in it:" if downloads.is_drawn(study) else ":"


def _chosen(fit: Fitted) -> dict[str, list[str]]:
    """All that is chosen, as the controls themselves write it into the address."""
    linked = {name: st.query_params.get_all(name) for name in st.query_params}
    of_pages = {}
    for key, titles in _of_pages(fit).items():
        value = st.session_state.get(key)
        if value in titles and value != next(iter(titles)):
            of_pages[key] = [titles[value]]
    chosen = linked | of_pages | linked  # ordered as the address, whose values hold
    if st.session_state.get("run") != fit.study.identity:
        chosen.pop("step", None)  # it is of another run
    elif step := st.session_state.get("step"):
        chosen["step"] = [str(step)]
    if downloads.is_pasted(fit.study):
        chosen["data"] = [source.TITLES[source.UPLOAD]]  # its bytes, which a paste may not bring
    return chosen


def _of_pages(fit: Fitted) -> dict[str, Mapping[Any, str]]:
    """The controls of single pages: what each offers with its titles, its default first.

    They are in the address only while their page is open.
    """
    return {
        "picture": _titles(views.PICTURES, fit),
        "summary": _titles(views.SUMMARIES, fit),
        "list": lists.TITLES,
        "colour": _as_they_are("mixed", "cluster"),
        "size": _as_they_are("same", "uncertainty"),
        "shows": sidebar.SHOWS,
        "view": _as_they_are(controls.PAIR, controls.PRINCIPAL),
        "plain": {False: "false", True: "true"},
        **_axes(fit.study),
    }


def _titles(offered: Mapping[str, views.View], fit: Fitted) -> dict[str, str]:
    return {name: view.title for name, view in offered.items() if not view.lacks(fit)}


def _axes(study: Study) -> dict[str, Mapping[Any, str]]:
    features = study.features
    if len(features) < 2:
        return {}
    proposed = (features[j] for j in cached.leading(study, 2))
    return {
        key: {name: study.dataset.label(name) for name in (first, *features)}
        for key, first in zip("xy", proposed, strict=True)
    }


def _as_they_are(*options: str) -> dict[str, str]:
    return {option: option for option in options}
