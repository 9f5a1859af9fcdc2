"""What each component looks like, the same in every figure and table: colour, symbol and glyph."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.plots.oklab import to_hex, to_oklab

Theme = Literal["light", "dark"]

# Okabe and Ito (2008), "Color universal design": blue, vermillion, green, purple, orange, sky,
# yellow, grey. On white, the last four are darkened in OKLab until lines and numbers read
# (3:1 and more); on the dark ground, blue is lightened (4.5:1).
OKABE_ITO: dict[Theme, tuple[str, ...]] = {
    "light": (
        *("#0072B2", "#D55E00", "#009E73", "#CC79A7"),
        *("#CA8500", "#3C9CD0", "#857A00", "#666666"),
    ),
    "dark": (
        *("#2082C3", "#D55E00", "#009E73", "#CC79A7"),
        *("#E69F00", "#56B4E9", "#F0E442", "#999999"),
    ),
}
# Each symbol has a glyph that no browser turns into an emoji. A cross is left out: it marks means.
SYMBOLS = {
    "circle": "●",
    "square": "■",
    "diamond": "◆",
    "triangle-up": "▲",
    "star": "★",
    "triangle-down": "▼",
    "triangle-left": "◄",
    "triangle-right": "►",
}


def _places(n_components: int) -> list[int]:
    """Place of each component among the symbols: one further at each return of the colours."""
    return [(j + j // len(SYMBOLS)) % len(SYMBOLS) for j in range(n_components)]


def colours(n_components: int, theme: Theme = "light") -> list[str]:
    """Return the colour of each component.

    Parameters
    ----------
    n_components : int
    theme : {"light", "dark"}

    Returns
    -------
    list of str
        As "#RRGGBB"; they repeat after eight, then with another symbol.

    Examples
    --------
    >>> colours(2)
    ['#0072B2', '#D55E00']
    """
    base = OKABE_ITO[theme]
    return [base[j % len(base)] for j in range(n_components)]


def symbols(n_components: int) -> list[str]:
    """Return the plotly marker symbol of each component.

    Parameters
    ----------
    n_components : int

    Returns
    -------
    list of str
        Colour and symbol together name a component among the first 64.

    Examples
    --------
    >>> symbols(3)
    ['circle', 'square', 'diamond']
    """
    names = list(SYMBOLS)
    return [names[place] for place in _places(n_components)]


def glyphs(n_components: int) -> list[str]:
    """Return the symbol of each component as a character, for tables and text.

    Parameters
    ----------
    n_components : int

    Returns
    -------
    list of str

    Examples
    --------
    >>> glyphs(3)
    ['●', '■', '◆']
    """
    characters = list(SYMBOLS.values())
    return [characters[place] for place in _places(n_components)]


def component_labels(n_components: int) -> list[str]:
    """Return the name of each component as people see it: its number from 1 and its glyph.

    Parameters
    ----------
    n_components : int

    Returns
    -------
    list of str

    Examples
    --------
    >>> component_labels(2)
    ['1 ●', '2 ■']
    """
    return [f"{j} {glyph}" for j, glyph in enumerate(glyphs(n_components), start=1)]


def mix(responsibilities: ArrayLike, theme: Theme = "light") -> list[str]:
    """Return the colour of each row: component colours mixed by its responsibilities.

    Parameters
    ----------
    responsibilities : array_like of shape (n_samples, n_components)
        Rows sum to one.
    theme : {"light", "dark"}

    Returns
    -------
    list of str
        As "#RRGGBB", mixed in OKLab (Ottosson 2020), so that half and half looks half-way.

    Examples
    --------
    >>> mix([[1.0, 0.0], [0.5, 0.5]])
    ['#0072B2', '#897376']
    """
    shares = np.asarray(responsibilities, dtype=np.float64)
    return to_hex(shares @ to_oklab(colours(shares.shape[1], theme)))
