"""A box that is drawn looks up its own value, and not those of the whole session.

Streamlit makes a copy of all that a session holds for each box, to see whether one value is empty.
With some sixty controls that is a tenth of a run, and most of the garbage that it leaves.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState

_whole: Any = SafeSessionState.filtered_state


def begin() -> None:
    """Have the server of this process look values up one by one."""
    state: Any = SafeSessionState
    state.filtered_state = property(_LookedUp)


class _LookedUp(Mapping[str, Any]):
    """What a session holds by the keys of its controls; copied only for who asks for all."""

    def __init__(self, state: SafeSessionState) -> None:
        self._state = state

    def __getitem__(self, key: str) -> Any:
        with self._state._lock:
            return self._state._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def _all(self) -> dict[str, Any]:
        return _whole.fget(self._state)
