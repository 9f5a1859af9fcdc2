import pytest

from gmm_core.exporting.papers.apa import share, within


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, ".00"), (0.5, ".50"), (0.994, ".99"), (0.996, "1.00"), (1.0, "1.00")],
)
def test_what_cannot_exceed_one_has_no_zero_before_its_point(value, said):
    assert share(value) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Schwarz (1978)", "Schwarz, 1978"),
        ("Banfield and Raftery (1993)", "Banfield & Raftery, 1993"),
        ("Biernacki, Celeux and Govaert (2000)", "Biernacki et al., 2000"),
    ],
)
def test_a_source_within_parentheses_has_none_of_its_own(source, said):
    assert within(source) == said
