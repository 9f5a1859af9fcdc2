"""The desk: what changes while a run is played - the ledger that is open, and how it is seen."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gmm_core.film import Film
from gmm_core.mean_ledger import mean_ledger, narrate_mean
from gmm_core.row_ledger import row_ledger, verdicts
from pages._shared.player.packing import pack

Chosen = dict[str, Any]  # {"kind": "row" or "component", "index": from 0}


def desk(
    reel_id: str,
    film: Film,
    X: np.ndarray,
    chosen: Chosen | None,
    *,
    features: Sequence[str],
    row_names: Sequence[str],
    **settings: Any,
) -> bytes:
    """Return the ledger of what is chosen over the whole run, with settings, packed."""
    header: dict[str, Any] = {"film": reel_id, "chosen": None, **settings}
    arrays: dict[str, np.ndarray] = {}
    if chosen is not None:
        ledger = _LEDGERS[chosen["kind"]]
        header["chosen"], arrays = ledger(film, X, chosen["index"], features, row_names)
    return pack(header, arrays)


def checked(chosen: object, n_rows: int, n_components: int) -> Chosen | None:
    """Return what a browser says is chosen if there is such a row or component."""
    if not isinstance(chosen, dict):
        return None
    kind, index = chosen.get("kind"), chosen.get("index")
    many = {"row": n_rows, "component": n_components}.get(str(kind), 0)
    if type(index) is not int or not 0 <= index < many:
        return None
    return {"kind": kind, "index": index}


def _of_row(film: Film, X: np.ndarray, index: int, features: Sequence[str], names: Sequence[str]):
    mixtures = [state.mixture for state in film.run.states]
    ledger = row_ledger(X[index], mixtures)
    header = {
        "kind": "row",
        "index": index,
        "name": f"Row {names[index]}",
        "values": list(zip(features, X[index].tolist(), strict=True)),
        "verdicts": verdicts(X[index], mixtures, ledger),
    }
    return header, dict(vars(ledger))


def _of_mean(film: Film, X: np.ndarray, index: int, features: Sequence[str], names: Sequence[str]):
    ledger = mean_ledger(X, film.run, index, rows=film.rows)
    header = {
        "kind": "component",
        "index": index,
        "features": list(features),
        "n_rows": ledger.n_rows,
        "row_names": [[f"row {names[row]}" for row in step] for step in ledger.contributors],
        "row_values": X[ledger.contributors].tolist(),
        "sentences": [
            narrate_mean(ledger, step, index, names) for step in range(len(ledger.resp_sums))
        ],
    }
    arrays = {
        name: array.astype(float)
        for name, array in vars(ledger).items()
        if isinstance(array, np.ndarray)
    }
    return header, arrays


_LEDGERS = {"row": _of_row, "component": _of_mean}
