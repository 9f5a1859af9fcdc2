"""A frame says what differs and no more, and put on the picture before it gives the next."""

import numpy as np

from gmm_core.plots.marks.changes import all_that_changes, changes


def picture(x, colour="red", title="a"):
    marks = {"x": np.array(x), "marker": {"color": colour, "size": 3}}
    return {"data": [{"name": "rows"}, marks], "layout": {"title": title, "height": 9}}


def test_nothing_is_said_of_equal_pictures():
    same = changes(picture([1.0, np.nan]), picture([1.0, np.nan]))
    assert same == {"data": [], "traces": [], "layout": {}}


def test_only_what_differs_is_said():
    said = changes(picture([1.0]), picture([1.0], "blue", "b"))
    assert said == {
        "data": [{"marker": {"color": "blue"}}],
        "traces": [1],
        "layout": {"title": "b"},
    }


def test_arrays_are_said_in_whole():
    said = changes(picture([1.0, 2.0]), picture([1.0, 3.0]))
    assert said["data"][0]["x"].tolist() == [1.0, 3.0]


def test_the_way_back_names_all_that_any_later_picture_changes():
    back = all_that_changes([picture([1.0]), picture([2.0]), picture([1.0], "blue", "b")])
    assert back["traces"] == [1]
    assert back["data"][0]["x"].tolist() == [1.0]
    assert back["data"][0]["marker"]["color"] == "red"
    assert back["layout"] == {"title": "a"}
