"""Rings of objects are looked for at rest, and in a long lesson once a minute."""

import asyncio
import gc
import weakref
from collections.abc import Callable
from itertools import count

import pytest

from dashboard.server import rings


class Ring:
    """An object that nothing but a full look finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> weakref.ref[Ring]:
    monkeypatch.setattr(rings, "SECONDS", 0.001)
    ring = Ring()
    gc.collect()  # it is old now
    gc.collect(1)  # something has changed since
    return weakref.ref(ring)


def looked_after(until: Callable[[], bool]) -> None:
    async def for_a_while() -> None:
        looking = asyncio.create_task(rings.collect_at_rest())
        while not until():
            await asyncio.sleep(0.001)
        looking.cancel()

    asyncio.run(asyncio.wait_for(for_a_while(), 60))


def test_a_ring_is_let_go_of_at_rest(
    left: weakref.ref[Ring], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rings, "process_time", lambda: 0.0)
    before = gc.get_threshold()
    looked_after(lambda: left() is None)
    assert gc.get_threshold() == before


def test_while_the_server_works_it_is_not_looked_for_before_a_minute_is_over(
    left: weakref.ref[Ring], monkeypatch: pytest.MonkeyPatch
) -> None:
    worked, seconds = count(), count()
    monkeypatch.setattr(rings, "process_time", lambda: next(worked))  # all the time
    monkeypatch.setattr(rings, "monotonic", lambda: next(seconds))
    looks: list[bool] = []

    def is_over() -> bool:
        looks.append(left() is None)
        return looks[-1]

    looked_after(is_over)
    assert next(seconds) >= rings.LONGEST
    assert gc.get_threshold()[2] < rings.NEVER
