"""The plain view of Step through EM: the transport, and that all numbers are of its half-step."""

from functools import partial

import numpy as np
import pytest
from expected import CHANGES, Expected, expected
from lab import Lab, array, read, trace
from numpy.testing import assert_allclose
from scipy.stats import norm

from dashboard.sidebar import sidebar
from gmm_core.departures.spurious_components import ADVICE, spurious
from gmm_core.fitting import Settings
from gmm_core.plots.marks.colours import colours, mix
from gmm_core.plots.marks.style import INKS
from gmm_core.steps.half_steps import frame, last_half_step
from gmm_core.steps.narration import narrate
from gmm_core.written_columns import plus_minus_column
from gmm_core.written_numbers import difference, fixed, number

pytestmark = pytest.mark.usefixtures("no_other_starts")

E = "E: share out the points"
M = "M: refit the components"
TRANSPORT = {"first_page": "home", "chevron_left": "left", "next": "right", "last_page": "end"}
IRIS_TABLE = [[50, 0, 0], [0, 45, 5], [0, 0, 50]]


def stepper(page: str = "step", **link: str) -> Lab:
    """The page as the server draws it, a half-step a click."""
    return Lab(page, plain="true", **link)


def next_label(lab: Lab) -> str:
    return lab.app.button(key="next").label


def enabled(lab: Lab) -> set[str]:
    """Buttons of the transport that can be pressed."""
    return {key for key in TRANSPORT if not lab.app.button(key=key).proto.disabled}


def outlined(lab: Lab, width: float) -> list[str]:
    """Colours of the lines of this width, in the order in which they are drawn."""
    lines = (trace.get("line", {}) for trace in lab.picture["data"])
    return [line["color"] for line in lines if line.get("width") == width]


def assert_shows(lab: Lab, what: Expected, half_step: int) -> None:
    """Means, outlines, number, curve and slider are those of one half-step of one run."""
    seen = frame(what.run, half_step)
    axes = [what.features.index(name) for name in lab.value("x", "y")]
    means, rows = trace(lab.picture, "means"), trace(lab.picture, "rows")
    assert_allclose(np.c_[array(means["x"]), array(means["y"])], seen.mixture.means[:, axes])
    assert_allclose(np.c_[array(rows["x"]), array(rows["y"])], what.rows.X[:, axes])
    assert outlined(lab, 2.5) == colours(seen.mixture.n_components)
    assert lab.metrics["Log-likelihood"] == number(seen.log_likelihood)
    assert lab.metrics["Half-step"] == seen.title
    curve = array(lab.figures["Log-likelihood by iteration, so far"]["data"][0]["y"])
    assert_allclose(curve, what.run.log_likelihoods[: seen.iteration + 1])
    assert lab.value("step") == half_step
    assert len(lab.app.select_slider(key="step").options) == seen.last + 1


# The transport


def test_starts_at_the_start_paused_and_grey() -> None:
    lab = stepper()
    assert lab.title == "Step through EM"
    assert next_label(lab) == E
    assert [button.key for button in lab.app.button if button.proto.type == "primary"] == ["next"]
    assert enabled(lab) == {"next", "last_page"}
    assert trace(lab.picture, "rows")["marker"]["color"] == INKS["light"].neutral
    assert not any(name.startswith("Target against") for name in lab.figures)
    lab.choose()
    assert lab.value("step") == 0
    assert_shows(lab, expected(), 0)


def test_the_button_names_the_next_half_step_until_convergence() -> None:
    lab, last = stepper(), last_half_step(expected().run)
    labels = []
    for _ in range(last):
        labels.append(next_label(lab))
        lab.press()
    assert labels == [E if half_step % 2 == 0 else M for half_step in range(last)]
    assert next_label(lab) == "Converged"
    assert enabled(lab) == {"first_page", "chevron_left"}


def test_iris_at_its_defaults_ends_in_five_misplaced_flowers() -> None:
    lab, run = stepper(), expected().run
    lab.press("last_page")
    assert lab.counts == IRIS_TABLE
    assert any("5 do not: rows 69, 71, 73, 78, 84." in text for text in lab.sentences)
    ended = f"Converged after {run.n_iter} iterations"
    assert any(text.startswith(ended) for text in lab.sentences)
    assert_shows(lab, expected(), last_half_step(run))


def test_back_to_the_start_to_the_end_and_by_the_slider() -> None:
    lab, run = stepper(), expected().run
    last = last_half_step(run)
    for key, half_step in [("last_page", last), ("chevron_left", last - 1), ("first_page", 0)]:
        lab.press(key)
        assert_shows(lab, expected(), half_step)
    lab.choose(step=10)
    assert_shows(lab, expected(), 10)
    assert lab.link["step"] == "10"
    assert next_label(lab) == E
    lab.press("chevron_left")
    assert_shows(lab, expected(), 9)
    assert next_label(lab) == M


def test_arrow_keys_move_too() -> None:
    buttons = [button for button in stepper().app.button if button.proto.shortcut]
    assert {button.key: button.proto.shortcut for button in buttons} == TRANSPORT


def test_a_run_that_reaches_the_limit_does_not_say_that_it_converged(monkeypatch) -> None:
    monkeypatch.setattr(sidebar, "Settings", partial(Settings, max_iter=2))
    lab = stepper(step="5")
    assert next_label(lab) == "Stopped"
    assert any("the log-likelihood was still changing" in text for text in lab.sentences)


# What is drawn belongs to the settings on screen (invariant 7)


@pytest.mark.parametrize(("change", "settings"), CHANGES)
def test_what_is_drawn_belongs_to_the_settings_on_screen(change: dict, settings: dict) -> None:
    lab = stepper()
    lab.choose(step=5)
    lab.choose(**change)
    assert next_label(lab) == E
    assert_shows(lab, expected(**settings), 0)
    assert trace(lab.picture, "rows")["marker"]["color"] == INKS["light"].neutral
    lab.press(times=2)
    assert_shows(lab, expected(**settings), 2)
    assert trace(lab.picture, "rows")["marker"]["color"] == mix(expected(**settings).resp(0))


def test_a_new_seed_is_a_new_run() -> None:
    lab = stepper(start="random responsibilities", seed="1", step="6")
    assert_shows(lab, expected(init="random", seed=1), 6)
    lab.choose(seed=2)
    assert_shows(lab, expected(init="random", seed=2), 0)


def test_a_change_on_the_other_page_returns_to_the_start_too() -> None:
    lab = stepper()
    lab.press(times=7)
    lab.visit("explore")
    lab.visit("step")
    assert_shows(lab, expected(), 7)
    lab.visit("explore")
    lab.choose(k=4)
    lab.visit("step")
    assert_shows(lab, expected(n_components=4), 0)


def test_what_is_not_part_of_the_fit_does_not_move_it() -> None:
    lab = stepper()
    lab.press(times=5)
    lab.choose(target="No target", colour="cluster", x="sepal length", y="sepal width")
    assert_shows(lab, expected(), 5)
    assert not any(name.startswith("Target against") for name in lab.figures)


# Every number on the page is that of gmm_core


@pytest.mark.parametrize("position", [0, 1, 2, 11, 12, -1])
def test_numbers_are_those_of_gmm_core(position: int) -> None:
    what = expected()
    half_step = range(last_half_step(what.run) + 1)[position]
    lab = stepper(step=str(half_step))
    seen = frame(what.run, half_step)
    assert_shows(lab, what, half_step)
    resp, before = (
        None if iteration is None else what.resp(iteration)
        for iteration in (seen.responsible, seen.responsible_before)
    )
    names = [str(row) for row in range(1, 151)]
    assert f"**{seen.title}.** {narrate(seen, resp, before, names)}" in lab.sentences
    delta = lab.app.metric[1].delta
    assert delta == (difference(seen.gain) if seen.step == "M" else "")
    if resp is not None:
        clusters = resp.argmax(axis=1).reshape(3, 50)
        assert lab.counts == [np.bincount(row, minlength=3).tolist() for row in clusters]


@pytest.mark.parametrize("position", [0, 2, -1])
def test_the_parameters_of_each_component_are_in_the_table(position: int) -> None:
    what = expected()
    half_step = range(last_half_step(what.run) + 1)[position]
    lab = stepper(step=str(half_step))
    mixture = frame(what.run, half_step).mixture
    table = lab.table("Weight")
    assert list(table.index) == ["1 ●", "2 ■", "3 ◆"]
    assert list(table["weight"]) == [fixed(weight, 3) for weight in mixture.weights]
    assert list(table)[1:3] == [f"{name} (cm)" for name in lab.value("x", "y")]
    for j, feature in enumerate(what.features):
        cells = plus_minus_column(mixture.means[:, j], np.sqrt(mixture.covariances[:, j, j]))
        assert list(table[f"{feature} (cm)"]) == cells


def test_an_m_step_shows_where_the_components_were() -> None:
    lab = stepper(step="2")
    assert outlined(lab, 1.25)[:3] == colours(3)
    ghosts = [t for t in lab.picture["data"] if t.get("line", {}).get("dash") == "dash"]
    assert len(ghosts) == 3
    lab.press()
    assert not [t for t in lab.picture["data"] if t.get("line", {}).get("dash") == "dash"]


def test_points_are_coloured_by_responsibility_or_by_cluster() -> None:
    lab = stepper(step="1")
    mixed = trace(lab.picture, "rows")["marker"]["color"]
    assert len(set(mixed)) > 3
    lab.choose(colour="cluster")
    hues = trace(lab.picture, "rows")["marker"]["color"]
    assert hues == [colours(3)[cluster] for cluster in expected().resp(0).argmax(axis=1)]


def test_a_dark_browser_gets_dark_figures() -> None:
    lab = stepper(step="1")
    lab.app.context = {"theme": "dark"}
    lab.choose(colour="cluster")
    assert outlined(lab, 2.5) == colours(3, "dark")
    assert set(trace(lab.picture, "rows")["marker"]["color"]) == set(colours(3, "dark"))
    inks = {figure["layout"]["font"]["color"] for figure in lab.figures.values()}
    assert inks == {INKS["dark"].muted}


# A fit that is likely an accident


def test_what_is_suspicious_of_the_fit_is_said_at_its_end() -> None:
    run = expected(n_components=7, init="random", seed=1).run
    suspicions = spurious(run.mixture, run.weight)
    assert suspicions
    of_fit = {"fit": "random", "fit_seed": "1"}
    lab = stepper(k="7", start="random responsibilities", seed="1", **of_fit)
    assert not lab.app.warning
    lab.press("last_page")
    (warning,) = lab.app.warning
    said = [*(each.finding for each in suspicions), ADVICE]
    assert read(warning.value).split("\n\n") == said
    lab.visit("explore")
    assert [each.value for each in lab.app.warning] == [warning.value]


@pytest.mark.parametrize("page", ["step", "explore"])
def test_nothing_is_suspicious_of_iris(page: str) -> None:
    lab = stepper(page, step=str(last_half_step(expected().run)))
    assert not lab.app.warning


# One dimension


def test_one_feature_is_a_histogram() -> None:
    lab = stepper(data="Velocities of 82 galaxies (Corona Borealis)")
    what = expected("galaxies")
    assert trace(lab.picture, "histogram")
    assert not {"x", "y"} & {box.key for box in lab.app.selectbox}
    lab.press("last_page")
    mixture = what.run.mixture
    assert lab.metrics["Log-likelihood"] == number(what.run.log_likelihood)
    for j in range(3):
        curve = trace(lab.picture, f"component {j + 1}")
        density = norm.pdf(array(curve["x"]), mixture.means[j, 0], np.sqrt(mixture.covariances[j]))
        per_thousand = 1000.0 * mixture.weights[j] * density.ravel()  # as the axis says
        assert_allclose(array(curve["y"]), per_thousand, atol=1e-12)
    assert "per 1000" in lab.picture["layout"]["yaxis"]["title"]["text"]


def test_one_feature_on_both_axes_is_its_histogram() -> None:
    lab, what = stepper(step="3"), expected()
    lab.choose(x="petal width", y="petal width")
    marginal = frame(what.run, 3).mixture.marginal([3])
    total = trace(lab.picture, "sum")
    deviations = np.sqrt(marginal.covariances[:, 0, 0])
    densities = norm.pdf(array(total["x"])[:, None], marginal.means[:, 0], deviations)
    assert_allclose(array(total["y"]), densities @ marginal.weights)
    assert lab.metrics["Log-likelihood"] == number(frame(what.run, 3).log_likelihood)
    lab.choose(x="sepal length")
    assert_shows(lab, what, 3)


# Left-out rows


def test_rows_with_missing_values_are_told() -> None:
    lab = stepper(data="Palmer penguins")
    told = "342 of 344 rows are fitted; 2 rows with missing values are left out."
    assert told in lab.sentences
    assert_shows(lab, expected("penguins"), 0)
