"""All that a fit depends on beside its rows."""

from __future__ import annotations

from dataclasses import dataclass

from gmm_core.checked import as_annotated
from gmm_core.em import Model, Stop
from gmm_core.expectation import Data
from gmm_core.gaps import Missing
from gmm_core.sources import Source


@as_annotated
@dataclass(frozen=True)
class Grid:
    """A table of fits: 1 to `most` components with each of some covariance structures.

    With `thorough`, each fit is begun from several starts; see `select_model`.
    """

    most: int
    structures: tuple[str, ...]
    thorough: bool = False


@as_annotated
@dataclass(frozen=True)
class Settings:
    """All that a fit depends on beside the rows.

    Parameters
    ----------
    n_components : int
    covariance_type : str
    init : str
        A name of the registry of starts.
    seed : int
        Of the start's random numbers.
    floor : float
        Covariance floor: least variance in any direction, as a share of the variance of all the
        data, from 0 (off) to below 1.
    standardise : bool
        Fit with every feature scaled to standard deviation 1. The result is in the units of
        the data all the same.
    tol : float
        Converged when all iterations to come are estimated to gain less, in nats a row.
    max_iter : int
    means : tuple of tuples of float, optional
        The first means, one for each component, in the units of the data; ``init`` and ``seed``
        then say nothing. All components start with equal weights and one pooled covariance.
    grid : Grid, optional
        The table of fits from which this one is taken as it stands there, so that ``init`` says
        nothing.
    missing : {"refuse", "ml"}
        With "ml" rows with missing values (NaN) take part with what is there of them, by maximum
        likelihood; values are then taken to be missing at random, as `run` says.
    prior : bool
        Keep components from collapsing by a conjugate prior; see `Model.with_prior`.
    noise : bool
        Some rows may be of no component; see `Model.with_noise`.

    Raises
    ------
    DataError
        When a value is of another kind than it says here; ranges are checked by what uses them.
    """

    n_components: int
    covariance_type: str = "full"
    init: str = "auto"
    seed: int = 0
    floor: float = 0.0
    standardise: bool = False
    tol: float = 1e-6
    max_iter: int = 1000
    means: tuple[tuple[float, ...], ...] | None = None
    grid: Grid | None = None
    missing: Missing = "refuse"
    prior: bool = False
    noise: bool = False

    @property
    def model(self) -> Model:
        """What is fitted, whatever the rows: without a prior or noise, which depend on them."""
        return Model(self.covariance_type, floor=self.floor)

    def model_of(self, data: Data | Source) -> Model:
        """Return what is fitted to some rows, with the prior and the noise that belong to them.

        Raises
        ------
        DataError
            When there is no prior for the structure, or rows do not spread in every direction and
            are to have noise.
        """
        model = self.model.with_prior(data, self.n_components) if self.prior else self.model
        return model.with_noise(data) if self.noise else model

    @property
    def stop(self) -> Stop:
        """When the run ends."""
        return Stop(self.tol, self.max_iter)
