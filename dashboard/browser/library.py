"""Plotly's JavaScript, served by this server in the version that draws the figures."""

import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock

import plotly

from gmm_core.errors import GMMError

SERVED = Path(__file__).parents[2] / "static"
SOURCE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_copying = Lock()


def begin() -> None:
    """Put it there as the server starts; where that fails, the page says so that needs it."""
    with suppress(GMMError):
        address()


def address() -> str:
    """Return where a browser finds plotly, relative to the page; put it there if it is not."""
    with _copying:  # the first class to arrive arrives at once
        return _address()


@cache
def _address() -> str:
    name = f"plotly-{plotly.__version__}.min.js"
    target = SERVED / name
    try:
        if not target.exists() or target.stat().st_size != SOURCE.stat().st_size:
            _copy(target)
    except OSError as error:
        raise GMMError(
            f"The player's drawing library cannot be copied to {SERVED.name}/ "
            f"({error.strerror}). Let the server write there, or turn on Plain view."
        ) from error
    return f"app/static/{name}"


def _copy(target: Path) -> None:
    """Copy under another name first: another server may be serving the file just now."""
    SERVED.mkdir(exist_ok=True)
    handle, arriving = tempfile.mkstemp(dir=SERVED)
    os.close(handle)
    shutil.copyfile(SOURCE, arriving)
    os.chmod(arriving, 0o644)
    os.replace(arriving, target)
