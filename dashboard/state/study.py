"""What a person has chosen: a table, columns of it, a model, and what its clusters are called."""

from dataclasses import dataclass, field

from gmm_core.datasets import Dataset
from gmm_core.fitting import Settings
from gmm_core.logarithms import Logarithm, each_of, named_so
from gmm_core.reading import Choices
from gmm_core.row_weights import Weighting


@dataclass(frozen=True)
class Study:
    """A table, columns of it, a model, and what its clusters are called.

    Attributes
    ----------
    order : tuple of int or None
        Components of the fit in the order that a person gave them.
    names : tuple of str or None
        What the components are called, in that order.
    sha256 : str
        Of the file; "" where there is none.
    choices : Choices
        How the file is read.
    logarithms : tuple of Logarithm
        Of which features log(x + c) is fitted.
    weighting : Weighting or None
        The column that says how much each row counts.
    is_truth : bool
        Whether a person says that the target is what the clusters should be.
    is_known : bool
        Whether rows whose class the target names are of its component from the start.
    """

    dataset: Dataset
    features: tuple[str, ...]
    target: str | None
    settings: Settings
    order: tuple[int, ...] | None = None
    names: tuple[str, ...] | None = None
    sha256: str = ""
    choices: Choices = field(default_factory=Choices)
    logarithms: tuple[Logarithm, ...] = ()
    weighting: Weighting | None = None
    is_truth: bool = False
    is_known: bool = False

    @property
    def labels(self) -> list[str]:
        """Names of what is fitted, with the units of the features."""
        units = [self.dataset.label(feature) for feature in self.features]
        return named_so(units, self.features, self.logarithms)

    def label(self, feature: str) -> str:
        """What is fitted of a feature, with the feature's unit."""
        return self.labels[self.features.index(feature)]

    @property
    def of_each(self) -> tuple[Logarithm | None, ...]:
        """The logarithm of each feature, or None."""
        return each_of(self.features, self.logarithms)

    @property
    def data(self) -> tuple:
        """All that the rows depend on."""
        known = self.target if self.is_known else None
        which = (self.features, self.logarithms, self.weighting, known, self.settings.missing)
        return (self.dataset.name, *which)

    @property
    def fit(self) -> tuple:
        """All that the fit depends on."""
        return (*self.data, self.settings)

    @property
    def identity(self) -> tuple:
        """All that the run depends on; two studies with one identity have one run."""
        return (*self.fit, self.order)

    @property
    def title(self) -> str:
        """What is fitted, in a few words."""
        settings = self.settings
        components = f"{settings.n_components} component{'s' * (settings.n_components > 1)}"
        placed = ", means placed by hand" if settings.means else ""
        return f"{self.dataset.title}, {components}, {settings.covariance_type}{placed}"
