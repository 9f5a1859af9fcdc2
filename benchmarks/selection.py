"""Model selection on every dataset: 14 covariance structures (2 in one dimension), k = 1 to 9.

Columns: rows, features; seconds; cells, and those that collapsed; pairs of cells of which the
larger model is the worse, beyond rounding (there are none); the best model by BIC, its BIC in
mclust's sign (larger is better), and whether one of its components is likely an accident; and
mclust's best, where it is known.
"""

import json
import platform
import time
from pathlib import Path

import numpy as np

from gmm_core import datasets, is_nested
from gmm_core.selection.select import select_model
from gmm_core.selection.table import Selection

REFERENCE = Path(__file__).parents[1] / "tests" / "reference" / "bic.json"
THE_SAME_ROWS = {
    "iris": "iris",
    "faithful": "faithful",
    "diabetes_reaven_miller": "diabetes_rm",
    "galaxies": "galaxies",
}


def rows_of(name: str) -> np.ndarray:
    dataset = datasets.load(name)
    return dataset.frame[list(dataset.features)].dropna().to_numpy(dtype=np.float64)


def violations(selection: Selection) -> int:
    """Pairs of cells of which the larger model has the lower log-likelihood."""
    cells = selection.cells
    types = {kind for _, kind in cells}
    pairs = [
        ((k, kind), (k, inner))
        for k, kind in cells
        for inner in types
        if inner != kind and is_nested(inner, kind)
    ]
    pairs += [((k, kind), (k - 1, kind)) for k, kind in cells if (k - 1, kind) in cells]
    gains = [cells[outer].log_likelihood - cells[inner].log_likelihood for outer, inner in pairs]
    sizes = [abs(cells[inner].log_likelihood) for _, inner in pairs]
    return sum(gain < -1e-10 * size for gain, size in zip(gains, sizes, strict=True))


def line(name: str, theirs: dict) -> str:
    X = rows_of(name)
    began = time.perf_counter()
    selection = select_model(X)
    seconds = time.perf_counter() - began
    best, table = selection.best("bic"), selection.table
    model = f"{best.letters}, {best.n_components}"
    beside = theirs.get(THE_SAME_ROWS.get(name, ""))
    mclust = (
        f"{beside['letters']}, {beside['n_components']} | {beside['bic']:.4f}" if beside else "|"
    )
    return (
        f"| {name} | {len(X):,} | {X.shape[1]} | {seconds:.2f} | {len(table)} | "
        f"{(table.status == 'collapsed').sum()} | {violations(selection)} | {model} | "
        f"{-best.criteria['bic']:.4f} | {'yes' if best.suspicions else 'no'} | {mclust} |"
    )


def main() -> None:
    theirs = json.loads(REFERENCE.read_text(encoding="utf-8"))
    print(f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}\n")
    print(
        "| dataset | rows | features | s | cells | collapsed | worse than nested | best by BIC "
        "| BIC | likely an accident | mclust | BIC |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|---|--:|---|---|--:|")
    for name in datasets.names():
        print(line(name, theirs), flush=True)


if __name__ == "__main__":
    main()
