"""The player while it moves: whatever it shows is of the half-step that it shows."""

import re

import pytest
from driver import Dashboard
from outlines_seen import CUT, FILM, assert_of_the_run
from player_texts import PlayerTexts, of_dataset
from playwright.sync_api import expect

from gmm_core.fitting import Settings, fit_run

IRIS = "/?features=petal+length&features=petal+width&start=random+points&seed=1"
N_FRAMES = 20
LATER = re.compile("^([8-9]|..+)$")  # than half-step 7


@pytest.fixture(scope="module")
def what() -> PlayerTexts:
    """Petals from random points, which move far."""
    petals = of_dataset("iris", ("petal length", "petal width"))
    return PlayerTexts(
        petals.X, fit_run(petals.X, Settings(3, init="random_from_data", seed=1)), petals.labels
    )


def test_a_run_that_is_played(open_app, what):
    app = open_app(IRIS)
    app.player.frame(0)
    app.settle()
    assert app.player.last == what.last
    play_shows_no_outline_of_another_half_step(app, what)


def play_shows_no_outline_of_another_half_step(app: Dashboard, what: PlayerTexts) -> None:
    seen = app.player
    seen.picture.evaluate(FILM)
    seen.speed.select_option("4×")
    seen.do("play").click()
    expect(seen.root).to_have_attribute("data-half-step", LATER)
    for frame in seen.picture.evaluate(CUT, N_FRAMES):
        shown = what.seen(frame["halfStep"])
        planes = [
            what.plane.mixture(each or shown.mixture) for each in (shown.previous, shown.mixture)
        ]
        assert_of_the_run(frame, *planes)
    seen.do("play").click()
