"""Pictures that are played: each is a frame on the one before, and any can be reached."""

import json

import numpy as np

from gmm_core.plots.teaching.played_frames import played


def picture(height, title):
    trace = {"type": "scatter", "name": "curve", "x": [0.0, 1.0], "y": [0.0, height]}
    return {"data": [trace], "layout": {"title": {"text": title}}}


PICTURES = [
    ("one", picture(1.0, "a")),
    ("two", picture(1.0, "b<br>c<br>d")),
    ("three", picture(2.0, "e")),
]


def test_each_frame_stands_on_the_one_before():
    frames = played(PICTURES, "light").frames
    assert [frame.name for frame in frames] == ["one", "two", "three"]
    assert [frame.baseframe for frame in frames] == [None, "one", "two"]
    assert [list(frame.data[0].y or []) for frame in frames if frame.data] == [[0, 1], [0, 2]]


def test_buttons_and_slider_lead_to_every_frame_and_the_longest_title_has_room():
    layout = played(PICTURES, "dark").layout
    assert [step.args[0] for step in layout.sliders[0].steps] == [("one",), ("two",), ("three",)]
    assert [button.label for button in layout.updatemenus[0].buttons] == ["▶ Play", "Pause"]
    assert layout.margin.t == 44 + 2 * 19


def test_plotly_is_given_numbers_of_symbols_as_it_writes_them():
    pictures = [(title, picture(1.0, title)) for title in ("one", "two")]
    for (_, each), symbols in zip(pictures, ([0, 17], [1, 17]), strict=True):
        each["data"][0]["marker"] = {"symbol": np.array(symbols, dtype=np.uint8), "size": 3}
    figure = played(pictures, "light")
    written = [{"symbol": {"dtype": "u1", "bdata": text}} for text in ("ABE=", "ARE=")]
    assert [frame.data[0].marker.to_plotly_json() for frame in figure.frames] == written
    assert [each["data"][0]["marker"] for each in json.loads(figure.to_json())["frames"]] == written
