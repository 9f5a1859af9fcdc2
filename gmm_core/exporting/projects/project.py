"""A project: the table as it came, and all that was chosen, in one file that holds no program."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from gmm_core.checked import as_annotated
from gmm_core.datasets import MAX_POINTS
from gmm_core.errors import DataError
from gmm_core.exporting.checked_json import (
    AS_DOWNLOADED,
    Fields,
    check_format,
    check_written,
    parse,
    written,
)
from gmm_core.exporting.projects.container import MOST, SAID, TABLE, packed, unpacked
from gmm_core.exporting.saved_model import versions
from gmm_core.table import MarkedRows

FORMAT = "GMM Lab project"
FORMAT_VERSIONS = (1,)
MOST_ROWS = 2**31
_WHAT = "The project"
_FIELDS = ("format", "format_version", "versions", "page", "chosen", "asked")
_OPTIONAL = ("file", "points", "selected", "log_likelihood")
_KEY = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True)
class TableFile:
    """The file of a table, its bytes as they came.

    Parameters
    ----------
    name : str
    content : bytes
    """

    name: str
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """Of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, eq=False)
class Project:
    """A table and what was chosen of it.

    Parameters
    ----------
    chosen : mapping of str to sequence of str
        As the address of a page says it: data, features, settings, names of clusters, how the file
        is read, and what is seen on the pages.
    page : str
        Which page was open; "" for the first.
    file : TableFile or None
        None where the table comes along or was drawn.
    points : ndarray of shape (n, 2), optional
        That were drawn.
    selected : MarkedRows, optional
        The rows that are selected.
    asked : tuple of str
        Results that take a while and were asked for, by the keys of their buttons.
    log_likelihood : float, optional
        Of the fit, in nats: by it a later version can tell whether it comes to the same.
    versions : mapping of str
        Of the programs that wrote it.
    """

    chosen: Mapping[str, Sequence[str]]
    page: str = ""
    file: TableFile | None = None
    points: np.ndarray | None = None
    selected: MarkedRows | None = None
    asked: tuple[str, ...] = ()
    log_likelihood: float | None = None
    versions: Mapping[str, str] = field(default_factory=versions)


@as_annotated
def project_bytes(project: Project) -> bytes:
    r"""Return a project as one file: a zip archive of JSON and the table's bytes.

    Parameters
    ----------
    project : Project

    Returns
    -------
    bytes
        The same for the same project.

    Raises
    ------
    DataError
        When `read_project` would not take the file.

    Examples
    --------
    >>> content = project_bytes(Project({"k": ["3"]}, file=TableFile("x.csv", b"x\n1\n2\n")))
    >>> read_project(content).file
    TableFile(name='x.csv')
    """
    file = project.file
    entries = {
        "format": FORMAT,
        "format_version": FORMAT_VERSIONS[-1],
        "versions": dict(project.versions),
        "page": project.page,
        "chosen": [f"{key}={said}" for key, values in project.chosen.items() for said in values],
        "asked": list(project.asked),
        "file": file and {"name": file.name, "sha256": file.sha256},
        "points": None if project.points is None else project.points.tolist(),
        "selected": _selected_written(project.selected),
        "log_likelihood": project.log_likelihood,
    }
    said = check_written(written(entries), lambda content: _read(content, file and file.content))
    return packed({SAID: said, **({} if file is None else {TABLE: file.content})})


def _selected_written(selected: MarkedRows | None) -> dict[str, object] | None:
    if selected is None:
        return None
    return {"rows": selected.rows.tolist(), "origins": list(selected.origins)}


@as_annotated
def read_project(content: bytes) -> Project:
    """Return the project in a file that `project_bytes` wrote; nothing in it is run.

    Parameters
    ----------
    content : bytes
        The whole file, which may hold anything.

    Returns
    -------
    Project

    Raises
    ------
    DataError
        When the file is anything else, or damaged; the message says what is wrong.

    Examples
    --------
    >>> read_project(b"PK")
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: The file is no project of GMM Lab. Give one that it saved.
    """
    members = unpacked(content)
    return _read(members[SAID], members.get(TABLE))


def _read(said: bytes, table: bytes | None) -> Project:
    whole = parse(said, _WHAT, MOST[SAID])
    check_format(whole, FORMAT, FORMAT_VERSIONS, "project", "it saved as a project")
    fields = Fields(whole, _WHAT, _FIELDS, _OPTIONAL)
    return Project(
        chosen=_chosen(fields),
        page=fields.text("page"),
        file=_file(fields, table),
        points=_points(fields),
        selected=_selected(fields),
        asked=fields.texts("asked"),
        log_likelihood=None
        if fields.is_null("log_likelihood")
        else fields.number("log_likelihood"),
        versions=fields.pairs("versions"),
    )


def _chosen(fields: Fields) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in fields.texts("chosen"):
        key, equals, said = each.partition("=")
        if not equals or not _KEY.fullmatch(key):
            fields.refuse(f'has "{each[:40]}" among what is chosen, which is none of it')
        found.setdefault(key, []).append(said)
    return found


def _file(fields: Fields, table: bytes | None) -> TableFile | None:
    if fields.is_null("file") != (table is None):
        fields.refuse("names a table that it does not hold, or holds one that it does not name")
    if table is None:
        return None
    about = fields.part("file", ("name", "sha256"))
    file = TableFile(about.text("name"), table)
    if file.sha256 != about.text("sha256"):
        raise DataError(
            f"The table in the project is not the one it was saved with. {AS_DOWNLOADED}"
        )
    return file


def _points(fields: Fields) -> np.ndarray | None:
    if fields.is_null("points"):
        return None
    n = fields.length("points", MAX_POINTS)
    return fields.array("points", n, 2)


def _selected(fields: Fields) -> MarkedRows | None:
    if fields.is_null("selected"):
        return None
    about = fields.part("selected", ("rows", "origins"))
    rows = np.array(about.whole_numbers("rows", MOST_ROWS), dtype=np.int64)
    return MarkedRows(rows, about.texts("origins"))
