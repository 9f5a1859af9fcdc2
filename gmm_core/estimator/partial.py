"""The estimator fed batch by batch: `GaussianMixture.partial_fit`."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.em import Model, Run, State, check_fit
from gmm_core.errors import DataError
from gmm_core.estimator.best_run import Climber
from gmm_core.estimator.rows import checked_rows, counting
from gmm_core.estimator.stepwise import Stepwise
from gmm_core.expectation import Data
from gmm_core.seeds import seeded
from gmm_core.sources import in_pieces
from gmm_core.wording import counted, plural


class FedInBatches(Climber):
    """Takes in batches one after another, each once."""

    def partial_fit(
        self,
        X: ArrayLike,
        y: Any = None,
        sample_weight: ArrayLike | None = None,
        *,
        labels: Any = None,
    ) -> Self:
        """Take in one batch of rows, by stepwise EM: not the same as `fit`, and near it in the end.

        The statistics are an average that the t-th batch moves by (t + 2)^-0.6 of the way, and one
        M-step follows: Cappé and Moulines (2009), with the gains of Liang and Klein (2009). Rows
        should come in no order. The first batch makes the start, by `init_params`; a fit, or what
        `from_json` has read, is carried on, its rows counted as batches of this size.
        `lower_bound_` is then the same average of the log-likelihoods; `lower_bounds_` has one for
        each batch.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
            One batch; many of them are gone through with a loop.
        y : ignored
        sample_weight : array_like of shape (n_samples,), optional
        labels : None
            Known classes are taken by `fit` alone.

        Returns
        -------
        GaussianMixture
            Itself.

        Raises
        ------
        DataError
            When the batch cannot be used, or the first has fewer different rows than components.
        DegenerateComponentError
            When a component collapses; what was before the batch is kept.

        Examples
        --------
        >>> from sklearn.datasets import load_iris
        >>> from gmm_core import GaussianMixture
        >>> fit = GaussianMixture(2, random_state=0)
        >>> for batch in np.random.default_rng(0).permutation(load_iris().data).reshape(3, 50, 4):
        ...     fit = fit.partial_fit(batch)
        >>> fit.means_.shape
        (2, 4)
        """
        if in_pieces(X):
            raise DataError(
                "partial_fit takes one batch, as an array or a table. Call it for each batch, or "
                "give all of them to fit."
            )
        if self.prior is not None:
            raise DataError(
                "partial_fit takes no prior, whose rows count beside all others, and how many come "
                "is not known. Give all batches to fit, or prior=None."
            )
        if self.noise:
            raise DataError(
                "partial_fit takes no noise, whose box is about all rows. Give all batches to fit, "
                "or noise=False."
            )
        if labels is not None:
            raise DataError(
                "partial_fit takes no known classes, of which each batch would have others. Give "
                "all batches to fit, or labels=None."
            )
        model, _ = self._checked_parameters()
        is_fitted = hasattr(self, "means_")
        rows = checked_rows(self, X, reset=not is_fitted)
        batch = Data.of(*counting(rows, sample_weight, None)[:2], missing=self.missing)
        if not len(batch.X):
            raise DataError("No row of the batch has a value. Leave the batch out.")
        before = self._carried_on(batch, model) if is_fitted else None
        after = (before or self._begun(batch, model)).after(batch, model)
        self._take(after, batch, model, before is not None)
        return self

    def _carried_on(self, batch: Data, model: Model) -> Stepwise | None:
        """What was before, if it is of the same shape; of a fit the rows count as batches."""
        if not self._fits_last_run(batch.n_features, model):
            return None
        known = getattr(self, "_stepwise", None)
        if known is not None:
            return known
        seen = self.run_.weight / batch.weight
        return Stepwise.of(self._last(model), self.lower_bound_, seen)

    def _begun(self, batch: Data, model: Model) -> Stepwise:
        different = len(np.unique(batch.X, axis=0))
        if different < self.n_components:
            raise DataError(
                f"The first batch has {counted(different, 'different row')}, and "
                f"{counted(self.n_components, 'component')} "
                f"{plural(self.n_components, 'is', 'are')} asked for. Give a first batch with "
                "at least as many different rows."
            )
        check_fit(batch, self.n_components, model, names=getattr(self, "feature_names_in_", None))
        start = self._start(batch, model, seeded(self.random_state))
        return Stepwise.of(
            start, float(np.average(batch.log_density(start), weights=batch.weights))
        )

    def _take(self, after: Stepwise, batch: Data, model: Model, goes_on: bool) -> None:
        """Set the fitted attributes to what a batch has led to."""
        bounds = [*self.lower_bounds_] if goes_on else []
        bounds.append(after.average.log_likelihood)
        weight = batch.weight + (self.run_.weight if goes_on else 0.0)
        last = State(len(bounds), after.mixture, bounds[-1] * weight)
        self._recent = ()
        self.known_classes_ = np.empty(0, dtype=np.intp)
        self.marginal_log_likelihood_ = last.log_likelihood
        self._keep(Run((last,), False, "max_iter", weight), model)
        self.n_iter_, self.lower_bounds_, self._stepwise = len(bounds), bounds, after
