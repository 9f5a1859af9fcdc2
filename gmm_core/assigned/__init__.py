"""Which component is each row of, and which rows are noise?"""

from gmm_core.assigned.most_probable import (
    NOISE,
    NOISE_GLYPH,
    assigned,
    noise_shares,
    with_noise,
)

__all__ = ["NOISE", "NOISE_GLYPH", "assigned", "noise_shares", "with_noise"]
