"""All that must be said for an analysis to be done again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gmm_core.errors import DataError
from gmm_core.fitting import Settings
from gmm_core.reading.choices import Choices

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Analysis:
    """A table, how it is read, columns of it, a model, and what a person made of the components.

    Parameters
    ----------
    source : str
        Name of the file, or of a built-in dataset.
    sha256 : str
        Of the file, in hexadecimal; "" for a built-in dataset.
    choices : Choices
        How the file is read.
    features : tuple of str
        Columns that are fitted.
    target : str or None
        Column of known classes.
    settings : Settings
    order : tuple of int, optional
        A permutation of the components, from 0, that is applied after the fit.
    names : tuple of str, optional
        What a person calls each component, in that order.

    Raises
    ------
    DataError
        When the order or the names are not those of the components, no feature is named, or the
        fingerprint is none.

    Examples
    --------
    >>> Analysis("iris", "", Choices(), ("petal length",), "species", Settings(3)).is_built_in
    True
    """

    source: str
    sha256: str
    choices: Choices
    features: tuple[str, ...]
    target: str | None
    settings: Settings
    order: tuple[int, ...] | None = None
    names: tuple[str, ...] | None = None

    def __post_init__(self):
        k = self.settings.n_components
        if self.sha256 and not _SHA256.fullmatch(self.sha256):
            raise DataError(
                f"The fingerprint {self.sha256[:80]!r} is no SHA-256. Give 64 hexadecimal digits."
            )
        if not self.features:
            raise DataError("No feature is chosen. Choose at least one numeric column.")
        if self.order is not None and sorted(self.order) != list(range(k)):
            raise DataError(
                f"The order of the components is {self.order}, and there are {k}. "
                f"Give each number from 0 to {k - 1} once."
            )
        if self.names is not None and len(self.names) != k:
            raise DataError(
                f"There are {len(self.names)} names for {k} components. "
                "Give one for each component."
            )

    @property
    def is_built_in(self) -> bool:
        """Whether the table is a built-in dataset rather than a file."""
        return not self.sha256
