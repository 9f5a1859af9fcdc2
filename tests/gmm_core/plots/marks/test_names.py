import html
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.plots.marks.names import (
    balanced,
    component_labels,
    legend_names,
    shown_names,
    text,
    wrapped,
)


def test_names_are_text():
    assert shown_names(2, ["<b>x</b>", "%{y} $a$"])[0] == "&lt;b&gt;x&lt;/b&gt;"
    assert legend_names(1, ["<i>"]) == ["&lt;i&gt;"]


def test_long_texts_are_cut_and_numbers_stand_in_for_names():
    assert text("a" * 30, width=5) == "aaa…a"
    assert shown_names(3, None) == ["1", "2", "3"]


def test_questions_that_begin_alike_are_told_apart_by_their_ends():
    asked = "How satisfied are you, all things considered, with your"
    seen = [text(f"{asked} {what}?", width=44) for what in ("pay", "hours")]
    assert seen == [
        "How satisfied are you, all th…with your pay?",
        "How satisfied are you, all th…th your hours?",
    ]
    assert text("concentration of everything (mg/dL)", width=24) == "concentration of…(mg/dL)"
    assert text("high concentration of…", width=14) == "high concentr…"


def test_lines_of_one_length_are_no_more_than_lines_that_are_full():
    asked = "high satisfaction with the support of the supervisor (1 to 7)"
    for width in range(12, 40):
        lines = balanced(asked, width, 9).split("<br>")
        assert " ".join(lines) == asked
        assert len(lines) == len(wrap(asked, width))


def test_each_component_has_its_name():
    with pytest.raises(ValueError, match="zip"):
        shown_names(2, ["one"])


def test_tags_templates_and_formulas_are_literal():
    shown = text('<b>x</b><script>alert("1")</script> %{y} $z$')
    assert not set("<>{}$") & set(shown)
    assert html.unescape(shown) == '<b>x</b><script>alert("1")</script> %{y} $z$'


@given(st.text())
def test_nothing_active_is_left_and_nothing_is_lost(name):
    shown = text(name)
    assert not set("<>{}$\n") & set(shown)
    assert html.unescape(shown) == html.unescape(html.escape(" ".join(name.split())))


def test_an_entity_in_a_name_stays_an_entity():
    assert text("R&D &lt;") == "R&amp;D &amp;lt;"


def test_long_names_are_cut_before_escaping():
    assert text("<" * 10, width=4) == "&lt;&lt;…&lt;"
    assert text("abcd", width=4) == "abcd"


def test_labels_count_from_one():
    assert component_labels(9)[8] == "9 ■"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Geriatrie und Übergangspflege", ["Geriatrie und", "Übergangspf-", "lege"]),
        ("Verwaltung und Öffentlichkeitsarbeit", ["Verwaltung und", "Öffentlich-", "keitsarbeit"]),
        ("Häufigkeit von Rückenschmerzen", ["Häufigkeit von", "Rückenschmer-", "zen"]),
    ],
)
def test_a_word_too_long_for_a_line_is_broken_as_a_person_would(name, lines):
    """It was broken at the last letter that fits, so that "e" had a line of its own."""
    assert wrapped(name, 14).split("<br>") == lines


@given(st.text(alphabet="abdefgilmnorstuäöü ", max_size=60), st.integers(4, 30))
def test_lines_have_all_letters_and_are_no_longer_than_asked(name, width):
    lines = wrapped(name, width, lines=99).split("<br>")
    assert max(map(len, lines)) <= width
    assert "".join(lines).replace("-", "").replace(" ", "") == name.replace(" ", "")


def test_scripts_without_such_letters_are_broken_anywhere():
    assert wrapped("漢字仮名交じり文の長い名前", 5).split("<br>") == [
        "漢字仮名交",
        "じり文の長",
        "い名前",
    ]
