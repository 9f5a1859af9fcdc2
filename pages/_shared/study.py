"""What a person has chosen: a table, columns of it, and a model."""

from dataclasses import dataclass

from gmm_core.datasets import Dataset
from gmm_core.fitting import Settings


@dataclass(frozen=True)
class Study:
    """A table, columns of it, and a model."""

    dataset: Dataset
    features: tuple[str, ...]
    target: str | None
    settings: Settings

    @property
    def labels(self) -> list[str]:
        """Names of the features with their units."""
        return [self.dataset.label(feature) for feature in self.features]

    @property
    def identity(self) -> tuple:
        """All that the run depends on; two studies with one identity have one run."""
        return (self.dataset.name, self.features, self.settings)

    @property
    def title(self) -> str:
        """What is fitted, in a few words."""
        settings = self.settings
        components = f"{settings.n_components} component{'s' * (settings.n_components > 1)}"
        placed = ", means placed by hand" if settings.means else ""
        return f"{self.dataset.title}, {components}, {settings.covariance_type}{placed}"
