"""Other starts are tried by a button and a key; their ends are seen, and lead back and on."""

import re

from driver import Dashboard
from expected import expected
from playwright.sync_api import Locator, expect

from gmm_core.ends import WATCHED
from gmm_core.written_numbers import difference, number

HEIGHT = "element => element.getBoundingClientRect().top"
LAST = {0: "21", 1: "99", 2: "79", 3: "97"}  # half-steps from random points, by seed


def strip(app: Dashboard) -> Locator:
    return app.player.root.get_by_role("group", name="Ends of the starts so far")


def begins(app: Dashboard, start: str, seed: int) -> None:
    """The player stands at the beginning of this start's run, and the link names it."""
    app.page.wait_for_url(re.compile(rf"\bstart={start}&seed={seed}$"))
    if start == "random_from_data":  # the run before may be at its beginning, too
        expect(app.player.root).to_have_attribute("data-last", LAST[seed])
    app.player.frame(0)
    app.settle()


def a_play_passes_over_what_would_show_nothing_and_says_so(app: Dashboard) -> None:
    app.player.speed.select_option("32×")
    app.player.do("play").click()
    skipped = "8 iterations in which hardly anything moved are skipped. E-step 50."
    expect(app.player.says).to_contain_text(skipped)
    app.player.frame(99)


def test_new_starts_their_ends_and_the_ways_between_the_pages(open_app):
    app = open_app("/", watched=True)
    seen, ends = app.player, strip(app).get_by_role("button")
    others = app.sidebar.get_by_role("spinbutton", name="Components k")
    begins(app, "random_from_data", 0)
    expect(ends).to_have_count(0)
    known = seen.root.locator(".gmm-best-known")
    known.wait_for()
    best = f"best known {number(WATCHED['iris'].best_known)}"
    expect(known).to_have_attribute("data-says", re.compile(rf"^{best}"))
    assert app.player.root.locator(".gmm-elsewhere").inner_text() == ""

    seen.do("another").click()
    begins(app, "random_from_data", 1)
    expect(ends).to_have_count(1)
    a_play_passes_over_what_would_show_nothing_and_says_so(app)
    for seed, key in ((2, "n"), (3, "N")):
        app.page.keyboard.press(key)
        begins(app, "random_from_data", seed)
        expect(ends).to_have_count(seed)
    expect(others).to_have_value("3")
    lower, fit = expected(init="random_from_data", seed=3).run, expected().run
    app.page.keyboard.press("End")
    expect(ends).to_have_count(4)
    gap = difference(fit.log_likelihood - lower.log_likelihood, plus="")
    elsewhere = seen.root.locator(".gmm-elsewhere")
    expect(elsewhere).to_contain_text(f"It ends {gap} below the fit of Explore")
    expect(elsewhere).to_contain_text(re.compile(r"below the best of \d+ random starts; \d+ of"))
    higher, _, collapse, this = (ends.nth(place) for place in range(4))
    expect(collapse).to_have_attribute("aria-label", re.compile("a component collapses"))
    expect(this).to_have_attribute("aria-current", "true")
    heights = [end.evaluate(HEIGHT) for end in (higher, this, collapse)]
    assert heights == sorted(heights)
    assert heights[0] < heights[1] < heights[2]

    higher.click()
    begins(app, "random_from_data", 0)
    expect(ends).to_have_count(4)
    expect(higher).to_have_attribute("aria-current", "true")
    this.click()
    begins(app, "random_from_data", 3)
    app.page.keyboard.press("End")
    elsewhere.wait_for()
    elsewhere.get_by_role("button", name="Explore this end").click()
    app.page.wait_for_url(re.compile(r"/explore\?fit=random_from_data&fit_seed=3$"))
    app.settle()
    app.main.get_by_text(f"The best of several ends {gap} above this fit.").wait_for()
    app.main.get_by_role("button", name="Explore the best of several").click()
    there = f"The run in the player begins elsewhere and ends {gap} below this fit."
    app.main.get_by_text(there).wait_for()
    app.main.get_by_role("link", name="Watch that run").click()
    elsewhere.wait_for()  # the run is where it was: at its end
    elsewhere.get_by_role("button", name="Watch the fit of Explore").click()
    begins(app, "auto", 0)
