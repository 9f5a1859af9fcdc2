"""Comments, and lines that stand in quotes as a whole."""

import pytest

from gmm_core.reading.text.comments import are_quoted_whole, comment, unquoted, without_comments


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("# a", "a"),
        ("##a", "a"),
        ("% a, b", "a, b"),
        ("// a", "a"),
        ("; a", "a"),
        (' "# a, b"', "a, b"),
        ("!Sample_title", "Sample_title"),
        ("#", None),
        ("#,name", None),
        ("#\tname", None),
        ("#N/A,c", None),
        (";a;b", None),
        ("; a; b", None),
        ("a # b", None),
        ("===== ===", "===== ==="),
        ("== ==", None),
        ("=====,1", None),
    ],
)
def test_comments(line, said):
    assert comment(line) == said


def test_a_long_line_of_signs_is_judged_at_once():
    assert comment("=" * 400_000 + "x") is None
    assert comment("=" * 400_000) == "=" * 400_000


def test_a_column_that_begins_so_is_no_comment():
    assert without_comments(["a,b", "#x,1", "#y,2", "z,3"])[1] == {}
    assert without_comments(["# x", "a,b", "#y,2", "z,3", "z,4"])[1] == {0: "x", 2: "y,2"}


def test_lines_in_quotes():
    assert unquoted('"a,""b"""') == 'a,"b"'
    assert are_quoted_whole(["a,b", '"1,2"', '"3,4"'], [","])
    assert not are_quoted_whole(['"a","b"', '"1","2"'], [","])
    assert not are_quoted_whole(['"said"', '"Well, yes"', '"No, no"'], [","])
