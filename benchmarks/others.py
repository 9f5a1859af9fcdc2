"""What StepMix and mclust find of gaps, noise, a prior and known classes, beside what we find.

Run ``PYTHONPATH=. python -m benchmarks.others``. Each fit is from a program's own start, so that
one may end at another optimum. A program that is not installed is left out, and that is said:
``pip install stepmix``, and R with the package mclust (``apt-get install r-cran-mclust``).
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from gmm_core import Data, Settings, fit_run
from gmm_core.datasets import load
from gmm_core.expectation import PartlyKnown

REFERENCE = Path(__file__).parents[1] / "tests" / "reference"
CLASSES = ("setosa", "versicolor", "virginica")
IRIS = load("iris").frame

# Of rows.csv: four features, `class` of all rows, and `known` of some; of noise.csv: two features,
# and `added`, the rows to begin with as noise.
OF_MCLUST = """
suppressMessages(library(mclust))
rows <- read.csv("rows.csv"); X <- rows[, 1:4]; noise <- read.csv("noise.csv")
known <- factor(ifelse(rows$known == "", NA, rows$known))
say <- function(name, fit) cat(name, "\\t", format(fit$loglik, digits = 12), "\\n", sep = "")
for (m in c("VVV", "EEE", "VVI"))
  say(paste("prior", m), Mclust(X, G = 3, modelNames = m, prior = priorControl(), verbose = FALSE))
for (m in c("VEV", "VVV", "EEE")) say(paste("known", m), MclustSSC(X, known, G = 3, modelNames = m,
  verbose = FALSE))
for (m in c("VEV", "VVV", "EEE")) say(paste("all known", m), MclustDA(X, rows$class,
  modelType = "EDDA", modelNames = m, verbose = FALSE))
say("noise EEE", Mclust(noise[, 1:2], G = 3, modelNames = "EEE", verbose = FALSE,
  initialization = list(noise = noise$added == 1)))
"""


def main() -> None:
    """Print the table."""
    print("| rows | what | program | its log-likelihood | ours |")
    print("|---|---|---|--:|--:|")
    if importlib.util.find_spec("stepmix") is None:
        print("| | StepMix is not installed | | | |")
    else:
        _print("iris with gaps", "StepMix", _of_stepmix())
    if shutil.which("Rscript") is None:
        print("| | R is not installed | | | |")
    else:
        _print("iris", "mclust", _of_mclust())


def _print(rows: str, program: str, found: Iterator[tuple[str, float, float]]) -> None:
    for what, theirs, ours in found:
        of = "faithful with 20 uniform rows" if what.startswith("noise") else rows
        print(f"| {of} | {what} | {program} | {theirs:.4f} | {ours:.4f} |")


def _of_stepmix() -> Iterator[tuple[str, float, float]]:
    from stepmix import StepMix  # pyright: ignore[reportMissingImports]

    X = np.genfromtxt(REFERENCE / "iris_gaps.csv", delimiter=",", skip_header=1, usecols=range(4))
    for k in (1, 2, 3):
        ask = {"n_init": 20, "random_state": 0, "abs_tol": 1e-10, "progress_bar": 0, "verbose": 0}
        fit = StepMix(k, measurement="gaussian_diag_nan", **ask).fit(pd.DataFrame(X))
        ours = fit_run(X, Settings(k, "diag", tol=1e-10, missing="ml")).log_likelihood
        yield f"diag, k = {k}", float(fit.score(pd.DataFrame(X))) * len(X), ours


def _of_mclust() -> Iterator[tuple[str, float, float]]:
    X, species = IRIS.iloc[:, :4].to_numpy(float), IRIS["species"].astype(str)
    known = json.loads((REFERENCE / "iris_partial_labels.json").read_text())["known"]
    names = [name or "" for name in known]
    codes, all_codes = (
        np.array([CLASSES.index(name) if name else -1 for name in each])
        for each in (names, species)
    )
    noise = pd.read_csv(REFERENCE / "faithful_noise.csv")
    with tempfile.TemporaryDirectory() as folder:
        frame = pd.DataFrame(X).assign(**{"class": species, "known": names})
        frame.to_csv(Path(folder, "rows.csv"), index=False)
        noise.set_axis([*noise.columns[:2], "added"], axis=1).to_csv(
            Path(folder, "noise.csv"), index=False
        )
        ask = {"cwd": folder, "capture_output": True, "text": True, "check": True}
        said = subprocess.run(["Rscript", "-e", OF_MCLUST], **ask).stdout
    for line in said.splitlines():
        what, theirs = line.split("\t")
        letters = what.rpartition(" ")[2]
        settings = Settings(
            3, letters, tol=1e-10, prior=what.startswith("prior"), noise=what.startswith("noise")
        )
        data = Data(noise.to_numpy(float)[:, :2] if settings.noise else X)
        if "known" in what:
            data = data.with_known(all_codes if what.startswith("all") else codes)
        run = fit_run(data, settings)
        if isinstance(data, PartlyKnown) and what.startswith("all"):  # theirs is of the rows alone
            yield what, float(theirs), data.marginal_log_likelihood(run.mixture)
        else:
            yield what, float(theirs), run.log_likelihood


if __name__ == "__main__":
    main()
