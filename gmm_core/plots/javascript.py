"""The library that draws figures in a browser, as plotly brings it along."""

from __future__ import annotations

from plotly.offline import get_plotlyjs


def plotly_javascript() -> str:
    """Return the text of plotly's JavaScript, of the version that makes the figures.

    Examples
    --------
    >>> "plotly.js" in plotly_javascript()[:200]
    True
    """
    return get_plotlyjs()
