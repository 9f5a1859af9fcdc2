"""What is said of a fit for it to be used and made elsewhere: the model, and the script."""

import hashlib

from dashboard.fit.fitted import Fitted
from dashboard.state.session_cache import once
from dashboard.take_away import downloads
from gmm_core.exporting import Analysis, SavedModel, csv_bytes, model_of, numbers_of, script


def analysis(fit: Fitted) -> Analysis:
    """Return all that must be said for the analysis to be done again."""
    study = fit.study
    source, sha256 = _source(fit)
    return Analysis(
        source,
        sha256,
        study.choices,
        study.features,
        study.target,
        study.settings,
        study.order,
        study.names,
        study.logarithms,
        study.weighting,
        study.is_known,
    )


def _source(fit: Fitted) -> tuple[str, str]:
    """Name and SHA-256 of the file to begin from; a built-in table goes by its name alone."""
    study = fit.study
    if downloads.is_drawn(study):
        points = csv_bytes(study.dataset.frame)
        return f"{fit.stem} {downloads.POINTS}", hashlib.sha256(points).hexdigest()
    if downloads.is_pasted(study):
        return downloads.PASTED_FILE, study.sha256
    return (study.dataset.title if study.sha256 else study.dataset.name), study.sha256


def model(fit: Fitted) -> SavedModel:
    """Return the fitted mixture with all that is needed to use it elsewhere."""
    study = fit.study
    return model_of(
        fit.rows.X,
        fit.run,
        study.settings,
        study.features,
        units=study.dataset.units,
        component_names=study.names,
        sha256=study.sha256,
        choices=study.choices,
        logarithms=study.logarithms,
        weights=fit.rows.weights,
        weighting=study.weighting,
        known_column=study.target if study.is_known else None,
        known_rows=fit.rows.n_known,
    )


def excess_of_model(fit: Fitted) -> str:
    """Return why the model is too large to be saved; empty where it is not."""
    return once("excess", fit.study.identity, lambda: model(fit).excess, most=4)


def python_script(fit: Fitted) -> str:
    """Return the script that repeats the analysis from the file to the same numbers."""
    asked = analysis(fit)
    frame, run = fit.study.dataset.frame, fit.run
    return script(asked, numbers_of(asked, frame, fit.rows, run.mixture, run.log_likelihood))
