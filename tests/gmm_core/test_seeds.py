"""One seed, one stream of numbers."""

import numpy as np
import pytest

from gmm_core.errors import DataError
from gmm_core.seeds import seeded


def test_a_generator_is_drawn_from_and_not_copied():
    rng = np.random.default_rng(3)
    first, second = seeded(rng).randint(1 << 30), seeded(rng).randint(1 << 30)
    assert first != second
    assert seeded(np.random.default_rng(3)).randint(1 << 30) == first


def test_a_random_state_is_itself_and_a_number_is_as_in_numpy():
    rng = np.random.RandomState(3)
    assert seeded(rng) is rng
    assert seeded(3).randint(1 << 30) == np.random.RandomState(3).randint(1 << 30)


@pytest.mark.parametrize("what", ["seven", 1.5, -1, 2**40, [1]])
def test_anything_else_is_one_sentence(what):
    with pytest.raises(DataError, match="random_state is"):
        seeded(what)
