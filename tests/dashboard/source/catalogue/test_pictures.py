"""Small pictures of tables lie within their frame."""

import re

import pytest

from dashboard.source.catalogue.pictures import HEIGHT, MOST_DOTS, N_BARS, WIDTH, picture
from gmm_core import datasets


@pytest.mark.parametrize("name", datasets.names())
def test_a_picture_lies_within_its_frame_and_is_small(name: str) -> None:
    table = datasets.load(name)
    path = picture(table)
    bars = len(table.features) == 1
    shape = r"M(-?\d+) (-?\d+)" + (r"V(-?\d+)" if bars else "h0")
    strokes = [[int(number) for number in each] for each in re.findall(shape, path)]
    assert len(strokes) == (N_BARS if bars else min(MOST_DOTS, len(table.frame)))
    assert all(0 <= x <= WIDTH for x, *_ in strokes)
    assert all(0 <= y <= HEIGHT for _, *heights in strokes for y in heights)
    assert max(x for x, *_ in strokes) - min(x for x, *_ in strokes) > 0.8 * WIDTH
    assert len(path) < 1_200
