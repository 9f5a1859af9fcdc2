"""Names of summaries are told from names of observations."""

import pytest

from gmm_core.table.suspect.summary_words import is_of_no_observation, is_summary, is_total


@pytest.mark.parametrize("text", ["Min.", "75%", "Std Dev", "CV (%)", "표준편차", "Median:"])
def test_summaries(text: str) -> None:
    assert is_summary(text)
    assert not is_total(text)


@pytest.mark.parametrize("text", ["p1", "Q3", "Maxine", "25", "Sedan", "1 %"])
def test_observations(text: str) -> None:
    assert not is_of_no_observation([text])
    assert not is_summary(text) or text == "1 %"


def test_what_counting_programs_put_aside() -> None:
    assert is_of_no_observation(["__no_feature"])
    assert not is_of_no_observation(["_gene"])
    for name in ("N_unmapped", "N_multimapping", "N_noFeature", "N_ambiguous"):
        assert is_of_no_observation([name])
    assert not is_of_no_observation(["N_1"])
