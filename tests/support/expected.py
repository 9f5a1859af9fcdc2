"""What the pages must show, computed from gmm_core alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from held_films import Shown
from lab import Lab
from numpy.testing import assert_allclose, assert_array_equal
from remembered import PROPOSE, fit_run

from gmm_core import Run, datasets, responsibilities
from gmm_core.datasets.dataset import Dataset
from gmm_core.fitting import Settings
from gmm_core.projection.projection import Projection, onto_features
from gmm_core.steps.half_steps import frame, last_half_step
from gmm_core.steps.narration import narrate
from gmm_core.table.rows import Rows, complete_rows

# The change of a control, and the settings of gmm_core that it means.
CHANGES = [
    ({"k": 4}, {"n_components": 4}),
    ({"k": 1}, {"n_components": 1}),
    ({"covariance": "tied"}, {"covariance_type": "tied"}),
    ({"covariance": "spherical"}, {"covariance_type": "spherical"}),
    ({"start": "kmeans"}, {"init": "kmeans"}),
    ({"start": "hierarchical"}, {"init": "hierarchical"}),
    ({"start": "random", "seed": 7}, {"init": "random", "seed": 7}),
    ({"start": "random_from_data"}, {"init": "random_from_data"}),
    ({"standardise": True}, {"standardise": True}),
    ({"floor": 0.05}, {"floor": 0.05}),
    ({"features": ["sepal length", "petal width"]}, {"features": ("sepal length", "petal width")}),
    ({"data": "faithful"}, {"name": "faithful"}),
    ({"data": "penguins"}, {"name": "penguins"}),
]


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

    def labels(self) -> list[str]:
        """Names of the features with their units."""
        return [self.dataset.label(feature) for feature in self.features]


@cache
def expected(name: str = "iris", features: tuple[str, ...] = (), **settings: Any) -> Expected:
    """Return what a page must show; the features and k of the dataset where none are given."""
    dataset = datasets.load(name)
    fitted = features or dataset.features
    rows = complete_rows(dataset.frame, fitted)
    k = settings.pop("n_components", None) or dataset.suggested_k or 3
    run = fit_run(rows.X, Settings(k, **settings))
    return Expected(dataset, fitted, rows, run)


def proposed(X: np.ndarray, n_components: int | None = None, **settings: Any) -> Settings:
    """Return the settings with which a page begins for rows that were brought."""
    found = PROPOSE(X)
    k = n_components or found.n_components
    return Settings(k, **{"covariance_type": found.covariance_type, **settings})


def assert_holds(
    lab: Lab, what: Expected, plane: Projection | None = None, labels: Sequence[str] = ()
) -> None:
    """The player holds one run, whole: every number and sentence of each of its half-steps.

    Without a plane, the picture is of the features that are chosen on the page; labels are what
    features are called there, by default with the units of the dataset.
    """
    film, run, names = lab.film, what.run, labels or what.labels()
    assert film["k"] == run.mixture.n_components
    assert (film["last_row"], film["d"]) == (len(what.rows.kept), what.rows.X.shape[1])
    assert film.last == last_half_step(run)
    assert_array_equal(film["rows"], np.arange(len(what.rows.X)))
    assert_allclose(film["log_likelihoods"], run.log_likelihoods, rtol=1e-12)
    seen = plane or onto_features(axes(lab, what), names)
    assert film["labels"] == list(seen.labels)
    first = seen.features or ()
    order = [*first, *(j for j in range(len(what.features)) if j not in first)]
    assert film["features"] == [names[j] for j in order]
    for half_step in range(film.last + 1):
        assert_shows(film.after(half_step), what, seen, order)


def assert_shows(shown: Shown, what: Expected, plane: Projection, order: list[int]) -> None:
    """The frame of a half-step is that of gmm_core, its features in this order."""
    seen = frame(what.run, shown.half_step)
    projected = plane.mixture(seen.mixture)
    assert (shown.title, shown.gain) == (seen.title, seen.gain)
    assert_allclose(shown.log_likelihood, seen.log_likelihood, rtol=1e-12)
    for name, values in {
        "weights": seen.mixture.weights,
        "means": seen.mixture.means[:, order],
        "deviations": seen.mixture.standard_deviations[:, order],
        "plane_means": projected.means,
        "plane_covariances": projected.covariances,
    }.items():
        assert_allclose(getattr(shown, name), values, rtol=1e-12, err_msg=name)
    resp, before = (
        None if iteration is None else what.resp(iteration)
        for iteration in (seen.responsible, seen.responsible_before)
    )
    assert shown.sentence == narrate(seen, resp, before, what.rows.names)
    if resp is None:
        assert shown.hundredths is None
        return
    assert_allclose(shown.hundredths / 100, resp, atol=0.005 + 1e-12)  # pyright: ignore
    assert_array_equal(shown.clusters, resp.argmax(axis=1))


def axes(lab: Lab, what: Expected) -> list[int]:
    """The features that are chosen for the picture; the same twice is one axis."""
    if len(what.features) == 1:
        return [0]
    return [what.features.index(name) for name in dict.fromkeys(lab.value("x", "y"))]
