"""The half-step that a link names is that of its run, and of no other."""

import pytest
from lab import Lab

pytestmark = pytest.mark.usefixtures("no_other_starts")


@pytest.mark.parametrize("page", ["step", "explore"])
@pytest.mark.parametrize("start", ["auto", "placed"])
def test_the_half_step_of_a_link_whose_run_collapses_is_not_of_the_next_run(
    start: str, page: str
) -> None:
    lab = Lab(page, k="24", start=start, step="5")
    if page == "step":
        assert lab.film["ended"] == "Collapsed"
    else:
        assert "collapsed" in lab.errors[0]
    lab.choose(k=3, **{"start" if page == "step" else "fit": "auto"})
    if page != "step":
        lab.visit("step")
    assert lab.errors == []
    assert lab.value("step") == 0
    assert "step" not in lab.link
