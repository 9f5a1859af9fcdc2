"""Who imports whom: the contract that a tool checks, and what it cannot see."""

import ast
import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("gmm_core", "dashboard", "pages")
FILES = (ROOT / "app.py", *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))))


@cache
def parsed(path):
    """The code of a module, which several tests look at."""
    return ast.parse(path.read_text(encoding="utf-8"))


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
    return imported_by(ast.parse(source), package)


def imported_by(tree, package):
    """The same of code that is parsed."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            above = parts[: len(parts) - node.level + 1] if node.level else []
            origin = ".".join([*above, *(node.module or "").split(".")]).strip(".")
            names.add(origin)
            names.update(f"{origin}.{alias.name}" for alias in node.names)
    return names


@cache
def all_imported(path):
    return imported_by(parsed(path), package_of(path))


def is_in(name, room):
    return name == room or name.startswith(f"{room}.")


def offences(room, forbidden, except_room=None):
    """Modules of a room that import what they must not, with what they import."""
    found = []
    for path in FILES:
        name = module_name(path)
        if not is_in(name, room) or (except_room and is_in(name, except_room)):
            continue
        names = sorted(all_imported(path))
        found += [f"{name} imports {other}" for other in names if forbidden(other)]
    return found


def any_of(*rooms):
    return lambda name: any(is_in(name, room) for room in rooms)


def test_the_rooms_are_found():
    names = {module_name(path) for path in FILES}
    assert {
        "app",
        "gmm_core",
        "gmm_core.em.algorithm",
        "gmm_core.plots",
        "dashboard.state.current",
    } <= names


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import streamlit as st", "streamlit"),
        ("def f():\n    import plotly.express", "plotly.express"),
        ("from gmm_core import plots", "gmm_core.plots"),
        ("from . import plots", "gmm_core.plots"),
        ("from .plots.style import x", "gmm_core.plots.style.x"),
        ("from .. import plots", "gmm_core.plots"),
    ],
)
def test_every_way_of_importing_is_seen(source, expected):
    package = "gmm_core.reading" if source.startswith("from ..") else "gmm_core"
    assert expected in imported(source, package)


def contract_of(folder):
    """Whether imports below `folder` run as .importlinter says, and what the tool prints."""
    done = subprocess.run(
        [shutil.which("lint-imports", path=Path(sys.executable).parent), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(folder), "PYTHONUTF8": "1"},
        check=False,
    )
    return done.returncode == 0, done.stdout


def test_imports_run_as_the_contract_says():
    kept, said = contract_of(ROOT)
    assert kept, said


BREACHES = [
    ("gmm_core/maximisation/floor.py", "gmm_core.expectation", "Rooms of gmm_core"),
    ("gmm_core/expectation/data.py", "gmm_core.maximisation.floor", "maximisation is ent"),
    ("gmm_core/expectation/passes.py", "gmm_core.maximisation", "The two halves of EM"),
    ("gmm_core/steps/films.py", "streamlit", "The core knows nothing"),
    ("gmm_core/results/new_rows.py", "plotly", "Of the core only plots"),
    ("gmm_core/plots/marks/bins.py", "gmm_core.plots.pictures", "Figures are made"),
    ("dashboard/look/theme.py", "dashboard.state.study", "Rooms of the dashboard"),
]


@pytest.fixture(scope="module")
def said_of_breaches(tmp_path_factory):
    """What the tool says of a copy with all these imports: it judges each contract by itself."""
    copied = tmp_path_factory.mktemp("breaches")
    for room in ("gmm_core", "dashboard"):
        shutil.copytree(ROOT / room, copied / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", copied)
    for module, imported_there, _ in BREACHES:
        with (copied / module).open("a", encoding="utf-8") as file:
            file.write(f"\nimport {imported_there}\n")
    kept, said = contract_of(copied)
    assert not kept
    return said


@pytest.mark.parametrize(("module", "imported_there", "broken"), BREACHES)
def test_a_breach_of_the_contract_is_found(said_of_breaches, module, imported_there, broken):
    said = said_of_breaches
    assert any(broken in row and "BROKEN" in row for row in said.splitlines()), said
    here = module_name(ROOT / module)
    assert f"{here} -> {imported_there} (l." in said, said


def test_nothing_imports_a_page_or_the_app():
    """Pages are scripts: the tool does not see them, as they are in no package."""
    for room in ROOMS:
        assert offences(room, any_of("pages", "app")) == []


def test_no_folder_holds_more_modules_than_fit_a_screen():
    folders = {path.parent for path in FILES}
    modules = {folder: {path.stem for path in folder.glob("*.py")} for folder in folders}
    assert {
        folder: names for folder, names in modules.items() if len(names - {"__init__"}) > 16
    } == {}


def test_the_way_in_is_read_in_ten_minutes():
    """At 250 words a minute; what is not needed at first stands in docs/."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert sum(any(letter.isalnum() for letter in word) for word in text.split()) <= 2500


@cache
def faces(package="gmm_core"):
    """Room -> the names that its face offers."""
    return {
        path.parent: ast.literal_eval(node.value)
        for path in FILES
        if path.name == "__init__.py" and path.parent.parent == ROOT / package
        for node in parsed(path).body
        if isinstance(node, ast.Assign) and node.targets[0].id == "__all__"
    }


def test_a_room_is_entered_by_a_dozen_names_at_most():
    assert len(faces()) == 33
    assert {room.name: names for room, names in faces().items() if len(names) > 12} == {}
    assert (ROOT / "dashboard/server") in faces("dashboard")
    assert {room.name: names for room, names in faces("dashboard").items() if len(names) > 12} == {}


@cache
def classes():
    """Name of each class that is not private -> the modules that have one of this name."""
    found: dict[str, list[str]] = {}
    for path in FILES:
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(module_name(path))
    return found


def test_a_class_of_a_face_is_the_only_one_of_its_name():
    """One sense a word: `State`, `Cell` and `Layout` each had two."""
    offered = {name for names in faces().values() for name in names}
    assert {
        name: modules for name, modules in classes().items() if name in offered and len(modules) > 1
    } == {}


def test_words_that_were_doubles_or_riddles_have_one_sense_or_are_gone():
    doubles = ("Model", "Selection", "Layout", "Drawn")
    assert [name for name in doubles if len(classes().get(name, [])) > 1] == []
    riddles = {"given", "cells", "strata", "takings", "brought", "readings", "reel", "desk"}
    core = [path for path in FILES if path.is_relative_to(ROOT / "gmm_core")]
    assert riddles & {path.stem for path in core} == set()


def test_no_name_of_a_face_hides_a_module():
    modules = ("amounts", "columns", "criteria")  # offered as they are
    hidden = {
        room.name: sorted(set(names) & {path.stem for path in room.iterdir()} - set(modules))
        for room, names in faces().items()
    }
    assert {room: names for room, names in hidden.items() if names} == {}


def test_nothing_is_fetched_or_unpickled():
    """What a person uploads stays on the server, and nothing in it is run."""
    ways_out = ("requests", "urllib.request", "urllib3", "http", "socket", "ftplib", "httpx")
    loaders = ("pickle", "shelve", "marshal", "dill", "cloudpickle")
    for room in ("app", *ROOMS):
        assert offences(room, any_of(*ways_out, *loaders)) == []


def beside_the_count(tree):
    """What a module takes of joblib, which can unpickle, beside the count of cores."""
    nodes = list(ast.walk(tree))
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
    assert beside_the_count(ast.parse(source)) == others


def test_joblib_counts_cores_and_unpickles_nothing():
    users = [path for path in FILES if any(map(any_of("joblib"), all_imported(path)))]
    assert users
    assert [path.name for path in users if beside_the_count(parsed(path))] == []


def test_no_module_is_a_drawer_for_everything():
    drawers = ("util", "helper", "common", "manager", "misc")
    named = [module_name(path) for path in FILES]
    assert [name for name in named if any(drawer in name.lower() for drawer in drawers)] == []


@cache
def loaded_with():
    """What a new process has loaded after it has imported the one module, and then the other."""
    code = "import json, sys"
    for module in ("gmm_core", "gmm_core.plots"):
        code += f"; import {module}; print(json.dumps([*sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    first, second = map(json.loads, done.stdout.splitlines())
    return {"gmm_core": first, "gmm_core.plots": second}


@pytest.mark.parametrize(
    ("module", "absent"),
    [("gmm_core", ("streamlit", "plotly")), ("gmm_core.plots", ("streamlit",))],
)
def test_importing_loads_no_more_than_that(module, absent):
    assert module in loaded_with()[module]
    assert {*absent}.isdisjoint(loaded_with()[module])
