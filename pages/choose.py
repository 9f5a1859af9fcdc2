"""Choose a model: every number of components with every structure, compared."""

import streamlit as st

from dashboard.choose import (
    cells,
    controls,
    foretelling,
    paper,
    plain_steps,
    ratio_test,
    target,
    two_cells,
)
from dashboard.explore.controls import view
from dashboard.fit import cached, grid
from dashboard.look import figures, messages
from dashboard.look.theme import theme
from dashboard.state import current, watching
from gmm_core.choosing import best_in_words, disagreement, failures
from gmm_core.plots.choosing import criterion_lines

study = current.study()
rows = cached.complete(study)
messages.say_which_rows(rows, len(rows.X))

with st.container(horizontal=True, vertical_alignment="bottom"):
    asked = controls.table(len(study.features))
    words = controls.words()
job = grid.of(study, rows, asked)
watching.watch(job, "Make the table", "grid", begin=rows.X.size <= watching.SMALL)
selection = cells.there(job)
made_of = (*grid.identity(study, asked), len(selection.cells))  # one that was stopped is smaller
criterion = controls.criterion()
best = cells.best(selection)

lines, beside = st.columns([3, 2], gap="medium")
with beside:
    cell = cells.one(selection, best.get(criterion), words)
    scores = target.scores(study, rows, selection, made_of)
    cells.say(cell, scores, words)
    plain_steps.say(study, made_of, rows, cell)
    cells.openings(cell)
with lines:
    figures.draw(
        "criterion",
        criterion_lines(
            selection.cells.values(), criterion, chosen=cell, words=words, theme=theme()
        ),
        alt=f"{words.title(criterion)} by the number of {words.component}s",
        still=True,
    )
    st.caption("The heavy ring is the lowest, the wide one the cell that is chosen.")
cells.table(selection, criterion, words)

st.subheader("What it says")
st.markdown(messages.bullets(best_in_words(selection, criterion, words=words, scores=scores)))
said = disagreement(selection, rows.n, words=words)
said += target.unseen(study, best.get(criterion), criterion, words)
st.markdown("\n\n".join(map(messages.plain, said)))
st.markdown(messages.bullets(failures(selection, words=words)))

st.subheader("Beside another cell")
with st.container(horizontal=True, vertical_alignment="bottom"):
    other = two_cells.other(selection, cell, criterion, words)
    projection = view(study)
plane = cached.points(study, projection), projection
two_cells.draw(selection, made_of, rows, (cell, other), plane, words)

st.subheader("Is one more called for?")
tests = ratio_test.section(study, rows, selection, made_of, cell, words)

st.subheader("How well does it foretell rows that it has not seen?")
selection = foretelling.section(study, rows, selection, cell, criterion, words)
cell = selection.cells[cell.n_components, cell.covariance_type]

st.subheader(messages.plain(words.cell(cell)))
cells.measures(cell, best, words)

st.subheader("For a paper")
paper.section(study, rows, asked, selection, cell, tests, criterion, words, scores)
