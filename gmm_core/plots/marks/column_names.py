"""Names of components above the columns of a figure, however many and long they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import Any

import numpy as np

from gmm_core.names import LONGEST
from gmm_core.plots.marks.colours import Theme, colours, glyphs
from gmm_core.plots.marks.names import wrapped
from gmm_core.plots.marks.style import INKS

# Pixels that all columns together have at least beside the names of rows.
BESIDE_ROWS = 140

# Pixels that all columns together have at least, and of a letter; lines of a name above a column;
# and pixels of a column that is as wide as two lines of a name that is turned.
NARROWEST, LETTER, MOST_UPRIGHT, TURNED_LINES, OF_TWO_LINES = 240, 7, 5, 2, 32

# Letters of a name that is turned where columns are as wide as one line: longer ones stand in a
# key, on lines of so many letters, three at the most, and pixels of a line of it.
MOST_TURNED, KEY_LETTERS, KEY_LINES, KEY_LINE = 40, 36, 3, 16

# What looks like each glyph once it is turned with its name.
TURNED = str.maketrans("▲►▼◄", "►▼◄▲")


def room_beside(labels: Sequence[str]) -> int:
    """Return the pixels that columns have at least beside rows of these names, on their lines.

    Examples
    --------
    >>> room_beside(["setosa"]), room_beside(["Human resources<br>and administration"])
    (198, 140)
    """
    longest = max((len(line) for label in labels for line in label.split("<br>")), default=0)
    return max(NARROWEST - LETTER * longest, BESIDE_ROWS)


@dataclass(frozen=True)
class ColumnNames:
    """Names of components above columns: whole, on several lines, turned where columns are narrow.

    `ticks` are settings of the axis, `height` what they need above the columns, in pixels. Names
    that are too long even so stand in a `key`, and the columns have their numbers.
    """

    ticks: dict[str, Any]
    height: int
    key: str = ""

    @property
    def key_height(self) -> int:
        """Pixels that the key takes; 0 without one."""
        return KEY_LINE * (self.key.count("<br>") + 1) + LETTER if self.key else 0

    def layout(self, theme: Theme, above: int, *, beside: bool = False) -> dict[str, Any]:
        """Return the settings of a figure that put the key so many pixels above its columns.

        Where names of rows stand beside these, the key ends with the last column.
        """
        if not self.key:
            return {}
        place = {"x": 1, "xanchor": "right"} if beside else {"x": 0, "xanchor": "left"}
        note = {
            "text": self.key,
            "align": "left",
            **place,
            "xref": "paper",
            **{"y": 1, "yref": "paper", "yanchor": "bottom", "yshift": above},
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": 12, "color": INKS[theme].text},
        }
        top = above + self.key_height
        return {"annotations": [note], "margin": {"l": 8, "r": 8, "t": top, "b": 8}}


def column_names(
    n_components: int, theme: Theme, components: Sequence[str] | None, room: int = NARROWEST
) -> ColumnNames:
    """Return the names of components above columns that have `room` together, in pixels.

    Examples
    --------
    >>> column_names(2, "light", None).ticks["tickangle"]
    0
    >>> named = column_names(9, "light", ["low flavanoids, high malic acid"] * 9)
    >>> named.ticks["tickangle"], named.ticks["ticktext"][0].count("<br>"), named.height
    (-90, 0, 231)
    """
    called = [str(j + 1) for j in range(n_components)] if components is None else list(components)
    letters = max(2, int(room / n_components / LETTER))
    is_turned = _lines(called, letters) > MOST_UPRIGHT or max(map(_longest_word, called)) > letters
    turned = TURNED_LINES if room / n_components >= OF_TWO_LINES else 1
    if is_turned and _lines(called, MOST_TURNED) > turned:
        numbered = column_names(n_components, theme, None, room)
        return replace(numbered, key=_key(called, theme))
    whole = min(max(map(_longest_word, called)), LONGEST)
    fits = (w for w in range(max(whole, 1), LONGEST + 1) if _lines(called, w) <= turned)
    width = next(fits, LONGEST) if is_turned else letters
    lines = turned if is_turned else MOST_UPRIGHT
    names = [wrapped(name, width, lines) for name in called]
    between = " " if is_turned else "<br>"
    looks = zip(names, colours(n_components, theme), glyphs(n_components), strict=True)
    texts = [
        f'{name}{between}<span style="color:{hue}">'
        f"{glyph.translate(TURNED) if is_turned else glyph}</span>"
        for name, hue, glyph in looks
    ]
    height = LETTER * (width + 2) if is_turned else 17 * max(t.count("<br>") + 1 for t in texts)
    ticks = {"tickvals": np.arange(n_components), "ticktext": texts}
    return ColumnNames(ticks | {"tickangle": -90 if is_turned else 0}, int(height))


def _key(names: Sequence[str], theme: Theme) -> str:
    k = len(names)
    looks = zip(range(1, k + 1), colours(k, theme), glyphs(k), names, strict=True)
    return "<br>".join(
        f'{j} <span style="color:{hue}">{glyph}</span> '
        f"{wrapped(name, KEY_LETTERS, KEY_LINES, len(f'{j} {glyph} '))}"
        for j, hue, glyph, name in looks
    )


def _lines(names: Sequence[str], width: int) -> int:
    return max(len(wrap(name, width)) for name in names)


def _longest_word(name: str) -> int:
    return max(map(len, name.split()), default=0)
