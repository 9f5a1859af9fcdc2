"""What only a browser can draw: the figures of the report as files, and within a Word document."""

import base64
import time
from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component

from dashboard.browser.library import address
from dashboard.browser.modules import script
from dashboard.browser.packing import figure_json, pack
from dashboard.explore.view import Chosen
from dashboard.fit.fitted import Fitted
from dashboard.take_away import paper, report
from gmm_core.exporting.office import DRAWN_HEIGHT, DRAWN_WIDTH
from gmm_core.exporting.reports import Picture, numbered

HERE = Path(__file__).parent
KEY = "figures"
OFFERED = {"word": "Report (Word)", "figures": "Figures (SVG, PNG)"}
_figures = component(
    "gmm_figures",
    html=(HERE / "figures.html").read_text(encoding="utf-8"),
    css=(HERE / "figures.css").read_text(encoding="utf-8"),
    js=script(
        [
            *(HERE / f"../../browser/{name}.js" for name in ("unpack", "plotly", "page")),
            *(HERE / f"{name}.js" for name in ("zip", "figures")),
        ]
    ),
    isolate_styles=False,
)


def offer(fit: Fitted, chosen: Chosen, others: paper.Beside) -> None:
    """Offer them; what is asked for is sent once, and the browser makes the file of it."""
    said = st.session_state.get(KEY, {})
    wanted = said.get("wanted") if isinstance(said, dict) else None
    data = _order(wanted, fit, chosen, others) if wanted in OFFERED else pack({}, {})
    _figures(key=KEY, data=data, on_wanted_change=lambda: None)


def _order(wanted: str, fit: Fitted, chosen: Chosen, others: paper.Beside) -> bytes:
    """What the browser makes a file of, and which figures it draws for it."""
    sections = paper.sections(fit, chosen, others)
    pictures = {
        number: part
        for _, each in numbered(sections)
        for part, number in each
        if isinstance(part, Picture)
    }
    header = {
        "order": f"{wanted} {time.time_ns()}",
        "kind": wanted,
        "stem": fit.stem,
        "plotly": address(),
        "figures": [_figure(number, picture) for number, picture in pictures.items()],
    }
    if wanted == "word":
        header["word"] = base64.b64encode(report.word_report(fit, sections)).decode()
    return pack(header, {})


def _figure(number: int, picture: Picture) -> dict[str, object]:
    return {
        "number": number,
        "figure": figure_json(picture.figure),  # pyright: ignore[reportArgumentType]
        "width": DRAWN_WIDTH,
        "height": picture.height or DRAWN_HEIGHT,
    }
