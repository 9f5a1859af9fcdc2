"""A million rows of ten features: from the file to every view, beside pandas and scikit-learn.

Makes the file, then runs each part in a process of its own, so that its memory is its own. Seconds
are medians of three where that is short; those of all cores together hardly depend on what else the
machine does. "More" are the megabytes beyond what was held before, at the most; "in all" those of
the whole process. A view is timed from the fit to the bytes that are sent to the browser, with the
responsibilities known, as they are after the first picture.
"""

import argparse
import io
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv
from sklearn.mixture import GaussianMixture as Peer

from dashboard.browser.packing import figure_json, pack
from dashboard.explore.pictures import PICTURES
from dashboard.explore.summaries import SUMMARIES
from dashboard.explore.view import Chosen, View
from dashboard.fit.fitted import Fitted
from dashboard.state.study import Study
from gmm_core.certainty import most_uncertain
from gmm_core.clusters.feature_profiles import profiles
from gmm_core.datasets.dataset import Dataset
from gmm_core.departures.low_density_rows import low_density
from gmm_core.departures.normality import fit_checks
from gmm_core.exporting.tables import csv_bytes, parquet_bytes
from gmm_core.fitting import Settings, fit_run
from gmm_core.plots import Look
from gmm_core.projection.projection import onto_features, onto_principal_components
from gmm_core.reading import read_table
from gmm_core.results.new_rows import predicted
from gmm_core.results.synthetic import synthetic_rows
from gmm_core.selection.proposal import propose
from gmm_core.table.columns import describe
from gmm_core.table.marked_rows import from_fitted, within_polygon
from gmm_core.table.rows import complete_rows
from gmm_core.table.table_findings import findings
from gmm_core.target.comparison import compared

N_ROWS, N_FEATURES, K = 1_000_000, 10, 5
WEIGHTS = (0.3, 0.25, 0.2, 0.15, 0.1)
FEATURES = tuple(f"feature {j + 1}" for j in range(N_FEATURES))
TARGET = "group"
DIGITS = 9  # behind the point: a file of some 120 MB
REPEATS, SHORT_SECONDS = 3, 5
GOAL_SECONDS, GOAL_RATIO = 2, 3
CORNERS = 200
MEGABYTE = 2**20
COLUMNS = ("what", "s", "CPU s", "MB more", "MB in all", "goal", "met")


class Cost(NamedTuple):
    """What something takes: median seconds, those of all cores, and megabytes at the most."""

    seconds: float
    cpu: float
    more: float
    in_all: float


def cost(make: Callable[[], Any]) -> Cost:
    """Measure it, several times where it is short."""
    costs = [_once(make)]
    while costs[0].seconds < SHORT_SECONDS and len(costs) < REPEATS:
        costs.append(_once(make))
    seconds, cpu, more, in_all = zip(*costs, strict=True)
    return Cost(statistics.median(seconds), statistics.median(cpu), max(more), max(in_all))


def _once(make: Callable[[], Any]) -> Cost:
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark starts from here
    before, began, busy = megabytes("VmRSS"), time.perf_counter(), time.process_time()
    kept = make()
    seconds, cpu = time.perf_counter() - began, time.process_time() - busy
    peak = megabytes("VmHWM")
    del kept
    return Cost(seconds, cpu, peak - before, peak)


def megabytes(mark: str, process: int | str = "self") -> float:
    """VmRSS is what a process holds, VmHWM its most.

    That of `resource.getrusage` begins with what the process held that began this one.
    """
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(mark)) / 1024


# The file


def drawn() -> tuple[np.ndarray, np.ndarray]:
    """Rows, and the group of each: tilted groups that overlap, so that a fit is no short one."""
    rng = np.random.default_rng(0)
    groups = rng.choice(K, N_ROWS, p=WEIGHTS)
    centres = rng.normal(scale=1.0, size=(K, N_FEATURES))
    tilts = np.eye(N_FEATURES) + rng.normal(scale=0.2, size=(K, N_FEATURES, N_FEATURES))
    X = rng.normal(size=(N_ROWS, N_FEATURES))
    for group in range(K):
        X[groups == group] = X[groups == group] @ tilts[group] + centres[group]
    return X.round(DIGITS), groups


def write(path: Path) -> None:
    table = pa.table(dict(zip(FEATURES, drawn()[0].T, strict=True)))
    arrow_csv.write_csv(table, path)


def values(path: Path) -> pd.DataFrame:
    """The table, by the quickest way: where reading is not what is measured."""
    return arrow_csv.read_csv(path).to_pandas()


def read(path: Path) -> None:
    """Of both readers the memory has the content of the file in it."""
    readers: dict[str, Callable[[bytes], Any]] = {
        "read": lambda content: read_table(content, path.name),
        "pandas.read_csv": lambda content: pd.read_csv(io.BytesIO(content)),
    }
    size = path.stat().st_size / MEGABYTE
    for name, reader in readers.items():
        reader(b"x,y\n1.5,2\n2.5,3\n")  # what is loaded once is no matter of the file
        found = cost(lambda reader=reader: [content := path.read_bytes(), reader(content)])
        times = f"{found.more / size:.1f} × the file"
        is_ours = name == "read"
        met = f"{'yes' if found.more < GOAL_RATIO * size else 'no'}, {times}" if is_ours else times
        goal = f"below {GOAL_RATIO} × the file" if is_ours else ""
        say(f"{name}, {size:.0f} MB", found, goal, met)


# The fit


def fit(path: Path) -> None:
    """Propose, fit, and the peer's fit."""
    table = values(path)
    X = complete_rows(table, FEATURES).X
    say("what to know of the columns", cost(lambda: findings(table, FEATURES, describe(table))))
    say("propose k and covariance", cost(lambda: propose(X, names=FEATURES)))
    ours, peer = fit_run(X, Settings(K)), Peer(K, random_state=0).fit(X)
    say(
        f"fit, full, k = {K}, init auto: {len(ours.states) - 1} iterations",
        cost(lambda: fit_run(X, Settings(K))),
    )
    say(
        f"scikit-learn's GaussianMixture at its defaults: {peer.n_iter_} iterations",
        cost(lambda: Peer(K, random_state=0).fit(X)),
    )


# The views


def views(path: Path) -> None:
    """Each view as it is sent, then what else is asked of a fit."""
    study = _study(values(path))
    rows = complete_rows(study.dataset.frame, study.features)
    run = fit_run(rows.X, study.settings)
    resp = Fitted(study, rows, run).resp
    plane = onto_features(Fitted(study, rows, run).leading(2), study.labels)
    components = onto_principal_components(rows.X, study.labels)

    def known() -> Fitted:
        """The fit as it is after the first picture; the rest is to be worked out again."""
        found = Fitted(study, rows, run)
        found.__dict__["resp"] = resp
        return found

    timed(
        "first picture", lambda: sent(PICTURES["scatter"], Fitted(study, rows, run), Chosen(plane))
    )
    for view in PICTURES.values():
        timed(view.title, lambda view=view: sent(view, known(), Chosen(plane)))
    for name in ("scatter", "density"):
        view, look = PICTURES[name], Chosen(components, Look(size="uncertainty"))
        timed(
            f"{view.title}, principal components", lambda v=view, seen=look: sent(v, known(), seen)
        )
    for view in SUMMARIES.values():
        if view.title != "Triangle":
            timed(view.title, lambda view=view: sent(view, known(), Chosen(plane)))
    _answers(known(), plane.points(rows.X))
    _triangle(study, rows)
    _files(known())


def _study(table: pd.DataFrame) -> Study:
    """With the group of each row as the target."""
    table[TARGET] = np.array(list("abcde"))[drawn()[1]]
    dataset = Dataset("large", "large", table, FEATURES, TARGET, {}, "", "", "", "", K)
    return Study(dataset, FEATURES, TARGET, Settings(K))


def sent(view: View, fit: Fitted, chosen: Chosen) -> bytes:
    """What a browser gets of a view."""
    return pack({"figure": figure_json(view.figure(fit, chosen))}, {})


def _triangle(study: Study, rows: Any) -> None:
    """Only three components have one."""
    run = fit_run(rows.X, Settings(3))
    fit, chosen = Fitted(study, rows, run), Chosen(onto_features((0, 1), study.labels))
    assert fit.resp.shape[1] == 3
    timed("Triangle, of k = 3", lambda: sent(SUMMARIES["triangle"], fit, chosen))


def _answers(fit: Fitted, points: np.ndarray) -> None:
    X, mixture, resp, kept = fit.rows.X, fit.mixture, fit.resp, fit.rows.kept
    target = fit.study.dataset.frame[TARGET]
    turns = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    lasso = points.mean(axis=0) + points.std(axis=0) * np.column_stack(
        [np.cos(turns), np.sin(turns)]
    )
    timed("low density: p-values", lambda: low_density(X, mixture))
    timed("most uncertain rows", lambda: most_uncertain(resp, 1000))
    timed("target of 5 classes: table and scores", lambda: compared(target, resp, name=TARGET))
    timed("fit checks", lambda: fit_checks(X, mixture, resp))
    timed("profiles", lambda: profiles(X, mixture, resp))
    timed(
        f"lasso of {CORNERS} corners",
        lambda: from_fitted(within_polygon(points, lasso), kept, "").fitted(kept),
    )
    timed(
        "new rows: clusters of a million",
        lambda: predicted(fit.study.dataset.frame, FEATURES, mixture),
    )
    timed("new rows: draw a million", lambda: synthetic_rows(mixture, FEATURES, N_ROWS))


def _files(fit: Fitted) -> None:
    """No goal says how long a download may take."""
    say("labelled table", cost(lambda: fit.labelled))
    table = fit.labelled
    say("labelled table as Parquet", cost(lambda: parquet_bytes(table)))
    say("labelled table as CSV", cost(lambda: csv_bytes(table)))


def timed(what: str, make: Callable[[], Any]) -> None:
    """Hold something against the goal of two seconds."""
    found = cost(make)
    met = "yes" if found.seconds < GOAL_SECONDS else "no"
    say(what, found, f"below {GOAL_SECONDS} s", met)


def say(what: str, found: Cost, goal: str = "", met: str = "") -> None:
    numbers = f"{found.seconds:.2f} | {found.cpu:.2f} | {found.more:.0f} | {found.in_all:.0f}"
    print(f"| {what} | {numbers} | {goal} | {met} |", flush=True)


PARTS: dict[str, Callable[[Path], None]] = {
    "write": write,
    "read": read,
    "fit": fit,
    "views": views,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=list(PARTS), help=f"of {', '.join(PARTS)}")
    parser.add_argument("--file", type=Path, help="the file that `write` has made")
    chosen = parser.parse_args()
    if chosen.file is not None:
        for part in chosen.parts:
            PARTS[part](chosen.file)
        return
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print(f"| {' | '.join(COLUMNS)} |\n|---|--:|--:|--:|--:|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        file = ["--file", str(Path(folder) / "large.csv")]
        for part in dict.fromkeys(["write", *chosen.parts]):
            command = [sys.executable, "-m", "benchmarks.explore", part, *file]
            subprocess.run(command, check=True)
            print(f"load after {part}: {os.getloadavg()[0]:.1f}", file=sys.stderr)


if __name__ == "__main__":
    main()
