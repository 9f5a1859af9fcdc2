"""Plotly's JavaScript, served by this server in the version that draws the figures."""

import os
import shutil
from functools import cache
from pathlib import Path

import plotly

SERVED = Path(__file__).parents[3] / "static"
SOURCE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


@cache
def address() -> str:
    """Return where a browser finds plotly, relative to the page; put it there if it is not."""
    name = f"plotly-{plotly.__version__}.min.js"
    target = SERVED / name
    if not target.exists() or target.stat().st_size != SOURCE.stat().st_size:
        SERVED.mkdir(exist_ok=True)
        # A copy under another name first: another server may be serving the file just now.
        arriving = target.with_suffix(f".{os.getpid()}")
        shutil.copyfile(SOURCE, arriving)
        arriving.replace(target)
    return f"app/static/{name}"
