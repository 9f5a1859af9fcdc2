"""Text as plotly shall show it."""

from __future__ import annotations

from html import escape

# Plotly reads tags, %{templates} and, where MathJax is loaded, $formulas$ in any text.
ACTIVE = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;"})


def text(value: object, width: int | None = None) -> str:
    """Return `value` as plotly will show it literally, on one line.

    Parameters
    ----------
    value : object
        A name that comes from a file; anything with a ``str``.
    width : int, optional
        Most characters to show; what is longer ends in "…".

    Returns
    -------
    str

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
