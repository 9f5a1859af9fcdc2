"""The key of a picture whose components have names too long to stand beside their means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gmm_core.plots.marks.colours import Theme, colours, symbol_sizes, symbols
from gmm_core.plots.marks.names import LEGEND_LETTERS, balanced, n_lines, shown_names
from gmm_core.plots.marks.style import LEGEND_LINE, legend

# Of no more components than these, names of so many letters stand beside the means: longer ones
# would lie over others. Of more, names of so many as the last.
FEW, BESIDE, SHORT = 5, 20, 14
# Pixels of a symbol in the legend.
SIZE = 9


@dataclass(frozen=True, eq=False)
class Key:
    """What stands beside each mean, and a legend of the names where that is a number.

    Attributes
    ----------
    beside : list of str
        Of each component, safe for plotly.
    entries : list of dict
        Traces that draw nothing but the legend; none where the names stand beside the means.
    layout : dict
        Settings of the figure.
    room : int
        Pixels that the legend takes at the most, on a narrow screen.
    """

    beside: list[str]
    entries: list[dict[str, Any]] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=dict)
    room: int = 0

    def under(self, traces: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the traces of a picture with those of the legend, in which no other stands."""
        if not self.entries:
            return [*traces]
        return [*({"showlegend": False} | trace for trace in traces), *self.entries]


def key_of(
    n_components: int, components: Sequence[str] | None, theme: Theme, few: int = FEW
) -> Key:
    """Return what stands beside means: numbers or names; or numbers, and names in a legend.

    Of up to `few` components names may be longer.

    Examples
    --------
    >>> key_of(2, ["low engagement", "average"], "light").beside
    ['low engagement', 'average']
    >>> key = key_of(6, ["low engagement, high exhaustion"] * 6, "light")
    >>> key.beside[-1], key.entries[-1]["name"], key.room
    ('6', '6 low engagement, high exhaustion', 114)
    """
    if components is None:
        return Key(shown_names(n_components, None))
    longest = max(map(len, components))
    if longest <= (BESIDE if n_components <= few else SHORT):
        return Key(shown_names(n_components, components))
    called = [balanced(f"{j} {name}", LEGEND_LETTERS) for j, name in enumerate(components, start=1)]
    looks = zip(
        colours(n_components, theme),
        symbols(n_components),
        symbol_sizes(n_components).tolist(),
        called,
        strict=True,
    )
    entries = [
        {
            "type": "scatter",
            "mode": "markers",
            **dict.fromkeys("xy", np.full(1, np.nan)),
            "name": name,
            "marker": {"color": hue, "symbol": symbol, "size": SIZE * size},
            "hoverinfo": "skip",
            "showlegend": True,
        }
        for hue, symbol, size, name in looks
    ]
    return Key(
        shown_names(n_components, None),
        entries,
        {"showlegend": True, "legend": legend(theme)},
        LEGEND_LINE * n_lines(called),
    )
