"""The paragraph on the method of one fit, and whom to cite."""

from __future__ import annotations

import numpy as np

from gmm_core.assigned import NOISE, assigned
from gmm_core.certainty import class_table, relative_entropy
from gmm_core.checked import as_annotated
from gmm_core.choosing import MIXTURE
from gmm_core.em import Run
from gmm_core.exporting.papers.paragraphs import (
    FROM_KNOWN,
    PRIOR,
    REFERENCES,
    Fitting,
    clear,
    estimated,
    of_gaps,
    of_known,
    of_noise,
    of_rows,
    of_size,
)
from gmm_core.fitting import Settings
from gmm_core.maximisation import covariance_structure
from gmm_core.selection import criteria, n_parameters
from gmm_core.starts import INITIALIZERS
from gmm_core.version import VERSION
from gmm_core.wording import counted, listed, plural
from gmm_core.written_numbers import fixed, from_log, in_full


@as_annotated
def fit_paragraph(
    settings: Settings,
    run: Run,
    resp: np.ndarray,
    fitting: Fitting,
    weights: np.ndarray | None = None,
) -> tuple[str, list[str]]:
    """Return the paragraph on the method and its result, and the references that it names.

    Parameters
    ----------
    settings : Settings
        With which was fitted.
    run : Run
    resp : ndarray of shape (n_samples, n_components)
        Responsibilities that the run ended with.
    fitting : Fitting
    weights : ndarray of shape (n_samples,), optional
        By which rows count.

    Returns
    -------
    paragraph : str
    references : list of str

    Examples
    --------
    >>> from gmm_core.fitting import fit_run
    >>> from gmm_core.mixture import responsibilities
    >>> X, settings = np.array([[0.0], [1.0], [1.5], [9.0], [9.5], [11.0]]), Settings(2, "tied")
    >>> run = fit_run(X, settings)
    >>> resp = responsibilities(X, run.mixture)
    >>> said, cited = fit_paragraph(settings, run, resp, Fitting(("x",), 6))
    >>> said.partition(". ")[0]
    'A Gaussian mixture model of 2 components with covariance structure E (Celeux & Govaert, 1995)
    was fitted to 6 rows of 1 variable (x)'
    """
    features = fitting.features
    structure = covariance_structure(settings.covariance_type).letters[: 3 if features[1:] else 1]
    said = [
        f"A Gaussian mixture model of {counted(settings.n_components, 'component')} with "
        f"covariance structure {structure} (Celeux & Govaert, 1995) was fitted to "
        f"{counted(fitting.n_samples, 'row')} of {counted(len(features), 'variable')} "
        f"({listed(features, 12)}).",
        *of_rows(fitting),
        *_scaled(settings),
        *_ran(settings, run, fitting),
        *_reached(settings, run, len(features)),
        *_noise(run, resp, fitting, weights),
        *of_known(fitting),
        *clear(
            settings.n_components, _clarity(resp, weights), MIXTURE, by_weights=weights is not None
        ),
    ]
    cited = ["em", "structures", "bic", "aic", *["entropy"] * (settings.n_components > 1)]
    cited += ["prior"] * settings.prior + ["awe"] * (run.mixture.noise is not None)
    cited += of_gaps(fitting)
    return " ".join(said), sorted({REFERENCES[name] for name in cited})


def _scaled(settings: Settings) -> list[str]:
    floor = f"Variances were kept above {in_full(settings.floor)} of those of the data."
    return [
        *["For the fit, variables were divided by their standard deviations."]
        * settings.standardise,
        *[floor] * bool(settings.floor),
        *[PRIOR] * settings.prior,
    ]


def _noise(run: Run, resp: np.ndarray, fitting: Fitting, weights: np.ndarray | None) -> list[str]:
    """What is said of rows that are of no component."""
    noise = run.mixture.noise
    if noise is None:
        return []
    is_noise = assigned(resp) == NOISE
    n = float(is_noise.sum() if weights is None else weights[is_noise].sum())
    percent, rows = fixed(100.0 * noise.share, 1), of_size(n, by_weights=weights is not None)
    return [
        f"{of_noise(fitting)}, of volume {from_log(noise.log_volume)}: its share was {percent}%, "
        f"and {rows} {plural(n, 'was', 'were')} most probably noise."
    ]


def _ran(settings: Settings, run: Run, fitting: Fitting) -> list[str]:
    ended = "converged" if run.converged else "had not converged"
    return [
        f"{estimated(prior=settings.prior)} in GMM Lab {VERSION}, begun from "
        f"{_start(settings, fitting)}; the run was to end when all "
        f"iterations to come were estimated to gain less than {in_full(settings.tol)} nats a row, "
        f"or after {counted(settings.max_iter, 'iteration')}, and {ended} after "
        f"{counted(run.n_iter, 'iteration')}."
    ]


def _start(settings: Settings, fitting: Fitting) -> str:
    if settings.means is not None:
        return "means placed by hand"
    alone = "the best of several starts" if settings.prior or settings.noise else None
    alone = FROM_KNOWN if fitting.n_known else alone
    if settings.grid is not None:
        return f"{alone or 'hierarchical clusters and nested fits'}, in a table of fits"
    if fitting.n_known:
        return f"{FROM_KNOWN} (seed {settings.seed})"
    title = INITIALIZERS[settings.init].title
    start = f"the {title} starts" if settings.init == "auto" else title
    return f"{start} (seed {settings.seed})"


def _reached(settings: Settings, run: Run, n_features: int) -> list[str]:
    k, noise = settings.n_components, run.mixture.noise
    parameters = n_parameters(k, n_features, settings.covariance_type, noise is not None)
    reached = run.log_likelihood
    return [
        f"The log-likelihood was {fixed(reached, 2)} ({counted(parameters, 'parameter')}; BIC = "
        f"{fixed(criteria.bic(reached, parameters, run.weight), 2)}, Schwarz, 1978; AIC = "
        f"{fixed(criteria.aic(reached, parameters), 2)}, Akaike, 1974)."
    ]


def _clarity(resp: np.ndarray, weights: np.ndarray | None) -> dict[str, float]:
    """What `clear` says, of the rows as they are assigned."""
    classes = class_table(resp, weights)
    rows, shares, posteriors = (
        classes[name].to_numpy(dtype=float) for name in ("rows", "share", "average posterior")
    )
    return {
        "relative_entropy": relative_entropy(resp, weights),
        "smallest_class": float(rows.min()),
        "smallest_share": float(shares.min()),
        "smallest_posterior": float(np.nanmin(posteriors)),
    }
