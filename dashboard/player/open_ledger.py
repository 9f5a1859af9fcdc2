"""What changes while a run is played: the ledger that is open, and how it is seen."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dashboard.browser.packing import pack
from dashboard.player.packed_film import listed_features
from gmm_core.clusters import row_ledger, verdicts
from gmm_core.fitting import data_of
from gmm_core.steps import Film, mean_ledger, narrate_mean
from gmm_core.table import Rows

OF_FEATURES = ("values", "means_before", "means_after", "rest_means")
# {"kind": "row" or "component", "index": from 0}, or {"kind": "number", "index": row of the file}
Chosen = dict[str, Any]
Ledger = tuple[dict[str, Any], dict[str, np.ndarray]]


def packed_ledger(film_id: str, opened: Ledger | None, **settings: Any) -> bytes:
    """Return the ledger that is open, if any, with settings, packed."""
    about, arrays = opened or (None, {})
    return pack({"film_id": film_id, "chosen": about, **settings}, arrays)


def checked(choice: object) -> Chosen | None:
    """Return what a browser says is chosen, if it is of the form of a choice."""
    if not isinstance(choice, dict):
        return None
    kind, index = choice.get("kind"), choice.get("index")
    if kind not in ("row", "component", "number") or type(index) is not int:
        return None
    return {"kind": kind, "index": index}


def found(choice: Chosen | None, rows: Rows, n_components: int) -> tuple[Chosen | None, str]:
    """Return the row or component that is chosen, or why there is none."""
    if choice is None:
        return None, ""
    kind, index = choice["kind"], choice["index"]
    if kind == "number":
        return _numbered(index, rows)
    many = {"row": len(rows.X), "component": n_components}[kind]
    return (choice if 0 <= index < many else None), ""


def _numbered(number: int, rows: Rows) -> tuple[Chosen | None, str]:
    """Find a row by its number in the file."""
    last = len(rows.kept)
    if not 1 <= number <= last:
        return None, f"There is no row {number}. Give one from 1 to {last:,}."
    if not rows.kept[number - 1]:
        return None, f"Row {number} is left out of the fit, since a feature has no number in it."
    return {"kind": "row", "index": int(np.count_nonzero(rows.kept[: number - 1]))}, ""


def ledger(
    chosen: Chosen,
    film: Film,
    rows: Rows,
    features: Sequence[str],
    axes: Sequence[int],
) -> Ledger:
    """Return the ledger of a row or a component over all half-steps: a header and arrays.

    Of a component the variances and the covariance of the features `axes` are taken apart. Features
    stand in the order in which the tables of the player list them; of very many not all do.
    """
    listed = listed_features(len(features), axes)
    if chosen["kind"] == "row":
        return _of_row(chosen["index"], film, rows, features, listed)
    return _of_mean(chosen["index"], film, rows, features, axes, listed)


def _of_row(
    index: int, film: Film, rows: Rows, features: Sequence[str], listed: Sequence[int]
) -> Ledger:
    X, names = rows.X, rows.names
    mixtures = [state.mixture for state in film.run.states]
    opened = row_ledger(X[index], mixtures)
    known = -1 if rows.components is None else int(rows.components[index])
    said = f"Its class is known: it is wholly of component {known + 1}. By its values alone: "
    said *= known >= 0
    header = {
        "kind": "row",
        "index": index,
        "number": names[index],
        "name": f"Row {names[index]}",
        "values": [(features[j], _or_none(X[index, j])) for j in listed],
        "missing": [features[j] for j in opened.missing.tolist()],
        "verdicts": [f"{said}{each}" for each in verdicts(X[index], mixtures, opened)],
        **({"known": known} if known >= 0 else {}),
    }
    return header, {name: array for name, array in vars(opened).items() if name != "missing"}


def _or_none(value: float) -> float | None:
    """A value as JSON has it: what is missing is null."""
    return None if np.isnan(value) else float(value)


def _of_mean(
    index: int,
    film: Film,
    rows: Rows,
    features: Sequence[str],
    axes: Sequence[int],
    listed: Sequence[int],
) -> Ledger:
    X, names = rows.X, rows.names
    ask = {"rows": film.rows, "features": axes, "weights": rows.weights}
    opened = mean_ledger(data_of(rows), film.run, index, **ask)
    steps, gone = range(len(opened.resp_sums)), np.isnan(X[opened.contributors])
    header = {
        "kind": "component",
        "index": index,
        "features": [features[j] for j in listed],
        "pairs": [[listed.index(j) for j in pair] for pair in opened.pairs],
        "n_rows": opened.n_rows,
        "is_weighted": opened.is_weighted,
        "row_names": [[f"row {names[row]}" for row in step] for step in opened.contributors],
        "row_missing": gone[..., listed].tolist() if opened.has_gaps else None,
        "sentences": [narrate_mean(opened, step, index, names) for step in steps],
    }
    arrays = {
        name: array.astype(float)
        for name, array in vars(opened).items()
        if isinstance(array, np.ndarray)
    }
    of_features = {name: arrays[name][..., listed] for name in OF_FEATURES}
    return header, {**arrays, **of_features}
