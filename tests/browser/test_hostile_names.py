"""Names from a file are data: no name becomes a tag, a link, a colour or a request."""

import re

import numpy as np
import pandas as pd
import pytest
import report_page
from driver import UPLOAD, Dashboard
from playwright.sync_api import Page, expect

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


def created(page: Page) -> list[str]:
    """What markup from the file has become an element of the page."""
    return page.locator(CREATED).evaluate_all("all => all.map(element => element.outerHTML)")


def read(text: str) -> str:
    """Text as a person reads it: without the joiners that keep addresses from becoming links."""
    return text.replace("\u2060", "")


def test_names_are_shown_as_they_are_on_all_pages_and_in_the_report(
    open_app, browser, tmp_path, table
):
    app = open_app(f"{UPLOAD}&step=1")
    file = csv(table)
    app.bring(file)
    app.use.wait_for()
    app.settle()
    understood = read(app.main.inner_text())
    for name in (*NAMES, COLOUR, f"How {file['name']} is understood"):
        assert name in understood
    assert created(app.page) == []

    app.use.click()
    app.counts()
    app.half_step(1).locator(".points path").first.hover(force=True)
    expect(app.half_step(1).locator(".hoverlayer")).to_contain_text(re.compile("alert|link"))
    picture, sidebar = read(app.half_step(1).inner_text()), read(app.sidebar.inner_text())
    assert sum(name in picture.splitlines() for name in NAMES) == 2  # of the axes
    for name in (*NAMES, f"In use: {file['name']}"):
        assert name in sidebar
    assert created(app.page) == []

    app.visit("Explore clusters")
    app.main.get_by_text("About these data").click()
    expect(app.table).to_contain_text(re.compile(r"<img src=x\s*onerror"))  # over two lines
    assert LINK[:15] in read(app.table.inner_text())
    assert created(app.page) == []
    app.visit("New rows")
    for name in NAMES:
        assert name in read(app.main.inner_text())
    assert created(app.page) == []
    app.visit("Take away")
    assert created(app.page) == []

    page = tmp_path / "report.html"
    page.write_bytes(app.download("Report (HTML)").read_bytes())
    with report_page.opened(browser, page) as report:
        report.draw_all()
        text = report.page.locator("body").inner_text()
        for name in (*NAMES, COLOUR, file["name"]):
            assert name in text
        assert created(report.page) == []
    a_name_in_an_error_is_shown_as_it_is(app, table)


def a_name_in_an_error_is_shown_as_it_is(app: Dashboard, table: pd.DataFrame) -> None:
    app.upload(csv(table.assign(**{LINK: 7.0})))
    app.features.get_by_role("button", name="[link]").click()
    app.error.wait_for()
    app.settle()
    assert LINK in read(app.error.inner_text())
    assert created(app.page) == []
