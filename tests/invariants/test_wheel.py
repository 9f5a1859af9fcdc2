"""The package is installed from its wheel: gmm_core alone, with all that it needs."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

from gmm_core import Choices, Settings, complete_rows, datasets, fit_run
from gmm_core.exporting import Analysis, numbers_of, script
from gmm_core.version import VERSION

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# In one process, as most of the time of either goes into importing what both need.
PROGRAM_AND_EXAMPLES = """
import doctest, runpy, sys
sys.argv = ["program.py"]
try:
    runpy.run_path("program.py", run_name="__main__")
except SystemExit as end:
    assert not end.code
import gmm_core
print(gmm_core.__file__)
options = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
failed, tried = doctest.testfile("README.md", module_relative=False, optionflags=options)
print(failed, tried)
"""


def done(*command, cwd):
    environment = {name: os.environ[name] for name in os.environ if name != "PYTHONPATH"}
    result = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An environment with the wheel, and of all else what this one has: its python and folder."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for room in ("gmm_core", "dashboard", "pages"):
        without = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / room, source / room, ignore=without)
    for name in ("pyproject.toml", "README.md", "LICENSE", "app.py"):
        shutil.copy(ROOT / name, source)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input")
    building = ("wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder))
    done(*pip, *building, str(source), cwd=folder)
    done(sys.executable, "-m", "venv", "--without-pip", "env", cwd=folder)
    python = folder / "env" / "bin" / "python"
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(done(str(python), "-c", asked, cwd=folder).strip())
    (wheel,) = folder.glob("*.whl")
    here = ("--no-deps", "--no-index", "--no-compile", "--target", str(packages))
    done(*pip, "install", *here, str(wheel), cwd=folder)
    others = [path for path in sys.path if path.endswith("-packages")]
    (packages / "others.pth").write_text("\n".join([*others, sysconfig.get_path("purelib")]))
    return str(python), packages


def test_the_package_alone_is_installed_with_its_files(installed):
    _, packages = installed
    written = {path.name for path in packages.iterdir() if path.suffix != ".pth"}
    assert written == {"gmm_core", f"gmm_lab-{VERSION}.dist-info"}
    core = ROOT / "gmm_core"
    files = {path.relative_to(core) for path in core.rglob("*") if path.is_file()}
    ours = {path for path in files if "__pycache__" not in path.parts}
    assert Path("py.typed") in ours
    assert {path for path in ours if not (packages / "gmm_core" / path).is_file()} == set()


@pytest.fixture(scope="module")
def said_elsewhere(installed, tmp_path_factory):
    """What a program says, where its package lies, and how many examples failed, of how many."""
    python, _ = installed
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copy(ROOT / "README.md", folder)
    asked = Analysis("faithful", "", Choices(), ("eruptions",), None, Settings(2))
    frame = datasets.load("faithful").frame
    rows = complete_rows(frame, asked.features)
    run = fit_run(rows.X, asked.settings)
    program = script(asked, numbers_of(asked, frame, rows, run.mixture, run.log_likelihood))
    (folder / "program.py").write_text(program, encoding="utf-8")
    *said, found, examples = done(python, "-c", PROGRAM_AND_EXAMPLES, cwd=folder).splitlines()
    return said, Path(found), examples


def test_the_examples_of_the_readme_run_elsewhere(said_elsewhere):
    *_, examples = said_elsewhere
    failed, tried = map(int, examples.split())
    assert failed == 0 < tried, said_elsewhere


def test_a_downloaded_program_runs_elsewhere(installed, said_elsewhere):
    _, packages = installed
    said, found, _ = said_elsewhere
    assert said
    assert not any("differs" in line for line in said)
    assert found.is_relative_to(packages)


def listed(requirements):
    return {line.strip() for line in requirements if line.strip() and line[0] not in "#-"}


def test_the_app_asks_for_the_same_whether_it_is_installed_or_run_in_its_folder():
    extras = PROJECT["optional-dependencies"]
    app = set(extras["app"]) - {"gmm-lab[files,plots,reports]"}
    parts = [*extras["files"], *extras["plots"], *extras["reports"]]
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert listed(lines) == {*PROJECT["dependencies"], *parts, *app}
