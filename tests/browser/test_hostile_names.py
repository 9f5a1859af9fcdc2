"""Names from a file are data: no name becomes a tag, a link, a colour or a request."""

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import expect

from .dashboard import UPLOAD

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "<script>alert(2)</script>"
LINK = "[link](http://evil.example)"
COLOUR = ":red[x] ![x](http://evil.example/x.png)"
CREATED = (
    "img[src='x'], [onerror], [href*='evil.example'], [src*='evil.example'], .stMarkdownColoredText"
)


def csv(table: pd.DataFrame) -> dict:
    content = table.to_csv(index=False).encode()
    return {"name": f"{IMAGE} {LINK}.csv", "mimeType": "text/csv", "buffer": content}


@pytest.fixture
def table() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    centre = np.repeat([0.0, 9.0], 30)[:, None]
    table = pd.DataFrame(rng.normal(centre, 1.0, (60, 3)), columns=[IMAGE, SCRIPT, LINK])
    return table.assign(**{COLOUR: np.repeat([IMAGE, LINK], 30)})


def test_names_are_shown_as_they_are_on_both_pages(open_app, table):
    app = open_app(f"{UPLOAD}&step=1")
    app.upload(csv(table))
    assert set(app.counts()) == {IMAGE.replace("<", "&lt;").replace(">", "&gt;"), LINK}
    for feature in (IMAGE, SCRIPT, LINK):
        expect(app.sidebar.get_by_role("button", name=feature, exact=True)).to_be_visible()
    print([e.evaluate('e=>e.outerHTML') for e in app.page.locator(CREATED).all()])
    assert app.page.locator(CREATED).count()==0

    app.visit("Explore clusters")
    app.main.get_by_text("About these data").click()
    expect(app.table).to_be_visible()
    expect(app.page.locator(CREATED)).to_have_count(0)


def test_a_name_in_an_error_is_shown_as_it_is(open_app, table):
    app = open_app(UPLOAD)
    app.upload(csv(table.assign(**{LINK: 7.0})))
    expect(app.error).to_contain_text(LINK)
    expect(app.page.locator(CREATED)).to_have_count(0)
