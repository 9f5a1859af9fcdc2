"""What depends on nothing but its arguments is worked out once for all tests that ask for it."""

import pickle
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from inspect import signature
from typing import Any

from gmm_core import Run, fitting
from gmm_core.ends import tried
from gmm_core.expectation import Data
from gmm_core.selection import propose
from gmm_core.starts.agglomeration import greedy_merges
from gmm_core.steps import other_ends

SAID = {"names", "on_state", "on_progress"}  # what is seen in errors and in progress alone


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, which works the same arguments out once; errors are not kept.

    What a test has put in the place of a function has no name to be known by: it is always asked.
    """
    found: dict[bytes, Any] = {}
    parameters = signature(function)

    @wraps(function)
    def asked(*args: Any, **settings: Any) -> Any:
        given = parameters.bind(*args, **settings)
        given.apply_defaults()
        told = {name: _plain(each) for name, each in given.arguments.items() if name not in SAID}
        try:
            key = sha256(pickle.dumps(told)).digest()
        except (pickle.PicklingError, AttributeError):
            return function(*args, **settings)
        if key not in found:
            found[key] = function(*args, **settings)
        return found[key]

    return asked


def _plain(argument: Any) -> Any:
    """Data without weights are the rows that they are of."""
    is_rows = type(argument) is Data and argument.weights is None
    return argument.X if is_rows else argument


def fit_run(X: Any, settings: Any, *, up_to_collapse: bool = False, **more: Any) -> Run:
    """The run of the package, worked out once whether or not it may end in a collapse."""
    run = _FIT_RUN(X, settings, up_to_collapse=True, **more)
    if run.collapse is not None and not up_to_collapse:
        raise run.collapse
    return run


_FIT_RUN = remembered(fitting.fit_run)
PROPOSE, TRIED, OTHER_ENDS = map(remembered, (propose, tried, other_ends))
GREEDY_MERGES = remembered(greedy_merges)
