import numpy as np
import pytest

from gmm_core.choosing import PROFILES, said_of_test
from gmm_core.selection import LikelihoodRatioTest
from gmm_core.written_numbers import p_value


def test_what_is_significant_is_told_from_what_is_not():
    yes = LikelihoodRatioTest(50.0, np.arange(99) / 9.0)
    no = LikelihoodRatioTest(5.0, np.arange(99) / 9.0)
    assert said_of_test(yes, 2).endswith(
        "0 gain as much: p = .010. One component more fits better than chance would have it."
    )
    assert said_of_test(no, 2, words=PROFILES).endswith(
        "54 gain as much: p = .550. One profile more fits no better than chance may have it."
    )


def test_samples_that_collapsed_are_counted():
    said = said_of_test(LikelihoodRatioTest(5.0, np.zeros(18), 1), 1)
    assert "18 bootstrap samples drawn from the fit with 1 component (a fit collapsed on 1" in said
    none = said_of_test(LikelihoodRatioTest(5.0, np.empty(0), 19), 1)
    assert none.endswith("Choose fewer components or a covariance with fewer parameters.")


@pytest.mark.parametrize(
    ("p", "said"), [(0.0, "< .001"), (0.001, ".001"), (0.0494, ".049"), (1.0, "1.000")]
)
def test_probabilities_are_set_as_apa_sets_them(p, said):
    assert p_value(p) == said
    assert p_value(float("nan")) == "none"
