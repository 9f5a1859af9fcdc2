"""An analysis as a program that repeats it from the original file, to the same numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import numpy as np

from gmm_core.exporting.analysis import Analysis, Numbers
from gmm_core.exporting.saved_model import VERSION
from gmm_core.fitting import Settings

# Text of a file stands in the program as literals only, never in a comment or a docstring.
_HEAD = '''\
"""Repeats an analysis made with GMM Lab, and checks that the numbers are the same.

    python PROGRAM {usage}[--out LABELLED.csv]

PROGRAM is the name of this file{where}. It needs gmm_core {version}: run it in the
folder of GMM Lab, or with that folder in PYTHONPATH. It ends with 0 when all numbers agree with
those that the page showed, and with 1 when one differs.
"""

import argparse
{standard}import math
import sys
from pathlib import Path

import numpy as np

from gmm_core import GMMError, criteria, {datasets}responsibilities
from gmm_core.comparison import SCORES, compared
from gmm_core.exporting import csv_bytes
from gmm_core.fitting import Settings, fit_run
from gmm_core.outliers import low_density
{reading}from gmm_core.rows import complete_rows, labelled, row_measures

{constants}
'''

_FILE = '''

def read(path):
    """Return the table in the file, which must be the very same that was analysed."""
    content = Path(path).read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != SHA256:
        sys.exit(f"{path} is not the file that was analysed: its SHA-256 is {sha256}.")
    return read_table(content, SOURCE, Choices.from_dict(CHOICES)).frame
'''

_BUILT_IN = '''

def read():
    """Return the built-in table that was analysed."""
    return datasets.load(SOURCE).frame
'''

_BODY = '''

def analyse(table):
    """Return what is found in the table, and the table with its clusters."""
    rows = complete_rows(table, FEATURES)
    run = fit_run(rows.X, SETTINGS, names=FEATURES)
    if ORDER is not None:
        run = run.permuted(ORDER)
    mixture = run.mixture
    resp = responsibilities(rows.X, mixture)
    parameters = criteria.n_parameters(
        mixture.n_components, mixture.n_features, SETTINGS.covariance_type
    )
    found = {{
        "rows": len(table),
        "fitted": len(rows.X),
        "log_likelihood": run.log_likelihood,
        "bic": criteria.bic(run.log_likelihood, parameters, len(rows.X)),
        "sizes": np.bincount(resp.argmax(axis=1), minlength=mixture.n_components).tolist(),
    }}
    if TARGET is not None:
        comparison = compared(table[TARGET][rows.kept], resp)
        found["counts"] = comparison.table.to_numpy().tolist()
        found |= {{name: getattr(comparison, name) for name in SCORES}}
    known = row_measures(resp, low_density(rows.X, mixture))
    return found, labelled(table, rows.kept, resp, measures=known, components=COMPONENTS)


def same(found, expected):
    """Whether whole numbers are equal, and others to 1e-9 of their size."""
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)


def main():
    parser = argparse.ArgumentParser(description="Repeat an analysis made with GMM Lab.")
{argument}    parser.add_argument("--out", metavar="LABELLED.csv", help="where to write clusters")
    chosen = parser.parse_args()
    sys.stdout.reconfigure(errors="replace")  # a console may not know all letters of a name
    try:
        found, with_clusters = analyse(read({path}))
    except (GMMError, OSError) as error:
        sys.exit(str(error))
    differing = [name for name, value in EXPECTED.items() if not same(found[name], value)]
    for name, value in found.items():
        said = f"differs from {{EXPECTED[name]}}" if name in differing else "as shown"
        print(f"{{name:>30}}  {{value}}  {{said}}")
    if COMPONENTS is not None:
        print(f"The clusters are called, from 1: {{', '.join(COMPONENTS)}}")
    if chosen.out:
        Path(chosen.out).write_bytes(csv_bytes(with_clusters))
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
'''


_READING = """\
from gmm_core.reading import read_table
from gmm_core.reading.choices import Choices
"""

_ARGUMENT = """\
    parser.add_argument("table", nargs="?", default=SOURCE, help="path of the table")
"""


def script(analysis: Analysis, expected: Numbers) -> str:
    """Return a Python program that repeats an analysis and compares its numbers.

    Parameters
    ----------
    analysis : Analysis
    expected : Numbers
        What the page showed.

    Returns
    -------
    str
        It takes the path of the file, by default its name, checks its SHA-256, and with ``--out``
        writes the table with its clusters. It ends with 1 where a number differs by more than
        1e-9 of its size.

    Examples
    --------
    >>> from gmm_core.reading import Choices
    >>> asked = Analysis("iris", "", Choices(), ("petal length",), None, Settings(3))
    >>> program = script(asked, Numbers(150, 150, -218.3, 477.3, (50, 53, 47)))
    >>> [line for line in program.splitlines() if line.startswith(("SOURCE", "FEATURES"))]
    ["SOURCE = 'iris'", "FEATURES = ['petal length']"]
    """
    built_in = analysis.is_built_in
    head = _HEAD.format(
        usage="" if built_in else "[TABLE] ",
        where="" if built_in else ", TABLE that of the table",
        version=VERSION,
        standard="" if built_in else "import hashlib\n",
        datasets="datasets, " if built_in else "",
        reading="" if built_in else _READING,
        constants=_constants(analysis, expected),
    )
    body = _BODY.format(
        argument="" if built_in else _ARGUMENT,
        path="" if built_in else "chosen.table",
    )
    return head + (_BUILT_IN if built_in else _FILE) + body


def _constants(analysis: Analysis, expected: Numbers) -> str:
    """The lines that hold what differs from analysis to analysis."""
    of_file = {"SHA256": analysis.sha256, "CHOICES": analysis.choices.as_dict()}
    # Where nothing could be compared the program does not try to.
    target = None if expected.counts is None else analysis.target
    values: dict[str, Any] = {
        "SOURCE": re.split(r"[/\\]", analysis.source)[-1],
        **({} if analysis.is_built_in else of_file),
        "FEATURES": list(analysis.features),
        "TARGET": target,
        "ORDER": analysis.order and [int(place) for place in analysis.order],
        "COMPONENTS": analysis.names and list(analysis.names),
    }
    lines = [f"{name} = {value!r}" for name, value in values.items()]
    return "\n".join([*lines, _settings(analysis.settings), _expected(expected)])


def _settings(settings: Settings) -> str:
    lines = [f"    {f.name}={_plain(getattr(settings, f.name))!r},\n" for f in fields(settings)]
    return f"SETTINGS = Settings(\n{''.join(lines)})"


def _expected(expected: Numbers) -> str:
    numbers = asdict(expected)
    scores: Mapping[str, float] = numbers.pop("scores") or {}
    found = {name: value for name, value in numbers.items() if value is not None} | dict(scores)
    lines = [f"    {name!r}: {_listed(_plain(value))!r},\n" for name, value in found.items()]
    return f"EXPECTED = {{\n{''.join(lines)}}}"


def _plain(value: Any) -> Any:
    """The value in Python's own types, whose repr is a literal."""
    if isinstance(value, np.generic):
        return value.item()
    return tuple(map(_plain, value)) if isinstance(value, list | tuple) else value


def _listed(value: Any) -> Any:
    return [_listed(item) for item in value] if isinstance(value, tuple) else value
