"""Plotly's JavaScript: there for the first class that arrives, or one sentence on why not."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lab import ROOT

from dashboard.browser import library
from gmm_core import GMMError


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory that is not there yet, in place of the one that is served."""
    monkeypatch.setattr(library, "SERVED", tmp_path / "static")
    library._address.cache_clear()
    yield tmp_path / "static"
    library._address.cache_clear()


def test_all_who_arrive_at_once_find_the_whole_file(served: Path) -> None:
    with ThreadPoolExecutor(30) as class_of_thirty:
        addresses = set(class_of_thirty.map(lambda _: library.address(), range(30)))
    (address,) = addresses
    assert address.startswith("app/static/plotly-")
    (file,) = served.iterdir()
    assert file.read_bytes() == library.SOURCE.read_bytes()


def test_a_file_that_was_cut_off_is_copied_again(served: Path) -> None:
    library.address()
    (file,) = served.iterdir()
    file.write_bytes(b"half")
    library._address.cache_clear()
    library.address()
    assert file.stat().st_size == library.SOURCE.stat().st_size


def test_where_nothing_can_be_written_one_sentence_says_so(served: Path) -> None:
    served.write_text("in the way")
    with pytest.raises(GMMError, match=r"cannot be copied to static.*Plain view"):
        library.address()


STARTED = """
import sys
from pathlib import Path
from dashboard.browser import library
library.SERVED = Path(sys.argv[1])
import app
"""


@pytest.mark.parametrize("in_the_way", [False, True])
def test_it_is_there_when_the_server_starts(tmp_path: Path, in_the_way: bool) -> None:
    """Else Streamlit warns of a folder that is not there on the first start of all."""
    folder = tmp_path / "static"
    if in_the_way:
        folder.write_text("a file")
    subprocess.run([sys.executable, "-c", STARTED, str(folder)], cwd=ROOT, check=True)
    assert in_the_way or [file.suffix for file in folder.iterdir()] == [".js"]
