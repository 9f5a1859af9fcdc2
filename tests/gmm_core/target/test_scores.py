import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.target.comparison import compare
from gmm_core.target.scores import READINGS, SCORES, reading_of


def test_every_score_can_be_read():
    assert set(READINGS) == set(SCORES)


@pytest.mark.parametrize(
    ("score", "value", "sentence"),
    [
        (
            "matched_accuracy",
            145 / 150,
            "96.7 % of the rows lie in the cluster matched to their class.",
        ),
        (
            "adjusted_rand_index",
            0.904,
            "Agreement on pairs of rows is 90.4 % of the way from what chance gives to perfect.",
        ),
        (
            "normalized_mutual_information",
            0.9,
            "Target and clusters share 90.0 % of the information that they hold on average.",
        ),
        (
            "completeness",
            1.0,
            "Knowing the class of a row removes 100 % of the uncertainty about its cluster.",
        ),
    ],
)
def test_values_in_words(score, value, sentence):
    assert reading_of(score, value) == sentence


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, " 0 %"),
        (1e-9, "less than 0.1 %"),
        (0.0005, "0.1 %"),
        (0.9994, "99.9 %"),
        (0.99999, "more than 99.9 %"),
        (1.0, "100 %"),
    ],
)
def test_nothing_but_all_is_a_hundred_percent(value, said):
    assert said in reading_of("homogeneity", value)


def test_less_than_chance_is_no_percentage():
    assert "fewer pairs" in reading_of("adjusted_rand_index", -0.3)


@given(st.lists(st.integers(0, 2), min_size=2, max_size=30), st.randoms())
def test_homogeneity_is_uncertainty_removed(target, random):
    """1 - H(class | cluster) / H(class), from the definition."""
    clusters = [random.randrange(3) for _ in target]
    result = compare(target, clusters, 3)
    counts = result.table.to_numpy(dtype=float)

    def entropy(sums):
        shares = sums[sums > 0] / sums.sum()
        return -(shares * np.log(shares)).sum()

    before = entropy(counts.sum(axis=1))
    after = sum(c.sum() / counts.sum() * entropy(c) for c in counts.T if c.sum())
    expected = 1.0 if before == 0 else 1 - after / before
    assert result.homogeneity == pytest.approx(expected, abs=1e-9)
