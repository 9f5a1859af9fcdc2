"""The views of Explore: each is what gmm_core draws, and is offered where a fit has it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
import uploads
from expected import Expected, expected, proposed
from lab import UPLOAD, Lab, array, trace
from numpy.testing import assert_allclose

from dashboard.browser.packing import figure_json
from dashboard.explore.pictures import PICTURES
from dashboard.explore.summaries import SUMMARIES
from dashboard.look.messages import plain
from gmm_core import subsets
from gmm_core.clusters import describe, profiles
from gmm_core.departures.normality import fit_checks
from gmm_core.departures.normality_sentences import fit_verdicts
from gmm_core.plots import Look, pictures, summaries
from gmm_core.projection.leading import leading_features
from gmm_core.projection.projection import onto_features, onto_principal_components
from gmm_core.target.comparison import compared

pytestmark = pytest.mark.usefixtures("no_other_starts")

GALAXIES = "Velocities of 82 galaxies (Corona Borealis)"
POINTS = ["scatter", "density", "space"]  # pictures in which each row is one point
NO_TARGET = "No target"


def galaxies() -> Lab:
    return Lab("explore", data=GALAXIES)


def penguins() -> Lab:
    lab = Lab("explore", data=UPLOAD)
    lab.upload(uploads.PENGUINS, "penguins.csv")
    return lab


def look_at(lab: Lab, picture: str, summary: str) -> None:
    """Choose two views, and see that a browser could draw them."""
    lab.choose(picture=picture, summary=summary)
    assert lab.errors == []
    for slot, view in (("picture", PICTURES[picture]), ("summary", SUMMARIES[summary])):
        shown = lab.view(slot)
        go.Figure(shown["figure"])  # plotly checks every attribute
        assert shown["alt"] == view.alt
        assert shown["gestures"] == list(view.gestures)
        assert shown["figure"]["layout"]["height"] >= 90


def offered(lab: Lab, without: set[str]) -> None:
    """All views are offered but these."""
    for key, views in (("picture", PICTURES), ("summary", SUMMARIES)):
        titles = [view.title for name, view in views.items() if name not in without]
        assert lab.options(key) == titles


TABLES: list[tuple[Callable[[], Lab], set[str]]] = [
    (lambda: Lab("explore"), set()),
    (lambda: Lab("explore", k="5"), set()),
    (lambda: Lab("explore", k="1", target=NO_TARGET), {"target"}),
    (galaxies, {"density", "matrix", "space", "parallel", "target"}),
    (penguins, set()),
]


@pytest.mark.parametrize(
    ("table", "lacking"),
    TABLES,
    ids=["iris", "five components", "one component", "one feature", "an upload"],
)
def test_every_view_that_a_fit_has_is_offered_and_drawn(table, lacking) -> None:
    lab = table()
    if lab.value("k") != 3:
        lacking = {*lacking, "triangle"}
    offered(lab, lacking)
    pictures = [name for name in PICTURES if name not in lacking]
    summaries = [name for name in SUMMARIES if name not in lacking]
    for place in range(max(len(pictures), len(summaries))):
        look_at(lab, pictures[place % len(pictures)], summaries[place % len(summaries)])


# The numbers


def points(what: Expected, resp: np.ndarray, **look: Any) -> dict[str, Any]:
    """What pictures of points are told."""
    hover = None if what.rows.kept.all() else [f"Row {name}" for name in what.rows.names]
    return {"responsibilities": resp, "look": Look(hover=hover, **look)}


def test_pictures_are_those_of_gmm_core() -> None:
    lab, what = Lab("explore", data="Palmer penguins"), expected("penguins")
    X, mixture, resp = what.rows.X, what.run.mixture, what.resp(-1)
    labels = what.labels()
    leading = leading_features(X, 2)
    plane = onto_features(leading, labels)
    flat, seen = plane.points(X), plane.mixture(mixture)
    told = points(what, resp)
    others = [j for j in leading_features(X, 3) if j not in leading]
    space = (*leading, *others)[:3]
    for name, figure in {
        "scatter": pictures.mixture_figure(
            flat,
            seen,
            names=plane.labels,
            still=True,
            ranges=pictures.outline_ranges(flat, [seen]),
            **told,
        ),
        "density": pictures.density(flat, seen, labels=plane.labels, **told),
        "matrix": pictures.matrix(
            X, mixture, names=labels, features=leading_features(X, 10), **told
        ),
        "space": pictures.space(X, mixture, names=labels, features=space, **told),
        "parallel": pictures.parallel(X, mixture, resp, names=labels, look=told["look"]),
    }.items():
        lab.choose(picture=name)
        assert lab.view()["figure"] == figure_json(figure), name


def test_summaries_are_those_of_gmm_core() -> None:
    lab, what = Lab("explore", data="Palmer penguins"), expected("penguins")
    mixture, resp, labels = what.run.mixture, what.resp(-1), what.labels()
    look = points(what, resp)["look"]
    found = profiles(what.rows.X, mixture, resp)
    checks = fit_checks(what.rows.X, mixture, resp)
    comparison = compared(what.dataset.frame["species"][what.rows.kept], resp, name="species")
    for name, figure in {
        "target": summaries.contingency(comparison.table, matching=comparison.matching),
        "triangle": summaries.ternary(resp, look=look),
        "bars": summaries.responsibilities(resp, look=replace(look, height=360)),
        "profiles": summaries.profile_lines(found, names=labels, order=found.order),
        "sizes": summaries.sizes(found.soft_sizes, found.hard_sizes),
        "checks": summaries.quantiles(checks, n_features=mixture.n_features, look=look),
    }.items():
        lab.choose(summary=name)
        assert lab.view("summary")["figure"] == figure_json(figure), name


def test_every_row_is_a_point_at_its_own_numbers() -> None:
    lab, what = Lab("explore"), expected()
    chosen = [what.features.index(name) for name in lab.value("x", "y")]
    resp = what.resp(-1)
    for name in POINTS:
        lab.choose(picture=name)
        rows = trace(lab.view()["figure"], "rows")
        where = np.array(rows["customdata"]).astype(int).ravel()
        assert sorted(where) == list(range(150))
        places = np.column_stack([rows["x"], rows["y"]])
        assert_allclose(places, what.rows.X[where][:, chosen])
    lab.choose(summary="triangle")
    rows = trace(lab.view("summary")["figure"], "rows")
    where = np.array(rows["customdata"]).astype(int).ravel()
    assert_allclose(np.column_stack([rows[corner] for corner in "abc"]), resp[where], atol=1e-12)


def test_cells_show_counts_shares_or_soft_counts() -> None:
    lab, what = Lab("explore"), expected()
    resp = what.resp(-1)
    comparison = compared(what.dataset.frame["species"], resp, name="species")
    texts = {}
    for shows in ("counts", "row shares", "soft counts"):
        lab.choose(shows=shows)
        cells = trace(lab.heat_map, "cells")
        assert np.array(cells["customdata"]).astype(int).tolist() == [
            [i, j] for i in range(3) for j in range(3)
        ]
        texts[shows] = cells["text"]
    assert [int(count) for count in texts["counts"]] == comparison.table.to_numpy().ravel().tolist()
    shares = [float(share.rstrip(" %").replace("\u00a0", "")) for share in texts["row shares"]]
    assert_allclose(shares, 100 * comparison.row_shares.to_numpy().ravel(), atol=0.5)
    soft = [float(count.replace("&lt;0.1", "0.05")) for count in texts["soft counts"]]
    assert comparison.soft_table is not None
    assert_allclose(soft, comparison.soft_table.to_numpy().ravel(), atol=0.05)


def test_what_profiles_and_checks_show_is_said_in_words() -> None:
    lab, what = Lab("explore", summary=SUMMARIES["profiles"].title), expected()
    resp = what.resp(-1)
    found = profiles(what.rows.X, what.run.mixture, resp)
    assert {plain(text) for text in describe(found, what.labels())} <= set(lab.sentences)
    lab.choose(summary="checks")
    checks = fit_checks(what.rows.X, what.run.mixture, resp)
    assert {plain(text) for text in fit_verdicts(checks, 4, features=what.labels())} <= set(
        lab.sentences
    )


def test_a_picture_follows_the_plane_that_is_chosen() -> None:
    lab, what = Lab("explore"), expected()
    lab.choose(x="sepal length", y="sepal width")
    for name in POINTS:
        lab.choose(picture=name)
        rows = trace(lab.view()["figure"], "rows")
        where = np.array(rows["customdata"]).astype(int).ravel()
        assert_allclose(np.column_stack([rows["x"], rows["y"]]), what.rows.X[where][:, :2])
    lab.choose(x="petal length")  # the same picture, in another plane
    rows = trace(lab.view()["figure"], "rows")
    where = np.array(rows["customdata"]).astype(int).ravel()
    assert_allclose(rows["x"], what.rows.X[where, 2])
    plane = onto_principal_components(what.rows.X, what.labels())
    for name in ("scatter", "density"):
        lab.choose(picture=name, view="principal")
        rows = trace(lab.view()["figure"], "rows")
        where = np.array(rows["customdata"]).astype(int).ravel()
        seen = np.column_stack([rows["x"], rows["y"]])
        assert_allclose(seen, plane.points(what.rows.X)[where], atol=1e-12)


def test_one_axis_chosen_twice_is_a_histogram_in_place_of_a_scatter() -> None:
    lab = Lab("explore", x="petal width (cm)", y="petal width (cm)")
    assert lab.errors == []
    assert trace(lab.view()["figure"], "histogram")
    lab.choose(picture="density")
    assert lab.errors == [] or "two" in lab.errors[0]


def test_points_are_as_large_as_rows_are_unsure() -> None:
    lab, what = Lab("explore"), expected()
    same = array(trace(lab.view()["figure"], "rows")["marker"]["size"])  # by symbol
    lab.choose(size="uncertainty")
    rows = trace(lab.view()["figure"], "rows")
    where = np.array(rows["customdata"]).astype(int).ravel()
    larger = array(rows["marker"]["size"]) / same
    unsure = 1 - what.resp(-1).max(axis=1)[where]
    assert (np.diff(larger[np.argsort(unsure, kind="stable")]) >= -1e-6).all()
    assert larger.max() > 1.5 * larger.min()


# The choice


def test_the_choice_of_views_is_in_the_link_and_restored() -> None:
    lab = Lab("explore")
    lab.choose(picture="matrix", summary="checks", list="low", size="uncertainty")
    link = {key: lab.link[key] for key in ("picture", "summary", "list", "size")}
    restored = Lab("explore", **link)
    assert restored.value("picture", "summary", "list") == ["matrix", "checks", "low"]
    assert restored.view() == lab.view()
    assert restored.view("summary") == lab.view("summary")


def test_the_choice_of_views_stays_over_a_change_of_page() -> None:
    lab = Lab("explore")
    lab.choose(picture="space", summary="sizes", shows="counts", list="low")
    lab.visit("take_away")
    lab.visit("explore")
    assert lab.value("picture", "summary", "list") == ["space", "sizes", "low"]


@pytest.mark.parametrize("key", ["picture", "summary", "list", "size", "shows"])
def test_nonsense_in_a_link_shows_the_first_view(key: str) -> None:
    default = Lab("explore")
    for nonsense in ("nonsense", ""):
        lab = Lab("explore", **{key: nonsense})
        assert lab.errors == []
        assert lab.view() == default.view()
        assert lab.view("summary") == default.view("summary")


def test_a_view_that_the_next_fit_lacks_gives_way_to_one_that_it_has() -> None:
    lab = Lab("explore", summary=SUMMARIES["triangle"].title)
    assert lab.view("summary")["alt"] == SUMMARIES["triangle"].alt
    lab.choose(k=4)
    assert lab.errors == []
    assert lab.view("summary")["alt"] == SUMMARIES["target"].alt
    lab.choose(picture="space", target=NO_TARGET)
    assert lab.errors == []
    assert lab.view("summary")["alt"] == SUMMARIES["bars"].alt
    lab.choose(features=["sepal length", "petal length"])
    assert lab.errors == []
    assert lab.view()["alt"] == PICTURES["scatter"].alt
    lab.choose(data="galaxies")
    assert lab.errors == []
    assert lab.view()["alt"] == PICTURES["scatter"].alt


@pytest.mark.usefixtures("two_proposed")
def test_many_rows_are_drawn_as_a_fixed_sample_and_that_is_said() -> None:
    noise = np.random.default_rng(0).normal(size=(5200, 3)).round(3)
    X = noise + 9 * (np.arange(5200) % 2)[:, None]
    lab = Lab("explore", data=UPLOAD, k="2", covariance="full")
    lab.upload(uploads.csv("abc", X))
    told = "5,000 of 5,200 rows are drawn, a fixed sample; all rows are fitted."
    assert told in lab.sentences
    for name in POINTS:
        lab.choose(picture=name)
        rows = np.array(trace(lab.view()["figure"], "rows")["customdata"]).astype(int).ravel()
        assert 1000 <= len(rows) <= 5000
        assert sorted(rows) == subsets.drawn_rows(5200, len(rows)).tolist(), name


def test_names_from_a_file_are_text_in_every_view() -> None:
    names = ["<b>x</b>", "%{y}", "$z$"]
    rows = [[*row, "<i>a</i>" if i % 2 else "%{x}"] for i, row in enumerate(uploads.two_groups(3))]
    lab = Lab("explore", data=UPLOAD, k="3", target="<u>t</u>", covariance="spherical")
    lab.upload(uploads.csv([*names, "<u>t</u>"], rows))
    assert proposed(uploads.two_groups(3)).covariance_type == "spherical"
    for place in range(6):
        picture = list(PICTURES)[place % 5]
        look_at(lab, picture, list(SUMMARIES)[place])
        for slot in ("picture", "summary"):
            for text in texts_of(lab.view(slot)["figure"]):
                assert not any(tag in text for tag in ("<b>x", "<i>a", "<u>t", "$z$", "%{y}%"))


def texts_of(value: Any, key: str = "") -> list[str]:
    """All that a figure writes, whatever holds it."""
    if isinstance(value, dict):
        return [text for name, each in value.items() for text in texts_of(each, name)]
    if isinstance(value, list):
        return [text for each in value for text in texts_of(each, key)]
    return [value] if isinstance(value, str) and key in ("text", "name", "ticktext") else []


@pytest.mark.usefixtures("two_proposed")
def test_skewed_features_are_seen_on_a_logarithm_and_a_lasso_holds_what_it_shows() -> None:
    rng = np.random.default_rng(0)
    X = np.exp(rng.normal(np.repeat([[2.0, 3.0], [5.0, 4.0]], 40, axis=0), 0.7)).round(3)
    X[0, 0] = 0.0
    lab = Lab("explore", data=UPLOAD, k="2", covariance="diag", log=[""], x="a", y="b")
    lab.upload(uploads.csv(["a", "b"], X.tolist()))
    linear = trace(lab.picture, "rows")
    assert_allclose(linear["x"], X[:, 0])
    lab.choose(log_axes=True)
    assert lab.link["log_axes"] == "true"
    logs = np.column_stack([np.log(X[:, 0] + X[X[:, 0] > 0, 0].min()), np.log(X[:, 1])])
    rows = trace(lab.picture, "rows")
    assert_allclose(np.column_stack([rows["x"], rows["y"]]), logs)
    corners = [[-9.0, -9.0], [4.0, -9.0], [4.0, 3.5], [-9.0, 3.5]]
    lab.select(rows=[79], outline=corners)
    assert lab.marked == np.flatnonzero((logs < [4.0, 3.5]).all(axis=1)).tolist()
    lab.choose(picture="density")
    assert_allclose(trace(lab.view()["figure"], "rows")["x"], logs[:, 0])
    lab.choose(picture="scatter", y="a")
    assert "log_axes" not in [each.key for each in lab.app.toggle]  # one feature, a histogram
