"""The plain view of iris at its defaults, stepped from the start to convergence and back."""

import re

from playwright.sync_api import expect


def test_iris_is_stepped_to_its_table_and_back_and_a_link_restores_the_page(open_app):
    app = open_app("/?plain=true")
    start = app.traces(app.half_step(0))
    assert len(start["rows"]["text"]) == 150
    assert len(start["means"]["text"]) == 3
    expect(app.main.get_by_text("3 components are placed")).to_be_visible()

    expect(app.next).to_contain_text("E: share out the points")
    app.next.click()
    expect(app.half_step(1)).to_be_visible()
    expect(app.next).to_contain_text("M: refit the components")
    app.page.keyboard.press("ArrowRight")
    expect(app.half_step(2)).to_be_visible()
    expect(app.page).to_have_url(re.compile(r"[?&]step=2\b"))

    app.page.keyboard.press("End")
    expect(app.next).to_contain_text("Converged")
    expect(app.next).to_be_disabled()
    expect(app.main.get_by_text("rows 69, 71, 73, 78, 84")).to_be_visible()
    counts = app.counts()
    [setosa], [virginica] = counts["setosa"], counts["virginica"]
    [versicolor] = counts["versicolor"].keys() - {virginica}
    assert counts == {
        "setosa": {setosa: 50},
        "versicolor": {versicolor: 45, virginica: 5},
        "virginica": {virginica: 50},
    }

    last = int(app.main.get_by_role("slider").input_value())
    app.page.keyboard.press("ArrowLeft")
    expect(app.half_step(last - 1)).to_be_visible()
    expect(app.page).to_have_url(re.compile(rf"[?&]step={last - 1}\b"))
    expect(app.next).to_contain_text("E: share out the points")
    app.page.reload()
    expect(app.half_step(last - 1)).to_be_visible()
    assert app.counts() == counts
