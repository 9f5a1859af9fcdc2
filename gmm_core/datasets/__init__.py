"""Built-in tables and generated examples, each with its source, units and target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from types import MappingProxyType

from gmm_core.checked import as_annotated
from gmm_core.datasets import bundled, generated
from gmm_core.datasets.dataset import Dataset, with_unit
from gmm_core.datasets.drawn import MAX_POINTS, SIDE, drawing, drawn_points, n_places
from gmm_core.errors import DataError

__all__ = [
    "MAX_POINTS",
    "SIDE",
    "Dataset",
    "drawing",
    "drawn_points",
    "load",
    "n_places",
    "names",
    "with_unit",
]

_LOADERS: Mapping[str, Callable[[], Dataset]] = MappingProxyType(
    {
        "iris": bundled.iris,
        "penguins": partial(bundled.read, "penguins"),
        "faithful": partial(bundled.read, "faithful"),
        "wine": bundled.wine,
        "breast_cancer": bundled.breast_cancer,
        "vowels_pb52": partial(bundled.read, "vowels_pb52"),
        "crabs": partial(bundled.read, "crabs"),
        "diabetes_reaven_miller": partial(bundled.read, "diabetes_reaven_miller"),
        "galaxies": partial(bundled.read, "galaxies"),
        "quakes": partial(bundled.read, "quakes"),
        "two_bumps": generated.two_bumps,
        "three_bumps": generated.three_bumps,
        "three_blobs": generated.three_blobs,
        "cigars": generated.cigars,
        "nested": generated.nested,
        "unequal_sizes": generated.unequal_sizes,
    }
)


def names() -> tuple[str, ...]:
    """Return the names of all datasets: iris, the other classics, then the generated ones.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> names()[0]
    'iris'
    """
    return tuple(_LOADERS)


@as_annotated
def load(name: str) -> Dataset:
    """Return the dataset of this name, with a frame that is the caller's own copy.

    Parameters
    ----------
    name : str
        One of `names`.

    Returns
    -------
    Dataset
        Read or drawn on the first call, kept for the next ones.

    Raises
    ------
    DataError
        When no dataset has this name.

    Examples
    --------
    >>> iris = load("iris")
    >>> iris.frame.shape, iris.label("petal length")
    ((150, 5), 'petal length (cm)')
    """
    if name not in _LOADERS:
        raise DataError(f"There is no dataset named {name!r}; choose one of {', '.join(names())}.")
    kept = _load(name)
    return replace(kept, frame=kept.frame.copy(), units=dict(kept.units))


@cache
def _load(name: str) -> Dataset:
    return _LOADERS[name]()
