"""The parameters of the estimator: kept as they are given, and checked when a fit begins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, DensityMixin

from gmm_core.checked import check_whole, is_number
from gmm_core.em import Model, Stop
from gmm_core.errors import DataError
from gmm_core.gaps import Missing, allows_gaps
from gmm_core.maximisation import check_floor
from gmm_core.seeds import Seed
from gmm_core.starts import INITIALIZERS
from gmm_core.wording import shown

_ORDERS = ("mean", "weight")


class HasParameters(DensityMixin, BaseEstimator):
    """What is chosen before a fit; `GaussianMixture` says what each parameter means."""

    n_components: int
    covariance_type: str
    tol: float
    reg_covar: float
    covariance_floor: float
    max_iter: int
    n_init: int
    init_params: str
    weights_init: ArrayLike | None
    means_init: ArrayLike | None
    precisions_init: ArrayLike | None
    random_state: Seed
    warm_start: bool
    order: Literal["mean", "weight"] | None
    verbose: int
    verbose_interval: int
    missing: Missing
    prior: Literal["conjugate"] | None
    noise: bool

    def __init__(
        self,
        n_components: int = 1,
        *,
        covariance_type: str = "full",
        tol: float = 1e-6,
        reg_covar: float = 1e-6,
        covariance_floor: float = 0.0,
        max_iter: int = 1000,
        n_init: int = 1,
        init_params: str = "kmeans",
        weights_init: ArrayLike | None = None,
        means_init: ArrayLike | None = None,
        precisions_init: ArrayLike | None = None,
        random_state: Seed = None,
        warm_start: bool = False,
        order: Literal["mean", "weight"] | None = None,
        verbose: int = 0,
        verbose_interval: int = 10,
        missing: Missing = "refuse",
        prior: Literal["conjugate"] | None = None,
        noise: bool = False,
    ):
        vars(self).update((name, value) for name, value in locals().items() if name != "self")

    def __sklearn_tags__(self) -> Any:
        """As scikit-learn asks: whether missing values are taken."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = self.missing == "ml"
        return tags

    def _checked_parameters(self) -> tuple[Model, Stop]:
        model = Model(self.covariance_type)
        check_floor(self.covariance_floor)
        if not isinstance(self.init_params, str) or self.init_params not in INITIALIZERS:
            raise DataError(
                f"init_params is {shown(self.init_params)}. "
                f"Choose one of {', '.join(INITIALIZERS)}."
            )
        for name in ("n_components", "n_init", "verbose_interval"):
            check_whole(name, getattr(self, name), 1)
        check_whole("max_iter", self.max_iter, 0)
        if not isinstance(self.verbose, bool):
            check_whole("verbose", self.verbose, 0)
        for name in ("warm_start", "noise"):
            if not isinstance(getattr(self, name), bool | np.bool_):
                raise DataError(f"{name} is {shown(getattr(self, name))}. Give True or False.")
        if not (self.order is None or (isinstance(self.order, str) and self.order in _ORDERS)):
            raise DataError(f'order is {shown(self.order)}. Choose "mean", "weight" or None.')
        for name in ("tol", "reg_covar"):
            value = getattr(self, name)
            if not is_number(value) or not 0 <= value < np.inf:
                raise DataError(f"{name} is {shown(value)}. Give a number of at least 0.")
        allows_gaps(self.missing)
        if not (self.prior is None or (isinstance(self.prior, str) and self.prior == "conjugate")):
            raise DataError(f'prior is {shown(self.prior)}. Choose "conjugate" or None.')
        model = replace(model, reg_covar=self.reg_covar, floor=self.covariance_floor)
        return model, Stop(self.tol, max(self.max_iter, 1))
