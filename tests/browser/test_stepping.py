"""The plain view of iris at its defaults, stepped from the start to convergence and back."""

import re

from playwright.sync_api import expect


def test_iris_is_stepped_to_its_table_and_back_and_a_link_restores_the_page(open_app):
    app = open_app("/?plain=true")
    start = app.traces(app.half_step(0))
    assert len(start["rows"]["text"]) == 150
    assert len(start["means"]["text"]) == 3
    app.main.get_by_text("3 components are placed").wait_for()

    expect(app.next).to_contain_text("E: share out the points")
    app.next.click()
    app.half_step(1).wait_for()
    expect(app.next).to_contain_text("M: refit the components")
    app.page.keyboard.press("ArrowRight")
    app.half_step(2).wait_for()
    app.page.wait_for_url(re.compile(r"[?&]step=2\b"))

    app.page.keyboard.press("End")
    expect(app.next).to_contain_text("Converged")
    expect(app.next).to_be_disabled()
    app.main.get_by_text("rows 69, 71, 73, 78, 84").wait_for()
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
    app.half_step(last - 1).wait_for()
    app.page.wait_for_url(re.compile(rf"[?&]step={last - 1}\b"))
    expect(app.next).to_contain_text("E: share out the points")
    app.page.reload()
    app.half_step(last - 1).wait_for()
    assert app.counts() == counts
