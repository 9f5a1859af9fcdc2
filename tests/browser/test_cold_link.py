"""A link to a page may be the first that a server is asked for, before it has run app.py."""

from driver import PATIENCE
from playwright.sync_api import Browser, expect
from watch import Watch

from dashboard.server.first_page import SCRIPT
from gmm_core import datasets
from gmm_core.fitting import Settings, fit_run
from gmm_core.written_numbers import number

# Streamlit itself looks for the server below the page's address first, and is told 404.
OWN_PROBES = "console error: Failed to load resource: the server responded with a status of 404"


def test_a_link_to_explore_is_served_whole_and_asks_nothing_of_the_outside(
    browser: Browser, cold_server: str
):
    iris = datasets.load("iris")
    X = iris.frame[list(iris.features)].to_numpy()
    log_likelihood = number(fit_run(X, Settings(4)).log_likelihood, 5)
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    watch = Watch(context)
    page = context.new_page()
    page.goto(f"{cold_server}/explore?k=4")
    page.get_by_role("heading", name="Explore clusters").wait_for()
    page.get_by_role("link", name="Step through EM").wait_for()
    expect(page.get_by_test_id("stMetricValue").first).to_have_text(log_likelihood)
    expect(page).to_have_title("GMM Lab")
    context.close()
    assert [each for each in watch.complaints if not each.startswith(OWN_PROBES)] == []


def test_what_has_come_is_seen_in_the_end_though_a_part_never_comes(browser: Browser):
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.set_content("<main data-testid=stAppViewContainer>a page without its sidebar</main>")
    page.add_script_tag(content=SCRIPT.decode())
    words = page.get_by_role("main", include_hidden=True)
    page.clock.run_for(29_000)
    words.wait_for(state="hidden")
    page.clock.run_for(2_000)
    words.wait_for()
    context.close()
