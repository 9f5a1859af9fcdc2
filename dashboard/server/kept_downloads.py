"""A file that a click has made is there until the browser has had time to fetch it.

Streamlit makes a download when it is asked for, and then counts it as used by nobody: the second
run that ends, of whatever session, deletes it. With a few people at work that is before a browser
has come for it.
"""

from pathlib import PurePosixPath
from time import monotonic
from typing import Any

from streamlit.runtime.media_file_manager import MediaFileManager

KEPT_SECONDS = 60.0
"""For so long after it was made; from then on it goes as all files do."""

_make, _unused = MediaFileManager.execute_deferred, MediaFileManager._get_inactive_file_ids
_made: dict[str, float] = {}  # when each was made


def begin() -> None:
    """Have the server of this process keep what was just made."""
    manager: Any = MediaFileManager
    manager.execute_deferred = _make_and_keep
    manager._get_inactive_file_ids = _unused_and_old


def _make_and_keep(manager: MediaFileManager, file_id: str) -> str:
    address = _make(manager, file_id)
    _made[PurePosixPath(address).stem] = monotonic()
    return address


def _unused_and_old(manager: MediaFileManager) -> set[str]:
    since = monotonic() - KEPT_SECONDS
    for name in [name for name, made in _made.copy().items() if made < since]:
        _made.pop(name, None)
    return {name for name in _unused(manager) if name not in _made}
