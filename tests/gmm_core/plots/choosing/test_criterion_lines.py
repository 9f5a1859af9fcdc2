import numpy as np
import pytest

from gmm_core.choosing import PROFILES
from gmm_core.plots.choosing import criterion_lines
from gmm_core.selection import select_model


@pytest.fixture(scope="module")
def cells():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(80, 2)) + np.repeat([[0.0, 0.0], [8.0, 8.0]], 40, axis=0)
    return list(select_model(X, range(1, 4), ["full", "tied", "spherical"]).cells.values())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(cells, theme, valid):
    valid(criterion_lines(cells, "bic", chosen=cells[0], theme=theme))


def test_a_line_a_structure_with_its_values(cells):
    for trace in criterion_lines(cells, "icl").data[:3]:
        values = [cell.criteria["icl"] for cell in cells if cell.letters == trace.name]
        assert list(trace.y) == values
        assert list(trace.x) == [1, 2, 3]


def test_the_lowest_and_the_chosen_are_ringed(cells):
    best = min(cells, key=lambda cell: cell.criteria["bic"])
    rings = criterion_lines(cells, "bic", chosen=cells[0]).data[-2:]
    assert [(ring.name, ring.x[0], ring.y[0]) for ring in rings] == [
        ("best", best.n_components, best.criteria["bic"]),
        ("chosen", cells[0].n_components, cells[0].criteria["bic"]),
    ]


def test_a_missing_fit_leaves_a_gap_and_structures_keep_their_looks(cells):
    some = [cell for cell in cells if (cell.n_components, cell.letters) != (2, "EEE")]
    letters = ["VVV", "EEE", "VII"]
    whole = criterion_lines(cells, "bic", structures=letters).data[:3]
    part = criterion_lines(some, "bic", structures=letters).data[:3]
    assert part[1].y[1] is None
    assert [trace.marker.color for trace in part] == [trace.marker.color for trace in whole]
    (first,) = (cell for cell in cells if (cell.n_components, cell.letters) == (1, "VVV"))
    only = criterion_lines([first], "bic", structures=letters).data
    assert [len(trace.x) for trace in only] == [1, 0, 0, 1]


def test_hovering_says_which_fit_in_the_words_asked_for(cells):
    (line,) = (
        each for each in criterion_lines(cells, "bic", words=PROFILES).data if "6" in each.name
    )
    assert line.text[1].startswith("2 profiles, model 6 (VVV)<br>BIC ")
