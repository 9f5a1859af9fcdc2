"""All tables that can be chosen, in groups, each with a small picture of what it looks like."""

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from dashboard.browser.heard import Heard
from dashboard.browser.modules import script
from dashboard.source.catalogue.pictures import picture
from dashboard.state import current
from dashboard.state.chosen import DATA, DRAW, PASTE, UPLOAD
from gmm_core import datasets
from gmm_core.datasets import Dataset
from gmm_core.wording import counted

HERE = Path(__file__).parent
KEY = "catalogue"
YOUR_OWN = {
    UPLOAD: "CSV, Excel, Parquet and others",
    PASTE: "Cells of a spreadsheet, lines of a file",
    DRAW: "By mouse, finger or keyboard",
}
ICONS = {
    UPLOAD: "M48 44V16M36 27l12-12 12 12M28 42v8h40v-8",
    PASTE: "M36 14h24v40H36zM42 10h12v8H42zM42 28h12M42 36h12M42 44h8",
    DRAW: "M30 50l3-11 28-28 8 8-28 28zM55 17l8 8",
}
_catalogue = component(
    "gmm_catalogue",
    html=(HERE / "catalogue.html").read_text(encoding="utf-8"),
    css=(HERE / "catalogue.css").read_text(encoding="utf-8"),
    js=script([HERE / "../../browser/page.js", HERE / "catalogue.js"]),
    isolate_styles=False,  # else the player could not tell whose the keys are
)


def choose() -> str:
    """Let a person choose a table, and return its name."""
    current.offer(DATA, DATA.default, list(DATA.titles))
    name = st.session_state[DATA.key]
    _catalogue(key=KEY, data={"now": name, "groups": _groups()}, on_picked_change=Heard(_picked))
    return name


def _picked() -> None:
    """Take what a browser reports, if there is such a table."""
    name = st.session_state.get(KEY, {}).get("picked")
    if isinstance(name, str) and name in DATA.titles:
        st.session_state[DATA.key] = name


@cache
def _groups() -> list[dict[str, Any]]:
    """The tables in groups, as the browser takes them; of tables that come along, for all alike."""
    tables = [datasets.load(name) for name in datasets.names()]
    made = [_card(table) for table in tables if table.truth is not None]
    real = [_card(table) for table in tables if table.truth is None]
    own = [
        {"name": name, "title": DATA.titles[name], "about": about, "icon": ICONS[name]}
        for name, about in YOUR_OWN.items()
    ]
    return [
        {"title": "To learn from: drawn from known mixtures", "tables": made},
        {"title": "Real", "tables": real},
        {"title": "Your own", "tables": own},
    ]


def _card(table: Dataset) -> dict[str, Any]:
    size = f"{counted(len(table.frame), 'row')}, {counted(len(table.features), 'feature')}"
    return {"name": table.name, "title": table.title, "about": size, "dots": picture(table)}
