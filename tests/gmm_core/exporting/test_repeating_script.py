"""The program that a person takes away repeats the analysis to the same numbers."""

import ast
import hashlib
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from programs import run_program

from gmm_core import datasets, low_density, responsibilities
from gmm_core.exporting.analysis import Analysis, Numbers, numbers_of
from gmm_core.exporting.repeating_script import script
from gmm_core.exporting.tables import csv_bytes
from gmm_core.fitting import Settings, fit_run
from gmm_core.logarithms import logarithm_of
from gmm_core.reading import read_table
from gmm_core.reading.choices import Choices
from gmm_core.results.labelled_table import labelled, row_measures
from gmm_core.table.rows import complete_rows
from gmm_core.version import VERSION

NAME = "the table.csv"


def analysed(content, **asked):
    """The analysis of a file as the page makes it, with its numbers."""
    settings = asked.pop("settings")
    analysis = Analysis(
        source=NAME,
        sha256=hashlib.sha256(content).hexdigest(),
        choices=asked.pop("choices", Choices()),
        target=asked.pop("target", None),
        settings=settings,
        **asked,
    )
    return analysis, shown(analysis, read_table(content, NAME, analysis.choices).frame)


def fitted(analysis, frame):
    rows = complete_rows(frame, analysis.features)
    run = fit_run(rows.X, analysis.settings)
    return rows, run if analysis.order is None else run.permuted(analysis.order)


def shown(analysis, frame):
    rows, run = fitted(analysis, frame)
    return numbers_of(analysis, frame, rows, run.mixture, run.log_likelihood)


def done(tmp_path, program, *arguments, name=NAME, content=None):
    """Run the program in a folder of its own that holds the file and nothing else."""
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    if content is not None:
        (tmp_path / name).write_bytes(content)
    return run_program(tmp_path, "program.py", *arguments)


def iris_csv(table, separator=",", decimal="."):
    frame = pd.DataFrame(table("iris"), columns=["a b", "b", "길이", "d"])
    frame["species"] = np.repeat(["u", "v", "w"], 50)
    return frame.to_csv(index=False, sep=separator, decimal=decimal).encode()


def assert_as_shown(path, analysis, frame):
    """Assert that a file has the very table that the page gives away."""
    rows, run = fitted(analysis, frame)
    resp = responsibilities(rows.X, run.mixture)
    known = row_measures(resp, low_density(rows.X, run.mixture))
    table = labelled(frame, rows.kept, resp, measures=known, components=analysis.names)
    assert path.read_bytes() == csv_bytes(table)


def test_penguins_with_their_missing_values(tmp_path):
    content = datasets.load("penguins").frame.to_csv(index=False).encode()
    features = datasets.load("penguins").features
    analysis, expected = analysed(
        content, features=features, target="species", settings=Settings(3, init="kmeans")
    )
    result = done(tmp_path, script(analysis, expected), "--out", "labelled.csv", content=content)
    assert (result.returncode, result.stderr) == (0, "")
    assert "differs" not in result.stdout
    assert f"{expected.log_likelihood}  as shown" in result.stdout
    written = pd.read_csv(tmp_path / "labelled.csv")
    assert len(written) == expected.rows
    assert written["left_out"].sum() == expected.rows - expected.fitted > 0
    sizes = written["cluster"].value_counts().sort_index()
    assert tuple(sizes.tolist()) == expected.sizes
    assert written.columns[-5:].tolist() == [
        *("uncertainty", "log_density", "p_value", "outlier", "left_out"),
    ]
    assert_as_shown(tmp_path / "labelled.csv", analysis, read_table(content, NAME).frame)


def test_decimal_commas_names_order_and_standardising(tmp_path, table):
    content = iris_csv(table, ";", ",")
    analysis, expected = analysed(
        content,
        features=("길이", "a b"),
        target="species",
        choices=Choices(separator=";", decimal=","),
        settings=Settings(3, "tied", "kmeans", 7, standardise=True),
        order=(2, 0, 1),
        names=("작은", '\'"""', "\\n{x}"),
    )
    straight = shown(replace(analysis, order=None), read_table(content, NAME).frame)
    assert expected.counts != straight.counts
    assert expected.counts[0] == tuple(straight.counts[0][place] for place in (2, 0, 1))
    result = done(
        tmp_path, script(analysis, expected), "moved.csv", "--out", "out.csv",
        name="moved.csv", content=content,
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, "")
    written = pd.read_csv(tmp_path / "out.csv")
    assert set(written["cluster_name"]) == set(analysis.names)
    assert (written["cluster_name"] == "작은").sum() == expected.sizes[0]
    assert_as_shown(tmp_path / "out.csv", analysis, read_table(content, NAME).frame)


def test_means_placed_by_hand_and_a_measurement_as_target(tmp_path, table):
    content = iris_csv(table)
    X = table("iris")[:, 2:]
    analysis, expected = analysed(
        content,
        features=("길이", "d"),
        target="a b",
        settings=Settings(2, means=tuple(map(tuple, X[[0, 100]]))),
    )
    assert len(expected.counts) > 2
    result = done(tmp_path, script(analysis, expected), content=content)
    assert (result.returncode, result.stderr) == (0, "")
    assert "differs" not in result.stdout


def test_a_built_in_dataset_needs_no_file(tmp_path):
    analysis = Analysis("faithful", "", Choices(), ("eruptions",), None, Settings(2))
    expected = shown(analysis, datasets.load("faithful").frame)
    result = done(tmp_path, script(analysis, expected))
    assert (result.returncode, result.stderr) == (0, "")


def test_another_file_is_refused_and_another_number_found(tmp_path, table):
    content = iris_csv(table)
    analysis, expected = analysed(content, features=("b",), settings=Settings(2, init="kmeans"))
    program = script(analysis, expected)
    other = done(tmp_path, program, content=content + b"\n")
    assert other.returncode == 1
    assert "is not the file that was analysed" in other.stderr
    missing = done(tmp_path, program, "nowhere.csv")
    assert missing.returncode == 1
    assert "nowhere.csv" in missing.stderr
    assert "Traceback" not in missing.stderr
    off = replace(expected, log_likelihood=expected.log_likelihood * (1 + 1e-8))
    differing = done(tmp_path, script(analysis, off), content=content)
    assert differing.returncode == 1
    assert differing.stdout.count("differs from") == 1


def test_text_of_a_file_stands_in_literals_only():
    evil = '"""\n\'\'\'; __import__("os").system("true") # \u202e {0} \\'
    analysis = Analysis(
        evil, "0a" * 32, Choices(kinds=((evil, "text"),)), (evil,), evil, Settings(1), None, (evil,)
    )
    numbers = shown(
        Analysis("faithful", "", Choices(), ("eruptions",), None, Settings(1)),
        datasets.load("faithful").frame,
    )
    tree = ast.parse(script(analysis, numbers))
    literals = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert evil in literals
    calls = {node.func.id for node in ast.walk(tree)
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip
    assert "__import__" not in calls


def test_a_path_is_not_followed():
    analysis = Analysis("../../a\\b.csv", "0a" * 32, Choices(), ("x",), None, Settings(1))
    numbers = shown(
        Analysis("faithful", "", Choices(), ("eruptions",), None, Settings(1)),
        datasets.load("faithful").frame,
    )
    assert "    source='b.csv',\n" in script(analysis, numbers)


def short_program():
    analysis = Analysis("faithful", "", Choices(), ("eruptions",), None, Settings(1))
    return script(analysis, shown(analysis, datasets.load("faithful").frame))


@pytest.mark.parametrize("sha256", ["", "0a" * 32])
def test_a_program_imports_from_the_two_faces_only(sha256):
    analysis = Analysis("a.csv", sha256, Choices(separator=";"), ("x",), "y", Settings(2))
    tree = ast.parse(script(analysis, Numbers(9, 8, -5.0, 14.5, (3, 5))))
    nodes = list(ast.walk(tree))
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    ours = {module for module in modules if module.startswith("gmm_core")}
    assert ours == {"gmm_core", "gmm_core.exporting"}
    assert modules - ours <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("face", "found"),
    [
        ("VERSION = '0.1.9'", "yours is 0.1.9"),
        ("", "yours is missing, or older than 0.2.0"),
        ("raise ImportError", "yours is missing, or older than 0.2.0"),
    ],
)
def test_a_program_says_which_version_it_needs(tmp_path, face, found):
    (tmp_path / "gmm_core").mkdir()
    (tmp_path / "gmm_core" / "__init__.py").write_text(face, encoding="utf-8")
    (tmp_path / "program.py").write_text(short_program(), encoding="utf-8")
    command = [sys.executable, "program.py"]  # not in a host that has gmm_core already
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    said = f"This program needs gmm_core {VERSION} or newer, and {found}."
    assert result.stderr.strip() == said


def test_logarithms_are_taken_again_and_log_likelihoods_are_in_original_units(tmp_path):
    rng = np.random.RandomState(1)
    spend = np.where(np.arange(80) % 20 == 0, 0.0, np.exp(rng.normal(3.0, 1.0, 80)).round(2))
    frame = pd.DataFrame({"spend": spend, "age": rng.normal(40.0, 9.0, 80).round(1)})
    content = frame.to_csv(index=False).encode()
    features, logarithms = ("spend", "age"), (logarithm_of("spend", spend),)
    settings = Settings(2, "diag", "kmeans", standardise=True)
    rows = complete_rows(frame, features, logarithms)
    run = fit_run(rows.X, settings, log_jacobian=rows.log_jacobian)
    sha256 = hashlib.sha256(content).hexdigest()
    asked = Analysis(NAME, sha256, Choices(), features, None, settings, logarithms=logarithms)
    numbers = numbers_of(asked, frame, rows, run.mixture, run.log_likelihood)
    program = script(asked, numbers)
    result = done(tmp_path, program, "--out", "out.csv", content=content)
    assert result.returncode == 0, result.stdout + result.stderr
    table = pd.read_csv(tmp_path / "out.csv")
    assert table["spend"].tolist() == spend.tolist()  # as in the file
    assert table["log_density"].sum() == pytest.approx(run.log_likelihood)
