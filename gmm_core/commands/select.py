"""select: numbers of components and structures compared on the rows of a path."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from gmm_core.commands.models import write_model
from gmm_core.commands.places import check_place
from gmm_core.commands.rows import rows_of, say_rows
from gmm_core.errors import DataError
from gmm_core.exporting import SavedModel, csv_bytes
from gmm_core.fitting import Grid, Settings
from gmm_core.selection import Cell, select_model


def select(asked: argparse.Namespace) -> None:
    """Compare fits, and save the best."""
    sizes = _sizes(asked.components)
    if asked.out is not None:
        check_place(asked.out, (".json",), asked.data)
    if asked.table is not None:
        check_place(asked.table, (".csv",), asked.data, "--table")
    with rows_of(asked) as source:
        say_rows(source, asked.data)
        found = select_model(
            source,
            sizes,
            asked.covariance,
            sorted({"bic", "icl", asked.criterion}),
            tol=asked.tol,
            max_iter=asked.max_iter,
            random_state=asked.seed,
            prior=asked.prior,
            noise=asked.noise,
            on_cell=_say_cell,
        )
        best = found.best(asked.criterion)
        _show(found.table, asked.table)
        print(
            f"best by {asked.criterion}: k = {best.n_components}, {best.covariance_type}",
            file=sys.stderr,
        )
        if asked.out and best.ascent is not None:
            structures = tuple(dict.fromkeys(kind for _, kind in found.cells))
            settings = Settings(
                best.n_components,
                best.covariance_type,
                grid=Grid(max(sizes), structures),
                missing=asked.missing or "refuse",
                prior=asked.prior,
                noise=asked.noise,
            )
            found_mixture = best.ascent.mixture
            order = found_mixture.view_order()
            ordered = found_mixture if source.is_labelled else found_mixture.permuted(order)
            model = SavedModel.of_source(
                source,
                ordered,
                best.log_likelihood,
                settings,
                asked.weights,
                labels=asked.labels,
                converged=best.ascent.converged,
            )
            write_model(model, asked.out)


def _say_cell(done: int, total: int, cell: Cell | None) -> None:
    if cell is not None:
        print(
            f"{done} of {total}: k = {cell.n_components}, {cell.covariance_type}, "
            f"BIC {cell.criteria['bic']:.3f}, {cell.status}",
            file=sys.stderr,
        )


def _show(table, path: str | None) -> None:
    if path is None:
        print(table.to_string(index=False))
    else:
        Path(path).write_bytes(csv_bytes(table))


def _sizes(said: str) -> Sequence[int]:
    """1-9 or 2,3,5, as whole numbers."""
    try:
        if "-" in said:
            first, last = (int(part) for part in said.split("-"))
            sizes = range(first, last + 1)
        else:
            sizes = [int(part) for part in said.split(",")]
    except ValueError:
        sizes = []
    if not sizes:
        raise DataError(f"-k is {said!r}. Give numbers of components as 1-9 or 2,3,5.")
    return sizes
