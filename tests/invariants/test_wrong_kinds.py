"""A value of a wrong kind is refused in a sentence, at the gates that all the rest goes through."""

import numpy as np
import pytest

from gmm_core import (
    GMMError,
    Mixture,
    e_step,
    initialize,
    m_step,
    run,
    sample,
)

X = np.array([[0.0], [0.4], [1.0], [1.3], [8.0], [9.1], [9.5], [10.0]])
ONE = Mixture([1.0], [[0.0]], [[[1.0]]])
NO_OBJECTS = [None, "", "text", b"bytes", True, -1, 2.5, 1j, [], {}, {1, 2}, object(), X]
CALLS = {
    "E-step": lambda value: e_step(X, value),
    "M-step": m_step,
    "run": lambda value: run(X, value),
    "sample": lambda value: sample(value, 3),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("value", NO_OBJECTS, ids=lambda value: type(value).__name__)
def test_what_is_no_mixture_and_no_statistics_is_refused_in_a_sentence(name, value):
    with pytest.raises(GMMError, match="Give a"):
        CALLS[name](value)


@pytest.mark.parametrize("value", [None, "2", True, 2.5, 1j, [], {}, {1, 2}, 10**400])
def test_what_counts_no_components_is_refused_in_a_sentence(value):
    with pytest.raises(GMMError, match="Give a"):
        initialize(X, value, "random")


@pytest.mark.parametrize(
    "call",
    [
        lambda huge: Mixture([huge], [[0.0]], [[[1.0]]]),  # pyright: ignore
        lambda huge: e_step(X, ONE, [huge] * 8),
        lambda huge: initialize(X, 1, [[huge]]),
    ],
)
def test_a_whole_number_beyond_double_precision_is_refused_in_a_sentence(call):
    with pytest.raises(GMMError):
        call(10**400)
