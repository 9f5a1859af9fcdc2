"""How a figure looks, whatever it draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from numpy.typing import ArrayLike

from gmm_core.plots.marks.by_column import Coloured
from gmm_core.plots.marks.colours import Theme

Colour = Literal["mixed", "cluster"]
Size = Literal["same", "uncertainty"]
Show = Literal["counts", "row shares", "soft counts"]


@dataclass(frozen=True, eq=False)
class Look:
    """How a figure of rows or of components looks; what it draws is told to the figure itself.

    Parameters
    ----------
    theme : {"light", "dark"}
        Of the page on which the figure stands.
    colour : {"mixed", "cluster"}
        Point colours mixed by responsibility, or of the most probable component. The symbol is
        always that of the most probable component.
    size : {"same", "uncertainty"}
        Points of one size, or the larger the less sure.
    names : sequence of str, optional
        What a person calls the components; they are numbered from 1 without it.
    hover : sequence of str, optional
        Name of each row of the data; rows are numbered from 1 without it.
    marked : array_like of int, optional
        Rows to ring; up to 100 are drawn even when a sample leaves them out.
    by : Coloured, optional
        A column by which points are coloured, in place of their components.
    known : array_like of int, optional
        Rows of known class, which get a dark edge.
    height : int, optional
        In pixels; by default what the figure needs.

    Notes
    -----
    A figure ignores what it has no use for:

    =================================================  ==================================
    Figure                                             Ignores
    =================================================  ==================================
    ``scatter``, ``histogram``, ``density``,           nothing
    ``mixture_figure``
    ``matrix``, ``space``, ``ternary``                 marked
    ``parallel``, ``responsibilities``, ``quantiles``  colour, size, marked, by, known
    ``contingency``, ``profile_lines``, ``sizes``      colour, size, hover, by, marked: they take
                                                       counts or means of marked rows
    =================================================  ==================================

    Examples
    --------
    >>> Look(theme="dark", names=["small", "large"]).names
    ['small', 'large']
    """

    theme: Theme = "light"
    colour: Colour = "mixed"
    size: Size = "same"
    names: Sequence[str] | None = None
    hover: Sequence[str] | None = None
    marked: ArrayLike | None = None
    by: Coloured | None = None
    known: ArrayLike | None = None
    height: int | None = None
