"""Ascents of small tables that climb abreast, so that a call of numpy serves all of them.

Each takes the very steps and leaps that `Ascent.of` would take, or the plain steps of `run`; only
arithmetic is shared. The first axis of an array is the fit. One that is out of the ordinary, whose
component collapses or is nearly flat, leaves the others and climbs on its own from its start.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from gmm_core.blocks import BLOCK_SIZE
from gmm_core.em.acceleration import HALVINGS, LONGER, PLAIN_STEPS, QUIET_LEAPS, Ascent
from gmm_core.em.collapse import EPS, FLAT, TURNED, total_variances
from gmm_core.em.model import Model
from gmm_core.em.stopping import Stop, remaining_gain
from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation import (
    Data,
    Mixtures,
    Roots,
    Statistics,
    Sums,
    inverse_roots,
    passes_abreast,
    passes_over,
)
from gmm_core.matrices import Diagonal, Matrices, Shared, ones
from gmm_core.mixture import Mixture
from gmm_core.sources import Source

# Rows x features x components up to which a call takes longer than the work in it.
SMALL = 25_000
FEW_FEATURES = 16

# Largest share of a squared shift in the second moments: what is left has lost as many digits.
LARGEST_SHIFT = 100.0


def shares_calls(n_rows: int, n_features: int, n_components: int) -> bool:
    """Whether fits of such a size are worth their calls only together."""
    return n_features <= FEW_FEATURES and 0 < n_rows * n_features * n_components <= SMALL


class Task(NamedTuple):
    """One ascent to come."""

    data: Data
    start: Mixture
    model: Model

    @property
    def shape(self) -> tuple[int, int, int]:
        """Rows, features and components; what climbs abreast has the same."""
        return (*self.data.X.shape, self.start.n_components)

    @property
    def is_small(self) -> bool:
        """Whether it is worth sharing calls, and no floor is asked for."""
        model = self.model
        plain = not model.reg_covar and not model.floor and model.leaps
        return plain and type(self.data) is Data and shares_calls(*self.shape)

    def alone(self, stop: Stop, leaps: bool) -> Ascent | None:
        """The ascent by itself; None where a component collapses."""
        climb = Ascent.of if leaps else Ascent.in_plain_steps
        try:
            return climb(self.data, self.start, self.model, stop)
        except DegenerateComponentError:
            return None


def ascents(
    tasks: Sequence[tuple[Data | Source, Mixture, Model]], stop: Stop, leaps: bool
) -> list[Ascent | None]:
    """See `Ascent.abreast`."""
    tasks = [Task(*task) for task in tasks]  # pyright: ignore[reportArgumentType]
    found: dict[int, Ascent | None] = {}
    small = [place for place, task in enumerate(tasks) if task.is_small]
    by_shape = sorted(small, key=lambda place: tasks[place].shape)
    for shape, places in groupby(by_shape, lambda place: tasks[place].shape):
        same = list(places)
        if len(same) > 1:
            most = max(BLOCK_SIZE // math.prod(shape), 4)
            found.update(_Abreast(tasks, same, most, stop, leaps).climbed())
    return [
        found[place] if place in found else task.alone(stop, leaps)
        for place, task in enumerate(tasks)
    ]


Arrays = dict[str, np.ndarray]


class _Abreast:
    """Fits on their way; `now` are the numbers of those that are climbing."""

    def __init__(
        self, tasks: Sequence[Task], places: list[int], most: int, stop: Stop, leaps: bool
    ):
        self._tasks, self._waiting, self._most, self._stop = tasks, places[::-1], most, stop
        self._plain_steps, self._quiet = (PLAIN_STEPS, QUIET_LEAPS) if leaps else (math.inf, 1)
        self._models = list(dict.fromkeys(tasks[place].model for place in places))
        self._climbs: dict[int, list[float]] = {}
        self._rows = _common_rows([tasks[place] for place in places])
        self.now: Arrays = {}

    def climbed(self) -> Iterator[tuple[int, Ascent | None]]:
        """Place and ascent of all that have come to an end abreast, None of a collapse."""
        with np.errstate(all="ignore"):
            while self._waiting or len(self.now["place"]):
                self._let_join()
                self._look()
                yield from self._ended()
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
        m, (_, d, k) = len(tasks), tasks[0].shape
        starts = [task.start for task in tasks]
        covariances = np.array([start.covariances for start in starts])
        roots = inverse_roots(covariances)
        size = k * (1 + d + d * d)
        self._climbs.update((place, []) for place in places)
        return {
            "place": np.array(places),
            "kind": np.array([self._models.index(task.model) for task in tasks]),
            **({} if self._rows else _rows_of(tasks)),
            "weight": np.array([task.data.weight for task in tasks]),
            "origin": np.array([task.data.origin for task in tasks]),
            "metric": np.array([_metric(task, size) for task in tasks]),
            "covariances": covariances,
            "resp_sum": np.ones((m, k)),
            "means": np.zeros((m, k, d)),
            "scatter": np.zeros((m, k, d, d)),
            "weights": np.array([start.weights for start in starts]),
            "centres": np.array([start.means for start in starts]),
            "target_weights": np.array([start.weights for start in starts]),
            "target_centres": np.array([start.means for start in starts]),
            "target_covariances": covariances,
            "target_roots": roots.factors,
            "target_log_det": roots.half_log_det,
            "here": np.full(m, -np.inf),
            "plain": np.full((m, 3), np.nan),
            "trail": np.zeros((m, 3, size)),
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
        spread = np.einsum("mkii->mki", sums.second)
        shifted = sums.offset * sums.first > LARGEST_SHIFT * (spread - sums.offset * sums.first)
        now["lost"] |= taken & (~np.isfinite(value) | shifted.any(axis=(1, 2)))
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
        vector = _vector(now["resp_sum"], now["means"] - now["origin"][:, None], now["scatter"])
        for name, latest in (("trail", vector), ("plain", now["here"])):
            now[name][stepped, :-1] = now[name][stepped, 1:]
            now[name][stepped | arrived, -1] = latest[stepped | arrived]
        for name in ("n_trail", "n_plain"):
            now[name][arrived] = 1
            now[name][stepped] += 1
        now["n_reached"] += stepped | arrived
        for place, value, on in zip(now["place"], now["here"], stepped | arrived, strict=True):
            if on:
                self._climbs[place].append(float(value))

    # -- where to go next

    def _ended(self) -> Iterator[tuple[int, Ascent]]:
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
            yield place, Ascent(self._tasks[place].start, self._mixture(i), climb, bool(over[i]))
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
        covariances = now["covariances"][i]
        moments = self._models[now["kind"][i]].structure.moments
        kept = Matrices(covariances)
        if moments.endswith("diagonal"):
            kept = Diagonal(np.einsum("kii->ki", covariances))
        elif moments == "total":
            kept = Shared(covariances[0], ones(len(covariances)))
        return Mixture(now["weights"][i], now["centres"][i], kept)

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
        found = self._aim(steps, now["resp_sum"][steps], now["means"][steps], now["scatter"][steps])
        now["collapsed"][steps[~found]] = True

    def _leap(self, leaping: np.ndarray) -> np.ndarray:
        """Aim at the M-step of extrapolated sums; for which fits there is one."""
        first, second, third = self.now["trail"][leaping].swapaxes(0, 1)
        step = second - first
        bend = third - second - step
        length = self._lengths(leaping, step, bend)
        landed = np.zeros(len(leaping), dtype=bool)
        for _ in range(HALVINGS):
            pending = np.flatnonzero(~landed & (length > 1.0))
            if not len(pending):
                break
            t = length[pending, None]
            sums = first[pending] + 2.0 * t * step[pending] + t * t * bend[pending]
            landed[pending] = self._aim(leaping[pending], *self._statistics(leaping[pending], sums))
            length[pending] = (length[pending] + 1.0) / 2.0
        return landed

    def _lengths(self, leaping: np.ndarray, step: np.ndarray, bend: np.ndarray) -> np.ndarray:
        """How many steps at once, within bounds that grow where they are reached."""
        now = self.now
        metric, longest = now["metric"][leaping], now["longest"][leaping]
        squares = np.square(bend * metric).sum(axis=1)
        length = np.sqrt(np.square(step * metric).sum(axis=1) / squares)
        bounded = (longest > 1.0) & (length >= longest)
        length = np.where(bounded, longest, length)
        longest = np.where(bounded, longest * LONGER, np.where(longest == 1.0, LONGER, longest))
        bends = squares > 0.0
        now["longest"][leaping] = np.where(bends, longest, now["longest"][leaping])
        return np.where(bends, length, 0.0)

    def _statistics(self, fits: np.ndarray, sums: np.ndarray):
        """Counts, means and scatter of sums about the origin; NaN where they are none."""
        now = self.now
        m, k, d = now["centres"][fits].shape
        resp_sum, first = sums[:, :k].copy(), sums[:, k : k + k * d].reshape(m, k, d)
        offset = first / resp_sum[..., None]
        second = sums[:, k + k * d :].reshape(m, k, d, d)
        scatter = second - first[..., None] * offset[..., None, :]
        resp_sum[~self._is_positive(now["kind"][fits], scatter)] = np.nan
        return resp_sum, now["origin"][fits][:, None] + offset, scatter

    def _is_positive(self, kinds: np.ndarray, scatter: np.ndarray) -> np.ndarray:
        """Whether scatter is positive as far as each structure uses it."""
        moments = np.array([model.structure.moments for model in self._models])[kinds]
        diagonals = np.einsum("mkii->mki", scatter)
        each = (diagonals > 0).all(axis=(1, 2))
        total = (diagonals.sum(axis=1) > 0).all(axis=1)
        positive = np.where((moments == "total") | (moments == "total_diagonal"), total, each)
        full = np.flatnonzero(moments == "full")
        if len(full):
            whole = np.isfinite(inverse_roots(scatter[full]).half_log_det).all(axis=1)
            positive[full] &= whole
        return positive

    def _aim(self, fits, resp_sum, means, scatter) -> np.ndarray:
        """Make M-steps the targets of fits, if they are mixtures; of which they are."""
        held = (resp_sum > EPS * self.now["weight"][fits, None]).all(axis=1)
        sound = held & np.isfinite(scatter).all(axis=(1, 2, 3))
        if not sound.all():
            fits, resp_sum, means, scatter = (
                numbers[sound] for numbers in (fits, resp_sum, means, scatter)
            )
        if not len(fits):
            return sound
        covariances, kinds = self._maximised(fits, resp_sum, scatter), self.now["kind"][fits]
        roots = inverse_roots(covariances)
        weights = resp_sum / resp_sum.sum(axis=1, keepdims=True)
        clear = _clearly_spread(weights, means, covariances, roots)
        for i in np.flatnonzero(~clear):
            rounding = TURNED if self._models[kinds[i]].structure.axes_are_sought else FLAT
            clear[i] = not _is_flat(resp_sum[i], means[i], scatter[i], covariances[i], rounding)
        for name, found in (
            ("target_weights", weights),
            ("target_centres", means),
            ("target_covariances", covariances),
            ("target_roots", roots.factors),
            ("target_log_det", roots.half_log_det),
        ):
            self.now[name][fits[clear]] = found[clear]
        sound[sound] = clear
        return sound

    def _maximised(self, fits, resp_sum, scatter) -> np.ndarray:
        """The covariances of each structure, (m, k, d, d)."""
        kinds, before = self.now["kind"][fits], self.now["covariances"][fits]
        found = np.empty_like(scatter)
        for kind in np.unique(kinds):
            chosen, structure = np.flatnonzero(kinds == kind), self._models[kind].structure
            found[chosen] = structure.m_steps(scatter[chosen], resp_sum[chosen], before[chosen])
        return found


def _common_rows(tasks: Sequence[Task]) -> Data | None:
    """The rows of all tasks, where these have the same and few enough for a product of all."""
    first = tasks[0].data
    is_common = all(task.data is first for task in tasks)
    return first if is_common and first.fits_a_block else None


def _rows_of(tasks: Sequence[Task]) -> Arrays:
    return {
        "columns": np.array([task.data.X.T for task in tasks]),
        "row_weights": np.array([_row_weights(task.data) for task in tasks]),
    }


def _row_weights(data: Data) -> np.ndarray:
    return np.ones(len(data.X)) if data.weights is None else data.weights


def _metric(task: Task, size: int) -> np.ndarray:
    """By what to multiply for a length without units; 0 for what the M-step does not read."""
    k, spread = task.start.n_components, task.data.spread
    inverse = 1.0 / np.where(spread > 0, spread, 1.0)
    products = np.outer(inverse, inverse)
    moments = task.model.structure.moments
    if moments == "diagonal":
        products = np.diag(np.diag(products))
    elif moments != "full":
        products = np.zeros_like(products)
    parts = [np.ones(k), np.tile(inverse, k), np.tile(products.ravel(), k)]
    return np.concatenate(parts)


def _vector(resp_sum: np.ndarray, offset: np.ndarray, scatter: np.ndarray) -> np.ndarray:
    """Sums of 1, x and x xᵀ of each component one after another, x counted from the origin."""
    first = resp_sum[..., None] * offset
    second = scatter + first[..., None] * offset[..., None, :]
    m = len(resp_sum)
    return np.concatenate([resp_sum, first.reshape(m, -1), second.reshape(m, -1)], axis=1)


def _is_flat(resp_sum, means, scatter, covariances, rounding: float) -> bool:
    """Whether a covariance of a mixture is singular; as `refuse_flat`."""
    statistics = Statistics(resp_sum.sum(), resp_sum, means, scatter)
    total = total_variances(statistics)
    deviations = np.sqrt(np.where(total > 0, total, 1.0))
    scaled = covariances / (deviations[:, None] * deviations)
    if not np.isfinite(scaled).all():
        return True
    return bool((np.linalg.eigvalsh(scaled)[:, 0] < len(deviations) * rounding).any())


def _clearly_spread(weights, means, covariances, roots: Roots) -> np.ndarray:
    """Whether no eigenvalue can be below rounding, of each mixture; as in `collapse`."""
    gaps = means - means[:, :1]
    variances = np.einsum("mkii->mki", covariances)
    most = (weights[..., None] * (variances + gaps * gaps)).sum(axis=1)
    precisions = np.einsum("mkai,mkai->mi", roots.factors, roots.factors)
    return (precisions * most).sum(axis=1) * (means.shape[2] * TURNED) < 1.0
