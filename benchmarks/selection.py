"""Model selection on every dataset: 14 covariance structures (2 in one dimension), k = 1 to 9.

Columns: rows, features; seconds; cells, and those that collapsed; pairs of cells of which the
larger model is the worse, beyond rounding (there are none); the best model by BIC, its BIC in
mclust's sign (larger is better), and whether one of its components is likely an accident; and
mclust's best, where it is known.

A second table sets the sweep beside mclust 6 in R, on the same machine and one thread each, where R
and mclust are there: seconds of the sweep, of the thorough one, and of mclust; and how many of
mclust's cells ours are better and worse than by more than 0.05 nats. With a folder as its argument,
cells are compared with the results NAME_bic.json in it instead. Then the seconds of 1,000 bootstrap
samples of iris. Seconds are of the processor, since others may be at work.

    python benchmarks/selection.py [--beside-mclust] [FOLDER]
"""

import argparse
import json
import platform
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from gmm_core import bootstrap_lrt, datasets, is_nested
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
    began = time.process_time()
    selection = select_model(X)
    seconds = time.process_time() - began
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


# The log-likelihoods of mclust's cells, as in its results on record, and the seconds that it took.
MCLUST = """
suppressMessages(library(mclust))
X <- as.matrix(read.csv("X.csv", header = FALSE))
seconds <- system.time(bic <- mclustBIC(X, G = 1:9, verbose = FALSE))[["user.self"]]
for (model in colnames(bic)) for (k in 1:9) {
  df <- nMclustParams(model, ncol(X), k)
  cat(model, k, format((bic[k, model] + df * log(nrow(X))) / 2, digits = 15), "\\n")
}
cat("seconds 0", seconds, "\\n")
"""
BESIDE_MCLUST = ("iris", "faithful", "wine", "diabetes_reaven_miller", "galaxies", "crabs")
ALLOWANCE = 0.05  # nats

Cells = dict[tuple[str, int], float]


def of_mclust(X: np.ndarray) -> Cells:
    """Log-likelihoods by letters and k; the seconds by ("seconds", 0). Empty without R."""
    if shutil.which("Rscript") is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        np.savetxt(Path(folder, "X.csv"), X, delimiter=",", fmt="%.17g")
        command = ["Rscript", "-e", MCLUST]
        told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    lines = [line.split() for line in told.stdout.splitlines()]
    return {(name, int(k)): float(value) for name, k, value in lines if value != "NA"}


def on_record(folder: Path, name: str) -> Cells:
    path = folder / f"{THE_SAME_ROWS.get(name, name)}_bic.json"
    if not path.exists():
        return {}
    known = json.loads(path.read_text(encoding="utf-8"))
    return {
        (letters, k): value
        for k, row in zip(known["G"], known["loglik"], strict=True)
        for letters, value in zip(known["models"], row, strict=True)
        if value is not None
    }


def timed(work: Callable[[], Selection]) -> tuple[float, Selection]:
    began = time.process_time()
    done = work()
    return time.process_time() - began, done


def beside_mclust(name: str, folder: Path | None) -> str:
    X = rows_of(name)
    theirs = on_record(folder, name) if folder else of_mclust(X)
    theirs_s = theirs.pop(("seconds", 0), float("nan"))
    seconds, selection = timed(lambda: select_model(X))
    thorough_s, thorough = timed(lambda: select_model(X, thorough=True))
    counts = " | ".join(above_and_below(each, theirs) for each in (selection, thorough))
    return (
        f"| {name} | {seconds:.2f} | {thorough_s:.2f} | {theirs_s:.2f} | {len(theirs)} | {counts} |"
    )


def above_and_below(selection: Selection, theirs: Cells) -> str:
    """Cells that are better than mclust's, and that are worse, as two cells of a table."""
    ours = {(cell.letters, cell.n_components): cell for cell in selection.cells.values()}
    gaps = np.array([ours[key].log_likelihood - value for key, value in theirs.items()])
    return f"{(gaps > ALLOWANCE).sum()} | {(~(gaps >= -ALLOWANCE)).sum()}"


def bootstrap_line() -> str:
    began = time.process_time()
    test = bootstrap_lrt(rows_of("iris"), 2, "VVV", n_boot=1000, random_state=0)
    seconds = time.process_time() - began
    return f"1,000 bootstrap samples of iris, k = 2 against 3, VVV: {seconds:.1f} s ({test.status})"


def every_dataset() -> None:
    theirs = json.loads(REFERENCE.read_text(encoding="utf-8"))
    print(
        "| dataset | rows | features | s | cells | collapsed | worse than nested | best by BIC "
        "| BIC | likely an accident | mclust | BIC |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|---|--:|---|---|--:|")
    for name in datasets.names():
        print(line(name, theirs), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--beside-mclust", action="store_true", help="the second table alone")
    asked = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}\n")
    if not asked.beside_mclust:
        every_dataset()
    print(
        "\n| dataset | s | s, thorough | s, mclust | cells of mclust | better | worse "
        "| better, thorough | worse, thorough |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name in BESIDE_MCLUST:
        print(beside_mclust(name, asked.folder), flush=True)
    print(bootstrap_line())


if __name__ == "__main__":
    main()
