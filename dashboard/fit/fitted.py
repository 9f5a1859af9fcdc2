"""One fit and all that is known of it; each part is worked out when it is first asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import NoReturn

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.fit import cached, reopened
from dashboard.look import messages
from dashboard.state import two_starts
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from gmm_core.assigned import assigned
from gmm_core.certainty import class_table, noise_line, say_classes
from gmm_core.clusters import Profiles, describe, names_in_words, profiles
from gmm_core.departures import FitCheck, LowDensity, fit_checks, fit_verdicts, low_density
from gmm_core.em import Run
from gmm_core.errors import DataError, DegenerateComponentError, GMMError
from gmm_core.expectation import PartlyKnown
from gmm_core.fitting import data_of
from gmm_core.gaps import imputed
from gmm_core.mixture import Mixture
from gmm_core.plots import glyphs
from gmm_core.projection import Projection, leading_features
from gmm_core.results import labelled, row_measures
from gmm_core.selection import n_parameters
from gmm_core.table import Rows
from gmm_core.target import Comparison, compared


@dataclass(frozen=True, eq=False)
class Fitted:
    """A study, its rows and its converged run.

    Downloads are made from it when they are asked for, outside the run of a page, where there
    is no session; so it keeps by itself what it has worked out.
    """

    study: Study
    rows: Rows
    run: Run

    @property
    def mixture(self) -> Mixture:
        return self.run.mixture

    @property
    def stem(self) -> str:
        """What files about this fit are called."""
        return Path(self.study.dataset.title).stem

    @property
    def n_parameters(self) -> int:
        mixture, settings = self.mixture, self.study.settings
        kind, has_noise = settings.covariance_type, mixture.noise is not None
        return n_parameters(mixture.n_components, mixture.n_features, kind, has_noise)

    @cached_property
    def hover(self) -> list[str] | None:
        """What hovering calls each row; None where rows are numbered without a gap."""
        if self.rows.kept.all() and self.rows.identifiers is None:
            return None
        return [f"{self.rows.named_by or 'Row'} {name}" for name in self.rows.names]

    @cached_property
    def resp(self) -> np.ndarray:
        """Responsibilities (n_samples, n_components) of the converged mixture."""
        return data_of(self.rows).responsibilities(self.mixture)

    def of_rows_alone(self, run: Run) -> float:
        """Log-likelihood of these rows in a run, whatever is known of their classes, in nats."""
        data = data_of(self.rows)
        if not isinstance(data, PartlyKnown):
            return run.log_likelihood
        return data.marginal_log_likelihood(run.mixture) + self.rows.log_jacobian

    @cached_property
    def known(self) -> np.ndarray | None:
        """The rows whose class is known; None where none is used."""
        components = self.rows.components
        return None if components is None else np.flatnonzero(components >= 0)

    @cached_property
    def density(self) -> LowDensity:
        return low_density(self.rows.X, self.mixture).with_log_jacobians(self.rows.log_jacobians)

    @cached_property
    def profiles(self) -> Profiles:
        return profiles(self.rows.X, self.mixture, self.resp, self.rows.weights)

    @cached_property
    def classes(self) -> tuple[pd.DataFrame, str]:
        """The table of clusters, and what it rests on."""
        k, weights = self.mixture.n_components, self.rows.weights
        names = self.study.names or [str(j + 1) for j in range(k)]
        table = class_table(self.resp, weights, names=names, symbols=glyphs(k))
        return table, say_classes(self.resp, weights, names=names)

    @property
    def clusters(self) -> np.ndarray:
        """Most probable component of each row that was fitted, from 0; −1 of noise."""
        return assigned(self.resp)

    @cached_property
    def placed(self) -> np.ndarray:
        """Which of the rows that were fitted are of a cluster: all but those of noise, a mask."""
        return self.clusters >= 0

    @cached_property
    def placed_resp(self) -> np.ndarray:
        """Responsibilities of the rows of a cluster, given that they are no noise."""
        if self.mixture.noise is None:
            return self.resp
        placed = self.resp[self.placed]
        return placed / placed.sum(axis=1, keepdims=True)

    @property
    def placed_weights(self) -> np.ndarray | None:
        """By which the rows of a cluster count; None where each counts once."""
        return None if self.rows.weights is None else self.rows.weights[self.placed]

    @property
    def noise(self) -> pd.DataFrame | None:
        """The line of noise below the table of clusters; None where there is none."""
        return noise_line(self.resp, self.rows.weights)

    @property
    def names_in_words(self) -> list[str]:
        """What each component may be called, after what sets it apart."""
        return names_in_words(self.profiles, self.study.features)

    def in_words(self, titles: Sequence[str] | None = None) -> list[str]:
        """What sets each cluster apart, a sentence each; clusters may be called otherwise."""
        called = titles or self.study.names
        return describe(self.profiles, self.plain_labels, called, logarithms=self.study.of_each)

    @property
    def plain_labels(self) -> list[str]:
        """Features with their units; not their logarithms, where these are fitted."""
        return [self.study.dataset.label(feature) for feature in self.study.features]

    @cached_property
    def checks(self) -> list[FitCheck]:
        """Whether components are normal; an error where rows have weights."""
        if self.rows.weights is not None:
            raise DataError(
                "Whether components are normal is judged by rows that count once each, and these "
                "have weights: Q-Q plots and their verdicts do not take them."
            )
        return fit_checks(self.rows.X, self.mixture, self.resp)

    @property
    def verdicts(self) -> list[str]:
        """Whether each component is normal, and which features are not; an error as `checks`."""
        study, names = self.study, self.plain_labels
        ask = {"features": names, "logarithms": study.of_each}
        return fit_verdicts(self.checks, len(names), study.names, **ask)

    @cached_property
    def comparison(self) -> Comparison:
        """The target held against the clusters; an error where it is no label."""
        target = self.study.dataset.frame[self.study.target][self.rows.kept]
        unit = self.study.dataset.units.get(str(self.study.target), "")
        ask = {"unit": unit, "weights": self.rows.weights}
        return compared(target, self.resp, name=self.study.target, **ask)

    @cached_property
    def incomparable(self) -> str:
        """Why the target cannot be held against the clusters; "" where it can."""
        try:
            _ = self.comparison
        except GMMError as error:
            return str(error)
        return ""

    @property
    def is_matched(self) -> bool:
        """Whether clusters are matched to classes: a person says that the target is the truth."""
        return self.study.is_truth and self.study.target is not None and not self.incomparable

    def points(self, projection: Projection) -> np.ndarray:
        """Where the rows lie on the axes: NaN where a value is missing that an axis is.

        An axis that many features make takes what the mixture expects of those that are missing.
        """
        X = self.rows.X if projection.features is not None else self.filled
        return projection.points(X)

    @cached_property
    def filled(self) -> np.ndarray:
        """The rows with each gap filled by its mean, given all that is there of the row."""
        return imputed(self.rows.X, self.mixture) if self.rows.gaps else self.rows.X

    @property
    def labelled(self) -> pd.DataFrame:
        """The table in its order, with what the fit says of each row."""
        return labelled(
            self.study.dataset.frame,
            self.rows.kept,
            self.resp,
            measures=row_measures(self.resp, self.density),
            components=self.study.names,
        )

    def leading(self, count: int) -> tuple[int, ...]:
        """Features to look at first, in the order of the columns."""
        return leading_features(self.rows.X, count)


def fitted(study: Study) -> Fitted:
    """Return the fit of a study, with progress on screen where it takes long.

    A run that a collapse has ended is none: that is said in place of the page.
    """
    rows, run = cached.complete(study), cached.em_run(study)
    if run.collapse is not None:
        _say_collapse(run.collapse.with_names(study.labels))
    reopened.say_if_other(study.fit, run)
    about = (study.names, study.target, study.is_truth, study.dataset.title)
    identity = (study.identity, *about)
    return once("fit", identity, partial(Fitted, study, rows, run), most=4)


def _say_collapse(collapse: DegenerateComponentError) -> NoReturn:
    """Say that a component collapsed; the player, which may begin elsewhere, has the way to it."""
    messages.say_error(collapse)
    if st.button(
        "Watch the run up to it",
        key="watch_collapse",
        icon=":material/animation:",
        on_click=two_starts.watch_fit,
    ):
        st.switch_page("pages/step.py")
    raise messages.SaidError
