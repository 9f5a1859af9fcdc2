"""All that the player holds of a run, packed: its film."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.browser.packing import figure_json, pack
from gmm_core import plots
from gmm_core.em import Run
from gmm_core.mixture import Mixture
from gmm_core.names import beside
from gmm_core.plots import Theme, teaching
from gmm_core.projection import Projection, draws
from gmm_core.steps import Film, frame
from gmm_core.wording import counted

MOST_SYNTHETIC = 1000  # rows; each is moved in every frame
MOST_LISTED = 40  # features whose numbers are sent and listed, half-step by half-step


@dataclass(frozen=True)
class Captions:
    """What the player writes that is not a number.

    ``features`` are all that were fitted, of which ``first`` lead in tables, which list 40 at most;
    ``last_row`` is the number of the last row of the file; ``ending`` is what is said where the run
    ends; ``components`` is what a person calls them; ``remedies`` are the names and labels of what
    is offered there, ``to_come`` the sentences and labels that may follow when other starts are
    known; ``known`` the component of each row, or −1, where some are of known class;
    ``equal`` whether a unit is as long on either axis; ``is_truth`` whether clusters are matched to
    the classes of the target.
    """

    title: str
    features: Sequence[str]
    first: Sequence[int]
    row_names: Sequence[str]
    last_row: int
    ending: Sequence[str]
    components: Sequence[str] | None = None
    remedies: Sequence[tuple[str, str]] = ()
    to_come: tuple[Sequence[str], Sequence[str]] = ((), ())
    known: np.ndarray | None = None
    equal: bool = False
    is_truth: bool = False

    @property
    def order(self) -> list[int]:
        """The features as tables list them; of very many, those on the axes and a few others."""
        return listed_features(len(self.features), self.first)


def listed_features(n_features: int, first: Sequence[int]) -> list[int]:
    """Return the features that tables list, those on the axes first."""
    return list(dict.fromkeys([*first, *range(n_features)]))[:MOST_LISTED]


def packed_film(
    film: Film,
    points: np.ndarray,
    projection: Projection,
    captions: Captions,
    theme: Theme,
    truth: Mixture | None = None,
) -> bytes:
    """Return a film with its figures, captions and looks, as the player takes it.

    ``points`` are where the rows lie on the axes of the projection, NaN where a value is missing;
    ``truth`` is what the data were drawn from, on the same axes.
    """
    seen = [projection.mixture(state.mixture) for state in film.run.states]
    header = {
        **_about(film, projection, captions),
        **_figures(film, points, projection, captions, seen, theme, truth),
        "looks": {
            "names": captions.components,
            **plots.appearance(film.run.mixture.n_components, theme),
        },
    }
    chance = draws(min(len(points), MOST_SYNTHETIC), len(projection.labels))
    arrays = {
        "uniforms": chance.uniforms,
        "normals": chance.normals,
        "plane_means": np.array([mixture.means for mixture in seen]),
        "plane_covariances": np.array([mixture.covariances for mixture in seen]),
        **_arrays(film, captions.order),
    }
    if captions.known is not None:
        arrays["known"] = captions.known[film.rows].astype(np.int32)
    if film.tables is not None:
        drawn = "" if len(film.rows) == len(points) else f", {counted(len(film.rows), 'row')} drawn"
        header["classes"] = film.tables.classes
        header["target_caption"] = f"Target against cluster{drawn}"
        counts = film.tables.counts
        is_whole = counts.dtype.kind in "iu" and counts.max(initial=0) < 2**31
        arrays["counts"] = counts.astype(np.int32) if is_whole else counts.astype(np.float64)
        if captions.is_truth:
            arrays["matching"] = film.tables.matching.astype(np.int32)
    return pack(header, arrays)


def ended(run: Run) -> str:
    """Return in a word how a run has ended."""
    return {"converged": "Converged", "collapsed": "Collapsed"}.get(run.stop_reason, "Stopped")


def _about(film: Film, projection: Projection, captions: Captions) -> dict[str, Any]:
    run = film.run
    return {
        "title": captions.title,
        "n_states": len(run.states),
        "k": run.mixture.n_components,
        "d": run.mixture.n_features,
        "labels": projection.labels,
        "features": [*beside([captions.features[j] for j in captions.order], ["weight"])],
        "last_row": captions.last_row,
        "log_likelihoods": run.log_likelihoods.tolist(),
        **({"log_posteriors": run.log_posteriors.tolist()} if run.has_prior else {}),
        "gains": [frame(run, 2 * state).gain for state in range(len(run.states))],
        "ideas": film.ideas,
        "sentences": film.sentences,
        **_noise(run),
        "ended": ended(run),
        "ending": list(captions.ending),
        "remedies": list(captions.remedies),
        "to_come": captions.to_come,
    }


def _noise(run: Run) -> dict[str, list[float]]:
    """The share of noise in every state, where there is any; weights are then of all rows."""
    if run.mixture.noise is None:
        return {}
    return {"noise": [state.mixture.noise.share for state in run.states if state.mixture.noise]}


def _figures(
    film: Film,
    points: np.ndarray,
    projection: Projection,
    captions: Captions,
    seen: Sequence[Mixture],
    theme: Theme,
    truth: Mixture | None,
) -> dict[str, Any]:
    """The picture at the first frame, and the ascent."""
    picture = teaching.stage(
        points,
        seen[0],
        labels=projection.labels,
        rows=film.rows,
        hover=[f"Row {name}" for name in captions.row_names],
        later=seen[1:],
        truth=truth,
        known=None if captions.known is None else np.flatnonzero(captions.known >= 0),
        equal=captions.equal,
        theme=theme,
    )
    run = film.run
    of = "log-posterior" if run.has_prior else "log-likelihood"
    rises = run.log_posteriors if run.has_prior else run.log_likelihoods
    ascent = teaching.ascent(rises, film.bounds, of=of, theme=theme)
    return {"figure": figure_json(picture), "ascent": figure_json(ascent)}


def _arrays(film: Film, order: Sequence[int]) -> dict[str, np.ndarray]:
    """Of every state: weights, means and deviations of the features in order, responsibilities."""
    mixtures = [state.mixture for state in film.run.states]
    return {
        "rows": film.rows.astype(np.int32),
        "hundredths": film.shares,
        "clusters": film.clusters,
        "skips": film.skips.astype(np.int32),
        "weights": np.array([mixture.shares for mixture in mixtures]),
        "means": np.array([mixture.means[:, order] for mixture in mixtures]),
        "deviations": np.array([mixture.standard_deviations[:, order] for mixture in mixtures]),
    }
