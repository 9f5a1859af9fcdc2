import pytest

from gmm_core.exporting.papers.apa import share


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, ".00"), (0.5, ".50"), (0.994, ".99"), (0.996, "1.00"), (1.0, "1.00")],
)
def test_what_cannot_exceed_one_has_no_zero_before_its_point(value, said):
    assert share(value) == said
