"""Libraries that only some of the package needs, asked for in one sentence where one is missing."""

from __future__ import annotations

from importlib.util import find_spec

from gmm_core.errors import GMMError

_EXTRA_OF = {
    "distributed": "dask",
    "pyarrow": "files",
    "python_calamine": "files",
    "plotly": "plots",
    "contourpy": "plots",
    "jinja2": "reports",
    "docx": "reports",
    "xlsxwriter": "files",
}
_CALLED = {"docx": "python-docx", "xlsxwriter": "XlsxWriter"}  # otherwise than its module


class MissingExtraError(GMMError, ImportError):
    """A library is not installed that the package does without but for what is asked."""


def require(library: str, doing: str) -> None:
    """Return nothing if a library is installed, and raise otherwise; it is not loaded.

    Parameters
    ----------
    library : str
        The module that is imported, one of an extra of pyproject.toml.
    doing : str
        What needs it, as the subject of a sentence in the singular.

    Raises
    ------
    MissingExtraError
        When it is not installed; names the extra.

    Examples
    --------
    >>> require("pyarrow", "Reading Parquet files")
    """
    if find_spec(library) is None:
        raise MissingExtraError(
            f"{doing} needs {_CALLED.get(library, library.replace('_', '-'))}: "
            f"pip install 'gmm-lab[{_EXTRA_OF[library]}]'."
        )
