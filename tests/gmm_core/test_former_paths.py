"""What programs of version 0.1 import is there, and is what it has become."""

from importlib import import_module

import pytest

from gmm_core import Mixture, run
from gmm_core.former_paths import FORMER, keep_former_paths


@pytest.mark.parametrize(("module", "rooms"), FORMER.items())
def test_a_former_name_is_the_present_one(module, rooms):
    for name, room in rooms.items():
        assert getattr(import_module(module), name) is getattr(import_module(room), name)


def test_to_ask_twice_changes_nothing():
    keep_former_paths()
    with pytest.raises(ModuleNotFoundError):
        import_module("gmm_core.never_was")


def test_a_run_is_reordered_as_before():
    from gmm_core.naming import reordered  # pyright: ignore

    fit = run([[0.0], [1.0], [9.0], [11.0]], Mixture([0.5, 0.5], [[0.0], [9.0]], [[[1.0]]] * 2))
    assert reordered(fit, [1, 0]).mixture.means.tolist() == fit.mixture.means[::-1].tolist()
