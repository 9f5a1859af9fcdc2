"""Programs that people take away, each run from a folder, in a process of its own.

To import what they need takes longer than to run them: a host does it once, and fits something
once, so that no library is first found, or set up, in each copy of it. Every program runs in a copy
of the host. A copy ends at once: to take apart all that was imported takes as long as a fit.
"""

import atexit
import gc
import json
import os
import runpy
import subprocess
import sys
import traceback
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).parents[2]
IMPORTED = "datasets departures exporting fitting reading results table target"  # of gmm_core
# As in the tests themselves; and a copy of a process lacks the threads that it had begun.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
OUT, ERRORS = "stdout.txt", "stderr.txt"


class Done(NamedTuple):
    """How a program ended, and what it has said."""

    returncode: int
    stdout: str
    stderr: str


def run_program(folder: Path, *command: str) -> Done:
    """Run a program that lies in a folder from there; its name is followed by its arguments."""
    host, said = _host(), folder.with_name(f"{folder.name} said")
    said.mkdir(exist_ok=True)
    asked = {"folder": str(folder), "said": str(said), "command": command}
    host.stdin.write(json.dumps(asked) + "\n")
    host.stdin.flush()
    returncode = int(host.stdout.readline())
    return Done(returncode, *((said / name).read_text("utf-8") for name in (OUT, ERRORS)))


@cache
def _host() -> Any:
    """The process that copies itself; it ends with the tests."""
    host = subprocess.Popen(
        [sys.executable, __file__],
        env=os.environ | ONE_THREAD | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(host.communicate)
    return host


def _serve() -> None:
    """Copy this process for each program that is asked for, and say how it ended.

    What was imported is set aside: to look through it all for garbage takes a copy that ends longer
    than most programs take to run.
    """
    rooms = {name: import_module(f"gmm_core.{name}") for name in IMPORTED.split()}
    fitting = rooms["fitting"]
    fitting.fit_run(np.arange(60.0).reshape(20, 3) % 7.0, fitting.Settings(2, "diag"))
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        copy = os.fork()
        if copy == 0:
            _become(**json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]), flush=True)


def _become(folder: str, said: str, command: list[str]) -> None:
    """Run a program instead of what this process did, and end with it."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, OUT), (2, ERRORS)):
        os.dup2(os.open(Path(said, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.chdir(folder)
    sys.argv, sys.path[0] = command, folder
    status = _status_of(command[0])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _status_of(program: str) -> int:
    """Run a program, and return what Python would end with; what it says of the end is said."""
    try:
        runpy.run_path(program, run_name="__main__")
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    _serve()
