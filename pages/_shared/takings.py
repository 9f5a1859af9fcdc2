"""Downloads of a fit, made when they are asked for, and the link that restores its pages."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from pages._shared.fitted import Fitted
from pages._shared.study import Study

POINTS = "points.csv"  # what the file of a drawing is called


def offer(
    label: str, key: str, fit: Fitted, name: str, mime: str, make: Callable[[], bytes]
) -> None:
    """Offer a file about a fit."""
    st.download_button(
        label,
        in_session(make),
        file_name=f"{fit.stem} {name}",
        mime=mime,
        key=f"take_{key}",
        icon=":material/download:",
        on_click="ignore",
    )


def in_session(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Return a function that makes a file in this session, from whichever thread it is called.

    A file is made long after the page has run, in a thread of the server that belongs to no
    session and so finds none of what the session has kept.
    """
    context = get_script_run_ctx()

    def made() -> bytes:
        with ThreadPoolExecutor(1, initializer=add_script_run_ctx, initargs=(None, context)) as own:
            return own.submit(make).result()

    return made


def is_drawn(study: Study) -> bool:
    """Whether the points were drawn by hand, so that there is no file to begin from."""
    return study.dataset.name.startswith("drawing-")


def link() -> str:
    """Return the address of the first page, with all that is chosen."""
    base = (st.context.url or "").rstrip("/").rpartition("/")[0]
    chosen = {name: st.query_params.get_all(name) for name in st.query_params}
    return f"{base}/?{urlencode(chosen, doseq=True)}" if chosen else f"{base}/"


def what_a_link_lacks(study: Study) -> str:
    """What a person must bring beside the link."""
    if study.sha256:
        return ", together with the same file (it is known by its fingerprint):"
    return "; a drawing is not kept in it:" if is_drawn(study) else ":"
