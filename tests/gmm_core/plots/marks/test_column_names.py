from re import sub

import pytest

from gmm_core.plots.marks.column_names import BESIDE_ROWS, column_names, room_beside

LONG = "low flavanoids, high malic acid"
LONGER = "high satisfaction with the support of the supervisor (1 to 7)"


def lines(named):
    """The lines of each name, without its glyph."""
    texts = named.ticks["ticktext"]
    return [text.partition("<span")[0].removesuffix("<br>").strip().split("<br>") for text in texts]


@pytest.mark.parametrize("k", [1, 2, 3, 5, 9, 20])
@pytest.mark.parametrize("room", [140, 240, 1000])
@pytest.mark.parametrize("name", ["a", "setosa", "versicolor", LONG])
def test_names_are_whole_and_no_line_is_wider_than_its_column(k, room, name):
    named = column_names(k, "light", [name] * k, room)
    for of_one in lines(named):
        assert " ".join(of_one) == name
        if named.ticks["tickangle"] == 0:
            assert 7 * max(map(len, of_one)) <= max(room / k, 14)
        else:  # turned, lines stand side by side, and the longest is as high as there is room
            assert 16 * len(of_one) <= max(room / k, 16)
            assert 7 * max(map(len, of_one)) < named.height


def test_glyphs_look_the_same_once_turned():
    turned = column_names(9, "light", [LONG] * 9).ticks["ticktext"]
    glyphs = [name.partition("</span>")[0][-1] for name in turned]
    # By a quarter to the left: what points up then points left.
    assert glyphs == ["●", "■", "◆", "►", "★", "◄", "▲", "▼", "■"]


def test_names_that_are_too_long_to_stand_on_one_line_have_a_key():
    named = column_names(9, "light", [LONGER] * 9)
    assert lines(named) == [[str(j)] for j in range(1, 10)]
    assert sub("<[^>]*>", " ", named.key).count(" ".join(LONGER.split()[:4])) == 9
    assert named.key_height >= 16 * (named.key.count("<br>") + 1)
    (note,) = named.layout("light", above=30)["annotations"]
    assert note["text"] == named.key
    assert column_names(9, "light", [LONG] * 9).layout("light", above=30) == {}


def test_components_without_names_have_their_numbers():
    assert lines(column_names(3, "dark", None)) == [["1"], ["2"], ["3"]]


def test_columns_keep_room_beside_long_names_of_rows():
    assert room_beside(["x" * 60]) == BESIDE_ROWS < room_beside(["x"])
    assert room_beside(["two<br>lines"]) == room_beside(["lines"])
