"""A table of fits as a paper prints it: in HTML, which word processors take, and in LaTeX."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import numpy as np
import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.choosing import MIXTURE, Vocabulary
from gmm_core.exporting.papers.apa import share
from gmm_core.exporting.papers.latex import latex_table
from gmm_core.selection import CLARITY, CRITERIA, Cell, Selection
from gmm_core.written_numbers import fixed, p_value

P_VALUES = Mapping[tuple[int, str], float]
PRINTED = ("aic", "bic", "sabic", "icl")  # a page is not wide enough for all
NOTE = (
    "Log L = log-likelihood; p = number of free parameters; n% = share of the smallest {cluster}; "
    "APP = smallest average of the {responsibilities} of a {cluster}'s rows. Lower criteria are "
    "better."
)
NOTE_ON_CV = (
    " CV = log-likelihood a row of rows held out in cross-validation, with its standard error; "
    "higher is better."
)
HELD_OUT = {"cv": "held-out log-likelihood a row", "cv_se": "its standard error"}
NOTE_ON_TESTS = " pBLRT = p of the bootstrap likelihood-ratio test against one {component} more."


@as_annotated
def comparison(
    selection: Selection,
    *,
    words: Vocabulary = MIXTURE,
    scores: Mapping[tuple[int, str], float] | None = None,
) -> pd.DataFrame:
    """Return one row a cell with every measure, all digits, under the names of a field.

    Parameters
    ----------
    selection : Selection
    words : Vocabulary
    scores : mapping of (int, str) to float, optional
        Adjusted Rand index of each cell with a target, as `agreements` has it.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> from gmm_core.selection import select_model
    >>> selection = select_model([[0.0], [1.0], [1.5]], [1], ["full"])
    >>> comparison(selection).columns.tolist()[:4]
    ['components', 'covariances', 'log-likelihood', 'parameters']
    """
    table = pd.DataFrame([_entries(cell, words) for cell in selection.cells.values()])
    if scores:
        known = [scores.get(key, np.nan) for key in selection.cells]
        table.insert(list(table.columns).index("status"), "adjusted Rand index", known)
    return table


def _entries(cell: Cell, words: Vocabulary) -> dict[str, object]:
    known = {name: words.title(name) for name in (*CRITERIA, *CLARITY)} | HELD_OUT
    measures = {known[name]: value for name, value in cell.criteria.items() if name in known}
    return {
        f"{words.component}s": cell.n_components,
        "covariances": words.structure(cell.letters),
        "log-likelihood": cell.log_likelihood,
        "parameters": cell.parameters,
        **measures,
        "status": cell.status,
        "likely accident": bool(cell.suspicions),
    }


@as_annotated
def comparison_html(
    selection: Selection,
    title: str,
    *,
    words: Vocabulary = MIXTURE,
    p_values: P_VALUES | None = None,
) -> bytes:
    """Return the table as a page of HTML that word processors open and take a table from.

    Parameters
    ----------
    selection : Selection
        With all `CRITERIA` and `CLARITY`.
    title : str
    words : Vocabulary
    p_values : mapping of (int, str) to float, optional
        Of bootstrap tests of a cell against one component more.

    Returns
    -------
    bytes

    Examples
    --------
    >>> from gmm_core.selection import CLARITY, CRITERIA, select_model
    >>> selection = select_model([[0.0], [1.0], [1.5]], [1], ["full"], [*CRITERIA, *CLARITY])
    >>> b"<td>1</td><td>V</td>" in comparison_html(selection, "Fits")
    True
    """
    names, rows = _printed(selection, words, p_values or {})
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "\n".join(
        f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows
    )
    return _PAGE.format(
        title=escape(title), head=head, body=body, note=escape(_note(selection, words, p_values))
    ).encode()


@as_annotated
def comparison_latex(
    selection: Selection,
    title: str,
    *,
    words: Vocabulary = MIXTURE,
    p_values: P_VALUES | None = None,
) -> str:
    r"""Return the table in LaTeX, with the rules of booktabs.

    Parameters
    ----------
    selection : Selection
        With all `CRITERIA` and `CLARITY`.
    title : str
    words : Vocabulary
    p_values : mapping of (int, str) to float, optional
        Of bootstrap tests of a cell against one component more.

    Returns
    -------
    str

    Examples
    --------
    >>> from gmm_core.selection import CLARITY, CRITERIA, select_model
    >>> selection = select_model([[0.0], [1.0], [1.5]], [1], ["full"], [*CRITERIA, *CLARITY])
    >>> comparison_latex(selection, "A & B").splitlines()[2]
    '\\caption{A \\& B}'
    """
    names, rows = _printed(selection, words, p_values or {})
    columns = f"rl{'r' * (len(names) - 2)}"
    note = _note(selection, words, p_values)
    return latex_table(names, rows, title, columns=columns, note=note)


@as_annotated
def comparison_printed(
    selection: Selection, *, words: Vocabulary = MIXTURE, p_values: P_VALUES | None = None
) -> tuple[pd.DataFrame, str]:
    """Return the table as text, as a page prints it, and the note below it.

    Parameters
    ----------
    selection : Selection
        With all `CRITERIA` and `CLARITY`.
    words : Vocabulary
    p_values : mapping of (int, str) to float, optional
        Of bootstrap tests of a cell against one component more.

    Returns
    -------
    DataFrame, str

    Examples
    --------
    >>> from gmm_core.selection import CLARITY, CRITERIA, select_model
    >>> selection = select_model([[0.0], [1.0], [1.5]], [1], ["full"], [*CRITERIA, *CLARITY])
    >>> comparison_printed(selection)[0].iloc[0, :2].tolist()
    ['1', 'V']
    """
    names, rows = _printed(selection, words, p_values or {})
    return pd.DataFrame(rows, columns=pd.Index(names)), _note(selection, words, p_values)


def _has_held_out(selection: Selection) -> bool:
    return any(np.isfinite(cell.criteria.get("cv", np.nan)) for cell in selection.cells.values())


def _note(selection: Selection, words: Vocabulary, p_values: P_VALUES | None) -> str:
    called = {
        "cluster": words.cluster,
        "component": words.component,
        "responsibilities": words.responsibilities,
    }
    said = NOTE + NOTE_ON_CV * _has_held_out(selection) + NOTE_ON_TESTS * bool(p_values)
    return said.format(**called)


def _printed(
    selection: Selection, words: Vocabulary, p_values: P_VALUES
) -> tuple[list[str], list[list[str]]]:
    """The names of the columns, and the cells as text."""
    names = [
        *(f"{words.component.capitalize()}s", "Covariances", "Log L", "p"),
        *(words.title(name) for name in PRINTED),
        *(words.title("relative_entropy").capitalize(), "n%", "APP"),
        *(["CV (SE)"] if (held_out := _has_held_out(selection)) else []),
        *(["pBLRT"] if p_values else []),
    ]
    return names, [_row(cell, words, p_values, held_out) for cell in selection.cells.values()]


def _row(cell: Cell, words: Vocabulary, p_values: P_VALUES, held_out: bool) -> list[str]:
    values = cell.criteria
    tested = p_values.get((cell.n_components, cell.covariance_type), np.nan)
    return [
        *(str(cell.n_components), words.structure(cell.letters)),
        *(_two(cell.log_likelihood), str(cell.parameters)),
        *(_two(values[name]) for name in PRINTED),
        share(values["relative_entropy"]),
        "—" if np.isnan(values["smallest_share"]) else fixed(100 * values["smallest_share"], 1),
        share(values["smallest_posterior"]),
        *([_held_out(values["cv"], values["cv_se"])] if held_out else []),
        *([p_value(tested) if tested == tested else "—"] if p_values else []),
    ]


def _held_out(value: float, error: float) -> str:
    return f"{fixed(value, 3)} ({fixed(error, 3)})" if np.isfinite(value) else "—"


def _two(value: float) -> str:
    return fixed(value, 2) if np.isfinite(value) else "—"


_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font-family: "Times New Roman", serif; color: #000; background: #fff; }}
table {{ border-collapse: collapse; border-top: 1.5pt solid; border-bottom: 1.5pt solid; }}
th {{ border-bottom: 0.75pt solid; font-weight: normal; }}
th, td {{ padding: 2pt 7pt; text-align: right; white-space: nowrap; }}
th:nth-child(2), td:nth-child(2) {{ text-align: left; }}
caption {{ text-align: left; font-style: italic; padding-bottom: 4pt; }}
</style></head><body>
<table>
<caption>{title}</caption>
<thead><tr>{head}</tr></thead>
<tbody>
{body}
</tbody></table>
<p><i>Note.</i> {note}</p>
</body></html>
"""
