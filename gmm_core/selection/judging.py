"""What is said of a fit when models are compared: criteria, and how clear its classes are."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from gmm_core.assigned import assigned, with_noise
from gmm_core.certainty import class_table, entropy
from gmm_core.expectation import Data
from gmm_core.mixture import Mixture
from gmm_core.selection import criteria
from gmm_core.sources import Source


class Judged:
    """The numbers of one fit that criteria are made of.

    Parameters
    ----------
    log_likelihood : float
    parameters : int
    n_samples : float
        Number of rows, or their weight.
    responsibilities : callable
        () -> ndarray of shape (n_samples, n_components); asked once, where something needs them.
    weights : ndarray of shape (n_samples,), optional
        By which rows count.
    """

    def __init__(
        self,
        log_likelihood: float,
        parameters: int,
        n_samples: float,
        responsibilities: Callable[[], np.ndarray],
        weights: np.ndarray | None = None,
    ) -> None:
        self.log_likelihood = log_likelihood
        self.parameters = parameters
        self.n_samples = n_samples
        self.weights = weights
        self._responsibilities = responsibilities

    @cached_property
    def resp(self) -> np.ndarray:
        """Responsibilities of the rows."""
        return self._responsibilities()

    @cached_property
    def entropy(self) -> float:
        """Entropy of the responsibilities, in nats."""
        return entropy(self.resp, self.weights)

    @cached_property
    def classes(self) -> pd.DataFrame:
        """How large each class is, and how sure its rows are."""
        return class_table(self.resp, self.weights)

    @property
    def doubt(self) -> float:
        """Sum of the logarithms of the largest responsibilities, in nats: 0 without a doubt.

        Of a row that is most probably noise it is that of noise.
        """
        logs = np.log(with_noise(self.resp).max(axis=1))
        return float(logs.sum() if self.weights is None else self.weights @ logs)

    @property
    def n_components(self) -> int:
        """Number of components."""
        return self.resp.shape[1]

    @property
    def smallest(self) -> float:
        """Rows of the class to which the fewest are assigned."""
        return float(self.classes["rows"].to_numpy().min())

    @property
    def smallest_posterior(self) -> float:
        """Least of the mean responsibilities of the rows of a class for it."""
        return float(np.nanmin(self.classes["average posterior"].to_numpy()))


class JudgedInPieces(Judged):
    """The same of rows in pieces, from sums over them; they are made where something needs them."""

    def __init__(
        self, log_likelihood: float, parameters: int, source: Source, mixture: Mixture
    ) -> None:
        self.log_likelihood, self.parameters = log_likelihood, parameters
        self.n_samples = source.weight
        self._source, self._mixture = source, mixture

    @cached_property
    def _sums(self) -> list[Any]:
        return self._source.total(_clarity_of, self._mixture)

    @property
    def entropy(self) -> float:  # pyright: ignore[reportIncompatibleVariableOverride]
        """Entropy of the responsibilities, in nats."""
        return self._sums[0]

    @property
    def doubt(self) -> float:
        """Sum of the logarithms of the largest responsibilities, in nats."""
        return self._sums[1]

    @property
    def n_components(self) -> int:
        """Number of components."""
        return self._mixture.n_components

    @property
    def smallest(self) -> float:
        """Rows of the class to which the fewest are assigned."""
        return float(self._sums[2].min())

    @property
    def smallest_posterior(self) -> float:
        """Least of the mean responsibilities of the rows of a class for it."""
        counts, own = self._sums[2], self._sums[3]
        return float((own[counts > 0] / counts[counts > 0]).min())


def _clarity_of(piece: Data, mixture: Mixture) -> list[Any]:
    """Entropy and doubt of a piece, and by class the rows and their responsibilities for it."""
    resp, weights, k = piece.responsibilities(mixture), piece.weights, mixture.n_components
    logs, found = np.log(with_noise(resp).max(axis=1)), assigned(resp)
    each = np.ones(len(resp)) if weights is None else weights
    own = found >= 0  # a row of noise is of no class
    classes, largest = found[own], resp.max(axis=1)[own]
    return [
        entropy(resp, weights),
        float(logs.sum() if weights is None else weights @ logs),
        np.bincount(classes, each[own], minlength=k),
        np.bincount(classes, each[own] * largest, minlength=k),
    ]


@dataclass(frozen=True)
class Measure:
    """One number by which fits are compared.

    Parameters
    ----------
    title : str
        As people call it.
    formula : str
        log L is the log-likelihood, p the number of free parameters, n that of rows, EN the
        entropy of the responsibilities r.
    source : str
        Who proposed it.
    of : callable
        Judged -> float.
    """

    title: str
    formula: str
    source: str
    of: Callable[[Judged], float]


CRITERIA: Mapping[str, Measure] = {
    "bic": Measure(
        "BIC",
        "−2 log L + p log n",
        "Schwarz (1978)",
        lambda fit: criteria.bic(fit.log_likelihood, fit.parameters, fit.n_samples),
    ),
    "aic": Measure(
        "AIC",
        "−2 log L + 2 p",
        "Akaike (1974)",
        lambda fit: criteria.aic(fit.log_likelihood, fit.parameters),
    ),
    "icl": Measure(
        "ICL",
        "BIC − 2 Σᵢ log maxⱼ rᵢⱼ",
        "Biernacki, Celeux and Govaert (2000)",
        lambda fit: (
            criteria.bic(fit.log_likelihood, fit.parameters, fit.n_samples) - 2.0 * fit.doubt
        ),
    ),
    "soft_icl": Measure(
        "soft ICL",
        "BIC + 2 EN",
        "Biernacki, Celeux and Govaert (2000)",
        lambda fit: criteria.soft_icl(
            fit.log_likelihood, fit.parameters, fit.n_samples, fit.entropy
        ),
    ),
    "sabic": Measure(
        "SABIC",
        "−2 log L + p log((n + 2) / 24)",
        "Sclove (1987)",
        lambda fit: criteria.sabic(fit.log_likelihood, fit.parameters, fit.n_samples),
    ),
    "caic": Measure(
        "CAIC",
        "−2 log L + p (log n + 1)",
        "Bozdogan (1987)",
        lambda fit: criteria.caic(fit.log_likelihood, fit.parameters, fit.n_samples),
    ),
    "awe": Measure(
        "AWE",
        "−2 (log L − EN) + 2 p (3/2 + log n)",
        "Banfield and Raftery (1993)",
        lambda fit: criteria.awe(fit.log_likelihood, fit.parameters, fit.n_samples, fit.entropy),
    ),
    "clc": Measure(
        "CLC",
        "−2 log L + 2 EN",
        "Biernacki and Govaert (1997)",
        lambda fit: criteria.clc(fit.log_likelihood, fit.entropy),
    ),
}
"""Lower is better, as in scikit-learn; mclust shows the negative of BIC and ICL."""

CLARITY: Mapping[str, Measure] = {
    "entropy": Measure(
        "entropy EN",
        "−Σᵢ Σⱼ rᵢⱼ log rᵢⱼ",
        "Celeux and Soromenho (1996)",
        lambda fit: fit.entropy,
    ),
    "relative_entropy": Measure(
        "relative entropy",
        "1 − EN / (n log k)",
        "Ramaswamy, DeSarbo, Reibstein and Robinson (1993)",
        lambda fit: (
            1.0
            if fit.n_components == 1
            else 1.0 - fit.entropy / (fit.n_samples * math.log(fit.n_components))
        ),
    ),
    "smallest_class": Measure(
        "rows of the smallest class",
        "the fewest rows assigned to one",
        "",
        lambda fit: fit.smallest,
    ),
    "smallest_share": Measure(
        "share of the smallest class",
        "those rows / n",
        "",
        lambda fit: fit.smallest / fit.n_samples,
    ),
    "smallest_posterior": Measure(
        "smallest average posterior",
        "least mean rᵢⱼ of the rows of a class j",
        "Nagin (2005)",
        lambda fit: fit.smallest_posterior,
    ),
}
"""How clear the classes of a fit are; they describe it, and choose nothing."""


def judged(fit: Judged, names: Iterable[str]) -> dict[str, float]:
    """The criteria and measures of clarity of a fit that are asked for; others are left out."""
    known = {**CRITERIA, **CLARITY}
    return {name: known[name].of(fit) for name in names if name in known}
