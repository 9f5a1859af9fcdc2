"""Rows coloured by a column of the table, whatever cluster they are of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.plots.marks.colours import Theme, to_hex, to_oklab
from gmm_core.plots.marks.style import INKS

MOST_LEVELS = 9
"""Of more levels the most frequent have colours of their own, and the others are grey."""

OTHER, MISSING = "other", "no value"
# From the lowest to the highest number; all with 3 : 1 on the ground.
SCALE: dict[Theme, tuple[str, str]] = {
    "light": ("#CA8500", "#1B2A6B"),
    "dark": ("#5A74E0", "#F0E442"),
}
LIGHTNESS: dict[Theme, float] = {"light": 0.58, "dark": 0.76}
CHROMA, FIRST_HUE = 0.13, 0.35  # of OKLab; a hue in radians
# Numbers from here to there have different colours, as shares of all; those beyond, the last one.
ENDS = (0.02, 0.98)


@dataclass(frozen=True, eq=False)
class Coloured:
    """A column by which rows are coloured.

    Parameters
    ----------
    name : str
        What the column is called.
    values : ndarray of shape (n_samples,)
        Numbers, NaN where there is none; or of categories positions in `levels`, -1 where there is
        none.
    levels : tuple of str
        Of a column of categories, the most frequent first; empty for numbers.
    """

    name: str
    values: np.ndarray
    levels: tuple[str, ...] = ()

    @property
    def ends(self) -> tuple[float, float]:
        """The numbers between which colours differ."""
        known = self.values[np.isfinite(self.values)]
        if not len(known):
            return (float("nan"), float("nan"))
        low, high = np.quantile(known, ENDS)
        return float(low), float(high)

    def hues(self, theme: Theme) -> np.ndarray:
        """Return the colour of each row, as "#RRGGBB"."""
        grey = INKS[theme].neutral
        if self.levels:
            own = np.array([*self._own(theme), grey], dtype=object)
            last = len(own) - 1
            return own[np.where(self.values < 0, last, np.minimum(self.values, last))]
        low, high = self.ends
        known = np.isfinite(self.values)
        share = np.zeros(len(self.values))
        if high > low:
            share[known] = np.clip((self.values[known] - low) / (high - low), 0.0, 1.0)
        found = np.array(scale_hues(share, theme), dtype=object)
        found[~known] = grey
        return found

    def key(self, theme: Theme) -> list[tuple[str, str]]:
        """Return what each colour of categories stands for, (colour, level)."""
        pairs = list(zip(self._own(theme), self.levels, strict=False))
        grey = INKS[theme].neutral
        others = [OTHER] * (len(self.levels) > MOST_LEVELS) + [MISSING] * bool(
            (self.values < 0).any()
        )
        return [*pairs, *((grey, each) for each in others)]

    def _own(self, theme: Theme) -> list[str]:
        n = min(len(self.levels), MOST_LEVELS)
        turn = FIRST_HUE + 2.0 * np.pi * np.arange(n) / max(n, 1)
        places = [np.full(n, LIGHTNESS[theme]), CHROMA * np.cos(turn), CHROMA * np.sin(turn)]
        return to_hex(np.column_stack(places))


def scale_hues(shares: np.ndarray, theme: Theme) -> list[str]:
    """Return the colours on the way from the lowest number, 0, to the highest, 1."""
    low, high = to_oklab([*SCALE[theme]])
    return to_hex(low + np.asarray(shares)[:, None] * (high - low))


@as_annotated
def coloured(name: str, column: pd.Series, *, is_number: bool) -> Coloured:
    """Return a column as rows are coloured by it.

    Parameters
    ----------
    name : str
    column : Series of shape (n_samples,)
    is_number : bool
        Whether its numbers are amounts, or else names of categories.

    Returns
    -------
    Coloured

    Raises
    ------
    DataError
        When numbers are asked for, and it holds others.

    Examples
    --------
    >>> found = coloured("town", pd.Series(["a", "b", "b", None]), is_number=False)
    >>> found.levels, found.values
    (('b', 'a'), array([ 1,  0,  0, -1]))
    """
    if not is_number:
        counts = column.value_counts()
        codes = pd.Categorical(column, categories=counts.index).codes
        return Coloured(name, codes.astype(np.intp), tuple(map(str, counts.index)))
    try:
        return Coloured(name, column.to_numpy(dtype=float, na_value=np.nan))
    except (TypeError, ValueError):
        raise DataError(f'The column "{name}" holds no numbers. Colour by its levels.') from None
