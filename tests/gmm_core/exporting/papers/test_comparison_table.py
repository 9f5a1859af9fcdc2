import csv
import io
import re

import numpy as np
import pytest

from gmm_core.choosing import PROFILES
from gmm_core.exporting import csv_bytes
from gmm_core.exporting.papers import comparison, comparison_html, comparison_latex
from gmm_core.selection import CLARITY, CRITERIA, HeldOut, select_model
from gmm_core.written_numbers import fixed


@pytest.fixture(scope="module")
def selection():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(40, 2)) + np.repeat([[0.0, 0.0], [8.0, 8.0]], 20, axis=0)
    return select_model(X, [1, 2], ["full", "tied"], [*CRITERIA, *CLARITY])


def test_the_file_has_every_number_with_all_its_digits(selection):
    header, *lines = csv.reader(io.StringIO(csv_bytes(comparison(selection)).decode("utf-8-sig")))
    for line, cell in zip(lines, selection.cells.values(), strict=True):
        read = dict(zip(header, line, strict=True))
        assert float(read["log-likelihood"]) == cell.log_likelihood
        for name, measure in {**CRITERIA, **CLARITY}.items():
            assert float(read[measure.title]) == cell.criteria[name]


def test_a_word_processor_is_given_the_numbers_of_the_cells(selection):
    page = comparison_html(selection, "Fits of <b>", words=PROFILES, p_values={(1, "full"): 0.01})
    text = page.decode()
    assert "<b>" not in text
    rows = [re.findall("<td>(.*?)</td>", row) for row in re.findall("<tr><td>.*</tr>", text)]
    for row, cell in zip(rows, selection.cells.values(), strict=True):
        assert row[:2] == [str(cell.n_components), PROFILES.structure(cell.letters)]
        assert row[2] == fixed(cell.log_likelihood, 2)
        assert row[5] == fixed(cell.criteria["bic"], 2)
    assert [row[-1] for row in rows] == [".010", "—", "—", "—"]
    assert "pBLRT" in text
    assert "posterior probabilities" in text


def test_latex_has_as_many_columns_in_each_line_and_no_bare_sign(selection):
    table = comparison_latex(selection, "50 % of R&D_1")
    lines = [line for line in table.splitlines() if line.endswith("\\\\")]
    assert {line.count(" & ") for line in lines} == {10}
    assert len(lines) == 5
    assert r"50 \% of R\&D\_1" in table
    assert "−" not in table


def test_a_cell_without_a_fit_has_dashes():
    selection = select_model([[0.0], [0.0], [1.0]], [2], ["full"], [*CRITERIA, *CLARITY])
    (row,) = re.findall("<tr><td>(.*)</td></tr>", comparison_html(selection, "t").decode())
    assert row.split("</td><td>") == ["2", "V", "—", "5", *["—"] * 7]


def test_cells_that_were_cross_validated_have_a_column(selection):
    held_out = HeldOut(np.array([-1.0, -2.0, -3.0]))
    table = selection.with_held_out({(1, "full"): held_out})
    text = comparison_html(table, "t").decode()
    rows = [re.findall("<td>(.*?)</td>", row) for row in re.findall("<tr><td>.*</tr>", text)]
    assert sorted(row[-1] for row in rows) == ["—", "—", "—", "−2.000 (0.577)"]
    assert "CV = log-likelihood a row" in text
    assert comparison(table)["held-out log-likelihood a row"].count() == 1
    assert "CV" not in comparison_html(selection, "t").decode()
