"""Names from a file are data: no name becomes a tag, a link, a colour or a request."""

import re

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import expect

from .dashboard import UPLOAD, Dashboard

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "<script>alert(2)</script>"
LINK = "[link](http://evil.example)"
NAMES = (IMAGE, SCRIPT, LINK)
COLOUR = ":red[x] ![x](http://evil.example/x.png)"
CREATED = "img[src=x], [onerror], [href*=evil], [src*=evil], .stMarkdownColoredText"


def csv(table: pd.DataFrame) -> dict:
    content = table.to_csv(index=False).encode()
    return {"name": f"{IMAGE} {LINK} {COLOUR}.csv", "mimeType": "text/csv", "buffer": content}


@pytest.fixture
def table() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    centre = np.repeat([0.0, 9.0], 30)[:, None]
    table = pd.DataFrame(rng.normal(centre, 1.0, (60, 3)), columns=NAMES)
    return table.assign(**{COLOUR: np.repeat([IMAGE, LINK], 30)})


def created(app: Dashboard) -> list[str]:
    """What markup from the file has become an element of the page."""
    return app.page.locator(CREATED).evaluate_all("all => all.map(element => element.outerHTML)")


def read(text: str) -> str:
    """Text as a person reads it: without the joiners that keep addresses from becoming links."""
    return text.replace("\u2060", "")


def test_names_are_shown_as_they_are_on_both_pages(open_app, table):
    app = open_app(f"{UPLOAD}&step=1")
    file = csv(table)
    app.upload(file)
    app.counts()
    app.half_step(1).locator(".points path").first.hover(force=True)
    expect(app.half_step(1).locator(".hoverlayer")).to_contain_text(re.compile("alert|link"))
    picture, sidebar = read(app.half_step(1).inner_text()), read(app.sidebar.inner_text())
    assert sum(name in picture.splitlines() for name in NAMES) == 2  # of the axes
    for name in (*NAMES, f"In use: {file['name']}"):
        assert name in sidebar
    assert created(app) == []

    app.visit("Explore clusters")
    app.main.get_by_text("About these data").click()
    expect(app.table).to_contain_text(IMAGE[:15])
    assert LINK[:15] in read(app.table.inner_text())
    assert created(app) == []


def test_a_name_in_an_error_is_shown_as_it_is(open_app, table):
    app = open_app(UPLOAD)
    app.upload(csv(table.assign(**{LINK: 7.0})))
    app.features.get_by_role("button", name="[link]").click()
    expect(app.error).to_be_visible()
    app.settle()
    assert LINK in read(app.error.inner_text())
    assert created(app) == []
