"""fit: a mixture of the rows of a path, saved as it comes nearer, and carried on."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import monotonic

from gmm_core.commands.models import model_at, write_model
from gmm_core.commands.places import check_place
from gmm_core.commands.progress import Progress
from gmm_core.commands.rows import rows_of, say_rows
from gmm_core.em import History, Model, Run, State, check_fit, run_until
from gmm_core.errors import DataError, features_named
from gmm_core.exporting import SavedModel
from gmm_core.fitting import Settings
from gmm_core.mixture import Mixture
from gmm_core.sources import Source
from gmm_core.starts import initialize, without_noise

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
    with rows_of(asked) as source, features_named(source.names):
        say_rows(source)
        check_fit(source, settings.n_components, settings.model)
        model = settings.model_of(source)
        start = _start(source, settings, model, asked)
        found = _run(source, start, settings, model, asked)
        _say_end(found)
        saved = SavedModel.of_source(
            source, found.mixture, found.log_likelihood, settings, asked.weights
        )
        write_model(saved, asked.out)


def _start(source: Source, settings: Settings, model: Model, asked: argparse.Namespace) -> Mixture:
    if asked.resume and Path(asked.out).exists():
        anew = "Leave out --resume to begin anew, or give another --out."
        known = model_at(asked.out, "be carried on", anew)
        if (known.features, *_kind(known.settings)) != (source.names, *_kind(settings)):
            raise DataError(
                f"{asked.out} is a model of other features, components or covariances, of another "
                "prior or noise, or of other rows with gaps. Leave out --resume, or give another "
                "--out."
            )
        return known.mixture
    begun = source if model.noise is None else without_noise(source.sample, settings.n_components)
    statistics = initialize(
        begun, settings.n_components, settings.init, random_state=settings.seed, model=model
    )
    return model.start(statistics).with_noise(model.noise)


def _kind(settings: Settings) -> tuple:
    """What one run has throughout."""
    model = settings.n_components, settings.covariance_type, settings.prior, settings.noise
    return *model, settings.missing


def _run(
    source: Source, start: Mixture, settings: Settings, model: Model, asked: argparse.Namespace
) -> Run:
    """The run from a start; components are in the order in which people see them, or of classes."""
    progress, saved = Progress(source.weight), [monotonic()]

    def on_state(state: State) -> None:
        progress(state)
        if state.iteration and monotonic() - saved[0] >= SAVED_EVERY:
            saved[0] = monotonic()
            reached = state.mixture, state.log_likelihood
            write_model(SavedModel.of_source(source, *reached, settings, asked.weights), asked.out)

    history = History("last")
    found = run_until(source, start, model, settings.stop, on_state, history)
    return found if source.is_labelled else found.in_view_order()


def _say_end(found: Run) -> None:
    ended = "converged" if found.converged else "not converged: raise --max-iter, or --resume"
    print(
        f"{ended} after {found.n_iter} iterations, log-likelihood {found.log_likelihood:.6f}",
        file=sys.stderr,
    )
