"""What a person calls the clusters, and their order: in every view, table, download and link."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from expected import expected
from lab import Lab
from numpy.testing import assert_allclose, assert_array_equal

from dashboard.explore.pictures import PICTURES
from dashboard.explore.summaries import SUMMARIES
from dashboard.look.messages import plain
from gmm_core.exporting.model_file import read_model
from gmm_core.plots import component_labels

pytestmark = pytest.mark.usefixtures("no_other_starts")

EDITOR = "Place and name of each cluster"
USE, UNDO = "Use these names and places", "Numbers again"
NAMES = ["alpha", "beta", "gamma"]
SWAPPED = {0: {"name": "alpha"}, 1: {"place": 3, "name": "gamma"}, 2: {"place": 2, "name": "beta"}}
ORDER = [0, 2, 1]  # of the components as they are fitted
LINK = '[[1,"alpha"],[3,"beta"],[2,"gamma"]]'


def named(page: str = "explore", **link: str) -> Lab:
    """Iris, its clusters named and two of them exchanged."""
    lab = Lab("explore", **link)
    lab.edit(EDITOR, SWAPPED, USE)
    if page != "explore":
        lab.visit(page)
    return lab


def errors(lab: Lab) -> str:
    (error,) = lab.errors
    return error


def test_names_and_order_are_in_every_view() -> None:
    lab, what = named(), expected()
    resp = what.resp(-1)[:, ORDER]
    pictures, summaries = list(PICTURES), list(SUMMARIES)
    for place in range(len(summaries)):
        lab.choose(picture=pictures[place % len(pictures)], summary=summaries[place])
        assert lab.errors == []
        for slot in ("picture", "summary"):
            drawn = json.dumps(lab.view(slot)["figure"], ensure_ascii=False)
            assert all(name in drawn for name in NAMES), (place, slot)
    lab.choose(summary="triangle")
    (rows,) = (t for t in lab.view("summary")["figure"]["data"] if t.get("name") == "rows")
    where = np.array(rows["customdata"]).astype(int).ravel()
    assert_allclose(np.column_stack([rows[c] for c in "abc"]), resp[where], atol=1e-12)


def test_names_and_order_are_in_every_table() -> None:
    lab, what = named(), expected()
    labels, mixture = component_labels(3, NAMES), what.run.mixture.permuted(ORDER)
    assert list(lab.table("Weight, and mean").index) == labels
    assert list(lab.table("Covariance matrix").index) == [x for x in labels for _ in range(4)]
    assert set(lab.table("Mean, standard").index.get_level_values(0)) == set(NAMES)
    uncertain = lab.table("Most uncertain")
    rows = uncertain["row"].to_numpy() - 1
    assert_allclose(uncertain[labels], what.resp(-1)[rows][:, ORDER], atol=1e-12)
    assert set(uncertain["cluster"]) <= set(labels)
    ledger = lab.table("Ledger of row").to_csv()
    assert all(name in ledger for name in NAMES)
    weights = lab.table(EDITOR)["weight"]
    assert [float(w) for w in weights] == [round(w, 3) for w in mixture.weights]
    assert lab.counts == [[50, 0, 0], [0, 5, 45], [0, 50, 0]]


def test_a_cluster_is_selected_by_its_name() -> None:
    lab, what = named(), expected()
    lab.choose(select_group=f"cluster {component_labels(3, NAMES)[1]}")
    assert_array_equal(lab.marked, np.flatnonzero(what.resp(-1).argmax(axis=1) == ORDER[1]))
    assert plain(f"{len(lab.marked or [])} of 150 rows are selected, from cluster beta.") in (
        lab.sentences
    )
    lab.select("summary", cells=[[1, 1]])
    assert len(lab.marked or []) == 5
    assert any("versicolor in cluster beta" in text for text in lab.sentences)


def test_names_and_order_are_in_every_download() -> None:
    lab, what = named("take_away"), expected()
    resp = what.resp(-1)[:, ORDER]
    table = pd.read_csv(io.BytesIO(lab.download("take_csv")), encoding="utf-8-sig")
    assert_allclose(table.filter(like="responsibility_"), resp, rtol=1e-12)
    assert list(table["cluster"]) == list(resp.argmax(axis=1) + 1)
    assert list(table["cluster_name"]) == [NAMES[j] for j in resp.argmax(axis=1)]
    parquet = pd.read_parquet(io.BytesIO(lab.download("take_parquet")))
    assert list(parquet["cluster_name"]) == list(table["cluster_name"])
    model = read_model(lab.download("take_model"))
    assert model.component_names == tuple(NAMES)
    assert_array_equal(model.mixture.means, what.run.mixture.means[ORDER])
    report = lab.download("take_report").decode()
    script = lab.download("take_script").decode()
    snippet = lab.download("take_snippet").decode()
    for content in (report, script, snippet):
        assert all(name in content for name in NAMES)
    lab.visit("new_rows")
    drawn = pd.read_csv(io.BytesIO(lab.download("take_drawn")), encoding="utf-8-sig")
    assert set(drawn.filter(like="name").iloc[:, 0]) <= set(NAMES)


def test_names_and_order_are_those_of_the_player_and_the_plain_view() -> None:
    lab, what = named("step"), expected()
    assert lab.film["looks"]["names"] == NAMES
    assert_allclose(lab.film["weights"][-1], what.run.mixture.weights[ORDER])
    lab.choose(plain=True)
    assert list(lab.table("Weight, and mean").index) == component_labels(3, NAMES)


# The link, and other fits


def test_the_link_restores_names_and_order() -> None:
    lab = named()
    assert lab.link["clusters"] == LINK
    linked = Lab("explore", clusters=LINK)
    assert linked.figures == lab.figures
    assert linked.link["clusters"] == LINK
    assert list(linked.table("Weight, and mean").index) == component_labels(3, NAMES)


def test_another_fit_has_other_clusters_and_the_first_gets_its_names_back() -> None:
    lab = named()
    lab.choose(k=2)
    assert "clusters" not in lab.link
    assert list(lab.table("Weight, and mean").index) == component_labels(2)
    lab.edit(EDITOR, {0: {"name": "one"}}, USE)
    assert list(lab.table("Weight, and mean").index) == component_labels(2, ["one", "2"])
    lab.choose(k=3)
    assert list(lab.table("Weight, and mean").index) == component_labels(3, NAMES)
    assert lab.link["clusters"] == LINK
    lab.choose(data="penguins")
    assert list(lab.table("Weight, and mean").index) == component_labels(3)


def test_names_are_given_back() -> None:
    lab = named()
    lab.edit(EDITOR, {}, UNDO)
    assert "clusters" not in lab.link
    assert list(lab.table("Weight, and mean").index) == component_labels(3)
    assert lab.figures == Lab("explore").figures


def test_names_and_places_are_given_again_on_top() -> None:
    lab, what = named(), expected()
    lab.edit(EDITOR, {0: {"place": 2}, 1: {"place": 1, "name": ""}}, USE)
    assert list(lab.table("Weight, and mean").index) == component_labels(3, ["1", "alpha", "gamma"])
    weights = lab.table(EDITOR)["weight"]
    in_order = what.run.mixture.weights[[2, 0, 1]]
    assert [float(w) for w in weights] == [round(w, 3) for w in in_order]


@pytest.mark.parametrize(
    "hostile",
    [
        "nonsense",
        "",
        "null",
        "{}",
        "[]",
        "[[1]]",
        "[[1,2,3]]",
        '[["1","a"],["1","b"],["2","c"]]',
        '[[1,"a"],[1,"b"],[2,"c"]]',
        '[[0,"a"],[1,"b"],[2,"c"]]',
        '[[1,"a"],[2,"b"]]',
        '[[1,"a"],[2,"a"],[3,"c"]]',
        f'[[1,"{"x" * 73}"],[2,"b"],[3,"c"]]',
        '[[1e400,"a"],[2,"b"],[3,"c"]]',
        '[[NaN,"a"],[2,"b"],[3,"c"]]',
        "[" * 5000,
        "1" * 5000,
    ],
)
def test_a_link_that_does_not_fit_names_nothing(hostile: str) -> None:
    lab = Lab("explore", clusters=hostile)
    assert lab.errors == []
    assert list(lab.table("Weight, and mean").index) == component_labels(3)
    assert "clusters" not in lab.link


# What is typed


def test_places_that_do_not_fit_are_said_in_one_sentence() -> None:
    lab = Lab("explore")
    lab.edit(EDITOR, {0: {"place": 2}}, USE)
    assert plain("The places are 2, 2, 3.") in errors(lab)
    assert list(lab.table("Weight, and mean").index) == component_labels(3)


def test_names_that_do_not_fit_are_said_in_one_sentence() -> None:
    lab = Lab("explore")
    lab.edit(EDITOR, {0: {"name": "a"}, 1: {"name": "a"}}, USE)
    assert "both called" in errors(lab)
    lab.edit(EDITOR, {0: {"name": "x" * 73}, 1: {"name": "a"}}, USE)
    assert "73 characters" in errors(lab)


def test_names_are_text() -> None:
    name = "<b>x</b> $y$ :red[z]"
    lab = Lab("explore")
    lab.edit(EDITOR, {0: {"name": name}}, USE)
    assert lab.errors == []
    for summary in SUMMARIES:
        lab.choose(summary=summary)
        assert not any("<b>x" in text or ":red[z" in text for text in lab.sentences), summary
        drawn = json.dumps([lab.view(slot)["figure"] for slot in ("picture", "summary")])
        assert "<b>x" not in drawn, summary
        assert "$y$" not in drawn, summary
    lab.select("summary", rows=[0])
    lab.choose(select_group=f"cluster {component_labels(3, [name, '2', '3'])[0]}")
    assert plain(f"50 of 150 rows are selected, from cluster {name}.") in lab.sentences
    lab.visit("take_away")
    assert b"<b>x" not in lab.download("take_report")
