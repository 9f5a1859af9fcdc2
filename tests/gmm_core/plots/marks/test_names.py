import pytest

from gmm_core.plots.marks.names import coloured_names, shown_names


def test_names_are_text():
    assert shown_names(2, ["<b>x</b>", "%{y} $a$"])[0] == "&lt;b&gt;x&lt;/b&gt;"
    assert coloured_names(1, ["<i>"], "dark") == ['<span style="color:#2082C3">●</span> &lt;i&gt;']


def test_long_names_are_cut_and_numbers_stand_in():
    assert shown_names(1, ["a" * 30], width=5) == ["aaaa…"]
    assert shown_names(3, None) == ["1", "2", "3"]


def test_each_component_has_its_name():
    with pytest.raises(ValueError, match="zip"):
        shown_names(2, ["one"])
