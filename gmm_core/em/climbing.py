"""Mixtures on their way together, each by the steps and leaps that it would take alone.

The first axis of an array is the fit. Fits stand in the order of their structures, and what a round
has made is put in the place of what was there before: nothing is copied where all go on alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from gmm_core.em.acceleration import LONGER, OWN_STEPS, PLAIN_STEPS, QUIET_LEAPS, Ascent
from gmm_core.em.aiming import Given, Targets, is_positive, targets_of
from gmm_core.em.extrapolating import Leaps, metric, vector
from gmm_core.em.model import Model
from gmm_core.em.stopping import Stop, remaining_gains
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
from gmm_core.scatter import Moments

Arrays = dict[str, np.ndarray]
Started = tuple[Data, Mixture, Model]

TRAIL = ("first", "second", "third")  # sums of the last three states as vectors


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
        self._rows = common_rows([data for data, _, _ in tasks])
        self._metric_of, self._metrics = _metrics(tasks)
        self._climbs: list[list[float]] = []
        self._targets = Targets(*[np.empty(0)] * len(Targets._fields))
        self.now: Arrays = {}

    def ended(self) -> Iterator[tuple[int, Ascent | None]]:
        """Place and ascent of all that come to an end, None of a collapse."""
        with np.errstate(all="ignore"):
            while self._waiting or len(self.now["place"]):
                self._let_join()
                self._look()
                yield from self._at_rest()
                yield from self._collapsed(self._move())

    # -- joining and leaving

    def _let_join(self) -> None:
        climbing = len(self.now["place"]) if self.now else 0
        if not self._waiting or climbing > self._most // 2:
            return
        fresh = [self._waiting.pop() for _ in range(min(self._most - climbing, len(self._waiting)))]
        joining, targets = self._joining(fresh)
        self._climbs += [[] for _ in fresh]
        if climbing:
            joining = {n: np.concatenate([self.now[n], new]) for n, new in joining.items()}
            both = zip(self._targets, targets, strict=True)
            targets = Targets(*(np.concatenate(each) for each in both))
        self.now, self._targets = joining, targets
        self._take(np.argsort(joining["kind"], kind="stable"))

    def _joining(self, places: list[int]) -> tuple[Arrays, Targets]:
        """Fits, and their starts as their first targets."""
        rows, starts, models = zip(*(self._tasks[place] for place in places), strict=True)
        m, (k, d) = len(places), starts[0].means.shape
        covariances = np.array([start.covariances for start in starts])
        weights = np.array([start.weights for start in starts])
        centres = np.array([start.means for start in starts])
        now = {
            "place": np.array(places),
            "kind": np.array([self._models.index(model) for model in models]),
            **({} if self._rows else _rows_of(rows)),
            "weight": np.array([data.weight for data in rows]),
            "origin": np.array([data.origin for data in rows]),
            "metric": self._metric_of[places],
            "resp_sum": np.ones((m, k)),
            "means": np.zeros((m, k, d)),
            "scatter": np.zeros((m, k, d, d)),
            "weights": weights,
            "centres": centres,
            "covariances": covariances,
            "here": np.full(m, -np.inf),
            "plain": np.full((m, 3), np.nan),
            **{name: np.zeros((m, k * (1 + d + d * d))) for name in TRAIL},
            "n_plain": np.zeros(m, dtype=int),
            "n_trail": np.zeros(m, dtype=int),
            "longest": np.ones(m),
            "gained": np.zeros(m),
            "passes": np.full(m, -1),
            "quiet": np.zeros(m, dtype=int),
            "n_reached": np.zeros(m, dtype=int),
            "leaps": np.ones(m, dtype=bool),
            "lost": np.zeros(m, dtype=bool),
            "fell": np.zeros(m, dtype=bool),
        }
        return now, Targets(weights, centres, covariances, *inverse_roots(covariances))

    def _take(self, order: np.ndarray) -> None:
        """Let fits stand in another order, targets and all."""
        if (order == np.arange(len(order))).all():
            return
        self._keep(order)
        self._targets = Targets(*(numbers[order] for numbers in self._targets))

    def _keep(self, fits: np.ndarray) -> None:
        """Go on with these fits; where they aim is not kept."""
        self.now = {name: numbers[fits] for name, numbers in self.now.items()}
        self._climbs = [self._climbs[i] for i in fits.tolist()]

    # -- a pass over the data

    def _look(self) -> None:
        """The E-step of every target; those that lead lower after a leap are not taken."""
        now, targets, sums = self.now, self._targets, self._sums()
        value, leaps = sums.log_likelihood, now["leaps"]
        refused = leaps & ~(value >= now["here"])
        arrived = leaps & ~refused
        gain = np.where(now["n_plain"] > 0, value - now["here"], 0.0)
        now["gained"] = np.where(arrived, gain, now["gained"])
        now["passes"] += 1
        now["lost"] = ~(refused | np.isfinite(value))
        most = self._stop.largest_fall * now["weight"]
        now["fell"] = ~leaps & (now["n_reached"] >= OWN_STEPS) & (now["here"] - value > most)
        found = {
            "here": value,
            "plain": np.column_stack([now["plain"][:, 1:], value]),
            "resp_sum": sums.resp_sum,
            "means": targets.centres + sums.offset,
            "scatter": sums.scatter,
            "weights": targets.weights,
            "centres": targets.centres,
            "covariances": targets.covariances,
        }
        if refused.any():
            shorter = np.maximum(now["longest"] / LONGER, LONGER)
            now["longest"] = np.where(refused, shorter, now["longest"])
            for name, new in found.items():
                stays = refused.reshape(-1, *[1] * (new.ndim - 1))
                found[name] = np.where(stays, now[name], new)
        now |= found
        self._count(arrived, refused)
        self._extend()

    def _sums(self) -> Sums:
        """What a pass leaves of every target."""
        now, (weights, centres, covariances, *roots) = self.now, self._targets
        if self._rows is None:
            columns, row_weights = now["columns"], now["row_weights"]
            return passes_abreast(columns, weights, centres, Roots(*roots), row_weights)
        spread = np.einsum("mkii->mki", covariances)
        return passes_over(self._rows, Mixtures(weights, centres, spread, Roots(*roots)))

    def _count(self, arrived: np.ndarray, refused: np.ndarray) -> None:
        """Count what was reached, since the last leap and in all."""
        now, stepped = self.now, ~self.now["leaps"]
        for name in ("n_trail", "n_plain"):
            now[name] = np.where(arrived, 1, now[name] + stepped)
        reached = ~refused
        now["n_reached"] += reached
        for climb, value, on in zip(
            self._climbs, now["here"].tolist(), reached.tolist(), strict=True
        ):
            if on:
                climb.append(value)

    def _extend(self) -> None:
        """Put the sums of all at the end of their trails, where any is about to leap.

        `n_trail` says how far back a trail goes.
        """
        now = self.now
        if now["n_reached"].max() <= self._plain_steps - 2:
            return
        latest = vector(Given(now["resp_sum"], now["means"], now["scatter"]), now["origin"])
        now |= zip(TRAIL, (now["second"], now["third"], latest), strict=True)

    # -- at an end

    def _at_rest(self) -> Iterator[tuple[int, Ascent | None]]:
        """Let go those at their end, those that are lost, and None of those that fell."""
        now = self.now
        yield from ((place, None) for place in now["place"][now["fell"]].tolist())
        kept = ~(now["lost"] | now["fell"])
        asked = ~now["leaps"] & (now["n_trail"] >= 3) & kept
        quiet = asked & (now["gained"] < self._stop.tol * now["weight"]) & (now["n_plain"] >= 3)
        if quiet.any():
            fits = np.flatnonzero(quiet)
            quiet[fits] = self._rest(fits)
        now["quiet"] = np.where(asked, (now["quiet"] + 1) * quiet, now["quiet"])
        now["leaps"] = asked & (now["n_reached"] > self._plain_steps)
        over, out = now["quiet"] >= self._quiet, now["passes"] >= self._stop.max_iter
        for i in np.flatnonzero(kept & (over | out)):
            place, climb = int(now["place"][i]), np.array(self._climbs[i])
            yield place, Ascent(self._tasks[place][1], self._mixture(i), climb, bool(over[i]))
        kept &= ~(over | out)
        if not kept.all():
            self._keep(np.flatnonzero(kept))

    def _collapsed(self, sound: np.ndarray) -> Iterator[tuple[int, None]]:
        """Let go those whose next step has no mixture."""
        if sound.all():
            return
        for place in self.now["place"][~sound].tolist():
            yield place, None
        self._keep(np.flatnonzero(sound))
        self._targets = Targets(*(numbers[sound] for numbers in self._targets))

    def _rest(self, fits: np.ndarray) -> np.ndarray:
        """Whether plain steps have little left to gain, and not for being near equal components."""
        left = remaining_gains(self.now["plain"][fits] / self.now["weight"][fits, None])
        rests = left < self._stop.tol
        unsure = np.flatnonzero(rests & (left > 0.0))
        if len(unsure):
            rests[unsure] = ~self._coincide(fits[unsure])
        return rests

    def _coincide(self, fits: np.ndarray) -> np.ndarray:
        """As `Mixture.components_coincide`, of mixtures that were the last targets."""
        now, targets = self.now, self._targets
        weights, centres = now["weights"][fits], now["centres"][fits]
        if centres.shape[1] == 1:
            return np.zeros(len(fits), dtype=bool)
        gaps = centres - (weights[..., None] * centres).sum(axis=1, keepdims=True)
        whitened = (targets.roots[fits] @ gaps[..., None])[..., 0]
        alike = np.ptp(targets.log_det[fits], axis=1) < 0.5 * np.log(1.5)
        return alike & ((whitened**2).sum(axis=2).max(axis=1) < 0.01)

    def _mixture(self, i: np.intp) -> Mixture:
        numbers = (self.now[name][i] for name in ("weights", "centres", "covariances"))
        return self._models[self.now["kind"][i]].mixture(*numbers)

    # -- where to go next

    def _move(self) -> np.ndarray:
        """Aim each at a leap, or at a plain step where there is none; which have a target."""
        now, m = self.now, len(self.now["place"])
        given = Given(now["resp_sum"], now["means"], now["scatter"])
        leaping = np.flatnonzero(now["leaps"])
        if not len(leaping):
            return self._aim([self._aimed(np.arange(m), given)], m)
        now["n_trail"][leaping] = 1
        now["gained"][leaping] = 0.0
        leaps = self._leaps(leaping)
        tried, landings = self._landings(leaps, leaping)
        # Leaps and plain steps are M-steps of the same calls.
        found = [self._aimed(np.arange(m), given.with_others(tried, landings))]
        now["leaps"] = np.zeros(m, dtype=bool)
        now["leaps"][tried] = True
        missed = np.setdiff1d(tried, found[0][0])
        if len(missed):
            found += self._aimed_again(leaps, leaping, missed, given)
        return self._aim(found, m)

    def _aimed_again(
        self, leaps: Leaps, leaping: np.ndarray, missed: np.ndarray, given: Given
    ) -> list[tuple[np.ndarray, Targets]]:
        """Shorter leaps of those whose first has no M-step, and where there is none plain steps."""
        found, left = [], missed
        leaps.shorten(np.searchsorted(leaping, left))
        while len(leaps.left):
            tried, landings = self._landings(leaps, leaping)
            found.append(self._aimed(tried, landings))
            left = np.setdiff1d(left, found[-1][0])
            leaps.shorten(np.searchsorted(leaping, np.setdiff1d(tried, found[-1][0])))
        if len(left):
            self.now["leaps"][left] = False
            found.append(self._aimed(left, given.at(left)))
        return found

    def _aimed(self, fits: np.ndarray, given: Given) -> tuple[np.ndarray, Targets]:
        """The M-steps of fits that have one, and which these are."""
        now = self.now
        kinds, weight, before = (
            now[name] if len(fits) == len(now[name]) else now[name][fits]
            for name in ("kind", "weight", "covariances")
        )
        sound, targets = targets_of(self._structures, kinds, weight, before, given)
        return fits[sound], targets

    def _aim(self, found: list[tuple[np.ndarray, Targets]], m: int) -> np.ndarray:
        """Put the targets of some fits together; which of all have one."""
        sound = np.zeros(m, dtype=bool)
        for fits, _ in found:
            sound[fits] = True
        if len(found) == 1 and len(found[0][0]) == m:
            self._targets = found[0][1]
            return sound
        self._targets = Targets(*(self._joined(found, i, m) for i in range(len(Targets._fields))))
        return sound

    def _joined(self, found: list[tuple[np.ndarray, Targets]], i: int, m: int) -> np.ndarray:
        """One of the arrays of targets, of all fits."""
        joined = np.empty((m, *found[0][1][i].shape[1:])) if found else np.empty(m)
        for fits, targets in found:
            joined[fits] = targets[i]
        return joined

    def _leaps(self, leaping: np.ndarray) -> Leaps:
        now = self.now
        trail = tuple(now[name][leaping] for name in TRAIL)
        metrics = self._metrics[now["metric"][leaping]]
        leaps = Leaps(trail, now["origin"][leaping], metrics, now["longest"][leaping])
        now["longest"][leaping] = leaps.further
        return leaps

    def _landings(self, leaps: Leaps, leaping: np.ndarray) -> tuple[np.ndarray, Given]:
        """Fits whose leaps lead to sums of rows, and these."""
        kinds = self.now["kind"][leaping]
        able, given = leaps.landings(
            lambda some, given: is_positive(self._structures, kinds[some], given.scatter)
        )
        return leaping[able], given


def common_rows(tables: Sequence[Data]) -> Data | None:
    """The rows of all tasks, where these have the same and few enough for a product of all."""
    first = tables[0]
    is_common = all(data is first for data in tables)
    return first if is_common and first.fits_a_block else None


def _metrics(tasks: Sequence[Started]) -> tuple[np.ndarray, np.ndarray]:
    """Which of the metrics each task has, and these: one for all that is read of the same rows."""
    found: dict[tuple[int, Moments], np.ndarray] = {}
    keys = []
    for data, start, model in tasks:
        moments = model.structure.moments
        keys.append((id(data), moments))
        if keys[-1] not in found:
            found[keys[-1]] = metric(data.spread, start.n_components, moments)
    places = {key: place for place, key in enumerate(found)}
    return np.array([places[key] for key in keys]), np.array([*found.values()])


def _rows_of(tables: Sequence[Data]) -> Arrays:
    return {
        "columns": np.array([data.X.T for data in tables]),
        "row_weights": np.array([_row_weights(data) for data in tables]),
    }


def _row_weights(data: Data) -> np.ndarray:
    return np.ones(len(data.X)) if data.weights is None else data.weights
