"""The cells of a table of fits: which is chosen, what it is, and where it is opened."""

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.choose.target import Scores
from dashboard.look import messages
from dashboard.look.tables import RIGHT
from dashboard.state import chosen, current
from dashboard.state.jobs import Job
from dashboard.state.told import set_all
from gmm_core.choosing import Vocabulary, ranked
from gmm_core.selection import CLARITY, CRITERIA, Cell, Selection
from gmm_core.written_columns import column, plus_minus
from gmm_core.written_numbers import fixed, number, tally

DIGITS = 5
TABLE = "grid_cells"
PAGES = {"explore": "Open in Explore", "step": "Open in the player"}


def there(job: Job[Selection]) -> Selection:
    """Return the table, or what is there of one that was stopped; the page ends without any."""
    if job.is_done:
        return job.made
    found = {} if job.runs else {_key(cell): cell for cell in job.parts}
    if not found:
        raise messages.SaidError
    return Selection(found)


def best(selection: Selection) -> dict[str, Cell]:
    """Return the best cell by each criterion; none where there is no fit."""
    return {name: cells[0] for name in CRITERIA if (cells := ranked(selection, name))}


def one(selection: Selection, proposed: Cell | None, words: Vocabulary) -> Cell:
    """Let a person choose a cell; the best at first."""
    cells = list(selection.cells.values())
    return one_of(cells, proposed or cells[0], "Cell", chosen.CELL, words)


def one_of(
    cells: Sequence[Cell], at_first: Cell, label: str, choice: chosen.Choice, words: Vocabulary
) -> Cell:
    """Let a person choose one of some cells."""
    named = {name_of(cell): cell for cell in cells}
    current.offer(choice, name_of(at_first), list(named))
    name = st.selectbox(
        label,
        list(named),
        format_func=lambda name: words.cell(named[name]),
        key=choice.key,
        **current.KEPT,
    )
    return named[name]


def say(cell: Cell, scores: Scores, words: Vocabulary) -> None:
    """Show the numbers of a cell that one asks for first, and what became of it."""
    with st.grid(3, min_column_width=110):
        st.metric("Log-likelihood", _or_none(cell.log_likelihood), help="Total, in nats.")
        st.metric("Parameters", str(cell.parameters), help="Free parameters of the mixture.")
        st.metric("BIC, lower is better", _or_none(cell.criteria["bic"]))
        st.metric("ICL, lower is better", _or_none(cell.criteria["icl"]))
        relative = cell.criteria["relative_entropy"]
        title = words.title("relative_entropy").capitalize()
        st.metric(title, fixed(relative, 3), help=CLARITY["relative_entropy"].formula)
        if (score := scores.get(_key(cell))) is not None:
            st.metric("ARI", fixed(score, 3), help="Adjusted Rand index with the target.")
    st.caption(messages.plain(f"{cell.status[:1].upper()}{cell.status[1:]}."))
    for suspicion in cell.suspicions[:1]:
        st.warning(messages.plain(suspicion.sentence), icon=":material/warning:")


def openings(cell: Cell) -> None:
    """Offer the very fit of a cell to the other pages."""
    with st.container(horizontal=True):
        for page, title in PAGES.items():
            ask = {"on_click": _choose, "args": (cell,), "disabled": cell.ascent is None}
            if st.button(title, key=f"open_{page}", **ask):
                st.switch_page(f"pages/{page}.py")


def _choose(cell: Cell) -> None:
    """Choose the very fit of a cell for all pages, as this table has it."""
    is_other = cell.covariance_type in chosen.OTHERS
    set_all(
        {
            **({chosen.EVERY_STRUCTURE.key: True} if is_other else {}),
            chosen.K.key: cell.n_components,
            chosen.COVARIANCE.key: cell.covariance_type,
            chosen.FIT_START.key: chosen.GRID,
            chosen.STANDARDISE.key: False,
            chosen.FLOOR.key: 0.0,
            chosen.START.key: chosen.GRID,
            chosen.SEED.key: st.session_state[chosen.FIT_SEED.key],
        }
    )


def table(selection: Selection, criterion: str, words: Vocabulary) -> None:
    """Show a criterion of all cells, structures by sizes; a click chooses a cell."""
    cells = list(selection.cells.values())
    letters = list(dict.fromkeys(cell.letters for cell in cells))
    sizes = sorted({cell.n_components for cell in cells})
    values = column([cell.criteria[criterion] for cell in cells], DIGITS)
    texts = {name_of(cell): text for cell, text in zip(cells, values, strict=True)}
    shown = pd.DataFrame(
        {str(k): [texts.get(f"{k} {each}", "") for each in letters] for k in sizes},
        index=pd.Index([words.structure(each) for each in letters], name=""),
    )
    st.caption("Click a cell to choose it.")
    st.dataframe(
        shown.replace("not defined", "none"),
        key=TABLE,
        on_select=partial(_clicked, letters),
        selection_mode="single-cell",
        column_config=dict.fromkeys(shown.columns, RIGHT),
        alt=f"{words.title(criterion)} of each structure, by the number of {words.component}s",
    )


def _clicked(letters: Sequence[str]) -> None:
    for row, size in st.session_state[TABLE]["selection"]["cells"]:
        if size:  # the names of structures are no cells
            st.session_state[chosen.CELL.key] = f"{size} {letters[row]}"


def measures(cell: Cell, best: Mapping[str, Cell], words: Vocabulary) -> None:
    """Show every criterion and measure of clarity of a cell, each with its formula."""
    st.caption(
        "Of the criteria lower is better, as in scikit-learn; mclust shows the negative of BIC "
        "and ICL. log L is the log-likelihood, p the number of parameters, n that of rows "
        f"or the sum of their frequencies, rᵢⱼ the {words.responsibilities}."
    )
    rows = {
        name: {
            "measure": words.title(name),
            "value": value,
            "lowest for": words.cell(best[name]) if name in best else "",
            "formula": measure.formula,
            "source": measure.source,
        }
        for (name, measure), value in zip(
            {**CRITERIA, **CLARITY}.items(), _written(cell), strict=True
        )
    }
    rows |= _held_out(cell)
    st.dataframe(
        pd.DataFrame(rows.values()),
        hide_index=True,
        height="content",
        column_config={
            "measure": st.column_config.TextColumn(width=215),
            "value": st.column_config.TextColumn(width=130, alignment="right"),
            "lowest for": st.column_config.TextColumn(width=180),
            "formula": st.column_config.TextColumn(width=260),
        },
        alt="Measures of the chosen cell",
    )


def _held_out(cell: Cell) -> dict[str, dict[str, str]]:
    """The row of a cell that was cross-validated."""
    value = cell.criteria.get("cv", float("nan"))
    if value != value:
        return {}
    row = {
        "measure": "held-out log-likelihood a row",
        "value": plus_minus(value, cell.criteria["cv_se"]),
        "lowest for": "",
        "formula": "mean of log density of rows held out",
        "source": "Smyth (2000)",
    }
    return {"cv": row}


def _written(cell: Cell) -> list[str]:
    """The values as they stand in a column: criteria with the same decimals."""
    entropy, relative, rows, share, posterior = (cell.criteria[name] for name in CLARITY)
    criteria = column([cell.criteria[name] for name in CRITERIA], DIGITS)
    if cell.ascent is None:
        return ["none"] * (len(CRITERIA) + len(CLARITY))
    clarity = [fixed(relative, 3), tally(rows), f"{fixed(100 * share, 1)} %"]
    return [*criteria, number(entropy), *clarity, fixed(posterior, 3)]


def name_of(cell: Cell) -> str:
    """What a link calls a cell."""
    return f"{cell.n_components} {cell.letters}"


def _key(cell: Cell) -> tuple[int, str]:
    return cell.n_components, cell.covariance_type


def _or_none(value: float) -> str:
    return number(value, DIGITS) if value == value else "none"
