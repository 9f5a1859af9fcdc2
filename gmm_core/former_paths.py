"""Where names were before they moved, for the programs that people have downloaded and kept."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

# Module as programs of version 0.1 name it -> name in it -> the room that has it now.
FORMER = {
    "gmm_core.comparison": {"SCORES": "gmm_core.target", "compared": "gmm_core.target"},
    "gmm_core.naming": {"reordered": "gmm_core.former_paths"},
    "gmm_core.outliers": {"low_density": "gmm_core.departures"},
    "gmm_core.rows": {
        "complete_rows": "gmm_core.table",
        "labelled": "gmm_core.results",
        "row_measures": "gmm_core.results",
    },
}


def reordered(run: Any, order: Any) -> Any:
    """Return a run with its components listed in `order`, as programs of version 0.1 ask."""
    return run.permuted(order)


class _Former(MetaPathFinder, Loader):
    """Finds the modules of `FORMER`, whose names come from where they are now."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if fullname in FORMER else None

    def exec_module(self, module: ModuleType) -> None:
        rooms = FORMER[module.__name__]
        module.__dict__.update({name: getattr(import_module(rooms[name]), name) for name in rooms})


def keep_former_paths() -> None:
    """Let programs import what they need from where it was."""
    if not any(isinstance(finder, _Former) for finder in sys.meta_path):
        sys.meta_path.append(_Former())
