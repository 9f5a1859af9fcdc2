"""Was it luck: what the page says of many starts is what gmm_core says, and each can be watched."""

import numpy as np
import pytest
from expected import expected
from lab import Lab, array, finished, trace

from dashboard.look import figures
from gmm_core.certainty import combined
from gmm_core.ends import placed_differently
from gmm_core.errors import GMMError
from gmm_core.fitting import Settings, fit_run
from gmm_core.landscape import (
    ends_of,
    k_means_steps,
    likelihood_surface,
    nearest_means,
    optima,
    reached,
)
from gmm_core.mixture import responsibilities

FAITHFUL = {"data": "faithful", "k": "3", "covariance": "spherical", "starts": "20"}


@pytest.fixture(scope="module")
def found():
    X = expected("faithful").rows.X
    starts = ends_of(X, Settings(3, "spherical"), 20)
    return X, starts, optima(starts, len(X))


def test_ends_are_counted_drawn_and_listed(found) -> None:
    X, starts, grouped = found
    lab = finished(Lab("luck", **FAITHFUL))
    best = max(grouped[0].log_likelihood, fit_run(X, Settings(3, "spherical")).log_likelihood)
    assert f"#### {reached(starts, best, len(X))}" in lab.sentences
    assert not any("global" in said for said in lab.sentences)
    strip = lab.figures["Log-likelihood at which each start ends, by the kind of start"]
    drawn = sum(len(trace["x"]) for trace in strip["data"] if trace["mode"] == "markers")
    assert drawn == sum(len(each.starts) for each in grouped if not each.collapsed)
    table = lab.table("The ends that starts lead to")
    assert [int(n.split(" of ")[0]) for n in table["starts"]] == [
        len(each.starts) for each in grouped[:12]
    ]
    assert lab.link["starts"] == "20"


def test_two_ends_are_side_by_side_and_lead_to_the_player_from_their_start(found) -> None:
    X, _, grouped = found
    lab = finished(Lab("luck", **FAITHFUL, left="2", right="1"))
    assert lab.value("left", "right") == [2, 1]
    runs = [
        fit_run(X, Settings(3, "spherical", each.starts[0].init, each.starts[0].seed))
        for each in (grouped[1], grouped[0])
    ]
    clusters = [responsibilities(X, run.mixture).argmax(axis=1) for run in runs]
    n = len(placed_differently(clusters[0], clusters[1], 3, 3))
    assert any(f"The two fits place {n} rows differently" in said for said in lab.sentences)
    lab.press("watch_left")
    assert lab.title == "Step through EM"
    start = grouped[1].starts[0]
    assert (lab.link["start"], lab.link["seed"]) == (start.init, str(start.seed))
    assert lab.film["log_likelihoods"][-1] == pytest.approx(grouped[1].log_likelihood)


def test_an_end_is_explored_as_the_fit_of_the_other_pages(found) -> None:
    _, _, grouped = found
    lab = finished(Lab("luck", **FAITHFUL))
    lab.press("explore_right")
    assert lab.title == "Explore clusters"
    start = grouped[1].starts[0]
    assert lab.value("fit", "fit_seed") == [start.init, start.seed]


def test_one_feature_and_one_component_have_one_end() -> None:
    lab = finished(Lab("luck", data="galaxies", k="1", starts="20"))
    assert any("80 of 80 starts reached the best solution known" in said for said in lab.sentences)
    assert lab.value("left") == 1
    assert not [each for each in lab.app.selectbox if each.key == "right"]
    assert "There is no other end to be set beside it." in lab.sentences
    assert len([name for name in lab.figures if name.startswith("The rows and the comp")]) == 1


def test_a_link_that_asks_for_too_many_starts_says_so() -> None:
    lab = Lab("luck", **{**FAITHFUL, "starts": "999"})
    assert lab.value("starts") == 25
    assert any("This link asks for starts of each kind" in said for said in lab.sentences)


def test_components_are_combined_as_gmm_core_combines_them() -> None:
    lab = finished(Lab("luck", data="faithful", k="4", part="combined"))
    resp = expected("faithful", n_components=4).resp(-1)
    found = combined(resp)
    assert lab.value("merged") == found.elbow
    assert found.elbow == 3
    lab.choose(merged=2)
    curve = lab.figures["Entropy by the number of clusters"]["data"][0]
    assert curve["y"] == pytest.approx(found.entropies)
    table = lab.table("The components, rows and certainty of each cluster")
    groups = [" and ".join(str(j + 1) for j in group) for group in found.groups(2)]
    assert [text.replace(", ", " and ") for text in table["components"]] == groups
    assert "The rows in 2 clusters, each drawn as one" in lab.figures
    assert (lab.link["part"], lab.link["merged"]) == ("combined", "2")


def test_one_component_is_one_cluster() -> None:
    lab = finished(Lab("luck", data="galaxies", k="1", part="combined"))
    assert any("nothing to combine" in said for said in lab.sentences)


def test_a_mixture_and_k_means_step_together_and_their_differences_are_counted() -> None:
    link = {"data": "iris", "k": "3", "fit": "k-means++", "fit_seed": "2", "part": "kmeans"}
    lab = Lab("luck", **link)
    headings = [said for said in lab.sentences if " · step " in said]
    assert [said.split(" · ")[2] for said in headings] == ["ARI 0.904", "ARI 0.730"]
    what = expected(init="k-means++", seed=2)
    X, start = what.rows.X, what.run.states[0].mixture.means
    hard = nearest_means(X, k_means_steps(X, start)[-1])
    n = len(placed_differently(what.resp(-1).argmax(axis=1), hard, 3, 3))
    assert any(f"The two fits place {n} rows differently" in said for said in lab.sentences)
    lab.press("pass_first_page")
    assert lab.link["pass"] == "0"
    lab.press("pass_chevron_right")
    assert sum("step 1 of" in said for said in lab.sentences) == 2


def test_k_means_and_the_mixture_start_at_means_that_were_placed() -> None:
    link = {"data": "faithful", "k": "2", "fit": "placed", "means": "2.5,50;3,90"}
    lab = Lab("luck", **link, part="kmeans", **{"pass": "0"})
    for name in ("Mixture after no steps", "k-means after no steps"):
        means = trace(lab.figures[name], "means")
        assert array(means["x"]).tolist() == [2.5, 3.0]
        assert array(means["y"]).tolist() == [50.0, 90.0]
    assert any("Both start at the means that were placed by hand" in s for s in lab.sentences)


def test_spheres_without_spread_are_k_means() -> None:
    lab = Lab("luck", data="faithful", k="2", part="kmeans", beside="spheres", spread="0")
    assert "The two fits place all rows alike." in lab.sentences
    assert any("that is k-means" in said for said in lab.sentences)
    lab.choose(spread=150)
    assert (lab.link["beside"], lab.link["spread"]) == ("spheres", "150")


def test_the_surface_has_the_way_of_em_from_where_one_clicks() -> None:
    lab = Lab("luck", data="faithful", k="2", part="surface", feature="waiting")
    x = expected("faithful", n_components=2).rows.X[:, [1]]
    spread = fit_run(x, Settings(2, "tied")).mixture.standard_deviations[0, 0]
    lab.choose(first=60.0, second=61.0)
    path = likelihood_surface(x[:, 0], spread, 5).path(60.0, 61.0)
    drawn = lab.figures["Log-likelihood over the two means, with the way of EM"]
    way = next(trace for trace in drawn["data"] if trace["name"] == "way")
    assert np.allclose(array(way["x"]), path[:, 0])
    assert any("two mirrored tops" in said for said in lab.sentences)
    assert (lab.link["first"], lab.link["second"]) == ("60.0", "61.0")
    lab.choose(second=60.0)
    assert any("EM cannot leave it" in said for said in lab.sentences)


def test_a_click_on_the_surface_has_em_begin_there_and_nothing_else_does() -> None:
    lab = Lab("luck", data="faithful", k="2", part="surface", feature="waiting")
    lab.choose(first=60.0, second=61.0)
    for nothing in ([70.0], [70.0, "61"], [70.0, float("inf")], {"x": 70.0}, None):
        click(lab, nothing)
        assert lab.value("first", "second") == [60.0, 61.0]
    click(lab, [70.5, 81])
    assert lab.value("first", "second") == [70.5, 81.0]


def click(lab: Lab, place: object) -> None:
    """Report as the map does when a place of it is clicked; a browser may report anything."""
    (surface,) = (each for each in lab._components("gmm_figure") if "figure-surface" in each.id)
    lab._run(lab._triggering(surface.id, {"clicked": place}))


def test_where_our_library_cannot_be_served_streamlit_draws(monkeypatch) -> None:
    name = "Log-likelihood over the two means, with the way of EM"
    drawn = Lab("luck", data="faithful", k="2", part="surface").figures[name]

    def nowhere() -> str:
        raise GMMError("The library cannot be copied.")

    monkeypatch.setattr(figures, "address", nowhere)
    lab = Lab("luck", data="faithful", k="2", part="surface")
    assert len(lab.app.get("plotly_chart")) == 2
    assert [each["name"] for each in lab.figures[name]["data"]] == [
        each["name"] for each in drawn["data"]
    ]
