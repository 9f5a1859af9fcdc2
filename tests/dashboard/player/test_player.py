"""Step through EM by the player: what it holds is the run of the settings on screen."""

import json
from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
import pytest
import uploads
from expected import CHANGES, assert_holds, expected, proposed
from lab import UPLOAD, Lab, array, trace
from numpy.testing import assert_allclose, assert_array_equal

from benchmarks.player import wide_bytes
from dashboard.player.open_ledger import OF_FEATURES
from dashboard.sidebar import sidebar
from gmm_core import compare, datasets, responsibilities
from gmm_core.clusters.row_ledgers import row_ledger, verdicts
from gmm_core.departures.spurious_components import ADVICE, spurious
from gmm_core.fitting import Settings, fit_run
from gmm_core.plots.marks.colours import colours
from gmm_core.plots.marks.names import text
from gmm_core.plots.marks.style import INKS
from gmm_core.projection.projection import onto_principal_components
from gmm_core.steps.half_steps import last_half_step
from gmm_core.steps.mean_ledgers import mean_ledger
from gmm_core.steps.mean_narration import narrate_mean
from gmm_core.steps.narration import why_stopped
from gmm_core.subsets import stratified_rows
from gmm_core.target import agreement

pytestmark = pytest.mark.usefixtures("no_other_starts")

GALAXIES = "Velocities of 82 galaxies (Corona Borealis)"
MOST_BYTES = 1_500_000
TO_GALAXIES = ({"data": "galaxies"}, {"name": "galaxies"})


def identity(lab: Lab) -> str:
    """What the player takes for another run, or for the same."""
    return lab.open_ledger["film_id"]


def many_rows(n_rows: int) -> np.ndarray:
    """Return rows (n_rows, 2) of two groups, one of them small."""
    noise = np.random.default_rng(3).normal(size=(n_rows, 2))
    return (noise + 8 * (np.arange(n_rows) < n_rows // 50)[:, None]).round(3)


# The film is the run of the settings on screen


def test_without_a_link_the_player_waits_at_the_start() -> None:
    lab = Lab()
    assert lab.title == "Step through EM"
    assert lab.errors == []
    assert lab.figures == {}
    assert (lab.open_ledger["step"], lab.open_ledger["colour"], lab.open_ledger["chosen"]) == (
        0,
        "mixed",
        None,
    )
    assert lab.open_ledger["can_undo"] is False
    assert lab.shown.title == "Start"
    assert_holds(lab, expected())


@pytest.mark.parametrize(("change", "settings"), [*CHANGES, TO_GALAXIES])
def test_another_setting_is_another_film_from_its_start(change: dict, settings: dict) -> None:
    lab = Lab()
    lab.report(step=5)
    before = identity(lab)
    lab.choose(**change)
    assert lab.errors == []
    assert identity(lab) != before
    assert lab.open_ledger["step"] == 0
    assert "step" not in lab.link
    assert_holds(lab, expected(**settings))


@pytest.mark.parametrize(("data", "clusters"), [("Iris flowers", 3), ("Palmer penguins", 4)])
def test_target_against_cluster_after_every_e_step(data: str, clusters: int) -> None:
    lab = Lab(data=data, k=str(clusters))
    what = expected(lab.value("data"), n_components=clusters)
    target = what.dataset.frame["species"][what.rows.kept]
    film = lab.film
    for half_step in range(1, film.last + 1):
        shown = film.after(half_step)
        resp = what.resp((half_step - 1) // 2)
        comparison = compare(target, resp.argmax(axis=1), clusters)
        assert film["classes"] == comparison.table.index.tolist()
        assert_array_equal(shown.counts, comparison.table)
        matched = [None if c < 0 else film["classes"][c] for c in np.asarray(shown.matching)]
        assert matched == list(comparison.matching)
    assert film["target_caption"] == "Target against cluster"
    assert film.after(0).counts is None


def test_clusters_are_matched_to_classes_only_where_these_are_said_to_be_the_truth() -> None:
    lab = Lab()
    assert "matching" in lab.film
    ended = lab.film["ending"]
    lab.choose(is_truth=False)
    assert "matching" not in lab.film
    assert lab.film["ending"] == ended[:1]
    assert "counts" in lab.film


def test_iris_at_its_defaults_ends_in_five_misplaced_flowers() -> None:
    lab, what = Lab(), expected()
    lab.report(step=lab.film.last)
    assert lab.counts == [[50, 0, 0], [0, 45, 5], [0, 0, 50]]
    clusters = what.resp(what.run.n_iter).argmax(axis=1)
    said = agreement(compare(what.dataset.frame["species"], clusters, 3), what.rows.names)
    assert lab.film["ending"] == [why_stopped(what.run, Settings(3).tol), said]
    assert said.endswith("5 do not: rows 69, 71, 73, 78, 84.")
    assert lab.film["ended"] == "Converged"


def test_what_is_suspicious_of_the_fit_is_said_at_its_end() -> None:
    run = expected(n_components=7, init="random", seed=1).run
    lab = Lab(k="7", start="random responsibilities", seed="1", target="No target")
    findings = [each.finding for each in spurious(run.mixture, run.weight)]
    assert findings
    assert lab.film["ending"][1:] == [*findings, ADVICE]


def test_a_link_to_a_target_that_is_none_hides_nothing_suspicious() -> None:
    what = expected(n_components=7, init="random", seed=1)
    table = what.dataset.frame.assign(t=[f"flower {i}" for i in range(150)])
    link = {"features": list(what.features), "k": "7", "start": "random responsibilities"}
    lab = Lab(data=UPLOAD, target="t", seed="1", **link)
    lab.upload(table.to_csv(index=False))
    assert lab.errors == []
    assert "t" not in lab.options("target")
    findings = [each.finding for each in spurious(what.run.mixture, what.run.weight)]
    assert lab.film["ending"][1:] == [*findings, ADVICE]


def test_the_title_says_what_is_fitted() -> None:
    lab = Lab()
    assert lab.film["title"] == "Iris flowers, 3 components, full"
    lab.choose(k=1, covariance="tied")
    assert lab.film["title"] == "Iris flowers, 1 component, tied"


# The half-step


def test_the_step_that_is_reported_stays_in_the_session_and_in_the_link() -> None:
    lab = Lab()
    film = identity(lab)
    for step in (1, 7, 4):
        lab.report(step=step)
        assert (lab.open_ledger["step"], lab.value("step")) == (step, step)
        assert lab.link["step"] == str(step)
        assert identity(lab) == film
    lab.report(step=0)
    assert "step" not in lab.link


def test_a_step_runs_the_player_alone_and_brings_nothing_again() -> None:
    lab = Lab()
    held = lab.held
    lab.report_alone(step=5)
    assert (len(lab.app.title), len(lab.app.selectbox)) == (0, 0)
    assert lab.link["step"] == "5"
    assert lab.value("step") == 5
    assert lab.held == held
    lab.report_alone(step=6, chosen={"kind": "component", "index": 1})
    assert lab.link["step"] == "6"
    assert lab.open_ledger["chosen"]["index"] == 1
    lab.choose()
    assert (lab.open_ledger["step"], lab.open_ledger["chosen"]["index"]) == (6, 1)
    assert_holds(lab, expected())


def test_the_same_step_is_heard_again_after_another_run() -> None:
    lab = Lab()
    lab.report(step=5)
    lab.choose(k=4)
    lab.choose(k=3)
    assert lab.open_ledger["step"] == 0
    lab.report(step=5)
    assert lab.open_ledger["step"] == 5
    assert lab.link["step"] == "5"


def test_a_link_restores_the_step() -> None:
    lab = Lab(step="7", k="4")
    assert lab.open_ledger["step"] == 7
    assert lab.link["step"] == "7"
    assert_holds(lab, expected(n_components=4))


@pytest.mark.parametrize("step", ["9999", "-3", "seven", "", "1.5", "²", "9" * 5000, "0x3"])
def test_a_link_to_no_half_step_shows_the_start(step: str) -> None:
    lab = Lab(step=step)
    assert lab.errors == []
    assert lab.open_ledger["step"] == 0
    assert "step" not in lab.link


@pytest.mark.parametrize("step", [True, 2.5, "3", None, [3], -1, 10**9, 10**30])
def test_a_report_of_no_half_step_moves_nothing_or_to_the_start(step: object) -> None:
    lab = Lab(step="3")
    lab.report(step=step)
    assert lab.open_ledger["step"] in (0, 3)
    assert type(lab.open_ledger["step"]) is int
    assert lab.link.get("step", "0") == str(lab.open_ledger["step"])


def test_what_is_not_part_of_the_fit_does_not_move_it() -> None:
    lab = Lab()
    lab.report(step=5)
    for change in ({"colour": "cluster"}, {"x": "sepal length", "y": "sepal width"}):
        lab.choose(**change)
        assert lab.open_ledger["step"] == 5
    assert lab.open_ledger["colour"] == "cluster"
    lab.choose(target="No target")
    assert lab.open_ledger["step"] == 5
    assert "counts" not in lab.film
    lab.choose(view="principal")
    assert lab.open_ledger["step"] == 5
    lab.visit("explore")
    lab.visit("step")
    assert lab.open_ledger["step"] == 5
    assert lab.link["step"] == "5"


def test_neither_a_step_nor_a_colour_packs_the_run_again() -> None:
    lab = Lab()
    film = identity(lab)
    lab.report(step=5)
    lab.choose(colour="cluster")
    lab.report(chosen={"kind": "row", "index": 3})
    assert identity(lab) == film


def test_a_run_is_known_however_it_is_seen() -> None:
    lab = Lab()
    run = lab.open_ledger["run"]
    for change in ({"view": "principal"}, {"target": "No target"}):
        film = identity(lab)
        lab.choose(**change)
        assert lab.open_ledger["run"] == run
        assert identity(lab) != film
    lab.choose(seed=1)
    assert lab.open_ledger["run"] != run


def test_a_change_on_the_other_page_returns_to_the_start() -> None:
    lab = Lab(step="5")
    lab.visit("explore")
    lab.choose(k=4)
    lab.visit("step")
    assert lab.open_ledger["step"] == 0
    assert_holds(lab, expected(n_components=4))


def test_the_plain_view_and_the_player_are_at_one_half_step() -> None:
    lab = Lab()
    lab.report(step=5)
    lab.choose(plain=True)
    assert lab.held == b""
    assert lab.metrics["Half-step"] == "E-step 3"
    lab.press()
    lab.choose(plain=False)
    assert lab.shown.title == "M-step 3"


# Ledgers


def as_listed(lab: Lab, features: Sequence[str]) -> list[int]:
    """The features in the order of the table of parameters: those on the axes first."""
    axes = [features.index(name) for name in lab.value("x", "y")]
    return [*axes, *(j for j in range(len(features)) if j not in axes)]


def test_the_ledger_of_a_row_is_that_of_gmm_core_in_every_state() -> None:
    lab, what = Lab(data="Palmer penguins"), expected("penguins")
    lab.report(chosen={"kind": "row", "index": 8})
    x, mixtures = what.rows.X[8], [state.mixture for state in what.run.states]
    ledger, opened = row_ledger(x, mixtures), lab.open_ledger
    for name, values in vars(ledger).items():
        if name != "missing":
            assert_allclose(opened[name], values, rtol=1e-12, err_msg=name)
    about = opened["chosen"]
    assert (about["kind"], about["index"], about["missing"]) == ("row", 8, [])
    assert about["name"] == f"Row {what.rows.names[8]}" == "Row 10"  # row 4 is left out
    order = as_listed(lab, what.features)
    assert about["values"] == [[what.labels()[j], x[j]] for j in order]
    assert about["verdicts"] == verdicts(x, mixtures, ledger)


def test_the_ledger_of_a_mean_is_that_of_gmm_core_in_every_m_step() -> None:
    lab, what = Lab(data="Palmer penguins"), expected("penguins")
    lab.report(chosen={"kind": "component", "index": 2})
    order = as_listed(lab, what.features)
    ledger, opened = mean_ledger(what.rows.X, what.run, 2, features=order[:2]), lab.open_ledger
    for name, values in vars(ledger).items():
        if isinstance(values, np.ndarray):
            values = values[..., order] if name in OF_FEATURES else values
            assert_allclose(opened[name], values, rtol=1e-12, err_msg=name)
    about, names = opened["chosen"], what.rows.names
    assert (about["kind"], about["index"], about["n_rows"]) == ("component", 2, 342)
    assert about["features"] == lab.film["features"] == [what.labels()[j] for j in order]
    assert about["pairs"] == [[0, 0], [1, 1], [0, 1]]
    assert about["row_names"] == [
        [f"row {names[row]}" for row in step] for step in ledger.contributors
    ]
    assert_array_equal(opened["values"], what.rows.X[ledger.contributors][..., order])
    steps = range(what.run.n_iter)
    assert about["sentences"] == [narrate_mean(ledger, step, 2, names) for step in steps]


def test_a_ledger_stays_open_over_a_step_and_another_fit_and_closes_with_other_features() -> None:
    lab = Lab()
    chosen = {"kind": "row", "index": 3}
    lab.report(chosen=chosen)
    lab.report(step=3)
    assert lab.open_ledger["chosen"]["index"] == 3
    lab.choose(covariance="tied")
    mixtures = [state.mixture for state in expected(covariance_type="tied").run.states]
    found = row_ledger(expected().rows.X[3], mixtures).responsibilities
    assert_allclose(lab.open_ledger["responsibilities"], found, rtol=1e-12)
    lab.choose(features=["sepal length", "petal width"])
    assert lab.open_ledger["chosen"] is None
    lab.report(chosen=chosen)
    assert lab.open_ledger["chosen"]["index"] == 3


def test_a_row_is_asked_for_by_its_number_in_the_file() -> None:
    lab = Lab(data="Palmer penguins")
    lab.report(chosen={"kind": "number", "index": 10})
    about = lab.open_ledger["chosen"]
    assert (about["kind"], about["index"], about["number"]) == ("row", 8, "10")
    assert lab.open_ledger["notice"] == ""


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "There is no row 0. Give one from 1 to 344."),
        (345, "There is no row 345. Give one from 1 to 344."),
        (4, "Row 4 is left out of the fit, since a feature has no number in it."),
    ],
)
def test_a_row_without_a_ledger_says_why(number: int, said: str) -> None:
    lab = Lab(data="Palmer penguins")
    lab.report(chosen={"kind": "number", "index": number})
    assert (lab.open_ledger["chosen"], lab.open_ledger["notice"]) == (None, said)


def test_a_late_choice_leaves_the_ledger_that_is_open() -> None:
    lab = Lab()
    lab.report(chosen={"kind": "row", "index": 3})
    lab.speaks_of = "another run"
    lab.report(chosen={"kind": "row", "index": 5})
    assert lab.open_ledger["chosen"]["index"] == 3


def test_the_ledger_of_a_component_that_is_gone_closes() -> None:
    lab = Lab()
    lab.report(chosen={"kind": "component", "index": 2})
    lab.choose(k=2)
    assert lab.open_ledger["chosen"] is None


@pytest.fixture(scope="module")
def third() -> Lab:
    """A session at half-step 3, which whatever is reported does not change."""
    return Lab(step="3")


@pytest.mark.parametrize(
    "chosen",
    [
        None,
        "row",
        3,
        ["row", 3],
        {},
        {"kind": "row"},
        {"index": 3},
        {"kind": "row", "index": "3"},
        {"kind": "row", "index": True},
        {"kind": "row", "index": 3.0},
        {"kind": "row", "index": -1},
        {"kind": "row", "index": 150},
        {"kind": "row", "index": None},
        {"kind": "component", "index": 3},
        {"kind": "component", "index": False},
        {"kind": "rows", "index": 3},
        {"kind": ["row"], "index": 3},
        {"kind": {"row": 1}, "index": 3},
    ],
)
def test_what_is_no_row_or_component_is_not_chosen(third: Lab, chosen: object) -> None:
    third.report(chosen=chosen)
    assert third.errors == []
    assert third.open_ledger["chosen"] is None
    assert third.open_ledger["step"] == 3


# The picture


def test_the_picture_shows_every_row_in_the_features_that_are_chosen() -> None:
    lab, what = Lab(), expected()
    lab.choose(x="sepal length", y="petal width")
    rows = trace(lab.picture, "rows")
    assert_array_equal(np.c_[array(rows["x"]), array(rows["y"])], what.rows.X[:, [0, 3]])
    assert lab.film["features"][:2] == ["sepal length (cm)", "petal width (cm)"]
    assert_holds(lab, what)


def test_a_link_to_the_view_of_principal_components() -> None:
    lab, what = Lab(view="principal"), expected()
    plane = onto_principal_components(what.rows.X, what.labels())
    assert lab.value("view") == "principal"
    assert lab.film["features"] == what.labels()
    assert_holds(lab, what, plane)
    rows = trace(lab.picture, "rows")
    assert_allclose(np.c_[array(rows["x"]), array(rows["y"])], plane.points(what.rows.X))
    axis = lab.picture["layout"]["xaxis"]["title"]["text"]
    assert axis == text("principal component 1 (73 % of variance)")


@pytest.mark.parametrize("view", ["nonsense", ""])
def test_an_invalid_view_in_a_link_is_two_features(view: str) -> None:
    assert Lab(view=view).held == Lab().held


def test_two_features_have_no_view_to_choose() -> None:
    lab = Lab(data="Old Faithful geyser eruptions", view="principal")
    assert lab.errors == []
    assert_holds(lab, expected("faithful"))


def test_one_feature_is_a_histogram() -> None:
    lab, what = Lab(data=GALAXIES), expected("galaxies")
    assert trace(lab.picture, "histogram")
    assert lab.film["plane_means"].shape[2] == 1
    assert_holds(lab, what)
    lab.report(chosen={"kind": "row", "index": 81})
    found = row_ledger(what.rows.X[81], [state.mixture for state in what.run.states])
    assert_allclose(lab.open_ledger["responsibilities"], found.responsibilities, rtol=1e-12)


def test_one_feature_on_both_axes_is_its_histogram() -> None:
    lab = Lab(step="3")
    lab.choose(x="petal width", y="petal width")
    assert trace(lab.picture, "histogram")
    assert_holds(lab, expected())
    assert lab.open_ledger["step"] == 3


def test_a_dark_browser_gets_dark_looks() -> None:
    lab = Lab(step="2")
    light = identity(lab)
    lab.app.context = {"theme": "dark"}
    lab.choose(colour="cluster")
    assert identity(lab) != light
    assert lab.open_ledger["step"] == 2
    assert lab.film["looks"]["hues"] == colours(3, "dark")
    assert lab.film["looks"]["neutral"] == INKS["dark"].neutral
    inks = [lab.film[figure]["layout"]["font"]["color"] for figure in ("figure", "ascent")]
    assert inks == [INKS["dark"].muted] * 2


# Many rows, missing rows, and tables that are no help


@pytest.mark.usefixtures("two_proposed")
def test_of_many_rows_a_fixed_sample_is_drawn_and_all_are_fitted() -> None:
    X = many_rows(6000)
    lab = Lab(data=UPLOAD, k="2", covariance="full", step="3")
    lab.upload(uploads.csv("ab", X))
    run = fit_run(X, Settings(2))
    clusters = responsibilities(X, run.mixture).argmax(axis=1)
    assert_array_equal(lab.film["rows"], stratified_rows(clusters, 5000))
    told = "5,000 of 6,000 rows are drawn, a fixed sample; all rows are fitted."
    assert told in lab.sentences
    assert lab.film["last_row"] == 6000
    assert lab.film["hundredths"].shape[1] == 5000
    assert_allclose(lab.film["log_likelihoods"], run.log_likelihoods, rtol=1e-12)
    assert "drawn points" in lab.film["sentences"][1]
    assert len(trace(lab.picture, "rows")["x"]) == 5000
    lab.report(chosen={"kind": "component", "index": 1})
    ledger = mean_ledger(X, run, 1, rows=lab.film["rows"])
    assert_allclose(lab.open_ledger["resp_sums"], ledger.resp_sums, rtol=1e-12)
    lab.report(chosen={"kind": "row", "index": 5999})
    assert lab.open_ledger["chosen"]["name"] == "Row 6000"
    lab.choose(plain=True)
    assert lab.held == b""
    assert len(array(trace(lab.picture, "rows")["x"])) == 5000
    assert told in lab.sentences


def test_rows_with_missing_values_are_told() -> None:
    lab = Lab(data="Palmer penguins")
    assert "342 of 344 rows are fitted; 2 rows with missing values are left out." in lab.sentences
    assert trace(lab.picture, "rows")["text"][3] == "Row 5"


HOSTILE = ["</script><b>x</b>", "<img src=x onerror=alert(1)>", "%{y} ${1+1}", '"};alert(1)//']


def test_hostile_names_arrive_as_plain_text() -> None:
    classes = ["<i>one</i>", "</script>"]
    rows = uploads.two_groups(4)
    table = [[*row, classes[i < 30]] for i, row in enumerate(rows)]
    lab = Lab(data=UPLOAD, k="2", step="1")
    lab.upload(uploads.csv([*HOSTILE, "<u>t</u>"], table), "<s>mine</s>.csv")
    lab.choose(target="<u>t</u>")
    film = lab.film
    covariance = proposed(rows).covariance_type
    assert film["title"] == f"<s>mine</s>.csv, 2 components, {covariance}"
    assert sorted(film["features"]) == sorted(HOSTILE)
    assert sorted(film["classes"]) == sorted(classes)
    lab.report(chosen={"kind": "row", "index": 0})
    assert [name for name, _ in lab.open_ledger["chosen"]["values"]] == film["features"]
    assert_drawn_as_text(film["figure"])
    assert_drawn_as_text(film["ascent"])


def assert_drawn_as_text(figure: dict) -> None:
    """Nothing that plotly would take for markup came from a name."""
    figure["layout"].pop("uirevision")  # is compared, and never drawn
    drawn = json.dumps(figure)
    assert not any(part in drawn for part in ("</script", "<img", "<b>", "${1+1}", "%{y} $"))


@pytest.mark.parametrize("name", datasets.names())
def test_every_built_in_table_fits_through_the_wire(name: str) -> None:
    lab = Lab(data=datasets.load(name).title)
    assert lab.errors == []
    assert lab.film["ended"] == "Converged"
    assert len(lab.held) < MOST_BYTES
    lab.report(chosen={"kind": "component", "index": 0})
    assert len(lab.held) < MOST_BYTES


def test_the_benchmark_of_a_wide_run_packs_what_the_player_takes() -> None:
    assert 0 < wide_bytes(60, 50, 3) < MOST_BYTES


def test_what_is_drawn_by_hand_is_stepped_by_the_player() -> None:
    points = uploads.two_groups(2) / 4 + 1
    lab = Lab(data="Draw your own points", k="2")
    lab.app.session_state["canvas-0"] = {"points": points.tolist(), "done": True}
    lab.choose()
    run = fit_run(points.round(3), Settings(2))
    assert lab.film["title"] == "Your drawing, 2 components, full"
    assert_allclose(lab.film["log_likelihoods"], run.log_likelihoods, rtol=1e-12)
    lab.report(step=3)
    assert lab.shown.title == "E-step 2"


@pytest.mark.usefixtures("two_proposed")
def test_a_missing_class_is_counted_nowhere() -> None:
    X = uploads.two_groups(2)
    classes = ["", *"a" * 29, *"b" * 30]
    lab = Lab(data=UPLOAD, k="2", step="1")
    lab.upload(uploads.csv("xyt", ([*row, c] for row, c in zip(X, classes, strict=True))))
    assert lab.value("target") == "t"
    assert sorted(map(sum, lab.counts)) == [29, 30]


@pytest.mark.usefixtures("two_proposed")
def test_a_target_without_any_class_is_no_table() -> None:
    frame = pd.DataFrame({"x": uploads.two_groups(1)[:, 0], "t": ""})
    lab = Lab(data=UPLOAD, k="2", target="t", step="1")
    lab.upload(frame.to_csv(index=False))
    assert lab.errors == []
    assert "counts" not in lab.film


def test_a_run_that_reaches_the_limit_does_not_say_that_it_converged(monkeypatch) -> None:
    monkeypatch.setattr(sidebar, "Settings", partial(Settings, max_iter=2))
    film = Lab().film
    assert film["ended"] == "Stopped"
    assert "the log-likelihood was still changing" in film["ending"][0]
    assert film.last == last_half_step(expected(max_iter=2).run) == 5


# Reports that come late, or together with something else


def test_a_choice_that_comes_with_a_report_is_not_lost() -> None:
    lab = Lab()
    lab.app.get_by_key("k").set_value(4)  # pyright: ignore
    lab.report_alone(step=3)
    assert_holds(lab, expected(n_components=4))
    lab.app.get_by_key("colour").set_value("cluster")  # pyright: ignore
    lab.report_alone(step=3)
    assert lab.open_ledger["colour"] == "cluster"
    assert lab.value("step") == 3


def test_a_report_of_a_run_that_is_gone_is_not_heard() -> None:
    lab = Lab()
    gone = lab.open_ledger["run"]
    lab.choose(k=4)
    lab.speaks_of = gone
    lab.report(step=5)
    assert lab.value("step") == 0
    lab.report(moved={"component": 0, "place": [1.0, 1.0], "step": 0})
    lab.report(undo=True)
    assert lab.value("start") == "auto"
    lab.speaks_of = None
    lab.report(step=5)
    assert lab.value("step") == 5


def test_an_event_that_a_message_repeats_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    lab, taken = Lab(), []
    monkeypatch.setattr("dashboard.sidebar.placed.start_from", lambda *_: taken.append(True))
    value = {"component": 0, "place": [1.0, 1.0], "step": 0}
    said = {"event": "moved", "value": {"run": lab.open_ledger["run"], "value": value}}
    for runs in (1, 2):
        states = lab._triggering(lab._player.id, {})
        states.widgets[-1].json_trigger_value = json.dumps([said] * 30_000)
        lab._run(states)
        assert len(taken) == runs


@pytest.mark.usefixtures("two_proposed")
def test_a_feature_called_weight_is_told_apart_from_the_weights_of_components() -> None:
    lab = Lab(data=UPLOAD)
    lab.upload(uploads.csv(["height", "weight"], uploads.two_groups(2)), "people.csv")
    first, second = lab.film["features"]
    assert {"height"} < {first, second}
    assert "weight" not in (first, second)
