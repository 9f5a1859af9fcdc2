import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.mixture.mixture import Mixture
from gmm_core.plots.look import Look
from gmm_core.plots.marks.points import drawn, relative_sizes
from gmm_core.plots.pictures import mixture_figure, scatter
from gmm_core.subsets import drawn_rows

TWO = Mixture([0.5, 0.5], [[0.0, 0.0], [1.0, 1.0]], [np.eye(2)] * 2)
RESP = [[1.0, 0.0], [0.9, 0.1], [0.5, 0.5]]
ROWS = np.array([[0.0, 0.0], [0.5, 0.3], [0.5, 0.5]])


@given(st.lists(st.floats(0.5, 1.0), min_size=2, max_size=30))
def test_the_less_sure_the_larger(largest):
    certainty = np.sort(largest)[::-1]
    sizes = relative_sizes(np.column_stack([certainty, 1 - certainty]))
    assert (np.diff(sizes) >= 0).all()
    assert sizes.min() >= 0.7


def test_areas_by_hand():
    np.testing.assert_allclose(relative_sizes(np.array(RESP)) ** 2, [0.5, 1.3, 4.5])


@pytest.mark.parametrize("features", [[0, 1], [0]])
def test_size_shows_uncertainty_only_when_asked(features, valid):
    shown = {"names": "ab", "features": features, "responsibilities": RESP}
    looks = (Look(colour="cluster", size=s) for s in ("same", "uncertainty"))
    same, unsure = (mixture_figure(ROWS, TWO, look=look, **shown) for look in looks)
    valid(unsure)
    usual, sized = (
        next(trace for trace in figure.data if trace.name == "rows").marker.size
        for figure in (same, unsure)
    )
    assert len(set(np.asarray(usual).tolist())) == 1
    np.testing.assert_allclose(sized / usual, relative_sizes(np.array(RESP)), rtol=1e-6)


def test_before_the_first_e_step_nothing_is_uncertain():
    marker = scatter(ROWS, TWO, names="ab", look=Look(size="uncertainty")).data[0].marker
    assert marker.size == 8


@pytest.mark.parametrize("features", [[0, 1], [0]])
def test_components_go_by_the_names_that_a_person_gave(features, valid):
    shown = {"names": "ab", "features": features, "responsibilities": RESP}
    figure = mixture_figure(ROWS, TWO, look=Look(names=["<small>", "the very large ones"]), **shown)
    valid(figure)
    notes = [note.text for note in figure.layout.annotations]
    assert notes == ["&lt;small&gt;", "the very large ones"]
    rows = next(trace for trace in figure.data if trace.name == "rows")
    assert rows.hovertext[1] == "&lt;small&gt;: 0.90  the very large ones: 0.10"


def test_a_ringed_row_is_drawn_even_outside_the_sample():
    missed = np.setdiff1d(np.arange(1000), drawn_rows(1000, limit=10))[0]
    shown = drawn(1000, rings=[missed], rows=drawn_rows(1000, limit=10))
    assert missed in shown.rows
    assert len(shown.rows) == 11


def test_many_rings_do_not_swell_the_sample():
    shown = drawn(100_000, rings=np.arange(50_000))
    assert len(shown.rows) == 5000
    assert np.isin(shown.rings, shown.rows).all()


def test_what_is_missing_is_no_value_and_is_said_so(valid):
    points = np.array([[0.0, 1.0], [np.nan, 0.5], [0.5, np.nan]])
    figure = scatter(points, TWO, names="ab", responsibilities=RESP)
    valid(figure)
    rows = next(trace for trace in figure.data if trace.name == "rows")
    assert np.isfinite(rows.x).all()
    assert np.isfinite(rows.y).all()
    whole, no_a, no_b = rows.hovertemplate
    assert "missing" not in whole
    assert "a: missing" in no_a
    assert "a: missing" not in no_b
    assert "b: missing" in no_b


def test_rows_of_known_class_have_an_edge(valid):
    figure = scatter(ROWS, TWO, names="ab", responsibilities=RESP, look=Look(known=[1]))
    valid(figure)
    line = next(trace for trace in figure.data if trace.name == "rows").marker.line
    widths = np.asarray(line.width).tolist()
    assert widths[1] > max(widths[0], widths[2])
    assert line.color[1] != line.color[0] == line.color[2]
