"""From a file to all that can be taken away; made tables take this way in a browser, too."""

from pathlib import Path

import pytest
from lab import UPLOAD, Lab, read, trace
from taken import LEFT_OUT, Taken, assert_agrees, assert_report_agrees, file_of, read_report

pytestmark = pytest.mark.usefixtures("no_other_starts")

# A table with gaps, and one of which ten of thirteen columns are proposed.
NAMES = ("penguins", "wine")
TAKEN = ("csv", "xlsx", "project", "tables", "parquet", "model", "snippet", "script", "report")


@pytest.mark.parametrize("name", NAMES)
def test_all_that_is_taken_away_of_a_file_agrees(name: str, tmp_path: Path) -> None:
    taken = take(name)
    assert_agrees(taken, tmp_path / "again")
    assert_report_agrees(*read_report(taken.files["report"]), taken)


def take(name: str) -> Taken:
    """Go from a file to all that can be taken away; each page says which rows are left out."""
    file_name, content = f"{name}.csv", file_of(name)
    lab, left_out = Lab("step", data=UPLOAD), LEFT_OUT.get(name, "")
    lab.upload(content, file_name, use=False)
    (said,) = (read(each) for each in lab.sentences if ": UTF-8, separated by commas" in each)
    lab.press("use_table")
    says_left_out(lab, left_out)
    lab.visit("explore")
    size = said.partition(":")[0]
    assert any(read(each).startswith(f"In use: {file_name}, {size}") for each in lab.sentences)
    says_left_out(lab, left_out)
    counts, metrics, target = counted(lab), lab.metrics, lab.value("target")
    lab.visit("take_away")
    says_left_out(lab, left_out)
    files = {key: lab.download(f"take_{key}") for key in TAKEN}
    taken = Taken(file_name, content, counts, metrics, target, files)
    rows, columns = taken.original.shape
    assert size == f"{rows:,} rows × {columns} columns"
    return taken


def says_left_out(lab: Lab, sentence: str) -> None:
    said = [each for each in lab.sentences if each.endswith("left out.")]
    assert said == ([sentence] if sentence else [])


def counted(lab: Lab) -> dict[str, dict[str, int]]:
    """The target table: how many rows each class has in each of its clusters."""
    counts: dict[str, dict[str, int]] = {}
    cells = trace(lab.heat_map, "cells")
    for about, count in zip(cells["hovertext"], cells["text"], strict=True):
        if count != "0":
            name, cluster = about.split(" in cluster ")
            counts.setdefault(name, {})[cluster] = int(count.replace(",", ""))
    return counts
