"""Mixtures on their way together, each by the steps and leaps that it would take alone.

The first axis of an array is the fit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from gmm_core.em.acceleration import HALVINGS, LONGER, PLAIN_STEPS, QUIET_LEAPS, Ascent
from gmm_core.em.aiming import Given, Targets, is_positive, kept_as, targets_of
from gmm_core.em.extrapolating import given_by, lengths, metric, vector
from gmm_core.em.model import Model
from gmm_core.em.stopping import Stop, remaining_gain
from gmm_core.expectation import (
    Data,
    Mixtures,
    Roots,
    Sums,
    inverse_roots,
    passes_abreast,
    passes_over,
)
from gmm_core.mixture import Mixture

Arrays = dict[str, np.ndarray]
Started = tuple[Data, Mixture, Model]


class Climbing:
    """Fits on their way; `now` are the numbers of those that are climbing.

    Parameters
    ----------
    tasks : sequence of (Data, Mixture, Model)
        Of one shape; without a floor.
    most : int
        How many climb at once, about.
    stop : Stop
    leaps : bool
    """

    def __init__(self, tasks: Sequence[Started], most: int, stop: Stop, leaps: bool):
        self._tasks, self._most, self._stop = tasks, most, stop
        self._waiting = [*range(len(tasks))][::-1]
        self._plain_steps, self._quiet = (PLAIN_STEPS, QUIET_LEAPS) if leaps else (math.inf, 1)
        self._models = list(dict.fromkeys(model for _, _, model in tasks))
        self._structures = [model.structure for model in self._models]
        self._climbs: dict[int, list[float]] = {}
        self._rows = _common_rows([data for data, _, _ in tasks])
        self.now: Arrays = {}

    def ended(self) -> Iterator[tuple[int, Ascent | None]]:
        """Place and ascent of all that come to an end, None of a collapse."""
        with np.errstate(all="ignore"):
            while self._waiting or len(self.now["place"]):
                self._let_join()
                self._look()
                yield from self._at_rest()
                self._move()
                yield from self._collapsed()

    # -- joining and leaving

    def _let_join(self) -> None:
        climbing = len(self.now["place"]) if self.now else 0
        if not self._waiting or climbing > self._most // 2:
            return
        fresh = [self._waiting.pop() for _ in range(min(self._most - climbing, len(self._waiting)))]
        joining = self._joining(fresh)
        self.now = {
            name: np.concatenate([self.now[name], new]) if climbing else new
            for name, new in joining.items()
        }

    def _joining(self, places: list[int]) -> Arrays:
        """Fits whose target is their start."""
        tasks = [self._tasks[place] for place in places]
        rows, starts, models = zip(*tasks, strict=True)
        m, (k, d) = len(tasks), starts[0].means.shape
        covariances = np.array([start.covariances for start in starts])
        roots = inverse_roots(covariances)
        weights = np.array([start.weights for start in starts])
        centres = np.array([start.means for start in starts])
        self._climbs.update((place, []) for place in places)
        return {
            "place": np.array(places),
            "kind": np.array([self._models.index(model) for model in models]),
            **({} if self._rows else _rows_of(rows)),
            "weight": np.array([data.weight for data in rows]),
            "origin": np.array([data.origin for data in rows]),
            "metric": np.array([metric(r.spread, k, t.structure.moments) for r, _, t in tasks]),
            "covariances": covariances,
            "resp_sum": np.ones((m, k)),
            "means": np.zeros((m, k, d)),
            "scatter": np.zeros((m, k, d, d)),
            "weights": weights,
            "centres": centres,
            "target_weights": weights.copy(),
            "target_centres": centres.copy(),
            "target_covariances": covariances.copy(),
            "target_roots": roots.factors,
            "target_log_det": roots.half_log_det,
            "here": np.full(m, -np.inf),
            "plain": np.full((m, 3), np.nan),
            "trail": np.zeros((m, 3, k * (1 + d + d * d))),
            "n_plain": np.zeros(m, dtype=int),
            "n_trail": np.zeros(m, dtype=int),
            "longest": np.ones(m),
            "gained": np.zeros(m),
            "passes": np.full(m, -1),
            "quiet": np.zeros(m, dtype=int),
            "n_reached": np.zeros(m, dtype=int),
            "leaps": np.ones(m, dtype=bool),
            "lost": np.zeros(m, dtype=bool),
            "collapsed": np.zeros(m, dtype=bool),
        }

    def _keep(self, kept: np.ndarray) -> None:
        if not kept.all():
            self.now = {name: numbers[kept] for name, numbers in self.now.items()}

    # -- a pass over the data

    def _look(self) -> None:
        """The E-step of every target; those that lead lower after a leap are not taken."""
        now = self.now
        sums = self._sums()
        value, leaps = sums.log_likelihood, now["leaps"]
        taken = ~leaps | (value >= now["here"])
        now["passes"] += 1
        now["longest"][~taken] = np.maximum(now["longest"][~taken] / LONGER, LONGER)
        arrived, stepped = taken & leaps, ~leaps
        gain = np.where(now["n_plain"] > 0, value - now["here"], 0.0)
        now["gained"][arrived] = gain[arrived]
        for name, found in (
            ("here", value),
            ("resp_sum", sums.resp_sum),
            ("means", now["target_centres"] + sums.offset),
            ("scatter", sums.scatter),
            ("weights", now["target_weights"].copy()),
            ("centres", now["target_centres"].copy()),
            ("covariances", now["target_covariances"].copy()),
        ):
            if taken.all():
                now[name] = found
            else:
                now[name][taken] = found[taken]
        now["lost"] |= taken & ~np.isfinite(value)
        self._extend(arrived, stepped)

    def _sums(self) -> Sums:
        """What a pass leaves of every target."""
        now = self.now
        roots = Roots(now["target_roots"], now["target_log_det"])
        weights, centres = now["target_weights"], now["target_centres"]
        if self._rows is None:
            return passes_abreast(now["columns"], weights, centres, roots, now["row_weights"])
        spread = np.einsum("mkii->mki", now["target_covariances"])
        return passes_over(self._rows, Mixtures(weights, centres, spread, roots))

    def _extend(self, arrived: np.ndarray, stepped: np.ndarray) -> None:
        """Put what was reached at the end of trails, or at the beginning of new ones."""
        now = self.now
        reached = stepped | arrived
        sums = vector(Given(now["resp_sum"], now["means"], now["scatter"]), now["origin"])
        for name, latest in (("trail", sums), ("plain", now["here"])):
            now[name][stepped, :-1] = now[name][stepped, 1:]
            now[name][reached, -1] = latest[reached]
        for name in ("n_trail", "n_plain"):
            now[name][arrived] = 1
            now[name][stepped] += 1
        now["n_reached"] += reached
        for place, value, on in zip(now["place"], now["here"], reached, strict=True):
            if on:
                self._climbs[place].append(float(value))

    # -- at an end

    def _at_rest(self) -> Iterator[tuple[int, Ascent]]:
        """Let go those at their end, and those that are lost."""
        now = self.now
        kept = ~now["lost"]
        asked = ~now["leaps"] & (now["n_trail"] >= 3) & kept
        quiet = asked & (now["gained"] < self._stop.tol * now["weight"]) & (now["n_plain"] >= 3)
        quiet[quiet] = self._rest(np.flatnonzero(quiet))
        now["quiet"][asked] += 1
        now["quiet"][asked & ~quiet] = 0
        now["leaps"] = asked & (now["n_reached"] > self._plain_steps)
        over, out = now["quiet"] >= self._quiet, now["passes"] >= self._stop.max_iter
        for i in np.flatnonzero(kept & (over | out)):
            place = int(now["place"][i])
            climb = np.array(self._climbs.pop(place))
            yield place, Ascent(self._tasks[place][1], self._mixture(i), climb, bool(over[i]))
        self._keep(kept & ~over & ~out)

    def _collapsed(self) -> Iterator[tuple[int, None]]:
        """Let go those whose next step has no mixture."""
        for place in self.now["place"][self.now["collapsed"]].tolist():
            self._climbs.pop(place)
            yield place, None
        self._keep(~self.now["collapsed"])

    def _rest(self, fits: np.ndarray) -> list[bool]:
        """Whether plain steps have little left to gain, and not for being near equal components."""
        values = (self.now["plain"][fits] / self.now["weight"][fits, None]).tolist()
        coincide = self._coincide(fits)
        return [
            (left := remaining_gain(three)) < self._stop.tol and (left == 0.0 or not equal)
            for three, equal in zip(values, coincide, strict=True)
        ]

    def _coincide(self, fits: np.ndarray) -> np.ndarray:
        """As `Mixture.components_coincide`, of mixtures that were the last targets."""
        now = self.now
        weights, centres = now["weights"][fits], now["centres"][fits]
        if centres.shape[1] == 1:
            return np.zeros(len(fits), dtype=bool)
        gaps = centres - (weights[..., None] * centres).sum(axis=1, keepdims=True)
        whitened = (now["target_roots"][fits] @ gaps[..., None])[..., 0]
        alike = np.ptp(now["target_log_det"][fits], axis=1) < 0.5 * np.log(1.5)
        return alike & ((whitened**2).sum(axis=2).max(axis=1) < 0.01)

    def _mixture(self, i: np.intp) -> Mixture:
        now = self.now
        moments = self._structures[now["kind"][i]].moments
        kept = kept_as(now["covariances"][i], moments)
        return Mixture(now["weights"][i], now["centres"][i], kept)

    # -- where to go next

    def _move(self) -> None:
        """Choose the next target of each: of a leap, or of a plain step where there is none."""
        now = self.now
        if not len(now["place"]):
            return
        leaping = np.flatnonzero(now["leaps"])
        if len(leaping):
            landed = self._leap(leaping)
            now["n_trail"][leaping] = 1
            now["gained"][leaping] = 0.0
            now["leaps"][leaping[~landed]] = False
        steps = np.flatnonzero(~now["leaps"])
        given = Given(now["resp_sum"], now["means"], now["scatter"])
        now["collapsed"][steps[~self._aim(steps, given.at(steps))]] = True

    def _leap(self, leaping: np.ndarray) -> np.ndarray:
        """Aim at the M-step of extrapolated sums; for which fits there is one."""
        now = self.now
        first, second, third = now["trail"][leaping].swapaxes(0, 1)
        step = second - first
        bend = third - second - step
        length, now["longest"][leaping] = lengths(
            step, bend, now["metric"][leaping], now["longest"][leaping]
        )
        landed = np.zeros(len(leaping), dtype=bool)
        for _ in range(HALVINGS):
            pending = np.flatnonzero(~landed & (length > 1.0))
            if not len(pending):
                break
            t = length[pending, None]
            sums = first[pending] + 2.0 * t * step[pending] + t * t * bend[pending]
            landed[pending] = self._aim(leaping[pending], self._given_by(leaping[pending], sums))
            length[pending] = (length[pending] + 1.0) / 2.0
        return landed

    def _given_by(self, fits: np.ndarray, sums: np.ndarray) -> Given:
        """What vectors of sums stand for; NaN where they are those of no rows."""
        given = given_by(sums, self.now["origin"][fits], self.now["resp_sum"].shape[1])
        positive = is_positive(self._structures, self.now["kind"][fits], given.scatter)
        given.resp_sum[~positive] = np.nan
        return given

    def _aim(self, fits: np.ndarray, given: Given) -> np.ndarray:
        """Make M-steps the targets of fits, if they are mixtures; of which they are."""
        now = self.now
        if not len(fits):
            return np.zeros(0, dtype=bool)
        kinds, weight, before = (now[name][fits] for name in ("kind", "weight", "covariances"))
        sound, targets = targets_of(self._structures, kinds, weight, before, given)
        for name, values in zip(Targets._fields, targets, strict=True):
            now[f"target_{name}"][fits[sound]] = values
        return sound


def _common_rows(tables: Sequence[Data]) -> Data | None:
    """The rows of all tasks, where these have the same and few enough for a product of all."""
    first = tables[0]
    is_common = all(data is first for data in tables)
    return first if is_common and first.fits_a_block else None


def _rows_of(tables: Sequence[Data]) -> Arrays:
    return {
        "columns": np.array([data.X.T for data in tables]),
        "row_weights": np.array([_row_weights(data) for data in tables]),
    }


def _row_weights(data: Data) -> np.ndarray:
    return np.ones(len(data.X)) if data.weights is None else data.weights
