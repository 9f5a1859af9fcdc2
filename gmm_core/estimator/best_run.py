"""The fit itself: from each start a run, of which the best is kept."""

from __future__ import annotations

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from gmm_core.em import History, Model, Run, State, Stop, iterate, run_until
from gmm_core.errors import DegenerateComponentError
from gmm_core.estimator.attributes import READ, FittedAttributes
from gmm_core.expectation import Data
from gmm_core.mixture import Mixture
from gmm_core.seeds import seeded
from gmm_core.sources import Source
from gmm_core.starts import given_parameters, initialize, without_noise


def _height(run: Run) -> tuple[bool, float]:
    return run.mixture.equal_pair() is None, run.log_posterior


class Climber(FittedAttributes):
    """Runs EM from the starts that the parameters ask for."""

    def _best_run(self, data: Data | Source, model: Model, stop: Stop) -> Run:
        """The run that leads highest; a start that collapses loses to any that does not.

        With a prior that is by the log-posterior, which is what rises. An end with two equal
        components, which is no optimum, loses to any other.
        """
        warm = self.warm_start and self._fits_last_run(data.n_features, model)
        random_state = seeded(self.random_state)
        self._recent = getattr(self, "_recent", ()) if warm else ()
        best: Run | None = None
        collapse: DegenerateComponentError | None = None
        for start_number in range(1 if warm else self.n_init):
            if self.verbose:
                print(f"Start {start_number + 1}")
            try:
                start = self._last(model) if warm else self._start(data, model, random_state)
                found = self._run(data, start, model, stop)
                best = found if best is None else max(best, found, key=_height)
            except DegenerateComponentError as error:
                collapse = self._named(error)
        if best is None:
            assert collapse is not None
            raise collapse
        return best

    def _run(self, data: Data | Source, start: Mixture, model: Model, stop: Stop) -> Run:
        """The run from a start; where that was given whole, up to its collapse."""
        history, report = History("ends"), self._report if self.verbose else None
        if not self.max_iter:
            state = next(iterate(data, start, model.covariance_type))
            history.add(state)
            if report is not None:
                report(state)
            return history.run("max_iter", data.weight)
        try:
            return run_until(data, start, model, stop, report, history, self._recent)
        except DegenerateComponentError as error:
            if not history.states or not self._start_is_given():
                raise
            collapse = self._named(error)
            warnings.warn(
                f"What is kept is the mixture before a collapse. {collapse}",
                ConvergenceWarning,
                stacklevel=4,
            )
            return history.run("collapsed", data.weight, collapse)

    def _named(self, collapse: DegenerateComponentError) -> DegenerateComponentError:
        names = getattr(self, "feature_names_in_", None)
        return collapse if names is None else collapse.with_names(names)

    def _last(self, model: Model) -> Mixture:
        """The last mixture, with noise where the model has it: the last one's share, if any."""
        last = self._mixture(READ)
        if model.noise is None or last.noise is None:
            return last.with_noise(model.noise)
        return last.with_noise(model.noise.of_share(last.noise.share))

    def _start_is_given(self) -> bool:
        given = self.weights_init, self.means_init, self.precisions_init
        return all(part is not None for part in given)

    def _fits_last_run(self, n_features: int, model: Model) -> bool:
        """Whether the last run, if there is one, is of the same structure and as large."""
        shape = (self.n_components, n_features)
        if not hasattr(self, "run_") or np.shape(self.means_) != shape:
            return False
        return self._fitted_type == model.covariance_type

    def _start(
        self, data: Data | Source, model: Model, random_state: np.random.RandomState
    ) -> Mixture:
        """The first mixture: from the chosen start, with what the caller gave put in its place."""
        parameters = given_parameters(
            (self.n_components, data.n_features),
            model.structure,
            weights=self.weights_init,
            means=self.means_init,
            precisions=self.precisions_init,
        )
        if len(parameters) < 3:
            if model.noise is not None:
                data = without_noise(data.sample, self.n_components)
            statistics = initialize(
                data,
                self.n_components,
                self.init_params,
                random_state=random_state,
                model=model,
            )
            first = model.start(statistics)
            parameters = {
                "weights": first.weights,
                "means": first.means,
                "covariances": first.matrices,
            } | parameters
        return Mixture(**parameters).with_noise(model.noise)

    def _ordered(self, found: Run) -> Run:
        return found if self.order is None else found.permuted(found.mixture.ordering(self.order))

    def _report(self, state: State) -> None:
        if state.iteration % self.verbose_interval == 0:
            value = f": log-likelihood {state.log_likelihood:.6f}" if self.verbose > 1 else ""
            print(f"  Iteration {state.iteration}{value}")
