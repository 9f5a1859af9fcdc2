"""Rows coloured by a column: what is like has one colour, and all colours are seen."""

import numpy as np
import pandas as pd
import pytest

from gmm_core.errors import DataError
from gmm_core.plots.look import Look
from gmm_core.plots.marks.by_column import MOST_LEVELS, Coloured, coloured, scale_hues
from gmm_core.plots.marks.colours import contrast
from gmm_core.plots.marks.points import drawn, row_marker
from gmm_core.plots.marks.style import INKS


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_is_seen_on_the_ground(theme):
    many = coloured("x", pd.Series([f"l{i}" for i in range(MOST_LEVELS)]), is_number=False)
    hues = [hue for hue, _ in many.key(theme)] + scale_hues(np.linspace(0, 1, 9), theme)
    assert len(set(hues)) == 2 * MOST_LEVELS
    assert min(contrast(hue, INKS[theme].ground) for hue in hues) >= 3.0


def test_levels_have_colours_of_their_own_and_the_rest_is_grey():
    values = [name for i in range(MOST_LEVELS + 2) for name in [f"l{i}"] * (20 - i)]
    found = coloured("kind", pd.Series([*values, None]), is_number=False)
    hues, grey = found.hues("light"), INKS["light"].neutral
    assert found.levels[:2] == ("l0", "l1")
    assert hues[0] == found.key("light")[0][0]
    assert hues[-1] == hues[-2] == grey
    assert found.key("light")[-2:] == [(grey, "other"), (grey, "no value")]


def test_numbers_go_from_end_to_end_and_what_is_missing_is_grey():
    found = coloured("age", pd.Series([0.0, 50.0, 100.0, None]), is_number=True)
    assert found.ends == (2.0, 98.0)
    expect = [*scale_hues(np.array([0.0, 0.5, 1.0]), "dark"), INKS["dark"].neutral]
    assert found.hues("dark").tolist() == expect
    assert len(set(Coloured("same", np.ones(3)).hues("light"))) == 1


def test_a_figure_takes_the_colours_and_keeps_the_symbols():
    resp = np.eye(2)[[0, 1, 1]]
    by = coloured("kind", pd.Series(["a", "b", "b"]), is_number=False)
    marker = row_marker(drawn(3, resp), Look(by=by))
    assert marker["color"] == by.hues("light").tolist()
    assert marker["symbol"] == row_marker(drawn(3, resp), Look())["symbol"]
    assert row_marker(drawn(3), Look(by=by))["color"] == by.hues("light").tolist()


def test_text_is_no_number():
    with pytest.raises(DataError, match='The column "kind" holds no numbers'):
        coloured("kind", pd.Series(["a"]), is_number=True)
