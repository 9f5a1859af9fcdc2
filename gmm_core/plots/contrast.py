"""How well one colour reads on another."""

from __future__ import annotations

import numpy as np

from gmm_core.plots.oklab import linear_rgb

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def contrast(colour: str, ground: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21.

    WCAG 2.2 asks for 3 between a drawn thing and its ground, and for 4.5 for small text.

    Parameters
    ----------
    colour, ground : str
        As "#RRGGBB".

    Returns
    -------
    float
        WCAG 2.2, "contrast ratio".

    Examples
    --------
    >>> contrast("#000000", "#FFFFFF")
    21.0
    """
    darker, lighter = np.sort(linear_rgb([colour, ground]) @ LUMINANCE)
    return float((lighter + 0.05) / (darker + 0.05))
