"""What was fitted and how, as the first sections of a report."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gmm_core.em import Run
from gmm_core.exporting.analysis import Analysis
from gmm_core.exporting.reports.html_report import Facts, Section, Table
from gmm_core.exporting.saved_model import versions
from gmm_core.fitting import Settings
from gmm_core.logarithms import named_so
from gmm_core.maximisation import covariance_structure
from gmm_core.mixture import Noise, standardising
from gmm_core.starts import INITIALIZERS
from gmm_core.table import Rows
from gmm_core.wording import all_of, counted, plural
from gmm_core.written_numbers import fixed, from_log, in_full


def settings_section(analysis: Analysis, run: Run) -> Section:
    """Return the section that says how the mixture was fitted.

    Parameters
    ----------
    analysis : Analysis
    run : Run

    Returns
    -------
    Section

    Examples
    --------
    >>> from gmm_core import Mixture, run
    >>> from gmm_core.reading import Choices
    >>> asked = Analysis("iris", "", Choices(), ("x",), None, Settings(1))
    >>> fit = run([[0.0], [1.0]], Mixture([1.0], [[0.0]], [[[1.0]]]))
    >>> settings_section(asked, fit).parts[0].entries["Components"]
    '1'
    """
    settings = analysis.settings
    structure = covariance_structure(settings.covariance_type)
    ended = "converged" if run.converged else "stopped, not converged,"
    entries = {
        "Components": str(settings.n_components),
        "Covariances": f"{structure.name} ({structure.letters})",
        "Start": _start(settings, is_known=analysis.is_known),
        "Features for the fit": "standardised" if settings.standardise else "in their own units",
        "Covariance floor": f"{in_full(settings.floor)} of the variance"
        if settings.floor
        else "off",
        **({"Prior": "conjugate (Fraley and Raftery, 2007)"} if settings.prior else {}),
        **({"Noise": said_of_noise(run.mixture.noise)} if run.mixture.noise else {}),
        "Stops": _stops(settings),
        "Run": f"{ended} after {counted(run.n_iter, 'iteration')}",
        "Programs": ", ".join(f"{name} {version}" for name, version in versions().items()),
    }
    return Section("Settings", [Facts(entries)])


def data_section(analysis: Analysis, frame: pd.DataFrame, rows: Rows) -> Section:
    """Return the section that says what was fitted.

    Parameters
    ----------
    analysis : Analysis
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    rows : Rows
        Those that were fitted.

    Returns
    -------
    Section

    Examples
    --------
    >>> from gmm_core.reading import Choices
    >>> from gmm_core.table import complete_rows
    >>> frame = pd.DataFrame({"x": [0.0, None, 2.0]})
    >>> asked = Analysis("x.csv", "", Choices(), ("x",), None, Settings(1))
    >>> data_section(asked, frame, complete_rows(frame, ["x"])).parts[1]
    '2 of 3 rows are fitted; 1 row with missing values is left out.'
    """
    shape = f"{counted(len(frame), 'row')}, {counted(frame.shape[1], 'column')}"
    facts = {"Source": analysis.source, "Size": shape}
    if analysis.sha256:
        facts["SHA-256"] = analysis.sha256
    facts["Features"] = ", ".join(analysis.features)
    if analysis.logarithms:
        facts["Logarithms"] = rows.transformed
    if analysis.target is not None:
        used = "its known rows used" if analysis.is_known else "not used in the fit"
        facts[f"Target, {used}"] = analysis.target
    if analysis.weighting is not None:
        facts["Weights of rows"] = rows.weighed
    left_out = (
        rows.summary or f"{all_of(len(rows.X), 'row')} {plural(len(rows.X), 'is', 'are')} fitted."
    )
    caption = "The features of the rows that are fitted."
    if rows.gaps:
        caption += " Moments are those of the values that are there."
    if rows.weights is not None:
        caption += " Rows count by their weights."
    if not rows.kept.all():
        caption += " Missing values are counted in all rows of the table."
    if analysis.logarithms:
        logs = "fitted, logarithms where they were taken."
        caption = caption.replace("fitted.", logs)
    return Section(
        "Data", [Facts(facts), left_out, Table(_features(analysis, frame, rows), caption)]
    )


def _start(settings: Settings, *, is_known: bool) -> str:
    if settings.means is not None:
        return "means placed by hand"
    if settings.grid is not None:
        grid = settings.grid
        return (
            f"taken from a table of fits: 1 to {grid.most} components, "
            f"{counted(len(grid.structures), 'structure')}, seed {settings.seed}"
        )
    title = "rows of known class" if is_known else INITIALIZERS[settings.init].title
    return f"{title}, seed {settings.seed}"


def said_of_noise(noise: Noise) -> str:
    """Return the share of noise, and its box."""
    along = "the features" if noise.is_along_features else "their principal axes"
    return (
        f"{fixed(100.0 * noise.share, 1)} % of the rows, uniform over a box about all rows along "
        f"{along}, of volume {from_log(noise.log_volume)}"
    )


def _stops(settings: Settings) -> str:
    gain = in_full(settings.tol)
    most = counted(settings.max_iter, "iteration")
    return f"when all iterations to come would gain less than {gain} nats a row, or after {most}"


def _features(analysis: Analysis, frame: pd.DataFrame, rows: Rows) -> pd.DataFrame:
    X = rows.X
    missing = frame[list(analysis.features)].isna().to_numpy().sum(axis=0)
    moments = standardising(X, rows.weights)
    columns = {
        "mean": moments.shift,
        "standard deviation": np.where(np.nanmax(X, 0) == np.nanmin(X, 0), 0.0, moments.scale),
        "least": np.nanmin(X, axis=0),
        "largest": np.nanmax(X, axis=0),
        "missing": missing,
    }
    names = named_so(analysis.features, analysis.features, analysis.logarithms)
    return pd.DataFrame(columns, index=pd.Index(names, name="feature"))
