"""The reel: all that the player holds of a run, packed."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gmm_core import plots
from gmm_core.film import Film
from gmm_core.frames import frame
from gmm_core.plots import Theme
from gmm_core.projection import Projection
from pages._shared.player.packing import figure_json, pack


def reel(
    film: Film,
    X: np.ndarray,
    projection: Projection,
    *,
    title: str,
    features: Sequence[str],
    first: Sequence[int],
    row_names: Sequence[str],
    last_row: int,
    ending: Sequence[str],
    theme: Theme,
) -> bytes:
    """Return a film with its figures and looks, as the player takes it.

    ``features`` are all that were fitted, of which ``first`` lead in tables; ``last_row`` is the
    number of the last row of the file; ``ending`` is what is said where the run ends.
    """
    run = film.run
    seen = [projection.mixture(state.mixture) for state in run.states]
    mixtures = [state.mixture for state in run.states]
    order = [*dict.fromkeys(first), *(j for j in range(len(features)) if j not in first)]
    picture = plots.stage(
        projection.points(X),
        seen[0],
        labels=projection.labels,
        rows=film.rows,
        hover=[f"Row {name}" for name in row_names],
        theme=theme,
    )
    header = {
        "title": title,
        "n_states": len(run.states),
        "last_row": last_row,
        "k": run.mixture.n_components,
        "d": run.mixture.n_features,
        "labels": projection.labels,
        "features": [features[j] for j in order],
        "figure": figure_json(picture),
        "ascent": figure_json(plots.ascent(run.log_likelihoods, film.bounds, theme=theme)),
        "looks": _looks(run.mixture.n_components, theme),
        "log_likelihoods": run.log_likelihoods.tolist(),
        "gains": [frame(run, 2 * state).gain for state in range(len(run.states))],
        "sentences": film.sentences,
        "ended": "Converged" if run.converged else "Stopped",
        "ending": list(ending),
    }
    arrays = {
        "rows": film.rows.astype(np.int32),
        "shares": film.shares,
        "clusters": film.clusters,
        "weights": np.array([mixture.weights for mixture in mixtures]),
        "places": np.array([mixture.means for mixture in seen]),
        "spreads": np.array([mixture.covariances for mixture in seen]),
        "means": np.array([mixture.means[:, order] for mixture in mixtures]),
        "deviations": np.array([mixture.standard_deviations[:, order] for mixture in mixtures]),
    }
    if film.tables is not None:
        drawn = "" if len(film.rows) == len(X) else f", {len(film.rows):,} rows drawn"
        header["classes"] = film.tables.classes
        header["target_caption"] = f"Target against cluster{drawn}"
        arrays["counts"] = film.tables.counts.astype(np.int32)
        arrays["matching"] = film.tables.matching.astype(np.int32)
    return pack(header, arrays)


def _looks(k: int, theme: Theme) -> dict[str, Any]:
    """Colours, symbols and glyphs of the components, and how colours are mixed."""
    return {
        "hues": plots.colours(k, theme),
        "symbols": plots.symbols(k),
        "sizes": plots.symbol_sizes(k).tolist(),
        "glyphs": plots.glyphs(k),
        "neutral": plots.INKS[theme].neutral,
        "oklab": plots.to_oklab(plots.colours(k, theme)).tolist(),
        "from_lab": plots.FROM_LAB.tolist(),
        "from_cones": plots.FROM_CONES.tolist(),
    }
