"""Where a library of an extra is missing, one sentence names the extra; the rest works without."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WITHOUT = """
from importlib.machinery import PathFinder
found = PathFinder.find_spec
absent = ("pyarrow", "python_calamine", "plotly", "contourpy", "jinja2", "xlsxwriter", "docx")
PathFinder.find_spec = lambda name, *a: None if name.split(".")[0] in absent else found(name, *a)
"""


def said(code):
    """What a program prints where no extra is installed."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT + code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


ASKED = {
    "from gmm_core import read_table; read_table(b'PAR1')": (
        "Reading a Parquet file needs pyarrow: pip install 'gmm-lab[files]'."
    ),
    "from gmm_core import read_table; read_table(bytes.fromhex('D0CF11E0A1B11AE1'))": (
        "Reading a workbook needs python-calamine: pip install 'gmm-lab[files]'."
    ),
    "import pandas; from gmm_core.exporting import parquet_bytes\n"
    "    parquet_bytes(pandas.DataFrame({'x': [1]}))": (
        "Writing Parquet needs pyarrow: pip install 'gmm-lab[files]'."
    ),
    "from gmm_core.exporting.office import docx_bytes; docx_bytes('', [])": (
        "Writing a Word document needs python-docx: pip install 'gmm-lab[reports]'."
    ),
    "import pandas; from gmm_core.exporting.office import xlsx_bytes\n"
    "    xlsx_bytes(pandas.DataFrame({'x': [1]}))": (
        "Writing a workbook needs XlsxWriter: pip install 'gmm-lab[files]'."
    ),
    "from gmm_core.exporting.reports import report; report('', [], javascript='')": (
        "Writing a report needs jinja2: pip install 'gmm-lab[reports]'."
    ),
    "import gmm_core.plots.pictures": (
        "Drawing a figure needs plotly: pip install 'gmm-lab[plots]'."
    ),
    "from gmm_core.extras import require; require('contourpy', 'Drawing a contour')": (
        "Drawing a contour needs contourpy: pip install 'gmm-lab[plots]'."
    ),
}


WORKS = """
import gmm_core.projection
from gmm_core import *
from gmm_core.exporting import csv_bytes
content = b"x,y\\n" + b"".join(b"%d,%d\\n" % (i, i * i % 11) for i in range(40))
frame = read_table(content).frame
run = fit_run(complete_rows(frame, ["x", "y"]).X, Settings(2))
print(len(frame), run.mixture.n_components, len(csv_bytes(frame)) > 40)
"""


@pytest.fixture(scope="module")
def answers():
    """What is said of what works and of each thing that is asked, one after another."""
    asked = [f"try:\n    {code}\nexcept ImportError as error:\n    print(error)" for code in ASKED]
    program = "\n".join([WORKS, *asked])
    return dict(zip([WORKS, *ASKED], said(program).splitlines(), strict=True))


@pytest.mark.parametrize(("code", "sentence"), ASKED.items())
def test_one_sentence_names_the_extra(answers, code, sentence):
    assert answers[code] == sentence


def test_a_table_is_read_fitted_and_labelled_without_any_extra(answers):
    assert answers[WORKS] == "40 2 True"


def test_a_large_table_is_read_alike_without_arrow(monkeypatch):
    from gmm_core.reading import read_table
    from gmm_core.reading.text import parsing, plain_numbers

    monkeypatch.setattr(parsing, "LARGE", 10)
    content = b"x,y\n1.5,NA\n2,-3\n0.1,1e300\n"
    with_arrow = read_table(content).frame
    monkeypatch.setattr(plain_numbers, "find_spec", lambda name: None)
    assert read_table(content).frame.equals(with_arrow)
