"""Programs that people take away, each run from a folder, in a process of its own.

To import what they need takes longer than to run them: a host does it once, and every program runs
in a copy of the host.
"""

import atexit
import gc
import json
import os
import runpy
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
IMPORTED = "gmm_core.datasets, gmm_core.exporting, gmm_core.fitting, gmm_core.reading, pandas"
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
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
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
    exec(f"import {IMPORTED}")
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
    runpy.run_path(command[0], run_name="__main__")
    sys.exit()


if __name__ == "__main__":
    _serve()
