"""What a covariance structure allows, as a small picture of three components."""

from __future__ import annotations

import numpy as np

from gmm_core.maximisation import covariance_structure
from gmm_core.plots.marks.colours import Theme, colours
from gmm_core.plots.marks.outlines import ellipse
from gmm_core.scatter import along

# By the letter for volume, shape and orientation: standard deviation of a circle of this size,
# ratio of the axes, and degrees; for each of three components.
_SIZES = {"E": (1.1, 1.1, 1.1), "V": (0.7, 1.05, 1.5)}
_ELONGATIONS = {"I": (1.0, 1.0, 1.0), "E": (2.0, 2.0, 2.0), "V": (3.0, 1.25, 2.0)}
_UNTILTED_ELONGATIONS = {**_ELONGATIONS, "V": (3.0, 1.25, 0.5)}  # where none turns, one stands up
_TILTS = {"I": (0.0, 0.0, 0.0), "E": (35.0, 35.0, 35.0), "V": (35.0, -20.0, 75.0)}

_SIZE_WORDS = {"E": "one size", "V": "different sizes"}
_SHAPE_WORDS = {"E": "one shape", "V": "different shapes"}
_TILT_WORDS = {"I": "no tilt", "E": "one direction", "V": "different directions"}

_CELL = 50  # pixels, for each component
_PIXELS = 11  # of a standard deviation of 1


def example_covariances(covariance_type: str) -> np.ndarray:
    """Return covariances of three components that use all the freedom of a structure.

    Parameters
    ----------
    covariance_type : str
        A name of the covariance registry, such as "full" or "VVV".

    Returns
    -------
    ndarray of shape (3, 2, 2)
        λ D A Dᵀ, with volume λ, orientation D and shape A equal or different as the letters say;
        Celeux and Govaert (1995), section 1. They belong to no structure nested in this one.

    Raises
    ------
    DataError
        When there is no such structure.

    Examples
    --------
    >>> example_covariances("EII")[0].round(2)
    array([[1.21, 0.  ],
           [0.  , 1.21]])
    """
    volume, shape, orientation = covariance_structure(covariance_type).letters
    elongations = _UNTILTED_ELONGATIONS if orientation == "I" else _ELONGATIONS
    size, elongation = np.array(_SIZES[volume]), np.array(elongations[shape])
    angle = np.radians(_TILTS[orientation])
    long = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    across = np.stack([-np.sin(angle), np.cos(angle)], axis=1)
    axes = np.stack([long, across], axis=2)
    variances = size[:, None] ** 2 * np.stack([elongation, 1.0 / elongation], axis=1)
    return along(axes, variances)


def structure_description(covariance_type: str) -> str:
    """Return what is seen in the picture of a structure.

    Parameters
    ----------
    covariance_type : str
        A name of the covariance registry.

    Returns
    -------
    str

    Raises
    ------
    DataError
        When there is no such structure.

    Examples
    --------
    >>> structure_description("VEI")
    'Three ellipses of different sizes, one shape and no tilt'
    """
    volume, shape, orientation = covariance_structure(covariance_type).letters
    if shape == "I":
        return f"Three circles of {_SIZE_WORDS[volume]}"
    return (
        f"Three ellipses of {_SIZE_WORDS[volume]}, {_SHAPE_WORDS[shape]} "
        f"and {_TILT_WORDS[orientation]}"
    )


def structure_picture(covariance_type: str, theme: Theme = "light") -> str:
    """Return three components as a structure allows them, side by side, as an SVG image.

    Parameters
    ----------
    covariance_type : str
        A name of the covariance registry.
    theme : {"light", "dark"}

    Returns
    -------
    str
        Outlines at one standard deviation, in the colours of the components.

    Raises
    ------
    DataError
        When there is no such structure.

    Examples
    --------
    >>> structure_picture("EII").count("<polygon")
    3
    """
    covariances = example_covariances(covariance_type)
    outlines = "".join(
        _outline(place, covariance, hue)
        for place, (covariance, hue) in enumerate(zip(covariances, colours(3, theme), strict=True))
    )
    width = 3 * _CELL
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_CELL}" '
        f'viewBox="0 0 {width} {_CELL}">{outlines}</svg>'
    )


def _outline(place: int, covariance: np.ndarray, hue: str) -> str:
    middle = np.array([(place + 0.5) * _CELL, 0.5 * _CELL])
    upwards = np.array([_PIXELS, -_PIXELS])
    curve = middle + upwards * ellipse([0.0, 0.0], covariance, n_points=49)[:-1]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in curve)
    return (
        f'<polygon points="{points}" fill="{hue}" fill-opacity="0.15" '
        f'stroke="{hue}" stroke-width="2"/>'
    )
