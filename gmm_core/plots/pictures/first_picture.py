"""Data and mixture, whether there is one feature to show or two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.mixture import Mixture, as_rows
from gmm_core.plots.look import Look
from gmm_core.plots.marks.scales import LINEAR, Pair
from gmm_core.plots.pictures.histograms import histogram
from gmm_core.plots.pictures.scatter_plot import scatter


def mixture_figure(
    X: ArrayLike,
    mixture: Mixture | None,
    *,
    names: Sequence[str],
    features: Sequence[int] | None = None,
    previous: Mixture | None = None,
    crowd: bool = False,
    still: bool = False,
    logarithms: Pair = LINEAR,
    look: Look = Look(),
    **shared: Any,
) -> go.Figure:
    """Return the histogram of one feature, or the scatter of two, with the mixture over it.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
        A row that misses a value (NaN) stands in a strip beside its axis.
    mixture : Mixture or None
        Of the same features.
    names : sequence of str
        Name of each feature, with its unit.
    features : sequence of one or two int, optional
        Features to show; by default the first two, or the only one.
    previous : Mixture, optional
        Of the same features; drawn thin and dashed.
    crowd : bool
        Shade a scatter by the number of all rows; a histogram counts them all anyway.
    still : bool
        Numbers of a scatter keep away from one another, as means do not move.
    logarithms : tuple of two (Logarithm or None)
        On which an axis of a scatter is.
    look : Look, optional
    **shared
        What else `scatter` and `histogram` both take.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    DataError
        When `X` does not have one column a name, or the mixture other features.

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0]], [[[1.0]]])
    >>> mixture_figure([[0.0], [1.0]], mixture, names=["a"]).data[0].name
    'histogram'
    """
    rows = as_rows(X, len(names), gaps=True)
    shown = list(features) if features is not None else list(range(min(rows.shape[1], 2)))
    if len(shown) == 2:
        pair = (shown[0], shown[1])
        own = {"features": pair, "crowd": crowd, "still": still, "logarithms": logarithms}
        return scatter(rows, mixture, names=names, previous=previous, look=look, **own, **shared)
    (only,) = shown
    now, before = (m and m.marginal([only]) for m in (mixture, previous))
    return histogram(rows[:, only], now, name=names[only], previous=before, look=look, **shared)
