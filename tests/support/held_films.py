"""What the player has been given, taken apart as a browser does it, and what it shows of it."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

KINDS = {"u8": np.uint8, "i32": np.int32, "f64": np.float64}


@dataclass(frozen=True, eq=False)
class Shown:
    """What is seen after one half-step; features are in the order of the player's tables.

    Responsibilities are in hundredths, None before the first E-step; so are clusters and counts.
    """

    half_step: int
    title: str
    sentence: str
    log_likelihood: float
    gain: float
    weights: np.ndarray
    means: np.ndarray
    deviations: np.ndarray
    plane_means: np.ndarray
    plane_covariances: np.ndarray
    hundredths: np.ndarray | None
    clusters: np.ndarray | None
    counts: np.ndarray | None
    matching: np.ndarray | None


class HeldFilm:
    """A packed run: its header, and its arrays, by name."""

    def __init__(self, packed: bytes) -> None:
        self.header = unpacked(packed)

    def __getitem__(self, name: str) -> Any:
        return self.header[name]

    def __contains__(self, name: str) -> bool:
        return name in self.header

    @property
    def last(self) -> int:
        return 2 * self["n_states"] - 1

    def after(self, half_step: int) -> Shown:
        """What the player shows after so many half-steps."""
        state, is_m_step = half_step // 2, half_step > 0 and half_step % 2 == 0
        responsible = (half_step - 1) // 2 if half_step else None
        step = f"{'M' if is_m_step else 'E'}-step {(half_step + 1) // 2}"
        arrays: dict[str, Any] = {
            name: self[name][state]
            for name in ("weights", "means", "deviations", "plane_means", "plane_covariances")
        }
        for name in ("hundredths", "clusters", "counts", "matching"):
            seen = responsible is not None and name in self
            arrays[name] = self[name][responsible] if seen else None
        return Shown(
            half_step,
            title=step if half_step else "Start",
            sentence=self["sentences"][half_step],
            log_likelihood=self["log_likelihoods"][state],
            gain=self["gains"][state] if is_m_step else 0.0,
            **arrays,
        )


def packs(blob: bytes) -> list[bytes]:
    """Return the packs that are joined in a blob, each behind its length."""
    return list(_packs(blob))


def _packs(blob: bytes) -> Iterator[bytes]:
    place = 0
    while place < len(blob):
        length = int.from_bytes(blob[place : place + 4], "little")
        yield blob[place + 4 : place + 4 + length]
        place += 4 + length


def unpacked(packed: bytes) -> dict[str, Any]:
    """Return the header of a pack with its arrays."""
    content = zlib.decompress(packed)
    length = int.from_bytes(content[:4], "little")
    header = json.loads(content[4 : 4 + length])
    for name, described in header.pop("arrays").items():
        kind, shape = KINDS[described["kind"]], described["shape"]
        place, size = 4 + length + described["offset"], int(np.prod(shape))
        assert place % np.dtype(kind).itemsize == 0
        array = np.frombuffer(content, kind, size, place).reshape(shape)
        header[name] = np.cumsum(array, axis=0, dtype=kind) if described["differences"] else array
    return header
