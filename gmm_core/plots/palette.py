"""What each component looks like, the same in every figure and table: colour, symbol and glyph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

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


class Symbol(NamedTuple):
    """A marker symbol.

    Parameters
    ----------
    name : str
        What plotly calls it.
    glyph : str
        The same as a character that no browser turns into an emoji.
    size : float
        Factor that makes it look as large as the others.
    """

    name: str
    glyph: str
    size: float


# A cross is left out: it marks means.
SYMBOLS = (
    Symbol("circle", "●", 1.0),
    Symbol("square", "■", 0.9),
    Symbol("diamond", "◆", 1.05),
    Symbol("triangle-up", "▲", 1.2),
    Symbol("star", "★", 1.35),
    Symbol("triangle-down", "▼", 1.2),
    Symbol("triangle-left", "◄", 1.2),
    Symbol("triangle-right", "►", 1.2),
)


def _symbols(n_components: int) -> list[Symbol]:
    """Return the symbol of each component: one place further at each return of the colours."""
    return [SYMBOLS[(j + j // len(SYMBOLS)) % len(SYMBOLS)] for j in range(n_components)]


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
    return [symbol.name for symbol in _symbols(n_components)]


def symbol_sizes(n_components: int) -> np.ndarray:
    """Return the factor by which to draw each component's symbol so that all look equally large.

    Parameters
    ----------
    n_components : int

    Returns
    -------
    ndarray of shape (n_components,)

    Examples
    --------
    >>> symbol_sizes(2)
    array([1. , 0.9])
    """
    return np.array([symbol.size for symbol in _symbols(n_components)])


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
    return [symbol.glyph for symbol in _symbols(n_components)]


def component_labels(n_components: int, names: Sequence[str] | None = None) -> list[str]:
    """Return the name of each component as people see it, with its glyph.

    Parameters
    ----------
    n_components : int
    names : sequence of str, optional
        What a person calls each component; without it, its number from 1.

    Returns
    -------
    list of str

    Examples
    --------
    >>> component_labels(2)
    ['1 ●', '2 ■']
    >>> component_labels(2, ["small", "large"])
    ['small ●', 'large ■']
    """
    called = range(1, n_components + 1) if names is None else names
    return [f"{name} {glyph}" for name, glyph in zip(called, glyphs(n_components), strict=True)]


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
