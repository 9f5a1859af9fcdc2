"""Python looks for rings of objects that nobody holds while nobody waits, and seldom else.

A full look through what a class of sixty holds takes most of a second, in which nothing else runs.
Left to itself, Python looks whenever there is a quarter more: every few seconds of a lesson.
"""

import asyncio
import gc
from time import monotonic, process_time

SECONDS = 5.0  # between two questions whether the server is at rest
AT_REST = 0.02  # of the processor's time at most
LONGEST = 60.0  # seconds without rest, after which it is looked all the same
NEVER = 1_000_000  # younger looks before Python does it of its own


async def collect_at_rest() -> None:
    """Look for rings once what was asked for is done, as long as the server runs."""
    young, younger, full = gc.get_threshold()
    gc.set_threshold(young, younger, NEVER)
    try:
        looked = monotonic()
        while True:
            worked = process_time()
            await asyncio.sleep(SECONDS)
            is_at_rest = process_time() - worked <= AT_REST * SECONDS
            if _has_changed() and (is_at_rest or monotonic() - looked >= LONGEST):
                gc.collect()
                looked = monotonic()
    finally:
        gc.set_threshold(young, younger, full)


def _has_changed() -> bool:
    """Whether there is more than after the last full look, by younger looks since."""
    return gc.get_count()[2] > 0
