"""Time and memory of EM by the number of rows: in memory, in batches, with Dask, in scikit-learn.

Run ``PYTHONPATH=. python -m benchmarks.scale``; ``--most 1000000`` takes less time. Each cell is a
process of its own, so that its memory is its own. An iteration is the difference between runs of
2 m and of m iterations from the same start, divided by m. Rows are eight normal features about five
centres, as Parquet with 500,000 rows a group.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

FEATURES, COMPONENTS, CHUNK = 8, 5, 500_000
LEAST_ITERATIONS, ROWS_TIMES_ITERATIONS = 5, 5_000_000
WAYS = ("memory", "batches", "dask, 1 process", "dask, 2 processes", "scikit-learn")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--least", type=int, default=100_000)
    asked.add_argument("--most", type=int, default=10_000_000)
    asked.add_argument("--ways", nargs="+", default=WAYS)
    asked.add_argument("--sklearn-most", type=int, default=1_000_000)
    asked.add_argument("--one", nargs=2)
    chosen = asked.parse_args()
    if chosen.one:
        print(json.dumps(measured(*chosen.one)))
        return
    print("| rows | way | ms/iteration | of the processor | first pass s | MB beyond the start |")
    print("|--:|---|--:|--:|--:|--:|")
    for rows in (100_000, 1_000_000, 10_000_000):
        if not chosen.least <= rows <= chosen.most:
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = written(rows, Path(folder, "rows.parquet"))
            for way in chosen.ways:
                if way != "scikit-learn" or rows <= chosen.sklearn_most:
                    row(rows, way, path)


def row(rows: int, way: str, path: Path) -> None:
    done = subprocess.run(
        [sys.executable, __file__, "--one", way, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    cells = [f"{found['ms']:.1f}", f"{found['cpu_ms']:.1f}", f"{found['first']:.2f}"]
    print(f"| {rows:,} | {way} | {' | '.join(cells)} | {found['mb']:.0f} |", flush=True)


def written(rows: int, path: Path) -> Path:
    """A file of rows, made chunk by chunk."""
    import pyarrow as pa
    from pyarrow import parquet

    rng = np.random.default_rng(0)
    names = [f"x{j}" for j in range(FEATURES)]
    schema = pa.schema([(name, pa.float64()) for name in names])
    with parquet.ParquetWriter(path, schema) as writer:
        for begin in range(0, rows, CHUNK):
            X = drawn(rng, min(CHUNK, rows - begin))
            columns = [np.ascontiguousarray(column) for column in X.T]
            writer.write_table(pa.table(dict(zip(names, columns, strict=True))))
    return path


def drawn(rng: np.random.Generator, n: int) -> np.ndarray:
    centres = np.random.default_rng(1).normal(scale=3.0, size=(COMPONENTS, FEATURES))
    return centres[rng.integers(COMPONENTS, size=n)] + rng.normal(size=(n, FEATURES))


def measured(way: str, path: str) -> dict[str, float]:
    """Seconds of the wall and of the processor an iteration, and megabytes beyond the start."""
    import dask.dataframe as dd  # loaded in every process, so that the start is the same
    import pyarrow.parquet
    from distributed import Client
    from sklearn.mixture import GaussianMixture as Peer

    from gmm_core import Model, initialize, run, source_of

    read: Any = dd.read_parquet
    some = drawn(np.random.default_rng(2), 5000)
    start = Model().start(initialize(some, COMPONENTS, random_state=0))
    run(some, start, tol=0.0, max_iter=2)
    before = peak()
    if way.startswith("dask"):
        n = int(way.split()[1])
        with Client(n_workers=n, threads_per_worker=1, dashboard_address="127.0.0.1:0") as client:
            rows = read(path, split_row_groups=True)
            found = timed(lambda: source_of(rows), start, lambda: workers_cpu(client))
            held: Any = client.run(peak)
            return found | {"mb": peak() - before + sum(held.values())}
    if way == "scikit-learn":
        X = pyarrow.parquet.read_table(path).to_pandas().to_numpy()
        before = peak()
        return peer(Peer, X, start) | {"mb": peak() - before}

    def opened():
        if way == "batches":
            return source_of(path)
        return source_of(np.ascontiguousarray(pyarrow.parquet.read_table(path).to_pandas()))

    return timed(opened, start, lambda: 0.0) | {"mb": peak() - before}


def timed(opened, start, elsewhere) -> dict[str, float]:
    from gmm_core import run

    began = time.perf_counter()
    source = opened()
    _ = source.weight
    run(source, start, tol=0.0, max_iter=1, keep="last")
    first = time.perf_counter() - began
    spent = []
    m = max(LEAST_ITERATIONS, ROWS_TIMES_ITERATIONS // int(source.weight))
    for iterations in (m, 2 * m):
        wall, cpu = time.perf_counter(), time.process_time() + elsewhere()
        run(source, start, tol=0.0, max_iter=iterations, keep="last")
        spent.append((time.perf_counter() - wall, time.process_time() + elsewhere() - cpu))
    ms, cpu_ms = (1000 * (long - short) / m for short, long in zip(*spent, strict=True))
    return {"ms": ms, "cpu_ms": cpu_ms, "first": first}


def peer(kind, X, start) -> dict[str, float]:
    warnings.simplefilter("ignore")
    spent = []
    for iterations in (2, 4):
        given = {
            "weights_init": start.weights,
            "means_init": start.means,
            "precisions_init": np.linalg.inv(start.covariances),
        }
        wall, cpu = time.perf_counter(), time.process_time()
        kind(COMPONENTS, tol=0.0, max_iter=iterations, reg_covar=0.0, **given).fit(X)
        spent.append((time.perf_counter() - wall, time.process_time() - cpu))
    ms, cpu_ms = (1000 * (long - short) / 2 for short, long in zip(*spent, strict=True))
    return {"ms": ms, "cpu_ms": cpu_ms, "first": spent[0][0]}


def workers_cpu(client) -> float:
    spent: Any = client.run(time.process_time)
    return sum(spent.values())


def peak() -> float:
    """Megabytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    main()
