"""Colours as points of OKLab, where a straight line between two colours looks even."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

# Ottosson (2020), "A perceptual color space for image processing",
# https://bottosson.github.io/posts/oklab/: linear sRGB -> cone responses -> Lab.
CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
FROM_CONES, FROM_LAB = np.linalg.inv(CONES), np.linalg.inv(LAB)


def linear_rgb(colours: Sequence[str]) -> np.ndarray:
    """Return colours in linear light.

    Parameters
    ----------
    colours : sequence of str
        As "#RRGGBB".

    Returns
    -------
    ndarray of shape (n_colours, 3)
        Red, green and blue from 0 to 1; IEC 61966-2-1 (sRGB).

    Examples
    --------
    >>> linear_rgb(["#FF0000"])
    array([[1., 0., 0.]])
    """
    encoded = np.array([list(bytes.fromhex(colour[1:])) for colour in colours]) / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def to_oklab(colours: Sequence[str]) -> np.ndarray:
    """Return colours in OKLab (Ottosson 2020).

    Parameters
    ----------
    colours : sequence of str
        As "#RRGGBB".

    Returns
    -------
    ndarray of shape (n_colours, 3)
        Lightness (0 to 1), green to red, blue to yellow.

    Examples
    --------
    >>> to_oklab(["#FF0000"]).round(3)
    array([[0.628, 0.225, 0.126]])
    """
    return np.cbrt(linear_rgb(colours) @ CONES.T) @ LAB.T


def to_hex(oklab: ArrayLike) -> list[str]:
    """Return OKLab colours as "#RRGGBB"; what the screen cannot show is clipped.

    Parameters
    ----------
    oklab : array_like of shape (n_colours, 3)

    Returns
    -------
    list of str

    Examples
    --------
    >>> to_hex(to_oklab(["#0072B2"]))
    ['#0072B2']
    """
    linear = np.clip((np.asarray(oklab) @ FROM_LAB.T) ** 3 @ FROM_CONES.T, 0.0, 1.0)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    packed = np.rint(255 * encoded).astype(np.int64) @ np.array([1 << 16, 1 << 8, 1])
    return [f"#{colour:06X}" for colour in packed.tolist()]
