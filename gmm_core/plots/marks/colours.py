"""What each component looks like, the same in every figure and table: colour and symbol.

Colours are mixed in OKLab, where a straight line between two of them looks even.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.assigned import NOISE_GLYPH, noise_shares
from gmm_core.checked import as_annotated, check_whole

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

# Of noise, on either ground.
GREY: dict[Theme, str] = {"light": "#7A7A7A", "dark": "#8C8C8C"}

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])

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


def linear_rgb(colours: Sequence[str]) -> np.ndarray:
    """Return colours as red, green and blue in linear light (IEC 61966-2-1), (n_colours, 3)."""
    encoded = np.array([list(bytes.fromhex(colour[1:])) for colour in colours]) / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def to_oklab(colours: Sequence[str]) -> np.ndarray:
    """Return colours in OKLab (Ottosson 2020), (n_colours, 3).

    Lightness from 0 to 1, green to red, blue to yellow.

    Examples
    --------
    >>> to_oklab(["#FF0000"]).round(3)
    array([[0.628, 0.225, 0.126]])
    """
    return np.cbrt(linear_rgb(colours) @ CONES.T) @ LAB.T


def to_hex(oklab: ArrayLike) -> list[str]:
    """Return OKLab colours (n_colours, 3) as "#RRGGBB"; what the screen cannot show is clipped."""
    linear = np.clip((np.asarray(oklab) @ FROM_LAB.T) ** 3 @ FROM_CONES.T, 0.0, 1.0)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    packed = np.rint(255 * encoded).astype(np.int64) @ np.array([1 << 16, 1 << 8, 1])
    return [f"#{colour:06X}" for colour in packed.tolist()]


def contrast(colour: str, ground: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2).

    WCAG 2.2 asks for 3 between a drawn thing and its ground, and for 4.5 for small text.

    Examples
    --------
    >>> contrast("#000000", "#FFFFFF")
    21.0
    """
    darker, lighter = np.sort(linear_rgb([colour, ground]) @ LUMINANCE)
    return float((lighter + 0.05) / (darker + 0.05))


class Symbol(NamedTuple):
    """A marker symbol: plotly's name, a glyph that is no emoji, and a factor for equal looks."""

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


# A row of noise, which is of no component.
OF_NOISE = Symbol("x", NOISE_GLYPH, 0.9)


def _symbols(n_components: int) -> list[Symbol]:
    """Return the symbol of each component: one place further at each return of the colours."""
    return [SYMBOLS[(j + j // len(SYMBOLS)) % len(SYMBOLS)] for j in range(n_components)]


def colours(n_components: int, theme: Theme = "light") -> list[str]:
    """Return the colour of each component; they repeat after eight, then with another symbol.

    Examples
    --------
    >>> colours(2)
    ['#0072B2', '#D55E00']
    """
    base = OKABE_ITO[theme]
    return [base[j % len(base)] for j in range(n_components)]


def symbols(n_components: int) -> list[str]:
    """Return the plotly marker symbol of each component.

    Colour and symbol together name a component among the first 64.

    Examples
    --------
    >>> symbols(3)
    ['circle', 'square', 'diamond']
    """
    return [symbol.name for symbol in _symbols(n_components)]


def symbol_sizes(n_components: int) -> np.ndarray:
    """Return the factors (n_components,) that make all symbols look equally large."""
    return np.array([symbol.size for symbol in _symbols(n_components)])


@as_annotated
def glyphs(n_components: int) -> list[str]:
    """Return the symbol of each component as a character, for tables and text.

    Examples
    --------
    >>> glyphs(3)
    ['●', '■', '◆']
    """
    check_whole("The number of components", n_components, 0)
    return [symbol.glyph for symbol in _symbols(n_components)]


def mix(responsibilities: ArrayLike, theme: Theme = "light") -> list[str]:
    """Return the colour of each row: component colours mixed by its responsibilities.

    Mixed in OKLab (Ottosson 2020), so that half and half looks half-way; noise is grey.

    Examples
    --------
    >>> mix([[1.0, 0.0], [0.5, 0.5]])
    ['#0072B2', '#897376']
    """
    shares = np.asarray(responsibilities, dtype=np.float64)
    mixed = shares @ to_oklab(colours(shares.shape[1], theme))
    if (rest := noise_shares(shares)).any():
        mixed = mixed + rest[:, None] * to_oklab([GREY[theme]])
    return to_hex(mixed)
