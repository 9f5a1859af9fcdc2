"""fit: a mixture of the rows of a path, saved as it comes nearer, and carried on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from time import monotonic

from gmm_core.commands.carried_on import carried_on, check_rows, named_as
from gmm_core.commands.models import write_model
from gmm_core.commands.places import check_place
from gmm_core.commands.progress import Progress
from gmm_core.commands.rows import rows_of, say_rows
from gmm_core.em import History, Model, Run, State, check_fit, run_until
from gmm_core.errors import features_named
from gmm_core.exporting import SavedModel
from gmm_core.fitting import Settings
from gmm_core.mixture import Mixture
from gmm_core.sources import Source
from gmm_core.starts import initialize, without_noise
from gmm_core.wording import counted

SAVED_EVERY = 10.0  # seconds


def fit(asked: argparse.Namespace) -> None:
    """Fit a mixture and save it."""
    settings = Settings(
        asked.components,
        asked.covariance,
        asked.init,
        asked.seed,
        asked.floor,
        tol=asked.tol,
        max_iter=asked.max_iter,
        missing=asked.missing or "refuse",
        prior=asked.prior,
        noise=asked.noise,
    )
    check_place(asked.out, (".json",), asked.data)
    alone, stop = settings.model, settings.stop  # which refuse what no rows can be fitted with
    with rows_of(asked) as source, features_named(source.names):
        say_rows(source, asked.data)
        check_fit(source, settings.n_components, alone)
        model = settings.model_of(source)
        known = carried_on(asked, source, settings)
        start = _start(source, settings, model) if known is None else known.mixture

        def keep(mixture: Mixture, log_likelihood: float, converged: bool) -> None:
            reached = mixture, log_likelihood, settings, asked.weights
            saved = SavedModel.of_source(source, *reached, labels=asked.labels, converged=converged)
            write_model(saved if known is None else named_as(known, saved), asked.out)

        on_state = _watching(source, known, asked, keep)
        history = History("last")
        found = run_until(source, start, model, stop, on_state, history)
        # components are in the order in which people see them, or of classes, or as they were named
        has_order = source.is_labelled or (known is not None and known.component_names is not None)
        found = found if has_order else found.in_view_order()
        _say_end(found)
        keep(found.mixture, found.log_likelihood, found.converged)


def _start(source: Source, settings: Settings, model: Model) -> Mixture:
    begun = source if model.noise is None else without_noise(source.sample, settings.n_components)
    statistics = initialize(
        begun, settings.n_components, settings.init, random_state=settings.seed, model=model
    )
    return model.start(statistics).with_noise(model.noise)


def _watching(
    source: Source,
    known: SavedModel | None,
    asked: argparse.Namespace,
    keep: Callable[[Mixture, float, bool], None],
) -> Callable[[State], None]:
    """What is done at each state: its rows are checked once, progress is said, and it is kept."""
    progress, saved = Progress(source.weight), [monotonic()]

    def on_state(state: State) -> None:
        if known is not None and not state.iteration:
            check_rows(known, state.log_likelihood, source, asked)
        progress(state)
        if state.iteration and monotonic() - saved[0] >= SAVED_EVERY:
            saved[0] = monotonic()
            keep(state.mixture, state.log_likelihood, False)

    return on_state


def _say_end(found: Run) -> None:
    how = "converged" if found.converged else "not converged"
    advice = "" if found.converged else " (raise --max-iter, or carry on with --resume)"
    print(
        f"{how} after {counted(found.n_iter, 'iteration')}{advice}, log-likelihood "
        f"{found.log_likelihood:.6f}",
        file=sys.stderr,
    )
