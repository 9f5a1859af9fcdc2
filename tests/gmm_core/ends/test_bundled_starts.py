"""The table of starts to watch: each of its runs is as it says, and the rule finds it."""

from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from gmm_core import datasets
from gmm_core.ends.bundled_starts import WATCHED
from gmm_core.ends.many_starts import KINDS, Tried, are_one_end, as_tried, tried
from gmm_core.ends.watching import FEWEST_ITERATIONS, Watched, start_to_watch
from gmm_core.errors import DegenerateComponentError
from gmm_core.fitting import Settings, fit_run
from gmm_core.starts import INITIALIZERS
from gmm_core.table.rows import complete_rows

DOCUMENT = Path(__file__).parents[3] / "docs/starts-to-watch.md"
LOWER = ("wine",)  # where no start of ten iterations ends at the best


@cache
def asked(name: str) -> tuple[np.ndarray, Settings]:
    """The rows of a table and what its page fits at first."""
    dataset = datasets.load(name)
    X = complete_rows(dataset.frame, dataset.features).X
    return X, Settings(dataset.suggested_k or 3, dataset.suggested_covariance)


def end_of(name: str, init: str, seed: int = 0) -> Tried:
    X, settings = asked(name)
    settings = Settings(settings.n_components, settings.covariance_type, init, seed)
    return as_tried(X, fit_run(X, settings), settings)


def is_worth_watching(each: Tried, best: float, n_rows: int) -> bool:
    long = each.n_iter >= FEWEST_ITERATIONS
    return long and each.changes_sides and are_one_end(each.log_likelihood, best, n_rows)


def test_every_table_that_comes_along_has_a_start() -> None:
    assert list(WATCHED) == list(datasets.names())


@pytest.mark.parametrize("name", WATCHED)
def test_a_start_of_the_table_runs_as_it_says(name: str) -> None:
    row, n_rows = WATCHED[name], len(asked(name)[0])
    each, auto = end_of(name, row.init, row.seed), end_of(name, "auto")
    assert each.counts
    assert each.n_iter == row.n_iter
    assert each.log_likelihood == pytest.approx(row.end, abs=1e-4)
    assert is_worth_watching(each, row.best_known, n_rows) == (name not in LOWER)
    assert max(each.log_likelihood, auto.log_likelihood) <= row.best_known + 1e-4
    assert auto.log_likelihood >= row.best_known - 0.01
    if name in LOWER:
        assert auto.log_likelihood == pytest.approx(row.best_known, abs=1e-4)


@pytest.mark.parametrize("name", [name for name in WATCHED if WATCHED[name].init == KINDS[0]])
def test_no_lower_seed_is_as_good(name: str) -> None:
    row, n_rows = WATCHED[name], len(asked(name)[0])
    lower = []
    for seed in range(row.seed):
        with suppress(DegenerateComponentError):
            lower.append(end_of(name, row.init, seed))
    assert not any(is_worth_watching(each, row.best_known, n_rows) for each in lower if each.counts)


@pytest.mark.parametrize("name", ["iris", "faithful"])
def test_the_rule_finds_the_start_of_the_table(name: str) -> None:
    row, (X, settings) = WATCHED[name], asked(name)
    found = start_to_watch(tried(X, settings, most=24, work=1e12), end_of(name, "auto"), len(X))
    assert rounded(found) == row


def rounded(found: Watched) -> Watched:
    ends = round(found.end, 4), round(found.best_known, 4)
    return Watched(found.init, found.seed, found.n_iter, *ends)


def test_the_table_in_the_documents_is_this_one() -> None:
    lines = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if "| `" in line]
    assert lines == [as_line(name, row) for name, row in WATCHED.items()]


def as_line(name: str, row: Watched) -> str:
    kind = INITIALIZERS[row.init].title
    return (
        f"| `{name}` | {kind} | {row.seed} | {row.n_iter} | {row.end:.4f} | {row.best_known:.4f} |"
    )
