"""Names and text as plotly shows them literally: in axes, panels and legends."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from gmm_core.plots.marks.colours import Theme, colours, glyphs

# Plotly reads tags, %{templates} and, where MathJax is loaded, $formulas$ in any text.
ACTIVE = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;"})


def text(value: object, width: int | None = None) -> str:
    """Return `value` as plotly will show it literally, on one line, at most `width` characters.

    Examples
    --------
    >>> text("<b>x</b>")
    '&lt;b&gt;x&lt;/b&gt;'
    >>> text("a very long name", width=7)
    'a very…'
    """
    plain = " ".join(str(value).split())
    if width is not None and len(plain) > width:
        plain = plain[: width - 1].rstrip() + "…"
    return escape(plain, quote=False).translate(ACTIVE)


def shown_names(
    n_components: int, components: Sequence[str] | None, width: int | None = None
) -> list[str]:
    """Return the name of each component, for legends, which show its symbol themselves.

    Examples
    --------
    >>> shown_names(2, None), shown_names(1, ["a < b"])
    (['1', '2'], ['a &lt; b'])
    """
    called = range(1, n_components + 1) if components is None else components
    pairs = zip(range(n_components), called, strict=True)
    return [text(name, width) for _, name in pairs]


def coloured_names(
    n_components: int,
    components: Sequence[str] | None,
    theme: Theme,
    width: int | None = None,
) -> list[str]:
    """Return the glyph of each component in its colour, and its name.

    Examples
    --------
    >>> coloured_names(1, ["a < b"], "light")
    ['<span style="color:#0072B2">●</span> a &lt; b']
    """
    names = shown_names(n_components, components, width)
    looks = zip(names, colours(n_components, theme), glyphs(n_components), strict=True)
    return [f'<span style="color:{hue}">{glyph}</span> {name}' for name, hue, glyph in looks]
