"""What is fitted: the structure of the covariances and what keeps them from collapsing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from gmm_core.checked import LARGEST, is_number
from gmm_core.em.aiming import Given, Targets, kept_as, targets_of
from gmm_core.em.collapse import (
    FLAT,
    TURNED,
    collapse_at,
    refuse_empty,
    refuse_flat,
    total_variances,
    with_empty_kept,
)
from gmm_core.em.prior import Prior, has_prior
from gmm_core.em.together import Together
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.expectation import Data, Statistics
from gmm_core.maximisation import (
    CovarianceStructure,
    check_floor,
    covariance_structure,
    raised_to_floor,
)
from gmm_core.mixture import Mixture, Noise
from gmm_core.scatter import includes
from gmm_core.sources import Source, noise_around
from gmm_core.wording import shown

# Share of noise that is no more than the rounding of sums over rows of which none is noise. Taken
# for noise, it would grow by the iteration; a share of 0 stays.
NONE = 1e-9


@dataclass(frozen=True)
class Model:
    """What is fitted, beside the number of components; checked once, and all that an M-step asks.

    Parameters
    ----------
    covariance_type : str
        A name of the covariance registry, or mclust's letters; kept as the name, so that "VVV"
        and "full" are the same model.
    reg_covar : float
        Added to every variance, in squared units of the features.
    floor : float
        Least variance in any direction, as a share of the variance of all the data; see
        `raised_to_floor`.
    prior : Prior, optional
        Of means and covariances; see `with_prior`.
    noise : Noise, optional
        That a run starts with; see `with_noise`.

    Attributes
    ----------
    structure : CovarianceStructure
        That of `covariance_type`.

    Raises
    ------
    DataError
        When there is no such structure, `reg_covar` is no number from 0 to 1e150, or `floor` none
        from 0 to below 1, or one that cannot act on the structure.

    Examples
    --------
    >>> Model("VVV") == Model("full", reg_covar=0.0, floor=0.0)
    True
    >>> Model(reg_covar=-0.1)
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: The covariance floor is -0.1. Give a number from 0 to 1e150.
    """

    covariance_type: str = "full"
    reg_covar: float = 0.0
    floor: float = 0.0
    prior: Prior | None = None
    noise: Noise | None = None
    structure: CovarianceStructure = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        structure = covariance_structure(self.covariance_type)
        _check_reg_covar(self.reg_covar)
        check_floor(self.floor, structure)
        object.__setattr__(self, "structure", structure)
        object.__setattr__(self, "covariance_type", structure.name)

    @property
    def floor_helps(self) -> bool:
        """Whether a floor can be advised: none is set, and the structure can have one."""
        return self.floor == 0 and self.structure.floor_raises != "nothing"

    @property
    def _simpler(self) -> list[str]:
        """Covariances that may stand where those of this model collapse."""
        others = {"tied": ("EEE", "EII"), "spherical": ("VII", "EII")}
        return [name for name, but in others.items() if self.structure.letters not in but]

    @property
    def can_have_prior(self) -> bool:
        """Whether there is a conjugate prior for the structure."""
        return has_prior(self.structure)

    def __reduce__(self):
        kept = self.covariance_type, self.reg_covar, self.floor, self.prior, self.noise
        return type(self), kept

    def with_prior(self, data: Data | Source, n_components: int) -> Model:
        """Return the model with the conjugate prior that belongs to these rows.

        Fraley and Raftery (2007): each mean is drawn to that of the rows as by a hundredth of a
        row, and covariances to that of the rows divided by k^(2/d), as by a few rows. What never
        falls is then the log-posterior.

        Parameters
        ----------
        data : Data or Source
        n_components : int

        Returns
        -------
        Model

        Raises
        ------
        DataError
            When there is none for the structure: VEE, EVE, VVE and EVV have none.
        """
        return replace(self, prior=Prior.of(data, n_components, self.structure))

    def with_noise(self, data: Data | Source, share: float = 0.05) -> Model:
        """Return the model in which some rows are noise, and belong to no component.

        Banfield and Raftery (1993), Biometrics 49, 803-821: noise is uniform over the smaller of
        two boxes about the rows, along the features or along the principal axes. About rows with
        gaps it is the one along the features: what is there of a row is then uniform over the sides
        that are its own.

        Parameters
        ----------
        data : Data or Source
        share : float
            Of the rows, where a run starts.

        Returns
        -------
        Model

        Raises
        ------
        DataError
            When rows do not spread in every direction.
        """
        noise = noise_around(data, share)
        if not np.isfinite(noise.log_volume):
            raise DataError(
                "The rows do not spread in every direction, so that noise has no density. Leave a "
                "column out, or fit without noise."
            )
        return replace(self, noise=noise)

    @property
    def leaps(self) -> bool:
        """Whether EM may leap: sums of the rows tell all that its steps depend on."""
        return self.prior is None and self.noise is None

    def together(self, data: Data, n_components: int) -> Together | None:
        """Return what takes steps of many mixtures at once; None where each is quicker by itself.

        So it is on large tables; with noise or what is added to covariances there is none.
        """
        from gmm_core.em.abreast import are_quicker_together  # which has models climb

        bare = replace(self, prior=None)  # with which they climb as well, if without leaps
        is_worth_it = are_quicker_together(data, n_components, bare) and data.fits_a_block
        return Together(data, self.structure, self.prior) if is_worth_it else None

    def log_prior(self, mixture: Mixture) -> float:
        """Return the logarithm of the prior at a mixture, up to a constant; 0 without a prior."""
        return 0.0 if self.prior is None else self.prior.log_density(mixture)

    def m_step(self, statistics: Statistics, previous: Mixture | None = None) -> Mixture:
        """Return the mixture of highest expected log-likelihood; see `gmm_core.m_step`."""
        return self.maximised(statistics, previous)[0]

    @staticmethod
    def m_steps(
        models: Sequence[Model],
        weight: np.ndarray,
        before: np.ndarray,
        given: tuple[np.ndarray, np.ndarray, np.ndarray],
    ) -> tuple[np.ndarray, Targets]:
        """Return for which of many M-steps there is a mixture, (m,), and these, in shared calls.

        Of `models` without a floor, prior or noise; see `targets_of`.
        """
        kinds = list(dict.fromkeys(models))
        places = np.array([kinds.index(model) for model in models])
        with np.errstate(all="ignore"):
            structures = [model.structure for model in kinds]
            return targets_of(structures, places, weight, before, Given(*given))

    def mixture(self, weights: np.ndarray, means: np.ndarray, covariances: np.ndarray) -> Mixture:
        """Return a mixture of the model's structure, its covariances (k, d, d) kept as they are."""
        return Mixture(weights, means, kept_as(covariances, self.structure.moments))

    def start(self, statistics: Statistics) -> Mixture:
        """Return the mixture that a run starts from; a collapse says that it was there."""
        with collapse_at(0):
            mixture = self.m_step(statistics)
        if mixture.noise is not None and mixture.noise.share <= NONE:
            return mixture.with_noise(self.noise)  # the start has no noise of its own
        return mixture

    def maximised(
        self, statistics: Statistics, previous: Mixture | None = None
    ) -> tuple[Mixture, tuple[int, ...]]:
        """Return the next mixture, and the components that the floor has raised."""
        try:
            return self._maximised(statistics, previous)
        except DegenerateComponentError as error:
            alone = len(statistics.resp_sum) == 1
            raise error.advising(self.floor_helps, self._simpler, alone) from None

    def _maximised(
        self, statistics: Statistics, previous: Mixture | None
    ) -> tuple[Mixture, tuple[int, ...]]:
        if self.reg_covar:
            statistics = with_empty_kept(statistics, previous)
        elif self.prior is None:  # which else has a covariance for a component without rows
            refuse_empty(statistics)
        resp_sum, structure = statistics.resp_sum, self.structure
        self._check_moments(statistics)
        seen = statistics if self.prior is None else self.prior.added(statistics)
        warm = None if previous is None else previous.matrices
        covariances = structure.maximised(seen.matrices, seen.resp_sum, warm)
        if self.reg_covar:
            covariances = covariances.raised(self.reg_covar)
        raised: tuple[int, ...] = ()
        if self.floor:
            total = total_variances(statistics)
            covariances, raised = raised_to_floor(
                covariances, resp_sum, total, self.floor, structure
            )
        weights = resp_sum / np.add.reduce(resp_sum)
        weights.flags.writeable = False  # as it is kept, uncopied
        mixture = Mixture(weights, seen.resp_means, covariances, self._noise_left(statistics))
        refuse_flat(mixture, statistics, TURNED if structure.axes_are_sought else FLAT)
        return mixture, raised

    def _noise_left(self, statistics: Statistics) -> Noise | None:
        """Noise with the share of the rows that no component holds."""
        if self.noise is None:
            return None
        share = 1.0 - float(np.add.reduce(statistics.resp_sum)) / statistics.weight
        return self.noise.of_share(min(max(share, 0.0), 1.0))

    def _check_moments(self, statistics: Statistics) -> None:
        if not includes(statistics.moments, self.structure.least):
            kind = self.covariance_type
            raise DataError(
                f"The E-step was taken for another covariance structure than {kind}, which "
                f"reads more of the scatter. Give e_step covariance_type={kind!r}."
            )


def _check_reg_covar(reg_covar: float) -> None:
    if not is_number(reg_covar) or not 0 <= float(reg_covar) <= LARGEST:
        raise DataError(
            f"The covariance floor is {shown(reg_covar)}. Give a number from 0 to 1e150."
        )
