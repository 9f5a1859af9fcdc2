"""Whether one component more fits better than chance would: a bootstrap test."""

from functools import partial

import streamlit as st

from dashboard.look import figures, messages
from dashboard.look.theme import theme
from dashboard.state import chosen, current, watching
from dashboard.state.asking import number
from dashboard.state.jobs import Job, Tell, job
from dashboard.state.study import Study
from gmm_core.choosing import Vocabulary, said_of_test
from gmm_core.expectation import Data
from gmm_core.fitting import Settings, data_of
from gmm_core.plots.choosing import bootstrap_histogram
from gmm_core.selection import Cell, LikelihoodRatioTest, Selection, bootstrap_lrt
from gmm_core.table import Rows

LEVEL = 0.05
Tests = list[tuple[int, LikelihoodRatioTest]]


def section(
    study: Study, rows: Rows, selection: Selection, made_of: tuple, cell: Cell, words: Vocabulary
) -> Tests:
    """Offer the test of a cell against that of one component more; return what came of it.

    `made_of` is all that the table depends on.
    """
    if rows.weighting is not None and rows.weighting.kind == "sampling":
        st.markdown(
            "The bootstrap test draws rows from a fit, which count once each; it does not take "
            "sampling weights."
        )
        return []
    st.markdown(
        f"The bootstrap likelihood-ratio test of so many {words.component}s against one more: the "
        "gain in log-likelihood beside that of samples drawn from the smaller fit."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        n_boot = number("Samples", chosen.SAMPLES, width=150)
        current.offer(chosen.FROM_ONE, chosen.FROM_ONE.default)
        from_one = st.toggle(
            f"From 1 {words.component} on",
            key=chosen.FROM_ONE.key,
            help="Tests 1 against 2, 2 against 3 and so on, up to the first that is not "
            f"significant at {LEVEL}.",
            **current.KEPT,
        )
    tests = _of(study, data_of(rows), selection, made_of, cell, int(n_boot), from_one)
    first = 1 if from_one else cell.n_components
    watching.watch(tests, f"Test {first} against {first + 1}", "test")
    found: Tests = tests.made if tests.is_done else tests.parts
    for k, test in found:
        st.markdown(messages.plain(said_of_test(test, k, words=words)))
    if found and len(found[-1][1].bootstrap_statistics):
        figures.draw(
            "bootstrap",
            bootstrap_histogram(found[-1][1], theme=theme()),
            alt="Statistics of the bootstrap samples, and that of the rows",
        )
    return found


def _of(
    study: Study,
    data: Data,
    selection: Selection,
    made_of: tuple,
    cell: Cell,
    n_boot: int,
    from_one: bool,
) -> Job[Tests]:
    column = {
        each.n_components: each
        for each in selection.cells.values()
        if each.covariance_type == cell.covariance_type
    }
    first = 1 if from_one else cell.n_components
    sizes = [k for k in (range(1, max(column)) if from_one else [first]) if k in column]
    pairs = [(column[k], column.get(k + 1)) for k in sizes]
    seed = study.settings.seed
    work = partial(_tested, data, pairs, n_boot, study.settings)
    identity = (made_of, cell.covariance_type, first, from_one, n_boot, seed)
    return job("ratio test", identity, work)


def _tested(
    data: Data,
    pairs: list[tuple[Cell, Cell | None]],
    n_boot: int,
    asked: Settings,
    tell: Tell,
) -> Tests:
    """The tests one after another, up to the first that is not significant."""
    found: Tests = []
    for smaller, larger in pairs:
        k = smaller.n_components

        def samples(done: int, total: int, k: int = k) -> None:
            tell(done / total, f"{k} against {k + 1}: {done} of {total} samples")

        samples(0, n_boot)
        test = bootstrap_lrt(
            data,
            k,
            smaller.covariance_type,
            prior=asked.prior,
            noise=asked.noise,
            n_boot=n_boot,
            random_state=asked.seed,
            cells=None if larger is None else (smaller, larger),
            on_sample=samples,
        )
        found.append((k, test))
        tell(1.0, "", (k, test))
        if not test.p_value <= LEVEL:
            break
    return found
