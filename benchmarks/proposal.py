"""How many components are proposed for pure noise, and for three groups that stand apart.

Groups are six standard deviations apart. Sixty tables each; those of noise are normal, every second
one with correlated columns. Groups stand on the corners of a triangle, or on a line with one step
between neighbours. The last table has times of proposals that go on above nine components, on one
thread.

    python benchmarks/proposal.py
"""

import time
from collections.abc import Iterable

import numpy as np

from gmm_core.blocks import one_thread
from gmm_core.selection import propose

TABLES, APART = 60, 6.0
TRIANGLE = np.array([[0.0, 0.0], [APART, 0.0], [APART / 2, APART * 0.75**0.5]])
LINE = np.array([[0.0, 0.0], [APART, 0.0], [2 * APART, 0.0]])
SLOPE = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]) * APART / 2**0.5


def noise(n: int, d: int) -> Iterable[np.ndarray]:
    rng = np.random.default_rng([n, d])
    for place in range(TABLES):
        X = rng.normal(size=(n, d))
        yield X @ rng.normal(size=(d, d)) if place % 2 else X


def groups(centres: np.ndarray, n: int) -> Iterable[np.ndarray]:
    rng = np.random.default_rng(n)
    for _ in range(TABLES):
        yield np.repeat(centres, n, axis=0) + rng.normal(size=(3 * n, 2))


def share(tables: Iterable[np.ndarray], k: int) -> str:
    hits = sum(propose(X).n_components == k for X in tables)
    return f"{100 * hits / TABLES:.0f}"


def of_noise() -> None:
    sizes = (10, 15, 20, 30, 50, 100, 200)
    print("| columns | " + " | ".join(f"n = {n}" for n in sizes) + " |")
    print("|--:|" + "--:|" * len(sizes))
    for d in range(2, 7):
        print(f"| {d} | " + " | ".join(share(noise(n, d), 1) for n in sizes) + " |", flush=True)


def of_groups() -> None:
    print("\n| three groups | 10 rows each | 30 rows each |\n|---|--:|--:|")
    ways = {"on a triangle": TRIANGLE, "on a line": LINE, "on a line across": SLOPE}
    for name, centres in ways.items():
        found = " | ".join(share(groups(centres, n), 3) for n in (10, 30))
        print(f"| {name} | {found} |", flush=True)


def of_open_ends() -> None:
    print("\n| rows | features | proposed | seconds |\n|--:|--:|--:|--:|")
    rng = np.random.default_rng(0)
    for n, d in ((200, 2), (2_000, 2), (2_000, 6), (2_000, 10), (100_000, 10), (2_000, 40)):
        X = np.exp(1.2 * rng.normal(size=(n, d)))  # which no few normal distributions make up
        began = time.perf_counter()
        found = propose(X)
        took = time.perf_counter() - began
        print(f"| {n:,} | {d} | {found.n_components} | {took:.1f} |", flush=True)


if __name__ == "__main__":
    with one_thread():
        of_noise()
        of_groups()
        of_open_ends()
