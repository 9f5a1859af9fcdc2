"""A table with all that a person needs to know of it: features, target, units, source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.mixture import Mixture
from gmm_core.row_weights import Weighting


@dataclass(frozen=True, eq=False)
class Dataset:
    """A table and what is known of it.

    Parameters
    ----------
    name : str
        Key of the registry, fit for a link.
    title : str
        Name for people.
    frame : DataFrame of shape (n_samples, n_columns)
        All columns, missing values included.
    features : tuple of str
        Numeric columns proposed for the fit.
    target : str or None
        Column of class labels, never used in a fit.
    units : mapping of column to unit
        Only the columns whose unit is known.
    source, citation, licence : str
        Where this copy comes from, who published the data, and on what terms.
    note : str
        What to know before fitting.
    suggested_k : int or None
        Number of components to begin with.
    truth : Mixture or None
        The mixture from which `features` were drawn, for generated data.
    suggested_covariance : str
        Covariance structure to begin with.
    logarithms : tuple of str
        Features of which logarithms are fitted at first, where a person has asked for it.
    weighting : Weighting or None
        The column that says how much each row counts, where a person has said so.
    roles : mapping of column to str
        What a person has columns do, where they have said so: "feature", "describe", "identifier"
        or "ignore".

    Examples
    --------
    >>> from gmm_core.datasets import load
    >>> load("iris").target
    'species'
    """

    name: str
    title: str
    frame: pd.DataFrame
    features: tuple[str, ...]
    target: str | None
    units: Mapping[str, str]
    source: str
    citation: str
    licence: str
    note: str
    suggested_k: int | None
    truth: Mixture | None = None
    suggested_covariance: str = "full"
    logarithms: tuple[str, ...] = ()
    weighting: Weighting | None = None
    roles: Mapping[str, str] = field(default_factory=dict)

    def label(self, column: str) -> str:
        """Return the name of a column with its unit in brackets, where the unit is known.

        A name that ends in its unit gives the unit up, so that it is not said twice.

        Parameters
        ----------
        column : str

        Returns
        -------
        str

        Examples
        --------
        >>> from gmm_core.datasets import load
        >>> load("iris").label("petal length")
        'petal length (cm)'
        >>> load("penguins").label("body_mass_g")
        'body_mass (g)'
        """
        return with_unit(column, self.units.get(column))


@as_annotated
def with_unit(column: str, unit: str | None) -> str:
    """Return the name of a column with its unit in brackets; see `Dataset.label`.

    Parameters
    ----------
    column : str
    unit : str or None

    Returns
    -------
    str

    Examples
    --------
    >>> with_unit("body_mass_g", "g"), with_unit("year", None)
    ('body_mass (g)', 'year')
    """
    return column if unit is None else f"{column.removesuffix(f'_{unit}')} ({unit})"
