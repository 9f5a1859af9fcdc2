import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.plots.marks.axes import axis, padded, tick_room, ticks


def read_back(text):
    return float(text.replace("−", "-").replace(",", ""))


@given(st.floats(-1e9, 1e9), st.floats(1e-4, 1e9), st.integers(2, 7))
def test_ticks_are_round_numbers_within_and_written_alike(low, width, most):
    values, texts = ticks(low, low + width, most)
    assert len(values) <= most
    assert all(low - 1e-6 <= value <= low + width + 1e-6 for value in values)
    assert len({len(text.partition(".")[2]) for text in texts}) <= 1
    assert [read_back(text) for text in texts] == values
    assert {f"{step:.1e}"[:3] for step in np.diff(values)} <= {"1.0", "2.0", "5.0"}


@pytest.mark.parametrize(
    ("values", "reach"),
    [
        ([2.0, 2.0], (1.0, 3.0)),
        ([0.0], (-0.5, 0.5)),
        ([], (-0.08, 1.08)),
        ([np.nan, -1.0, np.inf, 1.0], (-1.16, 1.16)),
    ],
)
def test_a_range_is_never_empty_and_goes_by_what_is_finite(values, reach):
    assert padded(np.array(values)) == pytest.approx(reach)


@pytest.mark.parametrize(
    ("span", "written"),
    [
        ((0.0, 5e7), "none"),
        ((0.0, 2e8), "power"),
        ((1e9, 1e9 + 30), "none"),
        ((0.0, 0.5), "power"),
        (None, "power"),
    ],
)
def test_large_and_small_numbers_stand_on_an_axis_as_powers(span, written):
    assert axis("light", span=span)["exponentformat"] == written


@pytest.mark.parametrize(("step", "places"), [(0.1, 1), (0.2, 1), (0.5, 1), (0.02, 2), (0.005, 3)])
def test_all_numbers_of_a_short_axis_have_the_decimals_of_its_step(step, places):
    stops = axis("light", span=(0.0, 4.0))["tickformatstops"]
    [found] = [each for each in stops if each["dtickrange"][0] <= step <= each["dtickrange"][1]]
    assert found["value"] == f",.{places}f"


def test_what_is_pointed_at_keeps_the_digits_that_a_short_axis_tells_apart():
    assert axis("light", span=(0.0, 8.0))["hoverformat"] == ",.5~f"
    for span in ((0.0, 30.0), (0.0, 1e-6), None):
        assert "hoverformat" not in axis("light", span=span)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 7))
def test_the_numbers_of_an_axis_have_room_beside_it(low, width, most):
    """Eight letters at most: longer ones are powers of ten."""
    _, texts = ticks(low, low + width, most)
    room = tick_room([(low, low + width)], most, size=10)
    assert room >= 5.6 * min(max(map(len, texts)), 8)
