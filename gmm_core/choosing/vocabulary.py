"""The same things in the words of two fields: of mixtures, and of latent profile analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gmm_core.selection import CLARITY, CRITERIA, Cell
from gmm_core.wording import counted

MODELS = {"EEI": 1, "VVI": 2, "EEE": 3, "VVV": 6}
"""The numbers by which latent profile analysis knows structures; Rosenberg et al. (2018)."""


@dataclass(frozen=True)
class Vocabulary:
    """How a field calls things.

    Parameters
    ----------
    component : str
        One normal distribution of a mixture.
    cluster : str
        The rows most probably of it.
    responsibilities : str
        The probabilities of a row's components.
    structures : mapping of str to int
        Numbers of covariance structures, by their letters, where the field has any.
    titles : mapping of str to str
        Of measures that it calls otherwise than `CRITERIA` and `CLARITY` do.
    """

    component: str
    cluster: str
    responsibilities: str
    structures: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    def counted(self, n_components: int) -> str:
        """Return so many components."""
        return counted(n_components, self.component)

    def structure(self, letters: str) -> str:
        """Return what a covariance structure is called."""
        known = self.structures.get(letters)
        return letters if known is None else f"model {known} ({letters})"

    def cell(self, cell: Cell) -> str:
        """Return what is fitted in a cell of a table.

        Examples
        --------
        >>> from gmm_core.selection import select_model
        >>> selection = select_model([[0.0], [1.0], [1.5]], [1], ["full"])
        >>> MIXTURE.cell(selection.best("bic"))
        '1 component, V'
        """
        return f"{self.counted(cell.n_components)}, {self.structure(cell.letters)}"

    def title(self, measure: str) -> str:
        """Return what a measure is called, by its name in `CRITERIA` or `CLARITY`."""
        return self.titles.get(measure, {**CRITERIA, **CLARITY}[measure].title)


MIXTURE = Vocabulary("component", "cluster", "responsibilities")
"""The words of this package."""

PROFILES = Vocabulary(
    "profile",
    "class",
    "posterior probabilities",
    MODELS,
    {
        "entropy": "EN, of the posterior probabilities",
        "relative_entropy": "entropy",
        "smallest_posterior": "smallest average posterior probability",
    },
)
"""The words of latent profile analysis."""
