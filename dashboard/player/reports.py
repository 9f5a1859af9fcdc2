"""What the player reports of means, checked: a browser may report anything at all."""

from gmm_core.checked import LARGEST
from gmm_core.em import Run
from gmm_core.steps import last_half_step


def is_move(said: object, run: Run, n_axes: int) -> bool:
    """Return whether a mean of a half-step of this run was moved to a place in the picture."""
    if not isinstance(said, dict):
        return False
    step, component = said.get("step"), said.get("component")
    return (
        _is_one_of(step, last_half_step(run) + 1)
        and _is_one_of(component, run.mixture.n_components)
        and _is_place(said.get("place"), n_axes)
    )


def are_places(said: object, n_means: int, n_axes: int) -> bool:
    """Return whether these are as many places in the picture as there are means."""
    return (
        isinstance(said, list)
        and len(said) == n_means
        and all(_is_place(place, n_axes) for place in said)
    )


def _is_one_of(number: object, many: int) -> bool:
    return type(number) is int and 0 <= number < many  # True is no number


def _is_place(place: object, n_axes: int) -> bool:
    return (
        isinstance(place, list)
        and len(place) == n_axes
        and all(type(value) in (int, float) and abs(value) <= LARGEST for value in place)
    )
