"""What depends on nothing but its arguments is worked out once for all tests that ask for it."""

import pickle
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, which works the same arguments out once; errors are not kept."""
    found: dict[bytes, Any] = {}

    @wraps(function)
    def asked(*args: Any, **settings: Any) -> Any:
        key = sha256(pickle.dumps((args, sorted(settings.items())))).digest()
        if key not in found:
            found[key] = function(*args, **settings)
        return found[key]

    return asked
