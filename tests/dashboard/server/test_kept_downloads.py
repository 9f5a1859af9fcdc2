"""What a click has made is there for its browser, however many runs end meanwhile."""

from pathlib import PurePosixPath

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from dashboard.server import kept_downloads


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> MediaFileManager:
    for name in ("execute_deferred", "_get_inactive_file_ids"):  # put back in the end
        monkeypatch.setattr(MediaFileManager, name, getattr(MediaFileManager, name))
    kept_downloads.begin()
    return MediaFileManager(MemoryMediaFileStorage("/media"))


def test_a_file_that_was_made_outlives_the_runs_of_others_for_a_minute(
    manager: MediaFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage: MemoryMediaFileStorage = manager._storage  # pyright: ignore[reportAssignmentType]
    asked = manager.add_deferred(lambda: b"a,b", "text/csv", "1.2", "table.csv")
    address = manager.execute_deferred(asked)
    for _ in range(5):
        manager.remove_orphaned_files()
    name = PurePosixPath(address).name
    assert storage.get_file(name).content == b"a,b"
    later = kept_downloads.monotonic() + kept_downloads.KEPT_SECONDS + 1
    monkeypatch.setattr(kept_downloads, "monotonic", lambda: later)
    for _ in range(2):
        manager.remove_orphaned_files()
    with pytest.raises(MediaFileStorageError):
        storage.get_file(name)
