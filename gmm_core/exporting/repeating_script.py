"""An analysis as a program that repeats it from the original file, to the same numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from gmm_core.checked import as_annotated
from gmm_core.exporting.analysis import Analysis, Numbers
from gmm_core.fitting import Settings
from gmm_core.version import VERSION

# Text of a file stands in the program as literals only, never in a comment or a docstring.
_HEAD = '''\
"""Repeats an analysis made with GMM Lab, and checks that the numbers are the same.

    python PROGRAM {usage}[--out LABELLED.csv]

PROGRAM is the name of this file{where}. It needs gmm_core {version} or
newer: install it, or run the program in the folder of GMM Lab. It ends with 0 when all numbers
agree with those that the page showed, and with 1 when one differs.
"""

import argparse
{standard}import math
import sys
from pathlib import Path

NEEDED = {version!r}

try:
    from gmm_core import VERSION
except ImportError:  # before 0.2.0 it did not say
    VERSION = "missing, or older than 0.2.0"
if not VERSION[:1].isdigit() or [*map(int, VERSION.split("."))] < [*map(int, NEEDED.split("."))]:
    sys.exit(f"This program needs gmm_core {{NEEDED}} or newer, and yours is {{VERSION}}.")

from gmm_core import (
{names}
)
from gmm_core.exporting import Analysis, csv_bytes, numbers_of

{constants}
'''

_FILE = '''

def read(path):
    """Return the table in the file, which must be the very same that was analysed."""
    content = Path(path).read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != ANALYSIS.sha256:
        sys.exit(f"{path} is not the file that was analysed: its SHA-256 is {sha256}.")
    return read_table(content, ANALYSIS.source, ANALYSIS.choices).frame
'''

_BUILT_IN = '''

def read():
    """Return the built-in table that was analysed."""
    return datasets.load(ANALYSIS.source).frame
'''

_BODY = '''

def analyse(table):
    """Return what is found in the table, and the table with its clusters."""
    rows = complete_rows(table, ANALYSIS.features{logarithms}{weighting}{missing}){known}
    run = fit_run({data}, ANALYSIS.settings, names=ANALYSIS.features{log_jacobian})
    if ANALYSIS.order is not None:
        run = run.permuted(ANALYSIS.order)
    found = numbers_of(ANALYSIS, table, rows, run.mixture, run.log_likelihood)
    return found.as_dict(), with_clusters(table, rows, run.mixture)


def with_clusters(table, rows, mixture):
    """Return the table with the cluster of each row, and what is known of it."""
    resp = {shares}
    known = row_measures(resp, low_density(rows.X, mixture){log_jacobians})
    return labelled(table, rows.kept, resp, measures=known, components=ANALYSIS.names)


def same(found, expected):
    """Whether whole numbers are equal, and others to 1e-9 of their size."""
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)


def compare(found):
    """Print each number beside that of the page, and return whether all are the same."""
    agree = [same(found[name], value) for name, value in EXPECTED.items()]
    for (name, value), is_same in zip(EXPECTED.items(), agree, strict=True):
        said = "as shown" if is_same else f"differs from {{value}}"
        print(f"{{name:>30}}  {{found[name]}}  {{said}}")
    return all(agree)


def main():
    parser = argparse.ArgumentParser(description="Repeat an analysis made with GMM Lab.")
{argument}    parser.add_argument("--out", metavar="LABELLED.csv", help="where to write clusters")
    chosen = parser.parse_args()
    sys.stdout.reconfigure(errors="replace")  # a console may not know all letters of a name
    try:
        found, labelled_table = analyse(read({path}))
    except (GMMError, OSError) as error:
        sys.exit(str(error))
    agree = compare(found)
    if ANALYSIS.names is not None:
        print(f"The clusters are called, from 1: {{', '.join(ANALYSIS.names)}}")
    if chosen.out:
        Path(chosen.out).write_bytes(csv_bytes(labelled_table))
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
'''

_NAMES = (
    *("Choices", "GMMError", "Settings", "complete_rows", "fit_run", "labelled", "low_density"),
    *("responsibilities", "row_measures"),
)

_OF_LOGARITHMS = {
    "logarithms": ", ANALYSIS.logarithms",
    "log_jacobian": ", log_jacobian=rows.log_jacobian",
    "log_jacobians": ".with_log_jacobians(rows.log_jacobians)",
}

_OF_WEIGHTS = {
    "weighting": ", weighting=ANALYSIS.weighting",
    "data": "Data(rows.X, rows.weights)",
}

_WITHOUT_KNOWN = {"known": "", "shares": "responsibilities(rows.X, mixture)"}
_OF_DATA = {"shares": "data_of(rows).responsibilities(mixture)", "data": "data_of(rows)"}
_OF_KNOWN = _OF_DATA | {"known": ".with_known_classes(table[ANALYSIS.target])"}

_LATER = ("missing", "prior", "noise")  # which are named where they are asked for alone

_ARGUMENT = """\
    parser.add_argument("table", nargs="?", default=ANALYSIS.source, help="path of the table")
"""


@as_annotated
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
    >>> [line for line in program.splitlines() if line.startswith(("    source", "    features"))]
    ["    source='iris',", "    features=('petal length',),"]
    """
    built_in = analysis.is_built_in
    head = _HEAD.format(
        usage="" if built_in else "[TABLE] ",
        where="" if built_in else ", TABLE that of the table",
        version=VERSION,
        standard="" if built_in else "import hashlib\n",
        names=_imported(
            "datasets" if built_in else "read_table",
            *(["Logarithm"] if analysis.logarithms else []),
            *(["Weighting"] if analysis.weighting else []),
            *(["Data"] if analysis.weighting and not _needs_data(analysis) else []),
            *(["data_of"] if _needs_data(analysis) else []),
        ),
        constants=_constants(analysis, expected),
    )
    body = _BODY.format(
        argument="" if built_in else _ARGUMENT,
        path="" if built_in else "chosen.table",
        **(_OF_LOGARITHMS if analysis.logarithms else dict.fromkeys(_OF_LOGARITHMS, "")),
        missing=', missing="ml"' * _has_gaps(analysis),
        **(
            (_OF_WEIGHTS if analysis.weighting else {"weighting": "", "data": "rows.X"})
            | _WITHOUT_KNOWN
            | (_OF_DATA if _has_gaps(analysis) else {})
            | (_OF_KNOWN if analysis.is_known else {})
        ),
    )
    return head + (_BUILT_IN if built_in else _FILE) + body


def _has_gaps(analysis: Analysis) -> bool:
    """Whether rows with gaps take part."""
    return analysis.settings.missing == "ml"


def _needs_data(analysis: Analysis) -> bool:
    """Whether rows are more than an array and weights."""
    return analysis.is_known or _has_gaps(analysis)


def _imported(*others: str) -> str:
    names = sorted([*_NAMES, *others], key=lambda name: (name.islower(), name))
    return "\n".join(f"    {name}," for name in names)


def _constants(analysis: Analysis, expected: Numbers) -> str:
    """The lines that hold what differs from analysis to analysis."""
    return f"ANALYSIS = {_analysis(analysis)}\nEXPECTED = {_expected(expected)}"


def _analysis(analysis: Analysis) -> str:
    values = {
        "source": repr(re.split(r"[/\\]", analysis.source)[-1]),
        "sha256": repr(analysis.sha256),
        "choices": f"Choices.from_dict({analysis.choices.as_dict()!r})",
        "features": repr(tuple(analysis.features)),
        "target": repr(analysis.target),
        "settings": _settings(analysis.settings),
        "order": repr(_plain(analysis.order)),
        "names": repr(_plain(analysis.names)),
    }
    if analysis.logarithms:
        values["logarithms"] = repr(analysis.logarithms)
    if analysis.is_known:
        values["is_known"] = "True"
    if analysis.weighting:
        values["weighting"] = repr(analysis.weighting)
    return _call("Analysis", values)


def _settings(settings: Settings) -> str:
    asked = {f.name: (getattr(settings, f.name), f.default) for f in fields(settings)}
    values = {
        name: repr(_plain(value))
        for name, (value, at_first) in asked.items()
        if name not in _LATER or value != at_first
    }
    return _call("Settings", values).replace("\n", "\n    ")


def _call(name: str, values: Mapping[str, str]) -> str:
    lines = [f"    {key}={value},\n" for key, value in values.items()]
    return f"{name}(\n{''.join(lines)})"


def _expected(expected: Numbers) -> str:
    lines = [f"    {name!r}: {value!r},\n" for name, value in expected.as_dict().items()]
    return f"{{\n{''.join(lines)}}}"


def _plain(value: Any) -> Any:
    """The value in Python's own types, whose repr is a literal."""
    if isinstance(value, np.generic):
        return value.item()
    return tuple(map(_plain, value)) if isinstance(value, list | tuple) else value
