"""How many rows are noise, which belong to no component."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gmm_core.assigned import NOISE, assigned, noise_shares, with_noise
from gmm_core.certainty.class_sizes import class_table
from gmm_core.checked import as_annotated
from gmm_core.wording import counted, plural
from gmm_core.written_numbers import fixed


@as_annotated
def noise_line(resp: ArrayLike, weights: np.ndarray | None = None) -> pd.DataFrame | None:
    """Return how many rows are noise, in the form of a table of classes; None where none can be.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)
        What they leave of a row is noise.
    weights : ndarray of shape (n_samples,), optional
        By which rows count.

    Returns
    -------
    DataFrame of shape (1, 5), or None
        Its ``attrs["note"]`` says so in two sentences, with what noise adds to the model.

    Examples
    --------
    >>> noise_line([[0.9, 0.1], [0.2, 0.1]]).round(3)
           rows  share  posterior rows  posterior share  average posterior
    noise     1    0.5             0.7             0.35                0.7
    """
    rest = noise_shares(resp)
    if not rest.any():
        return None
    line = class_table(with_noise(resp), weights).iloc[-1:]
    line = line.set_axis(["noise"])
    line.attrs["note"] = _said(rest, assigned(resp), weights)
    return line


def _said(rest: np.ndarray, components: np.ndarray, weights: np.ndarray | None) -> str:
    n, share = int((components == NOISE).sum()), float(np.average(rest, weights=weights))
    return (
        f"{n:,} of {counted(len(rest), 'row')} {plural(n, 'is', 'are')} most probably noise; the "
        f"share of noise is {fixed(100.0 * share, 1)} %. It adds two parameters: its share, and "
        "the volume of the box about all rows over which it is even."
    )
