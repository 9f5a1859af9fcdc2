"""What is selected in one view is marked in all, said, and downloaded as it is."""

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest
import uploads
from expected import expected
from lab import UPLOAD, Lab, array, trace
from numpy.testing import assert_allclose, assert_array_equal

from dashboard.explore.marking import HINT
from dashboard.explore.pictures import PICTURES
from dashboard.explore.summaries import SUMMARIES
from dashboard.look.messages import plain
from gmm_core.certainty import most_uncertain
from gmm_core.clusters.written_ledger import ledger_table
from gmm_core.departures.low_density_rows import low_density
from gmm_core.plots import component_labels
from gmm_core.subsets import drawn_rows
from gmm_core.table.marked_rows import within_polygon
from gmm_core.target.comparison import compared, rows_of

pytestmark = pytest.mark.usefixtures("no_other_starts")

PETALS = [2, 3]  # the features on the axes of iris
SQUARE = [[0.0, 0.0], [2.5, 0.0], [2.5, 1.0], [0.0, 1.0]]  # holds the setosa and no other
PENGUINS = "Palmer penguins"


def taken(lab: Lab) -> pd.DataFrame:
    """The rows that are selected, as a person gets them."""
    return pd.read_csv(io.BytesIO(lab.download("download_selected")), encoding="utf-8-sig")


def told(lab: Lab, sentence: str) -> bool:
    return plain(sentence) in lab.sentences


def test_at_first_nothing_is_selected_and_it_is_said_how_to() -> None:
    lab = Lab("explore")
    assert lab.marked is None
    assert HINT in lab.sentences
    assert "download_selected" not in [button.key for button in lab.app.download_button]


def test_rows_of_a_report_are_marked_said_and_downloaded() -> None:
    lab, what = Lab("explore"), expected()
    lab.select(rows=[7, 3, 3, 149])
    assert lab.marked == [3, 7, 149]
    assert told(lab, "3 of 150 rows are selected, from Scatter.")
    table = taken(lab)
    pd.testing.assert_frame_equal(
        table[list(what.dataset.frame)],
        what.dataset.frame.iloc[[3, 7, 149]].reset_index(drop=True),
    )
    clusters = what.resp(-1).argmax(axis=1) + 1
    assert list(table["cluster"]) == list(clusters[[3, 7, 149]])
    assert not table["left_out"].any()


@pytest.mark.usefixtures("two_proposed")
def test_rows_of_ones_own_download_are_downloaded_again_and_again() -> None:
    content = uploads.good("a", "b").encode()
    for n in range(4):
        lab = Lab("explore", data=UPLOAD, k="2", covariance="diag")
        lab.upload(content)
        lab.choose(features=["a", "b"])
        lab.select(rows=[*range(60)])
        content, table = lab.download("download_selected"), taken(lab)
        assert table.columns[0] == f"row{'_gmm' * n}"
        assert table[f"row{'_gmm' * n}"].tolist() == [*range(1, 61)]
        assert {f"{ours}{'_gmm' * i}" for ours in ("row", "cluster") for i in range(n + 1)} <= {
            *table
        }


@pytest.mark.usefixtures("two_proposed")
def test_an_outline_selects_all_rows_within_drawn_or_not() -> None:
    noise = np.random.default_rng(0).normal(size=(5200, 2)).round(3)
    X = noise + 9 * (np.arange(5200) % 2)[:, None]
    lab = Lab("explore", data=UPLOAD, k="2", covariance="full")
    lab.upload(uploads.csv("ab", X))
    outline = [[7.0, 7.0], [12.0, 7.5], [9.5, 12.0]]
    inside = within_polygon(X, outline)
    drawn = np.intersect1d(inside, drawn_rows(5200))
    assert 0 < len(drawn) < len(inside)
    lab.select(rows=drawn.tolist(), outline=outline)
    assert_array_equal(lab.marked, inside)
    assert len(taken(lab)) == len(inside)
    lab.choose(picture="matrix")
    unseen = len(np.setdiff1d(inside, drawn_rows(5200, 1500)))
    rows = f"{unseen:,} of the {len(inside):,} selected rows are not drawn in this view"
    assert told(lab, f"{rows}, which shows 1,500 rows.")
    assert any("1,500 of 5,200 rows are drawn" in said for said in lab.sentences)


def test_an_outline_follows_the_plane_that_is_seen() -> None:
    lab, what = Lab("explore"), expected()
    lab.select(outline=SQUARE)
    assert lab.marked == within_polygon(what.rows.X[:, PETALS], SQUARE).tolist()
    assert lab.marked == list(range(50))
    lab.choose(x="sepal length", y="sepal width", picture="density")
    lab.select(outline=[[4.0, 3.5], [8.0, 3.5], [8.0, 5.0], [4.0, 5.0]])
    x, y = what.rows.X[:, 0], what.rows.X[:, 1]
    assert set(np.flatnonzero((y > 3.5) & (x < 8))) <= set(lab.marked or [])
    assert not set(np.flatnonzero(y < 3.5)) & set(lab.marked or [])
    assert f"{PICTURES['density'].title}" in " ".join(lab.sentences)


def test_an_outline_around_nothing_lets_go_and_is_said() -> None:
    lab, nothing = Lab("explore"), "No row lies in what was drawn in Scatter."
    lab.select(rows=[7])
    lab.select(outline=[[90.0, 90.0], [91.0, 90.0], [91.0, 91.0]])
    assert lab.marked is None
    assert nothing in lab.sentences
    lab.select(rows=[7])
    assert nothing not in lab.sentences


def test_an_outline_in_a_view_of_other_axes_selects_what_was_drawn_within() -> None:
    lab = Lab("explore", summary=SUMMARIES["bars"].title)
    lab.select("summary", rows=[2, 4], outline=SQUARE)
    assert lab.marked == [2, 4]
    lab.choose(picture="matrix")
    lab.select(rows=[9], outline=SQUARE)
    assert lab.marked == [9]


def test_cells_select_the_rows_that_they_count() -> None:
    lab, what = Lab("explore"), expected()
    comparison = compared(what.dataset.frame["species"], what.resp(-1), name="species")
    lab.select("summary", cells=[[1, 2]])
    assert lab.marked == rows_of(comparison, 1, 2).tolist() == [68, 70, 72, 77, 83]
    assert told(
        lab,
        "5 of 150 rows are selected, from Target against cluster: versicolor in cluster 3.",
    )
    assert list(taken(lab)["species"]) == ["versicolor"] * 5
    lab.select("summary", cells=[[0, 0], [1, 2]])
    assert len(lab.marked or []) == 55
    lab.select("summary", cells=[[0, 2]])  # holds none, so that nothing is selected any more
    assert lab.marked is None
    lab.select(rows=[3])
    lab.select("summary", cells=[[0, 2]], adds=True)
    assert lab.marked == [3]


def test_with_shift_a_selection_comes_on_top() -> None:
    lab = Lab("explore")
    lab.select(rows=[1, 2])
    lab.select(rows=[2, 90], adds=True)
    assert lab.marked == [1, 2, 90]
    lab.select("summary", cells=[[1, 2]], adds=True)
    assert lab.marked == [1, 2, 68, 70, 72, 77, 83, 90]
    origin = "Scatter and Target against cluster: versicolor in cluster 3"
    assert told(lab, f"8 of 150 rows are selected, from {origin}.")
    lab.select(rows=[5])
    assert lab.marked == [5]


def test_a_selection_is_cleared_by_its_button_and_by_an_empty_report() -> None:
    lab = Lab("explore")
    lab.select(rows=[1, 2])
    lab.press("clear")
    assert lab.marked is None
    assert HINT in lab.sentences
    lab.select(rows=[1, 2])
    lab.select()
    assert lab.marked is None


def test_the_rows_of_a_cluster_are_selected_by_its_name() -> None:
    lab, what = Lab("explore"), expected()
    labels = component_labels(3)
    classes = [f"species: {name}" for name in ("setosa", "versicolor", "virginica")]
    assert lab.options("select_group") == [*(f"cluster {label}" for label in labels), *classes]
    lab.choose(select_group=f"cluster {labels[1]}")
    assert_array_equal(lab.marked, np.flatnonzero(what.resp(-1).argmax(axis=1) == 1))
    assert told(lab, f"{len(lab.marked or [])} of 150 rows are selected, from cluster 2.")
    lab.choose(select_group=classes[2])
    assert lab.marked == [*range(100, 150)]
    assert told(lab, "50 of 150 rows are selected, from species: virginica.")


# Which rows are meant


def test_rows_are_those_of_the_file_though_some_are_left_out() -> None:
    lab, what = Lab("explore", data=PENGUINS), expected("penguins")
    lab.select(rows=[3, 341])  # the fourth of those that are fitted is row 5
    assert lab.marked == [3, 341]
    assert told(lab, "2 of 344 rows are selected, from Scatter.")
    pd.testing.assert_frame_equal(
        taken(lab)[list(what.dataset.frame)],
        what.dataset.frame.iloc[[4, 343]].reset_index(drop=True),
        check_dtype=False,
    )
    lab.choose(features=["bill_length_mm"])
    lab.choose(k=2)  # the rows stay, whatever is fitted to them
    assert lab.marked == [3, 341]
    assert len(taken(lab)) == 2


def test_a_selection_stays_over_views_settings_and_pages() -> None:
    lab = Lab("explore")
    lab.select(rows=[10, 20])
    lab.choose(picture="parallel", summary="profiles", k=2)
    assert lab.marked == [10, 20]
    lab.visit("step")
    lab.visit("explore")
    assert lab.marked == [10, 20]


def test_another_table_has_no_selection() -> None:
    lab = Lab("explore")
    lab.select(rows=[10, 20])
    lab.choose(data="faithful")
    assert lab.marked is None
    lab.select(rows=[1])
    assert lab.marked == [1]


# The lists


def test_the_most_uncertain_rows_are_listed_with_the_ledger_of_the_first() -> None:
    lab, what = Lab("explore"), expected()
    resp, mixture = what.resp(-1), what.run.mixture
    rows = most_uncertain(resp, 1000)
    assert list(lab.table("Most uncertain")["row"]) == list(rows + 1)
    ledger = ledger_table(what.rows.X[rows[0]], mixture)
    shown = lab.table(f"Ledger of row {rows[0] + 1}")
    assert shown.astype(str).to_numpy().tolist() == ledger.astype(str).to_numpy().tolist()
    lab.choose_rows("Most uncertain", [4])
    assert lab.marked == [rows[4]]
    assert lab.table(f"Ledger of row {rows[4] + 1}").shape == ledger.shape


def test_rows_chosen_in_a_list_are_selected_and_let_go() -> None:
    lab, what = Lab("explore"), expected()
    rows = most_uncertain(what.resp(-1), 1000)
    lab.choose_rows("Most uncertain", [0, 2])
    assert lab.marked == sorted(rows[[0, 2]].tolist())
    assert told(lab, "2 of 150 rows are selected, from the list “Most uncertain”.")
    lab.choose_rows("Most uncertain", [])
    assert lab.marked is None


def test_a_selection_made_elsewhere_is_chosen_in_the_list() -> None:
    lab, what = Lab("explore"), expected()
    rows = most_uncertain(what.resp(-1), 1000)
    lab.select(rows=[int(rows[3])])
    (table,) = (each for each in lab.app.dataframe if each.proto.alt.startswith("Most uncertain"))
    assert lab.app.session_state[table.key]["selection"]["rows"] == [3]
    lab.press("clear")
    (table,) = (each for each in lab.app.dataframe if each.proto.alt.startswith("Most uncertain"))
    assert lab.app.session_state[table.key]["selection"]["rows"] == []


def test_rows_of_low_density_are_listed_the_farthest_first() -> None:
    lab, what = Lab("explore", list="Low density"), expected()
    found = low_density(what.rows.X, what.run.mixture)
    table = lab.table("Low density")
    order = np.argsort(found.p_value, kind="stable")
    assert len(table) == max(int(found.flagged.sum()), 10)
    assert list(table["row"]) == list(order[: len(table)] + 1)
    assert_array_equal(table["p-value"], found.p_value[order[: len(table)]])
    lab.choose_rows("Low density", [0])
    assert lab.marked == [order[0]]


def test_the_rows_that_are_selected_are_listed_and_let_go_one_by_one() -> None:
    lab = Lab("explore", list="Selected")
    assert "No row of the fit is selected." in lab.sentences
    lab.select(rows=[3, 7, 149])
    assert list(lab.table("Selected")["row"]) == [4, 8, 150]
    lab.choose_rows("Selected", [0, 2])
    assert lab.marked == [3, 149]
    assert list(lab.table("Selected")["row"]) == [4, 150]
    lab.choose_rows("Selected", [1])
    assert lab.marked == [149]
    lab.choose_rows("Selected", [])
    assert lab.marked is None


# The standard deviation of the one is 0, that of the other a rounding error.
@pytest.mark.usefixtures("two_proposed")
@pytest.mark.parametrize("constant", [7.0, 0.1])
def test_marked_rows_have_a_profile_where_a_feature_is_constant(constant: float) -> None:
    iris = expected().rows.X
    lab = Lab("explore", data=UPLOAD, k="3", floor="0.001", summary=SUMMARIES["profiles"].title)
    lab.upload(uploads.csv("abcde", [[*row, constant] for row in iris.tolist()]))
    assert "e" not in lab.value("features")  # a constant is none of the proposed features
    lab.choose(features=list("abcde"))
    lab.select(rows=[3, 70, 149])
    assert lab.errors == []
    selected = trace(lab.view("summary")["figure"], "selected")
    spread = iris[[3, 70, 149]].mean(axis=0) - iris.mean(axis=0)
    expect = dict(zip("abcde", [*(spread / iris.std(axis=0)), 0.0], strict=True))
    assert set(selected["text"]) == {*expect}
    assert_allclose(array(selected["x"]), [expect[name] for name in selected["text"]], atol=1e-12)


def test_rows_that_are_left_out_are_listed_as_they_are_in_the_file() -> None:
    lab, what = Lab("explore", data=PENGUINS, list="Left out"), expected("penguins")
    table = lab.table("Rows that are left out")
    assert list(table.index) == [4, 272]
    assert list(table["species"]) == list(what.dataset.frame["species"].iloc[[3, 271]])
    assert "Left out" not in Lab("explore").options("list")


# What a browser may say


@pytest.fixture(scope="module")
def after_reports() -> list[tuple[object, list[int] | None, list[str]]]:
    """What is marked, and which errors there are, after each report of both views at once."""
    lab = Lab("explore")
    lab.select(rows=[5])
    names = [lab.view(slot)["name"] for slot in ("picture", "summary")]
    seen = []
    for of_picture, of_summary in zip(*map(reports, names), strict=True):
        lab.say_selected_in(picture=of_picture, summary=of_summary)
        seen.append((of_picture, lab.marked, lab.errors))
    return seen


def test_a_report_that_is_none_selects_nothing(after_reports) -> None:
    assert len(after_reports) > 30
    for said, marked, _ in after_reports:
        assert marked == [5], said


def test_a_report_that_is_none_is_no_error(after_reports) -> None:
    assert [(said, errors) for said, _, errors in after_reports if errors] == []


def reports(name: str) -> list[Any]:
    """What no view reports; the last are of a figure that is no longer on screen."""
    hostile: list[dict[str, Any]] = [
        {"rows": [-1]},
        {"rows": ["1"]},
        {"rows": [1.0]},
        {"rows": [True]},
        {"rows": [2**40]},
        {"rows": {"0": 1}},
        {"rows": None},
        {"rows": [[1]]},
        {"cells": [[0]]},
        {"cells": [[0, "1"]]},
        {"cells": [[-1, 0]]},
        {"cells": [[0, -1]]},
        {"cells": "00"},
        {"cells": [[7, 7]]},
        {"outline": [[0, 0], [1, 1]]},
        {"outline": [[0, 0], [1, 1], [float("nan"), 0]]},
        {"outline": [[0, 0], [1, 1], [float("inf"), 0]]},
        {"outline": [[0, 0], [1, 1], [1e308, -1e308]]},
        {"outline": [[0, 0], [1, 1], [10**400, 0]]},
        {"outline": [[0, 0], [1, 1], ["<b>", 0]]},
        {"outline": [[0, 0, 0]] * 3},
        {"outline": [[0, 0]] * 10_001},
        {"outline": {"x": [0, 1, 1]}},
    ]
    own = [{"view": name, **said} for said in hostile]
    stale = [{"view": "of another time", "rows": [1]}, {"rows": [1]}, {"view": None, "rows": [1]}]
    return [*own, *stale, None, 7, "rows", [1, 2], {}]


def test_rows_beyond_the_table_are_passed_over() -> None:
    lab = Lab("explore")
    lab.select(rows=[149, 150, 2**31 - 1])
    assert lab.marked == [149]


def test_cells_of_a_table_that_is_not_there_select_nothing() -> None:
    lab = Lab("explore", target="No target")
    lab.select(rows=[5])
    lab.select(cells=[[0, 0]])
    assert lab.marked == [5]


def test_a_report_that_is_late_does_not_speak_of_the_next_picture() -> None:
    lab = Lab("explore")
    before = {"view": lab.view()["name"], "rows": [1], "cells": [], "outline": None}
    lab.choose(x="sepal width")
    lab.say_selected("picture", before)
    assert lab.marked is None


def test_whoever_adds_says_so_with_true_alone() -> None:
    lab = Lab("explore")
    lab.select(rows=[5])
    lab.select(rows=[6], adds="true")
    assert lab.marked == [6]
