"""The plane on which a person draws points, and the table that the points become."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import streamlit as st
from streamlit.components.v2 import component

from dashboard.look.messages import plain
from dashboard.state.current import keep_controls
from gmm_core.datasets import MAX_POINTS, SIDE, Dataset, drawing, drawn_points, n_places
from gmm_core.errors import DataError

HERE = Path(__file__).parent
TO_DO = "Draw points on the plane; clusters are then found among them."
BUTTONS = {
    "Step through EM": "Step through these points",
    "Explore clusters": "Explore these points",
}

_html, _css, _js = (
    (HERE / f"canvas.{suffix}").read_text(encoding="utf-8") for suffix in ("html", "css", "js")
)
_canvas = component("gmm_canvas", html=_html, css=_css, js=_js)


class StillDrawingError(Exception):
    """The page cannot go on before the drawing is done; the message says what went wrong, if so."""


@dataclass(frozen=True)
class Drawing:
    """What a person has drawn in this session; it outlives a change of page, and errors."""

    points: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))
    in_use: bool = False
    visit: int = 0

    @property
    def key(self) -> str:
        """Every visit to the plane has its own component: none hears that the last was done."""
        return f"canvas-{self.visit}"


def table() -> Dataset:
    """Return what was drawn, below it the way back to the plane; wait while a person draws."""
    drawn = _reported(_drawing())
    st.session_state["drawing"] = drawn
    if not drawn.in_use:
        raise StillDrawingError
    made = drawing(drawn.points)
    _keep_choices(made)
    st.button("Draw more", key="draw_more", icon=":material/draw:", on_click=_draw_more)
    return made


@contextmanager
def shown(page_title: str) -> Iterator[None]:
    """Show the plane in place of the page while a person draws."""
    try:
        yield
    except StillDrawingError as waiting:
        keep_controls()
        if wrong := str(waiting):
            st.error(plain(wrong), icon=":material/error:")
        st.markdown(TO_DO)
        _plane(_drawing(), BUTTONS.get(page_title, "Use these points"))


def _drawing() -> Drawing:
    if (points := st.session_state.get("drawn_before")) is not None:  # by a project
        st.session_state["drawing"] = Drawing(drawn_points(points.tolist()), in_use=True)
        st.session_state.pop("drawn_before", None)
    return st.session_state.get("drawing", Drawing())


def _reported(drawn: Drawing) -> Drawing:
    """Take what the plane of this visit has reported; a browser may report anything."""
    report = st.session_state.get(drawn.key)
    if drawn.in_use or not isinstance(report, Mapping) or "points" not in report:
        return drawn
    try:
        points = drawn_points(report["points"])
    except DataError as error:
        raise StillDrawingError(str(error)) from error
    done = report.get("done") is True and n_places(points) > 1
    return replace(drawn, points=points, in_use=done)


def _plane(drawn: Drawing, label: str) -> None:
    _canvas(
        key=drawn.key,
        data={"points": drawn.points.tolist(), "side": SIDE, "most": MAX_POINTS, "label": label},
        on_points_change=_nothing,
        on_done_change=_nothing,
    )


def _nothing() -> None:
    """A component tells of a value only where somebody listens to it."""


def _draw_more() -> None:
    drawn = _drawing()
    st.session_state["drawing"] = replace(drawn, in_use=False, visit=drawn.visit + 1)


def _keep_choices(made: Dataset) -> None:
    """Another drawing has the columns of the last one, so it keeps what was chosen for that."""
    if str(st.session_state.get("table", "")).startswith("drawing-"):
        st.session_state["table"] = made.name
