"""Stepping EM loads numpy and little else; every name of the face is there at its first use."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import gmm_core

ROOT = Path(__file__).parents[2]
ABSENT = (
    *("pandas", "pyarrow", "plotly", "contourpy", "sklearn", "scipy.stats", "joblib", "jinja2"),
    *("docx", "xlsxwriter"),
)
STEPS = """
import sys
import gmm_core
print(*dir(gmm_core))  # before any name is loaded
from gmm_core import Data, Mixture, Statistics, e_step, m_step, run
X = [[0.0, 1.0], [1.0, 0.5], [9.0, 8.0], [10.0, 9.5], [0.5, 0.1], [9.5, 9.0]]
start = Mixture([0.5, 0.5], [[0.0, 0.0], [9.0, 9.0]], [[[1.0, 0.0], [0.0, 1.0]]] * 2)
statistics = e_step(Data(X), start)
assert isinstance(statistics, Statistics)
m_step(statistics, "full", reg_covar=0.1)
run(X, start, reg_covar=0.1)
print(*(name for name in {absent!r} if name in sys.modules))
"""


@cache
def told():
    """The names that the face lists at first, and what is loaded once EM has stepped."""
    code = STEPS.format(absent=ABSENT)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    listed, loaded = done.stdout.split("\n")[:2]
    return listed.split(), loaded.split()


def test_stepping_em_loads_no_more_than_it_needs():
    _, loaded = told()
    assert loaded == []


@pytest.mark.parametrize("name", gmm_core.__all__)
def test_every_name_of_the_face_is_there(name):
    scope: dict = {}
    exec(f"from gmm_core import {name}", scope)
    assert scope[name] is getattr(gmm_core, name)


def test_all_names_come_with_a_star_and_are_listed():
    assert set(gmm_core.__all__) <= set(dir(gmm_core))
    listed, _ = told()
    assert set(gmm_core.__all__) <= set(listed)


def test_a_name_that_is_not_there_is_refused():
    with pytest.raises(AttributeError, match="'gmm_core' has no attribute 'fit_all'"):
        _ = gmm_core.fit_all


def named_to_type_checkers():
    """Name -> module, as the block says that type checkers alone read."""
    source = (ROOT / "gmm_core" / "__init__.py").read_text(encoding="utf-8")
    (block,) = (node for node in ast.parse(source).body if isinstance(node, ast.If))
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    return {alias.name: node.module for node in imports for alias in node.names}


def test_type_checkers_know_every_name_from_where_it_is_loaded():
    assert named_to_type_checkers() == gmm_core._ROOM_OF
