import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gmm_core.errors import DataError
from gmm_core.table.marked_rows import MarkedRows, from_fitted, within_box, within_polygon

ROWS = st.lists(st.integers(0, 30), max_size=15)
HALVES = st.integers(-8, 8).map(lambda n: n / 2)
NAN, INF = np.nan, np.inf
SQUARE = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]]


def pairs(elements, least=0, most=12):
    return hnp.arrays(float, st.tuples(st.integers(least, most), st.just(2)), elements=elements)


def inside(point, polygon):
    """The even-odd rule, one edge after another, as Shimrat (1962) has it."""
    x, y = point
    odd = False
    for (x_0, y_0), (x_1, y_1) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        if (y_0 <= y) != (y_1 <= y) and x < x_0 + (y - y_0) * ((x_1 - x_0) / (y_1 - y_0)):
            odd = not odd
    return odd


def test_rows_are_ascending_once_each_and_read_only():
    rows = MarkedRows([5, 1, 5, 3], "the table").rows
    assert rows.tolist() == [1, 3, 5]
    assert not rows.flags.writeable
    assert len(MarkedRows([], "the table")) == 0


@pytest.mark.parametrize("rows", [[-1], [0.5], ["1"], [NAN]])
def test_rows_are_positions(rows):
    with pytest.raises(DataError, match="Give whole numbers, counted from 0"):
        MarkedRows(rows, "the table")


@given(ROWS, ROWS)
def test_union_and_without_are_those_of_sets(one, other):
    a, b = MarkedRows(one, "a"), MarkedRows(other, "b")
    assert a.union(b).rows.tolist() == sorted({*one, *other})
    assert a.without(b).rows.tolist() == sorted({*one} - {*other})
    assert a.union(b).origin == "a and b"
    assert a.without(b).origin == "a"
    assert a.union(a).origin == a.union(b).without(b).union(a).without(b).origins[0] == "a"


def test_of_many_places_the_first_are_named():
    chosen = MarkedRows([0], "a")
    for origin in "bacbda":
        chosen = chosen.union(MarkedRows([1], origin))
    assert chosen.origin == "a, b, c and 1 more"


def test_sentences():
    origin = "Target against cluster: versicolor in cluster 3"
    assert MarkedRows(range(23), origin).sentence(150) == (
        "23 of 150 rows are selected, from Target against cluster: versicolor in cluster 3."
    )
    assert MarkedRows([4], "the table").sentence(1500) == (
        "1 of 1,500 rows is selected, from the table."
    )
    assert MarkedRows([], origin).sentence(150) == f"No row is selected, from {origin}."


@given(hnp.arrays(bool, st.integers(1, 31)), ROWS)
def test_rows_of_the_fit_and_of_the_table(kept, rows):
    in_table = np.flatnonzero(kept)
    selection = from_fitted(rows, kept, "a view")
    assert selection.rows.tolist() == sorted({int(in_table[r]) for r in rows if r < len(in_table)})
    assert in_table[selection.fitted(kept)].tolist() == selection.rows.tolist()
    chosen = MarkedRows(rows, "the table")
    assert in_table[chosen.fitted(kept)].tolist() == [
        row for row in chosen.rows if row < len(kept) and kept[row]
    ]


def test_what_an_earlier_picture_reports_is_dropped():
    assert from_fitted([-1, 1, 99], [True, True], "a view").rows.tolist() == [1]


@given(pairs(HALVES), HALVES, HALVES, HALVES, HALVES)
def test_a_box_holds_its_edges(points, a, b, c, d):
    expected = [
        i
        for i, (x, y) in enumerate(points)
        if min(a, b) <= x <= max(a, b) and min(c, d) <= y <= max(c, d)
    ]
    assert within_box(points, (a, b), (c, d)).tolist() == expected


def test_a_missing_coordinate_is_nowhere():
    points = [[1.0, 1.0], [NAN, 1.0], [1.0, NAN], [INF, 1.0]]
    assert within_box(points, (0.0, 2.0), (0.0, 2.0)).tolist() == [0]
    assert within_polygon(points, SQUARE).tolist() == [0]


def test_a_square_and_its_hole():
    points = [[2.0, 2.0], [0.5, 2.0], [5.0, 2.0], [2.0, -1.0]]
    assert within_polygon(points, SQUARE).tolist() == [0, 1]
    # A lasso that runs around the middle a second time leaves it out.
    ring = [*SQUARE, [0.0, 0.0], [1.0, 1.0], [3.0, 1.0], [3.0, 3.0], [1.0, 3.0], [1.0, 1.0]]
    assert within_polygon(points, ring).tolist() == [1]


def test_a_star_drawn_in_one_stroke_has_an_empty_middle():
    angles = np.pi / 2 + np.arange(5) * 4 * np.pi / 5
    star = np.column_stack([np.cos(angles), np.sin(angles)])
    assert within_polygon([[0.0, 0.0], [0.0, 0.7]], star).tolist() == [1]


@given(pairs(HALVES), pairs(HALVES, 3, 9))
def test_the_even_odd_rule_edge_by_edge(points, polygon):
    """On a lattice, where rays run through vertices and along edges."""
    expected = [i for i, point in enumerate(points) if inside(point, polygon)]
    assert within_polygon(points, polygon).tolist() == expected


@given(pairs(st.floats(-3, 3)), pairs(st.floats(-3, 3), 3, 9), st.integers(0, 8))
def test_it_does_not_matter_where_or_which_way_round_a_lasso_begins(points, polygon, shift):
    found = within_polygon(points, polygon)
    rolled = np.roll(polygon, shift, axis=0)
    # A point on the outline may fall on either side of its rounding.
    apart = [
        np.abs((x_1 - x_0) * (points[:, 1] - y_0) - (y_1 - y_0) * (points[:, 0] - x_0)).min(
            initial=1.0
        )
        for (x_0, y_0), (x_1, y_1) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True)
    ]
    assume(min(apart) > 1e-9)
    assert within_polygon(points, rolled).tolist() == found.tolist()
    assert within_polygon(points, rolled[::-1]).tolist() == found.tolist()


def test_blocks_do_not_show():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(120_000, 2))
    angles = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    lasso = np.column_stack([np.cos(angles), np.sin(angles)])
    found = np.zeros(len(points), dtype=bool)
    found[within_polygon(points, lasso)] = True
    radius = np.hypot(*points.T)
    assert found[radius < np.cos(np.pi / 64)].all()
    assert not found[radius > 1].any()


@pytest.mark.parametrize("polygon", [np.empty((0, 2)), [[0.0, 0.0]], [[0.0, 0.0], [1.0, 1.0]]])
def test_fewer_than_three_vertices_enclose_nothing(polygon):
    assert within_polygon([[0.0, 0.0], [0.5, 0.5]], polygon).tolist() == []


@pytest.mark.parametrize("values", [[1.0, 2.0], [[1.0, 2.0, 3.0]], np.zeros((2, 2, 2))])
def test_points_are_pairs(values):
    with pytest.raises(DataError, match="Give one row of two coordinates"):
        within_polygon(values, SQUARE)
    with pytest.raises(DataError, match="Give one row of two coordinates"):
        within_polygon([[0.0, 0.0]], values)
    with pytest.raises(DataError, match="Give one row of two coordinates"):
        within_box(values, (0.0, 1.0), (0.0, 1.0))


def test_vertices_are_finite():
    with pytest.raises(DataError, match="Draw the selection again"):
        within_polygon([[0.0, 0.0]], [*SQUARE[:3], [NAN, 1.0]])


@pytest.mark.parametrize("rows", [[], [3], [0, 1, 5], [5, 1, 0], [7, 2, 7, 2, 2], [4, 4]])
def test_rows_are_kept_ascending_each_once(rows):
    assert MarkedRows(np.array(rows, dtype=int), "x").rows.tolist() == sorted(set(rows))
    both = MarkedRows(np.array(rows, dtype=int), "x").union(MarkedRows([1, 5, 9], "y"))
    assert both.rows.tolist() == sorted({*rows, 1, 5, 9})


def test_no_selection_of_many_rows_is_hashed(monkeypatch):
    """That took a third of a second of the processor for 300,000 of a million rows."""
    monkeypatch.setattr(np, "unique", None)
    kept = np.ones(1000, dtype=bool)
    chosen = from_fitted(np.arange(0, 1000, 3), kept, "x").union(MarkedRows([1, 3], "y"))
    assert len(chosen) == 335
