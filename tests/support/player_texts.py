"""What the player must read after a half-step: tables, ledgers and sentences, from gmm_core."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gmm_core import Run, datasets, responsibilities
from gmm_core.clusters.row_ledgers import row_ledger, verdicts
from gmm_core.fitting import Settings, fit_run
from gmm_core.plots import component_labels
from gmm_core.projection.leading import leading_features
from gmm_core.projection.projection import Projection, onto_features
from gmm_core.steps.half_steps import Frame, frame, last_half_step
from gmm_core.steps.mean_ledgers import mean_ledger
from gmm_core.steps.mean_narration import narrate_mean
from gmm_core.steps.narration import narrate
from gmm_core.target.classes import class_codes, cross_count
from gmm_core.written_columns import column, column_from_logs, plus_minus_column
from gmm_core.written_numbers import difference, fixed, number

Cells = list[list[str]]
Ledger = dict[str, Any]

START_OF_ROW = "The first E-step gives this row its responsibilities."
START_OF_MEAN = "The start placed this mean; no M-step has moved it yet."
MOST_ACROSS = 4  # features of a table of parameters; more stand below one another
OF_ROW = ["", "share", "weight", "dist.²", "log-det", "log-dens.", "weight × dens."]


@dataclass(frozen=True, eq=False)
class PlayerTexts:
    """A run, and all that the player must say of it; rows are called by their numbers."""

    X: np.ndarray
    run: Run
    labels: list[str]
    target: pd.Series | None = None

    @property
    def last(self) -> int:
        return last_half_step(self.run)

    @property
    def axes(self) -> tuple[int, ...]:
        """The features of the picture; tables begin with them."""
        return (0,) if len(self.labels) == 1 else leading_features(self.X, 2)

    @property
    def order(self) -> list[int]:
        """The features as tables list them: those on the axes first."""
        return [*self.axes, *(j for j in range(len(self.labels)) if j not in self.axes)]

    @property
    def plane(self) -> Projection:
        return onto_features(self.axes, self.labels)

    @property
    def names(self) -> list[str]:
        return [str(row) for row in range(1, len(self.X) + 1)]

    @property
    def components(self) -> list[str]:
        return component_labels(self.run.mixture.n_components)

    def resp(self, state: int) -> np.ndarray:
        return responsibilities(self.X, self.run.states[state].mixture)

    def seen(self, half_step: int) -> Frame:
        return frame(self.run, half_step)

    def says(self, half_step: int) -> str:
        seen = self.seen(half_step)
        resp, before = (
            None if state is None else self.resp(state)
            for state in (seen.responsible, seen.responsible_before)
        )
        press = "" if half_step else " Press the E button or the → key."
        return f"{seen.title}. {narrate(seen, resp, before, self.names)}{press}"

    def metrics(self, half_step: int) -> list[str]:
        seen = self.seen(half_step)
        gain = difference(seen.gain) if seen.step == "M" else ""
        return [seen.title, number(seen.log_likelihood) + gain]

    def parameters(self, half_step: int) -> Cells:
        mixture = self.seen(half_step).mixture
        weights = [fixed(weight, 3) for weight in mixture.weights]
        columns = [
            plus_minus_column(mixture.means[:, j], mixture.standard_deviations[:, j])
            for j in self.order
        ]
        header = ["", "weight", *(self.labels[j] for j in self.order)]
        down = [["", *self.components], ["weight", *weights]]
        down += [[self.labels[j], *cells] for j, cells in zip(self.order, columns, strict=True)]
        is_turned = len(self.order) > max(MOST_ACROSS, len(weights))
        rows = zip(*(cells for _, *cells in down), strict=True)
        return down if is_turned else [header, *map(list, rows)]

    def counts(self, half_step: int) -> Cells | None:
        """The table of target against cluster, where there is one."""
        state = self.seen(half_step).responsible
        if self.target is None or state is None:
            return None
        codes, classes = class_codes(self.target)
        k = self.run.mixture.n_components
        counts = cross_count(codes, self.resp(state).argmax(axis=1), len(classes), k)
        rows = zip(classes, counts.tolist(), strict=True)
        return [["", *self.components], *([name, *map(str, row)] for name, row in rows)]

    def of_row(self, row: int, half_step: int) -> Ledger:
        """The ledger of a row, counted from 0."""
        mixtures = [state.mixture for state in self.run.states]
        ledger, state = row_ledger(self.X[row], mixtures), self.seen(half_step).responsible
        values = [f"{self.labels[j]} {number(self.X[row, j])}" for j in self.order]
        title = f"Row {self.names[row]} {', '.join(values)}"
        if state is None:
            return {"title": title, "cells": [], "formulas": [], "said": START_OF_ROW}
        columns = (
            [fixed(each, 3) for each in ledger.responsibilities[state]],
            [fixed(each, 3) for each in ledger.weights[state]],
            *(
                column(part[state])
                for part in (ledger.distances, ledger.log_determinants, ledger.log_densities)
            ),
            column_from_logs(ledger.log_products[state]),
        )
        return {
            "title": title,
            "cells": [OF_ROW, *map(list, zip(self.components, *columns, strict=True))],
            "formulas": self._formulas(ledger, state),
            "said": verdicts(self.X[row], mixtures, ledger)[state],
        }

    def _formulas(self, ledger: Any, state: int) -> list[str]:
        """The two formulas of a row, for its most probable component."""
        j = int(ledger.responsibilities[state].argmax())
        determinant, distance = ledger.log_determinants[state, j], ledger.distances[state, j]
        products = column_from_logs(ledger.log_products[state], 3)
        [added] = column_from_logs([ledger.log_sums[state]], 3)
        whole = added if len(products) > 4 else f"({' + '.join(products)})"
        return [
            f"share{j + 1} = {fixed(ledger.responsibilities[state, j], 3)} = "
            f"{products[j]} ÷ {whole}",
            f"log-density{j + 1} = {number(ledger.log_densities[state, j])} = "
            f"−½ ({len(self.labels)} log 2π {'−' if determinant < 0 else '+'} "
            f"{number(abs(determinant))} + {number(distance)})",
        ]

    def of_mean(self, component: int, half_step: int) -> Ledger:
        """The ledger of the mean of a component, counted from 0."""
        title = f"Mean of component {self.components[component]}"
        step = self.seen(half_step).iteration - 1
        if step < 0:
            return {"title": title, "cells": [], "formulas": [], "said": START_OF_MEAN}
        ledger = mean_ledger(self.X, self.run, component, features=self.axes)
        resp = [fixed(each, 3) for each in ledger.responsibilities[step]]
        more = f" + … ({len(self.X):,} rows)" if len(self.X) > len(resp) else ""
        return {
            "title": title,
            "cells": [*self._sums(ledger, step), *self._spread(ledger, step)],
            "formulas": [
                f"N{component + 1} = {number(ledger.resp_sums[step])} = {' + '.join(resp)}{more}"
            ],
            "said": narrate_mean(ledger, step, component, self.names),
        }

    def _sums(self, ledger: Any, step: int) -> Cells:
        """Rows that weigh most in a mean, then what they and the others come to."""
        rows = ledger.contributors[step].tolist()
        rest, share = ledger.rest_means[step], ledger.rest_shares[step]
        some = [rest] if share > 0 else []
        values = [*self.X[rows], *some, ledger.means_after[step], ledger.means_before[step]]
        by_feature = [column(np.array(values)[:, j]) for j in self.order]
        cells = np.column_stack(by_feature).tolist()
        lines = [
            [f"row {self.names[row]}", fixed(resp, 3), fixed(part, 3), *of_row]
            for row, resp, part, of_row in zip(
                rows, ledger.responsibilities[step], ledger.shares[step], cells, strict=False
            )
        ]
        others = [["all other rows", "", fixed(share, 3), *cells[-3]]] if some else []
        return [
            ["", "share", "part of N", *(self.labels[j] for j in self.order)],
            *lines,
            *others,
            ["new mean", "", fixed(1, 3), *cells[-2]],
            ["mean before", "", "", *cells[-1]],
        ]

    def _spread(self, ledger: Any, step: int) -> Cells:
        """Weighted squares about the new mean, what they come to, and what is made of it."""
        some = [ledger.rest_squares[step]] if ledger.rest_shares[step] > 0 else []
        terms = [column(each) for each in np.transpose([*ledger.squares[step], *some])]
        ends = [ledger.spreads[step], ledger.spreads_after[step]]
        spreads, after = zip(*(column(each) for each in np.transpose(ends)), strict=True)
        called = [f"row {self.names[row]}" for row in ledger.contributors[step].tolist()]
        names = [*called, *(["all other rows"] if some else [])]
        lines = [[name, *cells] for name, *cells in zip(names, *terms, strict=True)]
        header = [
            f"variance, {self.labels[one]}" if one == other else "covariance"
            for one, other in ledger.pairs
        ]
        fitted = [["as the structure has it", *after]] if after != spreads else []
        return [["", *header], *lines, ["sum ÷ N", *spreads], *fitted]


def of_dataset(name: str, features: tuple[str, ...] = ()) -> PlayerTexts:
    """What the player must read of a built-in table at its defaults."""
    dataset = datasets.load(name)
    fitted = features or dataset.features
    X = dataset.frame[list(fitted)].to_numpy(dtype=np.float64)
    run = fit_run(X, Settings(dataset.suggested_k or 3))
    target = None if dataset.target is None else pd.Series(dataset.frame[dataset.target])
    return PlayerTexts(X, run, [dataset.label(feature) for feature in fitted], target)
