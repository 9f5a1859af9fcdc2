import html

from hypothesis import given
from hypothesis import strategies as st

from gmm_core.plots.marks.names import text


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
    assert text("<" * 10, width=4) == "&lt;&lt;&lt;…"
    assert text("abcd", width=4) == "abcd"
