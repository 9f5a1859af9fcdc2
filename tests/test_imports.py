"""Dependencies run one way: app.py -> pages -> gmm_core.plots -> gmm_core."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("gmm_core", "pages")
FILES = (ROOT / "app.py", *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))))


def module_name(path):
    """gmm_core/plots/__init__.py -> gmm_core.plots."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def package_of(path):
    name = module_name(path)
    return name if path.stem == "__init__" else name.rpartition(".")[0]


def imported(source, package):
    """Full names of all that a module imports, at its top or inside a function.

    ``from a import b`` counts as a and as a.b, as b may be a module.
    """
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            above = parts[: len(parts) - node.level + 1] if node.level else []
            origin = ".".join([*above, *(node.module or "").split(".")]).strip(".")
            names.add(origin)
            names.update(f"{origin}.{alias.name}" for alias in node.names)
    return names


def is_in(name, room):
    return name == room or name.startswith(f"{room}.")


def offences(room, forbidden, except_room=None):
    """Modules of a room that import what they must not, with what they import."""
    found = []
    for path in FILES:
        name = module_name(path)
        if not is_in(name, room) or (except_room and is_in(name, except_room)):
            continue
        names = imported(path.read_text(encoding="utf-8"), package_of(path))
        found += [f"{name} imports {other}" for other in sorted(names) if forbidden(other)]
    return found


def any_of(*rooms):
    return lambda name: any(is_in(name, room) for room in rooms)


def test_the_rooms_are_found():
    names = {module_name(path) for path in FILES}
    assert {"app", "gmm_core", "gmm_core.em", "gmm_core.plots", "pages._shared"} <= names


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import streamlit as st", "streamlit"),
        ("def f():\n    import plotly.express", "plotly.express"),
        ("from gmm_core import plots", "gmm_core.plots"),
        ("from . import plots", "gmm_core.plots"),
        ("from .plots.style import x", "gmm_core.plots.style"),
        ("from .. import plots", "gmm_core.plots"),
    ],
)
def test_every_way_of_importing_is_seen(source, expected):
    package = "gmm_core.reading" if source.startswith("from ..") else "gmm_core"
    assert expected in imported(source, package)


def test_the_core_imports_no_streamlit_no_page_and_no_app():
    assert offences("gmm_core", any_of("streamlit", "pages", "app")) == []


def test_only_plots_import_plotly():
    assert offences("gmm_core", any_of("plotly"), except_room="gmm_core.plots") == []


def test_the_core_does_not_import_its_plots():
    assert offences("gmm_core", any_of("gmm_core.plots"), except_room="gmm_core.plots") == []


def test_pages_do_not_import_the_app():
    assert offences("pages", any_of("app")) == []


def test_pages_do_not_import_one_another():
    """Neither does what they share import a page."""
    assert (
        offences("pages", lambda name: is_in(name, "pages") and not is_in(name, "pages._shared")
                 and name != "pages") == []
    )  # fmt: skip


def test_nothing_is_fetched_or_unpickled():
    """What a person uploads stays on the server, and nothing in it is run."""
    ways_out = ("requests", "urllib.request", "urllib3", "http", "socket", "ftplib", "httpx")
    loaders = ("pickle", "shelve", "marshal", "dill", "cloudpickle")
    for room in ("app", *ROOMS):
        assert offences(room, any_of(*ways_out, *loaders)) == []


def beside_the_count(source):
    """What a module takes of joblib, which can unpickle, beside the count of cores."""
    nodes = list(ast.walk(ast.parse(source)))
    whole = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    parts = [
        f"{node.module}.{alias.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    return [name for name in whole + parts if is_in(name, "joblib") and name != "joblib.cpu_count"]


@pytest.mark.parametrize(
    ("source", "others"),
    [
        ("from joblib import cpu_count", []),
        ("from joblib import cpu_count, load", ["joblib.load"]),
        ("from joblib import *", ["joblib.*"]),
        ("import joblib", ["joblib"]),
        ("def f():\n    import joblib.numpy_pickle", ["joblib.numpy_pickle"]),
        ("from joblib.numpy_pickle import load", ["joblib.numpy_pickle.load"]),
    ],
)
def test_every_way_to_the_rest_of_joblib_is_seen(source, others):
    assert beside_the_count(source) == others


def test_joblib_counts_cores_and_unpickles_nothing():
    assert [path.name for path in FILES if beside_the_count(path.read_text(encoding="utf-8"))] == []


def test_no_module_is_a_drawer_for_everything():
    drawers = ("util", "helper", "common", "manager", "misc")
    named = [module_name(path) for path in FILES]
    assert [name for name in named if any(drawer in name.lower() for drawer in drawers)] == []


@pytest.mark.parametrize(
    ("module", "absent"),
    [("gmm_core", ("streamlit", "plotly")), ("gmm_core.plots", ("streamlit",))],
)
def test_importing_loads_no_more_than_that(module, absent):
    code = f"import sys, {module}; print(*sorted(set({absent!r}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
