"""Which programs made a result."""

from __future__ import annotations

import platform

import numpy as np

#: Version of this package; a test holds it against pyproject.toml.
VERSION = "0.1.0"


def versions() -> dict[str, str]:
    """Return the versions that a result depends on.

    Returns
    -------
    dict
        Of "gmm_core", "numpy" and "python".

    Examples
    --------
    >>> list(versions())
    ['gmm_core', 'numpy', 'python']
    """
    return {
        "gmm_core": VERSION,
        "numpy": np.__version__,
        "python": platform.python_version(),
    }
