import pytest

from gmm_core.choosing import MIXTURE, PROFILES
from gmm_core.maximisation import COVARIANCE_STRUCTURES
from gmm_core.selection import CLARITY, CRITERIA


@pytest.mark.parametrize(
    ("letters", "said"),
    [("EEI", "1"), ("VVI", "2"), ("EEE", "3"), ("VVV", "6")],
)
def test_latent_profile_analysis_numbers_four_structures(letters, said):
    assert PROFILES.structure(letters) == f"model {said} ({letters})"
    assert MIXTURE.structure(letters) == letters


def test_other_structures_go_by_their_letters():
    letters = {each.letters for each in COVARIANCE_STRUCTURES.values()} - set(PROFILES.structures)
    assert len(letters) == 10
    assert {PROFILES.structure(each) for each in letters} == letters


@pytest.mark.parametrize("words", [MIXTURE, PROFILES])
def test_every_measure_has_a_title_of_its_own(words):
    titles = [words.title(name) for name in (*CRITERIA, *CLARITY)]
    assert len(set(titles)) == len(titles)
    assert set(words.titles) <= {*CRITERIA, *CLARITY}


def test_counts_are_in_the_right_number():
    assert [PROFILES.counted(k) for k in (1, 2)] == ["1 profile", "2 profiles"]
