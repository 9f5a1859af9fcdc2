"""The names and looks of the components beside a matrix: in its empty corner, or above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gmm_core.mixture import Mixture
from gmm_core.plots.marks.colours import Theme
from gmm_core.plots.marks.names import n_letters, n_lines, noise_name, wrapped_names
from gmm_core.plots.marks.style import INKS
from gmm_core.plots.pictures.panes import FEW, NAME_LETTERS, Panes

# Pixels of the print of the key, of few features where they have room. Letters of a line in the
# corner and above the panes; pixels of a line and of a letter for each of its print; and those
# across the narrowest figure.
LARGE, SMALL = 14, 12
KEY_LETTERS, LONG_LINE, KEY_LINE, LETTER, NARROW = 24, 44, 1.3, 0.5, 350


def key(
    mixture: Mixture, components: Sequence[str] | None, panes: Panes, theme: Theme
) -> dict[str, Any]:
    """Return the names and looks of the components, and of noise, in the empty corner."""
    of_noise = [noise_name(theme)] * (mixture.noise is not None)
    # Beside names that begin on the left.
    room = -(-panes.n_features // 2) * panes.row - panes.name - KEY_LINE * LARGE * len(of_noise)
    size, named = _named(mixture.n_components, components, panes, room, theme)
    place = {"x": 1, "xanchor": "right", "yanchor": "top"}
    if not named:  # the corner has no room for all: above the panes there is
        named = wrapped_names(mixture.n_components, components, theme, LONG_LINE)
        place = {"x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "yshift": 12}
    return {
        "text": "<br>".join([*named, *of_noise]),
        "align": "left",
        "xref": "paper",
        "yref": "paper",
        **place,
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size, "color": INKS[theme].text},
    }


def room_above(notes: Sequence[dict[str, Any]]) -> int:
    """Return the pixels that a key takes which stands above the panes."""
    above = [note for note in notes if note["yanchor"] == "bottom"]
    return sum(
        round(KEY_LINE * note["font"]["size"] * (n_lines([note["text"]]) + 1)) for note in above
    )


def rooms_of_names(panes: Panes, notes: Sequence[dict[str, Any]]) -> list[tuple[int, bool]]:
    """Return the room of each feature's name: less beside the key of components."""
    lines = [line for each in notes for line in each["text"].split("<br>")]
    size = notes[0]["font"]["size"] if notes else 0
    wide = NAME_LETTERS / NARROW * size * LETTER * (max(map(n_letters, lines), default=0) + 1)
    beside = int(KEY_LINE * size * len(lines) / panes.row)
    return [
        panes.letters(j, round(wide) if 0 < j <= beside else 0) for j in range(panes.n_features)
    ]


def _named(
    n_components: int, components: Sequence[str] | None, panes: Panes, room: float, theme: Theme
) -> tuple[int, list[str]]:
    """Return the size of names, and these whole, on as many lines as they need; none without room.

    More lines would reach over others.
    """
    whole = wrapped_names(n_components, components, theme, KEY_LETTERS, lines=4)
    count = n_lines(whole)
    sizes = (LARGE, SMALL) if panes.n_features <= FEW else (SMALL,)
    for size in sizes:
        if count * KEY_LINE * size <= room:
            return size, whole
    return sizes[-1], []
