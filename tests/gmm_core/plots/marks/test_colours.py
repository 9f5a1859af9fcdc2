from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.plots.marks.colours import (
    colours,
    contrast,
    glyphs,
    mix,
    symbols,
    to_hex,
    to_oklab,
)
from gmm_core.plots.marks.style import INKS

THEMES = ["light", "dark"]


@pytest.mark.parametrize("theme", THEMES)
def test_every_component_reads_on_its_ground(theme):
    ratios = [contrast(colour, INKS[theme].ground) for colour in colours(8, theme)]
    assert min(ratios) >= 3.0


@pytest.mark.parametrize("theme", THEMES)
def test_names_and_axes_read_as_small_text(theme):
    ink = INKS[theme]
    assert contrast(ink.text, ink.ground) >= 4.5
    assert contrast(ink.muted, ink.ground) >= 4.5
    assert contrast(ink.neutral, ink.ground) >= 3.0


@pytest.mark.parametrize("theme", THEMES)
def test_no_two_of_the_eight_colours_are_close(theme):
    lab = to_oklab(colours(8, theme))
    assert min(np.linalg.norm(a - b) for a, b in combinations(lab, 2)) > 0.08


def test_first_colours_are_okabe_and_itos_in_order():
    assert colours(4, "light") == ["#0072B2", "#D55E00", "#009E73", "#CC79A7"]


def test_colour_and_symbol_together_are_unique():
    looks = set(zip(colours(64), symbols(64), strict=True))
    assert len(looks) == 64
    assert colours(9)[8] == colours(9)[0]
    assert symbols(9)[8] != symbols(9)[0]


def test_a_symbol_always_has_the_same_glyph():
    pairs = set(zip(symbols(64), glyphs(64), strict=True))
    assert len(pairs) == len({symbol for symbol, _ in pairs}) == 8


def test_wcag_contrast_of_a_known_pair():
    # #767676 is the lightest grey that passes 4.5:1 on white (WebAIM).
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)
    assert contrast("#FFFFFF", "#767676") == contrast("#767676", "#FFFFFF")


def test_oklab_of_primary_colours_as_published():
    expected = [[0.628, 0.225, 0.126], [0.866, -0.234, 0.179], [0.452, -0.032, -0.312]]
    np.testing.assert_allclose(to_oklab(["#FF0000", "#00FF00", "#0000FF"]), expected, atol=1e-3)


@given(st.lists(st.integers(0, 0xFFFFFF), min_size=1, max_size=50))
def test_every_screen_colour_survives_oklab(codes):
    shades = [f"#{code:06X}" for code in codes]
    assert to_hex(to_oklab(shades)) == shades


@pytest.mark.parametrize("theme", THEMES)
def test_certain_rows_have_the_exact_component_colour(theme):
    assert mix(np.eye(12), theme) == colours(12, theme)


@given(st.floats(0, 1))
def test_mixing_is_symmetric_in_the_components(share):
    there = mix([[share, 0, 1 - share]])
    base = to_oklab(colours(3))
    swapped = to_hex(np.array([[1 - share, 0, share]]) @ base[::-1])
    assert there == swapped


def test_half_and_half_lies_half_way():
    ends, middle = to_oklab(colours(2)), to_oklab(mix([[0.5, 0.5]]))
    np.testing.assert_allclose(middle[0], ends.mean(axis=0), atol=3e-3)
