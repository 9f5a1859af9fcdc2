"""Noise as it stands in a file: its share, and the box over which it is uniform."""

from __future__ import annotations

from typing import Any

import numpy as np

from gmm_core.exporting.checked_json import Fields
from gmm_core.mixture import Noise


def noise_written(noise: Noise) -> dict[str, Any]:
    """Return noise as JSON has it."""
    return {
        "share": noise.share,
        "corner": noise.corner.tolist(),
        "edges": noise.edges.tolist(),
    }


def noise_read(found: Fields, d: int) -> Noise | None:
    """Return the noise of a file over `d` features, checked; None where it has none."""
    if found.is_null("noise"):
        return None
    part = found.part("noise", ("share", "corner", "edges"))
    share = part.number("share")
    noise = Noise(share, part.array("corner", d), part.array("edges", d, d))
    if not 0 <= share < 1 or not np.isfinite(noise.log_volume):
        found.refuse('has "noise" that is none: no share below 1, or no box')
    return noise
