"""Colours of cells that say how full they are, and of the numbers that stand on them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gmm_core.plots.marks.colours import Theme, contrast, to_hex, to_oklab
from gmm_core.plots.marks.style import INKS

FULLEST: dict[Theme, str] = {"light": "#005A8F", "dark": "#56B4E9"}
"""The colour of a full cell."""


def shade(
    fullness: np.ndarray, theme: Theme = "light", fullest: Mapping[Theme, str] = FULLEST
) -> list[str]:
    """Return the colour of cells on the way from the ground to full blue, or another colour.

    Parameters
    ----------
    fullness : ndarray of shape (n_cells,)
        From 0 to 1.
    theme : {"light", "dark"}
    fullest : mapping of theme to str
        The colour of 1.

    Returns
    -------
    list of str
        As "#RRGGBB", even steps in OKLab.

    Examples
    --------
    >>> shade(np.array([0.0, 1.0]))
    ['#FFFFFF', '#005A8F']
    """
    ground, full = to_oklab([INKS[theme].ground, fullest[theme]])
    return to_hex(ground + np.asarray(fullness)[:, None] * (full - ground))


def readable(cell: str, theme: Theme = "light") -> str:
    """Return the colour of text on a cell: the theme's own, or else white or black.

    Parameters
    ----------
    cell : str
        As "#RRGGBB".
    theme : {"light", "dark"}

    Returns
    -------
    str
        Contrast 4.5 or more; one of white and black always has it.

    Examples
    --------
    >>> readable("#005A8F"), readable("#FFFFFF")
    ('#FFFFFF', '#262B36')
    """
    inks = (INKS[theme].text, "#FFFFFF", "#000000")
    return next(ink for ink in inks if contrast(ink, cell) >= 4.5)
