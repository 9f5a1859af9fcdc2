"""What the pages must show, computed from gmm_core alone."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from gmm_core import Run, datasets, responsibilities
from gmm_core.datasets import Dataset
from gmm_core.fitting import Settings, fit_run
from gmm_core.rows import Rows, complete_rows


@dataclass(frozen=True)
class Expected:
    """A built-in table, the features that are fitted, and the run that must be on screen."""

    dataset: Dataset
    features: tuple[str, ...]
    rows: Rows
    run: Run

    def resp(self, iteration: int) -> np.ndarray:
        """Responsibilities that the mixture of an iteration gives."""
        return responsibilities(self.rows.X, self.run.states[iteration].mixture)


@cache
def expected(name: str = "iris", features: tuple[str, ...] = (), **settings: Any) -> Expected:
    """Return what a page must show; the features and k of the dataset where none are given."""
    dataset = datasets.load(name)
    fitted = features or dataset.features
    rows = complete_rows(dataset.frame, fitted)
    k = settings.pop("n_components", None) or dataset.suggested_k or 3
    run = fit_run(rows.X, Settings(k, **settings))
    return Expected(dataset, fitted, rows, run)
