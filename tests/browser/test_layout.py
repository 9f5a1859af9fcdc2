"""Nothing is cut off on a phone or a desk, and charts read in the light and in the dark."""

import re
from contextlib import suppress
from typing import Literal

import pytest
from contrasts import FAINT_TEXTS, MARKS, WORDS
from driver import NARROW, UPLOAD, Dashboard
from playwright.sync_api import FilePayload, TimeoutError, expect
from plotted import RANGES, TO_WINDOW
from screens import CUT, GROUND, OVERHANG, SHOWN, SIZES, assert_fits, hexadecimal
from uploads import PENGUINS

from gmm_core import datasets
from gmm_core.plots.marks.colours import contrast

Scheme = Literal["light", "dark"]
TABLET = (1024, 768)
PROJECTOR = (1280, 720)
ON_ITS_SIDE = (844, 390)
TWICE_AS_LARGE = ((720, 450), (640, 360))  # a desk and a projector where all is zoomed to 200 %
LEAST_TARGET = 24  # pixels, of WCAG 2.2
MOST_ACROSS = 4  # features; more stand below one another in the player's table
TOPS = "all => all.map(element => element.getBoundingClientRect().top)"
BOTTOMS = "all => all.map(element => element.getBoundingClientRect().bottom)"
CUT_AT_THE_SIDE = "all => all.map(place => place.scrollWidth - place.clientWidth)"
BOXES = """all => all.map(box => box.getBoundingClientRect())
    .map(({ width, height }) => Math.min(width, height))"""
# Where what stands below the words of the end begins.
BELOW = """root => ['.gmm-tools', '.gmm-numbers']
    .map(part => root.querySelector(part).getBoundingClientRect().top)"""
WIDTHS = "plots => plots.map(plot => plot._fullLayout.width)"
PLOTS = "[...document.querySelectorAll('[data-testid=stMain] .js-plotly-plot')]"
NOTHING_OVER = f"""() => ({OVERHANG})().every(overhang => overhang === 0)
    && ({CUT})([...document.querySelectorAll('[data-testid=stMain] :is({SHOWN})')]).length === 0"""
FILLED = f"(() => {PLOTS}.every(plot => Math.abs(plot._fullLayout?.width - plot.clientWidth) < 1))"
WIDER = f"(least => {PLOTS}.some(plot => plot.clientWidth > least + 50))"
MEAN = """plot => {
    const { x, y } = plot.data.find(trace => trace.name === 'means')
    return [[x[0], y[0]]]
}"""
INKS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
    const { font, xaxis, yaxis } = plot._fullLayout
    return [font, ...[xaxis, yaxis].flatMap(axis => [axis.title.font, axis.tickfont])]
}).map(font => font.color)"""


def assert_reads(app: Dashboard, colour_scheme: str) -> None:
    ground = hexadecimal(app.page.evaluate(GROUND))
    assert contrast(ground, {"light": "#000000", "dark": "#FFFFFF"}[colour_scheme]) > 15
    assert min(contrast(hexadecimal(ink), ground) for ink in app.page.evaluate(INKS)) >= WORDS
    for part in (app.player.root, app.sidebar.locator(".gmm-catalogue")):
        for each in part.all():
            assert each.evaluate(FAINT_TEXTS, [WORDS, MARKS]) == []


def test_pages_fit_their_width_and_charts_read_in_the_light_and_in_the_dark(open_app):
    app = open_app("/?step=1")
    scheme: Scheme = "light"
    app.player.frame(1)
    app.player.mean.select_option(index=1)
    expect(app.player.ledger).to_contain_text("Mean of component 1")
    app.page.keyboard.press("End")  # where most is said
    last = app.player.last
    app.player.frame(last)
    for size in (PROJECTOR, SIZES["desk"]):
        app.resize(*size)
        assert_a_class_sees(app, height=size[1])
    desk, phone = SIZES["desk"], SIZES["phone"]
    for size in (desk, TABLET, phone):
        app.counts()
        fits_at(app, *size)
        assert_parameters_are_not_cut(app)
        scheme = reads_in_both(app, scheme)
        assert_at_hand(app, *size)
    app.visit("Explore clusters")
    for size in (phone, desk, TABLET):
        app.counts()
        fits_at(app, *size)
        assert len({*app.main.locator(".st-key-x, .st-key-y").evaluate_all(TOPS)}) == 1
        scheme = reads_in_both(app, scheme)
    app.visit("New rows")
    for size in (TABLET, desk, phone):
        fits_at(app, *size)
    app.visit("Take away")
    for size in (phone, desk, TABLET):
        fits_at(app, *size)


def test_what_is_said_of_a_file_and_of_new_rows_fits_its_width_and_reads(open_app):
    app = open_app(UPLOAD)
    named = PENGUINS.replace(b"bill_depth_mm", b"depth_" + 8 * b"of_bill_")
    file = FilePayload(name="penguins.csv", mimeType="text/csv", buffer=named)
    app.bring(file)
    app.use.wait_for()
    app.settle()
    for size in (SIZES["desk"], TABLET, SIZES["phone"]):
        fits_at(app, *size)
    app.use.click()
    app.player.frame(0)
    assert_parameters_are_not_cut(app)
    app.visit("New rows")
    app.main.locator("input[type=file]").set_input_files(file)
    app.traces(app.figure("The new rows and the components"))
    assert len(app.libraries) == 1
    assert_fits(app)
    assert_reads(app, "light")
    turn(app, "dark")
    assert_fits(app)
    fits_at(app, *SIZES["desk"])


def reads_in_both(app: Dashboard, scheme: Scheme) -> Scheme:
    """The page reads as it is and turned the other way, in which it is left."""
    assert_reads(app, scheme)
    other: Scheme = "dark" if scheme == "light" else "light"
    turn(app, other)
    return other


def fits_at(app: Dashboard, width: int, height: int) -> None:
    """In a window of this size, whatever it had before, nothing of the page is cut off.

    Figures and the line of pages are measured, and laid out anew, after the window has its size.
    A wide one has its sidebar beside the page, though a narrow one before has closed it.
    """
    menu = app.page.get_by_test_id("stExpandSidebarButton")
    is_closed = menu.is_visible()
    app.resize(width, height)
    if is_closed and width >= NARROW:
        menu.click()
        menu.wait_for(state="hidden")
    app.settle()
    with suppress(TimeoutError):  # what is wrong then is said below
        app.page.wait_for_function(f"() => ({NOTHING_OVER})() && {FILLED}()")
    assert_fits(app)


def assert_a_class_sees(app: Dashboard, height: int) -> None:
    """Picture, curve, transport and sentence are on screen, and the parameters are not cut."""
    assert app.player.says.evaluate("says => says.getBoundingClientRect().bottom") <= height
    assert_parameters_are_not_cut(app)


def assert_parameters_are_not_cut(app: Dashboard) -> None:
    """Nor is the ledger, if one is open."""
    places = app.player.root.locator(".gmm-parameters-place, .gmm-ledger")
    assert places.evaluate_all(CUT_AT_THE_SIDE) == [0, 0]


def assert_at_hand(app: Dashboard, width: int, height: int) -> None:
    """Picture and transport are seen without scrolling; at a desk, what is said of them, too."""
    steps = app.player.root.get_by_role("toolbar", name="Steps").get_by_role("button")
    assert len(set(steps.evaluate_all(TOPS))) == 1
    assert steps.count() == 5
    if width == TABLET[0]:
        return
    seen = app.player.root.locator(".gmm-seen" if width > TABLET[0] else ".gmm-seen .gmm-transport")
    assert max(seen.evaluate_all(BOTTOMS)) <= height


# Three minutes of play at half speed, on axes of equal scales.
LONG = "/?k=4&covariance=tied&start=random_from_data&seed=1&view=principal"


def test_figures_are_as_wide_as_their_place_when_the_sidebar_closes_and_opens(open_kept):
    """Only the page changes its width then, not the window; equal scales show what they showed."""
    app = open_kept(LONG)
    app.player.frame(0)
    ranges = app.player.picture.evaluate(RANGES)
    for page in ("Step through EM", "Explore clusters"):
        app.visit(page)
        figures_follow_the_sidebar(app)
        if page == "Step through EM":
            assert app.player.picture.evaluate(RANGES) == ranges


def figures_follow_the_sidebar(app: Dashboard) -> None:
    plots = app.main.locator(".js-plotly-plot")
    expect(plots).to_have_count(2)
    app.page.wait_for_function(FILLED)
    narrow = plots.evaluate_all(WIDTHS)
    app.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    app.page.wait_for_function(f"{WIDER}({max(narrow)}) && {FILLED}()")
    app.page.get_by_test_id("stExpandSidebarButton").click()
    app.page.wait_for_function(f"!{WIDER}({max(narrow)}) && {FILLED}()")
    assert plots.evaluate_all(WIDTHS) == narrow


def test_charts_follow_when_the_page_turns_dark_or_light(open_kept):
    """While a run is played, too; and where a person turns it in the menu of the page."""
    app = open_kept(LONG)
    app.visit("Step through EM")
    app.traces(app.half_step(0))
    app.player.speed.select_option("0.5")
    app.player.do("play").click()
    turn(app, "dark")
    expect(app.player.root).to_have_attribute("data-playing", "true")
    app.visit("Explore clusters")
    app.counts()
    turn(app, "light")
    app.visit("Choose a model")
    app.main.locator(".js-plotly-plot").first.wait_for()
    turn(app, "dark", by_menu=True)
    assert "turned" not in app.page.url


def turn(app: Dashboard, colour_scheme: Scheme, *, by_menu: bool = False) -> None:
    """Turn the page dark or light, and wait until all charts are drawn in other inks."""
    app.settle()
    before = app.page.evaluate(INKS)
    if by_menu:
        app.page.get_by_test_id("stMainMenu").get_by_role("button").click()
        app.page.get_by_role("menuitemradio", name=colour_scheme.title()).click()
        app.page.keyboard.press("Escape")
        app.page.evaluate("localStorage.clear()")  # the next test is another person's
    else:
        app.page.emulate_media(color_scheme=colour_scheme)
    app.page.wait_for_function(f"before => ({INKS})().every(ink => ink !== before)", arg=before[0])
    app.settle()
    assert_reads(app, colour_scheme)


# Seeds of starts that end below the fit of Explore, of which much is said.
LOWER = ((SIZES["phone"], 5), (SIZES["desk"], 6), (PROJECTOR, 8))


def test_what_is_found_of_other_starts_moves_nothing(open_app):
    """It comes when the end has been seen for a while; at each size it is that of another run."""
    (width, height), seed = LOWER[0]
    app = open_app(f"/?start=random+points&seed={seed}", width=width, height=height)
    for size, seed in LOWER:
        app.resize(*size)
        go_to_start(app, seed)
        app.page.wait_for_function(FILLED)
        below = app.player.root.evaluate(BELOW)
        app.page.keyboard.press("End")
        app.player.frame(app.player.last)
        assert app.player.root.evaluate(BELOW) == pytest.approx(below, abs=0.5), size
        expect(app.player.root.locator(".gmm-told .gmm-ways")).to_contain_text("Explore this end")
        assert app.player.root.evaluate(BELOW) == pytest.approx(below, abs=0.5), size


def go_to_start(app: Dashboard, seed: int) -> None:
    """Try other starts until it is this one, which stands at its beginning then."""
    while not re.search(rf"\bseed={seed}\b", app.page.url):
        before = app.page.url
        app.page.keyboard.press("n")
        app.page.wait_for_url(lambda url, before=before: url != before)
        app.settle()
    app.player.frame(0)
    app.settle()


TAUGHT = ".gmm-seen :is(.gmm-picture, .gmm-ascent, .gmm-says, [data-do], .gmm-scrubber)"
MOVED = ".gmm-seen :is(.gmm-picture, [data-do], .gmm-scrubber)"


def test_what_is_taught_is_on_the_first_screen_and_stays_where_it_is(open_app):
    """Of a table with rows left out, which the page says; at its start and where it says most."""
    app = open_app("/?data=penguins", width=PROJECTOR[0], height=PROJECTOR[1])
    app.player.frame(0)
    nothing_has_jumped(app)
    places = app.player.picture.bounding_box()
    below = app.player.root.evaluate(BELOW)
    for key, half_step in (("ArrowRight", 1), ("ArrowRight", 2), ("End", app.player.last)):
        app.page.keyboard.press(key)
        app.player.frame(half_step)
        assert_all_seen(app, TAUGHT, height=PROJECTOR[1])
        assert app.player.picture.bounding_box() == places
        assert app.player.root.evaluate(BELOW) == pytest.approx(below, abs=0.5)
    app.player.ending.wait_for()
    expect(app.player.root.locator(".gmm-elsewhere")).to_contain_text("random starts")
    assert app.player.root.evaluate(BELOW) == pytest.approx(below, abs=0.5)
    [numbers_end] = app.player.root.locator(".gmm-numbers").evaluate_all(BOTTOMS)
    [legend] = app.player.root.locator(".gmm-legend").evaluate_all(TOPS)
    assert legend > numbers_end  # the end is told where it stood
    boxes = app.player.root.get_by_role("checkbox").evaluate_all(BOXES)
    boxes += app.page.get_by_test_id("stCheckbox").locator("label").evaluate_all(BOXES)
    assert len(boxes) > 3
    assert min(boxes) >= LEAST_TARGET
    on_a_phone = (SIZES["phone"], f"{MOVED}, .gmm-seen .gmm-says")
    for size, seen in (on_a_phone, *((small, MOVED) for small in (ON_ITS_SIDE, *TWICE_AS_LARGE))):
        app.resize(*size)
        assert_all_seen(app, seen, height=size[1])
        if size == SIZES["phone"]:
            no_sentence_moves_what_stands_below(app)
    a_ledger_opens_where_it_is_seen(app)


def no_sentence_moves_what_stands_below(app: Dashboard) -> None:
    """Though some have more lines."""
    below = app.player.root.locator(".gmm-course")
    tops = []
    for key, half_step in (("Home", 0), ("ArrowRight", 1), ("End", app.player.last)):
        app.page.keyboard.press(key)
        app.player.frame(half_step)
        tops += below.evaluate_all(TOPS)
    assert max(tops) - min(tops) < 1


def a_ledger_opens_where_it_is_seen(app: Dashboard) -> None:
    """Though it stands below, on a phone, all that was touched is a point."""
    [[x, y]] = app.player.picture.evaluate(f"plot => ({TO_WINDOW})(plot, ({MEAN})(plot))")
    app.page.mouse.click(x, y)
    expect(app.player.ledger.get_by_role("heading")).to_be_in_viewport()


def assert_all_seen(app: Dashboard, what: str, height: int) -> None:
    app.page.wait_for_function(FILLED)
    assert max(app.player.root.locator(what).evaluate_all(BOTTOMS)) <= height


CUT_WORDS = """all => all.filter(each => each.scrollWidth > each.clientWidth + 1)
    .map(each => each.textContent)"""
WITHIN = "dialog => { const { left, right, top, bottom } = dialog.getBoundingClientRect(); "
WITHIN += "return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight }"


def test_data_are_chosen_by_cards_whose_names_are_not_cut(open_app):
    """By the keyboard alone, on a desk and a phone; the link says what was chosen."""
    app = open_app("/?data=galaxies")
    app.player.frame(0)
    now = app.sidebar.locator(".gmm-now")
    expect(now).to_have_text("Velocities of 82 galaxies (Corona Borealis)")
    assert now.locator("span").evaluate_all(CUT_WORDS) == []
    cards = app.sidebar.get_by_role("dialog", name="Choose data")
    now.focus()
    app.page.keyboard.press("Enter")
    expect(cards.locator("[aria-current]")).to_be_focused()
    for width, height in (SIZES["desk"], SIZES["phone"]):
        app.page.set_viewport_size({"width": width, "height": height})
        assert cards.evaluate(WITHIN)
        assert cards.locator(".gmm-words").evaluate_all(CUT_WORDS) == []
        assert cards.locator("li svg").count() == cards.locator("li").count() == 19
    app.page.set_viewport_size(dict(zip(("width", "height"), SIZES["desk"], strict=True)))
    app.page.keyboard.press("ArrowRight")
    expect(cards.get_by_role("button", name="Earthquakes")).to_be_focused()
    app.page.keyboard.press("Escape")
    cards.wait_for(state="hidden")
    expect(now).to_be_focused()
    app.page.keyboard.press("Enter")
    cards.get_by_role("button", name="Wines").focus()
    app.page.keyboard.press("Space")
    expect(now).to_have_text("Wines of Piedmont")
    expect(app.player.says).to_contain_text("New run: Wines of Piedmont")
    app.page.wait_for_url("**data=wine**")
    assert_parameters_are_not_cut(app)
    (_, *header), weights, *features = app.player.cells(app.player.parameters)
    assert (header, weights[0], len(features)) == (["1 ●", "2 ■", "3 ◆"], "weight", 13)
    assert_all_numbers_are_seen(app, lines=15 + 4)
    the_new_mean_of_many_features_is_seen(app)
    now.click()
    cards.get_by_role("button", name="American English vowel").click()
    app.page.wait_for_url("**data=vowels_pb52**")
    assert_all_numbers_are_seen(app, lines=MOST_LINES)


MOST_LINES = 11 + 11  # of parameters and target, as of vowels: ten components and classes


def assert_all_numbers_are_seen(app: Dashboard, lines: int) -> None:
    """Parameters and the whole target table, at a desk without scrolling, from the first E-step."""
    app.player.frame(0)
    app.page.keyboard.press("ArrowRight")
    app.player.frame(1)
    numbers = app.player.root.locator(".gmm-numbers")
    assert numbers.locator("tr").count() == lines
    assert numbers.evaluate_all(BOTTOMS)[0] <= SIZES["desk"][1]
    app.page.keyboard.press("ArrowLeft")


@pytest.mark.parametrize("name", datasets.names())
def test_no_table_that_comes_along_has_more_lines_of_numbers_than_were_measured(name):
    dataset = datasets.load(name)
    k, d = dataset.suggested_k or 3, len(dataset.features)
    parameters = 1 + (1 + d if d > max(MOST_ACROSS, k) else k)
    target = dataset.frame[dataset.target].nunique() + 1 if dataset.target else 0
    assert parameters + target <= MOST_LINES


def the_new_mean_of_many_features_is_seen(app: Dashboard) -> None:
    """In the first column of its ledger, with a line for each feature."""
    app.page.keyboard.press("Shift+ArrowRight")
    app.player.frame(2)
    app.player.mean.select_option(index=1)
    expect(app.player.ledger).to_contain_text("Mean of component 1")
    table = app.player.ledger.locator("table").first
    header, *lines = app.player.cells(table)
    assert header[:3] == ["", "new mean", "mean before"]
    assert [line[0] for line in lines[:3]] == ["share", "part of N", "malic acid"]
    assert len(lines) == 15
    parameters = app.player.cells(app.player.parameters)[2:]
    assert [line[0] for line in lines[2:]] == [name for name, *_ in parameters]
    mean = parameters[0][1].partition(" ± ")[0]
    assert float(lines[2][1]) == pytest.approx(float(mean), abs=0.01)


SHIFTED = """async () => {
    const moment = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)))
    await moment().then(moment) // what is drawn last counts, too
    const observer = new PerformanceObserver(() => {})
    observer.observe({ type: 'layout-shift', buffered: true })
    return observer.takeRecords()
        .filter(entry => !entry.hadRecentInput)
        .map(({ value, sources }) => [value, sources.map(({ node }) =>
            `${node?.dataset?.testid ?? ''} ${node?.className ?? ''}`)])
}"""
MOST_SHIFTED = 0.1  # the sum of a visit; web.dev calls it good up to there


def test_nothing_jumps_while_a_page_is_loaded_on_a_phone(open_apart):
    """On a first visit, whose parts arrive one by one; of what a browser has, all come at once."""
    width, height = SIZES["phone"]
    app = open_apart("/?data=penguins", width=width, height=height)
    app.player.frame(0)
    nothing_has_jumped(app)


def nothing_has_jumped(app: Dashboard) -> None:
    app.settle()
    shifted = app.page.evaluate(SHIFTED)
    assert sum(value for value, _ in shifted) < MOST_SHIFTED, shifted
