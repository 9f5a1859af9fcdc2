"""A run as plotly frames: what each shows, and that any can be reached from any other."""

import json
import re
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

from gmm_core.errors import DataError
from gmm_core.fitting import Settings, fit_run
from gmm_core.mixture.density import responsibilities
from gmm_core.plots.marks.colours import colours, mix
from gmm_core.plots.marks.curves import weighted_curves
from gmm_core.plots.teaching.animated_run import (
    MOST_BYTES,
    MOST_FRAMES,
    MOST_ROWS,
    animation,
    chosen_half_steps,
)
from gmm_core.projection.projection import onto_features, onto_principal_components
from gmm_core.steps.half_steps import frame, last_half_step


@pytest.fixture(scope="module")
def run(iris):
    return fit_run(iris, Settings(3, init="kmeans"))


@pytest.fixture(scope="module")
def onto(names):
    return onto_features([2, 3], names)


@pytest.fixture(scope="module")
def figure(iris, run, onto):
    """The run of iris; only looked at."""
    return animation(iris, run, onto)


def reached(figure, name):
    """The traces and the layout after a frame, as plotly finds them: from its first ancestor on."""
    frames = {each.name: each.to_plotly_json() for each in figure.frames}
    chain = [frames[name]]
    while "baseframe" in chain[0]:
        chain.insert(0, frames[chain[0]["baseframe"]])
    traces = [trace.to_plotly_json() for trace in figure.data]
    layout = figure.layout.to_plotly_json()
    for each in chain:
        for place, change in zip(each["traces"], each["data"], strict=True):
            traces[place] = merged(traces[place], change)
        layout = merged(layout, each.get("layout", {}))
    return traces, layout


def merged(before, change):
    found = dict(before)
    for key, value in change.items():
        inner = isinstance(value, dict) and isinstance(found.get(key), dict)
        found[key] = merged(found[key], value) if inner else value
    return found


def named(traces, name):
    return next(trace for trace in traces if trace.get("name") == name)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("features", [[2, 3], [0]])
def test_plotly_knows_every_property(iris, run, names, theme, features):
    figure = animation(iris, run, onto_features(features, names), theme=theme)
    frames = [each.to_plotly_json() for each in figure.frames]
    traces = [trace.to_plotly_json() for trace in figure.data]
    types = [trace["type"] for trace in traces]
    for each in frames:
        for place, change in zip(each["traces"], each["data"], strict=True):
            change.setdefault("type", types[place])
    go.Figure(data=traces, layout=figure.layout.to_plotly_json(), frames=frames)


def test_a_frame_for_each_half_step(figure, run):
    titles = [frame(run, each).title for each in range(last_half_step(run) + 1)]
    assert [each.name for each in figure.frames] == titles
    (slider,) = figure.layout.sliders
    assert [step.label for step in slider.steps] == titles
    assert figure.layout.title.text.startswith("<b>Start</b><br>")
    assert [button.label for button in figure.layout.updatemenus[0].buttons] == ["▶ Play", "Pause"]


def test_frames_show_the_numbers_of_the_run(figure, iris, run, onto):
    for half_step in (0, 1, 2, 9, last_half_step(run)):
        seen = frame(run, half_step)
        traces, layout = reached(figure, seen.title)
        means = onto.mixture(seen.mixture).means
        np.testing.assert_allclose(named(traces, "means")["x"], means[:, 0], rtol=1e-5)
        assert [note["x"] for note in layout["annotations"]] == means[:, 0].tolist()
        marker = named(traces, "rows")["marker"]
        if seen.responsible is None:
            assert marker["color"] not in colours(8)
        else:
            resp = responsibilities(iris, run.states[seen.responsible].mixture)
            assert marker["color"] == mix(resp)
        assert layout["title"]["text"].startswith(f"<b>{seen.title}</b><br>")


def test_the_start_is_reached_again(figure):
    start = figure.frames[0].to_plotly_json()
    later = {
        (place, key)
        for each in figure.frames[1:]
        for place, change in zip(each.traces, each.to_plotly_json()["data"], strict=True)
        for key in change
    }
    wound_back = {
        (place, key)
        for place, change in zip(start["traces"], start["data"], strict=True)
        for key in change
    }
    assert later <= wound_back
    assert {"title", "annotations"} <= set(start["layout"])
    traces, _ = reached(figure, "Start")
    assert (
        named(traces, "rows")["marker"]
        == figure.data[[trace.name for trace in figure.data].index("rows")].marker.to_plotly_json()
    )


def test_a_frame_says_only_what_has_changed(figure):
    rows = [trace.name for trace in figure.data].index("rows")
    for each in figure.frames[1:]:
        moves, recolours = each.name.startswith("M"), each.name.startswith("E")
        assert not (moves and rows in each.traces)
        if recolours and each.name != "E-step 1":
            (change,) = [d for p, d in zip(each.traces, each.data, strict=True) if p == rows]
            assert set(change.to_plotly_json()) <= {"marker", "type"}
    assert len(figure.to_json()) < 600_000


def test_an_m_step_leaves_a_ghost(figure, run, onto):
    traces, _ = reached(figure, "M-step 1")
    ghosts = [trace for trace in traces if (trace.get("meta") or {}).get("draws") == "ghosts"]
    assert len(ghosts) == 3
    before = onto.mixture(run.states[0].mixture)
    top = before.means[:, 1] + before.standard_deviations[:, 1]
    found = [np.nanmax(np.asarray(ghost["y"], dtype=float)) for ghost in ghosts]
    np.testing.assert_allclose(found, top, rtol=1e-3)


def test_one_feature_is_a_histogram(iris, run, names):
    figure = animation(iris, run, onto_features([2], names))
    assert figure.data[0].name == "histogram"
    places = {place for each in figure.frames for place in each.traces}
    assert 0 not in places
    assert "E-step 2" in {each.name for each in figure.frames}


def test_principal_components_and_names(iris, run, names):
    called = ["<b>small</b>", "middling", "large"]
    projection = onto_principal_components(iris, names)
    figure = animation(iris, run, projection, components=called, row_names=["r"] * 150)
    assert figure.layout.xaxis.title.text.startswith("principal component 1")
    notes = [note.text for note in figure.layout.annotations]
    assert notes[1] == "middling"
    assert "<b>" not in notes[0]
    assert named(reached(figure, "Start")[0], "rows")["text"][0] == "Row r"


def test_long_runs_are_thinned_and_say_so(iris, onto, run):
    longer = fit_run(iris, Settings(3, "full", "random_from_data", tol=0.0, max_iter=50))
    assert last_half_step(longer) > MOST_FRAMES
    figure = animation(iris, longer, onto)
    assert len(figure.frames) == MOST_FRAMES
    assert figure.frames[0].name == "Start"
    assert figure.frames[-1].name == frame(longer, last_half_step(longer)).title
    total = last_half_step(longer) + 1
    for each in figure.frames:
        first_line = f"<b>{each.name}</b> (60 of {total} half-steps)<br>"
        assert each.layout.title.text.startswith(first_line)
    seen = frame(longer, chosen_half_steps(last_half_step(longer))[30])
    traces, _ = reached(figure, seen.title)
    means = onto.mixture(seen.mixture).means
    np.testing.assert_allclose(named(traces, "means")["x"], means[:, 0], rtol=1e-5)


@pytest.mark.parametrize("last", [1, 3, 57, 59, 61, 63, 201, 2001])
def test_chosen_half_steps_begin_and_end_with_the_run(last):
    chosen = chosen_half_steps(last)
    assert chosen[0] == 0
    assert chosen[-1] == last
    assert len(chosen) == min(last + 1, MOST_FRAMES)
    assert (np.diff(chosen) > 0).all()
    assert all(before % 2 != after % 2 for before, after in pairwise(chosen))


def test_of_many_rows_a_sample_is_drawn_and_all_are_counted():
    rng = np.random.default_rng(0)
    X = np.concatenate([rng.normal(0, 1, (5000, 1)), rng.normal(9, 1, (20, 1))])
    run = fit_run(X, Settings(2, init="kmeans"))
    figure = animation(X, run, onto_features([0], ["a"]))
    rows = named([trace.to_plotly_json() for trace in figure.data], "rows")
    assert len(rows["x"]) == MOST_ROWS
    assert (rows["x"] > 5).sum() >= 4
    np.testing.assert_allclose(rows["x"], X[rows["customdata"], 0], rtol=1e-6)
    bars = figure.data[0]
    counts = [re.search(r"([\d,]+) rows?$", text) for text in bars.text]
    assert sum(int(count[1].replace(",", "")) for count in counts if count) == 5020
    said = reached(figure, "E-step 1")[1]["title"]["text"]
    assert "drawn point" in said.replace("<br>", " ")


@pytest.mark.parametrize("n_features", [1, 2])
def test_many_components_make_no_huge_file(n_features):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(900, n_features)) + 3 * rng.integers(0, 24, (900, 1))
    run = fit_run(X, Settings(24, init="kmeans", floor=0.001, tol=0.0, max_iter=40))
    figure = animation(X, run, onto_features(range(n_features), ["a", "b"][:n_features]))
    assert len(figure.to_json()) < 1.2 * MOST_BYTES
    assert 30 <= len(figure.frames) <= MOST_FRAMES
    total = last_half_step(run) + 1
    said = f"({len(figure.frames)} of {total} half-steps)"
    assert all(said in each.layout.title.text for each in figure.frames)


def test_the_curve_of_a_component_is_drawn_finely_where_it_is_not_flat():
    rng = np.random.default_rng(0)
    sds = np.array([0.01, 0.1, 1.0, 10.0, 30.0])
    X = (rng.normal(size=(200, 5)) * sds + [0, 5, 20, 100, 300]).T.reshape(-1, 1)
    run = fit_run(X, Settings(5, init="kmeans"))
    figure = animation(X, run, onto_features([0], ["a"]))
    traces, _ = reached(figure, figure.frames[-1].name)
    mixture = run.mixture
    for j, sd in enumerate(mixture.standard_deviations[:, 0]):
        curve = named(traces, f"component {j + 1}")
        x, y = (np.asarray(curve[axis], dtype=float) for axis in "xy")
        exact = weighted_curves(mixture, x)[:, j]
        np.testing.assert_allclose(y, exact, atol=1e-3 * exact.max())
        about = np.abs(x - mixture.means[j, 0]) < 3 * sd
        assert about.sum() >= 30
        assert np.abs(np.diff(y)).max() < 0.12 * exact.max()
        whole = np.asarray(named(traces, "sum")["x"], dtype=float)
        assert (x[0], x[-1]) == pytest.approx((whole[0], whole[-1]), rel=1e-2)


def test_rows_far_from_zero_keep_their_digits():
    X = 1e8 + np.array([[0.0], [0.5], [4.0], [5.0]])
    run = fit_run(X, Settings(2, init="kmeans"))
    figure = animation(X, run, onto_features([0], ["a"]))
    drawn = named([trace.to_plotly_json() for trace in figure.data], "rows")["x"]
    np.testing.assert_array_equal(np.asarray(drawn, dtype=float), X[:, 0])


def test_data_of_another_shape_are_refused(iris, run, onto):
    with pytest.raises(DataError, match="features"):
        animation(iris[:, :2], run, onto)


def test_it_is_json(figure, run):
    held = json.loads(figure.to_json())
    assert len(held["frames"]) == last_half_step(run) + 1
